"""What editors and reviewers see of the registry's facts in Django's admin."""

from editing.admin import agencies, facts, instruments, log, participants, queue  # noqa: F401 - registers the pages
