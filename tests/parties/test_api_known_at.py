"""``known_at``: what the registry said at an earlier moment."""

from datetime import date, timedelta

import pytest

from instruments.models import Instrument
from parties.models import Action, Participant, Participation, Statement
from parties.recording import editing
from parties.terms import ActionKind
from treatytracker import dates
from treatytracker.models import Revision

pytestmark = pytest.mark.django_db

V1 = "/api/v1/"
AS_OF = "2026-02-03"


@pytest.fixture
def before(clock):
    """A moment after the load and before the edit of the test, as text."""
    return (clock - timedelta(hours=1)).isoformat()


@pytest.fixture
def finland(before):
    """Correct Finland's accession to another day; return both versions."""
    act = Action.objects.current().get(key="apmbc-fin-accession-2012-01-09")
    with editing(None, "Try another day") as edit:
        corrected = edit.correct(act, date=date(2013, 1, 9))
    return act, corrected


def ask(client, path="participations/", **query):
    response = client.get(f"{V1}{path}", query)
    assert response.status_code == 200, response.content
    return response.json()


def test_a_correction_changes_now_and_not_then(client, before, finland):
    query = {"instrument": "apmbc", "participant": "FIN", "as_of": "2012-12-31"}
    assert ask(client, **query)["results"][0]["status"] == "no-action"
    then = ask(client, **query, known_at=before)
    assert then["results"][0]["status"] == "party"
    assert then["known_at"]
    assert "derived again" in then["note"]


def test_an_explanation_rests_on_the_acts_known_then(client, before, finland):
    query = {"instrument": "apmbc", "participant": "FIN", "as_of": "2014-01-01", "explain": 1}
    (now,) = ask(client, **query)["results"]
    (then,) = ask(client, **query, known_at=before)["results"]
    assert [act["date"] for act in now["explanation"]["actions"]] == ["2013-01-09"]
    assert [act["date"] for act in then["explanation"]["actions"]] == ["2012-01-09"]


def test_acts_and_statements_as_recorded_then(client, before, finland):
    query = {"instrument": "apmbc", "participant": "FIN", "kind": "accession"}
    assert [act["date"] for act in ask(client, "actions/", **query)["results"]] == ["2013-01-09"]
    assert [act["date"] for act in ask(client, "actions/", **query, known_at=before)["results"]] == ["2012-01-09"]
    statement = Statement.objects.current().first()
    with editing(None, "It was never made") as edit:
        edit.retract(statement)
    assert ask(client, "statements/", known_at=before)["count"] == ask(client, "statements/")["count"] + 1


def test_a_new_act_was_not_known_before(client, before):
    with editing(None, "A new accession") as edit:
        edit.record(
            Action(
                instrument=Instrument.objects.get(slug="apmbc"),
                participant=Participant.objects.get(iso3="USA"),
                kind=ActionKind.ACCESSION,
                date=date(2020, 1, 15),
                source="A test",
            )
        )
    query = {"instrument": "apmbc", "bound": "true", "as_of": AS_OF, "page_size": 500}
    assert ask(client, **query)["count"] == 163
    assert ask(client, **query, known_at=before)["count"] == 162


def test_rules_are_those_recorded_then(client, before):
    instrument = Instrument.objects.get(slug="apmbc")
    with editing(None, "Try another rule") as edit:
        instrument.party_delay = "P12M"
        instrument.save()
        edit.touched.add(instrument)
    query = {"instrument": "apmbc", "participant": "FIN", "as_of": "2012-08-01"}
    assert ask(client, **query)["results"][0]["status"] == "contracting-state"
    assert ask(client, **query, known_at=before)["results"][0]["status"] == "party"


def test_before_the_first_record_nothing_was_said(client):
    first = Revision.objects.order_by("pk").first()
    answer = ask(client, known_at=(first.at - timedelta(seconds=1)).isoformat())
    assert (answer["count"], answer["results"]) == (0, [])
    assert "it said nothing before" in answer["note"]
    assert ask(client, known_at=first.at.isoformat())["count"] == Participation.objects.as_of(dates.today()).count()


FILTERS = [
    {},
    {"status": "party,former-party"},
    {"bound": "true"},
    {"bound": "false", "region": "Asia"},
    {"consent": "accession", "group": "African Group"},
    {"signed": "true", "status": "former-party"},
    {"withdrawal_notified": "true"},
    {"provisional_application": "true"},
    {"suspension_notified": "true"},
    {"kind": "regional-organization"},
    {"q": "guinea", "page": "2", "page_size": "3"},
    {"participant": "FIN,POL,CSK", "instrument": "ccw,apmbc"},
]


@pytest.mark.parametrize("query", FILTERS, ids=lambda query: "-".join(query) or "none")
@pytest.mark.parametrize("as_of", ["1990-06-01", AS_OF])
def test_every_filter_works_the_same_on_what_was_known(client, query, as_of):
    query = {"page_size": 500, "as_of": as_of} | query
    now, then = ask(client, **query), ask(client, **query, known_at=dates.now().isoformat())
    assert then["count"] == now["count"]
    assert then["results"] == now["results"]


def test_repeated_words_are_all_heard(client):
    address = f"{V1}participations/?participant=FIN&participant=POL&instrument=apmbc"
    now, then = client.get(address).json(), client.get(f"{address}&known_at=2026-11-24T11:00Z").json()
    assert then["results"] == now["results"]
    assert len(now["results"]) == 2


def test_matrix_and_statistics_look_back_too(client, before, finland):
    query = {"participant": "FIN", "instrument": "apmbc", "as_of": "2012-12-31"}
    assert ask(client, "matrix/", **query)["results"][0]["statuses"] == {"apmbc": "no-action"}
    assert ask(client, "matrix/", **query, known_at=before)["results"][0]["statuses"] == {"apmbc": "party"}
    counted = ask(client, "statistics/", **query, measure="bound", known_at=before)["results"][0]
    assert counted["value"] == 1
    assert client.get(counted["list"]).json()["count"] == 1
