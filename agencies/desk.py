"""The universalization desk: for each instrument that somebody advocates, the States not yet bound by it on a day.

Participations are reached through the instrument: this app does not know the app that holds them.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from instruments.models import Instrument
from treatytracker.dates import display, whole_years
from treatytracker.pages import formats

# The words of the contract for a participation's status and a participant's kind.
SIGNATORY, FORMER_PARTY, ORGANISATION = "signatory", "former-party", "regional-organization"
COLUMNS = (
    "instrument_id participant_id participant__iso3 participant__name participant__kind participant__region "
    "status signed_on withdrawn_on"
).split()


class Distance(StrEnum):
    """How far a State is from joining, the nearest first."""

    SIGNATORY = "signatory"
    BOUND_BY_PARENT = "bound-by-parent"
    NO_ACTION = "no-action"
    FORMER_PARTY = "former-party"


def desk(instruments: Sequence[Instrument], day: date, as_of: str = "") -> list[dict]:
    """Return who is missing under each instrument on ``day``; two queries.  ``as_of`` is kept in the links."""
    parents = {instrument.parent_id for instrument in instruments if instrument.parent_id}
    in_parent = set(_spells(parents, day).bound().values_list("instrument_id", "participant_id"))
    missing = defaultdict(list)
    not_bound = _spells([instrument.pk for instrument in instruments], day).bound(False)
    for spell in not_bound.order_by("participant__sort_name").values(*COLUMNS):
        missing[spell["instrument_id"]].append(spell)
    return [_entry(instrument, missing[instrument.pk], in_parent, day, as_of) for instrument in instruments]


def _spells(instruments: Collection[int], day: date) -> Any:
    participations: Any = Instrument.participations.rel.related_model._default_manager
    return participations.as_of(day).filter(instrument__in=instruments)


def _entry(instrument: Instrument, spells: list[dict], in_parent: set, day: date, as_of: str) -> dict:
    states = [spell for spell in spells if spell["participant__kind"] != ORGANISATION]
    # Those that signed first have waited longest; the others stay in the order of their names.
    states.sort(key=lambda spell: spell["signed_on"] if spell["status"] == SIGNATORY else date.max)
    organisations = [spell["participant__name"] for spell in spells if spell["participant__kind"] == ORGANISATION]
    places = defaultdict(lambda: defaultdict(list))
    counts = dict.fromkeys(Distance, 0)
    for spell in states:
        distance = _distance(spell, (instrument.parent_id, spell["participant_id"]) in in_parent)
        places[spell["participant__region"] or "Former States"][distance].append(_state(spell, distance, day))
        counts[distance] += 1
    shown = {distance: name for distance, name in _headings(instrument).items() if counts[distance]}
    asked = {"bound": "false"} | ({"as_of": as_of} if as_of else {})
    return {
        "slug": instrument.slug,
        "name": instrument.short_title,
        "url": instrument.get_absolute_url(),
        "list_url": f"{instrument.get_absolute_url()}?{urlencode(asked)}#participation",
        "not_yet": _not_yet(instrument, day),
        "missing": len(states),
        "organisations": organisations,
        "headings": [{"name": name, "count": counts[distance]} for distance, name in shown.items()],
        "regions": [
            {
                "name": region,
                "cells": [{"heading": name, "states": cells[distance]} for distance, name in shown.items()],
            }
            for region, cells in sorted(places.items())
        ],
        "formats": formats("participations/", {"instrument": instrument.slug} | asked),
        "formats_what": f"Participants not bound by {instrument}",
    }


def _headings(instrument: Instrument) -> dict[Distance, str]:
    parent = instrument.parent
    return {
        Distance.SIGNATORY: "Signatories, with years since signature",
        Distance.BOUND_BY_PARENT: f"Bound by the {parent}",
        Distance.NO_ACTION: f"Not bound by the {parent} either" if parent else "Neither signed nor joined",
        Distance.FORMER_PARTY: "Former parties",
    }


def _distance(spell: dict, is_bound_by_parent: bool) -> Distance:
    if spell["status"] in (SIGNATORY, FORMER_PARTY):
        return Distance(spell["status"])
    return Distance.BOUND_BY_PARENT if is_bound_by_parent else Distance.NO_ACTION


def _state(spell: dict, distance: Distance, day: date) -> dict:
    return {
        "name": spell["participant__name"],
        "url": reverse("participant_detail", args=[spell["participant__iso3"]]),
        "years": whole_years(spell["signed_on"], day) if distance is Distance.SIGNATORY else None,
        "left": display(spell["withdrawn_on"]) if distance is Distance.FORMER_PARTY else "",
    }


def _not_yet(instrument: Instrument, day: date) -> str:
    """Return the sentence for a day on which nobody could have joined; empty for other days."""
    if instrument.adopted_on and day < instrument.adopted_on:
        return f"On this day it did not exist: it was adopted on {display(instrument.adopted_on)}."
    return ""
