"""The schema: valid, complete, and good enough for a client that is generated from it to read everything."""

import importlib
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import httpx
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from parties.serializers import ActionRow, ParticipationRow
from treatytracker.problems import CONTENT_TYPE
from treatytracker.root import LISTS

pytestmark = pytest.mark.django_db

SCHEMA = "/api/v1/schema/"
# The generator knows no zip files, and is not to format what it makes.
CONFIG = """
post_hooks: []
package_name_override: generated_client
content_type_overrides: {"application/zip": "application/octet-stream"}
"""


@pytest.fixture
def schema(client):
    return client.get(SCHEMA).json()


def operations(schema):
    return [(path, item["get"]) for path, item in schema["paths"].items()]


def test_it_is_valid(schema):
    assert schema["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(schema).validate()


def test_it_describes_every_address(schema):
    expected = {f"/api/v1/{name}/" for name in LISTS} | {
        "/api/v1/",
        "/api/v1/datapackage.zip",
        "/api/v1/datapackage.json",
        "/api/v1/instruments/{slug}/",
        "/api/v1/participants/{iso3}/",
        "/api/v1/agencies/{slug}/",
    }
    assert set(schema["paths"]) == expected
    assert all(list(item) == ["get"] for item in schema["paths"].values())


def test_everything_is_said_in_words(schema):
    for path, operation in operations(schema):
        assert operation["summary"], path
        assert operation["description"], path
        for parameter in operation.get("parameters", []):
            assert parameter["description"], (path, parameter["name"])
    for name, component in schema["components"]["schemas"].items():
        for field, described in component.get("properties", {}).items():
            assert described.get("description") or "$ref" in described, (name, field)


def test_every_error_has_the_one_shape(schema):
    for path, operation in operations(schema):
        responses = operation["responses"]
        assert {"200", "304", "400", "406", "429", "500"} <= set(responses), path
        for status, response in responses.items():
            if status >= "400":
                content = response["content"][CONTENT_TYPE]
                assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
                assert content["example"]["status"] == int(status)


def test_examples_are_real_answers(schema):
    for path, operation in operations(schema):
        content = operation["responses"]["200"]["content"].get("application/json")
        if content and "datapackage" not in path:
            example = content["example"]
            assert example["revision"] >= 1
            assert "results" not in example or example["results"], path


def test_what_is_allowed_is_told(schema):
    parameters = {each["name"]: each for each in schema["paths"]["/api/v1/participations/"]["get"]["parameters"]}
    assert parameters["status"]["schema"]["items"]["enum"][-1] == "former-party"
    assert parameters["page_size"]["schema"]["maximum"] == 500
    assert parameters["as_of"]["schema"]["format"] == "date"
    assert (parameters["instrument"]["style"], parameters["instrument"]["explode"]) == ("form", False)
    assert "apmbc" in schema["components"]["schemas"]["InstrumentSlug"]["enum"]


def test_rows_have_the_fields_that_the_schema_names(client, schema):
    for name, row in (("Participation", ParticipationRow), ("Action", ActionRow)):
        described = schema["components"]["schemas"][name]
        assert set(row().fields) <= set(described["properties"])
    for path, operation in operations(schema):
        content = operation["responses"]["200"]["content"].get("application/json", {})
        reference = content.get("schema", {}).get("$ref", "")
        if reference.endswith("List"):
            component = schema["components"]["schemas"][reference.rsplit("/", 1)[1]]
            row = schema["components"]["schemas"][component["properties"]["results"]["items"]["$ref"].rsplit("/", 1)[1]]
            answered = client.get(path, {"page_size": 1}).json()["results"][0]
            assert set(answered) == set(row["required"]), path


def test_yaml_is_offered(client):
    response = client.get(SCHEMA, {"format": "yaml"})
    assert response["Content-Type"].startswith("application/yaml")
    assert response.content.startswith(b"openapi: 3.1")


def test_the_schema_is_made_once_for_a_revision(client, django_assert_num_queries):
    client.get(SCHEMA)
    with django_assert_num_queries(1):
        client.get(SCHEMA)


# A client that a public generator makes of it


@pytest.fixture
def generated(schema, tmp_path, monkeypatch):
    """Generate a client package, without any network; return its name."""
    (tmp_path / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    (tmp_path / "config.yml").write_text(CONFIG, encoding="utf-8")
    command = "openapi-python-client generate --meta none --path schema.json --config config.yml --fail-on-warning"
    program = Path(sys.executable).with_name(command.split()[0])
    made = subprocess.run(
        [program, *command.split()[1:], "--output-path", "generated_client"],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr
    monkeypatch.syspath_prepend(tmp_path)
    yield "generated_client"
    for name in [name for name in sys.modules if name.startswith("generated_client")]:
        del sys.modules[name]


def test_a_generated_client_reads_every_address(generated, schema, tmp_path, wsgi):
    package = importlib.import_module(generated)
    client = package.Client(
        base_url="http://testserver",
        httpx_args={"transport": httpx.WSGITransport(app=wsgi)},
        raise_on_unexpected_status=True,
    )
    arguments = {"instruments_retrieve": "apmbc", "participants_retrieve": "FIN", "agencies_retrieve": "unmas"}
    read = set()
    for file in sorted((tmp_path / generated / "api").glob("*/*.py")):
        if file.stem == "__init__":
            continue
        module = importlib.import_module(f"{generated}.api.{file.parent.name}.{file.stem}")
        path = [arguments[file.stem]] if file.stem in arguments else []
        response = module.sync_detailed(*path, client=client)
        assert response.status_code == 200, file.stem
        assert response.parsed is not None, file.stem
        read.add(file.stem)
    assert read == {operation["operationId"] for _, operation in operations(schema)}


def test_a_generated_client_understands_what_it_reads(generated, wsgi):
    package = importlib.import_module(generated)
    listing = importlib.import_module(f"{generated}.api.participations.participations_list")
    models = importlib.import_module(f"{generated}.models")
    client = package.Client(base_url="http://testserver", httpx_args={"transport": httpx.WSGITransport(app=wsgi)})
    answer = listing.sync(
        client=client,
        instrument=[models.InstrumentSlug.APMBC],
        participant=[models.ParticipantCode.FIN, models.ParticipantCode.UKR],
        as_of=date(2026, 2, 3),
        explain=models.ParticipationsListExplain("1"),
    )
    finland, ukraine = answer.results
    assert finland.status == models.Status.FORMER_PARTY
    assert finland.withdrawn_on.isoformat() == "2026-01-10"
    assert finland.explanation.actions[0].kind == models.ActionKind.ACCESSION
    assert ukraine.flags.suspension_notified.on.isoformat() == "2025-07-18"
