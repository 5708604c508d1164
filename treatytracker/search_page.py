"""What the search page shows: what there is to find, and what was found, in groups."""

import re
from datetime import timedelta

from django import forms
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from agencies.models import Agency
from instruments.models import Instrument
from parties.models import Action, Participant, ParticipantName, Participation, PredecessorState, Record, Statement
from parties.pages import acts
from parties.pages.addresses import agency_url, instrument_url, participant_url
from parties.terms import NameKind
from treatytracker import dates
from treatytracker.dates import display
from treatytracker.filters import QueryForm
from treatytracker.pages import address, cited, frame
from treatytracker.search import Hit, Name, Rank, Thing, find, find_pair, find_slips
from treatytracker.text import fold

LONGEST = 100
EXAMPLES = ("Ottawa", "AP II", "Swaziland", "cluster", "Poland Mine Ban", "UNICEF", "C.N.421.2025")
# A depositary notification, folded, with as much of its number as people type: "C.N.421.2025", "421/2025".
NOTIFICATION = re.compile(r"(?:c ?n ?)?(\d{1,5}) ((?:19|20)\d\d)\b|c ?n ?(\d{1,5})$")


class SearchQuery(QueryForm):
    """What is looked for."""

    q = forms.CharField(required=False, max_length=LONGEST, label="Search")


def context(request: HttpRequest, asked: str) -> dict:
    """Return the page; a fixed number of queries."""
    title = f"Search: {asked}" if asked else "Search"
    made = frame(request, title=title, description="Find a treaty, a State, an agency or a depositary notification.")
    made |= cited(request, title, address=address(request))
    made |= {"search_text": asked, "examples": examples()}
    if not fold(asked):
        return made
    things = {"Instruments": instruments(), "Participants": participants(), "Agencies": agencies()}
    groups = {label: find(asked, group) for label, group in things.items()}
    records, pair = notifications(asked), find_pair(asked, things["Participants"], things["Instruments"])
    by_slip = not (any(groups.values()) or records or pair)
    if by_slip:
        groups = {label: find_slips(asked, group) for label, group in things.items()}
    ordered = sorted(groups.items(), key=lambda group: min((hit.rank for hit in group[1]), default=Rank.SLIP))
    return made | {
        "asked": True,
        "answer": answer(*pair) if pair else None,
        "records": records,
        "groups": [{"name": label, "hits": [_shown(hit) for hit in hits]} for label, hits in ordered if hits],
        "by_slip": by_slip,
        "found": sum(len(hits) for hits in groups.values()) + len(records) + bool(pair),
    }


def examples() -> list[dict]:
    """Return searches to try."""
    return [{"text": text, "url": f"{reverse('search')}?{urlencode({'q': text})}"} for text in EXAMPLES]


def _shown(hit: Hit) -> dict:
    return {"title": hit.thing.title, "url": hit.thing.url, "about": hit.thing.about, "by": hit.name.said}


def instruments() -> list[Thing]:
    """Return the instruments with titles, popular names, slugs and the depositary's references; two queries."""
    bound = Participation.objects.as_of(dates.today()).bound().order_by().values_list("instrument")
    counts = dict(bound.annotate(Count("pk")))
    return [
        Thing(
            key=instrument.slug,
            title=instrument.short_title,
            url=instrument_url(instrument.slug),
            about=f"{counts.get(instrument.pk, 0)} bound today. {instrument.title}",
            names=(
                Name(instrument.short_title),
                *(Name(name, f"also called {name}") for name in instrument.popular_names),
                Name(instrument.title),
                Name(instrument.slug, is_code=True),
                Name(instrument.reference, f"depositary’s reference {instrument.reference}", is_code=True),
            ),
        )
        for instrument in Instrument.objects.all()
    ]


def participants() -> list[Thing]:
    """Return the participants with all their names, those of their predecessors and their codes; three queries."""
    others: dict[int, list[Name]] = {}
    for name in ParticipantName.objects.order_by("participant", "kind", "used_until", "name"):
        others.setdefault(name.participant_id, []).append(Name(name.name, _called(name)))
    for state in PredecessorState.objects.filter(participant=None).prefetch_related("successors"):
        said = f"successor of {state.name}, which ended on {display(state.existed_until)}"
        for successor in state.successors.all():
            others.setdefault(successor.pk, []).append(Name(state.name, said))
    return [
        Thing(
            key=participant.iso3,
            title=participant.name,
            url=participant_url(participant.iso3),
            about=_place(participant),
            names=(
                Name(participant.name),
                *others.get(participant.pk, ()),
                Name(participant.formal_name, f"formally {participant.formal_name}", is_formal=True),
                *(Name(code, f"code {code}", is_code=True) for code in (participant.iso3, participant.iso2)),
            ),
        )
        for participant in Participant.objects.order_by("sort_name")
    ]


def _called(name: ParticipantName) -> str:
    if name.kind != NameKind.FORMER:
        return f"also called {name.name}"
    until = f", until {display(name.used_until)}" if name.used_until else ""
    return f"formerly {name.name}{until}"


def _place(participant: Participant) -> str:
    kind = participant.get_kind_display()
    if participant.existed_until:
        return f"{kind}, until {display(participant.existed_until)}"
    return ", ".join(part for part in (kind, participant.subregion) if part)


def agencies() -> list[Thing]:
    """Return the UN entities with their names of now and of 2005; one query."""
    return [
        Thing(
            key=agency.slug,
            title=str(agency),
            url=agency_url(agency.slug),
            about=agency.name if agency.acronym else agency.get_kind_display().capitalize(),
            names=(
                Name(agency.acronym or agency.name),
                Name(agency.name),
                Name(agency.acronym_in_2005, f"{agency.acronym_in_2005} in 2005"),
                Name(agency.name_in_2005, f"in 2005: {agency.name_in_2005}"),
            ),
        )
        for agency in Agency.objects.all()
    ]


def notifications(asked: str) -> list[dict]:
    """Return the acts and statements that a depositary notification proves, or that have this very key."""
    given = asked.strip().lower()
    match = NOTIFICATION.search(fold(asked))
    number, year, alone = match.groups() if match else (None, None, None)
    reference = f"C.N.{number}.{year}" if number else f"C.N.{alone}." if alone else ""
    found: list[Record] = []
    for model in (Action, Statement):
        wanted = {"reference__icontains": reference} if reference else {"key": given}
        found += acts.with_names(model.objects.current().filter(**wanted)).order_by("date", "key")
    return [_record(fact) for fact in found]


def _record(fact: Record) -> dict:
    said = acts.sentence(fact) if isinstance(fact, Action) else f"{fact.participant}: {fact.get_kind_display()}"
    return {
        "title": said,
        "url": acts.address(fact) if isinstance(fact, Action) else participant_url(fact.participant.iso3),
        "iso": fact.date.isoformat(),
        "day": display(fact.date),
        "about": acts.summary(fact) if isinstance(fact, Action) else fact.reference,
    }


def answer(participant: Hit, instrument: Hit) -> dict:
    """Return where a participant stands under an instrument today, or where a former State stood last; one query."""
    today = dates.today()
    spells = Participation.objects.filter(
        participant__iso3=participant.thing.key, instrument__slug=instrument.thing.key, valid_from__lte=today
    )
    spell = spells.latest("valid_from")
    last_day = spell.valid_to - timedelta(days=1) if spell.valid_to else today
    return {
        "participant": _shown(participant),
        "instrument": _shown(instrument),
        "status": spell.status,
        "label": spell.get_status_display(),
        "explanation": spell.explanation,
        "day": display(min(last_day, today)),
    }
