"""What the page of an instrument says of the treaty itself: its stage, its entry into force, its relatives."""

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from instruments.models import Instrument
from parties.models import Action, Participation
from parties.pages.addresses import agency_url, instrument_url
from parties.rebuild import count_deposits
from parties.terms import CONSENT_KINDS
from treatytracker import dates
from treatytracker.dates import display
from treatytracker.pages import json_ld
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
    found = count_deposits(instrument.rules, first_consents(instrument))
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


def first_consents(instrument: Instrument) -> list[Action]:
    """Return enough of the first consents to meet the threshold, whoever of them does not count."""
    consents = Action.objects.current().filter(instrument=instrument, kind__in=CONSENT_KINDS).order_by("date", "key")
    enough = consents.select_related("participant").only("kind", "date", "participant__kind")
    return list(enough[: 2 * (instrument.threshold or 0)])


def family_of(instrument: Instrument, day: date) -> list[dict[str, Any]]:
    """Return the convention with its protocols and amendments, as they stand on a day."""
    head = instrument.parent_id or instrument.pk
    members = Instrument.objects.filter(Q(pk=head) | Q(parent=head)).order_by("position")
    rows = list(members.values_list("pk", "slug", "short_title", "title", "in_force_on"))
    if len(rows) == 1:
        return []
    bound_now = Participation.objects.as_of(day).bound().filter(instrument__in=[pk for pk, *_ in rows])
    bound = dict(bound_now.values_list("instrument").annotate(number=Count("pk")))
    return [
        {
            "url": instrument_url(slug),
            "name": name,
            "title": title,
            "in_force": display(in_force_on),
            "bound": bound.get(pk, 0),
            "bound_url": f"{instrument_url(slug)}?bound=true&as_of={day.isoformat()}#participation",
            "here": pk == instrument.pk,
        }
        for pk, slug, name, title, in_force_on in rows
    ]


def agencies_for(instrument: Instrument) -> list[dict[str, str]]:
    """Return the UN entities that advocate the treaty, each once."""
    # By the reverse relation: agencies know of instruments, and nothing here knows of agencies.
    found = instrument.mandates.order_by("agency__position").values_list(
        "agency__slug", "agency__acronym", "agency__name"
    )
    return [{"url": agency_url(slug), "name": acronym or name} for slug, acronym, name in dict.fromkeys(found)]


def as_json_ld(instrument: Instrument) -> SafeString:
    """Return the treaty and the table of its participants in schema.org's words."""
    table = dataset(
        f"Participation in the {instrument.short_title}",
        f"Who is bound by the {instrument.title}, since when, with the acts and the rules behind it.",
        instrument.get_absolute_url(),
        instrument=instrument.slug,
    )
    return json_ld(graph(legislation(instrument), table))
