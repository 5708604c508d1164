"""Rows selected by SQL that is kept: the same as those of a query made anew, whatever is asked."""

import pytest
from django.http import QueryDict

from parties.filters import ActionFilter, ParticipantQuery, ParticipationQuery
from parties.models import Action, Participant, Participation
from treatytracker import selection
from treatytracker.selection import Selection

pytestmark = pytest.mark.django_db

LISTS = {
    ParticipationQuery: (Participation.objects.order_by("pk"), ("pk", "status", "consented_on")),
    ActionFilter: (Action.objects.order_by("key"), ("key", "kind", "date")),
    ParticipantQuery: (Participant.objects.order_by("iso3"), ("iso3", "kind")),
}
QUERIES = [
    (ParticipationQuery, ""),
    (ParticipationQuery, "instrument=apmbc"),
    (ParticipationQuery, "instrument=ccm&as_of=2009-01-01"),
    (ParticipationQuery, "instrument=apmbc,ccm&status=party,former-party&as_of=2026-02-20"),
    (ParticipationQuery, "participant=FIN&region=Europe"),
    (ParticipationQuery, "participant=FIN&bound=true"),
    (ParticipationQuery, "group=WEOG&instrument=crpd"),
    (ParticipationQuery, "q=land&consent=accession"),
    (ActionFilter, "kind=withdrawal"),
    (ActionFilter, "kind=withdrawal&date_after=2025-01-01&date_before=2025-12-31"),
    (ActionFilter, "effective_after=2025-01-01&instrument=apmbc"),
    (ActionFilter, "known_at=2026-11-24T10:00Z&kind=withdrawal"),
    (ParticipantQuery, "as_of=1995-01-01"),
    (ParticipantQuery, "kind=observer-state&as_of=2020-01-01"),
    (ParticipantQuery, "kind=observer-state"),
]


def asked(kind, query):
    made = kind(QueryDict(query), queryset=LISTS[kind][0])
    assert made.is_valid() or not query, made.errors
    return made


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(selection, "_compiled", {})


@pytest.mark.parametrize(("kind", "query"), QUERIES)
def test_rows_are_those_of_the_query(kind, query):
    queryset, columns = LISTS[kind]
    expected = list(asked(kind, query).qs.values_list(*columns))
    for place in (slice(None, 7), slice(3, 9), slice(None, 5000)):
        for _ in range(2):
            assert Selection(queryset, asked(kind, query), columns)[place] == expected[place]
    assert Selection(queryset, asked(kind, query), columns).count() == len(expected)
    assert list(Selection(queryset, asked(kind, query), columns).iterator(chunk_size=50)) == expected


def test_queries_of_one_shape_share_their_sql():
    queryset, columns = LISTS[ParticipationQuery]
    for query in ("instrument=ccm&as_of=2009-01-01", "instrument=apmbc", "instrument=crpd&as_of=2026-02-20"):
        expected = list(asked(ParticipationQuery, query).qs.values_list(*columns))
        assert Selection(queryset, asked(ParticipationQuery, query), columns)[:5000] == expected
    assert len(selection._compiled) == 1


def test_what_decides_over_the_sql_is_not_kept():
    queryset, columns = LISTS[ParticipationQuery]
    for query in ("bound=true", "bound=false", "q=land", "group=WEOG"):
        Selection(queryset, asked(ParticipationQuery, query), columns)[:5]
    assert not selection._compiled


def test_a_word_said_twice_counts_once_and_long_lists_are_not_kept():
    queryset, columns = LISTS[ParticipationQuery]
    codes = ",".join(Participant.objects.values_list("iso3", flat=True)[: selection.MOST_WORDS + 1])
    for query in ("instrument=ccm", "instrument=ccm,ccm,ccm", f"participant={codes}"):
        expected = list(asked(ParticipationQuery, query).qs.values_list(*columns))
        assert Selection(queryset, asked(ParticipationQuery, query), columns)[:5000] == expected
    assert len(selection._compiled) == 1


def test_no_more_sql_is_kept_than_fits(monkeypatch):
    monkeypatch.setattr(selection, "MOST", 3)
    queryset, columns = LISTS[ParticipationQuery]
    for number in range(1, 9):
        assert len(Selection(queryset, asked(ParticipationQuery, "instrument=ccm"), columns)[:number]) == number
        assert len(selection._compiled) <= 3
