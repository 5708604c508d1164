"""The documentation's words, files and figures are those of the code."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from parties.models import Participation
from parties.terms import STATUS_DEFINITIONS, Status

DOCS = [*settings.BASE_DIR.glob("*.md"), *settings.BASE_DIR.glob("docs/**/*.md")]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
MACHINE = re.compile(r"(?<![\w.-])/(?:work|tmp|root|home)/[a-z]")


def read(name: str) -> str:
    return (settings.BASE_DIR / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path):
    text = path.read_text(encoding="utf-8")
    missing = [target for target in LINK.findall(text) if not (path.parent / target).exists()]
    assert not missing


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_no_document_names_a_path_of_a_machine(path: Path):
    assert not MACHINE.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("status", Status)
def test_every_status_is_defined_as_the_code_defines_it(status):
    definition = STATUS_DEFINITIONS[status]
    assert f"| `{status.value}` | {definition} |" in read("docs/domain.md")


def test_the_map_of_folders_names_every_app():
    apps = [name for name in settings.INSTALLED_APPS if (settings.BASE_DIR / name).is_dir()]
    for document in ("README.md", "CONTRIBUTING.md"):
        assert not [name for name in apps if f"| `{name}/` |" not in read(document)]


def test_every_setting_of_the_environment_is_documented():
    source = read("treatytracker/settings.py")
    names = set(re.findall(r'(?:read_\w+|env(?:\.\w+)?)\("([A-Z_]+)"', source))
    assert names
    assert not [name for name in names if f"`{name}`" not in read("docs/configuration.md")]


@pytest.mark.django_db
def test_the_worked_cases_are_what_the_registry_says():
    def status(iso3, slug, day):
        return Participation.objects.as_of(day).filter(participant__iso3=iso3, instrument__slug=slug).first()

    assert status("TON", "apmbc", date(2025, 11, 30)).status == Status.CONTRACTING_STATE
    assert status("TON", "apmbc", date(2025, 12, 1)).status == Status.PARTY
    assert status("AND", "apmbc", date(1999, 2, 28)).status == Status.CONTRACTING_STATE
    assert status("AND", "apmbc", date(1999, 3, 1)).status == Status.PARTY
    assert status("SSD", "apmbc", date(2011, 7, 8)).status == Status.NO_ACTION
    assert status("SSD", "apmbc", date(2011, 7, 9)).status == Status.PARTY
    assert status("LTU", "ccm", date(2025, 3, 5)).status == Status.PARTY
    assert status("LTU", "ccm", date(2025, 3, 6)).status == Status.FORMER_PARTY
    assert status("CSK", "ccw", date(1992, 12, 31)).status == Status.PARTY
    assert status("CSK", "ccw", date(1993, 1, 1)) is None
    assert status("UKR", "apmbc", date(2026, 1, 1)).suspension_notified_on == date(2025, 7, 18)
