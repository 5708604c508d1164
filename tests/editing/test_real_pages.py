"""The depositary's own pages, where they are at hand: they are not part of this repository.

Set ``UNTC_PAGES`` to a folder of them, saved on 3 February 2026 and named by their reference.
"""

import os
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from editing.depositary.documents import read_page
from editing.importing import keep, plan_page, publish_sound
from editing.models import Proposal, Subject
from instruments.models import Instrument
from parties.models import Action, Participation, Statement
from parties.terms import Measure
from parties.totals import count

FOLDER = Path(os.environ.get("UNTC_PAGES") or settings.BASE_DIR.parent / "shared" / "untc")
# A convention before its protocols.
REFERENCES = ("IV-15", "XXVI-2", "XXVI-2-a", "XXVI-2-b", "XXVI-2-c", "XXVI-2-d", "XXVI-5", "XXVI-6")
MISSING = [reference for reference in REFERENCES if not (FOLDER / f"{reference}.html").is_file()]
STAMP = date(2026, 2, 3)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("one_pair_of_eyes"),
    pytest.mark.skipif(bool(MISSING), reason="the depositary's pages are not at hand; name their folder in UNTC_PAGES"),
]

# Signatories and parties as the pages' headers count them; None where the header does not.  The protocols
# of 1980 have no page of their own and no header: theirs are the marks in the Convention's second table.
HEADERS = {
    "iv-15": (164, 193),
    "xxvi-2": (50, 128),
    "xxvi-2-protocol-i": (None, 121),
    "xxvi-2-protocol-ii": (None, 96),
    "xxvi-2-protocol-iii": (None, 117),
    "xxvi-2-a": (None, 111),
    "xxvi-2-b": (None, 107),
    "xxvi-2-c": (None, 90),
    "xxvi-2-d": (None, 99),
    "xxvi-5": (132, 162),
    "xxvi-6": (107, 112),
}

# What the pages have and data/ has not: statements, and one volume of the Treaty Series.  No act differs.
OBJECTED_TO_THE_UNITED_STATES = "AUT BEL CYP DEU DNK ESP FIN FRA GBR GRC IRL NLD NOR POL PRT CHE SWE".split()
DIFFERENCES = {
    # The later application to the Caribbean part, which end notes of four pages give.
    *((slug, "NLD", "territorial-application", "2014-04-28") for slug in ("ccw", "ccw-p4", "ccw-ap2", "ccw-p5")),
    # To the reservation of the United States to Protocol III.
    *(("ccw-p3", iso3, "objection") for iso3 in OBJECTED_TO_THE_UNITED_STATES),
    # Upon consent to be bound by Protocol III.
    ("ccw-p3", "FRA", "declaration", "2002-07-18"),
    # Joined after the texts in data/ were collected.
    ("ccw", "SGP", "reservation", "2023-09-21"),
    # Deemed accepted after ninety days: data/ has Canada's statements on the amended Protocol II at its consent.
    ("ccw-p4", "CAN", "declaration", "1998-10-19"),
    ("ccw-ap2", "CAN", "reservation", "1998-10-19"),
    ("ccw-ap2", "CAN", "declaration", "1998-10-19"),
    # “Same declarations as those made by Ireland”.
    ("ccw-ap2", "DNK", "declaration", "1997-04-30"),
    ("ccw-ap2", "FIN", "declaration", "1998-04-03"),
}


def pages():
    for reference in REFERENCES:
        path = FOLDER / f"{reference}.html"
        yield read_page(path.read_bytes(), path.name)


def test_loaded_registry_differs_only_as_explained():
    found, remarks = set(), []
    for page in pages():
        plan = plan_page(page)
        remarks += [remark for remark in plan.remarks if not remark.startswith("End notes")]
        for proposal in plan.proposals:
            assert (proposal.operation, proposal.subject, proposal.error) == ("record", "statement", "")
            values = proposal.values
            said = (values["instrument"], values["party_iso3"], values["action"], values["date"])
            found.add(said[:3] if said[2] == "objection" else said)
    assert found == DIFFERENCES
    assert remarks == ["UNTS volume: the page has “1380”, the registry “”."]


@pytest.fixture
def empty_registry():
    """The participants with their names, and nothing else."""
    Instrument.objects.update(parent=None)
    for model in (Participation, Action, Statement, Instrument):
        model.objects.all().delete()


@pytest.mark.usefixtures("empty_registry")
def test_empty_registry_gets_exactly_what_the_headers_count():
    for page in pages():
        batch = keep(plan_page(page), None, "a test")
        publish_sound(batch, None, "a test")
    assert not Proposal.objects.exclude(error="").exists()
    counted = {}
    for instrument in Instrument.objects.all():
        spells = list(Participation.objects.filter(instrument=instrument).select_related("participant"))
        # The depositary takes a participant that left off both its counts.
        signatories = count(Measure.SIGNATORIES_EXCLUDING_WITHDRAWN, spells, STAMP)
        counted[instrument.slug] = (signatories or None, count(Measure.PARTIES, spells, STAMP))
    assert counted == HEADERS
    warned = Proposal.objects.filter(subject=Subject.ACTION).exclude(warnings=[])
    assert sorted(warned.values_list("key", flat=True)) == [
        "xxvi-2-chl-acceptance-2003-10-15",
        "xxvi-2-civ-acceptance-2016-05-25",
    ]
    assert [plan_page(page).proposals for page in pages()] == [[]] * len(REFERENCES)


def test_headers_agree_with_their_own_rows():
    for page in pages():
        signatories, parties = HEADERS[page.header.reference.lower()]
        assert (page.header.counts.signatories, page.header.counts.parties) == (signatories, parties)
        assert not any(act.error for act in page.acts)
        assert not any(statement.error for statement in page.statements)
