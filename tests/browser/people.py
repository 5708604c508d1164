"""An editor and a reviewer at work in a browser: what the tests and the handbook's pictures have in common."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from playwright.sync_api import Page

from tests.browser.serving import BASE, PASSWORD, serving

EDITOR, REVIEWER = "edith", "rex"
PEOPLE = f"""
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
for name, group in (({EDITOR!r}, "Editors"), ({REVIEWER!r}, "Reviewers")):
    person = get_user_model().objects.create_user(name, password={PASSWORD!r}, is_staff=True)
    person.groups.add(Group.objects.get(name=group))
"""


@contextlib.contextmanager
def serving_with_four_eyes(folder: Path, **options) -> Iterator[str]:
    """Serve a registry that asks for four eyes, with an editor and a reviewer; yield its address."""
    with mock.patch.dict(os.environ, FOUR_EYES="true"), serving(folder, **options) as address:
        variables = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
            "BROWSER_TESTS_STATIC_ROOT": str(folder / "static"),
            "DATABASE_URL": f"sqlite:///{folder / 'registry.sqlite3'}",
        }
        command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", PEOPLE]
        subprocess.run(command, cwd=BASE, env=variables, check=True)
        yield address


def sign_in(page: Page, name: str) -> None:
    page.goto("/admin/")
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def choose(page: Page, field: str, text: str) -> None:
    """Choose from a list that is searched while one types."""
    page.locator(f".field-{field} .select2-selection").click()
    # On a busy machine the field can appear later than one would type, and another option be marked first.
    page.locator(".select2-container--open .select2-search__field").press_sequentially(text)
    page.locator(".select2-results__option--selectable, .select2-results__option[role=option]").filter(
        has_text=text
    ).first.click()


def enter_withdrawal(page: Page) -> None:
    """Fill in that France withdraws from the APMBC, and submit it once: the form shows what would follow."""
    page.goto("/admin/parties/action/add/")
    choose(page, "instrument", "Anti-Personnel")
    choose(page, "participant", "France")
    page.get_by_label("Kind").select_option("withdrawal")
    page.locator("[name=date]").fill("2026-10-01")
    page.locator("[name=reference]").fill("C.N.999.2026.TREATIES-XXVI-5")
    page.locator("[name=source]").fill("The depositary's notification")
    page.locator("[name=reason]").fill("Notified on the first of October")
    save(page)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).first.click()


def open_proposals_about(page: Page, title: str) -> None:
    page.goto("/admin/editing/batch/")
    page.get_by_role("link", name=title).click()


def publish(page: Page, reason: str) -> None:
    page.get_by_label("Why").fill(reason)
    page.get_by_role("button", name="Publish the chosen ones").click()
