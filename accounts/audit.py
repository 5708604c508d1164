"""Writes the sign-in record: every line goes to the database and to the log."""

import logging

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from accounts import origins, sessions
from accounts.models import FAILURES, AccountEvent, Kind
from treatytracker import dates

logger = logging.getLogger("accounts.audit")
ALARMING = (*FAILURES, Kind.LOCKED_OUT, Kind.FACTOR_REMOVED)


def record(request: HttpRequest | None, kind: Kind, account: str, user=None, note: str = "") -> AccountEvent:
    """Add a line to the sign-in record and to the log.  ``request`` is None on the command line."""
    event = AccountEvent.objects.create(
        at=dates.now(),
        kind=kind,
        account=account,
        user=user,
        origin=origins.origin(request, account),
        address=origins.address(request),
        browser=request.headers.get("User-Agent", "")[:200] if request else "",
        note=note[:200],
    )
    level = logging.WARNING if kind in ALARMING else logging.INFO
    logger.log(level, "%s account=%r address=%s note=%r", kind.value, account, event.address, event.note)
    return event


def account_named(text: str):
    """Return the account of this name, or None."""
    return get_user_model().objects.filter(username=text).first()


def name_on_record(text: str) -> str:
    """Return the name as it is recorded.

    A name that is no account may be a password typed in the wrong place, so only its fingerprint is kept:
    enough to count by.
    """
    if account_named(text):
        return text
    return "unknown-" + salted_hmac("accounts.unknown_name", text).hexdigest()[:16]


@receiver(user_logged_in)
def signed_in(sender, request, user, **kwargs):
    sessions.begin(request.session)
    device = getattr(user, "otp_device", None)
    note = f"with {device.name}" if device else "with password only"
    record(request, Kind.SIGNED_IN, user.get_username(), user, note)


@receiver(user_logged_out)
def signed_out(sender, request, user, **kwargs):
    if user is not None:
        record(request, Kind.SIGNED_OUT, user.get_username(), user)
