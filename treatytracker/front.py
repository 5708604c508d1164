"""What the home page shows of a day: every instrument with its counts, what happened last, what comes next."""

from collections import defaultdict
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from parties.models import Action, Participant
from parties.pages import acts
from parties.pages.changes import coming, effects, latest
from parties.pages.instrument_list import lines
from parties.terms import BOUND_DEFINITION, Status
from treatytracker import dates
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


def context(request: HttpRequest, query: DayQuery) -> dict:
    """Return the page; a fixed number of queries."""
    day = query.day
    as_of = query.data.get("as_of", "")
    participants = Participant.objects.existing_on(day).count()
    actions = Action.objects.current()
    cut_off = state_of_registry(request)["cut_off_on"]
    shown = families(day, as_of)
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
        "coming_url": f"{reverse('changes')}?date_before={day}&effective_after={dates.day_after(day)}",
    }


def families(day: date, as_of: str) -> list[list[dict]]:
    """Return the instruments with their counts on ``day``, each convention with its protocols; two queries."""
    made = defaultdict(list)
    for line in lines(day, as_of):
        made[line["family"]].append(line)
    return list(made.values())
