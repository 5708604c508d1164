"""What the commands that import have in common: preview, keep or publish, all or nothing, with progress."""

from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from editing.importing import Plan, keep, publish_sound
from editing.publishing import CannotPublish


class CannotRead(Exception):
    """A file that is not what the command imports; the message says why."""


class ImportCommand(BaseCommand):
    """A command that makes proposals of files.  Subclasses say how one file becomes a plan."""

    reason = "Imported"

    def plan(self, path: Path) -> Plan:
        """Return what the file would change.  Raise CannotRead."""
        raise NotImplementedError

    def files(self, given: list[Path]) -> list[Path]:
        """Return the files to be read, in their order."""
        if missing := [path for path in given if not path.is_file()]:
            raise CommandError(f"There is no file {missing[0]}.")
        return given

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--commit", action="store_true", help="keep the proposals for review")
        parser.add_argument("--apply", action="store_true", help="also publish those without an error")
        parser.add_argument("--by", metavar="NAME", help="who imports: the name of an account")
        parser.add_argument("--reviewer", metavar="NAME", help="who publishes, where four eyes are asked for")
        parser.add_argument("--reason", default=self.reason, help="why; it stays in the history")

    def handle(self, *, files, commit, apply, by, reviewer, reason, **options):
        paths, importer, publisher = self.files(files), _user(by), _user(reviewer or by)
        self._totals: dict[str, int] = {}
        self._unread = 0
        # One transaction for all files: whatever ends it early leaves the registry as it was.
        with transaction.atomic():
            for number, path in enumerate(paths, 1):
                self.stderr.write(f"[{number}/{len(paths)}] {path.name}")
                batch = self._import(path, importer, reason)
                if batch and apply:
                    self._publish(batch, publisher, reason, path.name)
            if not (commit or apply):
                transaction.set_rollback(True)
        self._sum_up(kept=commit or apply)

    def _import(self, path, importer, reason):
        try:
            plan = self.plan(path)
        except (CannotRead, OSError) as error:
            self._unread += 1
            self.stdout.write(f"{path.name}: not imported. {error}")
            return None
        self._report(path, plan)
        return keep(plan, importer, reason)

    def _publish(self, batch, publisher, reason, name):
        try:
            with transaction.atomic():
                publish_sound(batch, publisher, f"{reason}: {batch.title}")
        except PermissionDenied as error:
            raise CommandError(f"{error} Name that person with --reviewer.") from None
        except CannotPublish as error:
            self.stdout.write(f"{name}: kept, not published. {error}")

    def _report(self, path, plan):
        for what, number in plan.counts().items():
            self._totals[what] = self._totals.get(what, 0) + number
        self.stdout.write(f"{path.name}: {plan.title}: {_figures(plan.counts())}")
        for remark in plan.remarks:
            self.stdout.write(f"  {remark}")
        for proposal in plan.proposals:
            what = " ".join(proposal.values.get(name, "") for name in ("instrument", "party_iso3", "action", "date"))
            line = f"  {proposal.get_operation_display()}: {what.strip() or proposal.key or proposal.row}"
            notes = [f"({proposal.row})", proposal.error, *proposal.warnings]
            self.stdout.write(" ".join([line, *filter(None, notes)]))

    def _sum_up(self, *, kept):
        self.stdout.write(f"Together: {_figures(self._totals)}.")
        if self._unread:
            self.stdout.write(f"{self._unread} files were not imported.")
        if not kept and any(self._totals.values()):
            self.stdout.write("This was a preview. Add --commit to keep the proposals, --apply to publish as well.")


def _figures(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {what}" for what, number in counts.items() if number) or "nothing new"


def _user(name: str | None):
    if not name:
        return None
    user = get_user_model().objects.filter(username=name).first()
    if not user:
        raise CommandError(f"There is no account “{name}”.")
    return user
