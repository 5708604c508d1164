"""Who is told when the registry changes: programs by webhook, people by e-mail."""

import secrets

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.http import QueryDict

from subscriptions.interests import InterestForm
from treatytracker.models import Revision


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def validate_interest(text):
    """Refuse words that the lists of the registry do not know."""
    form = InterestForm(QueryDict(text))
    if not form.is_valid():
        raise ValidationError([sentence for sentences in form.error_texts().values() for sentence in sentences])


class Subscription(models.Model):
    """What somebody wants to hear of, and up to which revision they have heard."""

    interest = models.CharField(
        "about", max_length=400, blank=True, validators=[validate_interest],
        help_text="In the words of the lists: instrument=apmbc,ccm&region=Africa. Empty: everything.",
    )  # fmt: skip
    up_to = models.PositiveBigIntegerField(default=0, editable=False, help_text="The last revision they heard of.")
    made_at = models.DateTimeField(editable=False)

    class Meta:
        abstract = True


class Webhook(Subscription):
    """An address that gets each revision's changes as signed JSON."""

    name = models.CharField(max_length=120, help_text="Whose it is, and whom to write to about it.")
    url = models.URLField("address", max_length=500, validators=[URLValidator(schemes=["https", "http"])])
    secret = models.CharField(max_length=64, default=new_secret, help_text="Signs what is sent; give it to them.")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Delivery(models.Model):
    """One revision's changes on their way to a webhook."""

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    body = models.TextField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, help_text="Empty once it arrived or was given up.")
    delivered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True, help_text="The last answer, or why there was none.")

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "deliveries"
        constraints = [models.UniqueConstraint(fields=["webhook", "revision"], name="delivery_once")]
        indexes = [models.Index(fields=["next_attempt_at"], name="delivery_due")]

    def __str__(self):
        return f"revision {self.revision_id} to {self.webhook}"


class EmailAlert(Subscription):
    """An address that gets a message when something it asked about changes.  Leaving deletes it."""

    email = models.EmailField()
    token = models.CharField(max_length=64, unique=True, default=new_secret, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["email", "pk"]
        constraints = [models.UniqueConstraint(fields=["email", "interest"], name="alert_once")]

    def __str__(self):
        return f"{self.email}: {self.interest or 'everything'}"
