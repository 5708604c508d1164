"""The project: settings, addresses, and what all apps share."""

import sys


def settings_or_exit() -> None:
    """Load the settings; on a wrong value print the sentence that says so and exit with status 2."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        settings.INSTALLED_APPS  # noqa: B018 - the first attribute loads the settings
    except ImproperlyConfigured as error:
        sys.stderr.write(f"Treaty Tracker cannot start: {error}\n")
        sys.exit(2)
