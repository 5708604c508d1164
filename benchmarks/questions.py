"""How long the database takes for the registry's questions, straight, on a registry of any size.

Run as a program of its own.  ``--derive`` first fills an empty registry with spells, without the computation
that makes them: it is not what is measured here, and the questions read nothing else.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator
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
    """Return the milliseconds of each question, medians over many treaties and participants.

    A question's own figure is the database's: from the ready statement to the last row.  "through the ORM" has
    also what Python does before and after, which no index changes: the statement is made, days become dates.
    """
    from django.db.models import Count

    from instruments.models import Instrument
    from parties.models import Participant, Participation

    on_day = Participation.objects.order_by().as_of(DAY)
    chance = random.Random(1)
    treaties = chance.choices(list(Instrument.objects.values_list("pk", flat=True)), k=200)
    participants = chance.choices(list(Participant.objects.values_list("pk", flat=True)), k=20)
    columns = ("participant_id", "status", "signed_on", "consented_on", "in_force_on")
    questions: dict[str, tuple[Callable, Iterable]] = {
        "one instrument": (lambda pk: on_day.filter(instrument=pk).values_list(*columns), treaties),
        "one participant": (
            lambda pk: on_day.filter(participant=pk).values_list("instrument_id", "status"),
            participants,
        ),
        "whole matrix, counted": (
            lambda _: on_day.values_list("instrument_id", "status").annotate(n=Count("*")),
            range(3),
        ),
    }
    figures: dict[str, float] = {}
    for name, (question, arguments) in questions.items():
        for argument in arguments:
            list(question(argument))  # what is asked often is not on a disk
        figures[name] = median(by_the_database(question(argument)) for argument in arguments)
        figures[f"{name}, through the ORM"] = median(through_the_orm(question, argument) for argument in arguments)
    return figures | {"instruments": Instrument.objects.count(), "spells": Participation.objects.count()}


def by_the_database(rows) -> float:
    """Return the milliseconds of a queryset's statement, made beforehand, until all its rows are here."""
    from django.db import connection

    statement, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        begun = time.perf_counter()
        cursor.execute(statement, values)
        cursor.fetchall()
        return (time.perf_counter() - begun) * 1000


def through_the_orm(question: Callable, argument) -> float:
    begun = time.perf_counter()
    list(question(argument))
    return (time.perf_counter() - begun) * 1000


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
        # A server answers from an index alone only where it knows that all transactions see the rows.
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


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
