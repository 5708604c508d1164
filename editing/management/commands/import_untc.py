"""Imports pages of the depositary: says what they would change, and keeps or publishes it if told to."""

import re
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from editing.depositary.claims import NotAStatusPage
from editing.importing import Plan, keep, plan_page, publish_sound, read_page
from editing.names import Names
from editing.publishing import CannotPublish

SUFFIXES = (".html", ".htm", ".xml")


class Command(BaseCommand):
    help = (
        "Import status pages (HTML) or MTDSG files (XML) of the UN Treaty Collection: a preview, unless --commit or "
        "--apply is given. All or nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a page, or a folder of pages")
        parser.add_argument("--commit", action="store_true", help="keep the proposals for review")
        parser.add_argument("--apply", action="store_true", help="also publish those without an error")
        parser.add_argument("--by", metavar="NAME", help="who imports: the name of an account")
        parser.add_argument("--reviewer", metavar="NAME", help="who publishes, if four eyes are asked for")
        parser.add_argument("--reason", default="Imported from the depositary's pages", help="why; it stays in the history")

    def handle(self, *, files, commit, apply, by, reviewer, reason, **options):
        pages = _files(files)
        importer, publisher = _user(by), _user(reviewer or by)
        self._counts: dict[str, int] = {}
        self._refused = 0
        # One transaction for all pages: whatever ends it early leaves the registry as it was.
        with transaction.atomic():
            for number, path in enumerate(pages, 1):
                self.stderr.write(f"[{number}/{len(pages)}] {path.name}")
                self._import(path, importer, publisher, reason, apply=apply)
            if not (commit or apply):
                transaction.set_rollback(True)
        self._sum_up(kept=commit or apply)

    def _import(self, path: Path, importer, publisher, reason: str, *, apply: bool) -> None:
        try:
            page = read_page(path.read_bytes(), path.name)
        except (NotAStatusPage, OSError) as error:
            self._refused += 1
            self.stdout.write(f"{path.name}: not imported. {error}")
            return
        # Names anew for each page: publishing one may have changed what the next one means.
        plan = plan_page(page, Names())
        batch = keep(plan, importer, reason)
        self._report(path, plan)
        if batch and apply:
            try:
                with transaction.atomic():
                    publish_sound(batch, publisher, f"{reason}: {batch.title}")
            except PermissionDenied as error:
                raise CommandError(f"{error} Name that person with --reviewer.") from None
            except CannotPublish as error:
                self.stdout.write(f"{path.name}: kept, not published. {error}")

    def _report(self, path: Path, plan: Plan) -> None:
        figures = ", ".join(f"{number} {what}" for what, number in plan.counts().items() if number) or "nothing new"
        self.stdout.write(f"{path.name}: {plan.title}: {figures}")
        for remark in plan.remarks:
            self.stdout.write(f"  {remark}")
        for proposal in plan.proposals:
            what = " ".join(proposal.values.get(name, "") for name in ("instrument", "party_iso3", "action", "date"))
            line = f"  {proposal.get_operation_display()}: {what.strip() or proposal.key or proposal.row}"
            notes = [proposal.error, *proposal.warnings]
            self.stdout.write(f"{line} ({proposal.row}) {' '.join(filter(None, notes))}".rstrip())
        for what, number in plan.counts().items():
            self._counts[what] = self._counts.get(what, 0) + number

    def _sum_up(self, *, kept: bool) -> None:
        figures = ", ".join(f"{number} {what}" for what, number in self._counts.items() if number) or "nothing new"
        self.stdout.write(f"Together: {figures}.")
        if self._refused:
            self.stdout.write(f"{self._refused} files were not imported.")
        if not kept and any(self._counts.values()):
            self.stdout.write("This was a preview. Add --commit to keep the proposals, --apply to publish as well.")


def _files(given: list[Path]) -> list[Path]:
    """Return the files, those of folders included, a treaty before its protocols: XXVI-2 before XXVI-2-a."""
    found: list[Path] = []
    for path in given:
        if path.is_dir():
            found += [file for file in path.iterdir() if file.suffix.lower() in SUFFIXES]
        elif path.is_file():
            found.append(path)
        else:
            raise CommandError(f"There is no file {path}.")
    return sorted(found, key=lambda path: (_natural(path.stem), path.name))


def _natural(stem: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"-", stem)]


def _user(name: str | None):
    if not name:
        return None
    user = get_user_model().objects.filter(username=name).first()
    if not user:
        raise CommandError(f"There is no account “{name}”.")
    return user
