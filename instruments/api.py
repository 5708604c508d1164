"""The addresses of the API that tell of instruments and their rules."""

from collections.abc import Callable
from typing import Any

from instruments.filters import InstrumentFilter
from instruments.models import Instrument
from instruments.serializers import InstrumentRow, rules_row
from treatytracker.endpoints import DetailEndpoint, ListEndpoint
from treatytracker.filters import DayFilterSet
from treatytracker.links import linker


class InstrumentMixin:
    """``counts`` comes from outside: what is counted is no business of the instruments."""

    row = InstrumentRow
    counts: Callable[..., dict[str, list[dict[str, Any]]]] | None = None

    def complete(self, rows, asked):
        """Add rules, counts and links: two queries."""
        slugs, link = [row["slug"] for row in rows], linker(self.request)
        rules = {instrument.slug: instrument.rules for instrument in Instrument.objects.filter(slug__in=slugs)}
        counts = self.counts(slugs, asked.day, link) if self.counts else {}
        for row in rows:
            slug = row["slug"]
            row["rules"], row["counts"] = rules_row(rules[slug]), counts.get(slug, [])
            row["links"] = {
                "participations": link("participations/", instrument=slug, as_of=asked.day.isoformat()),
                "actions": link("actions/", instrument=slug),
                "statements": link("statements/", instrument=slug),
                "mandates": link("mandates/", instrument=slug),
                "page": self.request.build_absolute_uri(f"/instruments/{slug}/"),
            }


class Instruments(InstrumentMixin, ListEndpoint):
    """Conventions, protocols and amendments: what they are, their rules with articles, how many participate."""

    summary = "Instruments"
    example = "instruments/?instrument=apmbc&as_of=2026-02-03"
    filterset_class = InstrumentFilter
    table_name = "instruments"

    def get_queryset(self):
        return Instrument.objects.order_by("position", "slug")


class InstrumentDetail(InstrumentMixin, DetailEndpoint):
    """One instrument, by its slug."""

    summary = "One instrument"
    example = "instruments/apmbc/?as_of=2026-02-03"
    filterset_class = DayFilterSet
    lookup = "slug"
    thing = "instrument"

    def get_queryset(self):
        return Instrument.objects.order_by("position")

    def unknown(self, name):
        slugs = ", ".join(self.get_queryset().values_list("slug", flat=True))
        return f"There is no instrument “{name[:40]}”. There are: {slugs}."
