"""What editors and reviewers see of the registry's facts in Django's admin."""

from editing.admin import facts, log, queue  # noqa: F401 - registers the pages
