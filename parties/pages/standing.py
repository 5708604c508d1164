"""Where the participants of an instrument stand on a day: the counts, who is missing, what is about to happen."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from parties.pages.addresses import instrument_url, participant_url
from parties.pages.markup import participant_links
from parties.pages.roll import Who
from parties.pages.rows import Participating, soon
from parties.terms import BOUND, BOUND_DEFINITION, STATUS_DEFINITIONS, Status
from treatytracker.dates import display, whole_years

# What the figures count, in their order, and how they are called beside a number.
FIGURES = (
    (Status.PARTY, "parties"),
    (Status.CONTRACTING_STATE, "contracting States"),
    (Status.SIGNATORY, "signatories not bound"),
    (Status.FORMER_PARTY, "former parties"),
    (Status.NO_ACTION, "no action"),
)


def figures(counts: Counter[str], link: Callable[..., str]) -> list[dict]:
    """Return the key figures, each with what it counts and, from ``link``, the list that it counts."""
    bound = sum(counts[status] for status in BOUND)
    made = [{"number": bound, "label": "bound", "definition": _sentence(BOUND_DEFINITION), "url": link(bound="true")}]
    for status, label in FIGURES:
        made.append(
            {
                "number": counts[status],
                "label": label,
                "definition": _sentence(STATUS_DEFINITIONS[status]),
                "url": link(status=status.value),
                "status": status.value,
            }
        )
    return made


def _sentence(definition: str) -> str:
    return f"{definition[0].upper()}{definition[1:]}."


def signatories(spells: Iterable[Any], day: date) -> list[dict]:
    """Return those that signed and never joined, with the years since, those that signed first foremost."""
    waiting = sorted((s for s in spells if s.status == Status.SIGNATORY), key=lambda s: s.signed_on)
    return [
        {
            "url": participant_url(spell.who.iso3),
            "name": spell.who.name,
            "signed": display(spell.signed_on),
            "years": whole_years(spell.signed_on, day),
            "region": spell.who.region,
        }
        for spell in waiting
    ]


def absent_by_region(spells: Iterable[Participating]) -> list[dict]:
    """Return those that neither signed nor joined, by region."""
    regions: dict[str, list[Who]] = defaultdict(list)
    for spell in spells:
        if spell.status == Status.NO_ACTION:
            regions[spell.who.region or "Not in a region"].append(spell.who)
    return [
        {"region": region, "number": len(absent), "names": participant_links(absent)}
        for region, absent in sorted(regions.items())
    ]


def coming(spells: Iterable[Participating], day: date) -> list[dict]:
    """Return which participants are about to join or leave after ``day``, by acts already done; the next first."""
    return [
        _ahead(spell, day) | {"url": participant_url(spell.who.iso3), "name": spell.who.name}
        for spell in _next_first(spells, day)
    ]


def coming_for_participant(spells: Iterable[Participating], day: date) -> list[dict]:
    """Return which instruments a participant is about to join or leave, in the same form."""
    return [
        _ahead(spell, day) | {"url": instrument_url(spell.what.slug), "name": spell.what.short_title}
        for spell in _next_first(spells, day)
    ]


def _next_first(spells, day):
    return sorted((spell for spell in spells if soon(spell, day)), key=_takes_effect_on)


def _takes_effect_on(spell):
    return (spell.withdrawal_effective_on if spell.withdrawal_notified_on else spell.in_force_on) or date.max


def _ahead(spell, day):
    takes_effect_on = _takes_effect_on(spell)
    return {
        "iso": "" if takes_effect_on == date.max else takes_effect_on.isoformat(),
        "day": "day not known" if takes_effect_on == date.max else display(takes_effect_on),
        "words": soon(spell, day),
        "why": spell.explanation,
    }


def gone(spells: Iterable[Any]) -> list[dict]:
    """Return the former parties with the day and the rule by which they left, the latest first."""
    left = sorted((s for s in spells if s.status == Status.FORMER_PARTY), key=lambda s: s.withdrawn_on, reverse=True)
    return [
        {
            "url": participant_url(spell.who.iso3),
            "name": spell.who.name,
            "day": display(spell.withdrawn_on),
            "why": spell.explanation,
        }
        for spell in left
    ]
