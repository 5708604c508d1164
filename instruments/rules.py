"""What a treaty's final clauses say about time: when an act takes effect, when the treaty enters into force.

Pure functions over dates; no database, no clock.  The rules are data (``Rules``), never an ``if`` per treaty.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from treatytracker.dates import display

ISO_DURATION = re.compile(r"P(?:(?P<years>\d{1,2})Y)?(?:(?P<months>\d{1,3})M)?(?:(?P<days>\d{1,4})D)?", re.ASCII)

CARDINALS = "zero one two three four five six seven eight nine ten eleven twelve".split()
ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
ORDINAL_TENS = {20: "twentieth", 30: "thirtieth", 60: "sixtieth", 90: "ninetieth"}


class Anchor(StrEnum):
    """What a delay is counted from and to: from day to day, or to the first day of a later month."""

    DAY = "day"
    FIRST_OF_MONTH = "first-of-month"


class Basis(StrEnum):
    """Where a date of effect comes from."""

    STATED = "stated"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class Delay:
    """The time between an act and its effect."""

    months: int = 0
    days: int = 0
    anchor: Anchor = Anchor.DAY

    @classmethod
    def parse(cls, duration: str, anchor: str = Anchor.DAY) -> "Delay":
        """Return the delay written as an ISO 8601 duration (``P6M``, ``P1Y``, ``P30D``).

        Raise ValueError when the text is not one, or asks for the first of a month in days.
        """
        match = ISO_DURATION.fullmatch(duration)
        if not match or duration == "P":
            raise ValueError(f"“{duration}” is not a duration. Write it as P6M, P1Y or P30D.")
        years, months, days = (int(match[part] or 0) for part in ("years", "months", "days"))
        delay = cls(12 * years + months, days, Anchor(anchor))
        if delay.anchor is Anchor.FIRST_OF_MONTH and (days or not delay.months):
            raise ValueError("A delay to the first day of a month is written in months, for example P6M.")
        return delay

    def after(self, day: date) -> date:
        """Return the day on which the delay that begins on ``day`` has passed."""
        if self.anchor is Anchor.FIRST_OF_MONTH:
            return add_months(day.replace(day=1), self.months)
        return add_months(day, self.months) + timedelta(days=self.days)

    def in_words(self, event: str) -> str:
        """Return the delay in words, ``first day of the sixth month after the month of deposit``."""
        if self.anchor is Anchor.FIRST_OF_MONTH:
            return f"first day of the {ordinal(self.months)} month after the month of {event}"
        if not self.months:
            return f"{ordinal(self.days)} day after {event}"
        years, months = divmod(self.months, 12)
        parts = [counted(years, "year"), counted(months, "month"), counted(self.days, "day")]
        return f"{' and '.join(part for part in parts if part)} after {event}"


@dataclass(frozen=True, slots=True)
class Provision:
    """A delay and the article that sets it."""

    delay: Delay
    article: str


@dataclass(frozen=True, slots=True)
class Rules:
    """An instrument's rules of entry into force and exit.  A rule that is not known is None, never guessed."""

    in_force_on: date | None = None
    in_force_article: str = ""
    threshold: int | None = None
    general: Provision | None = None
    joining: Provision | None = None
    exit: Provision | None = None
    exit_waits_for_peace: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """When an act takes effect: the day that counts, the day the rule gives, and why.

    ``on`` is None when the day is not known: the rule is not, or the treaty is not yet in force.
    """

    on: date | None
    basis: Basis
    computed_on: date | None
    rule: str


def effect_of_consent(rules: Rules, deposited_on: date, stated_on: date | None = None) -> Effect:
    """Return when the treaty enters into force for the participant that consented on ``deposited_on``.

    ``stated_on``, what the depositary states, beats the rule.  Nobody is a party before the general entry
    into force (Vienna Convention on the Law of Treaties, art. 24).
    """
    floor, joining = rules.in_force_on, rules.joining
    if not joining:
        computed_on, rule = None, "the rule of entry into force is not recorded"
    elif not floor:
        computed_on, rule = None, "the treaty is not yet in force"
    elif (delayed_to := joining.delay.after(deposited_on)) <= floor:
        computed_on, rule = (
            floor,
            f"art. {rules.in_force_article}: general entry into force on {display(floor)}",
        )
    else:
        computed_on, rule = delayed_to, provision_in_words(joining, "deposit")
    return _decide(_not_before(floor, stated_on), computed_on, rule)


def effect_of_succession(rules: Rules, stated_on: date | None) -> Effect:
    """Return when the treaty is in force for a successor State: from the succession of States on.

    Only the depositary can tell that day (Vienna Convention on Succession of States in respect of
    Treaties, art. 23); no rule of the treaty gives it.
    """
    if not stated_on:
        return Effect(None, Basis.COMPUTED, None, "the day of the succession of States is not recorded")
    effective_on = _not_before(rules.in_force_on, stated_on)
    rule = f"in effect from the succession of States, for which the depositary gives {display(stated_on)}"
    return Effect(effective_on, Basis.STATED, None, rule)


def effect_of_exit(rules: Rules, received_on: date, stated_on: date | None = None) -> Effect:
    """Return when a withdrawal of which the depositary received notice on ``received_on`` takes effect.

    A clause that puts the effect off until an armed conflict ends cannot be computed: the depositary's
    word, ``stated_on``, then decides.
    """
    if not rules.exit:
        return _decide(stated_on, None, "the rule of withdrawal is not recorded")
    return _decide(stated_on, rules.exit.delay.after(received_on), provision_in_words(rules.exit, "receipt"))


def _decide(stated_on: date | None, computed_on: date | None, rule: str) -> Effect:
    """Return the effect: the depositary's day if there is one, and both where they differ."""
    if not stated_on:
        return Effect(computed_on, Basis.COMPUTED, computed_on, rule)
    if stated_on == computed_on:
        return Effect(stated_on, Basis.STATED, computed_on, rule)
    stated = f"the depositary gives {display(stated_on)}"
    if computed_on:
        stated += f", where the rule alone would give {display(computed_on)} ({rule})"
    return Effect(stated_on, Basis.STATED, computed_on, stated)


def _not_before(floor: date | None, stated_on: date | None) -> date | None:
    return max(floor, stated_on) if floor and stated_on else None


def general_entry_into_force(rules: Rules, deposits: Iterable[date]) -> tuple[date, date] | None:
    """Return the day of the deposit that met the threshold and the day of entry into force it leads to.

    ``deposits`` are the consents that count; an organisation's does not where the treaty says so
    (CRPD art. 44).  Return None while the threshold is not met or the rule is not known.
    """
    counted_deposits = sorted(deposits)
    if not rules.threshold or not rules.general or len(counted_deposits) < rules.threshold:
        return None
    met_on = counted_deposits[rules.threshold - 1]
    return met_on, rules.general.delay.after(met_on)


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, clipped to the month's end: 31 Oct + 6 months = 30 Apr."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    last_day = calendar.monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(day.day, last_day))


def provision_in_words(provision: Provision, event: str) -> str:
    """Return a provision with its article, ``art. 20: six months after receipt``."""
    return f"art. {provision.article}: {provision.delay.in_words(event)}"


def counted(number: int, unit: str) -> str:
    """Return ``six months``, ``one year``, or nothing for none."""
    if not number:
        return ""
    word = CARDINALS[number] if number < len(CARDINALS) else str(number)
    return f"{word} {unit}{'' if number == 1 else 's'}"


def ordinal(number: int) -> str:
    """Return ``sixth``, ``thirtieth``, or digits where the word is rare: ``45th``."""
    if number < len(ORDINALS):
        return ORDINALS[number]
    if number in ORDINAL_TENS:
        return ORDINAL_TENS[number]
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
