"""The ways through the pages without a pointer."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def tab_to(page: Page, selector: str, limit: int = 60) -> None:
    """Press Tab until the focus is on what the selector names."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached with {limit} presses of Tab")


def test_the_first_stop_skips_the_navigation(visit):
    page = visit("/instruments/apmbc/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


HAS_A_RING = """() => {
  const {activeElement: stop} = document;
  const {outlineStyle, outlineWidth} = getComputedStyle(stop);
  // Inside a date field the browser's own button may have the focus, and draws its own ring.
  return !stop.matches(":focus") || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2);
}"""


def test_every_stop_shows_that_it_has_the_focus(visit):
    page = visit("/instruments/ccw/")
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate(HAS_A_RING), page.evaluate("document.activeElement.outerHTML")


def test_another_day_is_chosen_and_said(visit):
    page = visit("/instruments/apmbc/")
    tab_to(page, "#as-of")
    page.keyboard.type("12121997")  # 12 Dec 1997, whether the day or the month comes first
    page.keyboard.press("Enter")
    page.wait_for_url("**/instruments/apmbc/?as_of=1997-12-12")
    notice = page.locator(".as-of-notice")
    expect(notice).to_contain_text("This is the status as of 12 Dec 1997, not of today.")
    expect(page.locator("#as-of")).to_have_value("1997-12-12")
    tab_to(page, ".as-of-links a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/instruments/apmbc/")
    expect(page.get_by_text("not of today")).to_have_count(0)


def test_the_filters_are_set_and_cleared(visit):
    page = visit("/instruments/apmbc/")
    rows = page.locator("#participation-table tbody tr")
    everybody = rows.count()
    tab_to(page, ".filters [name=region]")
    page.keyboard.type("Africa")
    tab_to(page, ".filters [name=status]")
    page.keyboard.type("Party")
    tab_to(page, ".filters button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**status=party**")
    assert "region=Africa" in page.url
    assert 40 < rows.count() < everybody
    expect(page.locator("#participation-table caption")).to_contain_text(f"{rows.count()} of {everybody}")
    tab_to(page, ".filters .actions a")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/instruments/apmbc/$"))
    assert rows.count() == everybody


def test_a_heading_sorts_and_says_so(visit):
    page = visit("/instruments/apmbc/")
    names = page.locator("#participation-table tbody th")
    first = names.first.inner_text()
    tab_to(page, "#participation-table th:first-child .sort")
    heading = page.locator("#participation-table thead th").first
    page.keyboard.press("Enter")
    expect(heading).to_have_attribute("aria-sort", "ascending")
    assert names.first.inner_text() == first
    page.keyboard.press("Space")
    expect(heading).to_have_attribute("aria-sort", "descending")
    assert names.first.inner_text().startswith("Zimbabwe")
    assert page.locator("#participation-table [aria-sort]").count() == 1


def test_the_quick_filter_says_how_many_are_left(visit):
    page = visit("/instruments/apmbc/")
    total = page.locator("#participation-table tbody tr").count()
    tab_to(page, "#quick")
    page.keyboard.type("cote d'ivoire")
    expect(page.locator("#participation-table tbody tr:visible")).to_have_count(1)
    expect(page.get_by_role("status").filter(has_text="shown")).to_have_text(f"1 of {total} shown")


def test_why_is_opened_and_closed(visit):
    page = visit("/instruments/apmbc/")
    tab_to(page, "#participation-table summary", limit=80)
    page.keyboard.press("Enter")
    opened = page.locator("#participation-table details[open]")
    expect(opened).to_have_count(1)
    expect(opened.locator("> div")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)


def test_boxes_that_scroll_can_be_scrolled(visit):
    page = visit("/matrix/", viewport={"width": 360, "height": 640})
    tab_to(page, ".table-scroll", limit=80)
    box = page.locator(".table-scroll").first
    assert box.get_attribute("role") == "region"
    assert page.get_by_role("region").filter(has=page.locator(".matrix")).count() == 1
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.wait_for_function(
        "() => { const box = document.querySelector('.table-scroll'); return box.scrollLeft > 0 && box.scrollTop > 0; }"
    )


def test_search_is_asked_from_every_page(visit):
    page = visit("/about/")
    tab_to(page, "#site-search")
    page.keyboard.type("Ottawa")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=Ottawa")
    expect(page.locator("main")).to_contain_text("Anti-Personnel Mine Ban Convention")
