"""The addresses of the API that tell of UN entities and what they advocate."""

from collections import defaultdict

from agencies.filters import AgencyFilter, MandateFilter
from agencies.models import Agency, Mandate
from agencies.serializers import AgencyRow, MandateRow
from treatytracker.endpoints import DetailEndpoint, ListEndpoint
from treatytracker.filters import QueryFilterSet
from treatytracker.links import linker


class AgencyMixin:
    row = AgencyRow

    def complete(self, rows, asked):
        """Add mandates and links: two queries."""
        mandates = defaultdict(list)
        found = Mandate.objects.filter(agency__slug__in=[row["slug"] for row in rows]).order_by("theme", "slug")
        for mandate in found.select_related("agency").prefetch_related("instruments"):
            instruments = [instrument.slug for instrument in mandate.instruments.all()]
            brief = {"id": mandate.slug, "theme": mandate.theme, "instruments": instruments}
            mandates[mandate.agency.slug].append(brief)
        link = linker(self.request)
        for row in rows:
            row["mandates"] = mandates[row["slug"]]
            row["links"] = {
                "mandates": link("mandates/", agency=row["slug"]),
                "page": self.request.build_absolute_uri(f"/agencies/{row['slug']}/"),
            }


class Agencies(AgencyMixin, ListEndpoint):
    """UN departments, agencies, programmes and funds that support mine action, as they are called now and were in 2005.

    Where `theme` and `instrument` are both given, one and the same mandate has both.
    """

    summary = "Agencies"
    example = "agencies/?agency=unmas"
    filterset_class = AgencyFilter
    table_name = "agencies"

    def get_queryset(self):
        return Agency.objects.order_by("position", "slug")


class AgencyDetail(AgencyMixin, DetailEndpoint):
    """One agency, by its slug."""

    summary = "One agency"
    example = "agencies/unmas/"
    filterset_class = QueryFilterSet
    lookup = "slug"
    thing = "agency"

    def get_queryset(self):
        return Agency.objects.order_by("position")

    def unknown(self, name):
        slugs = ", ".join(self.get_queryset().values_list("slug", flat=True))
        return f"There is no agency “{name[:40]}”. There are: {slugs}."


class Mandates(ListEndpoint):
    """What UN entities advocate: a theme, for whom, for which instruments, with its source."""

    summary = "Mandates"
    example = "mandates/?agency=unmas&page_size=1"
    filterset_class = MandateFilter
    row = MandateRow
    table_name = "mandates"

    def get_queryset(self):
        return Mandate.objects.order_by("agency__position", "theme", "slug")

    def complete(self, rows, asked):
        """Add beneficiaries, instruments and links: two queries."""
        found = Mandate.objects.filter(slug__in=[row["id"] for row in rows]).prefetch_related("instruments")
        mandates = {mandate.slug: mandate for mandate in found}
        link = linker(self.request)
        for row in rows:
            mandate = mandates[row["id"]]
            row["beneficiaries"] = [each.strip() for each in mandate.beneficiaries.split(";") if each.strip()]
            row["instruments"] = [instrument.slug for instrument in mandate.instruments.all()]
            row["links"] = {"agency": link(f"agencies/{row['agency']}/")}
