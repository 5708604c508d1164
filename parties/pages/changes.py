"""What the page of changes shows, and its twin, the calendar of dates of effect; the feeds are in ``feeds``."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.paginator import InvalidPage, Paginator
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse

from instruments.models import Instrument
from instruments.rules import add_months
from parties.filters import ActionFilter, GroupFilter
from parties.models import Action, Participant, Statement
from parties.pages import acts
from parties.pages.queries import Choice, PageFilter
from parties.pages.sources import Sources
from parties.querysets import RecordQuerySet
from parties.terms import ActionKind
from treatytracker import dates, icalendar
from treatytracker.filters import WordsFilter
from treatytracker.models import Revision
from treatytracker.pages import absolute, address, cited, formats, frame, json_ld
from treatytracker.schema_org import dataset

PAGE_SIZE = 50
REVISIONS = 5
TITLE = "Changes"
DESCRIPTION = "Every act under the instruments, newest first, with the day on which it takes effect and its source."
# The words of the API are short; beside one another on a form they must tell the two dates of an act apart.
LABELS = {
    "date_after": "Done on or after",
    "date_before": "Done on or before",
    "effective_after": "In effect on or after",
    "effective_before": "In effect on or before",
}
HOST = urlsplit(settings.SITE_URL).hostname


class ChangesFilter(PageFilter, ActionFilter):
    """Which acts are listed: the filters of the API, with lists to choose from."""

    instrument = WordsFilter(field_name="instrument__slug", words=(), label="Instrument", widget=Choice(list))
    participant = WordsFilter(field_name="participant__iso3", words=(), label="Participant", widget=Choice(list))
    kind = WordsFilter(
        field_name="kind", words=ActionKind.values, label="Kind of act", widget=Choice(lambda: ActionKind.choices)
    )
    region = WordsFilter(field_name="participant__region", words=(), label="Region", widget=Choice(list))
    group = GroupFilter(field_name="participant__group", words=(), label="UN regional group", widget=Choice(list))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._offer("instrument", Instrument.objects.values_list("slug", "short_title"))
        self._offer("participant", Participant.objects.values_list("iso3", "name"))
        self.form.fields["known_at"].widget = self.form.fields["known_at"].hidden_widget()
        self.form.order_fields(("instrument", "participant", "kind", "region", "group"))
        for name, field in self.form.fields.items():
            field.label, field.help_text = LABELS.get(name, field.label), ""

    def _offer(self, name, options):
        offered = list(options)
        self.form.fields[name].words = [word for word, _ in offered]
        self.form.fields[name].widget.options = lambda: offered

    @property
    def asked(self) -> dict[str, str]:
        """The filters that are set, as they stand in the address."""
        return {name: self.data[name] for name in self.form.fields if self.data.get(name)}


def standing(actions: RecordQuerySet) -> RecordQuerySet:
    """Leave out the withdrawals that were taken back before they took effect: their day never came."""
    taken_back = Action.objects.current().filter(
        kind=ActionKind.WITHDRAWAL_RESCINDED,
        instrument=OuterRef("instrument"),
        participant=OuterRef("participant"),
        date__gte=OuterRef("date"),
        date__lte=OuterRef("effective_on"),
    )
    return actions.exclude(Q(kind=ActionKind.WITHDRAWAL) & Exists(taken_back))


def coming(actions: RecordQuerySet, day: date) -> RecordQuerySet:
    """Return the acts done by ``day`` that take effect after it, the next first."""
    return standing(actions).filter(date__lte=day, effective_on__gt=day).order_by("effective_on", "date", "key")


def effects(actions: RecordQuerySet, day: date) -> RecordQuerySet:
    """Return the acts that have taken effect by ``day``, the latest effect first."""
    done = standing(actions).filter(date__lte=day, effective_on__lte=day)
    return done.order_by("-effective_on", "-date", "key")


def latest(actions: RecordQuerySet) -> RecordQuerySet:
    """Return the acts in order of their day, newest first."""
    return actions.order_by("-date", "instrument__position", "participant__sort_name", "key")


def context(request: HttpRequest, query: ChangesFilter) -> dict:
    """Return the page: one part of the list, and what the registry itself changed last."""
    today = dates.today()
    page = _page(Paginator(latest(acts.with_names(query.qs)), PAGE_SIZE), request.GET.get("page") or "1")
    sources = Sources()
    lines: list[dict[str, Any]] = [
        {**acts.line(action, today), "refs": sources.numbers([action.source])} for action in page
    ]
    made = frame(request, title=TITLE, description=DESCRIPTION)
    made |= cited(request, TITLE, address=_permanent(request, query), sources=sources.notes())
    made |= {
        "json_ld": json_ld(dataset("Acts under mine-action treaties", DESCRIPTION, reverse("changes"), rows="actions")),
        "alternates": [
            {"type": "application/atom+xml", "url": twin("changes_feed", query), "title": "Changes as Atom feed"},
            {"type": "application/feed+json", "url": twin("changes_json_feed", query), "title": "Changes as JSON Feed"},
            {"type": "text/calendar", "url": twin("changes_calendar", query), "title": "Dates of effect as calendar"},
        ],
        "filter_form": {
            "form": query.form,
            "action": request.path,
            "label": "Filter the acts",
            "clear_url": request.path if query.asked else "",
        },
        "feed_url": twin("changes_feed", query),
        "json_feed_url": twin("changes_json_feed", query),
        "calendar_url": twin("changes_calendar", query),
        "formats": formats("actions/", query.asked),
        "formats_what": "These acts",
        "pagination": _pagination(request, page),
        "revisions": revisions(),
        "known_at": query.data.get("known_at", ""),
    }
    years = groupby(lines, key=lambda line: line["iso"][:4])
    return made | {"years": [{"name": year, "lines": list(group)} for year, group in years]}


def _page(paginator, asked):
    try:
        return paginator.page(asked)
    except InvalidPage:
        raise BadRequest(f"page: there is no page “{asked[:20]}”; the list has {paginator.num_pages}.") from None


def _pagination(request, page):
    return {
        "count": page.paginator.count,
        "noun": "acts",
        "first": page.start_index(),
        "last": page.end_index(),
        "number": page.number,
        "pages": page.paginator.num_pages,
        "previous_url": address(request, page=page.previous_page_number()) if page.has_previous() else "",
        "next_url": address(request, page=page.next_page_number()) if page.has_next() else "",
    }


def _permanent(request, query):
    """Return the address under which this list stays as it is, whatever is recorded later."""
    at = revised_at()
    if query.data.get("known_at") or not at:
        return address(request)
    # The midnight after the last change, once it has passed, is the plainer way to say the same.
    midnight = at.date() + timedelta(days=1)
    return address(
        request, known_at=midnight.isoformat() if midnight <= dates.today() else f"{at:%Y-%m-%dT%H:%M:%S.%fZ}"
    )


def revised_at() -> datetime | None:
    """Return when the registry was last changed."""
    return Revision.objects.order_by("-pk").values_list("at", flat=True).first()


def twin(name: str, query: ChangesFilter) -> str:
    """Return the address of the feed or the calendar with the page's filters."""
    return f"{reverse(name)}?{urlencode(query.asked)}" if query.asked else reverse(name)


def revisions() -> list[dict]:
    """Return the registry's own last changes: when, why, and how many versions of facts; one query."""
    counts = {
        f"{noun}_{word}": Coalesce(_counted(model, f"{word}_in"), 0)
        for noun, model in (("act", Action), ("statement", Statement))
        for word in ("recorded", "superseded")
    }
    found = Revision.objects.annotate(**counts).order_by("-pk")[:REVISIONS]
    return [
        {
            "number": revision.pk,
            "iso": revision.at.date().isoformat(),
            "day": dates.display(revision.at.date()),
            "reason": revision.reason,
            "counts": ", ".join(_in_words(n, *name.split("_")) for name in counts if (n := getattr(revision, name))),
        }
        for revision in found
    ]


def _in_words(n, noun, word):
    return f"{n:,} {noun}{'' if n == 1 else 's'} {word}"


def _counted(model, field):
    rows = model.objects.filter(**{field: OuterRef("pk")}).order_by().values(field)
    return Subquery(rows.annotate(n=Count("pk")).values("n"))


def timetable(query: ChangesFilter, today: date) -> str:
    """Return the days of effect as a calendar: those of the past year and all to come, unless others are asked for."""
    actions = standing(acts.with_names(query.qs)).exclude(effective_on=None)
    if not {"effective_after", "effective_before"} & query.asked.keys():
        actions = actions.filter(effective_on__gte=add_months(today, -12))
    events = (
        icalendar.Event(
            uid=f"{action.key}@{HOST}",
            day=action.effective_on,
            stamp=action.recorded_at,
            summary=f"{action.participant} {acts.outcome(action, is_ahead=True)} {action.instrument}",
            description=acts.summary(action),
            url=absolute(acts.address(action)),
            category=str(action.get_kind_display()),
        )
        for action in actions.order_by("effective_on", "key")
    )
    return icalendar.calendar(
        "Treaty Tracker: dates of effect", "When acts under mine-action treaties take effect.", events
    )
