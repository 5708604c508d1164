"""Exports acts and statements to a CSV or XLSX file, to be edited and imported again."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from editing.spreadsheets import FORMATS, export
from instruments.models import Instrument


class Command(BaseCommand):
    help = "Export acts and statements in the columns of data/actions-*.csv; the file's name decides: .csv or .xlsx."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--instrument", action="append", metavar="SLUG", help="only this one; can be repeated")

    def handle(self, *, file, instrument, **options):
        format = file.suffix.lower().lstrip(".")
        if format not in FORMATS:
            raise CommandError(f"{file.name} should end in .csv or .xlsx.")
        instruments = Instrument.objects.all()
        if instrument:
            instruments = instruments.filter(slug__in=instrument)
            if unknown := set(instrument) - {found.slug for found in instruments}:
                raise CommandError(f"There is no instrument {', '.join(sorted(unknown))}.")
        with file.open("wb") as stream:
            stream.writelines(export(format, instruments))
        self.stdout.write(f"Wrote {file}.")
