"""Instruments and their rules from ``data/instruments.csv``."""

from django.db.models import Max

from instruments.models import Instrument
from treatytracker.cells import as_cell, day_cell, flag_cell, list_cell, number_cell
from treatytracker.loading import RowRefused
from treatytracker.plain_tables import PlainTable

TEXTS = (
    "slug kind reference title short_title adopted_at in_force_article in_force_difference_explained "
    "general_delay general_anchor party_delay party_anchor party_article withdrawal_delay withdrawal_article "
    "reservations depositary unts_registration unts_volume unts_page subject note source confidence"
).split()
LISTS = ("popular_names", "action_kinds", "authentic_languages")
# Columns of the file whose fields have other names.
DAYS = {
    "adopted_on": "adopted_on",
    "open_from": "opened_on",
    "open_to": "closed_on",
    "in_force_on": "in_force_on",
}


class Instruments(PlainTable):
    """One row per instrument, in the order of the lists; a parent stands above its children."""

    file = "instruments.csv"
    model = Instrument
    columns = tuple(
        "slug kind parent reference title short_title popular_names adopted_on adopted_at open_from open_to "
        "in_force_on in_force_article in_force_difference_explained threshold "
        "general_delay general_anchor party_delay party_anchor party_article withdrawal_delay "
        "withdrawal_conflict_clause withdrawal_article protocols_required reservations action_kinds depositary "
        "authentic_languages unts_registration unts_volume unts_page subject note source confidence".split()
    )

    def key(self, row):
        return row["slug"]

    def stored(self):
        return {instrument.slug: instrument for instrument in Instrument.objects.select_related("parent")}

    def row_of(self, instrument):
        return {
            **{name: as_cell(getattr(instrument, name)) for name in (*TEXTS, *LISTS)},
            **{column: as_cell(getattr(instrument, name)) for column, name in DAYS.items()},
            "parent": instrument.parent.slug if instrument.parent else "",
            "threshold": as_cell(instrument.threshold),
            "protocols_required": as_cell(instrument.protocols_required),
            "withdrawal_conflict_clause": as_cell(instrument.withdrawal_conflict_clause),
        }

    def fill(self, instrument, row):
        for name in TEXTS:
            setattr(instrument, name, row[name])
        for name in LISTS:
            setattr(instrument, name, list_cell(row, name))
        for column, name in DAYS.items():
            setattr(instrument, name, day_cell(row, column))
        instrument.threshold = number_cell(row, "threshold")
        instrument.protocols_required = number_cell(row, "protocols_required")
        instrument.withdrawal_conflict_clause = flag_cell(row, "withdrawal_conflict_clause")
        instrument.position = instrument.position or _last_position() + row.line
        instrument.parent = self._parent(row)

    def _parent(self, row):
        if not row["parent"]:
            return None
        parent = self.seen.get(row["parent"]) or Instrument.objects.filter(slug=row["parent"]).first()
        if not parent:
            raise RowRefused(f"parent: there is no instrument “{row['parent']}” above this line.")
        return parent


def _last_position() -> int:
    return Instrument.objects.aggregate(last=Max("position"))["last"] or 0
