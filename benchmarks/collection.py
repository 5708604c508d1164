"""A synthetic collection of treaties of any size: the registry's own participants, invented treaties and acts.

The same seed gives the same collection.  Its proportions are those of the UN Treaty Collection: few treaties
that nearly everybody joined, many with some dozen parties; signature and ratification, accession, succession,
a few withdrawals, and here and there a State that came back.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from django.conf import settings

from instruments.models import Instrument
from parties.models import Action, Participant
from parties.recording import key_stem
from parties.terms import ActionKind, ParticipantKind
from treatytracker.management.commands.load_data import load
from treatytracker.revision import recording

SEED = 1945
DELAYS = (("P6M", "first-of-month", "6"), ("P3M", "day", "4"), ("P30D", "day", "45"), ("P90D", "day", "12"))
SUBJECTS = ("Disarmament", "Human rights", "Environment", "Law of the sea", "Trade", "Transport", "Refugees", "Penal")
NOTIFICATION = "C.N.{}.{}.TREATIES-{}"
LAST_DAY = date(2025, 12, 31)


def make(instruments: int, acts: int) -> None:
    """Fill an empty registry with so many treaties and acts; what is derived is left to ``rebuild``."""
    load(settings.BASE_DIR / "data", commit=True, participants_only=True)
    chance = random.Random(SEED)
    treaties = list(islice(invented(chance), instruments))
    Instrument.objects.bulk_create(treaties, batch_size=200)
    participants = list(Participant.objects.filter(existed_until=None))
    with recording(None, "A synthetic collection") as revision:
        stamp = {"recorded_at": revision.at, "recorded_in": revision}
        supply = (Action(**act, **stamp) for act in acts_of(treaties, participants, acts, chance))
        while batch := list(islice(supply, 2000)):
            Action.objects.bulk_create(batch)


def invented(chance: random.Random) -> Iterator[Instrument]:
    """Yield treaties with rules like real ones."""
    number = 0
    while True:
        number += 1
        adopted = date(1946, 1, 1) + timedelta(days=chance.randrange(27_000))
        delay, anchor, article = chance.choice(DELAYS)
        subject = chance.choice(SUBJECTS)
        yield Instrument(
            slug=f"t{number}",
            position=number,
            kind="convention",
            reference=f"{chance.randrange(1, 30)}-{number}",
            title=f"Convention No. {number} on matters of {subject.lower()}, done in {adopted.year}",
            short_title=f"{subject} Convention {number}",
            subject=subject,
            adopted_on=adopted,
            adopted_at=chance.choice(("New York", "Geneva", "Vienna", "Rome")),
            opened_on=adopted,
            in_force_on=adopted + timedelta(days=chance.randrange(400, 2500)),
            in_force_article=f"{article}(1)",
            threshold=chance.choice((20, 30, 40)),
            general_delay=delay,
            general_anchor=anchor,
            party_delay=delay,
            party_anchor=anchor,
            party_article=f"{article}(2)",
            withdrawal_delay="P1Y",
            withdrawal_article="20",
            action_kinds=["signature", "ratification", "acceptance", "accession", "succession", "withdrawal"],
            depositary="Secretary-General of the United Nations",
            source="Invented for measurement",
        )


def acts_of(treaties, participants, wanted: int, chance: random.Random) -> Iterator[dict]:
    """Yield so many acts: more for the treaties that many joined, in the order of treaties and participants."""
    weights = [chance.paretovariate(1.1) for _ in treaties]
    scale = wanted / sum(weights)
    popularity = [min(1.0, weight * scale / (1.5 * len(participants))) for weight in weights]
    # What the most popular treaties cannot take, because there are no more States, goes to the others.
    for _ in range(30):
        expected = 1.5 * len(participants) * sum(popularity)
        popularity = [min(1.0, share * wanted / expected) for share in popularity]
    made = 0
    for treaty, share in zip(treaties, popularity, strict=True):
        for participant in participants:
            if chance.random() < share:
                for kind, day in career(treaty, participant, chance):
                    made += 1
                    yield act(treaty, participant, kind, day, made)


def career(treaty: Instrument, participant: Participant, chance: random.Random) -> Iterator[tuple[ActionKind, date]]:
    """Yield what one participant did about one treaty."""
    day = opening(treaty) + timedelta(days=chance.randrange(1, 700))
    organization = participant.kind == ParticipantKind.REGIONAL_ORGANIZATION
    joins = ActionKind.FORMAL_CONFIRMATION if organization else chance.choice(tuple(JOINING))
    if joins in (ActionKind.RATIFICATION, ActionKind.ACCEPTANCE, ActionKind.FORMAL_CONFIRMATION):
        if day > LAST_DAY:
            return
        yield ActionKind.SIGNATURE, day
        if chance.random() < 0.06:
            return
    day += timedelta(days=chance.randrange(30, 9000))
    if day > LAST_DAY:
        return
    yield joins, day
    if chance.random() < 0.015:
        day += timedelta(days=chance.randrange(400, 6000))
        if day <= LAST_DAY:
            yield ActionKind.WITHDRAWAL, day
            day += timedelta(days=chance.randrange(500, 3000))
            if day <= LAST_DAY and chance.random() < 0.3:
                yield ActionKind.ACCESSION, day


def opening(treaty: Instrument) -> date:
    """Return the day from which a treaty was open."""
    assert treaty.adopted_on, "every invented treaty has been adopted"
    return treaty.adopted_on


# Of ten that join, six signed first.
JOINING = (
    *[ActionKind.RATIFICATION] * 8,
    *[ActionKind.ACCEPTANCE] * 2,
    *[ActionKind.ACCESSION] * 5,
    ActionKind.SUCCESSION,
)


def act(treaty: Instrument, participant: Participant, kind: ActionKind, day: date, number: int) -> dict:
    """Return the columns of an act."""
    return {
        "key": key_stem(treaty.slug, participant.iso3, kind, day),
        "instrument": treaty,
        "participant": participant,
        "kind": kind,
        "date": day,
        "reference": NOTIFICATION.format(number % 900 + 1, day.year, number % 9 + 1),
        "source": f"UN Treaty Collection, status table of {treaty.reference} https://treaties.un.org/",
        "confidence": "high",
    }
