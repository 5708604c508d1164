"""The sentence behind every status: the acts, their dates, the rule and its article."""

from dataclasses import replace
from datetime import date

import pytest

from instruments.rules import Rules
from parties.explanations import explain, rule_of
from parties.spells import spells
from tests.factories import RULES

from .cases import CASES, acts
from .treaties import APMBC, CCM, CRPD, RULES_OF, UNKNOWN

MONTH = "first day of the sixth month after the month of deposit"
UNKNOWN_RULE = "the rule of entry into force is not recorded"


def spell_on(rules, done, on):
    moment = date.fromisoformat(on)
    return next(
        s for s in spells(acts(*done), rules) if s.valid_from <= moment and (not s.valid_to or moment < s.valid_to)
    )


SENTENCES = [
    (RULES, [], "2020-01-01", "No action: it has neither signed nor consented to be bound.", ""),
    (
        RULES, ["signature 2009-01-01"], "2020-01-01",
        "Signatory since 1 Jan 2009: signed 1 Jan 2009 and has not consented to be bound.", "",
    ),
    (
        RULES, ["signature-succession 2009-01-01"], "2020-01-01",
        "Signatory since 1 Jan 2009: succeeded to the signature 1 Jan 2009 and has not consented to be bound.", "",
    ),
    (
        APMBC, ["accession 2025-06-25"], "2025-11-30",
        "Contracting State since 25 Jun 2025: acceded 25 Jun 2025; the treaty enters into force for it on 1 Dec 2025 "
        f"(art. 17(2): {MONTH}).",
        f"art. 17(2): {MONTH}",
    ),
    (
        APMBC, ["accession 2025-06-25"], "2025-12-01",
        f"Party since 1 Dec 2025: acceded 25 Jun 2025; art. 17(2): {MONTH}.", f"art. 17(2): {MONTH}",
    ),
    (
        APMBC, ["signature 1997-12-03", "ratification 1997-12-03"], "1999-03-01",
        "Party since 1 Mar 1999: ratified 3 Dec 1997; art. 17(1): general entry into force on 1 Mar 1999.",
        "art. 17(1): general entry into force on 1 Mar 1999",
    ),
    (
        CRPD, ["signature 2007-03-30", "formal-confirmation 2010-12-23"], "2011-01-22",
        "Party since 22 Jan 2011: formally confirmed 23 Dec 2010; art. 45(2): thirtieth day after deposit.",
        "art. 45(2): thirtieth day after deposit",
    ),
    (
        RULES_OF["ccw-p5"], ["consent-to-be-bound 2006-10-31"], "2007-04-30",
        "Party since 30 Apr 2007: notified its consent to be bound 31 Oct 2006; art. 5(4): six months after deposit.",
        "art. 5(4): six months after deposit",
    ),
    (
        APMBC, ["succession 2011-11-11 -> 2011-07-09"], "2011-07-09",
        "Party since 9 Jul 2011: notified its succession 11 Nov 2011; in effect from the succession of States, "
        "for which the depositary gives 9 Jul 2011.",
        "in effect from the succession of States, for which the depositary gives 9 Jul 2011",
    ),
    (
        UNKNOWN, ["ratification 2010-01-15"], "2020-01-01",
        "Contracting State since 15 Jan 2010: ratified 15 Jan 2010; when the treaty enters into force for it is not "
        f"known: {UNKNOWN_RULE}.",
        UNKNOWN_RULE,
    ),
    (
        CCM, ["signature 2008-12-03", "ratification 2011-03-24", "provisional-application 2011-03-24"], "2011-08-31",
        "Contracting State since 24 Mar 2011: ratified 24 Mar 2011; the treaty enters into force for it on 1 Sep 2011 "
        f"(art. 17(2): {MONTH}). It has applied the treaty provisionally since 24 Mar 2011.",
        f"art. 17(2): {MONTH}",
    ),
    (
        CCM, ["ratification 2011-03-24", "withdrawal 2024-09-06 -> 2025-03-06"], "2025-03-05",
        f"Party since 1 Sep 2011: ratified 24 Mar 2011; art. 17(2): {MONTH}. It gave notice of withdrawal on "
        "6 Sep 2024, which takes effect on 6 Mar 2025, unless it is then engaged in an armed conflict "
        "(art. 20: six months after receipt).",
        f"art. 17(2): {MONTH}",
    ),
    (
        CRPD, ["ratification 2011-03-24", "withdrawal 2024-09-06"], "2025-03-05",
        "Party since 23 Apr 2011: ratified 24 Mar 2011; art. 45(2): thirtieth day after deposit. It gave notice of "
        "withdrawal on 6 Sep 2024, which takes effect on 6 Sep 2025 (art. 48: one year after receipt).",
        "art. 45(2): thirtieth day after deposit",
    ),
    (
        UNKNOWN, ["ratification 2010-01-15", "withdrawal 2024-09-06"], "2025-03-05",
        "Contracting State since 15 Jan 2010: ratified 15 Jan 2010; when the treaty enters into force for it is not "
        f"known: {UNKNOWN_RULE}. It gave notice of withdrawal on 6 Sep 2024; when that takes effect is not known.",
        UNKNOWN_RULE,
    ),
    (
        CCM, ["ratification 2011-03-24", "withdrawal 2024-09-06 -> 2025-03-06"], "2025-03-06",
        "Former party since 6 Mar 2025: gave notice of withdrawal 6 Sep 2024; art. 20: six months after receipt. "
        "It had been a party since 1 Sep 2011.",
        "art. 20: six months after receipt",
    ),
    (
        replace(RULES, in_force_on=None), ["ratification 2010-01-15", "withdrawal 2015-03-01"], "2016-03-01",
        "Former party since 1 Mar 2016: gave notice of withdrawal 1 Mar 2015; art. 12: one year after receipt. "
        "The treaty had not entered into force for it.",
        "art. 12: one year after receipt",
    ),
    (
        RULES, ["accession 2010-01-15", "withdrawal 2010-01-16 -> 2010-07-15"], "2010-07-15",
        "Former party since 15 Jul 2010: gave notice of withdrawal 16 Jan 2010; the depositary gives 15 Jul 2010, "
        "where the rule alone would give 16 Jan 2011 (art. 12: one year after receipt). "
        "The treaty had not entered into force for it.",
        "the depositary gives 15 Jul 2010, where the rule alone would give 16 Jan 2011 "
        "(art. 12: one year after receipt)",
    ),
    (
        APMBC, ["ratification 2005-12-27", "suspension-declared 2025-07-18"], "2025-07-18",
        f"Party since 1 Jun 2006: ratified 27 Dec 2005; art. 17(2): {MONTH}. It declared a suspension on "
        "18 Jul 2025; the treaty does not provide for suspension, so its status is unchanged.",
        f"art. 17(2): {MONTH}",
    ),
    (
        RULES, ["signature 2009-01-01", "provisional-application 2009-02-01"], "2020-01-01",
        "Signatory since 1 Jan 2009: signed 1 Jan 2009 and has not consented to be bound. "
        "It has applied the treaty provisionally since 1 Feb 2009.",
        "",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "done", "on", "sentence", "rule"), SENTENCES, ids=[row[3][:60] for row in SENTENCES])
def test_explanation(rules: Rules, done, on, sentence, rule):
    spell = spell_on(rules, done, on)
    assert explain(spell, rules.exit_waits_for_peace) == sentence
    assert rule_of(spell.standing) == rule


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_spell_is_explained_in_whole_sentences(case):
    for spell in spells(case.acts, case.rules, case.last_day):
        sentence = explain(spell, case.rules.exit_waits_for_peace)
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert "None" not in sentence
        assert len(rule_of(spell.standing)) <= 300
