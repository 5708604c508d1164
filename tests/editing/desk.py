"""What an editor does at the desk, in the words of the tests."""

from django.urls import reverse

from instruments.models import Instrument
from parties.models import Action, Participant, Participation


def entry(iso3="USA", slug="apmbc", **changes):
    """Return what an editor types for an accession of the United States to the APMBC."""
    return {
        "instrument": Instrument.objects.get(slug=slug).pk,
        "participant": Participant.objects.get(iso3=iso3).pk,
        "kind": "accession",
        "date": "2026-10-01",
        "source": "C.N.999.2026",
        "confidence": "high",
        "reason": "The depositary's notification of the day",
        **changes,
    }


def submit(client, values, fact=None):
    """Submit the form; return the form if it comes back, None once it is saved."""
    response = client.post(page(fact), values)
    return response.context["adminform"].form if response.status_code == 200 else None


def save(client, values, fact=None):
    """Submit, look at the consequence, and submit again; fail if that does not save."""
    form = submit(client, values, fact)
    assert form.expected, form.errors
    assert submit(client, values | hidden(form), fact) is None


def hidden(form):
    return {"seen": form["seen"].value() or "", "base": form["base"].value() or ""}


def page(fact=None):
    return reverse("admin:parties_action_change", args=[fact.pk]) if fact else reverse("admin:parties_action_add")


def standing(iso3="USA", slug="apmbc"):
    return Action.objects.current().get(participant__iso3=iso3, instrument__slug=slug)


def status(day, iso3="USA", slug="apmbc"):
    return Participation.objects.as_of(day).get(participant__iso3=iso3, instrument__slug=slug).status
