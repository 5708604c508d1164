"""The stylesheet, the script, the frame of the pages and the partials, without models or views."""

import gzip
import re
from types import SimpleNamespace

import html5lib
import pytest
from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import path
from django.utils.safestring import mark_safe

from parties.terms import Status

pytestmark = pytest.mark.urls(__name__)

STATIC = settings.BASE_DIR / "static"
TEMPLATES = settings.BASE_DIR / "templates"
CSS = (STATIC / "css" / "site.css").read_text(encoding="utf-8")
JS = (STATIC / "js" / "site.js").read_text(encoding="utf-8")

urlpatterns = [
    path(f"{name}/", lambda request: None, name=name)
    for name in (
        "home instrument_list participant_list matrix agency_list compare changes changes_feed changes_calendar"
        " search quality about api_docs alerts"
    ).split()
]


def ids(paths):
    return [str(path.relative_to(TEMPLATES)) for path in paths]


ALL_TEMPLATES = sorted(TEMPLATES.rglob("*.html"))
PARTIALS = sorted((TEMPLATES / "includes").glob("_*.html"))


# The stylesheet ---------------------------------------------------------------------------------------


def schemes():
    """Return the colour tokens of the light scheme and of the dark one."""
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
    tokens = [dict(re.findall(r"--([\w-]+): (#\w+);", text)) for text in (light, dark)]
    return {"light": tokens[0], "dark": tokens[0] | tokens[1]}


def luminance(colour):
    """Return the relative luminance of WCAG 2."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white_is_the_greatest():
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "wash", "mark"])
@pytest.mark.parametrize("text", ["ink", "muted", "accent", "accent-deep", *Status.values])
def test_text_has_enough_contrast(scheme, ground, text):
    """WCAG 2.2, 1.4.3."""
    tokens = schemes()[scheme]
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_controls_have_enough_contrast(scheme):
    """WCAG 2.2, 1.4.3 for words on buttons and in the header, 1.4.11 for borders and focus."""
    tokens = schemes()[scheme]
    assert contrast(tokens["on-accent"], tokens["accent"]) >= 4.5
    assert contrast(tokens["on-accent"], tokens["accent-deep"]) >= 4.5
    assert contrast(tokens["band-ink"], tokens["band"]) >= 4.5
    assert contrast(tokens["band-muted"], tokens["band"]) >= 4.5
    for ground in ("paper", "wash"):
        assert contrast(tokens["edge"], tokens[ground]) >= 3
        assert contrast(tokens["focus"], tokens[ground]) >= 3


def test_every_status_has_a_shape_of_its_own():
    shapes = dict(re.findall(r"\.s-([\w-]+) \{ --c: [^;]+; --fill: (.*?); \}", CSS))
    assert set(shapes) == set(Status.values)
    assert len(set(shapes.values())) == len(shapes)


def test_the_stylesheet_asks_for_nothing_else():
    assert "url(" not in CSS
    assert "@import" not in CSS


def test_the_stylesheet_knows_no_left_or_right():
    physical = r"(?<!inset-inline-)\b(?:margin|padding|border)-(?:left|right)\b|(?:float|text-align): (?:left|right)"
    assert not re.findall(physical, CSS)


def test_the_stylesheet_has_dark_print_narrow_and_calm_variants():
    for query in ("prefers-color-scheme: dark", "@media print", "max-width: 46em", "prefers-reduced-motion"):
        assert query in CSS


@pytest.mark.parametrize(("text", "limit"), [(CSS, 8_000), (JS, 3_000)], ids=["css", "js"])
def test_assets_stay_small(text, limit):
    """Both are part of the 40 KB that an instrument's page may take in all."""
    assert len(gzip.compress(text.encode(), 9, mtime=0)) <= limit


def test_the_script_does_nothing_that_the_policy_refuses():
    for forbidden in (
        "eval(",
        "new Function",
        "innerHTML",
        "document.write",
        'setAttribute("style"',
        "http:",
        "https:",
    ):
        assert forbidden not in re.sub(r"//.*", "", JS)


# Templates --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", ALL_TEMPLATES, ids=ids(ALL_TEMPLATES))
def test_templates_have_nothing_inline_and_nothing_foreign(template):
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=\"|javascript:", text)
    assert re.findall(r"<script(?! src=\"\{% static)([^>]*)>", text) in ([], [' type="application/ld+json"'])
    assert not re.search(r"(?:src|srcset|action)=\"(?:https?:)?//", text)
    assert not re.search(r"<link[^>]*href=\"(?:https?:)?//", text)


@pytest.mark.parametrize("partial", PARTIALS, ids=ids(PARTIALS))
def test_partials_say_what_they_read(partial):
    assert partial.read_text(encoding="utf-8").startswith("{% comment %}\n  ")


class FilterForm(forms.Form):
    name = forms.CharField(required=False, help_text="Former names are understood.")
    status = forms.ChoiceField(required=False, choices=[("", "Any"), *Status.choices])
    day = forms.DateField()


def context(**extra):
    """Return what base.html and all partials read, each variable with a value that needs escaping or none."""
    return {
        "page_title": "Mines & “bombs” <1997>",
        "page_description": "Who is bound by it.",
        "canonical_url": "https://treaties.example.org/matrix/",
        "site_url": "https://treaties.example.org",
        "alternates": [{"type": "text/csv", "url": "?format=csv&a=b", "title": "CSV"}],
        "json_ld": mark_safe('{"@context":"https://schema.org","name":"a \\u003c b"}'),
        "registry": {"revision": 41, "cut_off": "3 Feb 2026"},
        "breadcrumbs": [{"label": "Home", "url": "/"}, {"label": "Matrix"}],
        "as_of_bar": {
            "action": "/matrix/",
            "day": "1990-06-01",
            "text": "1 Jun 1990",
            "is_today": False,
            "today_url": "/matrix/",
            "permalink": "/matrix/?as_of=1990-06-01",
            "keep": [{"name": "region", "value": "Africa"}],
            "note": "Not yet adopted.",
        },
        "filter_form": {
            "form": FilterForm({"name": "x", "day": "nonsense"}),
            "keep": [{"name": "as_of", "value": "1"}],
        },
        "formats": [{"label": "JSON", "url": "/api/v1/matrix/", "type": "application/json"}],
        "pagination": {
            "count": 120,
            "noun": "acts",
            "first": 51,
            "last": 100,
            "number": 2,
            "pages": 3,
            "previous_url": "?page=1",
            "next_url": "?page=3",
        },
        "provenance": {
            "notes": [
                {"number": 1, "text": "Status table"},
                {"number": 2, "text": "Note"},
            ],
            "as_of": "1 Jun 1990",
            "cut_off": "3 Feb 2026",
            "revision": 41,
        },
        "citation": {"text": "Treaty Tracker, status as of 1 Jun 1990, revision 41."},
        "figures": [{"number": 161, "label": "bound", "definition": "Together.", "url": "?bound=true", "status": ""}],
        "notice": {"level": "warning", "title": "Mind", "text": "This.", "url": "/quality/", "link": "Why"},
    } | extra


def request_for(url_name):
    request = RequestFactory().get(f"/{url_name}/")
    request.resolver_match = SimpleNamespace(url_name=url_name)
    return request


def parse(html):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def test_the_frame_is_valid_html_with_landmarks():
    page = parse(render_to_string("base.html", context(), request=request_for("matrix")).strip())
    assert page.get("lang") == "en-GB"
    assert page.find(".//title").text == "Mines & “bombs” <1997> · Treaty Tracker"
    assert page.find(".//main").get("id") == "content"
    assert page.find(".//a[@class='skip']").get("href") == "#content"
    assert {nav.get("aria-label") for nav in page.iter("nav")} == {"Main", "Breadcrumb"}
    assert [a.text for a in page.find(".//nav[@aria-label='Main']").iter("a") if a.get("aria-current")] == ["Matrix"]
    assert page.find(".//link[@rel='canonical']").get("href") == "https://treaties.example.org/matrix/"
    assert page.find(".//meta[@property='og:image']").get("content").startswith("https://treaties.example.org/static/")


def test_the_frame_needs_no_variable():
    page = parse(render_to_string("base.html", {"registry": {}}, request=request_for("nothing")).strip())
    assert page.find(".//title").text == "Treaty Tracker"
    assert page.find(".//link[@rel='canonical']") is None
    assert page.find(".//meta[@name='description']").get("content")


@pytest.mark.parametrize("template", ["400.html", "403.html", "404.html", "500.html"])
def test_error_pages_are_valid_and_have_a_heading(template):
    # Django renders the page for 400 without a request and the one for 500 without anything.
    request = None if template in ("400.html", "500.html") else request_for("nothing")
    page = parse(render_to_string(template, {"registry": {}}, request=request).strip())
    assert len(list(page.iter("h1"))) == 1


def test_the_page_for_400_says_what_is_allowed():
    assert "Write it as YYYY-MM-DD" in render_to_string("400.html", {"message": "Write it as YYYY-MM-DD."})


SHARED = "_as_of _breadcrumbs _citation _figures _filters _formats _notice _pagination _source".split()


@pytest.mark.parametrize("partial", SHARED)
def test_partials_give_valid_html_with_and_without_values(partial):
    for values in (context(), {"filter_form": {"form": FilterForm()}}):
        html = render_to_string(f"includes/{partial}.html", values)
        parse(f"<!DOCTYPE html><html><head><title>t</title></head><body>{html}</body></html>")
        assert "{%" not in html
        assert "{#" not in html


def test_the_date_bar_tells_another_day_from_today():
    bar = context()["as_of_bar"]
    other = render_to_string("includes/_as_of.html", {"as_of_bar": bar})
    assert "not of today" in other
    assert "Back to today" in other
    kept = parse(f"<!DOCTYPE html><title>t</title>{other}").find(".//input[@type='hidden']")
    assert (kept.get("name"), kept.get("value")) == ("region", "Africa")
    today = render_to_string("includes/_as_of.html", {"as_of_bar": bar | {"is_today": True}})
    assert "not of today" not in today
    assert "Back to today" not in today


# The script, in a browser --------------------------------------------------------------------------------

PAGE = f"""<!DOCTYPE html><html lang="en"><title>t</title><style>{CSS}</style>
<input type="search" id="quick" data-filter="acts" class="js-only" aria-label="Find">
<span id="quick-said" role="status"></span>
<table id="acts" class="table"><thead><tr>
<th scope="col" data-sort="text">Participant</th><th scope="col" data-sort="date">Consent</th>
<th scope="col" data-sort="number">Days</th></tr></thead><tbody>
<tr><th scope="row">Côte d'Ivoire</th><td>30 Jun 2000 <i class="letter">A</i></td><td>9</td></tr>
<tr><th scope="row">Armenia</th><td></td><td>10</td></tr>
<tr><th scope="row">Belarus <a class="ref" href="#source-1">1</a></th><td>3 Sep 2003</td><td>1,200</td></tr>
</tbody></table><ol><li id="source-1">Status table</li></ol></html>"""


@pytest.fixture(scope="module")
def page(browser_path):
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content(PAGE)
        page.evaluate(JS)
        yield page
        browser.close()


def first_column(page):
    return [text.split(" ")[0] for text in page.locator("tbody tr:visible th").all_inner_texts()]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("heading", "upwards", "downwards"),
    [
        ("Participant", ["Armenia", "Belarus", "Côte"], ["Côte", "Belarus", "Armenia"]),
        ("Consent", ["Côte", "Belarus", "Armenia"], ["Belarus", "Côte", "Armenia"]),  # an empty cell stays last
        ("Days", ["Côte", "Armenia", "Belarus"], ["Belarus", "Armenia", "Côte"]),
    ],
)
def test_a_heading_sorts_by_what_its_cells_mean(page, heading, upwards, downwards):
    button = page.get_by_role("button", name=heading)
    button.focus()
    page.keyboard.press("Enter")
    assert first_column(page) == upwards
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert first_column(page) == downwards
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"


@pytest.mark.browser
def test_the_quick_filter_forgives_accents_and_says_how_many(page):
    page.get_by_role("searchbox", name="Find").fill("COTE ivoire")
    assert first_column(page) == ["Côte"]
    assert page.locator("#quick-said").inner_text() == "1 of 3 shown"
    page.get_by_role("searchbox", name="Find").fill("")
    assert len(first_column(page)) == 3


@pytest.mark.browser
def test_a_source_shows_on_focus_and_goes_on_escape(page):
    page.locator("a.ref").focus()
    assert page.get_by_role("tooltip").inner_text() == "Status table"
    page.keyboard.press("Escape")
    assert page.get_by_role("tooltip").count() == 0
