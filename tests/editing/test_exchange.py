"""Files in and out of the admin: pages of the depositary, and spreadsheets that make a round trip."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from editing.models import Batch, Operation, Origin, Proposal
from editing.publishing import publish
from parties.models import Action

pytestmark = pytest.mark.django_db

PAGE = """<html><body><table><tr><td>STATUS AS AT : 03-02-2026 10:16:18 EDT</td></tr></table></body></html>"""


def upload(client, name, data, reason="The monthly check"):
    file = SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode())
    return client.post(reverse("admin:editing_import"), {"file": file, "reason": reason})


def exported(client, format="csv"):
    return b"".join(client.get(reverse(f"admin:parties_action_{format}")).streaming_content)


def edited(data, key, **changes):
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    for row in rows:
        if row["id"] == key:
            row.update(changes)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_an_export_that_nobody_edited_proposes_nothing(admin, format):
    answer = upload(admin, f"acts.{format}", exported(admin, format))
    assert answer.status_code == 302, answer.context["form"].errors
    assert not Batch.objects.exists()


def test_an_edited_export_becomes_proposals_and_then_facts(admin, django_user_model):
    key = "apmbc-ton-accession-2025-06-25"
    answer = upload(admin, "acts.csv", edited(exported(admin), key, date="2025-06-26", note="As Matangi Tonga has it"))
    batch = Batch.objects.get()
    assert answer["location"] == reverse("admin:editing_batch_change", args=[batch.pk])
    assert batch.origin == Origin.SPREADSHEET
    proposal = Proposal.objects.get()
    assert (proposal.operation, proposal.key, proposal.error) == (Operation.CORRECT, key, "")
    publish([proposal], django_user_model.objects.create_user("reviewer"), "Checked")
    assert Action.objects.current().get(key=key).note == "As Matangi Tonga has it"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("page.html", "<html><body>The site is under maintenance</body></html>", "not"),
        ("page.html", PAGE, ""),
        ("page.pdf", b"%PDF-1.7", "It is a PDF"),
        ("acts.csv", "a,b\n1,2\n", "column"),
        ("acts.xlsx", b"PK\x03\x04nonsense", ""),
        ("empty.html", b" ", "It is empty"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_a_sentence(admin, name, data, words):
    form = upload(admin, name, data).context["form"]
    assert words in str(form.errors["file"])
    assert not Batch.objects.exists()


def test_who_may_not_import_is_told(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("viewer", is_staff=True))
    assert client.get(reverse("admin:editing_import")).status_code == 403
    assert client.get(reverse("admin:parties_action_csv")).status_code == 403
