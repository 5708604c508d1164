"""What nobody should send and somebody will: every answer is right or a 400, never an error of ours."""

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from treatytracker.problems import CONTENT_TYPE
from treatytracker.root import LISTS

pytestmark = pytest.mark.django_db

V1 = "/api/v1/"
NASTY = [
    "\x00",
    "FRA\x00",
    "x" * 10_000,
    "é" * 5_000,
    "' OR 1=1 --",
    "1; DROP TABLE parties_action; --",
    "%' UNION SELECT password FROM auth_user --",
    "=cmd|'/C calc'!A0",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "０１２３",
    "٢٠٢٥-٠١-٠١",
    "2025-W11-3",
    "20250312",
    "0000-00-00",
    "-0001-01-01",
    "10000-01-01",
    "9" * 400,
    "1e400",
    "NaN",
    "-1",
    "\u202e\ufeff",
    "🇫🇮",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    ",,,,",
    ",",
    "null",
    "[]",
]
PARAMETERS = (
    "instrument participant region group status bound consent kind q as_of known_at explain page page_size format "
    "date_after date_before effective_after effective_before valid_after valid_before since fact measure by step "
    "from_year to_year theme agency parent of_the_14 signed"
).split()


def answered(response) -> None:
    """Check that the answer is right or a refusal in the API's shape."""
    assert response.status_code in (200, 400, 404), response.content[:300]
    if response.status_code != 200:
        assert response["Content-Type"] == CONTENT_TYPE
        assert len(response.content) < 20_000
    elif response.streaming:
        for _ in response.streaming_content:
            pass


@pytest.mark.parametrize("value", NASTY, ids=lambda value: repr(value[:20]))
def test_nasty_values(client, value):
    for name in LISTS:
        allowed = [parameter for parameter in PARAMETERS if parameter != "format"]
        query = "&".join(f"{parameter}={quote(value)}" for parameter in allowed)
        answered(client.get(f"{V1}{name}/?{query}"))
        for parameter in ("q", "participant", "as_of", "known_at", "page", "page_size", "format", "since"):
            answered(client.get(f"{V1}{name}/?{parameter}={quote(value)}"))


@pytest.mark.parametrize("raw", ["%00", "%ff%fe", "%ed%a0%80", "%", "%zz", "%c0%af", "%F0%9F"])
def test_bytes_that_are_no_text(client, raw):
    for place in (
        f"participations/?q={raw}",
        f"participations/?{raw}=1",
        f"participants/{raw}/",
        f"instruments/{raw}/",
    ):
        answered(client.get(f"{V1}{place}"))


@pytest.mark.parametrize("value", ["\x00", "x" * 10_000, "' OR 1=1 --", "..", "💣"])
def test_names_that_nothing_has(client, value):
    for place in ("instruments", "participants", "agencies"):
        answered(client.get(f"{V1}{place}/{quote(value, safe='')}/"))


def test_more_parameters_than_anybody_needs(client):
    many = "&".join(f"p{number}=1" for number in range(2_000))
    response = client.get(f"{V1}participations/?{many}")
    assert (response.status_code, response["Content-Type"]) == (400, CONTENT_TYPE)


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "x" * 5_000},
        {"Accept": ";;;,,,/"},
        {"If-None-Match": '"' * 500},
        {"If-None-Match": "W/"},
        {"If-Modified-Since": "yesterday"},
        {"If-Modified-Since": "Mon, 99 Zzz 9999 99:99:99 GMT"},
        {"X-Forwarded-For": ",,,\x7f"},
        {"Range": "bytes=0-1"},
        {"Origin": "null"},
    ],
)
def test_odd_headers(client, headers):
    response = client.get(f"{V1}instruments/", headers=headers)
    assert response.status_code in (200, 304, 406)


def test_no_answer_depends_on_the_extremes_of_the_calendar(client):
    for day in ("0001-01-01", "9999-12-31"):
        for path in ("participations/", "matrix/", "statistics/", "instruments/", "participants/"):
            assert client.get(f"{V1}{path}", {"as_of": day}).status_code == 200
        assert client.get(f"{V1}actions/", {"date_after": day, "effective_before": day}).status_code == 200
    for instant in ("0001-01-01", "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00-14:00"):
        answered(client.get(f"{V1}participations/", {"known_at": instant}))


texts = st.text(max_size=60)


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.sampled_from(LISTS), query=st.dictionaries(st.sampled_from(PARAMETERS) | texts, texts, max_size=4))
def test_any_query(client, name, query):
    encoded = "&".join(
        f"{quote(key.encode('utf-8', 'replace'))}={quote(value.encode('utf-8', 'replace'))}"
        for key, value in query.items()
    )
    answered(client.get(f"{V1}{name}/?{encoded}"))
