"""The settings of a site of the tests that writes down what Django makes, as ``MAKES`` names the file."""

from tests.treatytracker.site_settings import *  # noqa: F403
from tests.treatytracker.site_settings import MIDDLEWARE

MIDDLEWARE.insert(0, "tests.treatytracker.counting.Counting")
