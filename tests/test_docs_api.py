"""The guide to the API says what is really answered: its requests are made, its programs run, its answers compared."""

import contextlib
import io
import json
import re
import urllib.request
from itertools import pairwise
from typing import Any

import pandas
import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db

GUIDE = (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
SITE = "http://127.0.0.1:8000"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [(match[1], match[2]) for match in BLOCK.finditer(GUIDE)]
REQUEST = re.compile(rf"{SITE}(/api/v1/[^'\"\s]*)")


def followed_by(kind: str, *kinds: str) -> list[tuple[str, str]]:
    """Return the blocks of a kind with the block after them, where that is of one of ``kinds``."""
    return [
        (text, after) for (word, text), (next_word, after) in pairwise(BLOCKS) if word == kind and next_word in kinds
    ]


def content(client, path) -> bytes:
    response = client.get(path)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code == 200 or b"problem" in body, path
    return body.replace(b"http://testserver", SITE.encode())


def path_in(text: str) -> str:
    return REQUEST.search(text)[1]


def contains(answer: Any, told: Any) -> bool:
    """Return whether an answer says what the guide tells; the guide may leave fields out."""
    if isinstance(told, dict):
        return isinstance(answer, dict) and all(name in answer and contains(answer[name], told[name]) for name in told)
    if isinstance(told, list):
        return isinstance(answer, list) and len(answer) == len(told) and all(map(contains, answer, told))
    return answer == told


@pytest.mark.parametrize("path", sorted(set(REQUEST.findall(GUIDE)) - {"/api/v1/"}))
def test_every_address_answers(client, path):
    expected = 400 if "mbt" in path else 200
    assert client.get(path).status_code == expected


@pytest.mark.parametrize(
    "path", re.findall(r'"(/[a-z]+/\?[^"]*)"', "".join(text for word, text in BLOCKS if word == "r"))
)
def test_addresses_in_r_answer(client, path):
    assert client.get(f"/api/v1{path}").status_code == 200


@pytest.mark.parametrize(("request_text", "told"), followed_by("console", "json"))
def test_answers_are_those_told(client, request_text, told):
    answer = json.loads(content(client, path_in(request_text)))
    assert contains(answer, json.loads(told)), answer


@pytest.mark.parametrize(("request_text", "told"), followed_by("console", "csv"))
def test_tables_are_those_told(client, request_text, told):
    assert content(client, path_in(request_text)).decode("utf-8-sig").replace("\r\n", "\n") == told


@pytest.mark.parametrize(("program", "printed"), followed_by("python", "text"))
def test_programs_print_what_is_told(client, monkeypatch, program, printed):
    read_csv = pandas.read_csv

    def opened(address, *args):
        return io.BytesIO(content(client, address.removeprefix(SITE)))

    monkeypatch.setattr(pandas, "read_csv", lambda address, **options: read_csv(opened(address), **options))
    monkeypatch.setattr(urllib.request, "urlopen", opened)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(program, "docs/api.md", "exec"), {})
    assert out.getvalue() == printed


def test_the_guide_knows_every_filter(client):
    schema = client.get("/api/v1/schema/").json()
    names = {each["name"] for item in schema["paths"].values() for each in item["get"]["parameters"]}
    assert {name for name in names if f"`{name}`" not in GUIDE} <= {"format", "slug", "iso3"}


def test_the_guide_knows_every_address(client):
    for path in client.get("/api/v1/schema/").json()["paths"]:
        name = path.removeprefix("/api/v1/").split("{")[0]
        assert not name or f"`{name}" in GUIDE
