"""What the home page shows of a day: every instrument with its counts, what happened last, what comes next."""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import mark_safe

from instruments.models import Instrument
from parties.models import Action, Participant, Participation
from parties.pages import acts
from parties.pages.changes import coming, effects, latest
from parties.terms import BOUND, BOUND_DEFINITION, Status
from treatytracker.charts import share_bar
from treatytracker.dates import display
from treatytracker.filters import DayQuery
from treatytracker.pages import day_of_page, frame, json_ld, state_of_registry
from treatytracker.schema_org import dataset, graph, website
from treatytracker.search_page import examples

TITLE = "Who is bound by which mine-action treaty"
DESCRIPTION = (
    "Who is bound by the Mine Ban Convention, the CCW and its protocols, the Convention on Cluster Munitions and the "
    "CRPD, on any day since 1981, and why: every act with its source, every status with its rule."
)
SHOWN = 6
# The order of the statuses in a bar.
DRAWN = (Status.PARTY, Status.CONTRACTING_STATE, Status.SIGNATORY, Status.FORMER_PARTY)


def context(request: HttpRequest, query: DayQuery) -> dict:
    """Return the page; a fixed number of queries."""
    day = query.day
    as_of = query.data.get("as_of", "")
    participants = Participant.objects.existing_on(day).count()
    actions = Action.objects.current()
    cut_off = state_of_registry(request)["cut_off_on"]
    shown = families(day, as_of, participants)
    ahead = acts.lines(coming(actions, day)[: SHOWN + 1], day)
    made = frame(request, title=TITLE, description=DESCRIPTION) | day_of_page(request, day, title=TITLE)
    return made | {
        "breadcrumbs": [],
        "json_ld": json_ld(
            graph(website(), dataset("Participation in mine-action treaties", DESCRIPTION, reverse("home")))
        ),
        "participants": participants,
        "families": shown,
        "instruments": sum(len(family) for family in shown),
        "examples": examples(),
        "key": [{"status": status.value, "label": status.label} for status in Status],
        "bound_definition": BOUND_DEFINITION,
        "latest": acts.lines(latest(actions.filter(date__lte=day))[:SHOWN], day),
        "effects": acts.lines(effects(actions, day)[:SHOWN], day),
        "coming": ahead[:SHOWN],
        "is_after_cut_off": bool(cut_off and day > cut_off),
        "more_coming": len(ahead) > SHOWN,
        "coming_url": f"{reverse('changes')}?date_before={day}&effective_after={day + timedelta(days=1)}",
    }


def families(day: date, as_of: str, participants: int) -> list[list[dict]]:
    """Return the instruments with their counts on ``day``, each convention with its protocols; two queries."""
    counts = defaultdict(dict)
    counted = Participation.objects.as_of(day).order_by().values_list("instrument", "status")
    for instrument, status, n in counted.annotate(Count("pk")):
        counts[instrument][status] = n
    made = defaultdict(list)
    for instrument in Instrument.objects.all():
        made[instrument.parent_id or instrument.pk].append(
            row(instrument, counts[instrument.pk], day, as_of, participants)
        )
    return list(made.values())


def row(instrument: Instrument, counts: dict[str, int], day: date, as_of: str, participants: int) -> dict:
    """Return an instrument's line: its numbers, each with the address of the list that it counts."""
    url = instrument.get_absolute_url()
    bound = sum(counts.get(status, 0) for status in BOUND)
    # A protocol that is not signed has no signatories to count.
    signatories = counts.get(Status.SIGNATORY, 0) if instrument.open_for_signature else None
    numbers: list[tuple[str, int | None, str]] = [
        ("Bound", bound, "bound=true"),
        ("Signatories not bound", signatories, f"status={Status.SIGNATORY}"),
        ("Former parties", counts.get(Status.FORMER_PARTY, 0), f"status={Status.FORMER_PARTY}"),
        ("No action", counts.get(Status.NO_ACTION, 0), f"status={Status.NO_ACTION}"),
    ]
    suffix = f"&as_of={as_of}" if as_of else ""
    drawn = [(status, counts.get(status, 0)) for status in DRAWN]
    bar = share_bar(drawn, participants, title=f"{bound} of {participants} bound", prefix=f"bar-{instrument.slug}")
    return {
        "name": instrument.short_title,
        "url": f"{url}?as_of={as_of}" if as_of else url,
        "child": bool(instrument.parent_id),
        "numbers": [
            {"label": label, "n": n, "url": f"{url}?{asked}{suffix}#participation"} for label, n, asked in numbers
        ],
        "bar": mark_safe(bar),  # drawn by the charts module, which escapes its words
        "in_force": in_force(instrument, day),
        "not_yet": not_yet(instrument, day),
    }


def in_force(instrument: Instrument, day: date) -> str:
    """Return the day of general entry into force, marked where it was still ahead."""
    if not instrument.in_force_on:
        return "not in force"
    text = display(instrument.in_force_on)
    return text if instrument.in_force_on <= day else f"not yet ({text})"


def not_yet(instrument: Instrument, day: date) -> str:
    """Return what to say instead of numbers on a day before the instrument was adopted."""
    if instrument.adopted_on and day < instrument.adopted_on:
        return f"Did not exist: adopted on {display(instrument.adopted_on)}"
    return ""
