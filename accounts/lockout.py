"""Slows down whoever guesses passwords or codes, without letting anybody lock an editor out.

Failures are lines of the sign-in record, so every process counts the same ones.  Each rule allows so many
failures in a stretch of time; beyond that, attempts are refused unread until the oldest falls out of it.
Refused attempts are not failures, so a lockout ends at the time it names, however often somebody tries.
A browser in which the account signed in before is counted by itself: a stranger's failures never touch it.
"""

import math
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import audit, origins
from accounts.models import FAILURES, AccountEvent, Kind
from treatytracker import dates

WINDOW = timedelta(minutes=15)
DAY = timedelta(days=1)
PER_ACCOUNT_AND_ORIGIN = 5
PER_ORIGIN = 30
PER_ACCOUNT = 30
# Somebody who knows the password has 1,000,000 codes to guess, three of which are right at a time.
CODES_PER_ACCOUNT = 10


def ends_at(request: HttpRequest | None, account: str) -> datetime | None:
    """Return until when attempts at the account are refused from where this one comes, None if they are not."""
    ends = [reached(*rule) for rule in rules(account, origins.origin(request, account))]
    return max(filter(None, ends), default=None)


def rules(account: str, origin: str) -> Iterator[tuple[QuerySet[AccountEvent], int, timedelta]]:
    """Yield the failures that count against an attempt, how many are allowed, and in what stretch of time."""
    failures = AccountEvent.objects.filter(kind__in=FAILURES)
    here = failures.filter(account=account, origin=origin)
    success = AccountEvent.objects.filter(account=account, origin=origin, kind=Kind.SIGNED_IN).first()
    yield here.filter(pk__gt=success.pk) if success else here, PER_ACCOUNT_AND_ORIGIN, WINDOW
    if origin.startswith(origins.KNOWN):
        return
    yield failures.filter(origin=origin), PER_ORIGIN, WINDOW
    strangers = failures.filter(account=account).exclude(origin__startswith=origins.KNOWN)
    yield strangers, PER_ACCOUNT, WINDOW
    yield strangers.filter(kind=Kind.WRONG_CODE), CODES_PER_ACCOUNT, DAY


def reached(failures: QuerySet[AccountEvent], limit: int, window: timedelta) -> datetime | None:
    """Return when the failures will again be fewer than the limit, None if they are."""
    recent = failures.filter(at__gt=dates.now() - window)
    oldest = recent.order_by("-at").values_list("at", flat=True)[limit - 1 : limit].first()
    return oldest + window if oldest else None


def refuse(request: HttpRequest | None, account: str) -> None:
    """Raise ValidationError while attempts at the account are refused from where this one comes."""
    until = ends_at(request, account)
    if until is None:
        return
    audit.logger.warning("refused, locked out account=%r address=%s", account, origins.address(request))
    raise ValidationError(sentence(until), code="locked", params={"until": until})


def sentence(until: datetime) -> str:
    """Return what somebody who is locked out reads."""
    minutes = math.ceil((until - dates.now()).total_seconds() / 60)
    wait = f"{minutes} minute{'s' if minutes > 1 else ''}" if minutes <= 120 else f"{math.ceil(minutes / 60)} hours"
    return (
        f"Too many attempts have failed. Try again in {wait}, from {dates.display(until)} {until:%H:%M} UTC. "
        "Trying earlier does not make it longer. Browsers in which the account signed in before are not affected."
    )


def failed(request: HttpRequest | None, account: str, kind: Kind) -> None:
    """Record a failed attempt, and the lockout if it brings one about."""
    user = audit.account_named(account)
    audit.record(request, kind, account, user)
    until = ends_at(request, account)
    if until is not None:
        audit.record(request, Kind.LOCKED_OUT, account, user, f"until {dates.display(until)} {until:%H:%M} UTC")


@receiver(user_login_failed)
def sign_in_failed(sender, credentials, request=None, **kwargs):
    failed(request, audit.name_on_record(str(credentials.get("username", ""))), Kind.WRONG_PASSWORD)
