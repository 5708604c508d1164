"""Rules as the treaties have them, written apart from data/instruments.csv, which must agree."""

from dataclasses import replace
from datetime import date

from instruments.rules import Anchor, Delay, Provision, Rules
from tests.factories import RULES


def provision(article: str, months: int = 0, days: int = 0, first_of_month: bool = False) -> Provision:
    return Provision(Delay(months, days, Anchor.FIRST_OF_MONTH if first_of_month else Anchor.DAY), article)


def ccw_family(in_force_on: date, in_force_article: str, article: str) -> Rules:
    half_a_year = provision(in_force_article, months=6)
    joining, leaving = provision(article, months=6), provision("9", months=12)
    return Rules(in_force_on, in_force_article, 20, half_a_year, joining, leaving, True)


APMBC = Rules(
    in_force_on=date(1999, 3, 1),
    in_force_article="17(1)",
    threshold=40,
    general=provision("17(1)", months=6, first_of_month=True),
    joining=provision("17(2)", months=6, first_of_month=True),
    exit=provision("20", months=6),
    exit_waits_for_peace=True,
)
CCM = replace(APMBC, in_force_on=date(2010, 8, 1), threshold=30)
CRPD = Rules(
    in_force_on=date(2008, 5, 3),
    in_force_article="45(1)",
    threshold=20,
    general=provision("45(1)", days=30),
    joining=provision("45(2)", days=30),
    exit=provision("48", months=12),
)
RULES_OF = {
    "apmbc": APMBC,
    "ccw": ccw_family(date(1983, 12, 2), "5(1)", "5(2)"),
    "ccw-p1": ccw_family(date(1983, 12, 2), "5(3)", "5(4)"),
    "ccw-p2": ccw_family(date(1983, 12, 2), "5(3)", "5(4)"),
    "ccw-p3": ccw_family(date(1983, 12, 2), "5(3)", "5(4)"),
    "ccw-p4": ccw_family(date(1998, 7, 30), "2 of the Additional Protocol", "5(4)"),
    "ccw-ap2": ccw_family(date(1998, 12, 3), "2", "5(4)"),
    "ccw-a1": ccw_family(date(2004, 5, 18), "8(1)(b)", "5(2)"),
    "ccw-p5": ccw_family(date(2006, 11, 12), "5(3)", "5(4)"),
    "ccm": CCM,
    "crpd": CRPD,
}
# Optional Protocol to the ICCPR, art. 9 and 12; Single Convention on Narcotic Drugs as amended, art. 41
# and 46 (a notice received by 1 July takes effect on 1 January: stated); Rome Statute, art. 126 and 127.
ICCPR_OP = Rules(date(1976, 3, 23), "9(1)", joining=provision("9(2)", months=3), exit=provision("12(1)", months=3))
DRUGS = Rules(date(1975, 8, 8), "18 of the Protocol of 1972", joining=provision("41(2)", days=30))
ROME = Rules(date(2002, 7, 1), "126(1)", exit=provision("127(1)", months=12))
UNKNOWN = Rules()
NOT_YET_IN_FORCE = replace(RULES, in_force_on=None)
