"""Every rule refuses what cannot be, and lets the legitimate case pass that looks most like it."""

from dataclasses import replace
from datetime import date

import pytest

from instruments.models import Instrument
from parties.models import Participant
from parties.plausibility import REFUSALS, WARNINGS, Case, doubtful, refused
from tests.factories import day

from .cases import acts

TREATY = Instrument(
    short_title="Test Convention", adopted_on=date(1998, 1, 1),
    opened_on=date(1998, 6, 1), closed_on=date(1999, 12, 31),
    in_force_on=date(2000, 1, 1), in_force_article="10(1)", party_delay="P6M", party_article="10(2)",
    withdrawal_delay="P1Y", withdrawal_article="12", reservations="prohibited (art. 19)",
    action_kinds=[
        "signature", "ratification", "acceptance", "approval", "accession", "succession", "formal-confirmation",
        "provisional-application", "withdrawal",
    ],
)  # fmt: skip
UNSIGNED = Instrument(short_title="Test Protocol", action_kinds=["consent-to-be-bound", "ratification", "acceptance"])
PROTOCOL = Instrument(short_title="Test Protocol", parent=TREATY, action_kinds=["consent-to-be-bound"])
UMBRELLA = Instrument(short_title="Test Umbrella", protocols_required=2, action_kinds=["accession", "withdrawal"])
UNKNOWN = Instrument(short_title="Unknown Treaty")
STATE = Participant(name="Ruritania")
FORMER = Participant(name="Old Ruritania", existed_until=date(2005, 6, 30))
TODAY = date(2026, 11, 24)
SIGNED, JOINED, LEFT = "signature 1999-01-01", "ratification 2010-01-15", "withdrawal 2015-03-01"


def case(act, *others, instrument=TREATY, participant=STATE, **more):
    return Case(instrument, participant, acts(act)[0], TODAY, acts(*others), **more)


REFUSED = [
    ("act_in_the_future", case("accession 2026-11-25"), "25 Nov 2026 is in the future."),
    ("before_adoption", case("accession 1997-12-31"), "was adopted on 1 Jan 1998"),
    (
        "after_the_end_of_the_state", case("accession 2005-07-01", participant=FORMER),
        "existed until 30 Jun 2005; enter the act for its successor",
    ),
    ("outside_the_opening_for_signature", case("signature 1998-05-31"), "opened for signature on 1 Jun 1998"),
    ("outside_the_opening_for_signature", case("signature 2000-01-01"), "open for signature until 31 Dec 1999"),
    ("kind_not_provided_for", case("consent-to-be-bound 2010-01-15"), "provides for signature, ratification"),
    (
        "kind_not_provided_for",
        case("withdrawal-rescinded 2010-01-15", instrument=UNSIGNED),
        "provides for consent to be bound, ratification, acceptance, and for no other act",
    ),
    ("ratification_without_signature", case("ratification 2010-01-15"), "Ruritania has not signed before"),
    (
        "ratification_without_signature", case("formal-confirmation 1998-12-31", SIGNED), "has not signed before",
    ),
    ("consent_while_bound", case("accession 2011-01-01", SIGNED, JOINED), "bound already on 1 Jan 2011"),
    ("consent_while_bound", case("ratification 2010-01-15", SIGNED, "acceptance 2010-01-15"), "bound already"),
    ("exit_without_being_bound", case("withdrawal 2009-01-01", SIGNED, JOINED), "not bound on 1 Jan 2009"),
    ("exit_without_being_bound", case("withdrawal 2016-03-01", SIGNED, JOINED, LEFT), "nothing to withdraw from"),
    ("same_act_twice", case(SIGNED, SIGNED), "recorded already"),
    ("effect_before_receipt", case("accession 2010-01-15 -> 2010-01-14"), "cannot be before 15 Jan 2010"),
    ("reservation_where_forbidden", case("reservation 2010-01-15"), "allows no reservations: prohibited (art. 19)"),
]  # fmt: skip

PASSES = [
    ("act_in_the_future", case("accession 2026-11-24")),
    ("before_adoption", case("accession 1998-01-01")),
    ("before_adoption", case("accession 1900-01-01", instrument=UNKNOWN)),
    ("after_the_end_of_the_state", case("accession 2005-06-30", participant=FORMER)),
    ("outside_the_opening_for_signature", case("signature 1998-06-01")),
    ("outside_the_opening_for_signature", case("signature 1999-12-31")),
    ("outside_the_opening_for_signature", case("accession 2010-01-15")),
    ("outside_the_opening_for_signature", case("signature 2050-01-01", instrument=UNKNOWN)),
    ("kind_not_provided_for", case("withdrawal-rescinded 2015-06-01", SIGNED, JOINED, LEFT)),
    ("kind_not_provided_for", case("declaration 2010-01-15")),
    ("kind_not_provided_for", case("consent-to-be-bound 2010-01-15", instrument=UNKNOWN)),
    ("ratification_without_signature", case(JOINED, SIGNED)),
    ("ratification_without_signature", case("ratification 1999-01-01", SIGNED)),
    ("ratification_without_signature", case(JOINED, "signature-succession 1999-01-01")),
    ("ratification_without_signature", case(JOINED, instrument=UNSIGNED)),
    ("consent_while_bound", case(JOINED, SIGNED)),
    ("consent_while_bound", case("accession 2015-03-01", SIGNED, JOINED, LEFT)),
    ("consent_while_bound", case("accession 2017-01-01", SIGNED, JOINED, LEFT)),
    ("exit_without_being_bound", case(LEFT, SIGNED, JOINED)),
    ("exit_without_being_bound", case("withdrawal 2010-01-15", SIGNED, JOINED)),
    (
        "exit_without_being_bound",
        case("withdrawal 2015-09-01", SIGNED, JOINED, LEFT, "withdrawal-rescinded 2015-06-01"),
    ),
    ("same_act_twice", case("signature 1999-01-02", SIGNED)),
    ("same_act_twice", case("ratification 1999-01-01", SIGNED)),
    ("effect_before_receipt", case("accession 2010-01-15 -> 2010-01-15")),
    ("effect_before_receipt", case("succession 2011-11-11 -> 2011-07-09")),
    ("reservation_where_forbidden", case("declaration 2010-01-15")),
    ("reservation_where_forbidden", case("reservation 2010-01-15", instrument=UNSIGNED)),
]

DOUBTFUL = [
    ("acceptance_without_signature", case("acceptance 2010-01-15"), "the usual act is accession"),
    ("acceptance_without_signature", case("approval 2010-01-15"), "the usual act is accession"),
    ("accession_by_a_signatory", case("accession 2010-01-15", SIGNED), "signed on 1 Jan 1999; the usual act"),
    (
        "protocol_without_the_convention",
        case("consent-to-be-bound 2010-01-15", instrument=PROTOCOL, parent_acts=acts("accession 2010-01-16", SIGNED)),
        "has not consented to be bound by the Test Convention",
    ),
    (
        "too_few_protocols",
        case(
            "accession 2010-01-15", instrument=UMBRELLA,
            protocols=acts("consent-to-be-bound 2010-01-15", "consent-to-be-bound 2010-01-16"),
        ),
        "1 of the protocols are recorded for Ruritania on that day; 2 are required",
    ),
    (
        "stated_and_computed_effect_differ", case("accession 2010-01-15 -> 2010-07-16"),
        "The depositary gives 16 Jul 2010, the rule 15 Jul 2010.",
    ),
]  # fmt: skip

BEYOND_DOUBT = [
    ("acceptance_without_signature", case("acceptance 2010-01-15", SIGNED)),
    ("acceptance_without_signature", case("acceptance 2010-01-15", instrument=UNSIGNED)),
    ("accession_by_a_signatory", case("accession 2010-01-15")),
    ("accession_by_a_signatory", case("accession 1998-12-31", SIGNED)),
    ("accession_by_a_signatory", case("accession 2017-01-01", SIGNED, JOINED, LEFT)),
    (
        "protocol_without_the_convention",
        case("consent-to-be-bound 2010-01-15", instrument=PROTOCOL, parent_acts=acts("accession 2010-01-15")),
    ),
    ("protocol_without_the_convention", case("accession 2010-01-15", parent_acts=None)),
    ("protocol_without_the_convention", case("withdrawal 2010-01-15", instrument=PROTOCOL, parent_acts=())),
    (
        "too_few_protocols",
        case(
            "accession 2010-01-15", instrument=UMBRELLA,
            protocols=acts("consent-to-be-bound 2010-01-15", "succession 2009-01-01"),
        ),
    ),
    ("too_few_protocols", case("withdrawal 2010-01-15", instrument=UMBRELLA)),
    ("too_few_protocols", case("accession 2010-01-15")),
    ("stated_and_computed_effect_differ", case("accession 2010-01-15 -> 2010-07-15")),
    ("stated_and_computed_effect_differ", case("accession 2010-01-15")),
    ("stated_and_computed_effect_differ", case("succession 2011-11-11 -> 2011-07-09")),
    ("stated_and_computed_effect_differ", case("signature 1999-01-01 -> 1999-02-01")),
    ("stated_and_computed_effect_differ", case("accession 2010-01-15 -> 2010-03-01", instrument=UNKNOWN)),
]  # fmt: skip


def names(problems):
    return [problem.rule for problem in problems]


@pytest.mark.parametrize(("rule", "judged", "said"), REFUSED)
def test_it_refuses(rule, judged, said):
    problem = next(problem for problem in refused(judged) if problem.rule == rule)
    assert said in problem.message
    assert problem.message.endswith(".")
    assert problem.field == REFUSALS[rule][0]


@pytest.mark.parametrize(("rule", "judged"), PASSES)
def test_it_lets_pass(rule, judged):
    assert rule not in names(refused(judged))


@pytest.mark.parametrize(("rule", "judged", "said"), DOUBTFUL)
def test_it_warns(rule, judged, said):
    problem = next(problem for problem in doubtful(judged) if problem.rule == rule)
    assert said in problem.message
    assert problem.message.endswith(".")
    assert problem.field == WARNINGS[rule][0]


@pytest.mark.parametrize(("rule", "judged"), BEYOND_DOUBT)
def test_it_does_not_warn(rule, judged):
    assert rule not in names(doubtful(judged))


@pytest.mark.parametrize(("rules", "bad", "good"), [(REFUSALS, REFUSED, PASSES), (WARNINGS, DOUBTFUL, BEYOND_DOUBT)])
def test_every_rule_is_tested_both_ways_and_names_its_provision(rules, bad, good):
    assert {row[0] for row in bad} == {row[0] for row in good} == set(rules)
    assert all(rule.__doc__ for _, rule in rules.values())


def test_an_ordinary_career_is_beyond_all_doubt():
    career = [SIGNED, JOINED, LEFT, "withdrawal-rescinded 2015-06-01", "withdrawal 2017-01-01", "accession 2019-01-01"]
    problems = {}
    for act in career:
        judged = case(act, *(other for other in career if other != act))
        problems[act] = names(refused(judged)) + names(doubtful(judged))
    assert problems == {act: [] for act in career}


def test_earlier_means_up_to_and_on_the_day():
    judged = case("accession 2010-01-15", "signature 2010-01-15", "signature 2010-01-16")
    assert [act.on for act in judged.earlier("signature")] == [day("2010-01-15")]
    assert replace(judged, act=acts("accession 2010-01-14")[0]).earlier("signature") == []
