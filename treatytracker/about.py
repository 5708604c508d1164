"""What the about page needs beside its words: the definitions, from where the code has them."""

from django.http import HttpRequest
from django.urls import reverse

from parties.terms import BOUND_DEFINITION, STATUS_DEFINITIONS
from treatytracker.pages import citation, cited, frame, json_ld, state_of_registry
from treatytracker.schema_org import dataset

TITLE = "About, methods and licence"
DESCRIPTION = "What Treaty Tracker is, how it computes who is bound, where its facts come from, and how to cite it."


def context(request: HttpRequest) -> dict:
    """Return the page."""
    revision = state_of_registry(request)["revision"]
    example = reverse("participant_detail", args=["TON"]) + "?as_of=2025-12-01"
    made = frame(request, title=TITLE, description=DESCRIPTION)
    made |= cited(request, TITLE, address=reverse("about"))
    return made | {
        "json_ld": json_ld(dataset("Treaty Tracker", DESCRIPTION, reverse("about"))),
        "statuses": [
            {"status": status.value, "label": status.label, "definition": definition}
            for status, definition in STATUS_DEFINITIONS.items()
        ],
        "bound_definition": BOUND_DEFINITION,
        "example_citation": citation("Tonga", "status as of 1 Dec 2025", revision, example),
    }
