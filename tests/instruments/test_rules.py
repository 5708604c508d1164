"""Delays, effects and the general entry into force: from dates and rules alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.rules import (
    Anchor,
    Basis,
    Delay,
    Effect,
    Provision,
    Rules,
    add_months,
    counted,
    effect_of_consent,
    effect_of_exit,
    effect_of_succession,
    general_entry_into_force,
    ordinal,
    provision_in_words,
)
from tests.factories import RULES, day

FIRST = Anchor.FIRST_OF_MONTH
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("duration", "anchor", "expected"),
    [
        ("P6M", "day", Delay(months=6)),
        ("P1Y", "day", Delay(months=12)),
        ("P30D", "day", Delay(days=30)),
        ("P1Y2M3D", "day", Delay(months=14, days=3)),
        ("P0D", "day", Delay()),
        ("P6M", "first-of-month", Delay(months=6, anchor=FIRST)),
        ("P1Y", "first-of-month", Delay(months=12, anchor=FIRST)),
    ],
)
def test_a_duration_is_read(duration, anchor, expected):
    assert Delay.parse(duration, anchor) == expected


@pytest.mark.parametrize(
    ("duration", "anchor", "said"),
    [
        ("", "day", "not a duration"),
        ("P", "day", "not a duration"),
        ("6M", "day", "not a duration"),
        ("P6", "day", "not a duration"),
        ("PT6M", "day", "not a duration"),
        ("P1D2M", "day", "not a duration"),
        ("P-6M", "day", "not a duration"),
        ("P6M ", "day", "not a duration"),
        ("P٦M", "day", "not a duration"),
        ("P6M", "week", "not a valid Anchor"),
        ("P30D", "first-of-month", "written in months"),
        ("P6M1D", "first-of-month", "written in months"),
        ("P0M", "first-of-month", "written in months"),
    ],
)
def test_what_is_no_duration_is_refused(duration, anchor, said):
    with pytest.raises(ValueError, match=said):
        Delay.parse(duration, anchor)


@pytest.mark.parametrize(
    ("delay", "begins", "ends"),
    [
        (Delay(months=6), "2020-10-31", "2021-04-30"),
        (Delay(months=6), "2020-08-31", "2021-02-28"),
        (Delay(months=6), "2019-08-29", "2020-02-29"),
        (Delay(months=6), "2019-08-31", "2020-02-29"),
        (Delay(months=6), "2020-06-15", "2020-12-15"),
        (Delay(months=6), "2020-07-01", "2021-01-01"),
        (Delay(months=12), "2020-02-29", "2021-02-28"),
        (Delay(days=30), "2008-04-03", "2008-05-03"),
        (Delay(days=30), "2020-02-01", "2020-03-02"),
        (Delay(months=1, days=1), "2020-01-31", "2020-03-01"),
        (Delay(), "2020-01-31", "2020-01-31"),
        (Delay(months=6, anchor=FIRST), "2025-06-01", "2025-12-01"),
        (Delay(months=6, anchor=FIRST), "2025-06-30", "2025-12-01"),
        (Delay(months=6, anchor=FIRST), "2025-07-01", "2026-01-01"),
        (Delay(months=6, anchor=FIRST), "2020-10-31", "2021-04-01"),
    ],
)
def test_a_delay_passes(delay, begins, ends):
    assert delay.after(day(begins)) == day(ends)


@given(DAYS, st.integers(0, 240))
def test_months_are_clipped_and_never_spill_over(begin, months):
    end = add_months(begin, months)
    assert (end.year - begin.year) * 12 + end.month - begin.month == months
    assert end.day == begin.day or (end.day < begin.day and (end + timedelta(days=1)).day == 1)


@given(DAYS, DAYS, st.integers(0, 24), st.integers(0, 90), st.sampled_from(Anchor))
def test_who_deposits_later_does_not_become_a_party_earlier(first, second, months, days, anchor):
    delay = Delay(months, days if anchor is Anchor.DAY else 0, anchor)
    first, second = sorted((first, second))
    assert delay.after(first) <= delay.after(second)


@pytest.mark.parametrize(
    ("delay", "words"),
    [
        (Delay(months=6, anchor=FIRST), "first day of the sixth month after the month of deposit"),
        (Delay(months=6), "six months after deposit"),
        (Delay(months=1), "one month after deposit"),
        (Delay(months=12), "one year after deposit"),
        (Delay(months=30), "two years and six months after deposit"),
        (Delay(months=25, days=1), "two years and one month and one day after deposit"),
        (Delay(days=30), "thirtieth day after deposit"),
        (Delay(days=45), "45th day after deposit"),
    ],
)
def test_a_delay_in_words(delay, words):
    assert delay.in_words("deposit") == words
    assert provision_in_words(Provision(delay, "5(2)"), "deposit") == f"art. 5(2): {words}"


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (1, "first"), (6, "sixth"), (12, "twelfth"), (13, "13th"), (20, "twentieth"), (21, "21st"), (22, "22nd"),
        (23, "23rd"), (24, "24th"), (30, "thirtieth"), (60, "sixtieth"), (90, "ninetieth"), (101, "101st"),
        (111, "111th"), (112, "112th"), (113, "113th"), (121, "121st"),
    ],
)  # fmt: skip
def test_ordinals(number, word):
    assert ordinal(number) == word


@pytest.mark.parametrize(
    ("number", "words"), [(0, ""), (1, "one day"), (2, "two days"), (12, "twelve days"), (13, "13 days")]
)
def test_counted(number, words):
    assert counted(number, "day") == words


# Effects ------------------------------------------------------------------------------------------

JOINS = "art. 10(2): six months after deposit"
LEAVES = "art. 12: one year after receipt"
FLOOR = "art. 10(1): general entry into force on 1 Jan 2000"


@pytest.mark.parametrize(
    ("deposited", "effective", "rule"),
    [
        ("1999-01-01", "2000-01-01", FLOOR),
        ("1999-06-30", "2000-01-01", FLOOR),
        ("1999-07-01", "2000-01-01", FLOOR),
        ("1999-07-02", "2000-01-02", JOINS),
        ("2010-01-15", "2010-07-15", JOINS),
    ],
    ids=["long before", "the day before", "the day", "the day after", "long after"],
)
def test_nobody_is_a_party_before_the_general_entry_into_force(deposited, effective, rule):
    on = day(effective)
    assert effect_of_consent(RULES, day(deposited)) == Effect(on, Basis.COMPUTED, on, rule)


STATED = [
    ("equal to the rule's", "2010-07-15", "2010-07-15", JOINS),
    (
        "later", "2010-08-01", "2010-08-01",
        f"the depositary gives 1 Aug 2010, where the rule alone would give 15 Jul 2010 ({JOINS})",
    ),
    (
        "earlier", "2010-02-01", "2010-02-01",
        f"the depositary gives 1 Feb 2010, where the rule alone would give 15 Jul 2010 ({JOINS})",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("stated", "effective", "rule"), [row[1:] for row in STATED], ids=[row[0] for row in STATED])
def test_the_depositarys_date_beats_the_rule_and_both_are_told(stated, effective, rule):
    effect = effect_of_consent(RULES, date(2010, 1, 15), day(stated))
    assert effect == Effect(day(effective), Basis.STATED, date(2010, 7, 15), rule)


def test_a_stated_date_beats_an_unknown_rule():
    effect = effect_of_consent(Rules(in_force_on=date(2000, 1, 1)), date(2010, 1, 15), date(2010, 3, 1))
    assert effect == Effect(date(2010, 3, 1), Basis.STATED, None, "the depositary gives 1 Mar 2010")


@pytest.mark.parametrize(
    ("rules", "rule"),
    [
        (Rules(), "the rule of entry into force is not recorded"),
        (replace(RULES, joining=None), "the rule of entry into force is not recorded"),
        (replace(RULES, in_force_on=None), "the treaty is not yet in force"),
    ],
)
def test_what_is_not_known_is_not_guessed(rules, rule):
    assert effect_of_consent(rules, date(2010, 1, 15)) == Effect(None, Basis.COMPUTED, None, rule)


@pytest.mark.parametrize(
    ("stated", "effective"),
    [("1991-06-25", "2000-01-01"), ("2000-01-01", "2000-01-01"), ("2000-01-02", "2000-01-02")],
    ids=["before the general entry into force", "on its day", "after"],
)
def test_a_succession_reaches_back_to_the_succession_of_states(stated, effective):
    effect = effect_of_succession(RULES, day(stated))
    assert (effect.on, effect.basis, effect.computed_on) == (day(effective), Basis.STATED, None)
    assert effect.rule.startswith("in effect from the succession of States, for which the depositary gives ")


def test_a_succession_without_its_day_is_not_guessed():
    assert effect_of_succession(RULES, None) == Effect(
        None, Basis.COMPUTED, None, "the day of the succession of States is not recorded"
    )


def test_a_succession_to_a_treaty_that_is_not_in_force_has_no_effect_yet():
    assert effect_of_succession(replace(RULES, in_force_on=None), date(1991, 6, 25)).on is None


@pytest.mark.parametrize(
    ("rules", "stated", "expected"),
    [
        (RULES, None, Effect(date(2016, 3, 1), Basis.COMPUTED, date(2016, 3, 1), LEAVES)),
        (RULES, date(2016, 3, 1), Effect(date(2016, 3, 1), Basis.STATED, date(2016, 3, 1), LEAVES)),
        (
            RULES,
            date(2017, 1, 1),
            Effect(
                date(2017, 1, 1),
                Basis.STATED,
                date(2016, 3, 1),
                f"the depositary gives 1 Jan 2017, where the rule alone would give 1 Mar 2016 ({LEAVES})",
            ),
        ),
        (Rules(), None, Effect(None, Basis.COMPUTED, None, "the rule of withdrawal is not recorded")),
        (
            Rules(),
            date(2016, 1, 1),
            Effect(date(2016, 1, 1), Basis.STATED, None, "the depositary gives 1 Jan 2016"),
        ),
    ],
    ids=["rule", "as stated", "stated later", "unknown rule", "unknown rule, stated"],
)
def test_a_withdrawal_takes_effect(rules, stated, expected):
    assert effect_of_exit(rules, date(2015, 3, 1), stated) == expected


# General entry into force -------------------------------------------------------------------------

DEPOSITS = [date(1999, 7, 1), date(1998, 3, 1), date(1999, 6, 30)]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (replace(RULES, threshold=1), (date(1998, 3, 1), date(1998, 9, 1))),
        (replace(RULES, threshold=2), (date(1999, 6, 30), date(1999, 12, 30))),
        (replace(RULES, threshold=3), (date(1999, 7, 1), date(2000, 1, 1))),
        (replace(RULES, threshold=4), None),
        (replace(RULES, threshold=None), None),
        (replace(RULES, general=None), None),
    ],
    ids=["first", "second", "third", "one short", "no threshold", "no delay"],
)
def test_the_deposit_that_meets_the_threshold_brings_the_treaty_into_force(rules, expected):
    assert general_entry_into_force(rules, DEPOSITS) == expected
