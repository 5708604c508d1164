"""Acts and rules in, spells out: described cases, the days around every turn, and what holds for any acts."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.rules import Anchor, Delay, Provision, Rules
from parties.spells import BEGINNING, Act, Career, effect_of, spells, status_on
from parties.terms import BOUND, CONSENT_KINDS, ActionKind, Status
from tests.factories import RULES, day, make_act

from .cases import CASES, told

ONE_DAY = timedelta(days=1)


def turns_of(found):
    """Return the spells as the cases write them, without the first, which holds since ever."""
    return [(spell.valid_from.isoformat(), told(spell.standing)) for spell in found[1:]]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_turns(case):
    found = spells(case.acts, case.rules, case.last_day)
    assert found[0].valid_from == BEGINNING
    assert told(found[0].standing) == "no-action"
    assert merged(turns_of(found)) == list(case.turns)


def merged(turns):
    """Leave out the turns at which only the acts behind a status change, such as a rejoining that runs on."""
    kept = []
    for turn in turns:
        if not kept or kept[-1][1] != turn[1]:
            kept.append(turn)
    return kept


@pytest.mark.parametrize("case", [case for case in CASES if case.real], ids=str)
def test_every_real_case_names_its_source(case):
    assert case.source.startswith("https://")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_day_before_the_day_and_the_day_after(case):
    found = spells(case.acts, case.rules, case.last_day)
    before = Status.NO_ACTION
    for on, words in case.turns:
        status = Status(words.split()[0])
        assert status_on(found, day(on) - ONE_DAY) is before
        assert status_on(found, day(on)) is status
        next_turn = any(later == (day(on) + ONE_DAY).isoformat() for later, _ in case.turns)
        assert next_turn or status_on(found, day(on) + ONE_DAY) is status
        before = status


def test_a_former_state_has_a_status_until_its_last_day():
    last_day = date(1992, 12, 31)
    found = spells([make_act("accession", "1990-01-01")], RULES, last_day)
    assert status_on(found, last_day) is Status.CONTRACTING_STATE
    assert status_on(found, last_day + ONE_DAY) is None
    assert found[-1].valid_to == last_day + ONE_DAY


def test_acts_after_the_end_of_the_state_are_left_out():
    acts = [make_act("signature", "1990-01-01"), make_act("accession", "1993-01-01")]
    found = spells(acts, RULES, date(1992, 12, 31))
    assert turns_of(found) == [("1990-01-01", "signatory")]


def test_status_on_no_spells():
    assert status_on([], date(2020, 1, 1)) is None


def test_the_acts_behind_a_standing_come_in_the_order_of_their_dates():
    signature, consent, suspension, notice = (
        make_act("signature", "2009-01-01"),
        make_act("ratification", "2010-01-15"),
        make_act("suspension-declared", "2011-01-01"),
        make_act("withdrawal", "2012-01-01"),
    )
    standing = Career.of([notice, suspension, consent, signature], RULES).standing(date(2012, 6, 1))
    assert standing.acts == (signature, consent, suspension, notice)
    assert standing.bound


def test_only_the_first_of_two_like_acts_counts():
    acts = [make_act("signature", "2009-01-01"), make_act("signature", "2009-02-01")]
    assert spells(acts, RULES)[-1].standing.signature == acts[0]


@pytest.mark.parametrize("kind", ActionKind.values)
def test_only_consents_and_withdrawals_have_an_effect_of_their_own(kind):
    effect = effect_of(make_act(kind, "2010-01-15", "2010-02-01"), RULES)
    assert (effect is not None) == (kind in CONSENT_KINDS or kind == "withdrawal")


# What holds for any acts and any rules ------------------------------------------------------------

DAYS = st.dates(date(1995, 1, 1), date(2030, 12, 31))
DELAYS = st.one_of(
    st.builds(Delay, months=st.integers(0, 24), days=st.integers(0, 60)),
    st.builds(Delay, months=st.integers(1, 24), anchor=st.just(Anchor.FIRST_OF_MONTH)),
)
PROVISIONS = st.one_of(st.none(), st.builds(Provision, DELAYS, st.just("1")))
ANY_RULES = st.builds(
    Rules, in_force_on=st.one_of(st.none(), DAYS), in_force_article=st.just("1"), joining=PROVISIONS, exit=PROVISIONS
)
# Nothing but a succession may be stated to take effect before it was received; plausibility refuses it.
ACTS_FORWARD = st.builds(
    lambda kind, on, wait: Act("", kind, on, on + timedelta(days=wait) if wait else None),
    st.sampled_from([kind for kind in ActionKind.values if kind != ActionKind.SUCCESSION]),
    DAYS,
    st.one_of(st.none(), st.integers(1, 900)),
)
SUCCESSIONS = st.builds(lambda on, stated: Act("", "succession", on, stated), DAYS, st.one_of(st.none(), DAYS))


def keyed(acts):
    return [Act(f"act-{number}", act.kind, act.on, act.stated_on) for number, act in enumerate(acts)]


MANY_FORWARD = st.lists(ACTS_FORWARD, max_size=7).map(keyed)
MANY_ACTS = st.lists(st.one_of(ACTS_FORWARD, SUCCESSIONS), max_size=7).map(keyed)


@given(MANY_ACTS, ANY_RULES, st.data())
def test_any_order_of_acts_gives_the_same_spells(acts, rules, data):
    shuffled = data.draw(st.permutations(acts))
    assert spells(shuffled, rules) == spells(acts, rules)


@given(MANY_ACTS, ANY_RULES, st.one_of(st.none(), DAYS))
def test_spells_have_no_gap_and_no_overlap_and_neighbours_differ(acts, rules, last_day):
    found = spells(acts, rules, last_day)
    assert found[0].valid_from == BEGINNING
    assert found[-1].valid_to == (last_day + ONE_DAY if last_day else None)
    for earlier, later in pairwise(found):
        assert earlier.valid_from < earlier.valid_to == later.valid_from
        assert earlier.standing != later.standing


@given(MANY_ACTS, ANY_RULES, DAYS)
def test_spells_say_of_any_day_what_the_career_says(acts, rules, on):
    career = Career.of(acts, rules)
    for moment in (on, *(act.on + shift for act in acts for shift in (-ONE_DAY, timedelta(), ONE_DAY))):
        (spell,) = [
            s for s in spells(acts, rules) if s.valid_from <= moment and (not s.valid_to or moment < s.valid_to)
        ]
        assert spell.standing == career.standing(moment)


@given(MANY_ACTS, ANY_RULES)
def test_nobody_is_a_party_before_the_general_entry_into_force(acts, rules):
    for spell in spells(acts, rules):
        if spell.standing.status is Status.PARTY:
            assert rules.in_force_on is not None
            assert spell.valid_from >= rules.in_force_on


@given(ACTS_FORWARD, ANY_RULES)
def test_no_effect_precedes_its_act_save_that_of_a_succession(act, rules):
    effect = effect_of(act, rules)
    assert not effect or not effect.on or effect.on >= act.on


@given(MANY_FORWARD, ANY_RULES, DAYS)
def test_who_is_bound_has_consented_before(acts, rules, on):
    standing = Career.of(acts, rules).standing(on)
    consented = any(act.kind in CONSENT_KINDS and act.on <= on for act in acts)
    assert (standing.status in BOUND | {Status.FORMER_PARTY}) == consented
    assert standing.status is not Status.FORMER_PARTY or standing.exit.effect.on <= on


@given(MANY_FORWARD, ACTS_FORWARD, ANY_RULES, st.integers(1, 9000))
def test_an_act_never_changes_what_held_before_it(acts, late, rules, days_before):
    late, on = Act("late", late.kind, late.on, late.stated_on), late.on - timedelta(days=days_before)
    before, after = (Career.of(known, rules).standing(on) for known in (acts, [*acts, late]))
    assert told(before) == told(after)
