"""Tells people by e-mail: a message to confirm the address, then one whenever something they asked about changes."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from parties.models import Participant
from parties.terms import ActionKind, StatementKind
from subscriptions.interests import Change, in_words, news
from subscriptions.models import EmailAlert
from treatytracker import revision
from treatytracker.dates import display

logger = logging.getLogger(__name__)
KINDS = dict([*ActionKind.choices, *StatementKind.choices])


def ask_for_confirmation(alert: EmailAlert) -> None:
    """Send the link that proves that the address belongs to who asked."""
    _send(alert, "Please confirm your alert", "subscriptions/confirm.txt", {"link": _link("alert_confirm", alert)})


def deliver() -> tuple[int, int]:
    """Send each confirmed alert what is new for it.  Return how many messages were sent and how many failed."""
    sent = failed = 0
    current = revision.current()
    for alert in EmailAlert.objects.filter(confirmed_at__isnull=False, up_to__lt=current):
        found = news(alert.interest, alert.up_to, current)
        try:
            if found:
                _send(alert, subject(found), "subscriptions/alert.txt", {"lines": [line(change) for change in found]})
                sent += 1
        except (SMTPException, OSError) as error:
            # It stays where it was and is tried again at the next run.
            logger.warning("An alert could not be sent: %s", error)
            failed += 1
            continue
        alert.up_to = current
        alert.save(update_fields=["up_to"])
    return sent, failed


def subject(found: list[Change]) -> str:
    """Return the subject line: what changed if it is one thing, how many otherwise."""
    if len(found) == 1:
        return line(found[0])["what"]
    return f"{len(found)} changes in the registry"


def line(change: Change) -> dict[str, str]:
    """Return a change in words, with the place where it can be read."""
    fact = change.after or change.before or {}
    done = "Taken out" if not change.after else "Corrected" if change.before else "New"
    kind, day = KINDS[fact["kind"]].lower(), display(fact["date"])
    effective_on = display(fact.get("effective_on"))
    return {
        "what": f"{done}: {fact['name']}, {fact['instrument']}: {kind}, {day}",
        "effect": f"In effect {effective_on}. {fact['effective_rule'] or ''}".strip() if effective_on else "",
        "source": fact["reference"] or fact["source"],
        "link": settings.SITE_URL + Participant(iso3=fact["participant"]).get_absolute_url(),
    }


def _send(alert: EmailAlert, subject: str, template: str, context: dict) -> None:
    leave = _link("alert_leave", alert)
    text = render_to_string(template, {**context, "about": in_words(alert.interest), "leave": leave})
    EmailMessage(
        subject=f"Treaty Tracker: {subject}"[:150],
        body=text,
        to=[alert.email],
        # One click in the reader's own programme: RFC 8058.
        headers={"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    ).send()


def _link(name: str, alert: EmailAlert) -> str:
    return settings.SITE_URL + reverse(name, args=[alert.token])
