"""Imports pages of the depositary: says what they would change, and keeps or publishes it if told to."""

import re
from pathlib import Path

from django.core.management.base import CommandError

from editing.commands import CannotRead, ImportCommand
from editing.depositary.claims import NotAStatusPage
from editing.depositary.documents import read_page
from editing.importing import plan_page

SUFFIXES = (".html", ".htm", ".xml")


class Command(ImportCommand):
    help = (
        "Import status pages (HTML) or MTDSG files (XML) of the UN Treaty Collection, or folders of them: a preview, "
        "unless --commit or --apply is given. All or nothing."
    )
    reason = "Imported from the depositary's pages"

    def plan(self, path):
        try:
            return plan_page(read_page(path.read_bytes(), path.name))
        except NotAStatusPage as error:
            raise CannotRead(str(error)) from None

    def files(self, given):
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
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split("-", stem)]
