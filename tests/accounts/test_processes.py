"""Several server processes count the same failures."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

# Each process signs in so often with a wrong password, then says what the right one is answered.
PROCESS = """
import sys, django
from django.conf import settings
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
django.setup()
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
from django.contrib.auth import get_user_model
people = get_user_model().objects
people.filter(username="amina").exists() or people.create_user("amina", password="right")
for password in ["wrong"] * int(sys.argv[1]) + ["right"]:
    response = Client().post("/accounts/sign-in/", {"username": "amina", "password": password})
    print(response.status_code)
"""


@pytest.fixture
def run(tmp_path):
    """Return a function that runs a process on a database of its own and returns its answers."""
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    variables = inherited | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'registry.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "treatytracker.settings",
        "DEBUG": "true",
    }

    def process(*arguments):
        command = [sys.executable, *arguments]
        ended = subprocess.run(
            command, cwd=settings.BASE_DIR, env=variables, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.split()

    process("manage.py", "migrate", "--verbosity", "0")
    return process


def test_the_lockout_is_shared_by_processes_and_survives_their_end(run):
    assert run("-c", PROCESS, "4") == ["200"] * 4 + ["302"]
    assert run("-c", PROCESS, "5") == ["200"] * 5 + ["429"]
    assert run("-c", PROCESS, "0") == ["429"]
