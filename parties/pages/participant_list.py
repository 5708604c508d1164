"""What the list of participants shows."""

from collections import defaultdict
from typing import Any

from django.db.models import Count
from django.http import HttpRequest

from instruments.models import Instrument
from parties.models import Participant, ParticipantName, Participation
from parties.pages.addresses import participant_url
from parties.pages.queries import ListFilter
from parties.terms import ParticipantKind
from treatytracker.dates import display
from treatytracker.pages import asked, day_of_page, formats, frame
from treatytracker.text import fold

COLUMNS = ("pk", "iso3", "name", "kind", "group", "region", "existed_until")


def list_context(request: HttpRequest, query: ListFilter) -> dict[str, Any]:
    """Return the States and organisations that exist on the day asked for, and those that no longer do."""
    day, title = query.day, "Participants"
    found = list(query.qs.order_by("sort_name").values_list(*COLUMNS, named=True))
    bound = dict(
        Participation.objects.as_of(day)
        .bound()
        .order_by()
        .values_list("participant")
        .annotate(number=Count("pk"))
        .values_list("participant", "number")
    )
    also = other_names(query.form.cleaned_data.get("q") or "")
    here = [row for row in found if not row.existed_until or row.existed_until >= day]
    ended = [row for row in former_states(query) if row.existed_until < day]
    made = frame(
        request, title=title, description="Every State and organisation that can act, with what binds each of them."
    )
    made |= day_of_page(request, day, title=title)
    return made | {
        "day": display(day),
        "rows": [
            {
                "url": participant_url(row.iso3) + (f"?as_of={day.isoformat()}" if "as_of" in request.GET else ""),
                "iso3": row.iso3,
                "name": row.name,
                "also": ", ".join(also[row.pk]),
                "kind": "" if row.kind == ParticipantKind.MEMBER_STATE else str(ParticipantKind(row.kind).label),
                "group": row.group.replace(";", " and "),
                "region": row.region,
                "bound": str(bound.get(row.pk, 0)),
            }
            for row in here
        ],
        "ended": [
            {"url": participant_url(row.iso3), "name": row.name, "until": display(row.existed_until)} for row in ended
        ],
        "instruments": Instrument.objects.count(),
        "narrowed": query.narrowed,
        "filter_form": query.as_form(request),
        "formats": formats("participants/", asked(request)),
    }


def former_states(query: ListFilter) -> list:
    """Return the predecessor States that the filters let through, whether or not they existed on the day."""
    everybody = Participant.objects.exclude(existed_until=None)
    asked = {name: value for name, value in query.data.items() if name != "as_of"}
    return list(ListFilter(asked, everybody).qs.order_by("existed_until").values_list(*COLUMNS, named=True))


def other_names(sought: str) -> dict[int, list[str]]:
    """Return the former names and aliases that match what was sought, by participant, to show why each is found."""
    matched = defaultdict(list)
    if folded := fold(sought):
        found = ParticipantName.objects.filter(folded__contains=folded).order_by("kind", "name")
        for participant_id, name in found.values_list("participant_id", "name"):
            matched[participant_id].append(name)
    return matched
