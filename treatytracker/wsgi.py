"""The entry point for WSGI servers."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from treatytracker import settings_or_exit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "treatytracker.settings")
settings_or_exit()

django_application = get_wsgi_application()

from django.core.cache import cache  # noqa: E402 - models can be imported only now

from treatytracker.answers import Answers  # noqa: E402
from treatytracker.shared_shelf import SharedShelf  # noqa: E402

shared = SharedShelf(cache) if settings.CACHE_URL else None
application = Answers(django_application, settings.ANSWERS_MB * 1_000_000, shared)
