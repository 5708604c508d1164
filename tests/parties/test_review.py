"""Plausibility of what is recorded: the real acts, and one fact among the participant's others."""

from datetime import date

import pytest

from parties.models import Action, Participant, Statement
from parties.plausibility import doubtful, refused
from parties.review import knock_on, refusals, review, warnings
from tests.factories import make_action, make_instrument, make_participant, make_statement, unsaved_action

pytestmark = pytest.mark.django_db


def rules(problems):
    return [problem.rule for problem in problems]


def test_of_all_real_facts_none_is_refused_and_two_are_doubtful():
    assert Action.objects.current().count() + Statement.objects.current().count() == 2070
    assert list(refusals()) == []
    assert [(fact.key, problem.rule) for fact, problem in warnings()] == [
        ("ccw-chl-acceptance-2003-10-15", "acceptance_without_signature"),
        ("ccw-civ-acceptance-2016-05-25", "acceptance_without_signature"),
    ]


def test_judging_everything_costs_a_fixed_number_of_queries(django_assert_num_queries):
    with django_assert_num_queries(3):
        list(refusals())


@pytest.mark.parametrize(
    ("kind", "on", "expected"),
    [
        ("ratification", "2010-01-15", ["ratification_without_signature"]),
        ("accession", "2026-11-24", []),
        ("accession", "2026-11-25", ["act_in_the_future"]),
        ("accession", "1997-12-31", ["before_adoption"]),
        ("withdrawal", "2010-01-15", ["exit_without_being_bound"]),
    ],
)
def test_an_unsaved_fact_is_judged(kind, on, expected):
    make_instrument()
    make_participant()
    assert rules(refused(review(unsaved_action(kind, on)))) == expected


def test_a_fact_is_judged_among_the_others_and_not_against_itself():
    make_instrument()
    make_participant()
    accession = make_action("accession")
    assert rules(refused(review(accession))) == []
    assert rules(refused(review(unsaved_action("accession")))) == ["consent_while_bound", "same_act_twice"]
    assert rules(refused(review(unsaved_action("accession", key=accession.key)))) == []
    assert rules(refused(review(unsaved_action("withdrawal", "2015-03-01")))) == []


def test_others_acts_and_those_on_other_treaties_do_not_count():
    make_instrument()
    make_instrument("xu", position=901)
    make_participant()
    make_participant("XBB")
    make_action("accession", instrument="xu")
    make_action("accession", participant="XBB")
    assert rules(refused(review(unsaved_action("withdrawal", "2015-03-01")))) == ["exit_without_being_bound"]


def test_versions_that_no_longer_stand_do_not_count():
    usa = Participant.objects.get(iso3="USA")
    make_instrument()
    Action.objects.filter(pk=make_action("accession", participant=usa).pk).delete()
    assert rules(refused(review(unsaved_action("accession", participant=usa)))) == []


def test_an_amendment_knows_its_convention_and_a_convention_its_protocols():
    poland = Participant.objects.get(iso3="POL")
    case = review(Action.objects.current().get(key="ccw-p1-pol-consent-to-be-bound-1983-06-02"))
    assert [act.kind for act in case.parent_acts] == ["signature", "ratification"]
    case = review(Action.objects.current().get(instrument__slug="ccw", participant=poland, kind="ratification"))
    assert case.parent_acts is None
    assert len(case.protocols) == 6  # Protocols I to V and the amended II; the amendment of article 1 is none


def test_a_protocol_without_its_convention_is_doubtful():
    parent = make_instrument(protocols_required=1)
    make_instrument(
        "xt-p1", parent=parent, kind="protocol", position=901, action_kinds=["consent-to-be-bound", "withdrawal"]
    )
    make_participant()
    consent = unsaved_action("consent-to-be-bound", instrument="xt-p1")
    assert rules(doubtful(review(consent))) == ["protocol_without_the_convention"]
    assert rules(doubtful(review(unsaved_action("accession")))) == ["too_few_protocols"]
    make_action("consent-to-be-bound", instrument="xt-p1")
    assert rules(doubtful(review(unsaved_action("accession")))) == []
    make_action("accession")
    assert rules(doubtful(review(consent))) == []


def test_recorded_facts_that_cannot_be_are_listed():
    make_instrument(reservations="prohibited (art. 19)")
    make_participant()
    make_statement("reservation")
    make_action("withdrawal", "2015-03-01")
    assert sorted((fact.key, problem.rule) for fact, problem in refusals()) == [
        ("xt-xaa-reservation-2010-01-15", "reservation_where_forbidden"),
        ("xt-xaa-withdrawal-2015-03-01", "exit_without_being_bound"),
    ]


def test_a_state_does_not_act_after_its_end():
    make_instrument()
    make_participant(existed_until=date(2010, 1, 14))
    assert rules(refused(review(unsaved_action("accession", "2010-01-15")))) == ["after_the_end_of_the_state"]


# What a change does to the other acts -------------------------------------------------------------


@pytest.fixture
def career():
    make_instrument()
    make_participant()
    return [
        make_action(kind, on)
        for kind, on in (("signature", "1999-01-01"), ("ratification", "2010-01-15"), ("withdrawal", "2015-03-01"))
    ]


@pytest.mark.parametrize(
    ("place", "moved_to", "expected"),
    [
        (0, None, ["ratification_without_signature"]),
        (0, "2010-01-16", ["ratification_without_signature"]),
        (0, "2010-01-15", []),
        (1, None, ["exit_without_being_bound"]),
        (1, "2015-03-02", ["exit_without_being_bound"]),
        (2, None, []),
    ],
)
def test_taking_out_or_moving_an_act_can_leave_others_without_ground(career, place, moved_to, expected):
    replaced = career[place]
    fact = unsaved_action(replaced.kind, moved_to, key=replaced.key) if moved_to else None
    assert rules(problem for _, problem in knock_on(fact, replaced)) == expected


def test_a_new_act_can_leave_others_without_ground(career):
    earlier = unsaved_action("accession", "2009-01-01")
    assert [(act.key, problem.rule) for act, problem in knock_on(earlier, None)] == [
        (career[1].key, "consent_while_bound")
    ]


def test_acts_on_other_treaties_and_statements_knock_nothing_over(career):
    make_instrument("xu", position=901)
    make_action("withdrawal", "2001-01-01", instrument="xu")
    assert list(knock_on(None, career[2])) == []
    assert list(knock_on(None, make_statement())) == []


def test_refusals_of_some_participants_only(career):
    make_participant("XBB")
    make_action("withdrawal", participant="XBB")
    assert [fact.participant.iso3 for fact, _ in refusals()] == ["XBB"]
    assert list(refusals([career[0].participant])) == []
