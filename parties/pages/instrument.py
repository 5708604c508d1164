"""What the pages of instruments show."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from instruments.clauses import clauses, depositary_url, facts
from instruments.models import Instrument
from parties.models import Action, Participation, Statement
from parties.pages import pictures, standing
from parties.pages.addresses import agency_url, instrument_url
from parties.pages.markup import table_body
from parties.pages.queries import TableFilter
from parties.pages.rows import letters, on_day, proofs, rows_about_participants, spells_on
from parties.pages.sources import Sources
from parties.pages.statements import by_kind
from parties.rebuild import count_deposits
from parties.terms import BOUND, BOUND_DEFINITION, CONSENT_KINDS, Status
from treatytracker import dates
from treatytracker.charts import share_bar, swatch
from treatytracker.citation import CONTEXT, dataset, legislation
from treatytracker.dates import display
from treatytracker.pages import day_of_page, formats, frame, json_ld

DOCUMENTS = {"convention": "Convention", "protocol": "Protocol", "amendment": "Amendment"}
MAP_KEY = [(str(status.label), mark_safe(swatch(status.value))) for status in Status]


def instrument_context(request: HttpRequest, instrument: Instrument, query: TableFilter) -> dict[str, Any]:
    """Return what the page of one instrument shows on the day that ``query`` asks for."""
    day, title = query.day, instrument.short_title
    everyone = spells_on(day, instrument=instrument)
    wanted = set(query.qs.values_list("pk", flat=True))
    spells = pictures.history(instrument)
    counts = Counter(spell.status for spell in everyone)
    sources = Sources()
    table = rows_about_participants(
        (s for s in everyone if s.pk in wanted), day, proofs(instrument=instrument), sources
    )
    said = by_kind(Statement.objects.filter(instrument=instrument), day, sources)
    existed = not instrument.adopted_on or day >= instrument.adopted_on
    parameters = {"instrument": instrument.slug} | {name: value for name, value in request.GET.items() if value}
    made = frame(
        request,
        title=title,
        description=f"{title}: who is bound, since when and why, on {display(day)}. {instrument.title}.",
        trail=[("Instruments", "instrument_list")],
    )
    made |= {
        "instrument": instrument,
        "day": display(day),
        "existed": existed,
        "notice": stage(instrument, day),
        "figures": standing.figures(counts, lambda **which: figure_link(request, **which)),
        "total": len(everyone),
        "rows": table,
        "table_body": table_body(table),
        "narrowed": query.narrowed,
        "filter_form": query.as_form(request),
        "letters": letters(everyone),
        "formats": formats("participations/", parameters),
        "coming": standing.coming(everyone, day),
        "gone": standing.gone(everyone),
        "signatories": standing.signatories(everyone, day),
        "absent": standing.absent_by_region(everyone),
        "statements": said,
        "clauses": clauses(instrument),
        "check": check_of_entry_into_force(instrument),
        "facts": facts(instrument),
        "depositary_url": depositary_url(instrument),
        "family": family_of(instrument, day),
        "agencies": agencies_for(instrument),
        "json_ld": json_ld({"@context": CONTEXT, "@graph": [legislation(instrument), table_as_dataset(instrument)]}),
    }
    if existed:
        made["curve"] = mark_safe(pictures.draw_curve(instrument, spells, day))
        made["map"] = pictures.draw_map(instrument, everyone, day)
        made["map"]["svg"] = mark_safe(made["map"]["svg"])
        made["map_key"] = MAP_KEY
    made["alternates"] = [format | {"title": f"{title}, participation"} for format in made["formats"]]
    return made | day_of_page(
        request,
        day,
        title=title,
        note=since_then(instrument, spells, day),
        earliest=instrument.adopted_on,
        sources=sources.notes(),
    )


def figure_link(request: HttpRequest, **which: str) -> str:
    """Return the address of the table with only those whom a figure counts, on the same day."""
    day = request.GET.get("as_of")
    query = "&".join(f"{name}={value}" for name, value in (which | ({"as_of": day} if day else {})).items())
    return f"{request.path}?{query}#participation"


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
    return list(consents.select_related("participant")[: 2 * (instrument.threshold or 0)])


def family_of(instrument: Instrument, day: date) -> list[dict[str, Any]]:
    """Return the convention with its protocols and amendments, as they stand on a day."""
    head = instrument.parent_id or instrument.pk
    members = Instrument.objects.filter(pk=head) | Instrument.objects.filter(parent=head)
    rows = members.order_by("position").values_list("pk", "slug", "short_title", "title", "in_force_on")
    bound = dict(
        Participation.objects.as_of(day)
        .bound()
        .filter(instrument__in=members)
        .values_list("instrument")
        .annotate(number=Count("pk"))
    )
    found = [
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
    return found if len(found) > 1 else []


def agencies_for(instrument: Instrument) -> list[dict[str, str]]:
    """Return the UN entities that advocate the treaty, each once."""
    # By the reverse relation: agencies know of parties' instruments, not the other way round.
    found = instrument.mandates.order_by("agency__position").values_list(
        "agency__slug", "agency__acronym", "agency__name"
    )
    return [{"url": agency_url(slug), "name": acronym or name} for slug, acronym, name in dict.fromkeys(found)]


def table_as_dataset(instrument: Instrument) -> dict[str, Any]:
    """Return the participation table in schema.org's words."""
    return dataset(
        f"Participation in the {instrument.short_title}",
        f"Who is bound by the {instrument.title}, since when, with the acts and the rules behind it.",
        instrument.get_absolute_url(),
        instrument=instrument.slug,
    )


def list_context(request: HttpRequest, day: date) -> dict[str, Any]:
    """Return what the list of instruments shows of a day."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    per_status = on_day(day).order_by().values_list("instrument__slug", "status").annotate(number=Count("pk"))
    for slug, status, number in per_status:
        counts[slug][status] = number
    asked = request.GET.get("as_of", "")
    made = frame(
        request,
        title="Instruments",
        description="The treaties on mines, on conventional weapons and on the rights of survivors, and their parties.",
    )
    return made | {
        "rows": [listed(instrument, counts[instrument.slug], day, asked) for instrument in Instrument.objects.all()],
        "day": display(day),
        "bound_definition": BOUND_DEFINITION,
        "formats": formats("instruments/", {"as_of": asked}),
    }


def listed(instrument: Instrument, counts: Counter[str], day: date, asked: str) -> dict[str, Any]:
    """Return an instrument's line in the list; ``asked`` is the day that its links keep."""
    here, kept = instrument.get_absolute_url(), f"&as_of={asked}" if asked else ""
    bound, total = sum(counts[status] for status in BOUND), counts.total()
    told = (
        ("Bound", bound, "bound=true"),
        ("Signatories not bound", counts[Status.SIGNATORY], "status=signatory"),
        ("Left", counts[Status.FORMER_PARTY], "status=former-party"),
        ("No action", counts[Status.NO_ACTION], "status=no-action"),
    )
    drawn = (Status.PARTY, Status.CONTRACTING_STATE, Status.SIGNATORY, Status.FORMER_PARTY)
    bar = share_bar(
        [(status.value, counts[status]) for status in drawn],
        total,
        title=f"{bound} of {total} bound",
        prefix=f"bar-{instrument.slug}",
    )
    existed = not instrument.adopted_on or instrument.adopted_on <= day
    return {
        "slug": instrument.slug,
        "url": f"{here}?as_of={asked}" if asked else here,
        "name": instrument.short_title,
        "subject": instrument.subject,
        "reference": instrument.reference,
        "child": instrument.parent_id is not None,
        "adopted": display(instrument.adopted_on),
        "in_force": display(instrument.in_force_on),
        "existed": existed,
        "counts": [
            {"label": label, "number": number, "url": f"{here}?{query}{kept}#participation"}
            for label, number, query in told
        ],
        "bar": mark_safe(bar) if existed else "",
    }
