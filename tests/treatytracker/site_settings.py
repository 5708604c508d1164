"""The real settings, without the hashed names of static files: nobody looks at the pages."""

from treatytracker.settings import *  # noqa: F403
from treatytracker.settings import STORAGES

STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
