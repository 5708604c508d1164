"""Alerts by e-mail: asked for, confirmed, sent, and ended with one click."""

import re
from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.management import call_command

from subscriptions import mails
from subscriptions.models import EmailAlert
from tests.subscriptions.test_interests import accede
from treatytracker import dates, revision

pytestmark = pytest.mark.django_db


def ask(client, **changes):
    values = {"email": "Desk@example.org", "instrument": ["apmbc"], "participant": "", "region": "", "group": ""}
    return client.post("/alerts/", values | changes)


def path_in(message, page):
    return re.search(rf"https?://[^/]+(/alerts/{page}/\S+)", message.body)[1]


@pytest.fixture
def alert(client):
    """An alert that was asked for and confirmed as a person would."""
    ask(client)
    client.post(path_in(mail.outbox.pop(), "confirm"))
    return EmailAlert.objects.get()


def test_asking_sends_one_message_and_begins_nothing(client):
    assert ask(client)["location"] == "/alerts/asked/"
    [message] = mail.outbox
    assert message.to == ["desk@example.org"]
    alert = EmailAlert.objects.get()
    assert (alert.interest, alert.confirmed_at) == ("instrument=apmbc", None)
    accede()
    assert mails.deliver() == (0, 0)


def test_opening_the_link_is_not_enough(client):
    ask(client)
    page = client.get(path_in(mail.outbox[0], "confirm"))
    assert "Begin the alert" in page.content.decode()
    assert EmailAlert.objects.get().confirmed_at is None


def test_a_confirmed_alert_hears_of_what_changes_and_only_once(alert):
    before = accede()
    assert alert.up_to == before
    assert mails.deliver() == (1, 0)
    [message] = mail.outbox
    assert message.subject == "Treaty Tracker: New: United States of America, apmbc: accession, 1 Oct 2026"
    assert "In effect 1 Apr 2027. art. 17(2)" in message.body
    assert "/participants/USA/" in message.body
    assert mails.deliver() == (0, 0)


def test_many_changes_make_one_message(alert):
    accede()
    accede("CHN")
    mails.deliver()
    [message] = mail.outbox
    assert message.subject == "Treaty Tracker: 2 changes in the registry"


def test_what_nobody_asked_about_is_not_sent(alert):
    accede("USA", "ccm")
    assert mails.deliver() == (0, 0)
    alert.refresh_from_db()
    assert alert.up_to == revision.current()


def test_a_message_that_could_not_be_sent_is_tried_again(alert, monkeypatch):
    accede()
    monkeypatch.setattr(mails.EmailMessage, "send", lambda self: (_ for _ in ()).throw(SMTPException("busy")))
    assert mails.deliver() == (0, 1)
    monkeypatch.undo()
    assert mails.deliver() == (1, 0)


def test_one_click_ends_it_and_forgets_the_address(alert, client):
    accede()
    mails.deliver()
    [message] = mail.outbox
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    page = client.get(path_in(message, "leave"))
    assert "End it and forget my address" in page.content.decode()
    assert EmailAlert.objects.exists()
    client.post(path_in(message, "leave"))
    assert not EmailAlert.objects.exists()


def test_one_click_works_at_the_address_in_the_header(alert, client):
    accede()
    mails.deliver()
    link = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    path = "/" + link.split("/", 3)[3]
    strict = type(client)(enforce_csrf_checks=True)
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not EmailAlert.objects.exists()


def test_nobody_learns_who_has_an_alert_and_no_box_is_filled(alert, client):
    for _ in range(3):
        assert ask(client)["location"] == "/alerts/asked/"
    assert not mail.outbox
    for slug in ("ccw", "ccm", "crpd", "ccw-p1", "ccw-p2", "ccw-p3", "ccw-p4"):
        ask(client, instrument=[slug])
    assert len(mail.outbox) == 5


def test_an_address_that_does_not_answer_is_forgotten(client, monkeypatch):
    ask(client)
    moment = dates.now() + timedelta(days=1, seconds=1)
    monkeypatch.setattr(dates, "now", lambda: moment)
    ask(client, email="other@example.org")
    assert not EmailAlert.objects.filter(email="desk@example.org").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"email": "nobody"}, "email"), ({"instrument": ["apmc"]}, "instrument"), ({"region": "X"}, "region")],
)
def test_bad_input_is_answered_beside_the_field(client, changes, field):
    assert field in ask(client, **changes).context["form"].errors
    assert not mail.outbox


def test_an_unknown_token_leads_nowhere(client):
    assert client.get("/alerts/confirm/nonsense/").status_code == 404
    assert client.post("/alerts/leave/nonsense/").status_code == 200


def test_the_command_says_what_it_did(alert, capsys):
    accede()
    call_command("deliver")
    assert "e-mails: 1 delivered, 0 failed" in capsys.readouterr().out
