"""Participants and what they did and said; and, derived from that, who is bound on which day.

Actions and statements are versioned: a correction supersedes the row that it corrects, nothing is
overwritten.  They are written through ``parties.recording``, participations through ``parties.rebuild``.
"""

from collections.abc import Callable

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from instruments.models import Instrument
from instruments.rules import Basis
from parties.querysets import ParticipantQuerySet, ParticipationQuerySet, RecordQuerySet
from parties.terms import (
    CONSENT_LETTERS,
    ActionKind,
    Measure,
    NameKind,
    ParticipantKind,
    StatementKind,
    Status,
)
from treatytracker.history import history
from treatytracker.models import Revision
from treatytracker.terms import Confidence
from treatytracker.text import fold, sort_key

BASES = [(Basis.STATED, "stated by the depositary"), (Basis.COMPUTED, "computed by the rule")]


def confidence_field():
    return models.CharField(max_length=10, choices=Confidence, default=Confidence.UNSTATED)


class Participant(models.Model):
    """Any State or organisation that can act; the depositary's word."""

    iso3 = models.CharField(
        "ISO 3166-1 alpha-3", max_length=3, unique=True,
        help_text="Permanent: part of the address that people cite. EUE is the European Union.",
    )  # fmt: skip
    iso2 = models.CharField("ISO 3166-1 alpha-2", max_length=2, blank=True)
    m49 = models.CharField("UN M49 code", max_length=3, blank=True)
    name = models.CharField(max_length=120, help_text="The short name that the United Nations uses.")
    formal_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=24, choices=ParticipantKind)
    un_member_since = models.DateField("UN Member State since", null=True, blank=True)
    group = models.CharField("UN regional group", max_length=40, blank=True)
    region = models.CharField("M49 region", max_length=40, blank=True)
    subregion = models.CharField("M49 sub-region", max_length=60, blank=True)
    existed_until = models.DateField(null=True, blank=True, help_text="A former State's last day.")
    note = models.TextField(blank=True)
    source = models.TextField(help_text="Where these facts come from.")
    confidence = confidence_field()
    sort_name = models.CharField(max_length=120, editable=False, db_index=True)
    folded_name = models.CharField(max_length=120, editable=False, db_index=True)

    objects = ParticipantQuerySet.as_manager()
    history = history(excluded_fields=["sort_name", "folded_name"])

    class Meta:
        ordering = ["sort_name"]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        self.set_derived_names()
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("participant_detail", args=[self.iso3])

    def set_derived_names(self):
        """Set the forms of the name by which lists are ordered and searched."""
        self.sort_name = sort_key(self.name)
        self.folded_name = fold(self.name)


class ParticipantName(models.Model):
    """A name other than the present one: a former name with its dates, or an alias that people use."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=6, choices=NameKind)
    used_from = models.DateField(null=True, blank=True, help_text="First day of use, if known.")
    used_until = models.DateField(null=True, blank=True, help_text="Last day of use, if known.")
    note = models.TextField(blank=True)
    source = models.TextField(blank=True)
    confidence = confidence_field()
    folded = models.CharField(max_length=200, editable=False, db_index=True)

    history = history(excluded_fields=["folded"])

    class Meta:
        ordering = ["participant__sort_name", "kind", "used_until", "name"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "name"], name="participant_name_once"),
            models.CheckConstraint(
                condition=Q(used_from=None) | Q(used_until=None) | Q(used_until__gte=F("used_from")),
                name="name_used_from_before_until",
                violation_error_message="The last day of use cannot be before the first.",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        self.set_derived_names()
        super().save(**kwargs)

    def set_derived_names(self):
        self.folded = fold(self.name)


class PredecessorState(models.Model):
    """A State that no longer exists, and its successors.  Those that acted are participants as well."""

    name = models.CharField(max_length=120, unique=True)
    code = models.CharField(max_length=3, blank=True, help_text="Former ISO 3166-1 alpha-3 code, if it had one.")
    iso_3166_3 = models.CharField("ISO 3166-3", max_length=4, blank=True)
    existed_until = models.DateField(help_text="Its last day.")
    successors = models.ManyToManyField(Participant, related_name="predecessors")
    participant = models.OneToOneField(
        Participant, models.PROTECT, null=True, blank=True, related_name="as_predecessor",
        help_text="Its row in the participation tables, if it acted.",
    )  # fmt: skip
    note = models.TextField(blank=True)
    source = models.TextField()
    confidence = confidence_field()

    class Meta:
        ordering = ["existed_until", "name"]

    def __str__(self):
        return self.name


class Record(models.Model):
    """One version of a fact: what a participant did or said about an instrument, and where that is proved.

    ``key`` names the fact and stays the same through all its versions.  The version with no
    ``superseded_at`` is the one that stands; a fact that was retracted has none.
    """

    # Each kind of record has its own kinds.
    kind: "models.CharField[str, str]"
    get_kind_display: Callable[[], str]

    key = models.CharField(max_length=120, editable=False)
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="%(class)ss")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="%(class)ss")
    date = models.DateField(help_text="Deposit, receipt or signature: the day on which the depositary had it.")
    stated_effective_on = models.DateField(
        "stated date of effect", null=True, blank=True,
        help_text="Only if the depositary gives one. Leave empty otherwise: the registry computes it.",
    )  # fmt: skip
    reference = models.CharField(
        "depositary notification", max_length=60, blank=True, help_text="As in C.N.163.2003.TREATIES-2."
    )
    source = models.TextField(help_text="Where this can be checked: a depositary page with its date, a document.")
    confidence = models.CharField(max_length=10, choices=Confidence, default=Confidence.HIGH)
    note = models.TextField(blank=True)
    confirmation = models.TextField(blank=True, help_text="Why an editor holds it to be right in spite of a doubt.")

    recorded_at = models.DateTimeField(editable=False)
    superseded_at = models.DateTimeField(null=True, editable=False)
    recorded_in = models.ForeignKey(Revision, models.PROTECT, editable=False, related_name="recorded_%(class)ss")
    superseded_in = models.ForeignKey(
        Revision, models.PROTECT, null=True, editable=False, related_name="superseded_%(class)ss"
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["date", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(superseded_at=None), name="%(class)s_one_current_version"
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(superseded_at__gt=F("recorded_at")),
                name="%(class)s_recorded_before_superseded",
            ),
        ]

    def __str__(self):
        return f"{self.participant}, {self.instrument}: {self.get_kind_display()}, {self.date:%Y-%m-%d}"


class Action(Record):
    """One act by one participant on one instrument."""

    kind = models.CharField(max_length=24, choices=ActionKind)
    # What follows from the act and the instrument's rules; written by parties.rebuild only.
    effective_on = models.DateField("date of effect", null=True, editable=False)
    computed_effective_on = models.DateField(null=True, editable=False)
    effective_basis = models.CharField(max_length=8, choices=BASES, blank=True, editable=False)
    effective_rule = models.CharField(max_length=300, blank=True, editable=False)

    class Meta(Record.Meta):
        indexes = [
            models.Index(fields=["instrument", "participant", "date"], name="action_instrument"),
            models.Index(fields=["participant", "instrument", "date"], name="action_participant"),
            models.Index(fields=["date", "key"], name="action_date"),
            models.Index(fields=["effective_on"], name="action_effective"),
            models.Index(fields=["recorded_at"], name="action_recorded"),
        ]

    @property
    def letter(self) -> str:
        """The letter that the depositary prints after the date; ratification has none."""
        return CONSENT_LETTERS.get(self.kind, "")


class Statement(Record):
    """A reservation, declaration, objection, communication or territorial application, or its withdrawal."""

    kind = models.CharField(max_length=24, choices=StatementKind)
    text = models.TextField(
        blank=True, help_text="The words as the depositary circulates them; the note is a gist in our own."
    )

    class Meta(Record.Meta):
        indexes = [
            models.Index(fields=["instrument", "participant", "date"], name="statement_instrument"),
            models.Index(fields=["participant", "date"], name="statement_participant"),
        ]


class Participation(models.Model):
    """A period in which a participant's status under an instrument stays the same.  Derived, never edited."""

    # Both begin an index or a constraint below, so they need none of their own.
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="participations", db_index=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="participations", db_index=False)
    valid_from = models.DateField(help_text="First day; year 1 means since ever.")
    valid_to = models.DateField(null=True, help_text="The day after the last; empty means still open.")
    status = models.CharField(max_length=18, choices=Status)
    bound = models.BooleanField()
    signed_on = models.DateField(null=True)
    consent_kind = models.CharField(max_length=24, choices=ActionKind, blank=True)
    consented_on = models.DateField(null=True)
    in_force_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True, help_text="The day on which the withdrawal took effect.")
    provisional_application = models.BooleanField()
    withdrawal_notified_on = models.DateField(null=True)
    withdrawal_effective_on = models.DateField(null=True)
    suspension_notified_on = models.DateField(null=True)
    explanation = models.TextField()
    rule = models.CharField(max_length=300, blank=True)
    action_keys = models.JSONField(default=list)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["instrument__position", "participant__sort_name", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "participant", "valid_from"], name="participation_begins_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="participation_has_days"
            ),
        ]
        # What is counted or listed of everybody on a day is all in these, so that the rows need not be read.
        # Counting goes through a whole index, in the order of the groups; a participant's spells lie together.
        indexes = [
            models.Index(
                fields=["instrument", "status", "valid_to", "valid_from", "bound"], name="participation_counted"
            ),
            models.Index(
                fields=["participant", "valid_from", "valid_to", "instrument", "status"],
                name="participation_participant",
            ),
        ]

    def __str__(self):
        return f"{self.participant}, {self.instrument}: {self.get_status_display()} from {self.valid_from:%Y-%m-%d}"


class PublishedTotal(models.Model):
    """A total that somebody published, at a date, to check the computed one against."""

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="published_totals")
    as_of = models.DateField()
    measure = models.CharField(max_length=40, choices=[(m.value, m.value.replace("-", " ")) for m in Measure])
    value = models.PositiveIntegerField()
    source = models.TextField()
    difference_explained = models.TextField(blank=True, help_text="Why the computed total differs, if it does.")

    class Meta:
        ordering = ["instrument__position", "as_of", "measure", "value"]

    def __str__(self):
        return f"{self.instrument} on {self.as_of:%Y-%m-%d}: {self.value} {self.measure}"
