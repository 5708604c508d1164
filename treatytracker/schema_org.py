"""What pages show, in the words of schema.org for machines; ``treatytracker.pages.json_ld`` puts it into a page."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from treatytracker.pages import absolute, formats

CONTEXT = "https://schema.org"
PUBLISHER = {"@type": "Organization", "name": "Treaty Tracker", "url": settings.SITE_URL + "/"}
DEPOSITARY = "https://treaties.un.org/"


def graph(*things: dict) -> dict[str, Any]:
    """Return several things of schema.org as one."""
    return {"@context": CONTEXT, "@graph": list(things)}


def website() -> dict[str, Any]:
    """Return the site as schema.org/WebSite, with its search."""
    target = absolute(reverse("search")) + "?q={search_term_string}"
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": "Treaty Tracker",
        "url": absolute("/"),
        "description": "Who is bound by which mine-action treaty, since when, and why.",
        "inLanguage": "en",
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": target},
            "query-input": "required name=search_term_string",
        },
    }


def dataset(name: str, description: str, path: str, *, rows: str = "participations", **parameters: str) -> dict:
    """Return rows of the API as schema.org/Dataset.

    ``path`` is the page's; ``rows`` is a list of the API and ``parameters`` what narrows it.
    """
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "name": name,
        "description": description,
        "url": absolute(path),
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "license": absolute(reverse("about")) + "#licence",
        "creator": PUBLISHER,
        "isBasedOn": DEPOSITARY,
        "temporalCoverage": "1980-10-10/..",
        "spatialCoverage": {"@type": "Place", "name": "World"},
        "variableMeasured": ["status", "signature", "consent to be bound", "entry into force", "withdrawal"],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": link["label"],
                "encodingFormat": link["type"],
                "contentUrl": absolute(link["url"]),
            }
            for link in formats(f"{rows}/", parameters)
        ],
    }


def organisation(agency: Any) -> dict[str, Any]:
    """Return a UN entity as schema.org/GovernmentOrganization; what is not known is left out."""
    known = {
        "alternateName": [name for name in (agency.acronym, agency.name_in_2005, agency.acronym_in_2005) if name],
        "sameAs": agency.website,
    }
    return {
        "@context": CONTEXT,
        "@type": "GovernmentOrganization",
        "name": agency.name,
        "url": absolute(agency.get_absolute_url()),
        **{name: value for name, value in known.items() if value},
    }


def legislation(instrument: Any) -> dict[str, Any]:
    """Return an instrument as schema.org/Legislation; what is not known is left out."""
    known = {
        "legislationIdentifier": instrument.reference,
        "legislationDate": instrument.adopted_on and instrument.adopted_on.isoformat(),
        "alternateName": [instrument.short_title, *instrument.popular_names],
        "about": instrument.subject,
        "legislationLegalForce": f"{CONTEXT}/{'InForce' if instrument.in_force_on else 'NotInForce'}",
        "inLanguage": instrument.authentic_languages,
        "isPartOf": instrument.parent and _named_legislation(instrument.parent),
    }
    return {
        "@context": CONTEXT,
        **_named_legislation(instrument),
        "legislationType": instrument.get_kind_display(),
        "legislationJurisdiction": "International",
        **{name: value for name, value in known.items() if value},
    }


def _named_legislation(instrument: Any) -> dict[str, str]:
    return {"@type": "Legislation", "name": instrument.title, "url": absolute(instrument.get_absolute_url())}
