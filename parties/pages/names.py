"""What a participant is and was called, and which States came before and after it."""

from datetime import date
from typing import Any

from parties.models import Participant, ParticipantName, PredecessorState
from parties.pages.addresses import participant_url
from parties.terms import NameKind
from treatytracker.dates import display


def names(participant: Participant) -> dict[str, list[dict[str, str]]]:
    """Return former names with the days of their use, and aliases; one query."""
    found = list(participant.names.all())
    return {
        "former": [_former(name) for name in found if name.kind == NameKind.FORMER],
        "aliases": [{"name": name.name} for name in found if name.kind == NameKind.ALIAS],
    }


def _former(name: ParticipantName) -> dict[str, str]:
    return {"name": name.name, "used": period(name.used_from, name.used_until), "note": name.note}


def period(since: date | None, until: date | None) -> str:
    """Return ``6 Apr 1976 to 2 Feb 1990``, or the one end that is known."""
    if since and until:
        return f"{display(since)} to {display(until)}"
    if until:
        return f"until {display(until)}"
    return f"since {display(since)}" if since else "dates not recorded"


def predecessors(participant: Participant) -> list[dict[str, Any]]:
    """Return the States that this one succeeded, the latest first; one query."""
    found = participant.predecessors.select_related("participant").order_by("-existed_until", "name")
    return [_predecessor(state) for state in found]


def _predecessor(state: PredecessorState) -> dict[str, Any]:
    return {
        "name": state.name,
        "url": participant_url(state.participant.iso3) if state.participant else "",
        "until": display(state.existed_until),
        "existed_until": state.existed_until,
        "note": state.note,
    }


def successors(participant: Participant) -> list[dict[str, str]]:
    """Return the States that succeeded this one; empty for a State that exists; one query."""
    found = Participant.objects.filter(predecessors__participant=participant).order_by("sort_name")
    return [{"name": name, "url": participant_url(iso3)} for name, iso3 in found.values_list("name", "iso3")]
