"""What comes out on paper."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.browser.test_pages import FIND_OVERFLOW

pytestmark = pytest.mark.browser

A4, A3 = (595, 842), (842, 1191)  # points
MARGINS = 28  # millimetres, left and right together
HEADINGS = ["Participant", "Signature", "Consent", "In force", "Status"]


def printed(page):
    return PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages


def sizes(pages):
    return {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages}


def words(text):
    """Return a text without the spaces and line ends that depend on where a line breaks."""
    return "".join(text.split())


def test_an_instrument_page_fits_a4_and_repeats_its_headings(visit):
    page = visit("/instruments/apmbc/")
    names = page.locator("#participation-table tbody th").all_inner_texts()
    pages = printed(page)
    assert sizes(pages) == {A4}
    assert 3 < len(pages) < 25

    texts = [page.extract_text() for page in pages]
    first = next(i for i, text in enumerate(texts) if "Participation on" in text)
    last = max(i for i, text in enumerate(texts) if "Choose a status" in text)
    assert last > first + 1
    for text in texts[first : last + 1]:
        assert all(heading in text for heading in HEADINGS), text[:200]
    for name in names:
        assert words(name) in words("".join(texts[first : last + 1]))
    # Controls are of no use on paper; the address to come back to is.
    assert "Back to today" not in "".join(texts)
    assert "/instruments/apmbc/?as_of=2026-11-24" in words("".join(texts))


def test_the_matrix_is_printed_on_a3(visit):
    pages = printed(visit("/matrix/"))
    assert A3 in sizes(pages)
    texts = [page.extract_text() for page in pages]
    last = next(i for i, text in enumerate(texts) if "Zimbabwe" in text)
    assert last > 1
    for text in texts[: last + 1]:
        assert "P IV AP II" in " ".join(text.split())


@pytest.mark.parametrize(
    ("path", "millimetres"),
    [
        ("/instruments/apmbc/", 210),
        ("/instruments/ccw/", 210),
        ("/participants/FRA/", 210),
        ("/agencies/unicef/", 210),
        ("/compare/?from=2020-01-01&to=2026-01-01", 210),
        ("/quality/", 210),
        ("/matrix/", 297),
    ],
)
def test_nothing_is_cut_off_at_the_edge_of_the_paper(visit, path, millimetres):
    width = int((millimetres - MARGINS) / 25.4 * 96)
    page = visit(path, viewport={"width": width, "height": 1000}, color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate(FIND_OVERFLOW) == []
    # A box that scrolls on a screen shows all of itself on paper.
    assert (
        page.evaluate(
            """() => [...document.querySelectorAll(".table-scroll, pre")].filter((box) =>
          getComputedStyle(box).overflowX !== "visible" && box.scrollWidth > box.clientWidth).length"""
        )
        == 0
    )
    # Black on white, whatever the reader's screen.
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
