"""Tells programs of each revision: signed JSON, in order, again and again until it arrives or is given up."""

import hashlib
import hmac
import ipaddress
import json
import socket
import urllib.error
import urllib.request
from datetime import datetime, timedelta
from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Exists, OuterRef

from subscriptions.interests import news
from subscriptions.models import Delivery, Webhook
from treatytracker import dates, revision
from treatytracker.models import Revision

TIMEOUT = 10  # seconds
# One minute, two, four … up to a day: together some nine days.
ATTEMPTS = 18
LONGEST_PAUSE = timedelta(days=1)
# How long one process may be busy with a delivery before another takes it over.
LEASE = timedelta(minutes=2)


class Undeliverable(Exception):
    """A delivery that did not arrive; the message says why."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect could lead to an address that nobody registered."""

    def redirect_request(self, *args, **kwargs):
        return None


def deliver() -> tuple[int, int]:
    """Queue what changed and send what is due.  Return how many deliveries arrived and how many did not."""
    for webhook in Webhook.objects.filter(active=True):
        queue(webhook, revision.current())
    arrived = failed = 0
    while delivery := _claim():
        try:
            delivery.answer = send(delivery)
        except Undeliverable as error:
            delivery.answer, delivery.next_attempt_at = str(error)[:300], pause_until(delivery.attempts)
            failed += 1
        else:
            delivery.delivered_at, delivery.next_attempt_at = dates.now(), None
            arrived += 1
        delivery.save(update_fields=["answer", "next_attempt_at", "delivered_at"])
    return arrived, failed


@transaction.atomic
def queue(webhook: Webhook, until: int) -> None:
    """Queue a delivery for each revision that the webhook has not heard of and that concerns it."""
    webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
    found = news(webhook.interest, webhook.up_to, until)
    moments = dict(Revision.objects.filter(pk__in={change.revision for change in found}).values_list("pk", "at"))
    for number, changes in groupby(found, key=lambda change: change.revision):
        content = {
            "revision": number,
            "at": moments[number],
            "registry": settings.SITE_URL,
            "changes": [change._asdict() for change in changes],
        }
        body = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False)
        Delivery.objects.create(webhook=webhook, revision_id=number, body=body, next_attempt_at=dates.now())
    webhook.up_to = max(webhook.up_to, until)
    webhook.save(update_fields=["up_to"])


@transaction.atomic
def _claim() -> Delivery | None:
    """Return the next delivery that is due, leased to this process: a webhook gets its revisions in order."""
    waiting = Delivery.objects.filter(next_attempt_at__isnull=False)
    earlier = waiting.filter(webhook=OuterRef("webhook"), pk__lt=OuterRef("pk"))
    due = waiting.filter(~Exists(earlier), next_attempt_at__lte=dates.now(), webhook__active=True)
    delivery = due.select_for_update(of=("self",)).select_related("webhook").order_by("pk").first()
    if delivery:
        delivery.attempts += 1
        delivery.next_attempt_at = dates.now() + LEASE
        delivery.save(update_fields=["attempts", "next_attempt_at"])
    return delivery


def send(delivery: Delivery) -> str:
    """Post a delivery to its address; return the answer's status.  Raise Undeliverable."""
    webhook, body = delivery.webhook, delivery.body.encode()
    _refuse_private(webhook.url)
    timestamp = str(int(dates.now().timestamp()))
    request = urllib.request.Request(
        webhook.url,
        data=body,
        headers={
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "TreatyTracker",
            "X-Registry-Delivery": str(delivery.pk),
            "X-Registry-Timestamp": timestamp,
            "X-Registry-Signature": f"sha256={signature(webhook.secret, timestamp, body)}",
        },
    )
    try:
        with urllib.request.build_opener(_NoRedirects).open(request, timeout=TIMEOUT) as response:
            return str(response.status)
    except urllib.error.HTTPError as error:
        raise Undeliverable(f"It answered {error.code} {error.reason}.") from None
    except (OSError, ValueError) as error:
        raise Undeliverable(f"It could not be reached: {error}.") from None


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the HMAC-SHA256 of ``timestamp.body`` in hex; the receiver computes the same and compares."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def pause_until(attempts: int) -> datetime | None:
    """Return when to try again after so many attempts; None when it is given up."""
    if attempts >= ATTEMPTS:
        return None
    return dates.now() + min(timedelta(minutes=2 ** (attempts - 1)), LONGEST_PAUSE)


def _refuse_private(url: str) -> None:
    """Refuse an address inside our own network: a webhook must not be a way to reach into it."""
    if settings.WEBHOOKS_TO_PRIVATE_ADDRESSES:
        return
    parts = urlsplit(url)
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Undeliverable(f"Its name cannot be resolved: {error}.") from None
    if any(not ipaddress.ip_address(address[0]).is_global for *_, address in found):
        raise Undeliverable("Its address is not a public one.")
