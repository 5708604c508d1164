"""What the page of a participant shows: every instrument, what it did and said, and what it has not joined."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from parties.models import Action, Participant, Participation
from parties.pages import acts, names, standing, treaty
from parties.pages.addresses import instrument_url
from parties.pages.markup import table_body
from parties.pages.rows import (
    LABELS,
    Participating,
    Provenance,
    existed,
    letters,
    of_participant,
    proofs,
    rows_about_instruments,
)
from parties.pages.sources import Sources
from parties.pages.statements import by_kind
from parties.terms import BOUND_DEFINITION, Status
from treatytracker.charts import Row, Segment, Tick, timeline
from treatytracker.dates import display
from treatytracker.pages import day_of_page, formats, frame


def participant_context(request: HttpRequest, participant: Participant, asked: date) -> dict[str, Any]:
    """Return the page of one participant on the day ``asked``, or on its last day if that came before."""
    day = min(asked, participant.existed_until or asked)
    spells = of_participant(participant, day)
    sources = Sources()
    table = rows_about_instruments(spells, day, Provenance(proofs(participant), sources))
    done = acts.with_names(Action.objects.current().filter(participant=participant))
    lines = [acts.line(action, day) for action in done]
    listed = [line | {"refs": sources.numbers([line["source"]])} for line in lines if line["iso"] <= day.isoformat()]
    statements = by_kind(participant, day, sources)
    before, after = names.predecessors(participant), names.successors(participant)
    made = frame(
        request,
        title=participant.name,
        description=f"{participant.name}: which treaties on mines and disability rights bind it, since when and why.",
        trail=[("Participants", "participant_list")],
    )
    made |= day_of_page(request, day, title=participant.name, sources=sources.notes())
    links = formats("participations/", {"participant": participant.iso3, "as_of": request.GET.get("as_of", "")})
    return made | {
        "participant": participant,
        "identity": identity(participant),
        "day": display(day),
        "notices": list(notices(participant, asked, before, after)),
        "bound": sum(spell.bound for spell in spells),
        "bound_definition": BOUND_DEFINITION,
        "total": sum(existed(spell, day) for spell in spells),
        "table_body": table_body(table),
        "letters": letters(spells),
        "coming": standing.coming_for_participant(spells, day),
        "ended": participant.existed_until is not None,
        "missing": missing(spell for spell in spells if existed(spell, day)),
        "timeline": draw_timeline(participant, spells, lines, day),
        "acts": listed[::-1],
        "later_acts": len(lines) - len(listed),
        "statements": statements,
        "names": names.names(participant),
        "predecessors": before,
        "successors": after,
        "formats": links,
        "alternates": [link | {"title": f"{participant.name}, participation"} for link in links],
    }


def identity(participant: Participant) -> list[tuple[str, str]]:
    """Return what identifies a participant: headings and short texts; those that it does not have are left out."""
    codes = [participant.iso3, participant.iso2, f"M49 {participant.m49}" if participant.m49 else ""]
    told = [
        ("Formal name", participant.formal_name),
        ("Kind", str(participant.get_kind_display())),
        ("Codes", ", ".join(code for code in codes if code)),
        ("UN Member State since", display(participant.un_member_since)),
        ("Existed until", display(participant.existed_until)),
        ("UN regional group", participant.group.replace(";", " and ")),
        ("Region", ", ".join(part for part in (participant.region, participant.subregion) if part)),
        ("Remark", participant.note),
    ]
    return [(term, text) for term, text in told if text]


def notices(participant: Participant, asked: date, before: list[dict], after: list[dict]):
    """Yield what must be known of a State that no longer, or did not yet, stand alone on the day asked for."""
    if participant.existed_until and asked > participant.existed_until:
        ended = display(participant.existed_until)
        heirs = ", ".join(state["name"] for state in after)
        yield {
            "level": "warning",
            "title": f"{participant.name} existed until {ended}.",
            "text": f"The page shows its status on that day, its last, and not on {display(asked)}. "
            f"What followed is on the pages of its successors: {heirs}.",
        }
    for state in before:
        if asked <= state["existed_until"] and state["url"]:
            yield {
                "text": f"On {display(asked)} {state['name']} still existed, until {state['until']}. "
                "What it had done is on its own page:",
                "url": state["url"],
                "link": state["name"],
            }


def missing(spells: Iterable[Participating]) -> list[dict[str, Any]]:
    """Return the instruments that do not bind the participant, and the UN entities that advocate each."""
    return [
        {
            "name": spell.what.short_title,
            "url": instrument_url(spell.what.slug),
            "status": spell.status,
            "label": LABELS[spell.status],
            "since": display(spell.withdrawn_on or (spell.signed_on if spell.status == Status.SIGNATORY else None)),
            "agencies": treaty.agencies_for(spell.what.pk),
        }
        for spell in spells
        if not spell.bound
    ]


def draw_timeline(
    participant: Participant, spells: Iterable[Any], lines: Iterable[acts.Line], day: date
) -> SafeString | str:
    """Return a bar for each instrument that the participant acted on, with its acts; empty if it never did."""
    periods = defaultdict(list)
    found = Participation.objects.filter(participant=participant).exclude(status=Status.NO_ACTION)
    for slug, since, until, status in found.values_list("instrument__slug", "valid_from", "valid_to", "status"):
        periods[slug].append(Segment(since, until, status, f"{LABELS[status]} since {display(since)}"))
    ticks = defaultdict(list)
    for line in lines:
        done_on = date.fromisoformat(line["iso"])
        ticks[line["what"]].append(
            Tick(done_on, line["day"], f"{line['who']} {line['deed']} {line['what']}, {line['day']}")
        )
    rows = [
        Row(spell.what.short_title, periods[spell.what.slug], ticks[spell.what.short_title])
        for spell in spells
        if periods[spell.what.slug]
    ]
    start = min((segment.start for row in rows for segment in row.segments), default=day)
    if not rows or start > day:
        return ""
    return mark_safe(
        timeline(
            rows,
            start=start.replace(month=1, day=1),
            end=day,
            title=f"{participant.name}: status under each instrument until {display(day)}",
            description="The acts are listed below in words.",
        )
    )
