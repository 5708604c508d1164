"""Kinds of act that other treaties of the depositary know: what they make of a participant."""

from datetime import date

import pytest

from parties.plausibility import Case, refused
from parties.spells import spells, status_on
from parties.terms import CONSENT_LETTERS, DEEDS, ActionKind, Status
from tests.factories import RULES, make_act

DAY = date(2012, 1, 1)


@pytest.mark.parametrize(
    ("kinds", "status"),
    [
        (["signature-succession"], Status.SIGNATORY),
        (["signature", "signature-confirmation"], Status.SIGNATORY),
        (["signature-confirmation"], Status.NO_ACTION),
        (["participation"], Status.PARTY),
        (["simplified-procedure"], Status.PARTY),
        (["signature-succession", "ratification"], Status.PARTY),
    ],
    ids=", ".join,
)
def test_status(kinds, status):
    acts = [make_act(kind, f"2010-01-{day:02}") for day, kind in enumerate(kinds, 1)]
    assert status_on(spells(acts, RULES), DAY) is status


class Treaty:
    open_for_signature, opened_on, closed_on, adopted_on = True, None, None, None
    action_kinds, rules, forbids_reservations = (), RULES, False


class State:
    existed_until = None


def test_successor_to_a_signature_can_ratify():
    ratification = make_act("ratification", "2011-01-01")
    others = [make_act("signature-succession", "2010-01-01")]
    assert refused(Case(Treaty, State, ratification, DAY, others)) == []
    assert [problem.rule for problem in refused(Case(Treaty, State, ratification, DAY))] == [
        "ratification_without_signature"
    ]


def test_every_kind_has_its_verb():
    assert set(DEEDS) == set(ActionKind)


def test_two_kinds_share_a_letter_and_only_a_heading_tells_them_apart():
    assert CONSENT_LETTERS[ActionKind.PARTICIPATION] == CONSENT_LETTERS[ActionKind.CONSENT_TO_BE_BOUND] == "P"
