"""What counts as another program, whose answers are others."""

import shutil

import pytest

from treatytracker import freshness

FILES = (
    "treatytracker/shelf.py",
    "templates/base.html",
    "static/css/site.css",
    "static/img/mark.svg",
    "requirements.lock",
)


@pytest.fixture
def release(settings, tmp_path):
    """Return the folder of a release of few files."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(settings.BASE_DIR / name, tmp_path / name)
    settings.BASE_DIR = tmp_path
    return tmp_path


@pytest.mark.parametrize("name", FILES)
def test_a_release_that_differs_in_a_file_is_another_program(release, name):
    before = freshness.program.__wrapped__()
    assert freshness.program.__wrapped__() == before
    with (release / name).open("a") as file:
        file.write("\n")
    assert freshness.program.__wrapped__() != before
