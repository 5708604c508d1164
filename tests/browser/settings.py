"""The site's own settings, with a folder for static files and a clock that tests can rely on."""

import os
from datetime import UTC, datetime
from pathlib import Path

from treatytracker import dates
from treatytracker.settings import *  # noqa: F403

# The same moment as in tests/conftest.py, so that what is coming and what is past stays so.
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
dates.now = lambda: NOW

STATIC_ROOT = Path(os.environ["BROWSER_TESTS_STATIC_ROOT"])
