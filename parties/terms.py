"""Vocabularies of participation: kinds of action and statement, statuses, and the sets made of them.

The words are the depositary's (UN Treaty Handbook; column headings of the status tables).
"""

from enum import StrEnum

from django.db import models


class Status(models.TextChoices):
    """What a participant is under an instrument on a day; exactly one holds."""

    NO_ACTION = "no-action", "No action"
    SIGNATORY = "signatory", "Signatory"
    CONTRACTING_STATE = "contracting-state", "Contracting State"
    PARTY = "party", "Party"
    FORMER_PARTY = "former-party", "Former party"


# Consented and not gone: what the depositary's page header counts as "parties".
BOUND = frozenset({Status.CONTRACTING_STATE, Status.PARTY})

STATUS_DEFINITIONS: dict[Status, str] = {
    Status.NO_ACTION: "has neither signed nor consented to be bound",
    Status.SIGNATORY: "has signed and not (yet) consented to be bound",
    Status.CONTRACTING_STATE: "has consented to be bound; the treaty is not yet in force for it",
    Status.PARTY: "has consented to be bound and the treaty is in force for it",
    Status.FORMER_PARTY: "was bound; its withdrawal has taken effect",
}
BOUND_DEFINITION = (
    "has consented to be bound and has not left: contracting States and parties together, "
    "which the depositary's page counts as “parties”"
)


class ActionKind(models.TextChoices):
    """What a participant did."""

    SIGNATURE = "signature", "Signature"
    SIGNATURE_SUCCESSION = "signature-succession", "Succession to signature"
    SIGNATURE_CONFIRMATION = "signature-confirmation", "Confirmation of signature"
    DEFINITIVE_SIGNATURE = "definitive-signature", "Definitive signature"
    RATIFICATION = "ratification", "Ratification"
    ACCEPTANCE = "acceptance", "Acceptance"
    APPROVAL = "approval", "Approval"
    ACCESSION = "accession", "Accession"
    SUCCESSION = "succession", "Succession"
    FORMAL_CONFIRMATION = "formal-confirmation", "Formal confirmation"
    CONSENT_TO_BE_BOUND = "consent-to-be-bound", "Consent to be bound"
    PARTICIPATION = "participation", "Participation"
    SIMPLIFIED_PROCEDURE = "simplified-procedure", "Simplified procedure"
    PROVISIONAL_APPLICATION = "provisional-application", "Provisional application"
    WITHDRAWAL = "withdrawal", "Withdrawal"
    WITHDRAWAL_RESCINDED = "withdrawal-rescinded", "Withdrawal of a notice of withdrawal"
    SUSPENSION_DECLARED = "suspension-declared", "Suspension declared"


# Each of these makes a participant a contracting State, or a party.
CONSENT_KINDS = frozenset(
    {
        ActionKind.DEFINITIVE_SIGNATURE,
        ActionKind.RATIFICATION,
        ActionKind.ACCEPTANCE,
        ActionKind.APPROVAL,
        ActionKind.ACCESSION,
        ActionKind.SUCCESSION,
        ActionKind.FORMAL_CONFIRMATION,
        ActionKind.CONSENT_TO_BE_BOUND,
        ActionKind.PARTICIPATION,
        ActionKind.SIMPLIFIED_PROCEDURE,
    }
)
# Each of these makes a participant a signatory: a new State takes over its predecessor's signature.
SIGNATURE_KINDS = frozenset({ActionKind.SIGNATURE, ActionKind.SIGNATURE_SUCCESSION})
# These complete a signature, so the depositary expects one first.
COMPLETES_SIGNATURE = frozenset({ActionKind.RATIFICATION, ActionKind.FORMAL_CONFIRMATION})
COMPLETES_SIGNATURE_AS_A_RULE = frozenset({ActionKind.ACCEPTANCE, ActionKind.APPROVAL})

# The letter that the depositary prints after a date of consent; ratification has none.  Participation has
# the same one as consent to be bound: only the heading of a column tells them apart.
CONSENT_LETTERS: dict[str, str] = {
    ActionKind.DEFINITIVE_SIGNATURE: "s",
    ActionKind.ACCEPTANCE: "A",
    ActionKind.APPROVAL: "AA",
    ActionKind.ACCESSION: "a",
    ActionKind.SUCCESSION: "d",
    ActionKind.FORMAL_CONFIRMATION: "c",
    ActionKind.CONSENT_TO_BE_BOUND: "P",
    ActionKind.PARTICIPATION: "P",
    ActionKind.SIMPLIFIED_PROCEDURE: "p",
}

# What the participant did, as a verb: "Party since 1 Dec 2025: acceded 25 Jun 2025".
DEEDS: dict[str, str] = {
    ActionKind.SIGNATURE: "signed",
    ActionKind.SIGNATURE_SUCCESSION: "succeeded to the signature",
    ActionKind.SIGNATURE_CONFIRMATION: "confirmed its signature",
    ActionKind.DEFINITIVE_SIGNATURE: "signed definitively",
    ActionKind.RATIFICATION: "ratified",
    ActionKind.ACCEPTANCE: "accepted",
    ActionKind.APPROVAL: "approved",
    ActionKind.ACCESSION: "acceded",
    ActionKind.SUCCESSION: "notified its succession",
    ActionKind.FORMAL_CONFIRMATION: "formally confirmed",
    ActionKind.CONSENT_TO_BE_BOUND: "notified its consent to be bound",
    ActionKind.PARTICIPATION: "notified its participation",
    ActionKind.SIMPLIFIED_PROCEDURE: "consented by the simplified procedure",
    ActionKind.PROVISIONAL_APPLICATION: "declared provisional application",
    ActionKind.WITHDRAWAL: "gave notice of withdrawal",
    ActionKind.WITHDRAWAL_RESCINDED: "took back its notice of withdrawal",
    ActionKind.SUSPENSION_DECLARED: "declared a suspension",
}


class StatementKind(models.TextChoices):
    """What a participant said."""

    DECLARATION = "declaration", "Declaration"
    RESERVATION = "reservation", "Reservation"
    OBJECTION = "objection", "Objection"
    COMMUNICATION = "communication", "Communication"
    TERRITORIAL_APPLICATION = "territorial-application", "Territorial application"
    RESERVATION_WITHDRAWAL = "reservation-withdrawal", "Withdrawal of a reservation"
    DECLARATION_WITHDRAWAL = "declaration-withdrawal", "Withdrawal of a declaration"
    OBJECTION_WITHDRAWAL = "objection-withdrawal", "Withdrawal of an objection"


class ParticipantKind(models.TextChoices):
    MEMBER_STATE = "member-state", "UN Member State"
    OBSERVER_STATE = "observer-state", "UN observer State"
    NON_MEMBER_STATE = "non-member-state", "State, not a UN member"
    REGIONAL_ORGANIZATION = "regional-organization", "Regional integration organisation"
    PREDECESSOR_STATE = "predecessor-state", "Former State"


class NameKind(models.TextChoices):
    FORMER = "former", "former name"
    ALIAS = "alias", "also called"


class Measure(StrEnum):
    """What a published total counts; see ``data/README.md``."""

    PARTIES = "parties"
    PARTIES_UN_MEMBER_STATES = "parties-un-member-states"
    PARTIES_THAT_SIGNED = "parties-that-signed"
    PARTIES_THAT_DID_NOT_SIGN = "parties-that-did-not-sign"
    SIGNATORIES = "signatories"
    SIGNATORIES_EXCLUDING_WITHDRAWN = "signatories-excluding-withdrawn"
    SIGNATORIES_NOT_PARTIES = "signatories-not-parties"
    SIGNED_OR_JOINED = "signed-or-joined"
