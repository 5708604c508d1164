"""Makes what a test needs: name what matters, the rest is filled in."""

from datetime import date

from instruments.models import Instrument
from instruments.rules import Anchor, Delay, Provision, Rules
from parties.models import Action, Participant, Statement
from parties.recording import editing
from parties.spells import Act
from treatytracker.models import Revision

# A treaty with round numbers: in force on 1 Jan 2000, six months to join, one year to leave.
RULES = Rules(
    in_force_on=date(2000, 1, 1),
    in_force_article="10(1)",
    threshold=2,
    general=Provision(Delay(months=6), "10(1)"),
    joining=Provision(Delay(months=6), "10(2)"),
    exit=Provision(Delay(months=12), "12"),
)
ALL_KINDS = ["signature", "ratification", "acceptance", "accession", "succession", "withdrawal"]


def day(text: str) -> date:
    return date.fromisoformat(text)


def make_act(kind: str = "accession", on: str = "2010-01-15", stated: str = "", key: str = "") -> Act:
    """Return an act as the computation sees it."""
    return Act(key or f"{kind}-{on}", kind, day(on), day(stated) if stated else None)


def make_instrument(slug: str = "xt", **what_matters) -> Instrument:
    """Return a saved instrument with the rules ``RULES``."""
    return Instrument.objects.create(
        **{
            "slug": slug,
            "position": 900,
            "kind": "convention",
            "title": "Convention on Tests",
            "short_title": "Test Convention",
            "adopted_on": date(1998, 1, 1),
            "in_force_on": RULES.in_force_on,
            "in_force_article": "10(1)",
            "threshold": 2,
            "general_delay": "P6M",
            "general_anchor": Anchor.DAY,
            "party_delay": "P6M",
            "party_anchor": Anchor.DAY,
            "party_article": "10(2)",
            "withdrawal_delay": "P1Y",
            "withdrawal_article": "12",
            "action_kinds": ALL_KINDS,
            "source": "made up",
            **what_matters,
        }
    )


def make_participant(iso3: str = "XAA", **what_matters) -> Participant:
    """Return a saved State that no treaty knows."""
    return Participant.objects.create(
        iso3=iso3, **{"name": f"State {iso3}", "kind": "member-state", "source": "made up", **what_matters}
    )


def make_action(kind: str = "accession", on: str = "2010-01-15", **what_matters) -> Action:
    """Return an act that is recorded, in a revision of its own, with the status that follows."""
    return record(_fact(Action, kind, on, what_matters))


def make_statement(kind: str = "declaration", on: str = "2010-01-15", **what_matters) -> Statement:
    """Return a statement that is recorded."""
    return record(_fact(Statement, kind, on, what_matters))


def unsaved_action(kind: str = "accession", on: str = "2010-01-15", **what_matters) -> Action:
    return _fact(Action, kind, on, what_matters)


def record(fact, by=None, reason: str = "a test"):
    with editing(by, reason) as edit:
        return edit.record(fact)


def last_revision() -> Revision:
    return Revision.objects.latest("pk")


def _fact(model, kind, on, what_matters):
    values = dict(what_matters)
    for name, plural in (("instrument", Instrument), ("participant", Participant)):
        if isinstance(values.get(name), str):
            values[name] = plural.objects.get(**{"slug" if name == "instrument" else "iso3": values[name]})
    return model(
        **{
            "instrument": values.get("instrument") or Instrument.objects.get(slug="xt"),
            "participant": values.get("participant") or Participant.objects.get(iso3="XAA"),
            "kind": kind,
            "date": day(on),
            "source": "made up",
            **{name: value for name, value in values.items() if name not in ("instrument", "participant")},
        }
    )
