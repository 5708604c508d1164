"""The universalization desk: for each instrument that somebody advocates, the States not yet bound by it on a day.

Participations are reached through the instrument: this app does not know the app that holds them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from instruments.models import Instrument
from treatytracker.dates import display
from treatytracker.pages import formats

# An organisation is not among the States that could be asked to join.
ORGANISATION = "regional-organization"
FIELDS = (
    "instrument_id participant_id participant__iso3 participant__name participant__region status signed_on withdrawn_on"
).split()


def desk(instruments: Sequence[Instrument], day: date, as_of: str = "") -> list[dict]:
    """Return who is missing under each instrument on ``day``; two queries.  ``as_of`` is kept in the links."""
    in_parent = set(_spells({i.parent_id for i in instruments}, day).bound().values_list(*FIELDS[:2]))
    not_bound = _spells({i.pk for i in instruments}, day).bound(False).exclude(participant__kind=ORGANISATION)
    missing = defaultdict(list)
    for spell in not_bound.order_by("participant__sort_name").values(*FIELDS):
        missing[spell["instrument_id"]].append(spell)
    return [_entry(i, missing[i.pk], in_parent, day, as_of) for i in instruments]


def _spells(instruments: Iterable[int | None], day: date) -> Any:
    participations = Instrument.participations.rel.related_model.objects  # type: ignore[attr-defined]
    return participations.as_of(day).filter(instrument__in=instruments)


def _entry(instrument, spells, in_parent, day, as_of):
    columns = _columns(instrument)
    regions = defaultdict(lambda: {name: [] for name in columns})
    for spell in spells:
        column = _column(spell, (instrument.parent_id, spell["participant_id"]) in in_parent, columns)
        regions[spell["participant__region"] or "Former States"][column].append(_state(spell, day))
    shown = [name for name in columns if any(cells[name] for cells in regions.values())]
    query = urlencode({"bound": "false"} | ({"as_of": as_of} if as_of else {}))
    return {
        "slug": instrument.slug,
        "name": instrument.short_title,
        "url": instrument.get_absolute_url(),
        "list_url": f"{instrument.get_absolute_url()}?{query}",
        "not_yet": _not_yet(instrument, day),
        "missing": len(spells),
        "columns": [{"name": name, "count": sum(len(cells[name]) for cells in regions.values())} for name in shown],
        "regions": [
            {
                "name": region,
                "cells": [{"column": name, "states": _longest_first(cells[name])} for name in shown],
            }
            for region, cells in sorted(regions.items())
        ],
        "formats": formats("participations/", {"instrument": instrument.slug, "bound": "false", "as_of": as_of}),
        "formats_what": f"States not bound by {instrument.short_title}",
    }


def _columns(instrument: Instrument) -> dict[str, str]:
    """Return the columns of an instrument's table, the nearest to joining first, by what puts a State there."""
    if instrument.parent_id:
        near, far = f"Bound by the {instrument.parent}", f"Not bound by the {instrument.parent} either"
    else:
        near, far = "", "Not signed"
    names = {"signatory": "Signatories, years since signature", "near": near, "far": far, "former": "Former parties"}
    return {name: key for key, name in names.items() if name}


def _column(spell, in_parent, columns):
    key = {"signatory": "signatory", "former-party": "former"}.get(spell["status"], "near" if in_parent else "far")
    return next(name for name, known in columns.items() if known == key)


def _state(spell: dict, day: date) -> dict:
    signed_on, left_on = spell["signed_on"], spell["withdrawn_on"]
    years = None
    if spell["status"] == "signatory":
        years = day.year - signed_on.year - ((day.month, day.day) < (signed_on.month, signed_on.day))
    return {
        "name": spell["participant__name"],
        "url": reverse("participant_detail", args=[spell["participant__iso3"]]),
        "years": years,
        "signed": display(signed_on),
        "left": display(left_on) if spell["status"] == "former-party" else "",
    }


def _longest_first(states: list[dict]) -> list[dict]:
    """Return signatories by the years since they signed; others stay in the order of their names."""
    return sorted(states, key=lambda state: -(state["years"] or 0))


def _not_yet(instrument: Instrument, day: date) -> str:
    """Return the sentence for a day on which nobody could have joined."""
    if instrument.adopted_on and day < instrument.adopted_on:
        return f"On this day it did not exist: it was adopted on {display(instrument.adopted_on)}."
    return ""
