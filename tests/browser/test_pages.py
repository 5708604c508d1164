"""Every type of page, as a reader's browser sees it: accessible, sound, within its limits, asking nobody else."""

import html5lib
import pytest

from tests.browser.conftest import PHONE, SMALLEST, WIDE, Watch
from tests.browser.pages import ADDRESSES
from tests.browser.serving import fetch

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)]

# Only colours differ between the schemes, so in the dark only they are looked at again.
FIND_VIOLATIONS = """async (rules) => {
  const options = {resultTypes: ["violations"], ...(rules && {runOnly: {type: "rule", values: rules}})};
  const {violations} = await axe.run(document, options);
  return violations.flatMap((violation) => violation.nodes.slice(0, 3).map((node) =>
    `${violation.id}: ${node.target} ${node.html.slice(0, 150)}; ${node.failureSummary.replace(/\\s+/g, " ")}`));
}"""
COLOURS = ["color-contrast", "link-in-text-block"]

# What is wider than the window, save for what scrolls in a box of its own.
FIND_OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= width) return [];
  const wide = [...document.querySelectorAll("body *")].filter((element) =>
    element.getBoundingClientRect().right > width + 0.5 && !element.closest(".table-scroll"));
  return [`${document.scrollingElement.scrollWidth} px wide`, ...wide.slice(-3).map((e) => e.outerHTML.slice(0, 120))];
}"""

SUM_OF_LAYOUT_SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
})"""

REPEATED_IDS = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  return ids.filter((id, i) => ids.indexOf(id) !== i);
}"""


def test_page(visit, served, axe, address):
    """One load on a phone, one on a desk; both colour schemes on each."""
    page = visit("about:blank", viewport=PHONE, color_scheme="light")
    watch = Watch(page)
    assert page.goto(address.path).status == address.status
    shifts = page.evaluate(SUM_OF_LAYOUT_SHIFTS)
    found = {"repeated ids": page.evaluate(REPEATED_IDS)}
    page.evaluate(axe)

    found["phone"] = page.evaluate(FIND_VIOLATIONS, None)
    found["360 px"] = page.evaluate(FIND_OVERFLOW)
    page.set_viewport_size(SMALLEST)
    found["320 px"] = page.evaluate(FIND_OVERFLOW)
    page.emulate_media(color_scheme="dark")
    found["phone, dark"] = page.evaluate(FIND_VIOLATIONS, COLOURS)

    page.set_viewport_size(WIDE)
    page.reload()
    shifts += page.evaluate(SUM_OF_LAYOUT_SHIFTS)
    page.evaluate(axe)
    found["wide, dark"] = page.evaluate(FIND_VIOLATIONS, COLOURS)
    page.emulate_media(color_scheme="light")
    found["wide"] = page.evaluate(FIND_VIOLATIONS, None)
    found["1280 px"] = page.evaluate(FIND_OVERFLOW)

    found["asked of others"] = watch.foreign(served)
    found["console"] = watch.complaints
    found["layout shift"] = [f"{shifts:.3f}"] if shifts > 0.01 else []
    problems = [f"{where}: {problem}" for where, texts in found.items() for problem in texts]
    assert not problems, "\n".join(problems)


def test_html_is_valid(served, address):
    status, _, body = fetch(served + address.path)
    assert status == address.status
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(body.decode().strip())
    assert page.findtext(".//title").strip()
    assert len(list(page.iter("h1"))) == 1


def test_page_without_javascript(visit, address):
    page = visit(address.path, java_script_enabled=False)
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.locator(".js-only:visible").count() == 0
    # Nothing waits for a script to be filled in.
    assert len(page.locator("main").inner_text()) > 100
