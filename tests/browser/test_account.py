"""The pages of one's own account, as the browser of somebody who signed in sees them."""

import html5lib
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, SMALLEST, WIDE, Watch
from tests.browser.serving import EDITOR, PASSWORD
from tests.browser.test_pages import COLOURS, FIND_OVERFLOW, FIND_VIOLATIONS, REPEATED_IDS

pytestmark = pytest.mark.browser

PAGES = ["/accounts/", "/accounts/password/", "/accounts/second-factor/", "/accounts/recovery-codes/"]


def sign_in(page, password=PASSWORD):
    page.goto("/accounts/sign-in/?next=/accounts/")
    page.get_by_label("Username").fill(EDITOR)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("path", PAGES)
def test_page(visit, served, axe, path):
    """Both widths and both colour schemes; for the forms also with what they say when nothing was filled in."""
    page = visit("about:blank", viewport=PHONE)
    sign_in(page)
    watch = Watch(page)
    page.goto(path)
    problems = examine(page, axe)
    html5lib.HTMLParser(strict=True).parse(page.content())
    if path != "/accounts/":
        page.locator("main form button").click()
        expect(page.locator("[aria-invalid=true]").first).to_be_visible()
        problems += examine(page, axe)
    # Chromium's hints to the author are no complaints; errors of the content policy are.
    assert not problems + watch.foreign(served) + watch.complaints, path


def examine(page, axe):
    page.evaluate(axe)
    problems = page.evaluate(REPEATED_IDS)
    for size in (PHONE, SMALLEST, WIDE):
        page.set_viewport_size(size)
        problems += page.evaluate(FIND_OVERFLOW)
        problems += page.evaluate(FIND_VIOLATIONS, None)
        page.emulate_media(color_scheme="dark")
        problems += page.evaluate(FIND_VIOLATIONS, COLOURS)
        page.emulate_media(color_scheme="light")
    return problems


def test_the_qr_code_is_shown_under_the_content_policy(visit):
    page = visit("about:blank")
    sign_in(page)
    page.goto("/accounts/second-factor/")
    picture = page.get_by_role("img", name="QR code")
    assert picture.evaluate("(image) => image.complete && image.naturalWidth > 200")
    sizes = picture.evaluate("(image) => [image.width, image.height]")
    assert sizes[0] == sizes[1] >= 200


def test_the_whole_way_with_the_keyboard(visit):
    page = visit("/admin/")
    expect(page.get_by_label("Username")).to_be_focused()
    for word in (EDITOR, "Tab", PASSWORD, "Tab", "Enter"):
        page.keyboard.press(word) if word in ("Tab", "Enter") else page.keyboard.type(word)
    page.wait_for_url("**/admin/")
    page.get_by_role("link", name="Your account").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    page.get_by_role("button", name="Sign out").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
