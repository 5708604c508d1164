"""The registry's settings, with one address that lists participations as a tutorial would."""

from treatytracker.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.obvious"
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
