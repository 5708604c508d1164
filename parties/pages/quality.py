"""What the quality page shows: where the facts come from, which are less than certain, and every check of them."""

from collections import Counter

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse

from parties.entry_into_force import EntryIntoForce, check_entry_into_force
from parties.models import Action, Record, Statement
from parties.pages import acts
from parties.pages.addresses import instrument_url, participant_url
from parties.pages.sources import Sources
from parties.querysets import RecordQuerySet
from parties.review import warnings
from parties.terms import Measure
from parties.totals import Comparison, compare_totals
from treatytracker import dates
from treatytracker.dates import display
from treatytracker.pages import cited, frame, state_of_registry
from treatytracker.terms import Confidence

TITLE = "Data quality"
DESCRIPTION = (
    "Sources and their day, facts below high confidence, published totals counted again, and what is not known."
)
MEASURES = {
    Measure.PARTIES: "Parties: consented by that day, less withdrawals in effect",
    Measure.PARTIES_UN_MEMBER_STATES: "Parties that are UN Member States",
    Measure.PARTIES_THAT_SIGNED: "Parties that had signed",
    Measure.PARTIES_THAT_DID_NOT_SIGN: "Parties that had not signed",
    Measure.SIGNATORIES: "Signatories: all signatures",
    Measure.SIGNATORIES_EXCLUDING_WITHDRAWN: "Signatories, less those that withdrew",
    Measure.SIGNATORIES_NOT_PARTIES: "Signatories that are not parties",
    Measure.SIGNED_OR_JOINED: "Signed or joined: signature or consent",
}


def context(request: HttpRequest) -> dict:
    """Return the page; a fixed number of queries, whatever the number of facts."""
    sources = Sources()
    checks = [check(found) for found in check_entry_into_force()]
    totals = [total(compared, sources) for compared in compare_totals()]
    differing = [row for row in totals if not row["agrees"]]
    doubted = doubts()
    below = {model: below_high(model.objects.current(), sources) for model in (Action, Statement)}
    made = frame(request, title=TITLE, description=DESCRIPTION) | {
        "figures": [
            _figure(f"{len(totals) - len(differing)} of {len(totals)}", "published totals agree", "#totals",
                    "Totals that others published, counted again on their day."),
            _figure(f"{sum(row['agrees'] for row in checks)} of {len(checks)}", "entries into force agree", "#in-force",
                    "General entry into force, computed from the deposits."),
            _figure(sum(map(len, below.values())), "facts below high confidence", "#confidence",
                    "Acts and statements, each with its reason."),
            _figure(len(doubted), "warnings", "#warnings", "Facts that a rule of plausibility doubts."),
        ],
        "facts": facts(),
        "measures": [definition for definition in MEASURES.values() if ":" in definition],
        "after_cut_off": after_cut_off(request),
        "differing": differing,
        "totals": totals,
        "unexplained": sum(not row["explanation"] for row in differing),
        "checks": checks,
        "doubts": doubted,
        "differing_effects": differing_effects(),
        "actions_below": below[Action],
        "statements_below": below[Statement],
    }  # fmt: skip
    return made | cited(request, TITLE, address=reverse("quality"), sources=sources.notes())


def _figure(number, label, url, definition):
    return {"number": number, "label": label, "url": url, "definition": definition, "status": ""}


def facts() -> dict:
    """Return how many acts and statements stand, at each confidence, and what many of them lack; two queries."""
    counted, lacking = {}, Counter()
    for model in (Action, Statement):
        rows = model.objects.current().order_by().values_list("confidence")
        for confidence, n, unproved in rows.annotate(n=Count("pk"), unproved=Count("pk", filter=Q(reference=""))):
            counted[model, confidence] = n
            lacking[model] += unproved
    rows = [
        {"label": label, "actions": counted.get((Action, value), 0), "statements": counted.get((Statement, value), 0)}
        for value, label in Confidence.choices
    ]
    return {
        "rows": [row for row in rows if row["actions"] or row["statements"]],
        "actions": sum(row["actions"] for row in rows),
        "statements": sum(row["statements"] for row in rows),
        "without_reference": lacking[Action],
    }


def after_cut_off(request: HttpRequest) -> list[acts.Line]:
    """Return the acts that have a day of effect after the sources were read: known to come, not seen to have come."""
    cut_off = state_of_registry(request)["cut_off_on"]
    if not cut_off:
        return []
    ahead = Action.objects.current().filter(effective_on__gt=cut_off)
    return acts.lines(ahead.order_by("effective_on", "key"), dates.today())


def below_high(facts: RecordQuerySet, sources: Sources) -> list[dict]:
    """Return the facts below high confidence, with the notes that say why."""
    order = ("instrument__position", "participant__sort_name", "date", "key")
    below = facts.exclude(confidence=Confidence.HIGH)
    return [
        described(fact)
        | {"confidence": fact.get_confidence_display(), "note": fact.note, "refs": sources.numbers([fact.source])}
        for fact in acts.with_names(below).order_by(*order)
    ]


def doubts() -> list[dict]:
    """Return the standing facts that a rule of plausibility doubts, with the reason why an editor holds them right."""
    return [
        described(fact) | {"message": problem.message, "note": fact.note, "confirmation": fact.confirmation}
        for fact, problem in warnings()
    ]


def differing_effects() -> list[dict]:
    """Return the acts for which the depositary's day of effect is not the one that the rule gives."""
    stated = Action.objects.current().exclude(stated_effective_on=None).exclude(computed_effective_on=None)
    return [
        described(action) | {"rule": action.effective_rule}
        for action in acts.with_names(stated).order_by("date", "key")
        if action.stated_effective_on != action.computed_effective_on
    ]


def described(fact: Record) -> dict:
    """Return who did what when, for a row of any of these lists."""
    return {
        "who": fact.participant.name,
        "who_url": participant_url(fact.participant.iso3),
        "what": fact.instrument.short_title,
        "kind": fact.get_kind_display(),
        "day": display(fact.date),
        "iso": fact.date.isoformat(),
    }


def check(found: EntryIntoForce) -> dict:
    """Return the check of an instrument's general entry into force."""
    return {
        "instrument": found.instrument.short_title,
        "url": instrument_url(found.instrument.slug),
        "threshold": found.instrument.threshold,
        "met": display(found.met_on),
        "counted": display(found.counted_on),
        "published": display(found.instrument.in_force_on),
        "agrees": found.agrees,
        "explanation": found.instrument.in_force_difference_explained,
    }


def total(compared: Comparison, sources: Sources) -> dict:
    """Return a published total beside the computed one."""
    published = compared.total
    return {
        "instrument": published.instrument.short_title,
        "day": display(published.as_of),
        "iso": published.as_of.isoformat(),
        "measure": MEASURES[Measure(published.measure)].partition(":")[0],
        "published": published.value,
        "computed": compared.computed,
        "agrees": compared.agrees,
        "explanation": published.difference_explained,
        "refs": sources.numbers([published.source]),
    }
