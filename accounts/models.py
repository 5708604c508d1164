"""The sign-in record: what was done with an account, by whom, from where and when."""

from django.conf import settings
from django.db import NotSupportedError, models

FINAL = "A line of the sign-in record is never changed or deleted."


class Kind(models.TextChoices):
    """What happened."""

    SIGNED_IN = "signed-in", "signed in"
    WRONG_PASSWORD = "wrong-password", "failed: wrong name or password"
    WRONG_CODE = "wrong-code", "failed: right password, wrong code"
    LOCKED_OUT = "locked-out", "locked out"
    SIGNED_OUT = "signed-out", "signed out"
    FACTOR_ADDED = "factor-added", "second factor set up"
    FACTOR_REMOVED = "factor-removed", "second factor removed"
    CODES_MADE = "codes-made", "recovery codes made"
    CODE_USED = "code-used", "recovery code used"
    PASSWORD_CHANGED = "password-changed", "password changed"


FAILURES = (Kind.WRONG_PASSWORD, Kind.WRONG_CODE)


class AppendOnly(models.QuerySet):
    """Rows that are written once."""

    def update(self, **values):
        raise NotSupportedError(FINAL)

    def bulk_update(self, objs, fields, batch_size=None):
        raise NotSupportedError(FINAL)

    def delete(self):
        raise NotSupportedError(FINAL)


class AccountEvent(models.Model):
    """One line of the sign-in record.

    The lockout counts these lines, so it is the same for every process and survives a restart.
    """

    at = models.DateTimeField("when", db_index=True)
    kind = models.CharField("what", max_length=20, choices=Kind)
    account = models.CharField(
        max_length=150, help_text="The name that was given. A name that is no account is kept as a fingerprint only."
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="account_events")
    origin = models.CharField(max_length=60, help_text="What attempts are counted by: a network, or a known browser.")
    address = models.GenericIPAddressField("network address", null=True)
    browser = models.CharField(max_length=200, help_text="As the browser calls itself.")
    note = models.CharField(max_length=200)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        # Seen by those who manage people; written by the program alone.
        default_permissions = ()
        verbose_name = "line of the sign-in record"
        verbose_name_plural = "sign-in record"
        indexes = [
            models.Index(fields=["account", "kind", "at"], name="event_by_account"),
            models.Index(fields=["origin", "kind", "at"], name="event_by_origin"),
        ]

    def __str__(self):
        return f"{self.account}: {self.get_kind_display()}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise NotSupportedError(FINAL)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise NotSupportedError(FINAL)
