"""What tests of the whole site share."""

from contextlib import nullcontext

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from tests.treatytracker.callers import Registry
from treatytracker import answers, freshness


@pytest.fixture
def wsgi(db):
    """Return the site for tools that speak WSGI; it answers inside the test's transaction, as Django's client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def registry(monkeypatch):
    """Return a registry without a database."""
    made = Registry()
    monkeypatch.setattr(answers, "FilePulse", lambda: made)
    monkeypatch.setattr(answers, "ServersPulse", lambda: made)
    monkeypatch.setattr(answers, "close_connections_between_requests", lambda: None)
    monkeypatch.setattr(answers, "close_old_connections", lambda: None)
    monkeypatch.setattr(answers, "snapshot", lambda alias: nullcontext())
    monkeypatch.setattr(freshness, "read", made.state)
    return made
