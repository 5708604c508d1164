"""Who and what the rows of a page are about: few names that every page needs, read once in a revision."""

from datetime import date
from itertools import starmap
from typing import NamedTuple

from instruments.models import Instrument
from parties.models import Participant
from treatytracker.memory import remembered


class Who(NamedTuple):
    """A participant as a row names it."""

    iso3: str
    name: str
    region: str
    kind: str


class What(NamedTuple):
    """An instrument as a row names it."""

    pk: int
    slug: str
    short_title: str
    title: str
    adopted_on: date | None
    in_force_on: date | None
    parent_id: int | None


@remembered
def participants() -> dict[int, Who]:
    """Return every participant by its primary key, in the order of tables; one query."""
    found = Participant.objects.order_by("sort_name", "iso3").values_list("pk", *Who._fields)
    return {pk: Who(*who) for pk, *who in found}


@remembered
def instruments() -> dict[int, What]:
    """Return every instrument by its primary key, in the order of tables; one query."""
    found = Instrument.objects.order_by("position").values_list(*What._fields)
    return {what.pk: what for what in starmap(What, found)}
