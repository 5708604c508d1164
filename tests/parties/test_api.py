"""What the API tells of participations, acts and counts, held against public facts."""

from urllib.parse import urlsplit

import pytest

from parties.models import Participation
from parties.terms import ActionKind, Status

pytestmark = pytest.mark.django_db

V1 = "/api/v1/"


@pytest.fixture
def ask(client):
    def answer(path, **query):
        response = client.get(f"{V1}{path}", query)
        assert response.status_code == 200, response.content
        return response.json()

    return answer


def only(answer) -> dict:
    assert answer["count"] == 1
    return answer["results"][0]


# Participations

ROW = (
    "instrument participant name status bound signed_on consent_kind consented_on in_force_on withdrawn_on flags links"
).split()


def test_a_participation_has_the_promised_fields(ask):
    row = only(ask("participations/", instrument="apmbc", participant="FIN", as_of="2026-02-03"))
    assert list(row) == ROW
    assert list(row["flags"]) == ["provisional_application", "withdrawal_notified", "suspension_notified"]
    assert row["name"] == "Finland"
    assert (row["status"], row["bound"]) == ("former-party", False)
    assert (row["consent_kind"], row["consented_on"], row["in_force_on"]) == ("accession", "2012-01-09", "2012-07-01")
    assert row["withdrawn_on"] == "2026-01-10"
    assert row["signed_on"] is None


@pytest.mark.parametrize(
    ("instrument", "participant", "as_of", "status"),
    [
        # data/README.md and docs/domain.md name the sources of these cases.
        ("apmbc", "SSD", "2011-07-08", "no-action"),
        ("apmbc", "SSD", "2011-07-09", "party"),
        ("ccm", "LTU", "2025-03-05", "party"),
        ("ccm", "LTU", "2025-03-06", "former-party"),
        ("ccw", "CSK", "1990-06-01", "party"),
        ("ccw", "CZE", "1993-01-01", "party"),
        ("ccw", "SVK", "1993-01-01", "party"),
        ("apmbc", "USA", "2026-02-03", "no-action"),
        ("ccm", "AGO", "2026-02-03", "signatory"),
    ],
)
def test_status_on_a_day(ask, instrument, participant, as_of, status):
    row = only(ask("participations/", instrument=instrument, participant=participant, as_of=as_of))
    assert row["status"] == status


def test_a_former_state_has_no_row_after_its_end(ask):
    assert ask("participations/", instrument="ccw", participant="CSK", as_of="1993-01-01")["results"] == []


@pytest.mark.parametrize(
    ("instrument", "bound"),
    [("apmbc", 162), ("ccw", 128), ("ccm", 112), ("crpd", 193), ("ccw-ap2", 107), ("ccw-p4", 111), ("ccw-p5", 99)],
)
def test_as_many_are_bound_as_the_depositary_counts(ask, instrument, bound):
    assert ask("participations/", instrument=instrument, bound="true", as_of="2026-02-03")["count"] == bound


def test_flags(ask):
    ukraine = only(ask("participations/", instrument="apmbc", participant="UKR", as_of="2026-02-03"))
    assert (ukraine["status"], ukraine["flags"]["suspension_notified"]) == ("party", {"on": "2025-07-18"})
    poland = only(ask("participations/", instrument="apmbc", participant="POL", as_of="2026-02-03"))
    assert poland["status"] == "party"
    assert poland["flags"]["withdrawal_notified"]["effective_on"] == "2026-02-20"


def test_an_explanation_names_acts_rule_and_time(ask):
    row = only(ask("participations/", instrument="apmbc", participant="FIN", as_of="2026-02-03", explain=1))
    assert list(row) == [*ROW[:-1], "explanation", "links"]
    explanation = row["explanation"]
    assert list(explanation) == ["text", "rule", "valid_from", "valid_to", "actions"]
    assert explanation["text"].startswith("Former party since 10 Jan 2026")
    assert explanation["rule"].startswith("art. 20")
    assert (explanation["valid_from"], explanation["valid_to"]) == ("2026-01-10", None)
    assert [act["kind"] for act in explanation["actions"]] == ["accession", "withdrawal"]
    assert all(act["source"] for act in explanation["actions"])


def test_what_always_held_has_no_beginning(ask):
    row = only(ask("participations/", instrument="apmbc", participant="USA", explain=1))
    assert row["explanation"]["valid_from"] is None
    assert row["explanation"]["actions"] == []


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ({"status": "party,signatory"}, lambda row: row["status"] in ("party", "signatory")),
        ({"bound": "true"}, lambda row: row["bound"]),
        ({"bound": "false"}, lambda row: not row["bound"]),
        ({"consent": "accession"}, lambda row: row["consent_kind"] == "accession"),
        ({"signed": "true"}, lambda row: row["signed_on"]),
        ({"signed": "false"}, lambda row: not row["signed_on"]),
        ({"withdrawal_notified": "true"}, lambda row: row["flags"]["withdrawal_notified"]),
        ({"suspension_notified": "true"}, lambda row: row["flags"]["suspension_notified"]),
        ({"provisional_application": "true"}, lambda row: row["flags"]["provisional_application"]),
    ],
)
def test_a_filter_parts_the_list(ask, query, holds):
    everybody = ask("participations/", instrument="apmbc", as_of="2026-02-03", page_size=500)["results"]
    chosen = ask("participations/", instrument="apmbc", as_of="2026-02-03", page_size=500, **query)["results"]
    assert chosen == [row for row in everybody if holds(row)]


@pytest.mark.parametrize("name", ["ivory coast", "Côte d’Ivoire", "COTE D'IVOIRE"])
def test_names_are_found_under_any_spelling(ask, name):
    assert only(ask("participations/", instrument="apmbc", q=name))["participant"] == "CIV"


def test_region_group_and_kind(ask):
    rows = ask("participations/", instrument="crpd", region="Oceania", group="WEOG", kind="member-state")["results"]
    assert [row["participant"] for row in rows] == ["AUS", "NZL"]


# Acts, statements, spells, participants

ACTION = "id instrument participant name kind date effective_on effective_basis reference source".split()


def test_an_act_has_the_promised_fields(ask):
    act = only(ask("actions/", instrument="apmbc", participant="FIN", kind="accession"))
    assert set(ACTION) <= set(act)
    assert act["id"] == "apmbc-fin-accession-2012-01-09"
    assert (act["effective_on"], act["effective_basis"]) == ("2012-07-01", "computed")
    assert act["effective_rule"].startswith("art. 17(2)")


def test_acts_by_date_and_effect(ask):
    within = ask("actions/", kind="accession,ratification", date_after="2025-01-01", date_before="2025-12-31")
    assert within["results"]
    assert {act["date"][:4] for act in within["results"]} == {"2025"}
    assert {act["kind"] for act in within["results"]} <= {"accession", "ratification"}
    ahead = ask("actions/", effective_after="2025-12-01", effective_before="2025-12-31")["results"]
    assert ahead
    assert {act["effective_on"][:7] for act in ahead} == {"2025-12"}


def test_statements(ask):
    answer = ask("statements/", kind="reservation", instrument="crpd")
    assert answer["count"]
    assert {row["kind"] for row in answer["results"]} == {"reservation"}


def test_spells_follow_each_other(ask):
    rows = ask("spells/", instrument="ccm", participant="LTU")["results"]
    assert rows[0]["valid_from"] is None
    assert rows[-1]["valid_to"] is None
    assert [row["valid_to"] for row in rows[:-1]] == [row["valid_from"] for row in rows[1:]]
    during = ask("spells/", instrument="ccm", participant="LTU", valid_after="2025-03-05", valid_before="2025-03-05")
    assert only(during)["status"] == "party"


def test_a_participant_with_its_names_and_predecessors(ask):
    czechia = ask("participants/CZE/")
    assert (czechia["iso2"], czechia["m49"], czechia["group"]) == ("CZ", "203", "Eastern European Group")
    assert {"name": "Czechoslovakia", "participant": "CSK", "existed_until": "1992-12-31"} in czechia["predecessors"]
    assert [each["participant"] for each in ask("participants/CSK/")["successors"]] == ["CZE", "SVK"]
    turkiye = ask("participants/TUR/")
    assert {"Turkey": "former"}.items() <= {name["name"]: name["kind"] for name in turkiye["names"]}.items()


def test_participants_on_a_day(ask):
    assert ask("participants/", as_of="1990-01-01", participant="CSK")["count"] == 1
    assert ask("participants/", as_of="1993-01-01", participant="CSK")["count"] == 0
    assert ask("participants/", kind="member-state")["count"] == 193


def test_links_lead_somewhere(ask, client):
    row = only(ask("participations/", instrument="apmbc", participant="FIN"))
    for address in row["links"].values():
        assert client.get(address).status_code == 200
    explained = client.get(row["links"]["explanation"]).json()["results"]
    assert explained[0]["explanation"]["actions"]


# Matrix, statistics


def test_the_matrix_says_what_the_list_says(ask):
    matrix = ask("matrix/", as_of="2011-07-09", page_size=500)["results"]
    cells = {(row["participant"], slug): status for row in matrix for slug, status in row["statuses"].items()}
    stored = Participation.objects.as_of("2011-07-09").values_list("participant__iso3", "instrument__slug", "status")
    assert cells == {(iso3, slug): status for iso3, slug, status in stored}


def test_the_matrix_as_a_table_has_a_column_for_each_instrument(client):
    response = client.get(f"{V1}matrix/", {"format": "csv", "instrument": "apmbc,ccm", "participant": "FIN"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "participant,name,region,group,apmbc,ccm"
    assert lines[1].startswith("FIN,Finland,Europe,WEOG,")


@pytest.mark.parametrize(
    "query",
    [
        {"instrument": "apmbc"},
        {"instrument": "ccm", "by": "region"},
        {"instrument": "ccw", "by": "group", "measure": "bound,signatory"},
        {"instrument": "crpd", "region": "Africa,Asia", "kind": "member-state"},
    ],
)
def test_every_count_is_that_of_its_list(ask, client, query):
    for row in ask("statistics/", as_of="2026-02-03", page_size=500, **query)["results"]:
        assert row["definition"]
        listed = client.get(f"{row['list']}&page_size=1").json()
        assert listed["count"] == row["value"], row


def test_statuses_part_the_participants(ask):
    counts = {
        row["measure"]: row["value"] for row in ask("statistics/", instrument="apmbc", as_of="2026-02-03")["results"]
    }
    assert sum(counts[status.value] for status in Status) == 198
    assert counts["bound"] == counts["party"] + counts["contracting-state"] == 162


def test_counts_of_an_instrument_lead_to_their_lists(ask, client):
    for count in ask("instruments/ccm/", as_of="2026-02-03")["counts"]:
        assert client.get(count["list"]).json()["count"] == count["value"]


def test_rules_come_with_their_articles(ask):
    rules = ask("instruments/apmbc/")["rules"]
    assert (
        rules["general"]["in_words"] == "art. 17(1): first day of the sixth month after the month of the 40th deposit"
    )
    assert rules["joining"]["article"] == "17(2)"
    assert (rules["exit"]["months"], rules["exit_waits_for_peace"]) == (6, True)


def test_consent_kinds_of_the_schema_are_all_there_are(ask):
    from parties.serializers import CONSENTS

    used = set(Participation.objects.exclude(consent_kind="").values_list("consent_kind", flat=True))
    assert used <= {kind for kind, _ in CONSENTS} <= set(ActionKind.values)
    assert urlsplit(ask("")["schema"]).path == "/api/v1/schema/"
