"""Writes the whole public site for a day as plain files."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import DEFAULT_DB_ALIAS

from treatytracker import dates, freshness
from treatytracker.publishing import NotPublished, publish
from treatytracker.snapshot import close_connections_between_requests, snapshot


class Command(BaseCommand):
    help = "Write the public site for a day as plain files: pages, lists as JSON and CSV, and a manifest of hashes."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--as-of", default="", metavar="YYYY-MM-DD", help="the day; today if left out")

    def handle(self, *, folder, as_of, **options):
        try:
            asked = dates.parse_day(as_of) if as_of else None
        except dates.BadDate as error:
            raise CommandError(str(error)) from None
        application = get_wsgi_application()
        close_connections_between_requests()
        with snapshot(DEFAULT_DB_ALIAS):
            state = freshness.read()
            day = (asked or state.day).isoformat()
            try:
                with freshness.answering_from(state):
                    outcome = publish(folder, application, state, day)
            except NotPublished as error:
                raise CommandError(str(error)) from None
        self.stdout.write(
            f"{len(outcome.hashes)} files of revision {state.revision} as of {day}: {outcome.written} written, "
            f"{outcome.removed} removed, the others unchanged."
        )
