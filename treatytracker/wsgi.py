"""The entry point for WSGI servers."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from treatytracker import settings_or_exit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "treatytracker.settings")
settings_or_exit()

django_application = get_wsgi_application()

from treatytracker.answers import Answers  # noqa: E402 - models can be imported only now

application = Answers(django_application, settings.ANSWERS_MB * 1_000_000)
