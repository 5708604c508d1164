"""Participations laid out for reading side by side: the matrix of a day, the panel of many periods."""

from itertools import groupby
from typing import Any

from rest_framework import serializers

from instruments.models import Instrument
from parties import panels, recollection
from parties.api.lists import IN_ORDER, ClockMixin
from parties.filters import ParticipationQuery, WhoFilterSet
from parties.models import Participation
from parties.serializers import instrument_field, name_field, participant_field, status_field
from parties.terms import Status
from treatytracker import dates
from treatytracker.endpoints import ListEndpoint
from treatytracker.fields import day, flag, maybe_day, maybe_text, text
from treatytracker.filters import QueryFilterSet, WordFilter, YearFilter
from treatytracker.problems import BadQuery
from treatytracker.rows import Row

STATUS_CODES = [(code, status.value) for status, code in panels.CODES.items()]


class MatrixQuery(ParticipationQuery):
    """Which participants and instruments stand in the matrix."""

    status = bound = consent = None
    signed = withdrawal_notified = provisional_application = suspension_notified = None


class MatrixRow(Row):
    """One participant's status under every instrument."""

    participant = text("ISO 3166-1 alpha-3 code of the participant.")
    name = text("The participant's present short name.")
    region = maybe_text("UN M49 region.")
    group = maybe_text("UN regional group.")
    statuses = serializers.DictField(
        child=serializers.ChoiceField(Status.choices),
        help_text="The status under each instrument, by the instrument's slug.",
    )


class Matrix(ClockMixin, ListEndpoint):
    """Participants x instruments on a day: one row per participant with its status under every instrument.

    As CSV or Excel the instruments are the columns.
    """

    summary = "Participants x instruments on a day"
    example = "matrix/?participant=FIN&as_of=2026-02-03"
    filterset_class = MatrixQuery
    row = MatrixRow
    table_name = "matrix"
    columns = (
        "participant__iso3",
        "participant__name",
        "participant__region",
        "participant__group",
        "instrument__slug",
        "status",
    )

    def get_queryset(self):
        return Participation.objects.order_by("participant__sort_name", "participant__iso3", "instrument__position")

    def builder(self):
        return dict

    def select(self, asked) -> list[dict[str, Any]]:
        if instant := self.known_at(asked):
            found = sorted(recollection.recollect(asked, instant), key=lambda row: row.participant.sort_name)
            cells = recollection.values_of(found, self.columns)
        else:
            cells = list(asked.qs.values_list(*self.columns))
        return [
            {
                "participant": iso3,
                "name": name,
                "region": region or None,
                "group": group or None,
                "statuses": {slug: status for *_, slug, status in own},
            }
            for (iso3, name, region, group), own in groupby(cells, key=lambda cell: cell[:4])
        ]

    def table_layout(self, asked):
        slugs = asked.form.cleaned_data["instrument"] or list(Instrument.objects.values_list("slug", flat=True))

        def cells(row):
            statuses = [row["statuses"].get(slug) for slug in slugs]
            return [row["participant"], row["name"], row["region"], row["group"], *statuses]

        return ["participant", "name", "region", "group", *slugs], cells


class PanelQuery(WhoFilterSet):
    """Whom the panel is about, and which periods it covers."""

    step = WordFilter(
        method="no_filter",
        words=panels.STEPS,
        label="Step",
        help_text="A row for each year (the default) or for each month.",
    )
    from_year = YearFilter(
        method="no_filter",
        first=panels.FIRST_YEAR,
        label="From",
        help_text=f"The first year; {panels.USUAL_FIRST_YEAR} if left out.",
    )
    to_year = YearFilter(
        method="no_filter",
        first=panels.FIRST_YEAR,
        label="To",
        help_text="The last year; the present one if left out.",
    )

    class Meta(QueryFilterSet.Meta):
        model = Participation
        fields = []

    def no_filter(self, queryset, name, value):
        """The periods do not select spells: all of them are looked at."""
        return queryset


class PanelRow(Row):
    """A participant's status under an instrument at the end of a year or month."""

    instrument = instrument_field()
    participant = participant_field()
    name = name_field()
    period = text("The year, 1999, or month, 1999-03.")
    day = day("The day described: the period's last, or today if it has not ended.")
    status = status_field()
    code = serializers.ChoiceField(
        STATUS_CODES,
        help_text="The status as a number: "
        + ", ".join(f"{code} {status.value}" for status, code in panels.CODES.items())
        + ".",
    )
    bound = flag("Contracting State or party on that day.")
    un_member = flag("A UN Member State on that day.")
    signed_on = maybe_day("Signature, if it had signed by then.")
    consented_on = maybe_day("Deposit of its consent, if it had consented by then.")
    in_force_on = maybe_day("Entry into force for it, which may lie ahead.")
    withdrawn_on = maybe_day("The day on which its withdrawal took effect, if it had by then.")


class Panel(ListEndpoint):
    """Participant x year or month: one row per instrument, participant and period.

    A row describes the last day of its period, or today while the period lasts. `code` is the status as a number:
    0 no-action, 1 signatory, 2 contracting-state, 3 party, 4 former-party. A former State has no rows after its end;
    every other participant has a row in each period, also before it was a Member State (`un_member`).
    """

    summary = "Participant x year or month"
    example = "panel/?instrument=apmbc&participant=FIN&from_year=2011&to_year=2012"
    filterset_class = PanelQuery
    row = PanelRow
    table_name = "panel"

    def get_queryset(self):
        return Participation.objects.order_by(*IN_ORDER, "valid_from")

    def builder(self):
        return dict

    def select(self, asked) -> panels.Panel:
        cleaned, today = asked.form.cleaned_data, dates.today()
        first = cleaned["from_year"] or min(panels.USUAL_FIRST_YEAR, cleaned["to_year"] or today.year)
        last = cleaned["to_year"] or today.year
        if first > last:
            raise BadQuery({"from_year": [f"The first year, {first}, should not come after the last, {last}."]})
        spells = asked.qs.values_list(
            "instrument__slug",
            "participant__iso3",
            "participant__name",
            "participant__un_member_since",
            "valid_from",
            "valid_to",
            "status",
            "bound",
            "signed_on",
            "consented_on",
            "in_force_on",
            "withdrawn_on",
        )
        histories = (
            panels.History(who[0], who[1], who[2], who[3], [panels.Spell(*values[4:]) for values in own])
            for who, own in groupby(spells, key=lambda values: values[:4])
        )
        return panels.Panel(histories, panels.periods(first, last, cleaned["step"] or "year", today))
