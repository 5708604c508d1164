"""Facts are written in versions: who, when and why; nothing is overwritten and nothing is lost."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from parties.models import Action, Participation
from parties.recording import Superseded, editing, overlapping_versions
from tests.factories import (
    day,
    last_revision,
    make_action,
    make_instrument,
    make_participant,
    make_statement,
    record,
    unsaved_action,
)
from treatytracker.models import Revision
from treatytracker.revision import current

pytestmark = pytest.mark.django_db
MOMENT = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def treaty_and_state():
    make_instrument()
    make_participant()


def status(on):
    return Participation.objects.as_of(day(on)).get(instrument__slug="xt", participant__iso3="XAA").status


def versions(key):
    return Action.objects.filter(key=key).order_by("recorded_at")


def test_a_new_fact_stands_in_a_revision_with_its_author_and_reason(django_user_model):
    user = django_user_model.objects.create_user("ed")
    before = Revision.objects.count()
    action = record(unsaved_action(), by=user, reason="C.N.1.2010")
    revision = last_revision()
    assert (revision.by, revision.reason, current()) == (user, "C.N.1.2010", revision.pk)
    assert Revision.objects.count() == before + 1
    assert (action.recorded_in, action.recorded_at, action.superseded_at) == (revision, revision.at, None)
    assert status("2010-07-15") == "party"


def test_a_key_says_what_the_fact_says_and_is_numbered_when_taken():
    keys = [make_action(on=on).key for on in ("2010-01-15", "2010-01-15", "2010-01-16", "2010-01-15")]
    stem = "xt-xaa-accession-2010-01"
    assert keys == [f"{stem}-15", f"{stem}-15-2", f"{stem}-16", f"{stem}-15-3"]


def test_the_key_of_a_retracted_fact_is_never_given_again():
    first = make_action()
    with editing(None, "it was another State") as edit:
        edit.retract(first)
    assert make_action().key == "xt-xaa-accession-2010-01-15-2"


def test_statements_have_keys_of_their_own():
    assert make_statement("declaration").key == "xt-xaa-declaration-2010-01-15"
    assert make_statement("declaration").key == "xt-xaa-declaration-2010-01-15-2"


def test_a_correction_supersedes_and_keeps_the_key():
    action = make_action()
    with editing(None, "C.N.2.2010 gives the 20th") as edit:
        corrected = edit.correct(action, date=day("2010-01-20"))
    old, new = versions(action.key)
    assert (old.pk, new.pk) == (action.pk, corrected.pk)
    assert (old.date, new.date) == (day("2010-01-15"), day("2010-01-20"))
    assert old.superseded_at == new.recorded_at == last_revision().at
    assert old.superseded_in == new.recorded_in == last_revision()
    assert new.superseded_at is None
    assert status("2010-01-19") == "no-action"
    assert status("2010-01-20") == "contracting-state"


def test_a_retraction_leaves_the_version_and_takes_its_status_away():
    action = make_action()
    with editing(None, "it was another State") as edit:
        edit.retract(action)
    assert [version.superseded_in for version in versions(action.key)] == [last_revision()]
    assert not Action.objects.current().filter(key=action.key)
    assert status("2020-01-01") == "no-action"


@pytest.mark.parametrize("do", [lambda edit, fact: edit.correct(fact, note="x"), lambda edit, fact: edit.retract(fact)])
def test_a_version_that_no_longer_stands_cannot_be_changed(do):
    action = make_action()
    with editing(None, "first") as edit:
        edit.correct(action, note="first")
    stale = Action.objects.get(pk=action.pk)
    before = current()
    with pytest.raises(Superseded, match="changed meanwhile"), editing(None, "second") as edit:
        do(edit, stale)
    assert current() == before
    assert [version.note for version in versions(action.key)] == ["", "first"]


def half_done(action):
    with editing(None, "half done") as edit:
        edit.retract(action)
        edit.record(unsaved_action("signature", "2009-01-01"))
        raise ZeroDivisionError


def test_an_error_undoes_the_whole_revision():
    action = make_action()
    before = current()
    with pytest.raises(ZeroDivisionError):
        half_done(action)
    assert current() == before
    assert [version.superseded_at for version in versions(action.key)] == [None]
    assert status("2020-01-01") == "party"


def test_many_facts_at_once_are_one_revision():
    facts = [
        unsaved_action("signature", "2009-01-01", key="a"),
        unsaved_action("ratification", "2010-01-15", key="b"),
    ]
    before = Revision.objects.count()
    with editing(None, "an import") as edit:
        edit.record_all(facts)
    assert Revision.objects.count() == before + 1
    assert {fact.recorded_in for fact in Action.objects.filter(key__in="ab")} == {last_revision()}
    assert status("2009-06-01") == "signatory"
    assert status("2010-07-15") == "party"


def test_moving_an_act_to_another_treaty_rebuilds_both():
    other = make_instrument("xu", position=901)
    action = make_action()
    with editing(None, "it was the other treaty") as edit:
        edit.correct(action, instrument=other)
    assert status("2020-01-01") == "no-action"
    moved = Participation.objects.as_of(day("2020-01-01")).get(instrument=other, participant__iso3="XAA")
    assert moved.status == "party"


# What was known when ------------------------------------------------------------------------------


def test_known_at_answers_for_every_moment():
    action = make_action()
    recorded = last_revision().at
    with editing(None, "corrected") as edit:
        corrected = edit.correct(action, date=day("2010-01-20"))
    changed = last_revision().at
    with editing(None, "taken out") as edit:
        edit.retract(corrected)
    removed = last_revision().at

    def known(at):
        return [str(version.date) for version in versions(action.key).known_at(at)]

    first, second = ["2010-01-15"], ["2010-01-20"]
    answers = {
        recorded - MOMENT: [], recorded: first, changed - MOMENT: first, changed: second, removed - MOMENT: second,
        removed: [], None: [],
    }  # fmt: skip
    assert {at: known(at) for at in answers} == answers


def test_revisions_have_an_order_even_within_one_tick_of_the_clock(clock):
    Revision.objects.create(at=clock + timedelta(hours=1), reason="by a clock that went ahead")
    for _ in range(3):
        make_action()
    late = list(Revision.objects.order_by("pk").values_list("at", flat=True))[-4:]
    assert late == [clock + timedelta(hours=1) + number * MOMENT for number in range(4)]


def test_the_revision_is_that_of_the_last_change(clock):
    make_action()
    assert last_revision().at == clock
    assert current() == Revision.objects.latest("at").pk
    assert Action.objects.latest("recorded_at").recorded_in_id == current()


# What the database itself refuses -----------------------------------------------------------------


def test_two_versions_cannot_stand_at_once():
    action = make_action()
    with pytest.raises(IntegrityError), transaction.atomic(), editing(None, "again") as edit:
        edit.record_all([unsaved_action(on="2011-01-01", key=action.key)])


def test_a_version_cannot_be_superseded_before_it_was_recorded():
    action = make_action()
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(superseded_at=action.recorded_at)


def test_versions_that_overlap_are_found():
    assert overlapping_versions() == []
    action = make_action()
    with editing(None, "corrected") as edit:
        edit.correct(action, note="corrected")
    assert overlapping_versions() == []
    Action.objects.filter(pk=action.pk).update(superseded_at=last_revision().at + MOMENT)
    assert overlapping_versions() == [action.key]
