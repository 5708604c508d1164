"""Acts as sentences and as lines of a list: who did what, when, with what effect, and where that is proved.

The home page, the changes, their feed and calendar, and the search all speak of acts in these words.
"""

from datetime import date
from typing import TypedDict
from urllib.parse import urlencode

from django.urls import reverse

from instruments.models import InstrumentKind
from instruments.rules import Basis
from parties.models import Action
from parties.pages.addresses import instrument_url, participant_url
from parties.pages.rows import countdown, wait
from parties.querysets import RecordQuerySet
from parties.terms import CONSENT_KINDS, DEEDS, ActionKind
from treatytracker.dates import display

# What joins the deed to the treaty's name: "acceded to the Convention".
LINKS = {
    ActionKind.SIGNATURE_SUCCESSION: "of",
    ActionKind.SIGNATURE_CONFIRMATION: "of",
    ActionKind.ACCESSION: "to",
    ActionKind.SUCCESSION: "to",
    ActionKind.CONSENT_TO_BE_BOUND: "by",
    ActionKind.PARTICIPATION: "in",
    ActionKind.SIMPLIFIED_PROCEDURE: "to",
    ActionKind.PROVISIONAL_APPLICATION: "of",
    ActionKind.WITHDRAWAL: "from",
    ActionKind.WITHDRAWAL_RESCINDED: "from",
    ActionKind.SUSPENSION_DECLARED: "of",
}


class Line(TypedDict):
    """One act in a list, every value ready to print."""

    key: str
    iso: str
    day: str
    who: str
    who_url: str
    deed: str
    what: str
    what_url: str
    effect: str
    outcome: str
    effect_day: str
    effect_iso: str
    soon: str
    wait: str
    basis: str
    reference: str
    source: str
    confidence: str
    note: str


def with_names(actions: RecordQuerySet) -> RecordQuerySet:
    """Join what the lines below read."""
    return actions.select_related("participant", "instrument")


def lines(actions: RecordQuerySet, day: date) -> list[Line]:
    """Return acts as they read on ``day``; one query."""
    return [line(action, day) for action in with_names(actions)]


def line(action: Action, day: date) -> Line:
    """Return one act as it reads on ``day``, before or after it takes effect."""
    ahead = action.effective_on if action.effective_on and action.effective_on > day else None
    return {
        "key": action.key,
        "iso": action.date.isoformat(),
        "day": display(action.date),
        "who": action.participant.name,
        "who_url": participant_url(action.participant.iso3),
        "deed": deed(action),
        "what": action.instrument.short_title,
        "what_url": instrument_url(action.instrument.slug),
        "effect": effect(action),
        "outcome": outcome(action, ahead is not None),
        "effect_day": display(action.effective_on),
        "effect_iso": action.effective_on.isoformat() if action.effective_on else "",
        "soon": countdown(ahead, day) if ahead else "",
        "wait": wait(ahead, day) if ahead else "",
        "basis": basis(action),
        "reference": action.reference,
        "source": action.source,
        "confidence": "" if action.confidence == "high" else action.confidence,
        "note": action.note,
    }


def deed(action: Action) -> str:
    """Return the verb, up to the treaty's name: ``gave notice of withdrawal from the``."""
    words = [DEEDS[ActionKind(action.kind)], LINKS.get(ActionKind(action.kind), "")]
    return " ".join(word for word in (*words, _article(action)) if word)


def outcome(action: Action, is_ahead: bool) -> str:
    """Return what the act leads to, up to the treaty's name: ``left the``, ``becomes a party to the``."""
    if action.kind == ActionKind.WITHDRAWAL:
        words = "leaves" if is_ahead else "left"
    elif action.kind in CONSENT_KINDS:
        words = "becomes a party to" if is_ahead else "became a party to"
    else:
        return deed(action)
    return f"{words} {_article(action)}".strip()


def _article(action: Action) -> str:
    """Return the article of the treaty's name; protocols go by a number, which takes none."""
    return "the" if action.instrument.kind == InstrumentKind.CONVENTION else ""


def sentence(action: Action) -> str:
    """Return the act in one sentence without its full stop."""
    return f"{action.participant} {deed(action)} {action.instrument}"


def effect(action: Action) -> str:
    """Return what the act brings about on its day of effect; empty where it brings about nothing."""
    if not action.effective_on:
        return ""
    if action.kind == ActionKind.WITHDRAWAL:
        return "withdrawal in effect"
    return "in force for it" if action.kind in CONSENT_KINDS else "in effect"


def basis(action: Action) -> str:
    """Return where the day of effect comes from, with the article."""
    if not action.effective_basis:
        return ""
    said = "stated by the depositary" if action.effective_basis == Basis.STATED else "computed"
    if not action.effective_rule:
        return said
    return (
        action.effective_rule if "the depositary gives" in action.effective_rule else f"{said}; {action.effective_rule}"
    )


def summary(action: Action) -> str:
    """Return effect, notification and source of the act in running text."""
    said = []
    if what := effect(action):
        said.append(f"{what.capitalize()} {display(action.effective_on)} ({basis(action)}).")
    if action.reference:
        said.append(f"Depositary notification {action.reference}.")
    said.append(f"Received by the depositary on {display(action.date)}. Source: {action.source}")
    return " ".join(said)


def address(action: Action) -> str:
    """Return the permanent address of an act: its line in the list of its participant under its instrument."""
    query = urlencode({"instrument": action.instrument.slug, "participant": action.participant.iso3})
    return f"{reverse('changes')}?{query}#{action.key}"
