"""What somebody wants to hear of: the words of the lists, and the changes that they let through."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.http import QueryDict

from parties.filters import ParticipantFilter, group_names, instrument_slugs, participant_codes, region_names
from parties.models import Participant
from treatytracker import changes
from treatytracker.filters import QueryForm, WordsField

FACTS = ("action", "statement")


class InterestForm(QueryForm):
    """Instruments, participants, regions and groups, in the words of the lists."""

    presentation = frozenset()

    instrument = WordsField(words=instrument_slugs, required=False)
    participant = WordsField(words=participant_codes, required=False)
    region = WordsField(words=region_names, required=False)
    group = WordsField(words=group_names, required=False)


class Change(NamedTuple):
    """One fact that a revision recorded, corrected or took out."""

    revision: int
    fact: str
    id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def news(interest: str, since: int, until: int) -> list[Change]:
    """Return the changes after revision ``since`` up to ``until`` that the interest lets through, in order."""
    found = [entry for entry in changes.entries(since, FACTS, _words(interest)) if entry[0] <= until]
    read = changes.versions(found)
    return [
        Change(number, fact, name, read[fact].get(before), read[fact].get(after))
        for number, fact, name, before, after in found
    ]


def canonical(form: InterestForm) -> str:
    """Return what a valid form asks for in one spelling, ``instrument=apmbc,ccm&region=Africa``."""
    chosen = ((name, sorted(form.cleaned_data[name])) for name in form.fields if form.cleaned_data[name])
    query = QueryDict(mutable=True)
    query.update({name: ",".join(words) for name, words in chosen})
    return query.urlencode(safe=",")


def in_words(interest: str) -> str:
    """Return the interest for people: ``instrument apmbc, ccm; region Africa``."""
    return (
        "; ".join(f"{name} {str(words).replace(',', ', ')}" for name, words in QueryDict(interest).items())
        or "everything"
    )


def _words(interest: str) -> dict[str, list[str]]:
    """Return the interest as the log knows it: regions and groups become the participants that are in them now."""
    form = InterestForm(QueryDict(interest))
    if not form.is_valid():
        # An instrument or a code that was valid when it was chosen is never renamed, so this is a slip by hand.
        raise ValueError(f"The interest “{interest}” cannot be read.")
    asked = form.cleaned_data
    words: dict[str, list[str]] = {"instrument": asked["instrument"]} if asked["instrument"] else {}
    if who := [name for name in ("participant", "region", "group") if asked[name]]:
        words["participant"] = sorted(set.intersection(*(_codes(name, asked[name]) for name in who)))
    return words


def _codes(name: str, values: Iterable[str]) -> set[str]:
    if name == "participant":
        return set(values)
    chosen = ParticipantFilter({name: ",".join(values)}, Participant.objects.all())
    return set(chosen.qs.values_list("iso3", flat=True))
