"""What crawlers ask for."""

from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def test_sitemap_has_every_page_that_stands_by_itself(client):
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    addresses = [loc.text for loc in ElementTree.fromstring(response.content).iter(LOC)]
    assert len(addresses) == len(set(addresses)) == 9 + 11 + 201 + 17
    assert all(address.startswith(settings.SITE_URL + "/") for address in addresses)
    for path in ("/", "/instruments/apmbc/", "/participants/CSK/", "/agencies/unmas/", "/quality/"):
        assert settings.SITE_URL + path in addresses


def test_lists_in_the_sitemap_answer(client):
    addresses = [loc.text for loc in ElementTree.fromstring(client.get("/sitemap.xml").content).iter(LOC)]
    for address in addresses[:12]:
        assert client.get(urlsplit(address).path).status_code == 200, address


def test_sitemap_costs_five_queries(client, django_assert_num_queries):
    with django_assert_num_queries(5):
        client.get("/sitemap.xml")


def test_robots_are_shown_the_sitemap_and_kept_from_what_has_no_end(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /search/" in lines
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in lines
