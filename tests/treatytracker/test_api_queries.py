"""How many queries each address asks the database: a fixed number, whatever the number of rows."""

import pytest

pytestmark = pytest.mark.django_db

V1 = "/api/v1/"
# One is for the revision, one for the rows, one for their number unless all stand on the first page; a word that is
# checked costs one more.
COUNTS = {
    "": 1,
    "instruments/": 5,
    "instruments/apmbc/": 4,
    "participants/": 6,
    "participants/CIV/": 5,
    "participations/": 3,
    "participations/?instrument=apmbc": 4,
    "participations/?explain=1": 4,
    "participations/?known_at=2026-11-24T10:00Z": 8,
    "participations/?known_at=2026-11-24T10:00Z&explain=1": 9,
    "spells/": 3,
    "actions/": 3,
    "actions/?kind=accession&date_after=2000-01-01": 3,
    "statements/": 3,
    "matrix/": 2,
    "panel/": 2,
    "statistics/": 3,
    "statistics/?by=region": 3,
    "changes/?fact=action": 5,
    "agencies/": 5,
    "agencies/unmas/": 4,
    "mandates/": 5,
    "datapackage.json": 1,
}
# Their rows are made here and not counted by the database.
COMPUTED = ("matrix/", "statistics/", "panel/")


@pytest.mark.parametrize(("path", "queries"), COUNTS.items())
@pytest.mark.parametrize("size", [3, 200])
def test_queries(client, django_assert_num_queries, path, queries, size):
    paged = bool(path) and "json" not in path and path.partition("?")[0].count("/") == 1
    page = f"{'&' if '?' in path else '?'}page_size={size}" if paged else ""
    answer = client.get(f"{V1}{path}{page}").json()
    with django_assert_num_queries(queries - (paged and not path.startswith(COMPUTED) and answer["count"] <= size)):
        assert client.get(f"{V1}{path}{page}").status_code == 200
