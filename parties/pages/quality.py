"""What the quality page shows: where the facts come from, which are less than certain, and every check of them."""

from collections import Counter

from django.http import HttpRequest
from django.urls import reverse

from parties.entry_into_force import check_entry_into_force
from parties.models import Action, Statement
from parties.pages import acts
from parties.pages.sources import Sources
from parties.review import warnings
from parties.totals import compare_totals
from treatytracker.citation import cited
from treatytracker.dates import display
from treatytracker.pages import frame
from treatytracker.terms import Confidence

TITLE = "Data quality"
DESCRIPTION = (
    "Sources and their day, facts below high confidence, published totals counted again, and what is not known."
)


def context(request: HttpRequest) -> dict:
    """Return the page; a fixed number of queries, whatever the number of facts."""
    sources = Sources()
    checks = [check(item) for item in check_entry_into_force()]
    totals = [total(item, sources) for item in compare_totals()]
    made = frame(request, title=TITLE, description=DESCRIPTION) | {
        "confidences": confidences(),
        "doubtful": doubtful(sources),
        "warnings": doubts(),
        "differing_effects": differing_effects(),
        "checks": checks,
        "totals": totals,
        "differences": [row for row in totals if not row["agrees"]],
    }
    return made | cited(request, TITLE, address=reverse("quality"), sources=sources.notes())


def confidences() -> list[dict]:
    """Return how many acts and statements stand at each confidence."""
    counted = {
        model: Counter(model.objects.current().order_by().values_list("confidence", flat=True))
        for model in (Action, Statement)
    }
    return [
        {"label": label, "actions": counted[Action][value], "statements": counted[Statement][value]}
        for value, label in Confidence.choices
        if counted[Action][value] or counted[Statement][value]
    ]


def doubtful(sources: Sources) -> list[dict]:
    """Return the acts and statements below high confidence, with the notes that say why."""
    order = ("instrument__position", "participant__sort_name", "date", "key")
    below = (model.objects.current().exclude(confidence=Confidence.HIGH) for model in (Action, Statement))
    return [
        described(fact) | {"confidence": fact.confidence, "note": fact.note, "refs": sources.numbers([fact.source])}
        for facts in below
        for fact in facts.select_related("participant", "instrument").order_by(*order)
    ]


def doubts() -> list[dict]:
    """Return the standing facts that a rule of plausibility finds doubtful."""
    return [described(fact) | {"message": problem.message} for fact, problem in warnings()]


def differing_effects() -> list[dict]:
    """Return the acts for which the depositary's day of effect is not the one that the rule gives."""
    stated = Action.objects.current().exclude(stated_effective_on=None).exclude(computed_effective_on=None)
    return [
        described(action) | {"stated": display(action.stated_effective_on), "rule": action.effective_rule}
        for action in acts.with_names(stated).order_by("date", "key")
        if action.stated_effective_on != action.computed_effective_on
    ]


def described(fact) -> dict:
    """Return who did what when, for a row of any of these lists."""
    return {
        "who": fact.participant.name,
        "who_url": fact.participant.get_absolute_url(),
        "what": fact.instrument.short_title,
        "kind": fact.get_kind_display(),
        "day": display(fact.date),
        "iso": fact.date.isoformat(),
        "key": fact.key,
    }


def check(item) -> dict:
    """Return the check of an instrument's general entry into force."""
    return {
        "instrument": item.instrument.short_title,
        "url": item.instrument.get_absolute_url(),
        "threshold": item.instrument.threshold,
        "met": display(item.met_on),
        "counted": display(item.counted_on),
        "published": display(item.instrument.in_force_on),
        "agrees": item.agrees,
        "explanation": item.instrument.in_force_difference_explained,
    }


def total(item, sources: Sources) -> dict:
    """Return a published total beside the computed one."""
    return {
        "instrument": item.total.instrument.short_title,
        "day": display(item.total.as_of),
        "iso": item.total.as_of.isoformat(),
        "measure": item.total.get_measure_display(),
        "published": item.total.value,
        "computed": item.computed,
        "agrees": item.agrees,
        "explanation": item.total.difference_explained,
        "refs": sources.numbers([item.total.source]),
    }
