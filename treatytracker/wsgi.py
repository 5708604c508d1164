"""The entry point for WSGI servers."""

import os

from django.core.wsgi import get_wsgi_application

from treatytracker import settings_or_exit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "treatytracker.settings")
settings_or_exit()

application = get_wsgi_application()
