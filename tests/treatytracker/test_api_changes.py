"""The log of changes: in order, resumable, with before and after; replayed from zero it is the registry."""

from collections import defaultdict
from datetime import date, timedelta

import pytest

from agencies.models import Mandate
from instruments.models import Instrument
from instruments.rules import Anchor, Delay, Provision, Rules
from parties.models import Action, Participation
from parties.recording import editing
from parties.spells import BEGINNING, Act, spells
from parties.terms import Status
from treatytracker.models import Revision
from treatytracker.revision import current

pytestmark = pytest.mark.django_db

CHANGES = "/api/v1/changes/"


def read(client, **query) -> list[dict]:
    """Return all changes that a query asks for, page by page, as a follower reads them."""
    found, address = [], f"{CHANGES}?page_size=500&" + "&".join(f"{name}={value}" for name, value in query.items())
    while address:
        answer = client.get(address).json()
        found += answer["results"]
        address = answer["next"]
    assert len(found) == answer["count"]
    return found


@pytest.fixture
def edited():
    """Correct one act, retract another, change a rule; return the revision before and the three that this takes."""
    revisions = [current()]
    corrected = Action.objects.current().get(key="apmbc-fin-accession-2012-01-09")
    with editing(None, "The day was wrong") as edit:
        edit.correct(corrected, date=date(2012, 2, 9))
    revisions.append(current())
    with editing(None, "It never happened") as edit:
        edit.retract(Action.objects.current().get(key="apmbc-fin-withdrawal-2025-07-10"))
    revisions.append(current())
    instrument = Instrument.objects.get(slug="ccm")
    with editing(None, "The rule was wrong") as edit:
        instrument.party_delay = "P7M"
        instrument.save()
        edit.touched.add(instrument)
    return [*revisions, current()]


def test_a_change_tells_before_and_after(client, edited):
    corrected, retracted, ruled = read(client, since=edited[0])
    assert list(corrected) == ["revision", "recorded_at", "reason", "operation", "fact", "id", "before", "after"]
    assert [change["operation"] for change in (corrected, retracted, ruled)] == ["corrected", "retracted", "corrected"]
    assert [change["revision"] for change in (corrected, retracted, ruled)] == edited[1:]
    assert corrected["id"] == "apmbc-fin-accession-2012-01-09"
    assert (corrected["before"]["date"], corrected["after"]["date"]) == ("2012-01-09", "2012-02-09")
    assert corrected["reason"] == "The day was wrong"
    assert (retracted["before"]["kind"], retracted["after"]) == ("withdrawal", None)
    assert (ruled["fact"], ruled["id"]) == ("instrument", "ccm")
    assert [said["rules"]["joining"]["months"] for said in (ruled["before"], ruled["after"])] == [6, 7]


def test_since_resumes_without_gap_or_repetition(client, edited):
    everything = read(client)
    assert read(client, since=0) == everything
    assert read(client, since=edited[1]) == [change for change in everything if change["revision"] > edited[1]]
    assert [change["revision"] for change in everything] == sorted(change["revision"] for change in everything)
    assert client.get(CHANGES).json()["revision"] == edited[3]
    assert read(client, since=edited[3]) == []


def test_a_second_correction_starts_from_the_first(client, edited):
    with editing(None, "Once more") as edit:
        edit.correct(Action.objects.current().get(key="apmbc-fin-accession-2012-01-09"), date=date(2012, 3, 9))
    (change,) = read(client, since=edited[3])
    assert (change["before"]["date"], change["after"]["date"]) == ("2012-02-09", "2012-03-09")


def test_a_mandate_is_told_with_its_instruments(client):
    (change,) = [change for change in read(client, fact="mandate") if change["id"] == "unmas-coordination"]
    assert change["operation"] == "recorded"
    mandate = Mandate.objects.get(slug="unmas-coordination")
    assert change["after"]["instruments"] == [instrument.slug for instrument in mandate.instruments.all()]


def test_changes_can_be_narrowed(client, edited):
    assert {change["fact"] for change in read(client, fact="action,statement")} == {"action", "statement"}
    finnish = read(client, participant="FIN", instrument="apmbc")
    assert {change["fact"] for change in finnish} == {"action"}
    assert {(change["after"] or change["before"])["participant"] for change in finnish} == {"FIN"}
    assert {change["id"] for change in read(client, instrument="ccm", fact="instrument")} == {"ccm"}


def test_every_fact_was_recorded_once(client):
    recorded = defaultdict(list)
    for change in read(client):
        assert (change["operation"], change["before"]) == ("recorded", None)
        recorded[change["fact"]].append(change["id"])
    assert all(len(set(ids)) == len(ids) for ids in recorded.values())
    assert {fact: len(ids) for fact, ids in recorded.items()}["instrument"] == 11
    assert len(recorded["action"]) == Action.objects.current().count()


# Replay: nothing but what the changes say, and the law


def replay(client) -> dict[str, dict[str, dict]]:
    facts: dict[str, dict[str, dict]] = defaultdict(dict)
    for change in read(client):
        if change["after"] is None:
            del facts[change["fact"]][change["id"]]
        else:
            facts[change["fact"]][change["id"]] = change["after"]
    return facts


def day(text):
    return date.fromisoformat(text) if text else None


def provision(told):
    return told and Provision(Delay(told["months"], told["days"], Anchor(told["anchor"])), told["article"])


def rules_of(told) -> Rules:
    return Rules(
        in_force_on=day(told["in_force_on"]),
        in_force_article=told["in_force_article"] or "",
        threshold=told["threshold"],
        general=provision(told["general"]),
        joining=provision(told["joining"]),
        exit=provision(told["exit"]),
        exit_waits_for_peace=told["exit_waits_for_peace"],
    )


def test_replaying_from_zero_rebuilds_the_participations(client, edited):
    facts = replay(client)
    acts = defaultdict(list)
    for key, told in facts["action"].items():
        act = Act(key, told["kind"], day(told["date"]), day(told["stated_effective_on"]))
        acts[told["instrument"], told["participant"]].append(act)
    rebuilt = set()
    for slug, instrument in facts["instrument"].items():
        for iso3, participant in facts["participant"].items():
            for spell in spells(acts[slug, iso3], rules_of(instrument["rules"]), day(participant["existed_until"])):
                standing = spell.standing
                in_force_on = standing.consent.effect.on if standing.consent else None
                rebuilt.add((slug, iso3, spell.valid_from, spell.valid_to, standing.status, in_force_on))
    columns = ("instrument__slug", "participant__iso3", "valid_from", "valid_to", "status", "in_force_on")
    stored = {(*row[:4], Status(row[4]), row[5]) for row in Participation.objects.values_list(*columns)}
    assert rebuilt == stored
    assert any(start != BEGINNING for _, _, start, *_ in stored)


def test_what_is_replayed_is_what_the_list_says(client, edited):
    listed = client.get("/api/v1/actions/?participant=FIN&page_size=500").json()["results"]
    replayed = [act for act in replay(client)["action"].values() if act["participant"] == "FIN"]
    assert sorted(replayed, key=lambda act: (act["date"], act["id"])) == listed


def test_a_revision_says_when_and_why(client):
    revision = Revision.objects.get(pk=current())
    first = client.get(CHANGES, {"page_size": 1}).json()["results"][0]
    assert first["reason"] == revision.reason
    assert first["recorded_at"].startswith((revision.at - timedelta(0)).strftime("%Y-%m-%dT%H:%M:%S"))
