"""The heading of a column says what its codes mean; headings as the depositary's pages have them."""

import pytest

from editing.depositary.headings import Role, read_heading
from parties.terms import ActionKind as Kind

CASES = {
    "Signature": {"": Kind.SIGNATURE},
    "Signature, Succession to signature(d)": {"": Kind.SIGNATURE, "d": Kind.SIGNATURE_SUCCESSION},
    "Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)": {
        "": Kind.RATIFICATION, "A": Kind.ACCEPTANCE, "AA": Kind.APPROVAL, "a": Kind.ACCESSION, "d": Kind.SUCCESSION,
    },
    "Approval(AA), Acceptance(A), Accession(a), Succession(d), Ratification": {
        "": Kind.RATIFICATION, "A": Kind.ACCEPTANCE, "AA": Kind.APPROVAL, "a": Kind.ACCESSION, "d": Kind.SUCCESSION,
    },
    "Formal confirmation(c), Accession(a), Ratification": {
        "c": Kind.FORMAL_CONFIRMATION, "a": Kind.ACCESSION, "": Kind.RATIFICATION,
    },
    "Definitive signature(s), Acceptance(A), Succession(d), Accession(a)": {
        "s": Kind.DEFINITIVE_SIGNATURE, "A": Kind.ACCEPTANCE, "d": Kind.SUCCESSION, "a": Kind.ACCESSION,
    },
    "Consent to be bound(P), Succession(d)": {"P": Kind.CONSENT_TO_BE_BOUND, "d": Kind.SUCCESSION},
    "Accession(a), Participation under article XIII (1)(P), Ratification": {
        "a": Kind.ACCESSION, "P": Kind.PARTICIPATION, "": Kind.RATIFICATION,
    },
    "Ratification, Formal confirmation(c), Accession(a), Definitive signature(s), Simplified procedure(p), "
    "Consent to be bound(P), Succession(d)": {
        "": Kind.RATIFICATION, "c": Kind.FORMAL_CONFIRMATION, "a": Kind.ACCESSION, "s": Kind.DEFINITIVE_SIGNATURE,
        "p": Kind.SIMPLIFIED_PROCEDURE, "P": Kind.CONSENT_TO_BE_BOUND, "d": Kind.SUCCESSION,
    },
    "Provisional application(n)": {"n": Kind.PROVISIONAL_APPLICATION, "": Kind.PROVISIONAL_APPLICATION},
    "Provisional application by virtue of a notification (n), Provisional application by virtue of signature, "
    "adoption of the Agreement or accession thereto": {
        "n": Kind.PROVISIONAL_APPLICATION, "": Kind.PROVISIONAL_APPLICATION,
    },
    "Acceptance(A)": {"A": Kind.ACCEPTANCE, "": Kind.ACCEPTANCE},
    "Acceptance of the amendment": {"": Kind.ACCEPTANCE},
    "Signature, Confirmation of signature(C)": {"": Kind.SIGNATURE, "C": Kind.SIGNATURE_CONFIRMATION},
    "Notification of withdrawal": {"": Kind.WITHDRAWAL},
}  # fmt: skip


@pytest.mark.parametrize(("heading", "kinds"), CASES.items(), ids=[heading[:60] for heading in CASES])
def test_codes(heading, kinds):
    column = read_heading(heading)
    assert column.role is Role.ACTS
    assert column.kinds == kinds


@pytest.mark.parametrize("heading", ["Participant", "Participants", " Participant ", "PARTICIPANT :"])
def test_participants(heading):
    assert read_heading(heading).role is Role.PARTICIPANT


def test_participation_is_not_a_list_of_participants():
    assert read_heading("Participation under Article 5(P)").kinds["P"] is Kind.PARTICIPATION


@pytest.mark.parametrize("heading", ["Entry into force", "Date of effect"])
def test_date_of_effect_is_no_act(heading):
    assert read_heading(heading).role is Role.EFFECT


@pytest.mark.parametrize(
    "heading",
    [
        "Notification of non-provisional application under article 7 (1) (b)",
        "Regulations applied",
        "Ratification, Acceptance, Accession(a)",
        "",
    ],
    ids=["unknown term", "another table", "two terms without a code", "empty"],
)
def test_unknown_heading_says_so(heading):
    column = read_heading(heading)
    assert column.role is Role.UNKNOWN
    assert "heading" in column.problem


def test_an_unknown_term_with_a_code_leaves_the_others_readable():
    column = read_heading("Ratification, Undertaking(u), Accession(a)")
    assert column.kind("a") is Kind.ACCESSION
    assert column.kind("u") is None


def test_case_of_a_code_matters():
    column = read_heading("Acceptance(A), Accession(a)")
    assert (column.kind("A"), column.kind("a")) == (Kind.ACCEPTANCE, Kind.ACCESSION)
