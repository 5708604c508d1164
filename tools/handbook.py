"""Makes the pictures of docs/editors.md from a running site: an entry, its review, its history.

    python -m tools.handbook

Needs a Chromium and the developers' environment; the registry is served from a database of its own.
"""

import base64
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

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
from tests.browser.serving import ARGUMENTS
from tools.screenshots import FOLDER, join, small_png

TITLE = "France, Anti-Personnel Mine Ban Convention"


def shoot(browser: Browser, page: Page, name: str) -> None:
    """Write the page as it stands."""
    shot = base64.b64encode(page.screenshot(full_page=True)).decode("ascii")
    png = small_png(join(browser, [shot]))
    (FOLDER / f"{name}.png").write_bytes(png)
    sys.stdout.write(f"{name}.png  {len(png) // 1000} kB\n")


def main() -> None:
    """Take an entry from the form to its history, with a picture of each step."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not chromium:
        sys.exit("There is no Chromium on this machine.")
    with (
        tempfile.TemporaryDirectory() as scratch,
        serving_with_four_eyes(Path(scratch)) as site,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS) as browser,
    ):
        size = ViewportSize(width=1100, height=800)
        editor, reviewer = (browser.new_context(base_url=site, viewport=size).new_page() for _ in range(2))
        sign_in(editor, EDITOR)
        enter_withdrawal(editor)
        shoot(browser, editor, "editor-what-would-follow")
        save(editor)

        sign_in(reviewer, REVIEWER)
        open_proposals_about(reviewer, TITLE)
        shoot(browser, reviewer, "editor-review")
        publish(reviewer, "Checked against the notification")

        reviewer.goto("/admin/parties/action/?q=C.N.999.2026")
        reviewer.get_by_role("link", name="France").first.click()
        reviewer.get_by_role("link", name="History").click()
        shoot(browser, reviewer, "editor-history")


if __name__ == "__main__":
    main()
