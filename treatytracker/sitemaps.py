"""What crawlers ask for: the addresses of every page that stands by itself, and what to leave alone."""

from collections.abc import Iterator
from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.urls import reverse
from django.utils.xmlutils import SimplerXMLGenerator

from agencies.models import Agency
from instruments.models import Instrument
from parties.models import Participant
from treatytracker.models import Revision
from treatytracker.pages import absolute

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = (
    "home",
    "instrument_list",
    "participant_list",
    "matrix",
    "agency_list",
    "changes",
    "compare",
    "quality",
    "about",
)
# Searches and comparisons are without number, and nothing in them stands nowhere else.
NOT_FOR_CRAWLERS = ("/admin/", "/search/", "/compare/?", "/*?*known_at=")


def addresses() -> Iterator[str]:
    """Yield the path of every page, those of lists first; three queries."""
    for name in PAGES:
        yield reverse(name)
    for slug in Instrument.objects.values_list("slug", flat=True):
        yield reverse("instrument_detail", args=[slug])
    for iso3 in Participant.objects.values_list("iso3", flat=True):
        yield reverse("participant_detail", args=[iso3])
    for slug in Agency.objects.values_list("slug", flat=True):
        yield reverse("agency_detail", args=[slug])


def sitemap() -> str:
    """Return the sitemap (sitemaps.org 0.9), every page dated by the registry's last change."""
    revised_at = Revision.objects.order_by("-pk").values_list("at", flat=True).first()
    out = StringIO()
    xml = SimplerXMLGenerator(out, "utf-8")
    xml.startDocument()
    xml.startElement("urlset", AttributesImpl({"xmlns": NAMESPACE}))
    for path in addresses():
        xml.startElement("url", AttributesImpl({}))
        xml.addQuickElement("loc", absolute(path))
        if revised_at:
            xml.addQuickElement("lastmod", f"{revised_at:%Y-%m-%d}")
        xml.endElement("url")
    xml.endElement("urlset")
    xml.endDocument()
    return out.getvalue()


def robots() -> str:
    """Return robots.txt (RFC 9309)."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_CRAWLERS)]
    return "\n".join([*lines, "", f"Sitemap: {absolute(reverse('sitemap'))}", ""])
