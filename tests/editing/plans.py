"""Plans of imports in few words, and the treaty that the made-up pages are about."""

from datetime import date

from editing.depositary.documents import read_page
from editing.importing import keep, plan_page
from parties.models import Participant
from tests.editing.pages import status_page
from tests.factories import make_action, make_instrument

SIGNED_AND_JOINED = [
    ("Kenya", "1 Feb\t 1990 ", "3 Mar\t 1991 "),
    ("Turkey", "", "4 Apr\t 1992 a"),
    ("Viet Nam", "5 May\t 1990 ", ""),
]


def page(*args, **kwargs):
    return read_page(status_page(*args, **kwargs), "X-1.html")


def plan(*args, **kwargs):
    return plan_page(page(*args, **kwargs))


def propose(found, by, reason):
    """Keep what a page would change; return the set of proposals, None if there is nothing new."""
    return keep(plan_page(found), by, reason)


def changes(made):
    """Return the proposals in few words: operation, participant, kind, day."""
    said = []
    for proposal in made.proposals:
        if proposal.subject == "instrument":
            said.append(("new", proposal.values["slug"], "", ""))
        else:
            values = proposal.values
            said.append(
                (
                    proposal.get_operation_display(),
                    values.get("party_iso3", ""),
                    values.get("action", ""),
                    values.get("date", ""),
                )
            )
    return said


def state(name):
    return Participant.objects.named(name).get()


def recorded(name, kind, on, **more):
    return make_action(kind, on, participant=state(name), **more)


def make_treaty():
    """Return a treaty of the registry, with rules, that the made-up page is about."""
    return make_instrument(
        reference="X-1",
        adopted_on=date(1980, 10, 10),
        in_force_on=date(1983, 12, 2),
        unts_registration="22495",
        unts_volume="1342",
    )
