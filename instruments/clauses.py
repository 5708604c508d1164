"""An instrument's facts and final clauses in words, with their articles, as a page or an answer shows them."""

import re

from instruments.models import Instrument
from instruments.rules import ordinal, provision_in_words
from treatytracker.dates import display

LANGUAGES = {"ar": "Arabic", "zh": "Chinese", "en": "English", "fr": "French", "ru": "Russian", "es": "Spanish"}
UNTC = re.compile(r"https://treaties\.un\.org/\S+")


def clauses(instrument: Instrument) -> list[tuple[str, str]]:
    """Return what the treaty says of joining, entering into force and leaving: headings and sentences."""
    rules = instrument.rules
    deposit = "notification of consent" if _by_notification(instrument) else "deposit"
    said = [("Signature", _signature(instrument))]
    if rules.general and rules.threshold:
        event = f"the {ordinal(rules.threshold)} {deposit}"
        said.append(("General entry into force", _general(instrument, provision_in_words(rules.general, event))))
    if rules.joining:
        said.append(("Entry into force for each later participant", _told(provision_in_words(rules.joining, deposit))))
    if instrument.protocols_required:
        said.append(("Protocols", f"A State must accept at least {instrument.protocols_required} protocols to join."))
    if "succession" in instrument.action_kinds:
        said.append(("Succession", "A successor State is a party from the succession of States, not from its notice."))
    if "provisional-application" in instrument.action_kinds:
        said.append(("Provisional application", "A State may apply the treaty, or parts of it, before it is in force."))
    said.append(("Withdrawal", _withdrawal(instrument)))
    if instrument.reservations:
        said.append(("Reservations", _told(instrument.reservations)))
    return said


def facts(instrument: Instrument) -> list[tuple[str, str]]:
    """Return what identifies the treaty: headings and short texts; those that are not recorded are left out."""
    adopted = ", ".join(part for part in (display(instrument.adopted_on), instrument.adopted_at) if part)
    series = ", ".join(
        part
        for part in (
            f"vol. {instrument.unts_volume}" if instrument.unts_volume else "",
            f"p. {instrument.unts_page}" if instrument.unts_page else "",
        )
        if part
    )
    registered = f"I-{instrument.unts_registration}" if instrument.unts_registration else ""
    languages = ", ".join(sorted(LANGUAGES.get(code, code) for code in instrument.authentic_languages))
    told = [
        ("Subject", instrument.subject),
        ("Also called", ", ".join(instrument.popular_names)),
        ("Adopted", adopted),
        ("In force since", display(instrument.in_force_on)),
        ("Depositary", instrument.depositary),
        ("Depositary’s reference", instrument.reference or "none of its own"),
        ("UN Treaty Series", ", ".join(part for part in (registered, series) if part)),
        ("Authentic texts", languages),
        ("Remark", instrument.note),
    ]
    return [(term, text) for term, text in told if text]


def depositary_url(instrument: Instrument) -> str:
    """Return the address of the depositary's own page, from the source of these facts; empty if it names none."""
    match = UNTC.search(instrument.source)
    return match[0] if match else ""


def _by_notification(instrument: Instrument) -> bool:
    return "consent-to-be-bound" in instrument.action_kinds and "ratification" not in instrument.action_kinds


def _signature(instrument: Instrument) -> str:
    if not instrument.open_for_signature:
        return "Not signed: States express their consent to be bound by depositing or notifying it."
    if not instrument.opened_on:
        return "Open for signature."
    if not instrument.closed_on:
        return f"Open for signature since {display(instrument.opened_on)}."
    opened, closed = display(instrument.opened_on), display(instrument.closed_on)
    return f"Was open for signature from {opened} to {closed}; States that did not sign accede."


def _general(instrument: Instrument, rule: str) -> str:
    return f"{display(instrument.in_force_on) or 'Not yet in force'}. {_told(rule)}"


def _withdrawal(instrument: Instrument) -> str:
    rules = instrument.rules
    if not rules.exit:
        return "The rule is not recorded."
    peace = ", but not before the end of an armed conflict in which it is engaged" if rules.exit_waits_for_peace else ""
    return f"{_told(provision_in_words(rules.exit, 'receipt of the notice')).removesuffix('.')}{peace}."


def _told(rule: str) -> str:
    return f"{rule[0].upper()}{rule[1:]}."
