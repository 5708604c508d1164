"""Search: one box for instruments, participants, agencies and depositary notifications.

Names are folded and compared here, not in the database, so that SQLite and PostgreSQL find the same.  That
takes milliseconds for thousands of names; acts, of which there are many more, are found by number and key only.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache

from treatytracker.text import fold

# "Protocol 2" and "Protocol II" are one; people write both.
ROMAN = dict(zip("1 2 3 4 5 6 7 8 9 10".split(), "i ii iii iv v vi vii viii ix x".split(), strict=True))
# How alike two words must be to be taken for one another with a slip: "Afganistan", "Kyrgistan", "Otawa".
ALIKE = 0.8
SHORTEST_SLIP = 4
# Parts inside a word are worth finding from this length on; "i" or "an" stand in nearly every name.
SHORTEST_PART = 3
SLIPS_SHOWN = 8
# No two names together are longer.
MOST_WORDS = 20


class Rank(IntEnum):
    """How well a name answers; the lower, the better."""

    EXACT = 0
    BEGINS = 1
    WORDS = 2
    PART = 3
    SLIP = 4


@dataclass(frozen=True, slots=True)
class Name:
    """One of the names of a thing; ``said`` tells a reader what name it is: "formerly Swaziland".

    A code is found whole or not at all.  A formal name counts less: "Republic" is not how States are known.
    """

    text: str
    said: str = ""
    is_code: bool = False
    is_formal: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """What can be found: how it is called, where its page is, and all its names."""

    key: str
    title: str
    url: str
    about: str
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found, by which of its names, and how well that answers."""

    thing: Thing
    rank: Rank
    name: Name


@lru_cache(maxsize=10_000)  # more names than the registry has; each is compared on every search
def normal(text: str) -> str:
    """Return a text as it is compared: folded, with Roman numerals for the numbers up to ten."""
    return " ".join(ROMAN.get(word, word) for word in fold(text).split())


def find(asked: str, things: Iterable[Thing]) -> list[Hit]:
    """Return the things that have a name like ``asked``, the best first, each by the best of its names."""
    wanted = normal(asked)
    if not wanted:
        return []
    hits = filter(None, (best(thing, wanted) for thing in things))
    return sorted(hits, key=lambda hit: (hit.rank, hit.name.is_formal))


def best(thing: Thing, wanted: str) -> Hit | None:
    """Return how the thing answers by its best name; the first of equals, so its title comes first."""
    ranked = [(answer, name) for name in thing.names if (answer := rank(name, wanted)) is not None]
    if not ranked:
        return None
    answer, name = min(ranked, key=lambda pair: (pair[0], pair[1].is_formal))
    return Hit(thing, answer, name)


def rank(name: Name, wanted: str) -> Rank | None:
    """Return how well a name answers what is wanted, None if it does not."""
    text = normal(name.text)
    # Without spaces too: "Cote dIvoire", "Timor Leste", "APII".
    packed, wanted_packed = text.replace(" ", ""), wanted.replace(" ", "")
    if packed == wanted_packed:
        return Rank.EXACT
    if name.is_code:
        return None
    if text.startswith(wanted) or packed.startswith(wanted_packed):
        return Rank.WORDS if name.is_formal else Rank.BEGINS
    words = text.split()
    if all(any(word.startswith(part) for word in words) for part in wanted.split()):
        return Rank.WORDS
    if len(wanted_packed) >= SHORTEST_PART and wanted_packed in packed:
        return Rank.PART
    return None


def find_slips(asked: str, things: Iterable[Thing]) -> list[Hit]:
    """Return the things that have a name much like ``asked``, the likest first: for when nothing else is found."""
    wanted = normal(asked)
    if len(wanted) < SHORTEST_SLIP:
        return []
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    likest = []
    for thing in things:
        likeness, name = max(((_likeness(matcher, name), name) for name in thing.names), key=lambda pair: pair[0])
        if likeness >= ALIKE:
            likest.append((likeness, Hit(thing, Rank.SLIP, name)))
    likest.sort(key=lambda pair: -pair[0])
    return [hit for _, hit in likest[:SLIPS_SHOWN]]


def _likeness(matcher: SequenceMatcher, name: Name) -> float:
    return max((_ratio(matcher, text) for text in _comparable(name)), default=0.0)


def _comparable(name: Name) -> Iterator[str]:
    """Yield the name and its longer words, any of which may be all that was typed."""
    if name.is_code:
        return
    text = normal(name.text)
    yield text
    yield from (word for word in text.split() if len(word) >= SHORTEST_SLIP)


def _ratio(matcher, text):
    matcher.set_seq1(text)
    # Each of these is an upper bound of the next and costs far less.
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def find_pair(asked: str, left: Iterable[Thing], right: Iterable[Thing]) -> tuple[Hit, Hit] | None:
    """Return one of each kind if ``asked`` names both, in any order: "Poland Ottawa", "CRPD Holy See"."""
    words = asked.split()[:MOST_WORDS]
    left, right = list(left), list(right)
    for cut in range(1, len(words)):
        first, second = " ".join(words[:cut]), " ".join(words[cut:])
        for one, other in ((first, second), (second, first)):
            if (hit := _only(one, left)) and (beside := _only(other, right)):
                return hit, beside
    return None


def _only(asked: str, things: list[Thing]) -> Hit | None:
    """Return what ``asked`` can only mean: a sole exact hit, or else a sole hit on the beginning of a name."""
    hits = find(asked, things)
    exact = [hit for hit in hits if hit.rank is Rank.EXACT]
    sure = exact or [hit for hit in hits if hit.rank is Rank.BEGINS]
    return sure[0] if len(sure) == 1 else None
