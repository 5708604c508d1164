"""Lists of participants, participations, acts and statements."""

from functools import cached_property
from typing import Any

from parties import recollection
from parties.filters import ActionFilter, ParticipantQuery, ParticipationQuery, SpellQuery, StatementFilter
from parties.models import Action, Participant, ParticipantName, Participation, PredecessorState, Statement
from parties.serializers import (
    ActionRow,
    ExplainedParticipationRow,
    ParticipantNameRow,
    ParticipantRow,
    ParticipationRow,
    SpellRow,
    StatementRow,
)
from treatytracker.endpoints import DetailEndpoint, ListEndpoint
from treatytracker.filters import DayFilterSet, QueryFilterSet
from treatytracker.links import linker
from treatytracker.problems import BadQuery

IN_ORDER = ("instrument__position", "participant__sort_name", "participant__iso3")


class ClockMixin:
    """A list that also answers with what the registry said at an earlier moment."""

    remarks_schema = {
        "known_at": {"type": "string", "format": "date-time", "description": "The moment, where one was asked for."},
        "note": {"type": "string", "description": "What to know of an answer about an earlier moment."},
    }

    def known_at(self, asked):
        """Return the instant that is asked for, or None for now."""
        return asked.form.cleaned_data.get("known_at")

    def remarks(self, asked) -> dict[str, Any]:
        instant = self.known_at(asked)
        if not instant:
            return {}
        note = "What the registry said then, derived again from the acts it knew."
        if first := recollection.before_first_record(instant):
            note = f"The registry's first record is of {first.at:%Y-%m-%dT%H:%M:%S.%fZ}; it said nothing before."
        return {"known_at": instant, "note": note}


class Participations(ClockMixin, ListEndpoint):
    """Who is bound by which instrument on a day: one row per participant and instrument.

    With `explain=1` every row says why: the acts it rests on, the rule with its article, and since when.
    With `known_at` the answer is what the registry said at that moment, derived again from the acts it knew then.
    """

    summary = "Participations on a day"
    example = "participations/?instrument=apmbc&participant=FIN&as_of=2026-02-03&explain=1"
    filterset_class = ParticipationQuery
    presentation = ListEndpoint.presentation | {"explain"}
    table_name = "participations"
    documented_row = ExplainedParticipationRow

    @cached_property
    def explained(self) -> bool:
        """Whether reasons are asked for.  Raise BadQuery for a word that is neither yes nor no."""
        word = self.request.query_params.get("explain", "false")
        if word not in ("1", "0", "true", "false"):
            raise BadQuery({"explain": [f"“{word[:40]}” should be 1 or 0."]})
        return word in ("1", "true")

    @property
    def row(self):
        return ExplainedParticipationRow if self.explained else ParticipationRow

    def get_queryset(self):
        return Participation.objects.order_by(*IN_ORDER)

    def select(self, asked):
        instant = self.known_at(asked)
        if not instant:
            return super().select(asked)
        return recollection.values_of(recollection.recollect(asked, instant), self.row.columns())

    def complete(self, rows, asked):
        link, day = linker(self.request), asked.day.isoformat()
        # Slugs and codes stand in addresses as they are; to have each escaped took a third of the whole answer.
        root, explanation = link(""), link("participations/")
        for row in rows:
            slug, code = row["instrument"], row["participant"]
            row["links"] = {
                "instrument": f"{root}instruments/{slug}/",
                "participant": f"{root}participants/{code}/",
                "explanation": f"{explanation}?instrument={slug}&participant={code}&as_of={day}&explain=1",
            }
        if self.explained:
            self._add_acts(rows, self.known_at(asked))

    def _add_acts(self, rows, instant):
        keys = {key for row in rows for key in row["explanation"]["actions"]}
        build = ActionRow.builder()
        known = Action.objects.known_at(instant).filter(key__in=keys).values_list(*ActionRow.columns())
        acts = {act["id"]: act for act in map(build, known)}
        for row in rows:
            explanation = row["explanation"]
            explanation["actions"] = [acts[key] for key in explanation["actions"] if key in acts]


class Spells(ListEndpoint):
    """Every period in which a participant's status under an instrument stayed the same.

    The spells of a participant under an instrument follow each other without gap or overlap; each holds from
    `valid_from` to the day before `valid_to`.
    """

    summary = "Spells of participation"
    example = "spells/?instrument=ccm&participant=LTU&page_size=1&page=3"
    filterset_class = SpellQuery
    row = SpellRow
    table_name = "spells"

    def get_queryset(self):
        return Participation.objects.order_by(*IN_ORDER, "valid_from")


class Actions(ClockMixin, ListEndpoint):
    """What participants did: one row per act, each with its source and its date of effect."""

    summary = "Acts"
    example = "actions/?instrument=apmbc&participant=FIN"
    filterset_class = ActionFilter
    row = ActionRow
    table_name = "actions"

    def get_queryset(self):
        return Action.objects.order_by("date", "key")


class Statements(ClockMixin, ListEndpoint):
    """What participants said: reservations, declarations, objections, communications, territorial applications."""

    summary = "Statements"
    example = "statements/?page_size=1"
    filterset_class = StatementFilter
    row = StatementRow
    table_name = "statements"

    def get_queryset(self):
        return Statement.objects.order_by("date", "key")


class ParticipantMixin:
    row = ParticipantRow

    def complete(self, rows, asked):
        """Add names, predecessors, successors and links: three queries."""
        codes = [row["iso3"] for row in rows]
        names: dict[str, list] = {}
        columns = ("name", "kind", "used_from", "used_until", "note")
        found = ParticipantName.objects.filter(participant__iso3__in=codes)
        for code, *values in found.order_by("kind", "used_until", "name").values_list("participant__iso3", *columns):
            name = dict(zip(columns, values, strict=True))
            names.setdefault(code, []).append(name | {"note": name["note"] or None})
        before, after = self._relations(codes)
        link = linker(self.request)
        for row in rows:
            code = row["iso3"]
            row["names"] = names.get(code, [])
            row["predecessors"], row["successors"] = before.get(code, []), after.get(code, [])
            row["links"] = {
                "participations": link("participations/", participant=code),
                "actions": link("actions/", participant=code),
                "page": self.request.build_absolute_uri(f"/participants/{code}/"),
            }

    def _relations(self, codes):
        before: dict[str, list] = {}
        after: dict[str, list] = {}
        states = PredecessorState.objects.order_by("existed_until", "name").select_related("participant")
        for state in states.prefetch_related("successors"):
            former = {
                "name": state.name,
                "participant": state.participant.iso3 if state.participant else None,
                "existed_until": state.existed_until,
            }
            for successor in state.successors.all():
                before.setdefault(successor.iso3, []).append(former)
                if state.participant:
                    later = {"name": successor.name, "participant": successor.iso3, "existed_until": None}
                    after.setdefault(state.participant.iso3, []).append(later)
        return before, after


class Participants(ParticipantMixin, ListEndpoint):
    """States and organisations that can act, with their codes, names and groups.

    `as_of` leaves out former States after their last day; without it all are listed.
    """

    summary = "Participants"
    example = "participants/?participant=CIV"
    filterset_class = ParticipantQuery
    table_name = "participants"

    def get_queryset(self):
        return Participant.objects.order_by("sort_name", "iso3")


class ParticipantNames(ListEndpoint):
    """Former names of participants with their dates, and aliases that people use."""

    filterset_class = QueryFilterSet
    row = ParticipantNameRow
    table_name = "participant-names"

    def get_queryset(self):
        return ParticipantName.objects.order_by("participant__iso3", "kind", "used_until", "name")


class ParticipantDetail(ParticipantMixin, DetailEndpoint):
    """One participant, by its ISO 3166-1 alpha-3 code."""

    summary = "One participant"
    example = "participants/CIV/"
    filterset_class = DayFilterSet
    lookup = "iso3"
    thing = "participant with the ISO 3166-1 alpha-3 code"

    def get_queryset(self):
        return Participant.objects.all()
