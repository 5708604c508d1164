"""Why a status holds, in one plain sentence with dates and articles.  Pure, like the spells it reads."""

from parties.spells import Consent, Exit, Spell, Standing
from parties.terms import DEEDS, Status
from treatytracker.dates import display


def explain(spell: Spell, waits_for_peace: bool = False) -> str:
    """Return the sentence for a spell.

    >>> "Party since 1 Dec 2025: acceded 25 Jun 2025; art. 17(2): first day of the sixth month after
    the month of deposit."
    """
    standing = spell.standing
    sentences = [_STATUS_SENTENCES[standing.status](standing), *_flags(standing, waits_for_peace)]
    return " ".join(sentences)


def rule_of(standing: Standing) -> str:
    """Return the rule that the status rests on, with its article; empty where none is needed."""
    if standing.exit and standing.status is Status.FORMER_PARTY:
        return standing.exit.effect.rule
    return standing.consent.effect.rule if standing.consent else ""


def _no_action(standing):
    return "No action: it has neither signed nor consented to be bound."


def _signatory(standing):
    since, deed = display(standing.signature.on), DEEDS[standing.signature.kind]
    return f"Signatory since {since}: {deed} {since} and has not consented to be bound."


def _contracting_state(standing):
    consent = standing.consent
    since, deed = display(consent.since), _deed(consent)
    if consent.effect.on:
        ahead = f"the treaty enters into force for it on {display(consent.effect.on)} ({consent.effect.rule})"
    else:
        ahead = f"when the treaty enters into force for it is not known: {consent.effect.rule}"
    return f"Contracting State since {since}: {deed}; {ahead}."


def _party(standing):
    consent = standing.consent
    return f"Party since {display(consent.effect.on)}: {_deed(consent)}; {consent.effect.rule}."


def _former_party(standing):
    consent, left = standing.consent, standing.exit
    if consent.effect.on and consent.effect.on < left.effect.on:
        before = f"It had been a party since {display(consent.effect.on)}."
    else:
        before = "The treaty had not entered into force for it."
    return f"Former party since {display(left.effect.on)}: {_deed(left)}; {left.effect.rule}. {before}"


_STATUS_SENTENCES = {
    Status.NO_ACTION: _no_action,
    Status.SIGNATORY: _signatory,
    Status.CONTRACTING_STATE: _contracting_state,
    Status.PARTY: _party,
    Status.FORMER_PARTY: _former_party,
}


def _flags(standing, waits_for_peace):
    if standing.provisional:
        yield f"It has applied the treaty provisionally since {display(standing.provisional.on)}."
    if standing.exit and standing.bound:
        yield _notice(standing.exit, waits_for_peace)
    if standing.suspension:
        yield (
            f"It declared a suspension on {display(standing.suspension.on)}; "
            "the treaty does not provide for suspension, so its status is unchanged."
        )


def _notice(left: Exit, waits_for_peace):
    effect = left.effect
    if not effect.on:
        return f"It gave notice of withdrawal on {display(left.act.on)}; when that takes effect is not known."
    peace = ", unless it is then engaged in an armed conflict" if waits_for_peace else ""
    return (
        f"It gave notice of withdrawal on {display(left.act.on)}, "
        f"which takes effect on {display(effect.on)}{peace} ({effect.rule})."
    )


def _deed(item: Consent | Exit) -> str:
    return f"{DEEDS[item.act.kind]} {display(item.act.on)}"
