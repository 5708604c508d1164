"""Editors at work in the admin: the law beside the field, the consequence first, nothing lost silently."""

from datetime import date

import pytest
from django.urls import reverse

from instruments.models import Instrument
from parties.models import Action, Participant
from tests.editing.desk import entry, hidden, page, save, standing, status, submit
from treatytracker import revision
from treatytracker.models import Revision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_pair_of_eyes")]


@pytest.mark.parametrize(
    "name",
    [
        "parties_action", "parties_statement", "parties_participant", "parties_participantname",
        "parties_predecessorstate", "instruments_instrument", "agencies_agency", "agencies_mandate",
    ],
)  # fmt: skip
def test_every_kind_of_fact_has_its_list_and_can_be_searched(admin, name):
    assert admin.get(reverse(f"admin:{name}_changelist")).status_code == 200
    assert admin.get(reverse(f"admin:{name}_changelist"), {"q": "a"}).status_code == 200


def test_participants_are_found_by_any_name(admin):
    address = reverse("admin:autocomplete")
    query = {"app_label": "parties", "model_name": "action", "field_name": "participant", "term": "ivory coast"}
    found = admin.get(address, query).json()["results"]
    assert [result["text"] for result in found] == ["Côte d'Ivoire"]


def test_the_consequence_is_shown_before_anything_is_saved(admin):
    before = revision.current()
    form = submit(admin, entry())
    assert form.expected == [
        "United States of America becomes a contracting State on 1 Oct 2026 "
        "(art. 17(2): first day of the sixth month after the month of deposit).",
        "United States of America becomes a party on 1 Apr 2027 "
        "(art. 17(2): first day of the sixth month after the month of deposit).",
        "Bound by the Anti-Personnel Mine Ban Convention on 24 Nov 2026: 161 → 162.",
    ]
    assert revision.current() == before
    assert not Action.objects.filter(participant__iso3="USA", instrument__slug="apmbc").exists()


def test_saving_an_act_changes_the_status_and_the_public_page_at_once(admin, client, editor):
    save(admin, entry())
    assert status(date(2026, 9, 30)) == "no-action"
    assert status(date(2026, 10, 1)) == "contracting-state"
    assert status(date(2027, 4, 1)) == "party"
    last = Revision.objects.first()
    assert (last.by, last.reason) == (editor, "The depositary's notification of the day")
    answer = client.get("/participants/USA/", {"as_of": "2026-10-02"}).content.decode()
    assert "acceded 1 Oct 2026" in answer


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"date": "2199-01-01"}, "date", "in the future"),
        ({"date": "1990-01-01"}, "date", "was adopted on 18 Sep 1997"),
        ({"date": "2026-02-31"}, "date", "valid date"),
        ({"kind": "signature"}, "date", "open for signature until 28 Feb 1999"),
        ({"kind": "ratification"}, "kind", "has not signed before"),
        ({"kind": "withdrawal"}, "kind", "nothing to withdraw from"),
        ({"kind": "formal-confirmation"}, "kind", "provides for"),
        ({"iso3": "FRA"}, "kind", "bound already"),
        ({"stated_effective_on": "2026-09-30"}, "stated_effective_on", "cannot be before 1 Oct 2026"),
        ({"reason": ""}, "reason", "required"),
        ({"source": ""}, "source", "required"),
    ],
)
def test_what_cannot_be_is_refused_beside_the_field(admin, changes, field, words):
    form = submit(admin, entry(**changes))
    assert words in " ".join(form.errors[field])
    assert not form.expected


def test_a_doubt_needs_a_reason_which_is_kept(admin):
    # Libya has taken no action on the CCW; acceptance without a signature is unusual, but happens.
    doubtful = entry("LBY", "ccw-a1", kind="accession")
    form = submit(admin, doubtful)
    assert "has not consented to be bound by the Convention on Certain Conventional Weapons" in str(form.errors)
    save(admin, doubtful | {"confirmation": "Both were deposited together; the other act follows."})
    assert standing("LBY", "ccw-a1").confirmation.startswith("Both were deposited")


def test_a_correction_supersedes_and_the_history_shows_both(admin):
    save(admin, entry())
    first = standing()
    save(admin, entry(date="2026-09-30", base=first.pk, reason="A slip of the pen"), first)
    second = standing()
    assert second.key == first.key
    assert second.pk != first.pk
    assert status(date(2027, 3, 1)) == "party"
    history = admin.get(reverse("admin:parties_action_history", args=[second.pk])).content.decode()
    assert "A slip of the pen" in history
    assert "1 Oct 2026" in history
    assert "30 Sep 2026" in history


def test_the_second_of_two_editors_sees_what_the_first_changed(admin):
    save(admin, entry())
    opened = standing()
    save(admin, entry(date="2026-09-30", base=opened.pk, reason="First"), opened)

    late = entry(note="Mine", base=opened.pk, reason="Second")
    form = submit(admin, late, opened)
    assert "date: “1 Oct 2026” became “30 Sep 2026”" in str(form.errors)
    assert standing().date == date(2026, 9, 30)

    form = submit(admin, late | hidden(form), opened)
    assert form.expected
    assert submit(admin, late | hidden(form), opened) is None
    assert (standing().date, standing().note) == (date(2026, 10, 1), "Mine")


def test_an_act_that_never_happened_is_taken_out_and_stays_in_the_history(admin):
    save(admin, entry())
    act = standing()
    save(admin, entry(retract="on", base=act.pk, reason="Misread"), act)
    assert status(date(2027, 4, 1)) == "no-action"
    assert Action.objects.filter(key=act.key).count() == 1
    response = admin.get(page(act), follow=True)
    assert "has been taken out of the registry" in response.content.decode()


def test_a_link_to_a_superseded_version_leads_to_the_one_that_stands(admin):
    save(admin, entry())
    first = standing()
    save(admin, entry(date="2026-09-30", base=first.pk), first)
    assert admin.get(page(first))["location"] == page(standing())


def test_the_next_form_remembers_the_instrument_and_the_source(admin):
    save(admin, entry())
    form = admin.get(page()).context["adminform"].form
    assert form["source"].value() == "C.N.999.2026"
    assert form["instrument"].value() == Instrument.objects.get(slug="apmbc").pk


def test_changing_a_rule_rebuilds_the_status(admin):
    instrument = Instrument.objects.get(slug="apmbc")
    address = reverse("admin:instruments_instrument_change", args=[instrument.pk])
    form = admin.get(address).context["adminform"].form
    values = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    values |= {"party_delay": "P7M", "reason": "To see what follows"}
    assert admin.post(address, values).status_code == 302
    # Tonga acceded on 25 Jun 2025: seven months after its month is 1 Jan 2026.
    assert status(date(2025, 12, 31), "TON") == "contracting-state"
    assert status(date(2026, 1, 1), "TON") == "party"
    assert instrument.history.first().history_change_reason == "To see what follows"
    assert Revision.objects.first().reason == "To see what follows"


def test_nothing_can_be_deleted(admin):
    for name in ("parties_action", "parties_participant", "instruments_instrument", "agencies_agency"):
        model = name.split("_")[1]
        pk = {"action": Action, "participant": Participant, "instrument": Instrument}.get(model)
        address = reverse(f"admin:{name}_delete", args=[pk.objects.first().pk if pk else 1])
        assert admin.post(address, {"post": "yes"}).status_code == 403


def test_strangers_cannot_edit(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("stranger"))
    assert client.get(page()).status_code == 302
    assert client.post(page(), entry()).status_code == 302
    assert not Action.objects.filter(participant__iso3="USA", instrument__slug="apmbc").exists()


def test_an_act_that_others_lean_on_cannot_be_taken_out(admin):
    signature = Action.objects.current().get(participant__iso3="FRA", instrument__slug="apmbc", kind="signature")
    values = entry("FRA", kind="signature", date="1997-12-03", base=signature.pk, retract="on")
    form = submit(admin, values, signature)
    assert "Another act could then not be: France" in str(form.errors)
    assert "Ratification" in str(form.errors)
