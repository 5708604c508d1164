"""What somebody wants to hear of, and the changes that it lets through."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from instruments.models import Instrument
from parties.models import Action, Participant, Statement
from parties.recording import editing
from subscriptions.interests import InterestForm, canonical, in_words, news
from subscriptions.models import validate_interest
from treatytracker import revision

pytestmark = pytest.mark.django_db


def accede(iso3="USA", slug="apmbc", day=date(2026, 10, 1)):
    """Record an accession; return the revision before it."""
    before = revision.current()
    with editing(None, "A deposit") as edit:
        edit.record(
            Action(
                instrument=Instrument.objects.get(slug=slug),
                participant=Participant.objects.get(iso3=iso3),
                kind="accession",
                date=day,
                source="C.N.999.2026",
            )
        )
    return before


@pytest.mark.parametrize(
    ("interest", "heard"),
    [
        ("", True),
        ("instrument=apmbc", True),
        ("instrument=apmbc,ccm", True),
        ("instrument=ccm", False),
        ("participant=USA", True),
        ("participant=FRA", False),
        ("region=Americas", True),
        ("region=Africa", False),
        ("group=WEOG", True),
        ("group=African Group", False),
        ("region=Americas&group=African Group", False),
        ("participant=USA&instrument=apmbc&region=Americas", True),
    ],
)
def test_only_what_was_asked_for_is_heard(interest, heard):
    before = accede()
    assert bool(news(interest, before, revision.current())) is heard


def test_a_correction_and_a_retraction_say_what_was_before():
    accede()
    act = Action.objects.current().get(participant__iso3="USA", instrument__slug="apmbc")
    before = revision.current()
    with editing(None, "A slip") as edit:
        act = edit.correct(act, note="Corrected")
    with editing(None, "Misread") as edit:
        edit.retract(act)
    corrected, retracted = news("", before, revision.current())
    assert (corrected.before["note"], corrected.after["note"]) == (None, "Corrected")
    assert (retracted.before["note"], retracted.after) == ("Corrected", None)


def test_what_came_later_or_was_heard_before_is_left_out():
    before = accede()
    between = revision.current()
    accede("CHN")
    assert [change.after["participant"] for change in news("", before, between)] == ["USA"]
    assert [change.after["participant"] for change in news("", between, revision.current())] == ["CHN"]


def test_statements_are_heard_as_well():
    before = revision.current()
    with editing(None, "A declaration") as edit:
        edit.record(
            Statement(
                instrument=Instrument.objects.get(slug="apmbc"),
                participant=Participant.objects.get(iso3="FRA"),
                kind="declaration",
                date=date(2026, 10, 1),
                source="C.N.998.2026",
            )
        )
    [change] = news("participant=FRA", before, revision.current())
    assert (change.fact, change.after["kind"]) == ("statement", "declaration")


@pytest.mark.parametrize("interest", ["", "instrument=apmbc,ccm&region=Africa", "group=WEOG"])
def test_known_words_are_accepted(interest):
    validate_interest(interest)


@pytest.mark.parametrize("interest", ["instrument=apmc", "colour=red", "region=Atlantis", "page=2"])
def test_unknown_words_are_refused_with_what_is_allowed(interest):
    with pytest.raises(ValidationError):
        validate_interest(interest)


def test_an_interest_has_one_spelling():
    form = InterestForm({"region": "Africa", "instrument": "ccm,apmbc", "group": ""})
    form.full_clean()
    assert canonical(form) == "instrument=apmbc,ccm&region=Africa"
    assert in_words("instrument=apmbc,ccm&region=Africa") == "instrument apmbc, ccm; region Africa"
    assert in_words("") == "everything"
