"""One person proposes a withdrawal, another publishes it, and everything public changes; the old answer remains."""

import json
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.people import (
    EDITOR,
    REVIEWER,
    enter_withdrawal,
    open_proposals_about,
    publish,
    save,
    serving_with_four_eyes,
    sign_in,
)
from tests.browser.serving import fetch

pytestmark = pytest.mark.browser


@pytest.fixture
def site(tmp_path):
    """Return the address of a registry that asks for four eyes, with an editor and a reviewer."""
    with serving_with_four_eyes(tmp_path) as address:
        yield address


@pytest.fixture
def signed_in(browser, site):
    """Return a function that gives a window in which somebody has signed in."""
    windows = []

    def open_window(name):
        windows.append(browser.new_context(base_url=site))
        page = windows[-1].new_page()
        page.set_default_timeout(20_000)
        sign_in(page, name)
        return page

    yield open_window
    for window in windows:
        window.close()


def get(site, path):
    return fetch(site + path)[2].decode()


def status(site, **query):
    words = "&".join(f"{name}={quote(value)}" for name, value in query.items())
    path = f"/api/v1/participations/?format=json&instrument=apmbc&participant=FRA&{words}"
    return json.loads(get(site, path))["results"][0]


def test_a_withdrawal_waits_for_a_second_person_and_then_changes_all_that_is_public(site, signed_in):
    edith = signed_in(EDITOR)
    enter_withdrawal(edith)
    expect(edith.get_by_role("region", name="What would follow")).to_contain_text(
        "France becomes a former party on 1 Apr 2027 (art. 20: six months after receipt)."
    )
    save(edith)
    expect(edith.locator(".messagelist")).to_contain_text("It becomes public when another person publishes it.")

    before = status(site, as_of="2027-04-01")
    assert before["status"] == "party"
    assert "France gave notice of withdrawal" not in get(site, "/changes/feed.atom?participant=FRA")
    moment = json.loads(get(site, "/api/v1/changes/?format=json&page_size=1"))["results"][0]["recorded_at"]

    rex = signed_in(REVIEWER)
    open_proposals_about(rex, "France, Anti-Personnel Mine Ban Convention")
    publish(rex, "Checked against the notification")
    expect(rex.locator(".messagelist")).to_contain_text("Published in revision")

    assert "leaves 1 Apr 2027" in get(site, "/instruments/apmbc/?as_of=2026-12-01&q=France")
    after = get(site, "/instruments/apmbc/?as_of=2027-04-01")
    assert "Former party since 1 Apr 2027" in after
    assert status(site, as_of="2027-03-31")["status"] == "party"
    assert status(site, as_of="2027-04-01")["status"] == "former-party"
    assert "France gave notice of withdrawal" in get(site, "/changes/feed.atom?participant=FRA")
    day_before = get(site, "/instruments/apmbc/?as_of=2027-03-31")
    assert former_parties_on_the_map(after) == former_parties_on_the_map(day_before) + 1

    rex.goto("/admin/parties/action/?q=C.N.999.2026")
    rex.get_by_role("link", name="France").first.click()
    rex.get_by_role("link", name="History").click()
    expect(rex.locator("#content")).to_contain_text(REVIEWER)
    expect(rex.locator("#content")).to_contain_text(EDITOR)

    assert status(site, as_of="2027-04-01", known_at=moment)["status"] == "party"


def former_parties_on_the_map(html):
    drawing = html[html.index("plot-map") :]
    return drawing[: drawing.index("</svg>")].count('class="s-former-party"')
