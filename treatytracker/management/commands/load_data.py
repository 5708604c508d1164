"""Loads the facts of ``data/``: says what would change, and writes it with ``--commit``."""

from collections import defaultdict
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from agencies import importers as agencies
from instruments.importers import Instruments
from parties import importers as parties
from parties.rebuild import rebuild
from parties.recording import editing
from parties.review import refusals
from treatytracker.loading import Outcome, Report, apply, compare
from treatytracker.tables import BadFile


class Command(BaseCommand):
    help = "Load the facts of data/ into the registry: a preview, unless --commit is given. All or nothing."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "data")
        parser.add_argument("--commit", action="store_true", help="write; without it, only say what would change")
        parser.add_argument(
            "--overwrite-corrections",
            action="store_true",
            help="replace editors' corrections by what the files say (their history stays)",
        )

        parser.add_argument(
            "--participants-only",
            action="store_true",
            help="load the participants with their names and nothing else: a registry for other treaties",
        )

    def handle(self, *, folder, commit, overwrite_corrections, participants_only, **options):
        try:
            report = load(folder, commit=commit, overwrite=overwrite_corrections, participants_only=participants_only)
        except BadFile as error:
            raise CommandError(str(error)) from None
        self._print(report)
        if refused := report.total(Outcome.REFUSED):
            raise CommandError(f"Nothing was loaded: {refused} rows were refused.")
        if not commit and report.total(Outcome.CREATED) + report.total(Outcome.CHANGED):
            self.stdout.write("This was a preview. Add --commit to write.")

    def _print(self, report):
        width = max(map(len, report.counts), default=0)
        for file, counts in report.counts.items():
            figures = ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome if counts[outcome])
            self.stdout.write(f"{file:<{width}}  {figures}")
        for remark in report.remarks:
            self.stdout.write(remark)


def load(folder: Path, *, commit: bool, overwrite: bool = False, participants_only: bool = False) -> Report:
    """Load all files of ``folder``; return what happened, or would.  Raise BadFile.

    Nothing is kept unless ``commit`` is given and no row is refused.
    """
    tables = [Instruments(), *parties.tables(), agencies.Agencies(), agencies.Mandates()]
    if participants_only:
        tables = parties.participant_tables()
    report = Report()
    with transaction.atomic():
        plan = [(table, compare(table, table.read(folder), report, overwrite)) for table in tables]
        if report.total(Outcome.CREATED) + report.total(Outcome.CHANGED):
            with editing(None, f"Loaded the files of {folder.name}/") as edit:
                for table, steps in plan:
                    apply(table, steps, report, edit)
            rebuild()
            _refuse_implausible(plan, report)
        if report.total(Outcome.REFUSED) or not commit:
            transaction.set_rollback(True)
    return report


def _refuse_implausible(plan, report):
    """Refuse the rows that plausibility does not allow beside all that this load writes; some are unchanged."""
    steps = {step.key: step for _, steps in plan for step in steps}
    found = defaultdict(list)
    for fact, problem in refusals():
        found[fact.key].append(problem.message)
    for key, messages in found.items():
        if key in steps:
            report.refuse(steps[key], " ".join(messages))
