"""Statements of a page, and the protocols that travel with its treaty, against the registry."""

from datetime import date

import pytest

from editing.importing import publish_sound
from editing.models import Operation
from parties.models import Action, Statement
from parties.terms import ActionKind as Kind
from tests.editing.pages import heading
from tests.editing.plans import SIGNED_AND_JOINED, changes, make_treaty, page, plan, propose, recorded, state
from tests.factories import make_instrument, make_statement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_pair_of_eyes")]


@pytest.fixture
def treaty(db):
    return make_treaty()


DECLARED = {"Kenya": heading("Declarations:") + "In many words."}
JOINED = [("Kenya", "1 Feb 1990", "3 Mar 1991")]


@pytest.fixture
def joined(treaty):
    recorded("Kenya", Kind.SIGNATURE, "1990-02-01")
    recorded("Kenya", Kind.RATIFICATION, "1991-03-03")


def test_statement_is_dated_by_the_pages_rule(joined):
    (proposal,) = plan(JOINED, declarations=DECLARED).proposals
    assert (proposal.values["date"], proposal.values["confidence"]) == ("1991-03-03", "medium")
    assert proposal.values["text"] == "Declarations:\nIn many words."
    assert "No date on the page" in proposal.values["note"]


def test_gist_in_our_words_is_the_same_statement(joined):
    make_statement("reservation", "1991-03-03", participant=state("Kenya"), note="A gist.")
    assert changes(plan(JOINED, declarations=DECLARED)) == []


def test_words_that_came_from_a_page_are_compared(joined):
    batch = propose(page(JOINED, declarations=DECLARED), None, "a test")
    publish_sound(batch, None, "a test")
    statement = Statement.objects.current().get(instrument__slug="xt")
    assert statement.text == "Declarations:\nIn many words."
    assert changes(plan(JOINED, declarations=DECLARED)) == []
    (proposal,) = plan(JOINED, declarations={"Kenya": heading("Declarations:") + "In other words."}).proposals
    assert (proposal.operation, proposal.key) == (Operation.CORRECT, statement.key)
    gone = plan(JOINED)
    assert gone.proposals == []
    assert "Declaration, 3 Mar 1991 of Kenya is no longer on the page; it may have been withdrawn." in gone.remarks


def test_provisional_application_declared_among_the_declarations(joined):
    recorded("Kenya", Kind.PROVISIONAL_APPLICATION, "1991-03-03")
    text = heading("Declaration:") + "Kenya declares that it will apply provisionally article 1."
    assert changes(plan(JOINED, declarations={"Kenya": text})) == []
    assert changes(plan(JOINED, provisional=["Kenya"])) == []


def test_each_missing_objection_is_proposed(joined):
    make_statement("objection", "2009-09-23", participant=state("Kenya"), note="To one of them.")
    one = "<p>23 September 2009</p>" + heading("With regard to the reservation made by Chad:") + "No.<br>"
    two = one + heading("With regard to the reservation made by Fiji:") + "No.<br>"
    assert changes(plan(JOINED, objections={"Kenya": one})) == []
    assert changes(plan(JOINED, objections={"Kenya": two})) == [("new", "KEN", "objection", "2009-09-23")]


def test_statement_of_a_state_without_an_act(treaty):
    (proposal,) = plan([], declarations={"Kenya": "Words."}).proposals
    assert "gives no act of Kenya to date it by" in proposal.error


# Protocols that travel with the treaty -----------------------------------------------------------------

TABLE = (
    "Consent to be bound by Protocols I and II, adopted on 10 October 1980",
    ("Participant", "Protocol I", "Protocol II"),
    [("Kenya", "x", "x (18 July 2002)"), ("Viet Nam", "", ""), ("Turkey", "", "X")],
)


def test_protocols_of_the_second_table():
    batch = propose(page(SIGNED_AND_JOINED, protocols=TABLE), None, "a test")
    publish_sound(batch, None, "a test")
    acts = Action.objects.current().filter(instrument__slug__startswith="x-1-protocol").order_by("key")
    assert list(acts.values_list("instrument__slug", "participant__iso3", "date")) == [
        ("x-1-protocol-i", "KEN", date(1991, 3, 3)),
        ("x-1-protocol-ii", "KEN", date(2002, 7, 18)),
        ("x-1-protocol-ii", "TUR", date(1992, 4, 4)),
    ]
    assert changes(plan(SIGNED_AND_JOINED, protocols=TABLE)) == []


def test_protocol_is_found_by_any_of_its_names(treaty):
    make_instrument(
        "xt-p1", kind="protocol", parent=treaty, short_title="Protocol I", action_kinds=["consent-to-be-bound"]
    )
    made = plan(SIGNED_AND_JOINED, protocols=TABLE)
    assert {proposal.values.get("instrument") for proposal in made.proposals} == {
        None,
        "xt",
        "xt-p1",
        "x-1-protocol-ii",
    }


def test_mark_without_a_consent_to_the_treaty(treaty):
    rows = [("Kenya", "x", "")]
    made = plan([], protocols=(*TABLE[:2], rows))
    assert made.proposals[-1].error == "The page gives no consent of Kenya to the treaty itself, so no date."


def test_successor_succeeds_to_the_protocols_as_well():
    made = plan([("Croatia", "", "2 Dec 1993 d")], protocols=(*TABLE[:2], [("Croatia", "x", "")]))
    assert changes(made)[-1] == ("new", "HRV", "succession", "1993-12-02")
