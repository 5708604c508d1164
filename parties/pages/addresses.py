"""Addresses of pages for lists of hundreds: ``reverse`` for each row would cost more than the rest of the row."""

from functools import cache

from django.urls import reverse


def participant_url(iso3: str) -> str:
    """Return the address of a participant's page."""
    return _pattern("participant_detail").replace("KEY", iso3)


def instrument_url(slug: str) -> str:
    """Return the address of an instrument's page."""
    return _pattern("instrument_detail").replace("KEY", slug)


def agency_url(slug: str) -> str:
    """Return the address of a UN entity's page."""
    return _pattern("agency_detail").replace("KEY", slug)


@cache
def _pattern(name: str) -> str:
    return reverse(name, args=["KEY"])
