"""Described cases: what was done, and from which day on which status holds.  Every real case names its source.

``turns`` are the days on which something changes, with the status from that day on and its flags; before
the first of them the status is ``no-action``.
"""

from dataclasses import dataclass
from datetime import date

from instruments.rules import Rules
from parties.spells import Act, Standing
from tests.factories import RULES, make_act

from .treaties import APMBC, CCM, CRPD, DRUGS, ICCPR_OP, NOT_YET_IN_FORCE, ROME, RULES_OF, UNKNOWN

UNTC = "https://treaties.un.org/Pages/ViewDetails.aspx?src=TREATY&mtdsg_no="
CONSTRUCTED = "constructed"


@dataclass(frozen=True)
class Case:
    """One participant under one instrument.  ``real`` names its row in the registry, ``apmbc LTU``."""

    words: str
    rules: Rules
    acts: tuple[Act, ...]
    turns: tuple[tuple[str, str], ...]
    source: str = CONSTRUCTED
    real: str = ""
    last_day: date | None = None

    def __str__(self):
        return self.words


def acts(*texts: str) -> tuple[Act, ...]:
    """Return the acts written as ``kind day [-> stated day of effect]``."""
    return tuple(make_act(kind, on, *stated[1:]) for kind, on, *stated in map(str.split, texts))


def turns(**by_day: str) -> tuple[tuple[str, str], ...]:
    """Return the turns written as ``d2025_12_01="party"``."""
    return tuple((name[1:].replace("_", "-"), told) for name, told in by_day.items())


def told(standing: Standing) -> str:
    """Return a standing as the cases write it: the status and its flags."""
    flags = {
        "provisional": standing.provisional,
        "leaving": standing.exit and standing.bound,
        "suspended": standing.suspension,
    }
    return " ".join([standing.status, *(flag for flag, holds in flags.items() if holds)])


JOINING = [
    Case("it has done nothing", RULES, (), ()),
    Case(
        "Tonga accedes: first day of the sixth month after the month of deposit (art. 17(2))", APMBC,
        acts("accession 2025-06-25"),
        turns(d2025_06_25="contracting-state", d2025_12_01="party"), UNTC + "XXVI-5", "apmbc TON",
    ),
    Case(
        "the Marshall Islands sign in 1997 and ratify in 2025", APMBC,
        acts("signature 1997-12-04", "ratification 2025-03-12"),
        turns(d1997_12_04="signatory", d2025_03_12="contracting-state", d2025_09_01="party"), UNTC + "XXVI-5",
        "apmbc MHL",
    ),
    Case(
        "Canada signs and ratifies on one day, then waits for the general entry into force (art. 17(1))", APMBC,
        acts("signature 1997-12-03", "ratification 1997-12-03"),
        turns(d1997_12_03="contracting-state", d1999_03_01="party"), UNTC + "XXVI-5", "apmbc CAN",
    ),
    Case(
        "Burkina Faso's deposit is the fortieth: its own delay ends with the general one", APMBC,
        acts("signature 1997-12-03", "ratification 1998-09-16"),
        turns(d1997_12_03="signatory", d1998_09_16="contracting-state", d1999_03_01="party"), UNTC + "XXVI-5",
        "apmbc BFA",
    ),
    Case(
        "a deposit on the last day of a month", APMBC, acts("accession 2005-08-31"),
        turns(d2005_08_31="contracting-state", d2006_02_01="party"),
    ),
    Case(
        "a deposit on the first day of a month waits as long as one on its last", APMBC,
        acts("accession 2005-08-01"), turns(d2005_08_01="contracting-state", d2006_02_01="party"),
    ),
    Case(
        "France consents to Protocol V on 31 October: six months end on 30 April", RULES_OF["ccw-p5"],
        acts("consent-to-be-bound 2006-10-31"),
        turns(d2006_10_31="contracting-state", d2007_04_30="party"), UNTC + "XXVI-2-d", "ccw-p5 FRA",
    ),
    Case(
        "Guatemala consents to Protocol IV on 30 August: six months end on 28 February", RULES_OF["ccw-p4"],
        acts("consent-to-be-bound 2002-08-30"),
        turns(d2002_08_30="contracting-state", d2003_02_28="party"), UNTC + "XXVI-2-a", "ccw-p4 GTM",
    ),
    Case(
        "Finland ratifies the CRPD: the thirtieth day after deposit (art. 45(2))", CRPD,
        acts("signature 2007-03-30", "ratification 2016-05-11"),
        turns(d2007_03_30="signatory", d2016_05_11="contracting-state", d2016_06_10="party"), UNTC + "IV-15",
        "crpd FIN",
    ),
    Case(
        "the European Union formally confirms its signature of the CRPD (art. 43)", CRPD,
        acts("signature 2007-03-30", "formal-confirmation 2010-12-23"),
        turns(d2007_03_30="signatory", d2010_12_23="contracting-state", d2011_01_22="party"), UNTC + "IV-15",
        "crpd EUE",
    ),
    Case(
        "a signature that itself expresses consent", RULES, acts("definitive-signature 2010-01-15"),
        turns(d2010_01_15="contracting-state", d2010_07_15="party"),
    ),
    Case(
        "a new State takes over its predecessor's signature", RULES, acts("signature-succession 2010-01-15"),
        turns(d2010_01_15="signatory"),
    ),
    Case(
        "confirming a signature ad referendum changes nothing", RULES,
        acts("signature 2010-01-15", "signature-confirmation 2010-03-01"), turns(d2010_01_15="signatory"),
    ),
    Case(
        "the depositary's date beats the rule's", RULES, acts("accession 2010-01-15 -> 2010-03-01"),
        turns(d2010_01_15="contracting-state", d2010_03_01="party"),
    ),
    Case(
        "a date stated before the general entry into force counts from there", RULES,
        acts("accession 1999-01-15 -> 1999-06-01"),
        turns(d1999_01_15="contracting-state", d2000_01_01="party"),
    ),
    Case(
        "a second consent while bound changes nothing", RULES, acts("accession 2010-01-15", "ratification 2011-01-15"),
        turns(d2010_01_15="contracting-state", d2010_07_15="party"),
    ),
    Case(
        "a treaty whose rules are not recorded: bound, in force nobody knows when", UNKNOWN,
        acts("ratification 2010-01-15"), turns(d2010_01_15="contracting-state"),
    ),
    Case(
        "a treaty that is not yet in force binds no party", NOT_YET_IN_FORCE, acts("ratification 2010-01-15"),
        turns(d2010_01_15="contracting-state"),
    ),
]  # fmt: skip

SUCCEEDING = [
    Case(
        "South Sudan is a party from its independence, by a notice four months later", APMBC,
        acts("succession 2011-11-11 -> 2011-07-09"), turns(d2011_07_09="party"),
        "https://www.apminebanconvention.org/states-parties-to-the-convention/south-sudan/", "apmbc SSD",
    ),
    Case(
        "Czechia is a party from its first day", RULES_OF["ccw"], acts("succession 1993-02-22 -> 1993-01-01"),
        turns(d1993_01_01="party"), UNTC + "XXVI-2", "ccw CZE",
    ),
    Case(
        "Slovakia is a party from its first day", RULES_OF["ccw"], acts("succession 1993-05-28 -> 1993-01-01"),
        turns(d1993_01_01="party"), UNTC + "XXVI-2", "ccw SVK",
    ),
    Case(
        "Czechoslovakia's row ends with the State", RULES_OF["ccw"],
        acts("signature 1981-04-10", "ratification 1982-08-31"),
        turns(d1981_04_10="signatory", d1982_08_31="contracting-state", d1983_12_02="party"), UNTC + "XXVI-2",
        "ccw CSK", date(1992, 12, 31),
    ),
    Case(
        "a State that ends before the effect of its consent is never a party", RULES, acts("accession 2010-01-15"),
        turns(d2010_01_15="contracting-state"), last_day=date(2010, 7, 14),
    ),
    Case(
        "a succession of which the day is not recorded binds from its notice", RULES, acts("succession 2010-01-15"),
        turns(d2010_01_15="contracting-state"),
    ),
    Case(
        "a succession of before the general entry into force reaches back no further", RULES,
        acts("succession 2001-05-01 -> 1991-06-25"), turns(d2000_01_01="party"),
    ),
    Case(
        "a succession to a treaty that is not yet in force", NOT_YET_IN_FORCE,
        acts("succession 2001-05-01 -> 1991-06-25"), turns(d2001_05_01="contracting-state"),
    ),
    Case(
        "a succession that takes effect after its notice", RULES, acts("succession 2010-01-15 -> 2010-03-01"),
        turns(d2010_01_15="contracting-state", d2010_03_01="party"),
    ),
]  # fmt: skip

LEAVING = [
    Case(
        "Lithuania leaves the CCM six months after its notice (art. 20)", CCM,
        acts(
            "signature 2008-12-03", "provisional-application 2011-03-24", "ratification 2011-03-24",
            "withdrawal 2024-09-06 -> 2025-03-06",
        ),
        turns(
            d2008_12_03="signatory", d2011_03_24="contracting-state provisional", d2011_09_01="party",
            d2024_09_06="party leaving", d2025_03_06="former-party",
        ),
        UNTC + "XXVI-6, C.N.347.2024.TREATIES-XXVI-6", "ccm LTU",
    ),
    *(
        Case(
            f"{name} leaves the APMBC six months after its notice (art. 20)", APMBC,
            acts(*joined, f"withdrawal {notice} -> {effect}"),
            turns(**by_day, **{f"d{notice}".replace("-", "_"): "party leaving"},
                  **{f"d{effect}".replace("-", "_"): "former-party"}),
            UNTC + f"XXVI-5, {reference}.TREATIES-XXVI-5", f"apmbc {iso3}",
        )
        for iso3, name, joined, by_day, notice, effect, reference in (
            ("EST", "Estonia", ["accession 2004-05-12"],
             {"d2004_05_12": "contracting-state", "d2004_11_01": "party"}, "2025-06-27", "2025-12-27", "C.N.360.2025"),
            ("FIN", "Finland", ["accession 2012-01-09"],
             {"d2012_01_09": "contracting-state", "d2012_07_01": "party"}, "2025-07-10", "2026-01-10", "C.N.372.2025"),
            ("LVA", "Latvia", ["accession 2005-07-01"],
             {"d2005_07_01": "contracting-state", "d2006_01_01": "party"}, "2025-06-27", "2025-12-27", "C.N.361.2025"),
            ("LTU", "Lithuania", ["signature 1999-02-26", "ratification 2003-05-12"],
             {"d1999_02_26": "signatory", "d2003_05_12": "contracting-state", "d2003_11_01": "party"},
             "2025-06-27", "2025-12-27", "C.N.362.2025"),
            ("POL", "Poland", ["signature 1997-12-04", "ratification 2012-12-27"],
             {"d1997_12_04": "signatory", "d2012_12_27": "contracting-state", "d2013_06_01": "party"},
             "2025-08-20", "2026-02-20", "C.N.421.2025"),
        )
    ),
    Case(
        "Guyana denounces and joins again with a reservation on the same day: no day without the Protocol", ICCPR_OP,
        acts("accession 1993-05-10", "withdrawal 1999-01-05 -> 1999-04-05", "accession 1999-01-05"),
        turns(
            d1993_05_10="contracting-state", d1993_08_10="party", d1999_01_05="party leaving", d1999_04_05="party",
        ),
        UNTC + "IV-5, endnote on Guyana",
    ),
    Case(
        "Trinidad and Tobago does the same and later leaves for good", ICCPR_OP,
        acts(
            "accession 1980-11-14", "withdrawal 1998-05-26", "accession 1998-05-26", "withdrawal 2000-03-27",
        ),
        turns(
            d1980_11_14="contracting-state", d1981_02_14="party", d1998_05_26="party leaving", d1998_08_26="party",
            d2000_03_27="party leaving", d2000_06_27="former-party",
        ),
        UNTC + "IV-5, endnote on Trinidad and Tobago",
    ),
    Case(
        "Bolivia leaves the Single Convention and joins again a year later", DRUGS,
        acts("accession 1976-09-23", "withdrawal 2011-06-29 -> 2012-01-01", "accession 2013-01-11"),
        turns(
            d1976_09_23="contracting-state", d1976_10_23="party", d2011_06_29="party leaving",
            d2012_01_01="former-party", d2013_01_11="contracting-state", d2013_02_10="party",
        ),
        UNTC + "VI-18, endnote on Bolivia",
    ),
    Case(
        "South Africa takes back its notice of leaving the Rome Statute", ROME,
        acts(
            "ratification 2000-11-27 -> 2002-07-01", "withdrawal 2016-10-19", "withdrawal-rescinded 2017-03-07",
        ),
        turns(
            d2000_11_27="contracting-state", d2002_07_01="party", d2016_10_19="party leaving", d2017_03_07="party",
        ),
        UNTC + "XVIII-10, C.N.786.2016.TREATIES-XVIII.10, C.N.121.2017.TREATIES-XVIII.10",
    ),
    Case(
        "a notice taken back on the day of its effect came too late (Vienna Convention, art. 68)", RULES,
        acts("accession 2010-01-15", "withdrawal 2015-03-01", "withdrawal-rescinded 2016-03-01"),
        turns(
            d2010_01_15="contracting-state", d2010_07_15="party", d2015_03_01="party leaving",
            d2016_03_01="former-party",
        ),
    ),
    Case(
        "a notice taken back on the day before its effect", RULES,
        acts("accession 2010-01-15", "withdrawal 2015-03-01", "withdrawal-rescinded 2016-02-29"),
        turns(
            d2010_01_15="contracting-state", d2010_07_15="party", d2015_03_01="party leaving", d2016_02_29="party",
        ),
    ),
    Case(
        "a second notice after the first was taken back", RULES,
        acts(
            "accession 2010-01-15", "withdrawal 2015-03-01", "withdrawal-rescinded 2015-06-01", "withdrawal 2017-01-01",
        ),
        turns(
            d2010_01_15="contracting-state", d2010_07_15="party", d2015_03_01="party leaving", d2015_06_01="party",
            d2017_01_01="party leaving", d2018_01_01="former-party",
        ),
    ),
    Case(
        "a notice taken back on the day on which it was given", RULES,
        acts("accession 2010-01-15", "withdrawal 2015-03-01", "withdrawal-rescinded 2015-03-01"),
        turns(d2010_01_15="contracting-state", d2010_07_15="party"),
    ),
    Case(
        "of two messages that take a notice back, the first counts", RULES,
        acts(
            "accession 2010-01-15", "withdrawal 2015-03-01", "withdrawal-rescinded 2015-09-01",
            "withdrawal-rescinded 2015-06-01",
        ),
        turns(
            d2010_01_15="contracting-state", d2010_07_15="party", d2015_03_01="party leaving", d2015_06_01="party",
        ),
    ),
    Case(
        "taking back what was never given changes nothing", RULES,
        acts("accession 2010-01-15", "withdrawal-rescinded 2015-06-01", "withdrawal 2017-01-01"),
        turns(
            d2010_01_15="contracting-state", d2010_07_15="party", d2017_01_01="party leaving",
            d2018_01_01="former-party",
        ),
    ),
    Case(
        "the depositary puts a withdrawal off until an armed conflict ends (APMBC art. 20(3))", APMBC,
        acts("accession 2005-07-01", "withdrawal 2025-06-27 -> 2027-05-01"),
        turns(
            d2005_07_01="contracting-state", d2006_01_01="party", d2025_06_27="party leaving",
            d2027_05_01="former-party",
        ),
    ),
    Case(
        "a treaty without a known rule of exit: notified, and never gone", UNKNOWN,
        acts("ratification 2010-01-15", "withdrawal 2015-03-01"),
        turns(d2010_01_15="contracting-state", d2015_03_01="contracting-state leaving"),
    ),
    Case(
        "a treaty without a known rule of exit, but with the depositary's date", UNKNOWN,
        acts("ratification 2010-01-15", "withdrawal 2015-03-01 -> 2016-01-01"),
        turns(
            d2010_01_15="contracting-state", d2015_03_01="contracting-state leaving", d2016_01_01="former-party",
        ),
    ),
    Case(
        "a withdrawal by one that never joined changes nothing", RULES,
        acts("signature 2009-01-01", "withdrawal 2010-01-15"),
        turns(d2009_01_01="signatory"),
    ),
    Case(
        "a notice from before the consent does not end it", RULES,
        acts("withdrawal 2009-12-31", "accession 2010-01-15"),
        turns(d2010_01_15="contracting-state", d2010_07_15="party"),
    ),
    Case(
        "it joins again while its notice runs: no day as a former party", RULES,
        acts("accession 2010-01-15", "withdrawal 2015-03-01", "accession 2015-06-01"),
        turns(
            d2010_01_15="contracting-state", d2010_07_15="party", d2015_03_01="party leaving", d2016_03_01="party",
        ),
    ),
    Case(
        "it joins again shortly before its withdrawal takes effect, and is a contracting State for a while", RULES,
        acts("accession 2010-01-15", "withdrawal 2015-03-01", "accession 2016-02-01"),
        turns(
            d2010_01_15="contracting-state", d2010_07_15="party", d2015_03_01="party leaving",
            d2016_03_01="contracting-state", d2016_08_01="party",
        ),
    ),
]  # fmt: skip

FLAGS = [
    Case(
        "Ukraine declares a suspension that the treaty does not provide for: a flag, not a status", APMBC,
        acts("signature 1999-02-24", "ratification 2005-12-27", "suspension-declared 2025-07-18"),
        turns(
            d1999_02_24="signatory", d2005_12_27="contracting-state", d2006_06_01="party",
            d2025_07_18="party suspended",
        ),
        "https://www.hrw.org/news/2025/07/24/ukraine-suspends-vital-mine-ban-treaty", "apmbc UKR",
    ),
    Case(
        "Norway applies the CCM provisionally until it is in force", CCM,
        acts("signature 2008-12-03", "ratification 2008-12-03", "provisional-application 2008-12-03"),
        turns(d2008_12_03="contracting-state provisional", d2010_08_01="party"), UNTC + "XXVI-6", "ccm NOR",
    ),
    Case(
        "a signatory applies a treaty provisionally", RULES,
        acts("signature 2001-01-01", "provisional-application 2002-01-01"),
        turns(d2001_01_01="signatory", d2002_01_01="signatory provisional"),
    ),
    Case(
        "one that has done nothing else applies a treaty provisionally", RULES,
        acts("provisional-application 2002-01-01"), turns(d2002_01_01="no-action provisional"),
    ),
    Case(
        "a suspension on the day of the consent", RULES, acts("accession 2010-01-15", "suspension-declared 2010-01-15"),
        turns(d2010_01_15="contracting-state suspended", d2010_07_15="party suspended"),
    ),
    Case(
        "a suspension by a contracting State, and one from before its consent", RULES,
        acts("suspension-declared 2009-01-01", "accession 2010-01-15", "suspension-declared 2010-03-01"),
        turns(
            d2010_01_15="contracting-state", d2010_03_01="contracting-state suspended",
            d2010_07_15="party suspended",
        ),
    ),
]  # fmt: skip

CASES = [*JOINING, *SUCCEEDING, *LEAVING, *FLAGS]
