"""The rows of participations, acts, statements and participants, as the API gives them."""

from rest_framework import serializers

from instruments.rules import Basis
from parties.terms import (
    CONSENT_KINDS,
    ActionKind,
    NameKind,
    ParticipantKind,
    StatementKind,
    Status,
)
from treatytracker.fields import confidence, day, flag, maybe_day, maybe_text, maybe_word, number, text, word
from treatytracker.rows import Row

BASES = [(basis.value, basis.value) for basis in Basis]
CONSENTS = [(kind.value, kind.label) for kind in ActionKind if kind in CONSENT_KINDS]


def instrument_field():
    return text("Slug of the instrument.", "instrument__slug")


def participant_field():
    return text("ISO 3166-1 alpha-3 code of the participant.", "participant__iso3")


def name_field():
    return text("The participant's present short name.", "participant__name")


def status_field():
    return word(Status.choices, "What the participant is under the instrument.")


def consent_field():
    return maybe_word(CONSENTS, "How it consented to be bound.")


class WithdrawalNotified(Row):
    on = day("The day on which the depositary received the notice.", "withdrawal_notified_on")
    effective_on = maybe_day("The day on which it takes effect.", "withdrawal_effective_on")


class SuspensionNotified(Row):
    on = day("The day on which the participant declared a suspension.", "suspension_notified_on")


class Flags(Row):
    """What qualifies a status."""

    provisional_application = flag("It applies the treaty provisionally.")
    withdrawal_notified = WithdrawalNotified(
        allow_null=True, help_text="Notice of a withdrawal that has not taken effect; null if there is none."
    )
    suspension_notified = SuspensionNotified(
        allow_null=True,
        help_text="Suspension declared, which leaves the status unchanged; null if there is none.",
    )


class ActionRow(Row):
    """One act by one participant on one instrument."""

    id = text("The permanent name of the act; it stays through all corrections.", "key")
    instrument = instrument_field()
    participant = participant_field()
    name = name_field()
    kind = word(ActionKind.choices, "What the participant did.")
    date = day("Deposit, receipt or signature: the day on which the depositary had it.")
    effective_on = maybe_day("The day on which it takes legal effect; null if the act has none, or it is not known.")
    effective_basis = maybe_word(BASES, "Whether the depositary states that day or a rule gives it.")
    computed_effective_on = maybe_day("The day that the rule gives; it may differ from the one stated.")
    effective_rule = maybe_text("The rule, with its article.")
    stated_effective_on = maybe_day("The day of effect that the depositary states, if it states one.")
    reference = maybe_text("Depositary notification, as in C.N.163.2003.TREATIES-2.")
    source = text("Where this can be checked.")
    confidence = confidence()
    note = maybe_text("What a reader should know besides.")
    recorded_at = serializers.DateTimeField(help_text="When the registry recorded this version of the act.")
    recorded_in = number("The revision that recorded it.", "recorded_in_id")


class StatementRow(Row):
    """A reservation, declaration, objection, communication or territorial application, or its withdrawal."""

    id = text("The permanent name of the statement; it stays through all corrections.", "key")
    instrument = instrument_field()
    participant = participant_field()
    name = name_field()
    kind = word(StatementKind.choices, "What kind of statement it is.")
    date = day("The day on which the depositary had it.")
    stated_effective_on = maybe_day("The day of effect that the depositary states, if it states one.")
    reference = maybe_text("Depositary notification, as in C.N.163.2003.TREATIES-2.")
    source = text("Where this can be checked.")
    confidence = confidence()
    note = maybe_text("The gist of the statement in the registry's own words.")
    text = maybe_text("The statement's own words as the depositary circulates them, where they are recorded.")
    recorded_at = serializers.DateTimeField(help_text="When the registry recorded this version of the statement.")
    recorded_in = number("The revision that recorded it.", "recorded_in_id")


class ParticipationLinks(serializers.Serializer):
    instrument = serializers.URLField(help_text="The instrument.")
    participant = serializers.URLField(help_text="The participant.")
    explanation = serializers.URLField(help_text="This row with its explanation.")


class Explanation(Row):
    """Why the status holds."""

    text = text("The reason in a sentence, with dates and articles.", "explanation")
    rule = maybe_text("The rule that the status rests on, with its article.")
    valid_from = maybe_day("The first day on which all this holds; null means since ever.")
    valid_to = maybe_day("The day after the last one; null means that no end is known.")
    actions = ActionRow(many=True, source="action_keys", help_text="The acts that the status rests on.")


class ParticipationRow(Row):
    """One participant's status under one instrument on one day."""

    attached = ("links",)

    instrument = instrument_field()
    participant = participant_field()
    name = name_field()
    status = status_field()
    bound = flag("It has consented and not left: contracting State or party.")
    signed_on = maybe_day("Signature.")
    consent_kind = consent_field()
    consented_on = maybe_day("Deposit of that consent.")
    in_force_on = maybe_day("The day on which the treaty entered or will enter into force for it.")
    withdrawn_on = maybe_day("The day on which its withdrawal took effect.")
    flags = Flags(help_text="What qualifies the status.")
    links = ParticipationLinks()


class ExplainedParticipationRow(ParticipationRow):
    """A participation with its reasons, as `explain=1` gives it."""

    explanation = Explanation(required=False, help_text="Why the status holds. Only with `explain=1`.")


class SpellRow(Row):
    """A period in which a participant's status under an instrument stays the same."""

    instrument = instrument_field()
    participant = participant_field()
    name = name_field()
    valid_from = maybe_day("The first day; null means since ever.")
    valid_to = maybe_day("The day after the last one; null means that no end is known.")
    status = status_field()
    bound = flag("Contracting State or party.")
    signed_on = maybe_day("Signature.")
    consent_kind = consent_field()
    consented_on = maybe_day("Deposit of that consent.")
    in_force_on = maybe_day("Entry into force for it.")
    withdrawn_on = maybe_day("The day on which its withdrawal took effect.")
    flags = Flags(help_text="What qualifies the status.")
    rule = maybe_text("The rule that the status rests on, with its article.")
    explanation = text("The reason in a sentence.")


class NameRow(serializers.Serializer):
    """A former name or an alias."""

    name = serializers.CharField(help_text="The name.")
    kind = word(NameKind.choices, "Former name, or alias that people use.")
    used_from = serializers.DateField(allow_null=True, help_text="First day of use, if known.")
    used_until = serializers.DateField(allow_null=True, help_text="Last day of use, if known.")
    note = serializers.CharField(allow_null=True, help_text="What a reader should know besides.")


class ParticipantNameRow(Row):
    """A former name or an alias, in a table of its own."""

    participant = participant_field()
    name = text("The name.")
    kind = word(NameKind.choices, "Former name, or alias that people use.")
    used_from = maybe_day("First day of use, if known.")
    used_until = maybe_day("Last day of use, if known.")
    note = maybe_text("What a reader should know besides.")
    source = maybe_text("Where this can be checked.")
    confidence = confidence()


class RelatedState(serializers.Serializer):
    """A predecessor or successor State."""

    name = serializers.CharField(help_text="Its name.")
    participant = serializers.CharField(allow_null=True, help_text="Its code here; null if it did not act itself.")
    existed_until = serializers.DateField(allow_null=True, help_text="Its last day, if it no longer exists.")


class ParticipantLinks(serializers.Serializer):
    participations = serializers.URLField(help_text="Its status under every instrument.")
    actions = serializers.URLField(help_text="Its acts.")
    page = serializers.URLField(help_text="Its page for people.")


class ParticipantRow(Row):
    """A State or organisation that can act."""

    attached = ("names", "predecessors", "successors", "links")

    iso3 = text("ISO 3166-1 alpha-3 code; EUE is the European Union.")
    iso2 = maybe_text("ISO 3166-1 alpha-2 code.")
    m49 = maybe_text("UN M49 code, three digits.")
    name = text("The short name that the United Nations uses.")
    formal_name = maybe_text("The formal name.")
    kind = word(ParticipantKind.choices, "What kind of participant it is.")
    un_member_since = maybe_day("Admission to the United Nations.")
    group = maybe_text("UN regional group.")
    region = maybe_text("UN M49 region.")
    subregion = maybe_text("UN M49 sub-region.")
    existed_until = maybe_day("A former State's last day.")
    names = NameRow(many=True, help_text="Former names with their dates, and aliases.")
    predecessors = RelatedState(many=True, help_text="The States that it succeeded.")
    successors = RelatedState(many=True, help_text="The States that succeeded it.")
    note = maybe_text("What a reader should know besides.")
    source = text("Where these facts come from.")
    confidence = confidence()
    links = ParticipantLinks()
