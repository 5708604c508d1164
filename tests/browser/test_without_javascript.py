"""What a page does where no script runs."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def still(visit):
    return lambda path: visit(path, java_script_enabled=False)


def test_the_filters_work(still):
    page = still("/instruments/ccm/")
    rows = page.locator("#participation-table tbody tr")
    everybody = rows.count()
    page.locator(".filters [name=status]").select_option("signatory")
    page.locator(".filters button[type=submit]").click()
    assert "status=signatory" in page.url
    assert 0 < rows.count() < everybody


def test_the_day_can_be_changed(still):
    page = still("/participants/FRA/")
    page.locator("#as-of").fill("1998-07-23")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".as-of-notice")).to_contain_text("status as of 23 Jul 1998")


def test_why_opens(still):
    page = still("/instruments/apmbc/")
    why = page.locator("#participation-table details").first
    why.locator("summary").click()
    expect(why.locator("> div")).to_be_visible()


def test_search_works(still):
    page = still("/")
    page.locator("#site-search").fill("Swaziland")
    page.get_by_role("search", name="The registry").get_by_role("button").click()
    expect(page.locator("main")).to_contain_text("Eswatini")


def test_days_are_compared(still):
    page = still("/compare/")
    page.locator("[name=from]").fill("2025-01-01")
    page.locator("[name=to]").fill("2026-01-01")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("main")).to_contain_text("Marshall Islands")
