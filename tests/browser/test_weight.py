"""How much a reader has to fetch."""

import gzip
from urllib.parse import urljoin, urlsplit

import pytest

from tests.browser.conftest import Watch
from tests.browser.serving import fetch

pytestmark = pytest.mark.browser

LIMIT = 40_000


def compressed(address: str) -> int:
    """Return the size of an answer, compressed as the server does it, or else as the server before it would."""
    _, encoding, body = fetch(address, "gzip")
    return len(body if encoding or body[:4] == b"\x89PNG" else gzip.compress(body, 6))


@pytest.mark.parametrize("slug", ["apmbc", "ccw", "crpd", "ccm"])
def test_an_instrument_page_is_small_with_all_it_needs(visit, served, slug):
    page = visit("about:blank")
    watch = Watch(page)
    page.goto(f"/instruments/{slug}/", wait_until="networkidle")
    icon = urljoin(served, page.locator("link[rel=icon]").get_attribute("href"))
    sizes = {urlsplit(address).path: compressed(address) for address in {*watch.addresses, icon}}
    assert sum(sizes.values()) < LIMIT, sizes
