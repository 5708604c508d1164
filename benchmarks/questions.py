"""How long the database takes for the registry's questions, straight, on a registry of any size.

Run as a program of its own.  ``--derive`` first fills an empty registry with spells, without the computation
that makes them: it is not what is measured here, and the questions read nothing else.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from statistics import median
from typing import Any

import django

DAY = date(2015, 6, 15)
PARTICIPANTS = 197


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--derive", type=int, default=0, metavar="ACTS")
    asked = parser.parse_args()
    django.setup()
    if asked.derive:
        derive(asked.derive)
    sys.stdout.write(json.dumps(measure()))


def measure() -> dict[str, float]:
    """Return the milliseconds of each question, medians over many treaties and participants."""
    from django.db.models import Count

    from instruments.models import Instrument
    from parties.models import Participant, Participation

    columns = ("participant_id", "status", "signed_on", "consented_on", "in_force_on")
    on_day = Participation.objects.order_by().as_of(DAY)
    chance = random.Random(1)
    treaties = chance.choices(list(Instrument.objects.values_list("pk", flat=True)), k=200)
    participants = chance.choices(list(Participant.objects.values_list("pk", flat=True)), k=20)
    counts = on_day.values_list("instrument_id", "status").annotate(n=Count("pk"))
    return {
        "one instrument": timed(lambda pk: list(on_day.filter(instrument=pk).values_list(*columns)), treaties),
        "one participant": timed(
            lambda pk: list(on_day.filter(participant=pk).values_list("instrument_id", "status")), participants
        ),
        "whole matrix, counted": timed(lambda _: list(counts), range(3)),
        "instruments": Instrument.objects.count(),
        "spells": Participation.objects.count(),
    }


def timed(question: Callable, arguments) -> float:
    """Return the median of the milliseconds that the question takes."""
    taken = []
    for argument in arguments:
        begun = time.perf_counter()
        question(argument)
        taken.append((time.perf_counter() - begun) * 1000)
    return median(taken)


def derive(acts: int) -> None:
    """Fill the registry with the spells of so many acts: three acts in two of three pairs."""
    from django.conf import settings
    from django.db import connection, transaction

    from benchmarks.collection import invented
    from instruments.models import Instrument
    from parties.models import Participant, Participation
    from treatytracker.bulk import insert
    from treatytracker.management.commands.load_data import load

    load(settings.BASE_DIR / "data", commit=True, participants_only=True)
    chance = random.Random(7)
    Instrument.objects.bulk_create(islice(invented(chance), acts // (2 * PARTICIPANTS)), batch_size=200)
    participants = list(Participant.objects.values_list("pk", flat=True))[:PARTICIPANTS]
    with transaction.atomic():
        for treaty in Instrument.objects.all():
            insert(Participation, spells_of(treaty, participants, chance))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def spells_of(treaty, participants, chance) -> Iterator[dict]:
    """Yield plausible spells of a treaty: since ever nothing, then a signatory, then bound."""
    empty: dict[str, Any] = {
        "signed_on": None,
        "consent_kind": "",
        "consented_on": None,
        "in_force_on": None,
        "withdrawn_on": None,
    }
    empty |= {"provisional_application": False, "withdrawal_notified_on": None, "withdrawal_effective_on": None}
    empty |= {"suspension_notified_on": None, "rule": "art. 17(2)", "action_keys": (), "instrument_id": treaty.pk}
    for pk in participants:
        signed = treaty.adopted_on + timedelta(days=chance.randrange(1, 300))
        bound, party = signed + timedelta(days=chance.randrange(60, 6000)), timedelta(days=183)
        row = empty | {"participant_id": pk, "bound": False, "explanation": "No action."}
        acted = chance.random() < 0.67
        yield row | {"valid_from": date.min, "valid_to": signed if acted else None, "status": "no-action"}
        if acted:
            row |= {"signed_on": signed, "explanation": f"Signatory since {signed}: signed and has not consented."}
            yield row | {"valid_from": signed, "valid_to": bound, "status": "signatory"}
            row |= {"consent_kind": "ratification", "consented_on": bound, "in_force_on": bound + party, "bound": True}
            row |= {"explanation": f"Bound since {bound}: ratified {bound}; art. 17(2): six months after the deposit."}
            yield row | {"valid_from": bound, "valid_to": bound + party, "status": "contracting-state"}
            yield row | {"valid_from": bound + party, "valid_to": None, "status": "party"}


if __name__ == "__main__":
    main()
