"""Who changed what, when and why: the log, the history of one fact, and restoring an earlier version."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from agencies.models import Agency
from parties.models import Action
from tests.editing.desk import entry, page, save, standing, status
from treatytracker.models import Revision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_pair_of_eyes")]


def log_page(revision):
    return reverse("admin:treatytracker_revision_change", args=[revision.pk])


def restore(client, fact, **query):
    """Open the form that restores ``fact``; return what it would submit."""
    response = client.get(page(standing() if query.pop("correct", True) else None), {"restore": fact.pk})
    form = response.context["adminform"].form
    values = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return values | {"reason": "The first entry was right"}


def test_the_log_names_who_when_why_and_what_differed(admin, editor):
    save(admin, entry())
    save(admin, entry(date="2026-09-30", base=standing().pk, reason="A slip of the pen"), standing())
    listed = admin.get(reverse("admin:treatytracker_revision_changelist"), {"q": "slip of the pen"}).content.decode()
    assert "A slip of the pen" in listed
    shown = admin.get(log_page(Revision.objects.first())).content.decode()
    assert "editor: A slip of the pen" in shown
    assert "<td>1 Oct 2026</td>" in shown
    assert "<td>30 Sep 2026</td>" in shown


def test_the_log_shows_changes_of_facts_without_versions(admin):
    agency = Agency.objects.get(slug="unmas")
    address = reverse("admin:agencies_agency_change", args=[agency.pk])
    response = admin.get(address)
    form, mandates = response.context["adminform"].form, response.context["inline_admin_formsets"][0].formset
    values = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    for bound in [mandates.management_form, *mandates.forms]:
        for field in bound:
            if field.value() not in (None, False):
                values[field.html_name] = field.value()
    assert admin.post(address, values | {"name": "Mine Action Service", "reason": "Shorter"}).status_code == 302
    shown = admin.get(log_page(Revision.objects.first())).content.decode()
    assert "<td>Mine Action Service</td>" in shown


def test_the_log_can_be_exported(admin):
    save(admin, entry(note="=1+1"))
    chosen = {"action": "export", "_selected_action": [Revision.objects.first().pk]}
    answer = admin.post(reverse("admin:treatytracker_revision_changelist"), chosen)
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode())))
    assert {row["by"] for row in rows} == {"editor"}
    assert {(row["field"], row["after"]) for row in rows} >= {("date", "1 Oct 2026"), ("note", "'=1+1")}


def test_the_load_of_the_data_is_in_the_log(admin):
    first = Revision.objects.last()
    assert "more changes" in admin.get(log_page(first)).content.decode()


def test_an_earlier_version_is_restored_as_a_new_change(admin):
    save(admin, entry())
    first = standing()
    save(admin, entry(date="2026-09-30", base=first.pk), first)
    second = standing()
    values = restore(admin, first)
    assert values["date"] in (date(2026, 10, 1), "2026-10-01")
    save(admin, values | {"base": second.pk}, second)
    assert standing().date == date(2026, 10, 1)
    assert Action.objects.filter(key=first.key).count() == 3


def test_what_was_taken_out_is_restored_under_its_old_name(admin):
    save(admin, entry())
    act = standing()
    save(admin, entry(retract="on", base=act.pk, reason="Misread"), act)
    values = restore(admin, act, correct=False)
    save(admin, values)
    assert standing().key == act.key
    assert status(date(2026, 10, 1)) == "contracting-state"


def test_what_stands_cannot_be_revived(admin):
    save(admin, entry())
    response = admin.post(page(), entry("CHN", revive=standing().key))
    assert "stands in the registry" in str(response.context["adminform"].form.errors)


def test_the_history_cannot_be_changed(admin):
    revision = Revision.objects.first()
    assert admin.post(log_page(revision), {"reason": "Something else"}).status_code == 403
    address = reverse("admin:treatytracker_revision_delete", args=[revision.pk])
    assert admin.post(address, {"post": "yes"}).status_code == 403
