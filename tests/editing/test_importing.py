"""From a page to proposals and on: against the loaded registry, for a treaty it does not know, and twice."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from editing.importing import plan_page, publish_sound
from editing.models import Batch, Operation, Proposal, State
from editing.publishing import reject
from instruments.models import Instrument
from parties.models import Action, Participation
from parties.terms import ActionKind as Kind
from parties.terms import Status
from tests.editing.pages import heading, mark
from tests.editing.plans import SIGNED_AND_JOINED, changes, make_treaty, page, plan, propose, recorded
from tests.factories import make_action, make_participant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_pair_of_eyes")]

LEFT = "On 1 July 2001, the Government of Kenya deposited a notification of withdrawal. It took effect on 1 July 2002."


@pytest.fixture
def treaty(db):
    return make_treaty()


# A treaty that the registry does not know ------------------------------------------------------------------


def test_new_treaty_is_proposed_with_what_its_page_says():
    made = plan(SIGNED_AND_JOINED, status="Signatories : 2. Parties : 2")
    values = made.proposals[0].values
    said = {
        "slug": "x-1", "kind": "convention", "reference": "X-1", "title": "Convention on the Testing of Importers",
        "adopted_at": "Geneva", "adopted_on": "1980-10-10", "in_force_on": "1983-12-02", "in_force_article": "5(1)",
        "unts_registration": "22495", "unts_volume": "1342", "unts_page": "137",
    }  # fmt: skip
    assert {name: values[name] for name in said} == said
    assert values["action_kinds"] == "signature;ratification;acceptance;approval;accession;succession;withdrawal"
    assert not values.get("party_delay")
    assert "status as at 3 Feb 2026 https://treaties.un.org/" in values["source"]
    assert "mtdsg_no=X-1&chapter=10" in values["source"]
    assert made.title == "X-1, status as at 3 Feb 2026"
    assert len(made.sha256) == 64


def test_new_treaty_published():
    batch = propose(page(SIGNED_AND_JOINED, status="Signatories : 2. Parties : 2"), None, "a test")
    publish_sound(batch, None, "a test")
    treaty = Instrument.objects.get(slug="x-1")
    statuses = {
        row.participant.iso3: (row.status, row.in_force_on)
        for row in Participation.objects.as_of(date(2026, 2, 3))
        .filter(instrument=treaty)
        .exclude(status=Status.NO_ACTION)
    }
    # Consent counts as bound; when the treaty entered into force for a State is not known, and not guessed.
    assert statuses == {
        "KEN": (Status.CONTRACTING_STATE, None),
        "TUR": (Status.CONTRACTING_STATE, None),
        "VNM": (Status.SIGNATORY, None),
    }
    assert treaty.position > Instrument.objects.exclude(pk=treaty.pk).latest("position").position
    assert set(batch.proposals.values_list("state", flat=True)) == {State.PUBLISHED}


@pytest.mark.parametrize("then", ["kept", "published"])
def test_importing_twice_proposes_nothing_new(then):
    rows = [
        *SIGNED_AND_JOINED,
        ("Atlantis", "", "1 Jan 1991 a"),
        ("Chad", "", "1 Jan 1991 q"),
        (f"Fiji{mark(1)}", "", "[1 Jan 1991 a]"),
    ]
    parts = {"declarations": {"Kenya": heading("Declaration:") + "So be it."}, "notes": {1: "See note 1."}}
    batch = propose(page(rows, **parts), None, "a test")
    if then == "published":
        publish_sound(batch, None, "a test")
    later = page(rows, stamp="04-03-2026 09:00:00 EST", **parts)
    assert changes(plan_page(later)) == []
    assert propose(later, None, "a test") is None
    assert Batch.objects.count() == 1


def test_what_a_reviewer_rejected_is_not_proposed_again(editor):
    batch = propose(page(SIGNED_AND_JOINED), None, "a test")
    reject(batch.proposals.all(), editor, "not now")
    again = plan(SIGNED_AND_JOINED)
    assert again.proposals == []
    assert "5 proposals were rejected before and are not made again." in again.remarks


def test_import_writes_no_act():
    before = Action.objects.count(), Instrument.objects.count()
    propose(page(SIGNED_AND_JOINED), None, "a test")
    assert (Action.objects.count(), Instrument.objects.count()) == before


def test_protocol_finds_its_parent(treaty):
    made = plan([("Kenya", "", "1 Jan 1991 a")], reference="X-1-a")
    assert (made.proposals[0].values["kind"], made.proposals[0].values["parent"]) == ("protocol", "xt")
    assert made.proposals[1].warnings == ["Kenya has not consented to be bound by the Test Convention."]


def test_protocol_whose_parent_waits_for_review_looks_at_what_waits():
    propose(page(SIGNED_AND_JOINED), None, "a test")
    made = plan([("Kenya", "", "1 Jan 1995 a")], reference="X-1-a")
    assert made.proposals[0].values["parent"] == "x-1"
    assert made.proposals[1].warnings == []


def test_protocol_without_its_parent_says_so():
    made = plan([("Kenya", "", "1 Jan 1991 a")], reference="XVIII-77-a", title="Amendment to the Convention")
    assert made.proposals[0].values["kind"] == "amendment"
    assert any("belongs to XVIII-77" in remark for remark in made.remarks)


def test_withdrawal_from_a_treaty_without_rules():
    made = plan([(f"Kenya{mark(1)}", "", "[1 Jan 1991 a]")], notes={1: LEFT})
    batch = propose(page([(f"Kenya{mark(1)}", "", "[1 Jan 1991 a]")], notes={1: LEFT}), None, "a test")
    publish_sound(batch, None, "a test")
    assert changes(made)[1:] == [("new", "KEN", "accession", "1991-01-01"), ("new", "KEN", "withdrawal", "2001-07-01")]
    last = Participation.objects.as_of(date(2002, 7, 1)).get(instrument__slug="x-1", participant__iso3="KEN")
    assert last.status == Status.FORMER_PARTY


def test_exit_that_nothing_dates_keeps_the_consent_back_too():
    undated = LEFT.split(" It took")[0]
    made = plan([(f"Kenya{mark(1)}", "", "[1 Jan 1991 a]")], notes={1: undated})
    assert [bool(proposal.error) for proposal in made.proposals] == [False, True, True]
    assert "neither the page nor a rule" in made.proposals[1].error


def test_same_exit_where_the_rule_is_known(treaty):
    made = plan([(f"Kenya{mark(1)}", "", "[1 Jan 1999 a]")], notes={1: LEFT.split(" It took")[0]})
    assert not any(proposal.error for proposal in made.proposals)


# What is unresolved ------------------------------------------------------------------------------------


def test_unknown_name_code_and_date_are_kept_with_their_row(treaty):
    rows = [("Atlantis", "", "1 Jan 1991 a"), ("Chad", "", "1 Jan 1991 q"), ("Fiji", "", "31 Apr 1991 a")]
    name, code, day = plan(rows).proposals
    assert "“Atlantis” is not a name of any participant" in name.error
    assert name.row.startswith("Atlantis · Ratification")
    assert "The code “q” is not in the heading" in code.error
    assert code.values["party_iso3"] == "TCD"
    assert "not a day of the calendar" in day.error


def test_name_with_two_bearers_is_refused(treaty):
    for iso3 in ("XAA", "XBB"):
        make_participant(iso3, name=f"State {iso3}").names.create(name="Ruritania", kind="alias")
    (proposal,) = plan([("Ruritania", "", "1 Jan 1999 a")]).proposals
    assert "is a name of State XAA and State XBB" in proposal.error


def test_predecessor_by_its_day(treaty):
    note = "The former Yugoslavia had acceded to the Convention on 5 May 1981."
    made = plan([(f"Croatia{mark(1)}", "", "2 Dec 1993 d"), ("Yugoslavia", "", "2 Dec 2001 a")], notes={1: note})
    assert sorted(said[1] for said in changes(made)) == ["HRV", "SRB", "YUG"]


def test_implausible_act_is_kept_with_the_rule_it_breaks(treaty):
    made = plan([("Kenya", "", "1 Jan 1999")])
    assert made.proposals[0].error == "Kenya has not signed before; a State that has not signed accedes."


def test_ratification_is_judged_beside_the_signature_of_the_same_page(treaty):
    made = plan([("Kenya", "1 Jan 1999", "1 Jan 2000"), ("Chad", "31 Apr 1999", "1 Jan 2000")])
    assert [bool(proposal.error) for proposal in made.proposals] == [True, False, False, True]


# Against what the registry holds -----------------------------------------------------------------------


def test_same_acts_are_no_difference(treaty):
    recorded("Kenya", Kind.SIGNATURE, "1990-02-01")
    recorded("Kenya", Kind.RATIFICATION, "1991-03-03", stated_effective_on=date(1991, 4, 1))
    assert changes(plan([("Kenya", "1 Feb 1990", "3 Mar 1991")])) == []


def test_another_date_or_kind_corrects_the_act(treaty):
    old = recorded("Kenya", Kind.ACCEPTANCE, "1991-03-03", reference="C.N.1.1991", note="as we have it")
    (proposal,) = plan([("Kenya", "", "4 Mar 1991 a")]).proposals
    assert (proposal.operation, proposal.key, proposal.base) == (Operation.CORRECT, old.key, old.pk)
    assert (proposal.values["action"], proposal.values["date"]) == ("accession", "1991-03-04")
    assert (proposal.values["reference"], proposal.values["note"]) == ("C.N.1.1991", "as we have it")


def test_vanished_act_is_proposed_to_be_taken_out(treaty):
    old = recorded("Kenya", Kind.ACCESSION, "1991-03-03")
    recorded("Chad", Kind.ACCESSION, "1991-03-03")
    (proposal,) = plan([("Chad", "", "3 Mar 1991 a")]).proposals
    assert (proposal.operation, proposal.key, proposal.error) == (Operation.RETRACT, old.key, "")
    assert "Kenya: the page does not have what the registry has" in proposal.row


def test_page_that_counts_more_than_it_lists_takes_nothing_out(treaty):
    recorded("Kenya", Kind.ACCESSION, "1991-03-03")
    recorded("Chad", Kind.ACCESSION, "1991-03-03")
    (proposal,) = plan([("Chad", "", "3 Mar 1991 a")], status="Parties : 2").proposals
    assert "may be incomplete: its header counts 2 parties, its rows 1" in proposal.error


def test_page_that_lacks_much_takes_nothing_out(treaty):
    for name in ("Kenya", "Chad", "Fiji", "Mali", "Peru", "Cuba", "Iraq"):
        recorded(name, Kind.ACCESSION, "1991-03-03")
    made = plan([("Kenya", "", "3 Mar 1991 a")])
    assert len(made.proposals) == 6
    assert all("lacks 6 of the 7 acts" in proposal.error for proposal in made.proposals)


def test_what_a_page_cannot_show_has_not_vanished(treaty):
    recorded("Kenya", Kind.ACCESSION, "2026-03-01")  # after the page's day
    recorded("Chad", Kind.PROVISIONAL_APPLICATION, "1990-01-01")  # no column for it
    recorded("Fiji", Kind.ACCESSION, "1991-03-03")
    recorded("Fiji", Kind.WITHDRAWAL, "2001-03-03")  # gone, and off the page
    make_action(Kind.ACCESSION, "1981-03-03", participant="CSK")  # a predecessor has no row
    assert changes(plan([])) == []


def test_effect_that_the_page_states_otherwise(treaty):
    recorded("Kenya", Kind.ACCESSION, "1999-01-01")
    recorded("Kenya", Kind.WITHDRAWAL, "2001-07-01")
    rows = [(f"Kenya{mark(1)}", "", "[1 Jan 1999 a]")]
    assert changes(plan(rows, notes={1: LEFT})) == []
    (proposal,) = plan(rows, notes={1: LEFT.replace("1 July 2002", "2 August 2002")}).proposals
    assert (proposal.values["effective_date"], proposal.warnings) == (
        "2002-08-02",
        ["The depositary gives 2 Aug 2002, the rule 1 Jul 2002."],
    )


def test_differences_in_the_header_are_remarks(treaty):
    remarks = plan([], registration="3 May 1990, No. 1", eif="3 May 1990", status="Parties : 3").remarks
    assert "Registration: the page has “1”, the registry “22495”." in remarks
    assert "Entry into force: the page has “1990-05-03”, the registry “1983-12-02”." in remarks
    assert "The header counts 3 parties; with these proposals the registry would count 0." in remarks


def test_consequences_are_counted(treaty):
    recorded("Kenya", Kind.SIGNATURE, "1990-02-01")
    made = plan([("Kenya", "1 Feb 1990", "3 Mar 1991"), ("Chad", "", "3 Mar 1991 a")])
    assert "xt on 3 Feb 2026: signatories 1 → 1, bound 0 → 2." in made.remarks


# Four eyes ---------------------------------------------------------------------------------------------


def test_four_eyes_hold_for_imports(settings, editor):
    settings.FOUR_EYES = True
    batch = propose(page(SIGNED_AND_JOINED), editor, "a test")
    with pytest.raises(PermissionDenied):
        publish_sound(batch, editor, "a test")
    anonymous = propose(page(SIGNED_AND_JOINED, reference="X-2"), None, "a test")
    with pytest.raises(PermissionDenied):
        publish_sound(anonymous, None, "a test")
    publish_sound(anonymous, editor, "a test")
    assert not Proposal.objects.filter(batch=anonymous, state=State.OPEN).exists()
