"""What the page of an instrument says of the treaty itself: its stage, its entry into force, its relatives."""

from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from instruments.models import Instrument
from parties.models import Action, Participation
from parties.pages import roll
from parties.pages.addresses import agency_url, instrument_url
from parties.pages.roll import Who
from parties.rebuild import count_deposits
from parties.terms import CONSENT_KINDS
from treatytracker import dates
from treatytracker.dates import display
from treatytracker.memory import remembered
from treatytracker.pages import json_ld
from treatytracker.prepared import Question, a_day, a_number
from treatytracker.schema_org import dataset, graph, legislation

DOCUMENTS = {"convention": "Convention", "protocol": "Protocol", "amendment": "Amendment"}


def stage(instrument: Instrument, day: date) -> dict[str, str] | None:
    """Return what must be known of a day on which the treaty was not yet what it is now."""
    words, title = DOCUMENTS[instrument.kind], instrument.short_title
    if instrument.adopted_on and day < instrument.adopted_on:
        return {
            "level": "warning",
            "title": f"On {display(day)} this treaty did not exist yet.",
            "text": f"The {title} was adopted on {display(instrument.adopted_on)}: nobody could sign or join it.",
            "url": f"?as_of={instrument.adopted_on.isoformat()}",
            "link": "See the day of its adoption",
        }
    if instrument.opened_on and day < instrument.opened_on:
        return {
            "text": f"The {words} had been adopted on {display(instrument.adopted_on)} "
            f"and was not yet open for signature. It opened on {display(instrument.opened_on)}."
        }
    if instrument.in_force_on and day < instrument.in_force_on:
        return {
            "text": f"On {display(day)} the {words} was not yet in force. "
            f"It entered into force on {display(instrument.in_force_on)}."
        }
    return None


def since_then(instrument: Instrument, spells: list[tuple], day: date) -> str:
    """Return how many were bound on another day than today, and where to see what changed."""
    today = dates.today()
    if day == today:
        return ""

    def bound_on(then: date) -> int:
        return sum(b and begun <= then and (ended is None or then < ended) for _, b, begun, ended in spells)

    first, last = sorted((day, today))
    were, are = bound_on(day), bound_on(today)
    link = f"{reverse('compare')}?from={first.isoformat()}&to={last.isoformat()}&instrument={instrument.slug}"
    verb = "will be" if day > today else "were"
    return format_html(
        '{} {} bound, {} are today: <a href="{}">what changes between the two</a>.', were, verb, are, link
    )


def check_of_entry_into_force(instrument: Instrument) -> dict[str, Any] | None:
    """Return the general entry into force counted from the deposits, beside the published one."""
    found = count_deposits(instrument.rules, deposits(instrument))
    if not found:
        return None
    met_on, counted_on = found
    return {
        "threshold": instrument.threshold,
        "met_on": display(met_on),
        "counted_on": display(counted_on),
        "published_on": display(instrument.in_force_on),
        "agrees": counted_on == instrument.in_force_on,
        "explained": instrument.in_force_difference_explained,
    }


class Deposited(NamedTuple):
    """A consent, as far as counting it asks."""

    participant_id: int
    kind: str
    date: date
    participant: Who


CONSENTS = Question(
    lambda: (
        Action.objects.order_by()
        .current()
        .filter(instrument=a_number("instrument"), kind__in=CONSENT_KINDS)
        .values_list("participant_id", "kind", "date")
    )
)


def deposits(instrument: Instrument) -> list[Deposited]:
    """Return the consents to be bound by the treaty."""
    who = roll.participants()
    return [Deposited(pk, kind, on, who[pk]) for pk, kind, on in CONSENTS.ask(instrument=instrument.pk)]


def parent_of(instrument: Instrument) -> dict[str, str] | None:
    """Return the convention that a protocol or an amendment belongs to."""
    if instrument.parent_id is None:
        return None
    parent = roll.instruments()[instrument.parent_id]
    return {"url": instrument_url(parent.slug), "name": parent.short_title}


BOUND_IN_FAMILY = Question(
    lambda: (
        Participation.objects.order_by()
        .as_of(a_day("day"))
        .bound()
        .filter(Q(instrument=a_number("head")) | Q(instrument__parent=a_number("head")))
        .values_list("instrument")
        .annotate(number=Count("pk"))
    )
)


def family_of(instrument: Instrument, day: date) -> list[dict[str, Any]]:
    """Return the convention with its protocols and amendments, as they stand on a day."""
    head = instrument.parent_id or instrument.pk
    members = {pk: what for pk, what in roll.instruments().items() if head in (pk, what.parent_id)}
    if len(members) == 1:
        return []
    bound = dict(BOUND_IN_FAMILY.ask(day=day, head=head))
    return [
        {
            "url": instrument_url(what.slug),
            "name": what.short_title,
            "title": what.title,
            "in_force": display(what.in_force_on),
            "bound": bound.get(pk, 0),
            "bound_url": f"{instrument_url(what.slug)}?bound=true&as_of={day.isoformat()}#participation",
            "here": pk == instrument.pk,
        }
        for pk, what in members.items()
    ]


@remembered
def advocates() -> dict[int, dict[str, str]]:
    """Return the UN entities that advocate each treaty, by slug, with their names; one query."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    # By the reverse relation: agencies know of instruments, and nothing here knows of agencies.
    mandates = Instrument.objects.filter(mandates__isnull=False).order_by("mandates__agency__position")
    agency = ("mandates__agency__slug", "mandates__agency__acronym", "mandates__agency__name")
    for pk, slug, acronym, name in mandates.values_list("pk", *agency):
        found[pk][slug] = acronym or name
    return dict(found)


def agencies_for(pk: int) -> list[dict[str, str]]:
    """Return the UN entities that advocate a treaty, each once."""
    return [{"url": agency_url(slug), "name": name} for slug, name in advocates().get(pk, {}).items()]


def as_json_ld(instrument: Instrument) -> SafeString:
    """Return the treaty and the table of its participants in schema.org's words."""
    table = dataset(
        f"Participation in the {instrument.short_title}",
        f"Who is bound by the {instrument.title}, since when, with the acts and the rules behind it.",
        instrument.get_absolute_url(),
        instrument=instrument.slug,
    )
    return json_ld(graph(legislation(instrument), table))
