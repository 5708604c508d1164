"""The commands: a preview writes nothing, progress goes to stderr, a wrong page is named and the rest goes on."""

import pytest
from django.core.management import CommandError, call_command

from editing.models import Batch, Proposal, State
from instruments.models import Instrument
from parties.models import Action
from tests.editing.pages import status_page

pytestmark = pytest.mark.django_db

ROWS = [("Kenya", "1 Feb 1990", "3 Mar 1991"), ("Chad", "", "4 Apr 1992 q")]


@pytest.fixture
def folder(tmp_path):
    for reference in ("X-2", "X-10", "X-2-a"):
        (tmp_path / f"{reference}.html").write_bytes(status_page(ROWS, reference=reference))
    (tmp_path / "wrong.html").write_bytes(b"<html>The site is under maintenance</html>")
    (tmp_path / "notes.txt").write_text("not looked at")
    return tmp_path


def run(*args, **options):
    call_command("import_untc", *args, **options)


def test_preview_writes_nothing(folder, capsys):
    run(folder)
    said = capsys.readouterr()
    assert Batch.objects.count() == 0
    assert said.err.splitlines() == [
        "[1/4] X-2.html",
        "[2/4] X-2-a.html",
        "[3/4] X-10.html",
        "[4/4] wrong.html",
    ]
    assert "X-2.html: X-2, status as at 3 Feb 2026: 3 new, 1 unresolved" in said.out
    assert "new: x-2 KEN ratification 1991-03-03 (Kenya · Ratification, Acceptance(A)" in said.out
    assert "The code “q” is not in the heading" in said.out
    assert "wrong.html: not imported. It is the depositary's note that its site is unavailable." in said.out
    assert "Together: 9 new, 3 unresolved." in said.out
    assert "This was a preview." in said.out


def test_commit_keeps_the_proposals(folder, editor):
    run(folder, commit=True, by="editor", reason="Monthly check")
    batch = Batch.objects.get(title__startswith="X-2,")
    assert (batch.made_by, batch.reason, batch.origin) == (editor, "Monthly check", "depositary-page")
    assert batch.source.startswith("X-2.html: UNTC status page X-2, status as at 3 Feb 2026 https://")
    assert not Instrument.objects.filter(slug="x-2").exists()


@pytest.mark.usefixtures("one_pair_of_eyes")
def test_apply_publishes_what_has_no_error(folder, capsys):
    run(folder, apply=True)
    assert Action.objects.current().filter(instrument__slug="x-10").count() == 2
    assert Instrument.objects.get(slug="x-2-a").parent.slug == "x-2"
    assert set(Proposal.objects.filter(state=State.OPEN).values_list("values__party_iso3", flat=True)) == {"TCD"}
    capsys.readouterr()
    run(folder, apply=True)
    assert "Together: nothing new." in capsys.readouterr().out


def test_four_eyes_ask_for_another_person(folder, settings, editor, django_user_model):
    settings.FOUR_EYES = True
    for who in ({}, {"by": "editor"}):
        with pytest.raises(CommandError, match="Name that person with --reviewer"):
            run(folder, apply=True, **who)
    assert Batch.objects.count() == 0
    django_user_model.objects.create_user("reviewer")
    run(folder, apply=True, by="editor", reviewer="reviewer")
    decided = Proposal.objects.filter(state=State.PUBLISHED).first()
    assert (decided.batch.made_by.username, decided.decided_by.username) == ("editor", "reviewer")


def test_no_such_file_or_account(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        run(tmp_path / "nothing.html")
    with pytest.raises(CommandError, match="There is no account “nobody”"):
        run(tmp_path, by="nobody")


@pytest.mark.usefixtures("one_pair_of_eyes")
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_spreadsheet_by_command(tmp_path, capsys, format):
    file = tmp_path / f"acts.{format}"
    call_command("export_acts", file, instrument=["ccm", "apmbc"])
    call_command("import_acts", file, apply=True)
    assert "Together: nothing new." in capsys.readouterr().out
    with pytest.raises(CommandError, match="There is no instrument nope"):
        call_command("export_acts", file, instrument=["nope"])
    with pytest.raises(CommandError, match=r"should end in .csv or .xlsx"):
        call_command("export_acts", tmp_path / "acts.ods")


def test_another_file_is_no_spreadsheet(tmp_path, capsys):
    (tmp_path / "a.csv").write_text("one,two\n")
    call_command("import_acts", tmp_path / "a.csv")
    assert "a.csv: not imported. a.csv lacks the column id" in capsys.readouterr().out
