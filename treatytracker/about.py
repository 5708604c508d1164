"""What the about page needs beside its words: the definitions, from where the code has them."""

from django.http import HttpRequest
from django.urls import reverse

from parties.terms import BOUND_DEFINITION, STATUS_DEFINITIONS
from treatytracker.citation import cited
from treatytracker.pages import frame

TITLE = "About, methods and licence"
DESCRIPTION = "What Treaty Tracker is, how it computes who is bound, where its facts come from, and how to cite it."


def context(request: HttpRequest) -> dict:
    """Return the page."""
    made = frame(request, title=TITLE, description=DESCRIPTION)
    made |= cited(request, TITLE, address=reverse("about"))
    return made | {
        "statuses": [
            {"status": status.value, "label": status.label, "definition": definition}
            for status, definition in STATUS_DEFINITIONS.items()
        ],
        "bound_definition": BOUND_DEFINITION,
    }
