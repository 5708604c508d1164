"""One person proposes a withdrawal, another publishes it, and everything public changes; the old answer remains."""

import json
import os
import subprocess
import sys
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.serving import BASE, PASSWORD, fetch, serving
from tests.browser.test_editing import choose

pytestmark = pytest.mark.browser

PEOPLE = """
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
for name, group in (("edith", "Editors"), ("rex", "Reviewers")):
    person = get_user_model().objects.create_user(name, password=PASSWORD, is_staff=True)
    person.groups.add(Group.objects.get(name=group))
"""


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Return the address of a registry that asks for four eyes, with an editor and a reviewer."""
    monkeypatch.setenv("FOUR_EYES", "true")
    with serving(tmp_path) as address:
        variables = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
            "BROWSER_TESTS_STATIC_ROOT": str(tmp_path / "static"),
            "DATABASE_URL": f"sqlite:///{tmp_path / 'registry.sqlite3'}",
        }
        script = PEOPLE.replace("PASSWORD", repr(PASSWORD))
        subprocess.run([sys.executable, "manage.py", "shell", "-c", script], cwd=BASE, env=variables, check=True)
        yield address


@pytest.fixture
def sign_in(browser, site):
    """Return a function that gives a window in which somebody has signed in."""
    windows = []

    def open_admin(name):
        window = browser.new_context(base_url=site)
        windows.append(window)
        page = window.new_page()
        page.set_default_timeout(20_000)
        page.goto("/admin/")
        page.locator("[name=username]").fill(name)
        page.locator("[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        return page

    yield open_admin
    for window in windows:
        window.close()


def get(site, path):
    return fetch(site + path)[2].decode()


def status(site, **query):
    words = "&".join(f"{name}={quote(value)}" for name, value in query.items())
    path = f"/api/v1/participations/?format=json&instrument=apmbc&participant=FRA&{words}"
    return json.loads(get(site, path))["results"][0]


def test_a_withdrawal_waits_for_a_second_person_and_then_changes_all_that_is_public(site, sign_in):
    edith = sign_in("edith")
    edith.goto("/admin/parties/action/add/")
    choose(edith, "instrument", "Anti-Personnel")
    choose(edith, "participant", "France")
    edith.get_by_label("Kind").select_option("withdrawal")
    edith.locator("[name=date]").fill("2026-10-01")
    edith.locator("[name=reference]").fill("C.N.999.2026.TREATIES-XXVI-5")
    edith.locator("[name=source]").fill("The depositary's notification")
    edith.locator("[name=reason]").fill("Notified on the first of October")
    edith.get_by_role("button", name="Save", exact=True).first.click()
    expect(edith.get_by_role("region", name="What would follow")).to_contain_text(
        "France becomes a former party on 1 Apr 2027 (art. 20: six months after receipt)."
    )
    edith.get_by_role("button", name="Save", exact=True).first.click()
    expect(edith.locator(".messagelist")).to_contain_text("It becomes public when another person publishes it.")

    before = status(site, as_of="2027-04-01")
    assert before["status"] == "party"
    assert "France gave notice of withdrawal" not in get(site, "/changes/feed.atom?participant=FRA")
    moment = json.loads(get(site, "/api/v1/changes/?format=json&page_size=1"))["results"][0]["recorded_at"]

    rex = sign_in("rex")
    rex.goto("/admin/editing/batch/")
    rex.get_by_role("link", name="France, Anti-Personnel Mine Ban Convention").click()
    rex.get_by_label("Why").fill("Checked against the notification")
    rex.get_by_role("button", name="Publish the chosen ones").click()
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
    expect(rex.locator("#content")).to_contain_text("rex")
    expect(rex.locator("#content")).to_contain_text("edith")

    assert status(site, as_of="2027-04-01", known_at=moment)["status"] == "party"


def former_parties_on_the_map(html):
    drawing = html[html.index("plot-map") :]
    return drawing[: drawing.index("</svg>")].count('class="s-former-party"')
