"""UN entities and what they advocate from ``data/agencies.csv`` and ``data/mandates.csv``."""

from agencies.models import Agency, Mandate
from instruments.models import Instrument
from treatytracker.cells import as_cell, flag_cell, list_cell
from treatytracker.loading import RowRefused
from treatytracker.plain_tables import PlainTable


class Agencies(PlainTable):
    """One row per UN entity, with its name in 2005 beside its present one."""

    file = "agencies.csv"
    model = Agency
    texts = "slug acronym name kind parent name_in_2005 acronym_in_2005 website note source confidence".split()
    columns = (*texts, "of_the_14")

    def key(self, row):
        return row["slug"]

    def stored(self):
        return {agency.slug: agency for agency in Agency.objects.all()}

    def row_of(self, agency):
        return {name: as_cell(getattr(agency, name)) for name in self.columns}

    def fill(self, agency, row):
        for name in self.texts:
            setattr(agency, name, row[name])
        agency.of_the_14 = flag_cell(row, "of_the_14")
        agency.position = agency.position or Agency.objects.count() + row.line


class Mandates(PlainTable):
    """One row per thing that an agency advocates."""

    file = "mandates.csv"
    model = Mandate
    columns = (
        "id",
        "agency_slug",
        "theme",
        "summary",
        "beneficiaries",
        "instruments",
        "source",
        "confidence",
    )
    texts = ("theme", "summary", "beneficiaries", "source", "confidence")

    def key(self, row):
        return row["id"]

    def stored(self):
        mandates = Mandate.objects.select_related("agency").prefetch_related("instruments")
        return {mandate.slug: mandate for mandate in mandates}

    def row_of(self, mandate, instruments=None):
        """Return the row; ``instruments`` are those of an object that is not saved with them yet."""
        linked = mandate.instruments.all() if instruments is None else sorted(instruments, key=lambda i: i.position)
        return {
            "id": mandate.slug,
            "agency_slug": mandate.agency.slug,
            "instruments": as_cell([instrument.slug for instrument in linked]),
            **{name: getattr(mandate, name) for name in self.texts},
        }

    def fill(self, mandate, row):
        mandate.slug = row["id"]
        agency = Agency.objects.filter(slug=row["agency_slug"]).first()
        if not agency:
            raise RowRefused(f"agency_slug: there is no agency “{row['agency_slug']}”.")
        mandate.agency = agency
        for name in self.texts:
            setattr(mandate, name, row[name])
        return {"instruments": self._instruments(row)}

    def _instruments(self, row):
        slugs = list_cell(row, "instruments")
        found = {instrument.slug: instrument for instrument in Instrument.objects.filter(slug__in=slugs)}
        if unknown := [slug for slug in slugs if slug not in found]:
            raise RowRefused(f"instruments: there is no instrument “{unknown[0]}”.")
        return list(found.values())
