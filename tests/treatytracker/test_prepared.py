"""Questions compiled once: the same rows as Django's, on both databases."""

from datetime import date

import pytest

from instruments.models import Instrument
from parties.models import Action, Participation
from treatytracker.prepared import Question, a_day, a_number, a_text, whole

pytestmark = pytest.mark.django_db

COLUMNS = ("participant_id", "bound", "signed_on", "valid_to", "action_keys", "provisional_application")
SPELLS = Question(
    lambda: (
        Participation.objects.order_by("participant_id")
        .as_of(a_day("day"))
        .filter(instrument=a_number("instrument"))
        .values_list(*COLUMNS)
    )
)
BY_SLUG = Question(lambda: whole(Instrument.objects.filter(slug=a_text("slug"))))


@pytest.mark.parametrize("day", [date.min, date(1999, 2, 28), date(1999, 3, 1), date(2026, 2, 20), date.max])
@pytest.mark.parametrize("slug", ["apmbc", "ccw-p4"])
def test_rows_are_those_of_the_queryset(day, slug):
    instrument = Instrument.objects.get(slug=slug)
    asked = Participation.objects.as_of(day).filter(instrument=instrument).order_by("participant_id")
    assert SPELLS.ask(day=day, instrument=instrument.pk) == list(asked.values_list(*COLUMNS))


def test_no_rows():
    assert SPELLS.ask(day=date(2020, 1, 1), instrument=-1) == []


def test_each_question_is_one_query(django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(1):
            SPELLS.ask(day=date(2020, 1, 1), instrument=1)


def test_objects_are_those_of_the_model():
    [found] = BY_SLUG.objects(slug="ccw-p1")
    asked = Instrument.objects.get(slug="ccw-p1")
    assert found == asked
    assert {name: getattr(found, name) for name in asked.__dict__ if name[0] != "_"} == {
        name: value for name, value in asked.__dict__.items() if name[0] != "_"
    }
    assert found.parent == asked.parent


def test_texts_are_values_and_never_sql():
    assert BY_SLUG.ask(slug="' OR 1=1 --") == []


def test_instants_have_a_zone():
    [first] = Question(lambda: Action.objects.order_by("pk").values_list("recorded_at")[:1]).ask()
    assert first == Action.objects.order_by("pk").values_list("recorded_at").first()


def test_a_parameter_that_is_not_given_is_an_error():
    with pytest.raises(KeyError):
        BY_SLUG.ask()
