"""The sources of a page: each distinct one numbered once, so that a hundred rows can refer to the same note."""

import re
from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

URL = re.compile(r"https?://[^\s;]+")
# From the least to the most trusted.
CONFIDENCES = ("low", "unstated", "medium", "high")


class Sources:
    """Numbers sources in the order in which the page first refers to them."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, source: str) -> int:
        """Return the number of a source, a new one if the page has not yet referred to it."""
        return self._numbers.setdefault(source, len(self._numbers) + 1)

    def numbers(self, sources: Iterable[str]) -> list[int]:
        """Return the numbers of several sources, each once, in order."""
        return sorted({self.number(source) for source in sources if source})

    def notes(self) -> list[dict]:
        """Return the list to print at the foot of the page."""
        return [{"number": number, "text": linked(source)} for source, number in self._numbers.items()]


@lru_cache(maxsize=4096)
def linked(source: str) -> SafeString:
    """Return a source as HTML: parts set apart by semicolons, each linked where it names an address."""
    return format_html_join("; ", "{}", ((_linked_part(part),) for part in source.split("; ")))


def _linked_part(part: str) -> str:
    match = URL.search(part)
    if not match:
        return part
    words = " ".join((part[: match.start()] + part[match.end() :]).split()) or match[0]
    return format_html('<a href="{}" rel="external">{}</a>', match[0], words)


def least(confidences: Iterable[str]) -> str:
    """Return the lowest of several confidences; ``high`` where there is none."""
    return min(confidences, key=CONFIDENCES.index, default="high")
