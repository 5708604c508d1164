"""How every address of the API behaves: envelope, refusals, formats, manners."""

import logging

import pytest
from django.test import Client, override_settings

from treatytracker import dates
from treatytracker.problems import CONTENT_TYPE
from treatytracker.revision import recording
from treatytracker.root import LISTS

pytestmark = pytest.mark.django_db

V1 = "/api/v1/"
DETAILS = ("instruments/apmbc/", "participants/FIN/", "agencies/unmas/")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def refused(response, *parameters) -> dict:
    """Return the problem, which must be a bad query that names just these parameters."""
    assert response.status_code == 400
    assert response["Content-Type"] == CONTENT_TYPE
    problem = response.json()
    assert set(problem) == {"type", "title", "status", "detail", "errors", "request_id"}
    assert set(problem["errors"]) == set(parameters)
    return problem["errors"]


# The envelope


@pytest.mark.parametrize("name", LISTS)
def test_a_list_answers_in_the_envelope(client, name):
    answer = client.get(f"{V1}{name}/", {"page_size": 2}).json()
    assert list(answer) == ["count", "next", "previous", "as_of", "revision", "results"]
    assert answer["as_of"] == dates.today().isoformat()
    assert len(answer["results"]) == 2
    assert answer["previous"] is None
    following = client.get(answer["next"]).json()
    assert following["previous"]
    assert following["results"][0] not in answer["results"]


@pytest.mark.parametrize("name", ["participations", "actions", "panel", "changes", "matrix"])
def test_pages_hold_every_row_once(client, name):
    query = {"participant": "FIN,SSD"} | ({"from_year": 2020} if name == "panel" else {})
    whole = client.get(f"{V1}{name}/", query | {"page_size": 500}).json()
    pages, address = [], f"{V1}{name}/?page_size=7&" + "&".join(f"{key}={value}" for key, value in query.items())
    while address:
        answer = client.get(address).json()
        pages += answer["results"]
        address = answer["next"]
    assert pages == whole["results"]
    assert len(pages) == whole["count"]


def test_as_of_and_revision_stand_in_the_envelope_and_in_a_detail(client):
    assert client.get(f"{V1}participations/", {"as_of": "1999-03-01"}).json()["as_of"] == "1999-03-01"
    detail = client.get(f"{V1}instruments/apmbc/", {"as_of": "1999-03-01"}).json()
    assert (detail["as_of"], detail["slug"]) == ("1999-03-01", "apmbc")


def test_the_root_leads_to_every_list(client):
    root = client.get(V1).json()
    assert set(root["lists"]) == set(LISTS)
    for address in (*root["lists"].values(), root["schema"], root["datapackage"]):
        assert client.get(address).status_code == 200


# What is refused


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("page=0", ["page"]),
        ("page=two", ["page"]),
        ("page=-1", ["page"]),
        ("page_size=0", ["page_size"]),
        ("page_size=501", ["page_size"]),
        ("page_size=%C2%B2", ["page_size"]),
        ("page=1e3&page_size=99999999999999999999", ["page", "page_size"]),
    ],
)
def test_a_bad_page_is_refused(client, query, parameters):
    refused(client.get(f"{V1}participations/?{query}"), *parameters)


def test_a_page_after_the_last_is_not_found(client):
    response = client.get(f"{V1}instruments/?page=99")
    assert response.status_code == 404
    assert "last one is 1" in response.json()["detail"]


@pytest.mark.parametrize(
    ("query", "parameter", "said"),
    [
        ("status=member", "status", "Allowed: no-action, signatory"),
        ("instrument=apmbc,mbt", "instrument", "Allowed: apmbc, ccw"),
        ("participant=FRANCE", "participant", "FRA"),
        ("region=Atlantis", "region", "Africa"),
        ("group=Nobody", "group", "WEOG"),
        ("bound=perhaps", "bound", "true or false"),
        ("as_of=2025-02-30", "as_of", "not a day of the calendar"),
        ("as_of=12/03/2025", "as_of", "YYYY-MM-DD"),
        ("known_at=2999-01-01", "known_at", "in the future"),
        ("known_at=yesterday", "known_at", "not an instant"),
        ("explain=maybe", "explain", "1 or 0"),
        ("format=xml", "format", "json, html, csv, xlsx"),
        ("as_of=", "as_of", "has no value"),
        ("explain=", "explain", "has no value"),
        ("q=%20", "q", "visible"),
        ("as_of=2025-01-01&as_of=2025-01-02", "as_of", "more than once"),
        ("statsu=party", "query", "status"),
        ("ordering=name", "query", "no parameter “ordering”"),
    ],
)
def test_a_wrong_value_is_told_what_is_right(client, query, parameter, said):
    errors = refused(client.get(f"{V1}participations/?{query}"), parameter)
    assert said in " ".join(errors[parameter])


@pytest.mark.parametrize("path", [*(f"{name}/" for name in LISTS), *DETAILS, "", "schema/", "datapackage.zip"])
def test_an_unknown_parameter_is_never_ignored(client, path):
    refused(client.get(f"{V1}{path}?colour=blue"), "query")


def test_all_mistakes_are_told_at_once(client):
    refused(client.get(f"{V1}actions/?kind=x&date_after=x&colour=x"), "kind", "date_after", "query")


def test_what_other_sites_append_to_a_link_is_no_mistake(client):
    assert client.get(f"{V1}instruments/?utm_source=newsletter").status_code == 200


def test_repeated_words_mean_any_of_them(client):
    repeated = client.get(f"{V1}instruments/?instrument=apmbc&instrument=ccm").json()["results"]
    assert repeated == client.get(f"{V1}instruments/?instrument=apmbc,ccm").json()["results"]


@pytest.mark.parametrize("path", ["instruments/mbt/", "participants/XXX/", "agencies/nato/"])
def test_an_unknown_name_is_not_found(client, path):
    response = client.get(f"{V1}{path}")
    assert (response.status_code, response["Content-Type"]) == (404, CONTENT_TYPE)
    assert "There is no" in response.json()["detail"]


def test_an_unknown_address_is_a_problem_too(client):
    response = client.get("/api/v2/participations/")
    assert (response.status_code, response["Content-Type"]) == (404, CONTENT_TYPE)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["participations/", "instruments/apmbc/", "schema/"])
def test_the_api_is_read_only(client, method, path):
    response = getattr(client, method)(f"{V1}{path}")
    assert (response.status_code, response["Content-Type"]) == (405, CONTENT_TYPE)
    assert {"GET", "HEAD", "OPTIONS"} <= set(response["Allow"].split(", "))
    assert "POST" not in response["Allow"]


def test_an_unexpected_error_is_a_problem_and_is_logged(client, monkeypatch, caplog):
    monkeypatch.setattr("parties.api.lists.Actions.select", lambda self, asked: 1 / 0)
    client.raise_request_exception = False
    with caplog.at_level(logging.ERROR, "treatytracker.api"):
        response = client.get(f"{V1}actions/", headers={"X-Request-ID": "my-request-1"})
    assert (response.status_code, response["Content-Type"]) == (500, CONTENT_TYPE)
    assert response.json()["request_id"] == "my-request-1"
    assert "division" not in response.content.decode()
    assert any("ZeroDivisionError" in str(record.exc_info) for record in caplog.records)


# Formats


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        (XLSX, XLSX),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
    ],
)
def test_accept_chooses_the_format(client, accept, given):
    response = client.get(f"{V1}instruments/", headers={"Accept": accept})
    assert response.status_code == 200
    assert response["Content-Type"] == given
    assert "Accept" in response["Vary"]


def test_a_format_that_is_not_offered_is_not_acceptable(client):
    response = client.get(f"{V1}instruments/", headers={"Accept": "application/pdf"})
    assert (response.status_code, response["Content-Type"]) == (406, CONTENT_TYPE)


def test_the_address_goes_before_the_header(client):
    response = client.get(f"{V1}instruments/?format=json", headers={"Accept": "text/csv"})
    assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize("path", [*(f"{name}/" for name in LISTS), *DETAILS, ""])
def test_every_address_has_a_page_for_people(client, path):
    response = client.get(f"{V1}{path}", headers={"Accept": "text/html"})
    assert response.status_code == 200
    assert "<h1>" in response.content.decode()


# Freshness


@pytest.mark.parametrize("path", [*(f"{name}/" for name in LISTS), *DETAILS, "", "schema/", "datapackage.zip"])
def test_an_answer_that_still_holds_costs_one_query(client, path, django_assert_num_queries):
    first = client.get(f"{V1}{path}")
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert first["Last-Modified"]
    with django_assert_num_queries(1):
        again = client.get(f"{V1}{path}", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content
    assert again["ETag"] == first["ETag"]
    assert again["Access-Control-Allow-Origin"] == "*"


def test_if_modified_since_is_understood(client):
    first = client.get(f"{V1}instruments/")
    again = client.get(f"{V1}instruments/", headers={"If-Modified-Since": first["Last-Modified"]})
    assert again.status_code == 304
    earlier = "Thu, 01 Jan 2015 00:00:00 GMT"
    assert client.get(f"{V1}instruments/", headers={"If-Modified-Since": earlier}).status_code == 200


@pytest.mark.parametrize("condition", [{"If-None-Match": "*"}, {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}])
def test_a_condition_never_hides_a_mistake(client, condition):
    refused(client.get(f"{V1}instruments/?colour=blue", headers=condition), "query")


def test_the_etag_changes_with_revision_day_query_and_format(client, monkeypatch):
    def etag(query="", **headers):
        return client.get(f"{V1}instruments/{query}", headers=headers)["ETag"]

    tags = {etag(), etag("?page=1"), etag(Accept="text/csv")}
    monkeypatch.setattr(dates, "today", lambda: dates.parse_day("2027-01-01"))
    tags.add(etag())
    with recording(None, "A change"):
        pass
    tags.add(etag())
    assert len(tags) == 5


def test_public_answers_set_no_cookie(client):
    response = client.get(f"{V1}participations/")
    assert not response.cookies
    assert "Cookie" not in response["Vary"]


@pytest.mark.parametrize(
    "path", ["participations/", "participations/?format=csv", "instruments/apmbc/", "datapackage.zip"]
)
def test_head_is_get_without_the_content(client, path):
    got, head = client.get(f"{V1}{path}"), client.head(f"{V1}{path}")
    assert head.status_code == 200
    assert body(head) == b""
    for name in ("Content-Type", "ETag", "Last-Modified", "Cache-Control"):
        assert head[name] == got[name]


# Manners


def test_scripts_of_other_sites_may_read(client):
    for path in ("participations/", "participations/?colour=blue", "nothing/"):
        response = client.get(f"{V1}{path}", headers={"Origin": "https://example.org"})
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in response["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in response
    assert "Access-Control-Allow-Origin" not in client.get("/admin/login/")


def test_a_browser_that_asks_first_is_answered(client):
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    response = client.options(f"{V1}participations/", headers=asked)
    assert response.status_code == 204
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]


def test_options_tells_what_is_allowed(client):
    response = client.options(f"{V1}participations/")
    assert response.status_code == 200
    assert set(response["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("trace-0123456789", True),
        ("short", False),
        ("x" * 101, False),
        ("with space 123", False),
        ("né-0123456789", False),
    ],
)
def test_a_request_has_an_id(client, given, kept):
    response = client.get(f"{V1}instruments/?colour=blue", headers={"X-Request-ID": given})
    assert (response["X-Request-ID"] == given) is kept
    assert response.json()["request_id"] == response["X-Request-ID"]


def test_log_lines_carry_the_id(client):
    from treatytracker.requestid import RequestIdFilter

    seen = []
    handler = logging.Handler()
    handler.addFilter(RequestIdFilter())
    handler.emit = lambda record: seen.append(record.request_id)
    logging.getLogger("django.request").addHandler(handler)
    try:
        client.get(f"{V1}instruments/?colour=blue", headers={"X-Request-ID": "trace-0123456789"})
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    assert seen == ["trace-0123456789"]


@override_settings(API_RATE="3/min", CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}})
def test_too_many_requests_are_told_when_to_come_back():
    def get(address, **headers):
        return Client().get(f"{V1}instruments/", REMOTE_ADDR=address, headers=headers)

    etag = [get("192.0.2.1") for _ in range(3)][-1]["ETag"]
    response = get("192.0.2.1")
    assert (response.status_code, response["Content-Type"]) == (429, CONTENT_TYPE)
    assert 1 <= int(response["Retry-After"]) <= 60
    assert response["Cache-Control"] == "no-store"
    assert get("192.0.2.2").status_code == 200
    # An address that nobody vouches for does not help, and asking whether an answer still holds costs nothing.
    assert get("192.0.2.1", **{"X-Forwarded-For": "198.51.100.7"}).status_code == 429
    assert get("192.0.2.1", **{"If-None-Match": etag}).status_code == 304


# The documentation


def test_the_documentation_needs_no_script_and_no_exception_from_the_policy(client):
    response = client.get("/api/docs/")
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("<script") == 1, "the site's own"
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]


def test_the_documentation_names_every_address_with_its_parameters(client):
    page = client.get("/api/docs/").content.decode()
    schema = client.get("/api/v1/schema/").json()
    for path, methods in schema["paths"].items():
        assert f"<code>GET {path}</code>" in page
        assert f'id="{methods["get"]["operationId"]}"' in page
    assert (
        'href="/api/v1/participations/?instrument=apmbc&amp;participant=FIN&amp;as_of=2026-02-03&amp;explain=1"' in page
    )


def test_every_kind_of_problem_is_described(client):
    from treatytracker.problems import KINDS

    page = client.get("/api/docs/").content.decode()
    for kind, _ in KINDS.values():
        assert f'id="problem-{kind}"' in page
