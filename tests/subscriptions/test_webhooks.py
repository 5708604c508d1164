"""Webhooks: signed, in order, again until they arrive; tested against a real server on this machine."""

import hashlib
import hmac
import json
import re
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings
from django.urls import reverse

from subscriptions import webhooks
from subscriptions.models import Delivery, Webhook
from tests.subscriptions.test_interests import accede
from treatytracker import dates, revision

pytestmark = pytest.mark.django_db


class Receiver(ThreadingHTTPServer):
    """A server that keeps what it gets and answers as it is told."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.received, self.status, self.location = [], 204, None
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/hook"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((dict(self.headers), body))
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def receiver():
    server = Receiver()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def webhook(receiver, settings):
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = True
    return Webhook.objects.create(name="Desk", url=receiver.url, up_to=revision.current(), made_at=dates.now())


def later(monkeypatch, **pause):
    moment = dates.now() + timedelta(**pause)
    monkeypatch.setattr(dates, "now", lambda: moment)


def revisions(receiver):
    return [json.loads(body)["revision"] for _, body in receiver.received]


def test_a_change_arrives_signed_with_what_was_before_and_after(webhook, receiver):
    accede()
    assert webhooks.deliver() == (1, 0)
    [(headers, body)] = receiver.received
    expected = hmac.new(webhook.secret.encode(), headers["X-Registry-Timestamp"].encode() + b"." + body, hashlib.sha256)
    assert headers["X-Registry-Signature"] == f"sha256={expected.hexdigest()}"
    content = json.loads(body)
    assert content["revision"] == revision.current()
    [change] = content["changes"]
    assert (change["before"], change["after"]["participant"], change["after"]["kind"]) == (None, "USA", "accession")
    assert change["after"]["effective_on"] == "2027-04-01"


def test_the_documented_check_tells_genuine_from_forged(webhook, receiver):
    guide = (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
    names = {}
    exec(re.search(r"```python\n(import hashlib.*?)```", guide, re.S)[1], names)
    accede()
    webhooks.deliver()
    [(headers, body)] = receiver.received
    assert names["is_genuine"](webhook.secret, headers, body)
    assert not names["is_genuine"](webhook.secret, headers, body.replace(b"USA", b"FRA"))
    assert not names["is_genuine"]("another secret", headers, body)


def test_what_arrived_is_not_sent_again(webhook, receiver):
    accede()
    webhooks.deliver()
    assert webhooks.deliver() == (0, 0)
    assert len(receiver.received) == 1


def test_what_nobody_asked_about_is_not_sent(webhook, receiver):
    webhook.interest = "instrument=ccm"
    webhook.save()
    accede()
    assert webhooks.deliver() == (0, 0)
    webhook.refresh_from_db()
    assert webhook.up_to == revision.current()


def test_a_failure_is_tried_again_later_and_later_and_in_order(webhook, receiver, monkeypatch):
    receiver.status = 500
    accede()
    accede("CHN")
    assert webhooks.deliver() == (0, 1)
    first = Delivery.objects.earliest("pk")
    assert first.answer.startswith("It answered 500")
    assert first.next_attempt_at == dates.now() + timedelta(minutes=1)
    assert webhooks.deliver() == (0, 0)

    later(monkeypatch, minutes=1)
    assert webhooks.deliver() == (0, 1)
    first.refresh_from_db()
    assert first.next_attempt_at == dates.now() + timedelta(minutes=2)

    receiver.status = 200
    later(monkeypatch, minutes=2)
    assert webhooks.deliver() == (2, 0)
    numbers = revisions(receiver)
    assert numbers == [numbers[0]] * 3 + [numbers[0] + 1]


def test_it_is_given_up_after_the_last_attempt_and_the_next_goes_on(webhook, receiver, monkeypatch):
    monkeypatch.setattr(webhooks, "ATTEMPTS", 1)
    receiver.status = 410
    accede()
    webhooks.deliver()
    assert Delivery.objects.get().next_attempt_at is None
    receiver.status = 200
    accede("CHN")
    assert webhooks.deliver() == (1, 0)


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 1), (2, 2), (5, 16), (11, 1024), (12, 1440), (webhooks.ATTEMPTS - 1, 1440)]
)
def test_pauses_double_up_to_a_day(attempts, minutes):
    assert webhooks.pause_until(attempts) - dates.now() == timedelta(minutes=minutes)


def test_a_silent_address_does_not_stop_the_others(webhook, receiver):
    Webhook.objects.create(name="Gone", url="http://127.0.0.1:9/", up_to=revision.current(), made_at=dates.now())
    accede()
    assert webhooks.deliver() == (1, 1)


def test_a_redirect_is_not_followed(webhook, receiver):
    receiver.status, receiver.location = 302, receiver.url
    accede()
    assert webhooks.deliver() == (0, 1)
    assert len(receiver.received) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]", "localhost"])
def test_an_address_in_our_own_network_is_refused(webhook, settings, host):
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False
    webhook.url = f"http://{host}/"
    webhook.save()
    accede()
    assert webhooks.deliver() == (0, 1)
    assert Delivery.objects.get().answer == "Its address is not a public one."


def test_a_stopped_webhook_gets_nothing(webhook, receiver):
    Webhook.objects.update(active=False)
    accede()
    assert webhooks.deliver() == (0, 0)


def test_a_delivery_that_is_being_sent_is_not_taken_twice(webhook):
    accede()
    webhooks.queue(webhook, revision.current())
    assert webhooks._claim() is not None
    assert webhooks._claim() is None


def test_it_is_registered_in_the_admin_and_hears_of_what_comes(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("root"))
    values = {"name": "Desk", "url": "https://example.org/hook", "interest": "instrument=apmc", "secret": "s"}
    address = reverse("admin:subscriptions_webhook_add")
    assert "Allowed: apmbc" in client.post(address, values).content.decode()
    assert client.post(address, values | {"interest": "instrument=apmbc"}).status_code == 302
    assert Webhook.objects.get().up_to == revision.current()
    assert client.get(reverse("admin:subscriptions_delivery_changelist")).status_code == 200
