"""Every address of the API, asked as its schema allows and as it does not: all checks of schemathesis."""

import re

import hypothesis
import pytest
import schemathesis
from schemathesis.checks import load_all_checks
from schemathesis.pytest.lazy import get_all_tests

from treatytracker.dates import BadDate, now, parse_instant
from treatytracker.root import LISTS

pytestmark = pytest.mark.django_db

PATHS = [
    "/api/v1/",
    *(f"/api/v1/{name}/" for name in LISTS),
    "/api/v1/instruments/{slug}/",
    "/api/v1/participants/{iso3}/",
    "/api/v1/agencies/{slug}/",
    "/api/v1/datapackage.json",
    "/api/v1/datapackage.zip",
]
SETTINGS = hypothesis.settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)


@pytest.fixture
def schema(wsgi):
    load_all_checks()
    return schemathesis.openapi.from_wsgi("/api/v1/schema/", wsgi)


def beyond_the_schema(query) -> bool:
    """Return whether a query is refused for what no schema can say: an instant to come, a range that ends too soon."""
    years = [str(query.get(name, "")) for name in ("from_year", "to_year")]
    if all(re.fullmatch(r"[0-9]{4}", year) for year in years) and years[0] > years[1]:
        return True
    try:
        return parse_instant(str(query.get("known_at", ""))) > now()
    except BadDate:
        return False


def test_paths_are_those_of_the_schema(schema):
    assert {operation.ok().path for operation in schema.get_all_operations()} == set(PATHS)


@pytest.mark.parametrize("path", PATHS)
def test_answers_follow_the_schema(schema, path):
    def check(case):
        if beyond_the_schema(case.query or {}):
            assert case.call().status_code == 400
        else:
            case.call_and_validate()

    for result in get_all_tests(schema=schema.include(path=path), test_func=check, settings=SETTINGS, given_kwargs={}):
        _, test = result.ok()
        test()
