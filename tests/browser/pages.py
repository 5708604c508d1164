"""The addresses that stand for every type of page, in its ordinary state and in those that need care."""

from typing import NamedTuple


class Address(NamedTuple):
    name: str
    path: str
    status: int = 200


ADDRESSES = [
    Address("home", "/"),
    Address("instruments", "/instruments/"),
    Address("instruments-before-any", "/instruments/?as_of=1950-01-01"),
    Address("instrument", "/instruments/apmbc/"),
    Address("instrument-of-a-family", "/instruments/ccw/"),
    Address("instrument-before-adoption", "/instruments/apmbc/?as_of=1990-06-01"),
    Address("instrument-far-future", "/instruments/apmbc/?as_of=2150-01-01"),
    Address("instrument-filtered", "/instruments/apmbc/?status=party&region=Africa"),
    Address("instrument-no-rows", "/instruments/apmbc/?q=zzzz"),
    Address("participants", "/participants/"),
    Address("participant", "/participants/FRA/"),
    Address("participant-predecessor", "/participants/CSK/"),
    Address("participant-outside", "/participants/USA/"),
    Address("matrix", "/matrix/"),
    Address("compare", "/compare/?from=2020-01-01&to=2026-01-01"),
    Address("compare-unasked", "/compare/"),
    Address("agencies", "/agencies/"),
    Address("agency", "/agencies/unicef/"),
    Address("changes", "/changes/"),
    Address("changes-filtered", "/changes/?instrument=ccm&kind=withdrawal"),
    Address("search", "/search/?q=Ottawa"),
    Address("search-no-hits", "/search/?q=zzzzzz"),
    Address("search-unasked", "/search/"),
    Address("quality", "/quality/"),
    Address("about", "/about/"),
    Address("api-docs", "/api/docs/"),
    Address("api-answer", "/api/v1/participations/?instrument=apmbc&page_size=2"),
    Address("sign-in", "/admin/login/"),
    Address("not-found", "/no-such-page/", 404),
    Address("refused", "/instruments/apmbc/?as_of=yesterday", 400),
]
