"""What a query may ask: nothing unknown, nothing malformed, nothing twice; the answer names what is allowed."""

from datetime import UTC, date, datetime

import pytest
from django.http import QueryDict

from parties.filters import ParticipationFilter
from parties.models import Participant, Participation
from treatytracker.filters import (
    DayFilterSet,
    FlagFilter,
    NameFilter,
    PastInstantFilter,
    QueryFilterSet,
    RevisionFilter,
    TextFilter,
    WordFilter,
    WordsFilter,
    YearFilter,
    suggestion,
)

KINDS = ["member-state", "observer-state", "predecessor-state"]


class Query(DayFilterSet):
    """One parameter of each sort; only some of them select participants."""

    kind = WordsFilter(field_name="kind", words=KINDS)
    code = WordsFilter(field_name="iso3", words=lambda: Participant.objects.values_list("iso3", flat=True))
    theme = WordFilter(words=["map", "table"], method="no_filter")
    known_at = PastInstantFilter(method="no_filter")
    flag = FlagFilter(method="no_filter")
    year = YearFilter(first=1980, method="no_filter")
    since = RevisionFilter(method="no_filter")
    text = TextFilter(method="no_filter")
    q = NameFilter("name", "formal_name")

    class Meta(QueryFilterSet.Meta):
        model = Participant
        fields = []


def ask(query):
    return Query(QueryDict(query), queryset=Participant.objects.all())


def errors(query):
    asked = ask(query)
    return asked.form.error_texts() if not asked.is_valid() else {}


UNDERSTOOD = [
    ("", "as_of", None),
    ("as_of=2025-03-12", "as_of", date(2025, 3, 12)),
    ("as_of=", "as_of", None),
    ("kind=member-state", "kind", ["member-state"]),
    ("kind=member-state,observer-state", "kind", ["member-state", "observer-state"]),
    ("kind=member-state&kind=observer-state", "kind", ["member-state", "observer-state"]),
    ("kind=,member-state,,", "kind", ["member-state"]),
    ("kind=", "kind", []),
    ("theme=map", "theme", "map"),
    ("theme=", "theme", ""),
    ("known_at=2026-05-01T00:00Z", "known_at", datetime(2026, 5, 1, tzinfo=UTC)),
    ("known_at=2026-05-01", "known_at", datetime(2026, 5, 1, tzinfo=UTC)),
    ("known_at=2026-11-24T12:00Z", "known_at", datetime(2026, 11, 24, 12, tzinfo=UTC)),
    ("flag=true", "flag", True),
    ("flag=TRUE", "flag", True),
    ("flag=1", "flag", True),
    ("flag=false", "flag", False),
    ("flag=0", "flag", False),
    ("flag=", "flag", None),
    ("year=1980", "year", 1980),
    ("year=2026", "year", 2026),
    ("year=", "year", None),
    ("since=0", "since", 0),
    ("since=12", "since", 12),
    ("since=", "since", None),
    ("text=C%C3%B4te", "text", "Côte"),
    ("text=", "text", ""),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "name", "value"), UNDERSTOOD)
def test_what_is_understood(query, name, value):
    asked = ask(query)
    assert asked.is_valid(), asked.form.errors
    assert asked.form.cleaned_data[name] == value


REFUSED = [
    ("as_of=2025-02-29", "as_of", "“2025-02-29” is not a day of the calendar."),
    ("as_of=12.3.2025", "as_of", "“12.3.2025” is not a date. Write it as YYYY-MM-DD, for example 2025-03-12."),
    ("as_of=2025-03-12%00", "as_of", "is not a date."),
    ("as_of=2025-03-12&as_of=2025-03-13", "as_of", "“as_of” is given more than once."),
    ("known_at=yesterday", "known_at", "“yesterday” is not an instant."),
    ("known_at=2026-11-24T12:00:01Z", "known_at", "it cannot be in the future."),
    ("kind=kingdom", "kind", "“kingdom” is not known. Allowed: member-state, observer-state, predecessor-state."),
    ("kind=member-state,kingdom", "kind", "“kingdom” is not known."),
    ("kind=member-state&kind=kingdom", "kind", "“kingdom” is not known."),
    ("kind=Member-State", "kind", "“Member-State” is not known."),
    ("kind=member-state%00", "kind", "is not known."),
    ("code=TNG", "code", "“TNG” is not known. Did you mean "),
    ("code=%7B%7D", "code", "“{}” is not known. There are 201 allowed values."),
    ("theme=map,table", "theme", "Only one word is allowed here."),
    ("theme=map&theme=table", "theme", "“theme” is given more than once."),
    ("theme=globe", "theme", "“globe” is not known. Allowed: map, table."),
    ("flag=yes", "flag", "“yes” should be true or false."),
    ("flag=true%00", "flag", "should be true or false."),
    ("year=1979", "year", "“1979” should be a year from 1980 to 2026."),
    ("year=2027", "year", "“2027” should be a year from 1980 to 2026."),
    ("year=98", "year", "should be a year"),
    ("year=%D9%A2%D9%A0%D9%A2%D9%A0", "year", "should be a year"),
    ("since=-1", "since", "“-1” should be the number of a revision, from 0."),
    ("since=1234567890", "since", "should be the number of a revision"),
    ("text=%00", "text", "It should be a text of visible characters."),
    ("text=%20%C2%A0", "text", "It should be a text of visible characters."),
    ("text=a%0Ab", "text", "It should be a text of visible characters."),
    (f"text={'x' * 201}", "text", "at most 200 characters"),
    ("colour=red", "query", "There is no parameter “colour”. Allowed: as_of, kind, code, "),
    ("as_off=2025-03-12", "query", "There is no parameter “as_off”."),
    ("page=1&page=2", "query", "“page” is given more than once."),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "name", "said"), REFUSED)
def test_what_is_refused_and_why(query, name, said):
    found = errors(query)
    assert list(found) == [name]
    assert said in " ".join(found[name])


@pytest.mark.django_db
def test_every_fault_is_told_at_once():
    assert set(errors("as_of=x&kind=x&flag=x&colour=red")) == {"as_of", "kind", "flag", "query"}


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["page=2", "format=csv", "utm_source=x", "fbclid=x&gclid=y&mc_cid=z"])
def test_how_a_list_is_dressed_and_what_other_sites_append_do_not_matter(query):
    assert errors(query) == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 201),
        ("kind=", 201),
        ("kind=observer-state", 2),
        ("kind=observer-state,predecessor-state", 5),
        ("code=TON,CIV", 2),
        ("code=TON&kind=observer-state", 0),
        ("q=COTE%20d", 1),
        ("q=republic%20of%20c%C3%B4te", 1),
        ("q=atlantis", 0),
        ("q=%3F%21", 0),
        ("as_of=1900-01-01", 201),
    ],
)
def test_what_is_selected(query, count):
    assert ask(query).qs.count() == count


def test_the_day_is_today_unless_it_is_given():
    for query, day in (("", date(2026, 11, 24)), ("as_of=1999-03-01", date(1999, 3, 1))):
        asked = DayFilterSet(QueryDict(query), queryset=Participant.objects.none())
        assert asked.is_valid()
        assert asked.day == day


def test_a_plain_dictionary_can_be_asked_as_well():
    class Kinds(QueryFilterSet):
        kind = WordsFilter(field_name="kind", words=KINDS)

    asked = Kinds({"kind": "member-state,observer-state"}, queryset=Participant.objects.none())
    assert asked.is_valid()
    assert asked.form.cleaned_data["kind"] == ["member-state", "observer-state"]


@pytest.mark.parametrize(
    ("word", "allowed", "said"),
    [
        ("x", ["a", "b"], "Allowed: a, b."),
        ("apmbcc", ["apmbc", *map(str, range(50))], "Did you mean apmbc?"),
        ("zzz", list(map(str, range(50))), "There are 50 allowed values."),
    ],
)
def test_suggestion(word, allowed, said):
    assert suggestion(word, allowed) == said


@pytest.mark.django_db
def test_flags_and_words_together_select_participations():
    query = QueryDict("instrument=apmbc,ccm&bound=true&participant=LTU&as_of=2025-03-06")
    asked = ParticipationFilter(query, queryset=Participation.objects.as_of(date(2025, 3, 6)))
    assert asked.is_valid()
    assert [row.instrument.slug for row in asked.qs] == ["apmbc"]
