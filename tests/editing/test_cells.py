"""Cells of participation tables: dates, codes, brackets."""

from datetime import date

import pytest

from editing.depositary.cells import DateCell, Unreadable, find_date, read_dates, unbracket


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 Apr\t 1981 ", [DateCell(date(1981, 4, 10))]),
        ("\xa09 Aug\t 2017", [DateCell(date(2017, 8, 9))]),
        ("28 Aug 2002 a", [DateCell(date(2002, 8, 28), "a")]),
        ("15 Oct 2003 A", [DateCell(date(2003, 10, 15), "A")]),
        ("1 Jan 1998 AA", [DateCell(date(1998, 1, 1), "AA")]),
        ("12 Sept. 1990d", [DateCell(date(1990, 9, 12), "d")]),
        ("29 Feb 2000", [DateCell(date(2000, 2, 29))]),
        ("3 December 1997", [DateCell(date(1997, 12, 3))]),
        ("[12 May\t 2004 a]", [DateCell(date(2004, 5, 12), "a", bracketed=True)]),
        ("[ \xa03 Dec\t 2008 ]", [DateCell(date(2008, 12, 3), bracketed=True)]),
        (
            "[16 Nov 1994 a] 15 May 1996 a",
            [DateCell(date(1994, 11, 16), "a", bracketed=True), DateCell(date(1996, 5, 15), "a")],
        ),
        ("", []),
    ],
)
def test_dates(text, expected):
    assert read_dates(" ".join(text.split())) == expected


@pytest.mark.parametrize("text", ["31 Apr 1981", "1981", "10 Foo 1981", "10 Apr 1981 see note", "x", "29 Feb 2001 a"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(Unreadable, match="is not a d"):
        read_dates(text)


def test_find_date_passes_over_what_does_not_exist():
    assert find_date("between 31 February 1990 and 1 March 1990") == date(1990, 3, 1)
    assert find_date("No. 22495 of 1983") is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("[Estonia]", ("Estonia", True)),
        ("Estonia", ("Estonia", False)),
        ("Iran (Islamic Republic of)", ("Iran (Islamic Republic of)", False)),
    ],
)
def test_brackets_round_a_name(name, expected):
    assert unbracket(name) == expected
