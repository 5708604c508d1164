"""What is stored is what follows from acts and rules, and only differences are written."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from instruments.models import Instrument
from parties.models import Action, Participant, Participation
from parties.rebuild import count_deposits, differences, rebuild, rules_in_force
from parties.spells import BEGINNING
from parties.terms import Status
from tests.factories import make_action, make_instrument, make_participant, unsaved_action

from .cases import CASES

pytestmark = pytest.mark.django_db
REAL = [case for case in CASES if case.real]


def rows(slug="xt", iso3="XAA"):
    return Participation.objects.filter(instrument__slug=slug, participant__iso3=iso3).order_by("valid_from")


def told(row):
    """Return a stored row as the cases write a standing."""
    flags = {
        "provisional": row.provisional_application,
        "leaving": row.withdrawal_notified_on,
        "suspended": row.suspension_notified_on,
    }
    return " ".join([row.status, *(flag for flag, holds in flags.items() if holds)])


@pytest.mark.parametrize("case", REAL, ids=str)
def test_the_registry_says_of_real_cases_what_the_sources_say(case):
    first, *turns = rows(*case.real.split())
    assert (first.valid_from, told(first)) == (BEGINNING, "no-action")
    assert [(row.valid_from.isoformat(), told(row)) for row in turns] == list(case.turns)


@pytest.mark.parametrize(
    ("slug", "iso3", "on", "status"),
    [
        ("apmbc", "SSD", "2011-07-08", "no-action"),
        ("apmbc", "SSD", "2011-07-09", "party"),
        ("ccm", "LTU", "2025-03-05", "party"),
        ("ccm", "LTU", "2025-03-06", "former-party"),
        ("ccw", "CSK", "1990-06-01", "party"),
        ("ccw", "CSK", "1992-12-31", "party"),
        ("ccw", "CSK", "1993-01-01", None),
        ("ccw", "CZE", "1992-12-31", "no-action"),
        ("ccw", "CZE", "1993-01-01", "party"),
        ("ccw", "SVK", "1993-01-01", "party"),
        ("ccw", "DDR", "1990-10-02", "party"),
        ("ccw", "DDR", "1990-10-03", None),
    ],
)
def test_the_status_that_must_come_out(slug, iso3, on, status):
    row = rows(slug, iso3).as_of(on).first()
    assert (row and row.status) == status


def test_rebuilding_gives_what_is_stored_and_writes_nothing():
    assert [str(instrument) for instrument in Instrument.objects.all() if differences(instrument)] == []
    assert rebuild() == 0


def test_what_is_derived_can_be_thrown_away():
    instrument = Instrument.objects.get(slug="apmbc")
    fields = [f.attname for f in Participation._meta.concrete_fields if not f.primary_key]
    before = list(instrument.participations.order_by("participant", "valid_from").values(*fields))
    effects = list(Action.objects.current().filter(instrument=instrument).order_by("pk").values())
    instrument.participations.all().delete()
    Action.objects.filter(instrument=instrument).update(effective_on=None, effective_basis="", effective_rule="x")
    written = rebuild([instrument])
    assert written == len(before) + len(effects)
    assert list(instrument.participations.order_by("participant", "valid_from").values(*fields)) == before
    assert list(Action.objects.current().filter(instrument=instrument).order_by("pk").values()) == effects
    assert rebuild([instrument]) == 0


@pytest.mark.parametrize(
    "tamper",
    [
        lambda row: row.delete(),
        lambda row: Participation.objects.filter(pk=row.pk).update(status=Status.SIGNATORY),
        lambda row: Participation.objects.filter(pk=row.pk).update(explanation="because"),
        lambda row: Participation.objects.filter(pk=row.pk).update(action_keys=[]),
        lambda row: Participation.objects.create(
            instrument=row.instrument, participant=row.participant, valid_from=date(2100, 1, 1), status="party",
            bound=True, provisional_application=False,
        ),
    ],
    ids=["missing row", "status", "explanation", "acts", "surplus row"],
)  # fmt: skip
def test_a_tampered_row_is_found_and_mended(tamper):
    instrument = Instrument.objects.get(slug="ccm")
    kept = list(rows("ccm", "LTU").values_list("valid_from", "valid_to", "status", "explanation"))
    tamper(rows("ccm", "LTU").last())
    assert differences(instrument)
    assert rebuild([instrument]) in (1, 2)
    assert list(rows("ccm", "LTU").values_list("valid_from", "valid_to", "status", "explanation")) == kept


def test_only_the_participants_asked_for_are_rebuilt():
    instrument = make_instrument()
    one, other = make_participant("XAA"), make_participant("XBB")
    assert rebuild([instrument], [one]) == 1
    assert not rows(iso3="XBB").exists()
    assert rebuild([instrument], [one, other]) == 1
    assert [told(row) for row in rows(iso3="XBB")] == ["no-action"]


def test_every_participant_has_a_row_for_every_instrument_on_every_day_that_it_exists():
    for on in (date(1990, 6, 1), date(2026, 2, 3)):
        existing = Participant.objects.existing_on(on).count()
        assert Participation.objects.as_of(on).count() == existing * Instrument.objects.count()


def test_all_that_a_page_shows_is_stored():
    make_instrument()
    make_participant()
    make_action("signature", "2009-01-01", key="s")
    make_action("ratification", "2010-01-15", key="r")
    make_action("withdrawal", "2015-03-01", key="w")
    stored = rows().values_list(
        "valid_from", "valid_to", "status", "bound", "signed_on", "consent_kind", "consented_on", "in_force_on",
        "withdrawn_on", "withdrawal_notified_on", "withdrawal_effective_on", "action_keys", "rule",
    )  # fmt: skip
    signed, consented, in_force = date(2009, 1, 1), date(2010, 1, 15), date(2010, 7, 15)
    notified, left = date(2015, 3, 1), date(2016, 3, 1)
    joins, leaves = "art. 10(2): six months after deposit", "art. 12: one year after receipt"
    assert list(stored) == [
        (BEGINNING, signed, "no-action", False, None, "", None, None, None, None, None, [], ""),
        (signed, consented, "signatory", False, signed, "", None, None, None, None, None, ["s"], ""),
        (consented, in_force, "contracting-state", True, signed, "ratification", consented, in_force, None, None,
         None, ["s", "r"], joins),
        (in_force, notified, "party", True, signed, "ratification", consented, in_force, None, None, None,
         ["s", "r"], joins),
        (notified, left, "party", True, signed, "ratification", consented, in_force, None, notified, left,
         ["s", "r", "w"], joins),
        (left, None, "former-party", False, signed, "ratification", consented, in_force, left, None, None,
         ["s", "r", "w"], leaves),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "stated", "expected"),
    [
        ("accession", None, ("2010-07-15", "2010-07-15", "computed")),
        ("accession", "2010-07-15", ("2010-07-15", "2010-07-15", "stated")),
        ("accession", "2010-03-01", ("2010-03-01", "2010-07-15", "stated")),
        ("succession", "2009-07-09", ("2009-07-09", None, "stated")),
        ("succession", None, (None, None, "")),
        ("signature", None, (None, None, "")),
        ("provisional-application", "2010-02-01", ("2010-02-01", None, "")),
    ],
)
def test_the_effect_of_an_act_is_stored_beside_it(kind, stated, expected):
    make_instrument()
    make_participant()
    make_action(kind, stated_effective_on=date.fromisoformat(stated) if stated else None)
    action = Action.objects.get(instrument__slug="xt")
    days = (str(on) if on else None for on in (action.effective_on, action.computed_effective_on))
    assert (*days, action.effective_basis) == expected


def test_a_change_of_the_rules_changes_the_status():
    instrument = make_instrument()
    make_participant()
    make_action("accession")
    instrument.party_delay = "P30D"
    instrument.save()
    rebuild([instrument])
    assert list(rows().values_list("valid_from", "status"))[-1] == (date(2010, 2, 14), "party")


# General entry into force, counted from the deposits ----------------------------------------------


def test_the_deposit_that_meets_the_threshold_makes_parties_of_all():
    make_instrument(in_force_on=None)
    make_participant("XAA")
    make_participant("XBB")
    make_action("accession", "2010-01-15")
    assert rows().last().status == "contracting-state"
    make_action("accession", "2011-02-01", participant="XBB")
    for iso3 in ("XAA", "XBB"):
        last = rows(iso3=iso3).last()
        assert (last.valid_from, last.status) == (date(2011, 8, 1), "party")
        assert last.rule.startswith(("art. 10(1): general entry into force on 1 Aug 2011", "art. 10(2)"))


def test_an_organisation_and_a_second_deposit_do_not_count_towards_the_threshold():
    instrument = make_instrument(in_force_on=None, threshold=2)
    state = make_participant("XAA")
    union = make_participant("XEU", kind="regional-organization")
    deposits = [
        unsaved_action("accession", "2010-01-15", participant=state, instrument=instrument),
        unsaved_action("formal-confirmation", "2010-02-15", participant=union, instrument=instrument),
        unsaved_action("accession", "2015-01-15", participant=state, instrument=instrument),
        unsaved_action("signature", "2009-01-15", participant=union, instrument=instrument),
    ]
    assert count_deposits(instrument.rules, deposits) is None
    other = unsaved_action("accession", "2012-01-31", participant=make_participant("XBB"), instrument=instrument)
    counted = (date(2012, 1, 31), date(2012, 7, 31))
    assert count_deposits(instrument.rules, [other, *deposits]) == counted
    assert rules_in_force(instrument, [other, *deposits]).in_force_on == counted[1]


def test_a_published_entry_into_force_is_not_counted_again():
    instrument = Instrument.objects.get(slug="ccw-ap2")
    actions = Action.objects.current().filter(instrument=instrument).select_related("participant")
    assert rules_in_force(instrument, actions).in_force_on == date(1998, 12, 3)


def test_a_row_must_have_days():
    row = rows("ccm", "LTU").last()
    row.valid_to = row.valid_from
    with pytest.raises(ValidationError, match="participation_has_days"):
        row.validate_constraints()
