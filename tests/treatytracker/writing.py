"""An editor at work, as a program: corrects two acts together, again and again, and says so after each commit."""

import sys
import time

import django

EDITS = 25


def main() -> None:
    django.setup()
    from parties.models import Action
    from parties.recording import editing

    for number in range(1, EDITS + 1):
        with editing(None, f"Edit {number}") as edit:
            for code in ("FIN", "NOR"):
                act = Action.objects.current().filter(instrument__slug="apmbc", participant__iso3=code).first()
                edit.correct(act, note=f"edit-{number}.")
        print(number, flush=True)  # noqa: T201 - it is what the test reads
        time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(main())
