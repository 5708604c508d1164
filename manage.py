#!/usr/bin/env python3
"""Django's entry point. ``python3 run.py manage …`` is the same with the environment made first."""

import os
import sys


def main() -> None:
    """Run the management command that the arguments name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "treatytracker.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed for this Python. Use: python3 run.py manage …")
    from treatytracker import settings_or_exit

    settings_or_exit()
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
