"""The site as it is served, and a browser to look at it with."""

import contextlib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.browser.serving import ARGUMENTS, serving

WIDE, PHONE, SMALLEST = ({"width": width, "height": 800} for width in (1280, 360, 320))


@pytest.fixture(scope="package")
def served(tmp_path_factory):
    """Return the address of the site, served with the registry's own data from a database of its own."""
    with serving(tmp_path_factory.mktemp("site")) as address:
        yield address


# No longer than these tests: the browser's event loop would keep Django from the database in others.
@pytest.fixture(scope="package")
def browser(browser_path):
    """Return one Chromium for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, served):
    """Return a function that opens one of the site's pages in a new window and watches what it does."""
    with contextlib.ExitStack() as stack:

        def open_page(path: str, **options) -> Page:
            options = {"base_url": served, "viewport": WIDE, "reduced_motion": "reduce"} | options
            context: BrowserContext = stack.enter_context(browser.new_context(**options))
            page = context.new_page()
            page.set_default_timeout(30_000)
            page.goto(path)
            return page

        yield open_page


class Watch:
    """What a page did beside showing itself: what it asked for, what it complained about."""

    def __init__(self, page: Page):
        self.addresses: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.addresses.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)

    def _hear(self, message) -> None:
        # Of the page itself Chromium writes there that it is a 404; the test knows.
        own = message.location.get("url") == self.addresses[0] and "Failed to load resource" in message.text
        if message.type in ("error", "warning") and not own:
            self.complaints.append(message.text)

    def foreign(self, served: str) -> list[str]:
        """Return the addresses that are not of the site."""
        return [
            address
            for address in self.addresses
            if urlsplit(address).scheme != "data" and urlsplit(address).netloc != urlsplit(served).netloc
        ]


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the source of axe-core."""
    return Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")
