"""Reads what stands above the table: which treaty, adopted when and where, in force since when, how many.

HTML and XML give the same texts under different names; both end here.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

from editing.depositary.cells import DATE, find_date
from editing.depositary.claims import Counts, Header, NotAStatusPage
from editing.depositary.markup import squeeze

REFERENCE = re.compile(r"[IVXL]+(?:-[A-Z])?-\d+(?:-[a-z0-9]+)*", re.ASCII)
_NUMBER = re.compile(r"^\s*(\d{1,3})\s*\.?\s*(?:([a-z])\s*\)?\.?)?\s+(?=\S)")
_PLACE = re.compile(rf"^(.*?),?\s+{DATE}")
_COUNT = r"\s*:?\s*(\d+)"
_STAMP = re.compile(r"(\d{2})-(\d{2})-(\d{4})\s+(\d{2}):(\d{2}):(\d{2})\s*([A-Z]{3,4})?")
_ZONES = {"EDT": -4, "EST": -5}
_ARTICLE = re.compile(
    r"in accordance with (?:its )?articles? (?P<number>\d+|[IVXL]+)\b,?\s*"
    r"(?:paragraphs? )?(?P<paragraph>\(?\d+\)?(?:\s*\([a-z]\))?|\(\d+\)(?:\s*\([a-z]\))?)?",
    re.I,
)


def read_header(parts: Mapping[str, str], reference: str = "") -> Header:
    """Return the header made of these texts: title, conclusion, eif, registration, status, text, stamp, note.

    Raise NotAStatusPage if there is no title or the treaty's reference cannot be known.
    """
    number = _NUMBER.match(parts["title"])
    title = squeeze(_NUMBER.sub("", parts["title"]))
    reference = _normal(reference) or _from_chapter(parts.get("chapter", ""), number)
    if not title or not REFERENCE.fullmatch(reference):
        raise NotAStatusPage("It does not say which treaty it is about: there is no title or no number of the treaty.")
    conclusion, eif, text = parts.get("conclusion", ""), parts.get("eif", ""), parts.get("text", "")
    place = _PLACE.match(conclusion)
    volume = re.search(r"\bvol\.?\s*(\d+)", text)
    page = re.search(r"\bp\.\s*(\d+)", text[volume.end() :]) if volume else None
    stamp = _STAMP.search(parts.get("stamp", ""))
    return Header(
        reference=reference,
        title=title,
        place=place[1].strip(" ,") if place else "",
        adopted_on=find_date(conclusion),
        in_force_on=_in_force_on(eif),
        in_force_article=_article(eif),
        in_force_text=eif,
        registration=_registration(parts.get("registration", "")),
        volume=volume[1] if volume else "",
        page=page[1] if page else "",
        counts=_counts(parts.get("status", "")),
        stamp=_instant(stamp) if stamp else None,
        stamp_text=stamp[0] if stamp else "",
        note=parts.get("note", ""),
    )


def _normal(reference: str) -> str:
    """Return a reference as the depositary writes it: ``XXVI-2-c``, also where it came as ``xxvi-2-C``."""
    parts = reference.strip().split("-")
    chapter = parts[:2] if len(parts) > 1 and parts[1].isalpha() else parts[:1]
    return "-".join([part.upper() for part in chapter] + [part.lower() for part in parts[len(chapter) :]])


def _from_chapter(chapter: str, number: re.Match | None) -> str:
    # Chapter XI has sub-chapters, which its heading does not name by letter: then nothing fits.
    numeral = re.search(r"\bchapter\s+([IVXL]+)\b", chapter, re.I)
    if not numeral or not number or numeral[1].upper() == "XI":
        return ""
    return "-".join(filter(None, [numeral[1].upper(), number[1], number[2]]))


def _in_force_on(eif: str):
    """Return the published day; a text that begins otherwise, as “Not yet in force”, gives none."""
    return (
        find_date(eif) if re.match(rf"\s*(?:provisionally on .*?definitively on\s+)?{DATE}", eif, re.I | re.S) else None
    )


def _article(eif: str) -> str:
    match = _ARTICLE.search(eif)
    if not match:
        return ""
    paragraph = re.sub(r"\s", "", match["paragraph"] or "")
    if paragraph and not paragraph.startswith("("):
        paragraph = re.sub(r"^\d+", lambda number: f"({number[0]})", paragraph)
    return f"{match['number']}{paragraph}"


def _registration(text: str) -> str:
    match = re.search(r"\bNos?\.?\s*([A-Z]?-?\d+)", text)
    return match[1] if match else ""


def _counts(status: str) -> Counts:
    def number(word):
        match = re.search(rf"\b{word}{_COUNT}", status, re.I)
        return int(match[1]) if match else None

    return Counts(number("signatories"), number("(?:contracting )?parties"))


def _instant(stamp: re.Match) -> datetime | None:
    """Return the instant of “STATUS AS AT : 03-02-2026 10:16:18 EDT”, day first."""
    day, month, year, hour, minute, second, zone = stamp.groups()
    offset = timezone(timedelta(hours=_ZONES[zone])) if zone in _ZONES else UTC
    try:
        return datetime(int(year), int(month), int(day), int(hour), int(minute), int(second), tzinfo=offset)
    except ValueError:
        return None
