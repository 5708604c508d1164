"""The panel: periods, the day each is looked at, and rows that are made only where they are wanted."""

from datetime import date

import pytest

from parties.panels import CODES, History, Panel, Period, Spell, periods
from parties.terms import Status

TODAY = date(2026, 11, 24)


def spell(start, end, status):
    bound = status in (Status.PARTY, Status.CONTRACTING_STATE)
    return Spell(start, end, status.value, bound, None, None, None, None)


def history(name, *spells, member=None):
    return History("apmbc", name, name.title(), member, list(spells))


JOINED = history(
    "JND",
    spell(date.min, date(1999, 3, 1), Status.NO_ACTION),
    spell(date(1999, 3, 1), None, Status.PARTY),
    member=date(1998, 12, 31),
)
ENDED = history("END", spell(date.min, date(1998, 7, 1), Status.NO_ACTION))
NEVER = history("NVR", spell(date.min, None, Status.NO_ACTION))
YEARS = periods(1997, 2000, "year", TODAY)


def test_a_year_is_looked_at_on_its_last_day():
    assert YEARS[0] == Period("1997", date(1997, 12, 31))
    assert [period.label for period in YEARS] == ["1997", "1998", "1999", "2000"]


def test_a_month_is_looked_at_on_its_last_day():
    months = periods(2024, 2024, "month", TODAY)
    assert (len(months), months[1]) == (12, Period("2024-02", date(2024, 2, 29)))


@pytest.mark.parametrize(("step", "last"), [("year", "2026"), ("month", "2026-11")])
def test_the_period_that_lasts_is_looked_at_today(step, last):
    assert periods(2026, 2026, step, TODAY)[-1] == Period(last, TODAY)


def test_a_status_counts_from_the_day_it_begins():
    day_before = [Period("x", date(1999, 2, 28)), Period("y", date(1999, 3, 1))]
    assert [row["status"] for row in Panel([JOINED], day_before)] == ["no-action", "party"]


def test_codes_are_fixed():
    assert {status.value: code for status, code in CODES.items()} == {
        "no-action": 0,
        "signatory": 1,
        "contracting-state": 2,
        "party": 3,
        "former-party": 4,
    }


def test_a_row_says_whether_it_was_a_member():
    assert [row["un_member"] for row in Panel([JOINED], YEARS)] == [False, True, True, True]


def test_a_former_state_has_no_rows_after_its_end():
    rows = list(Panel([ENDED], YEARS))
    assert [row["period"] for row in rows] == ["1997"]


def test_length_and_order():
    panel = Panel([JOINED, ENDED, NEVER], YEARS)
    assert len(panel) == 4 + 1 + 4
    assert [row["participant"] for row in panel] == ["JND"] * 4 + ["END"] + ["NVR"] * 4


@pytest.mark.parametrize("start", range(10))
@pytest.mark.parametrize("size", [1, 2, 5, 20])
def test_any_part_is_that_part_of_the_whole(start, size):
    panel = Panel([JOINED, ENDED, NEVER], YEARS)
    assert panel[start : start + size] == list(panel)[start : start + size]


def test_an_empty_panel():
    assert len(Panel([], YEARS)) == len(Panel([JOINED], [])) == 0
    assert list(Panel([JOINED], [])) == []
