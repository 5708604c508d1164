"""What a comparison of two days shows: who joined, who left, and whose status changed between them."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count
from django.http import HttpRequest

from instruments.models import Instrument
from parties.models import Participation
from parties.pages.addresses import instrument_url, participant_url
from parties.pages.queries import CompareQuery, years_before
from parties.pages.rows import LABELS
from parties.querysets import ParticipationQuerySet
from parties.terms import BOUND_DEFINITION, CONSENT_LETTERS, Status
from treatytracker import dates
from treatytracker.dates import display
from treatytracker.pages import address, cited, formats, frame, state_of_registry

TITLE = "Compare two days"
COLUMNS = (
    "instrument_id instrument__slug instrument__short_title participant_id participant__iso3 participant__name "
    "participant__existed_until status bound signed_on consent_kind consented_on in_force_on withdrawn_on "
    "withdrawal_notified_on suspension_notified_on explanation"
).split()
# The kinds of change in the order in which the page shows them, with what each heading says.
KINDS = {
    "joined": "Joined",
    "left": "Left",
    "notice": "Gave notice of withdrawal or declared a suspension",
    "in-force": "Entered into force for",
    "signed": "Signed",
    "ended": "Ceased to exist",
    "other": "Other changes of status",
}


class Change(NamedTuple):
    """One participant's status under one instrument, before and after; ``after`` is None for a State that ended."""

    before: Any
    after: Any | None

    @property
    def kind(self) -> str:
        before, after = self
        if after is None:
            return "ended"
        if before.bound != after.bound:
            return "joined" if after.bound else "left"
        if before.status != after.status:
            return {Status.PARTY: "in-force", Status.SIGNATORY: "signed"}.get(after.status, "other")
        return "notice"

    @property
    def on(self) -> tuple[str, date | None]:
        """The day of the change, and what happened on it."""
        _, after = self
        return {
            "ended": ("until", self.before.participant__existed_until),
            "joined": ("consent", after and after.consented_on),
            "left": ("left", after and after.withdrawn_on),
            "notice": ("notice", after and (after.withdrawal_notified_on or after.suspension_notified_on)),
            "in-force": ("in force", after and after.in_force_on),
            "signed": ("signed", after and after.signed_on),
        }.get(self.kind, ("", None))


def compare_context(request: HttpRequest, query: CompareQuery) -> dict[str, Any]:
    """Return what changed between the two days of ``query``."""
    since, until = query.days
    slugs = query.cleaned_data["instrument"]
    which = {"instrument__slug__in": slugs} if slugs else {}
    instruments = list(Instrument.objects.filter(slug__in=slugs) if slugs else Instrument.objects.all())
    found = changes(Participation.objects.filter(**which), since, until)
    asked = {"from": since.isoformat(), "to": until.isoformat()} | ({"instrument": ",".join(slugs)} if slugs else {})
    title = f"What changed between {display(since)} and {display(until)}"
    made = frame(request, title=TITLE, description="Who joined, who left, and whose status changed between two days.")
    made |= cited(request, title, address=address(request, **asked))
    return made | {
        "title": title,
        "since": display(since),
        "until": display(until),
        "notices": list(notices(request, query, since, until)),
        "filter_form": {
            "form": CompareQuery(asked),
            "action": request.path,
            "submit": "Compare",
            "label": "Choose two days",
        },
        "permalink": address(request, **asked),
        "periods": [
            {"label": label, "url": address(request, **(asked | {"from": years_before(until, years).isoformat()}))}
            for label, years in (("one year", 1), ("five years", 5), ("ten years", 10), ("twenty-five years", 25))
        ],
        "summary": summary(instruments, found, bound_on(since, which), bound_on(until, which), asked),
        "groups": grouped(found),
        "several": len(instruments) > 1,
        "bound_definition": BOUND_DEFINITION,
        "formats": formats(
            "actions/",
            {"date_after": asked["from"], "date_before": asked["to"], "instrument": asked.get("instrument", "")},
        ),
        "formats_what": "The acts received between the two days",
    }


def notices(request: HttpRequest, query: CompareQuery, since: date, until: date):
    """Yield what must be known of the days that were asked for."""
    known = state_of_registry(request)
    if query.reversed:
        yield {"text": "The first day was the later one: the two are shown in order of time."}
    if since == until:
        yield {"text": "Both days are the same, so nothing can differ."}
    if until > dates.today():
        yield {"text": f"{display(until)} is in the future: the page shows what the acts known today lead to."}
    elif known["cut_off_on"] and until > known["cut_off_on"]:
        yield {"text": f"The sources were read up to {known['cut_off']}; acts received after that day may be missing."}


def changes(participations: ParticipationQuerySet, since: date, until: date) -> list[Change]:
    """Return what differs between two days; two queries that read no more than that."""
    order = ("instrument__position", "participant__sort_name")
    ended = participations.as_of(since).filter(valid_to__lte=until).order_by(*order)
    begun = participations.as_of(until).filter(valid_from__gt=since)
    after = {(row.instrument_id, row.participant_id): row for row in begun.values_list(*COLUMNS, named=True)}
    found = [
        Change(row, after.get((row.instrument_id, row.participant_id)))
        for row in ended.values_list(*COLUMNS, named=True)
    ]
    return [change for change in found if change.after is not None or change.before.status != Status.NO_ACTION]


def bound_on(day: date, which: dict) -> dict[int, int]:
    """Return how many are bound by each instrument on a day; one query."""
    found = Participation.objects.as_of(day).bound().filter(**which).values_list("instrument")
    return dict(found.annotate(number=Count("pk")))


def summary(
    instruments: Iterable[Instrument],
    found: Iterable[Change],
    before: dict[int, int],
    after: dict[int, int],
    asked: dict[str, str],
) -> list[dict[str, Any]]:
    """Return the counts of each instrument on the two days, each with the list that it counts."""
    kinds = Counter((change.before.instrument_id, change.kind) for change in found)
    changed = Counter(change.before.instrument_id for change in found)
    return [
        {
            "name": instrument.short_title,
            "url": instrument_url(instrument.slug),
            "before": before.get(instrument.pk, 0),
            "before_url": f"{instrument_url(instrument.slug)}?bound=true&as_of={asked['from']}#participation",
            "after": after.get(instrument.pk, 0),
            "after_url": f"{instrument_url(instrument.slug)}?bound=true&as_of={asked['to']}#participation",
            "joined": kinds[instrument.pk, "joined"],
            "left": kinds[instrument.pk, "left"],
            "other": changed[instrument.pk] - kinds[instrument.pk, "joined"] - kinds[instrument.pk, "left"],
        }
        for instrument in instruments
    ]


def grouped(found: Iterable[Change]) -> list[dict[str, Any]]:
    """Return the changes by kind, each ready to print."""
    groups: dict[str, list[Change]] = {}
    for change in found:
        groups.setdefault(change.kind, []).append(change)
    return [
        {"id": kind, "title": title, "rows": [described(change) for change in groups[kind]]}
        for kind, title in KINDS.items()
        if kind in groups
    ]


def described(change: Change) -> dict[str, str]:
    """Return a change in words."""
    before, after = change
    happened, on = change.on
    return {
        "name": before.participant__name,
        "url": participant_url(before.participant__iso3),
        "instrument": before.instrument__short_title,
        "instrument_url": instrument_url(before.instrument__slug),
        "before": before.status,
        "before_label": LABELS[before.status],
        "after": after.status if after else "",
        "after_label": LABELS[after.status] if after else "no longer exists",
        "on": display(on),
        "happened": happened,
        "letter": CONSENT_LETTERS.get(after.consent_kind, "") if after and change.kind == "joined" else "",
        "why": after.explanation if after else f"{before.participant__name} existed until {display(on)}.",
    }
