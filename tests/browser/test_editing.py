"""An editor enters an act, and the public reads what follows from it."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import choose
from tests.browser.serving import EDITOR, PASSWORD

pytestmark = pytest.mark.browser


def test_an_accession_shows_what_would_follow_and_is_public_when_saved(visit):
    page = visit("/admin/login/")
    page.get_by_label("Username").fill(EDITOR)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    page.goto("/admin/parties/action/add/")
    choose(page, "instrument", "Anti-Personnel")
    choose(page, "participant", "Nepal")
    page.get_by_label("Kind").select_option("accession")
    page.locator("[name=date]").fill("2026-10-01")
    page.get_by_label("Depositary notification").fill("C.N.999.2026.TREATIES-XXVI.5")
    page.get_by_label("Source").fill("The depositary's notification")
    page.get_by_label("Why").fill("Entered from the notification of the day")
    page.get_by_role("button", name="Save", exact=True).first.click()

    follows = page.get_by_role("region", name="What would follow")
    expect(follows).to_contain_text("Nepal becomes a contracting State on 1 Oct 2026")
    expect(follows).to_contain_text("Nepal becomes a party on 1 Apr 2027")
    assert "No action" in status_of_nepal(visit, "2026-10-02")

    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".messagelist .success")).to_contain_text("was added successfully")
    assert "Contracting State" in status_of_nepal(visit, "2026-10-02")
    assert "Party" in status_of_nepal(visit, "2027-04-01")


def status_of_nepal(visit, day):
    reader = visit(f"/instruments/apmbc/?as_of={day}&q=Nepal")
    return reader.locator("#participation-table tbody tr").filter(has_text="Nepal").inner_text()
