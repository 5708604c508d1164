"""What all pages share: the day they describe, their address on another day, how they are cited or refused.

Templates that show these things are in templates/includes; each says in its head what it expects.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlencode

import orjson
from django.apps import apps
from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from treatytracker import dates, revision
from treatytracker.filters import DECORATIONS
from treatytracker.memory import remembered

FORMATS = (
    ("JSON", "json", "application/json"),
    ("CSV", "csv", "text/csv"),
    ("Excel", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)
LICENCE = "The facts may be reused freely; name the source."


def registry(request: HttpRequest) -> dict:
    """Context processor: the registry's last change and the day up to which its sources were read; two queries."""
    return {"registry": SimpleLazyObject(lambda: state_of_registry(request))}


def state_of_registry(request: HttpRequest) -> dict:
    """Return the same for a view; asked once in a request."""
    state = getattr(request, "state_of_registry", None)
    if state is None:
        latest = last_reading()
        state = {"revision": revision.current(), "cut_off": dates.display(latest), "cut_off_on": latest}
        request.state_of_registry = state  # type: ignore[attr-defined]  # kept for the rest of the request
    return state


@remembered
def last_reading() -> date | None:
    """Return the day up to which the sources were read; one query."""
    # The depositary's totals are copied whenever its pages are read, so the latest of them dates the reading.
    return apps.get_model("parties", "PublishedTotal").objects.aggregate(day=Max("as_of"))["day"]


def asked(request: HttpRequest) -> dict[str, str]:
    """Return the parameters that the address sets; what other sites append to it is left out."""
    return {name: str(value) for name, value in request.GET.items() if value and not name.startswith(DECORATIONS)}


def refuse(request: HttpRequest, form) -> HttpResponse:
    """Return the 400 page for a query with errors, saying what is wrong and what is allowed."""
    message = " ".join(
        text if name == "query" else f"{name}: {text}" for name, texts in form.error_texts().items() for text in texts
    )
    return render(request, "400.html", {"message": message}, status=400)


def address(request: HttpRequest, **changes) -> str:
    """Return this page's address with some parameters changed, or taken out where the value is None."""
    query = urlencode({name: value for name, value in (asked(request) | changes).items() if value is not None})
    return f"{request.path}?{query}" if query else request.path


def frame(request: HttpRequest, *, title: str, description: str, trail: Iterable[tuple[str, str]] = ()) -> dict:
    """Return what base.html asks of every page.  ``trail`` is the way to the page: labels and names of addresses."""
    steps = [{"label": "Home", "url": reverse("home")}]
    steps += [{"label": label, "url": reverse(name)} for label, name in trail]
    return {
        "page_title": title,
        "page_description": description,
        "canonical_url": absolute(request.path),
        "site_url": settings.SITE_URL,
        "breadcrumbs": [*steps, {"label": title}],
    }


def day_of_page(
    request: HttpRequest, day: date, *, title: str, note: str = "", earliest: date | None = None, sources=()
) -> dict:
    """Return what a page that describes one day shows of it: the date field, the sources, how to cite it."""
    today, known = dates.today(), state_of_registry(request)
    text, permanent = dates.display(day), address(request, as_of=day.isoformat())
    if day > today:
        note = format_html("This day is in the future: the page shows what the acts known today lead to. {}", note)
    elif known["cut_off_on"] and day > known["cut_off_on"]:
        read = "The sources were read up to {}; acts received after that day may be missing. {}"
        note = format_html(read, known["cut_off"], note)
    bar = {
        "action": request.path,
        "day": day.isoformat(),
        "text": text,
        "is_today": day == today,
        "today_url": address(request, as_of=None),
        "permalink": permanent,
        "keep": [{"name": name, "value": value} for name, value in asked(request).items() if name != "as_of"],
        "earliest": earliest.isoformat() if earliest else "",
        "note": note,
    }
    return {"as_of_bar": bar} | cited(request, title, address=permanent, as_of=text, sources=sources)


def cited(request: HttpRequest, title: str, *, address: str, as_of: str = "", sources=()) -> dict:
    """Return how a page is cited and where its facts come from.

    ``address`` is the permanent one, without the host; ``as_of`` is the day that the page describes, if it is one.
    """
    known = state_of_registry(request)
    said = f"status as of {as_of}" if as_of else f"read on {dates.display(dates.today())}"
    return {
        "citation": {"text": citation(title, said, known["revision"], address)},
        "provenance": {
            "notes": sources,
            "as_of": as_of,
            "cut_off": known["cut_off"],
            "revision": known["revision"],
            "licence": LICENCE,
        },
    }


def citation(title: str, said: str, revision: int, path: str) -> str:
    """Return the sentence by which a page is cited."""
    return f"Treaty Tracker, “{title}”, {said}, revision {revision}, {absolute(path)}."


def absolute(path: str) -> str:
    """Return the whole address of a page of this site."""
    return settings.SITE_URL + path


def formats(path: str, parameters: Mapping[str, str]) -> list[dict]:
    """Return links to the same rows at an address of the API, as JSON, CSV and Excel."""
    given = {name: value for name, value in parameters.items() if value}
    return [
        {"label": label, "url": f"/api/v1/{path}?{urlencode(given | {'format': word})}", "type": kind}
        for label, word, kind in FORMATS
    ]


def json_ld(thing: dict) -> SafeString:
    """Return schema.org as JSON that can stand inside a script element."""
    text = orjson.dumps(thing).decode()
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return mark_safe(text)
