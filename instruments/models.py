"""Instruments (conventions, protocols, amendments) with their rules as data."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from instruments import rules
from treatytracker.history import history
from treatytracker.terms import Confidence


class InstrumentKind(models.TextChoices):
    CONVENTION = "convention", "convention"
    PROTOCOL = "protocol", "protocol"
    AMENDMENT = "amendment", "amendment"


ANCHORS = [(rules.Anchor.DAY, "the same day"), (rules.Anchor.FIRST_OF_MONTH, "the first day of the month")]


def validate_duration(text):
    """Refuse a text that is not an ISO 8601 duration of years, months and days."""
    try:
        rules.Delay.parse(text)
    except ValueError as error:
        raise ValidationError(str(error)) from None


def delay_field(help_text):
    return models.CharField(max_length=12, blank=True, validators=[validate_duration], help_text=help_text)


def anchor_field():
    return models.CharField(
        max_length=20, choices=ANCHORS, default=rules.Anchor.DAY, help_text="What the delay runs to."
    )


def article_field():
    return models.CharField(max_length=60, blank=True, help_text="The article, as in 17(2).")


class Instrument(models.Model):
    """A convention, protocol or amendment that States join; never the paper that a State deposits."""

    slug = models.SlugField(unique=True, help_text="Permanent: part of every address that people cite.")
    position = models.PositiveSmallIntegerField(help_text="Order in lists.")
    kind = models.CharField(max_length=12, choices=InstrumentKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children",
        help_text="The convention that a protocol or an amendment belongs to.",
    )  # fmt: skip
    reference = models.CharField(
        max_length=20,
        blank=True,
        help_text="The depositary's reference, as in XXVI-5. Some protocols have none.",
    )
    title = models.TextField()
    short_title = models.CharField(max_length=120)
    popular_names = models.JSONField(default=list, blank=True, help_text="Names by which people search.")
    subject = models.CharField(max_length=200, blank=True)

    adopted_on = models.DateField(null=True, blank=True)
    adopted_at = models.CharField(max_length=80, blank=True, help_text="Place of adoption.")
    opened_on = models.DateField(null=True, blank=True, help_text="First day on which signature was possible.")
    closed_on = models.DateField(null=True, blank=True, help_text="Last day; empty if signature stays open.")
    in_force_on = models.DateField(null=True, blank=True, help_text="General entry into force, as published.")
    in_force_article = article_field()
    in_force_difference_explained = models.TextField(
        blank=True, help_text="Why counting the deposits gives another day than the published one, if it does."
    )
    threshold = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many consents bring the treaty into force."
    )
    general_delay = delay_field("From the deposit that meets the threshold to entry into force, as in P6M.")
    general_anchor = anchor_field()
    party_delay = delay_field("From a later participant's deposit to entry into force for it, as in P6M.")
    party_anchor = anchor_field()
    party_article = article_field()
    withdrawal_delay = delay_field("From receipt of a notice of withdrawal to its effect, as in P1Y.")
    withdrawal_conflict_clause = models.BooleanField(
        default=False, help_text="A withdrawal does not take effect before the end of an armed conflict."
    )
    withdrawal_article = article_field()
    protocols_required = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="How many of its protocols a State must accept when it joins (CCW art. 4(3)).",
    )
    reservations = models.CharField(max_length=120, blank=True, help_text="What the treaty says of reservations.")
    action_kinds = models.JSONField(default=list, help_text="The kinds of action that the treaty provides for.")

    depositary = models.CharField(max_length=120)
    authentic_languages = models.JSONField(default=list, blank=True)
    unts_registration = models.CharField("UNTS registration", max_length=20, blank=True)
    unts_volume = models.CharField("UNTS volume", max_length=20, blank=True)
    unts_page = models.CharField("UNTS page", max_length=20, blank=True)
    note = models.TextField(blank=True)
    source = models.TextField(help_text="Where these facts come from.")
    confidence = models.CharField(max_length=10, choices=Confidence, default=Confidence.UNSTATED)

    history = history()

    class Meta:
        ordering = ["position"]

    def __str__(self):
        return self.short_title

    def get_absolute_url(self):
        return reverse("instrument_detail", args=[self.slug])

    def clean(self):
        """Refuse rules that contradict each other.  Raise ValidationError beside the field."""
        if self.opened_on and self.adopted_on and self.opened_on < self.adopted_on:
            raise ValidationError({"opened_on": "Signature cannot open before the adoption."})
        if self.closed_on and self.opened_on and self.closed_on < self.opened_on:
            raise ValidationError({"closed_on": "Signature cannot close before it opens."})
        for delay, anchor in (("general_delay", "general_anchor"), ("party_delay", "party_anchor")):
            try:
                _provision(getattr(self, delay), getattr(self, anchor), "")
            except ValueError as error:
                raise ValidationError({delay: str(error)}) from None

    @property
    def rules(self) -> rules.Rules:
        """The rules of entry into force and exit; those that are not recorded are None."""
        return rules.Rules(
            in_force_on=self.in_force_on,
            in_force_article=self.in_force_article,
            threshold=self.threshold,
            general=_provision(self.general_delay, self.general_anchor, self.in_force_article),
            joining=_provision(self.party_delay, self.party_anchor, self.party_article),
            exit=_provision(self.withdrawal_delay, rules.Anchor.DAY, self.withdrawal_article),
            exit_waits_for_peace=self.withdrawal_conflict_clause,
        )

    @property
    def forbids_reservations(self) -> bool:
        return self.reservations.startswith("prohibited")

    @property
    def open_for_signature(self) -> bool:
        """Whether the treaty provides for signature at all; protocols and amendments may not."""
        return "signature" in self.action_kinds


def _provision(delay, anchor, article):
    return rules.Provision(rules.Delay.parse(delay, anchor), article) if delay else None
