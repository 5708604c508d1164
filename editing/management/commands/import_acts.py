"""Imports an edited spreadsheet of acts: says what it would change, and keeps or publishes it if told to."""

from editing.commands import CannotRead, ImportCommand
from editing.spreadsheets import plan_sheet
from treatytracker.tables import BadFile


class Command(ImportCommand):
    help = (
        "Import acts and statements from a CSV or XLSX file as export_acts writes it: a preview, unless --commit or "
        "--apply is given. All or nothing."
    )
    reason = "Imported from a spreadsheet"

    def plan(self, path):
        try:
            return plan_sheet(path.read_bytes(), path.name)
        except BadFile as error:
            raise CannotRead(str(error)) from None
