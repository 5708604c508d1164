"""The parts of run.py and of the throwaway PostgreSQL that need no network."""

import ast
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import run
from tests import postgres

SOURCE = Path(run.__file__).read_text(encoding="utf-8")
TOO_NEW = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.AsyncFunctionDef, ast.Starred)


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 99)])
def test_an_old_python_is_refused_with_a_sentence(version):
    assert run.too_old(version).startswith("Treaty Tracker needs Python 3.11 or later; this is Python")


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 1), (4, 0, 0)])
def test_a_new_python_is_welcome(version):
    assert run.too_old(version) is None


def test_an_old_python_can_read_the_file_to_be_told_so():
    assert SOURCE.isascii()
    for node in ast.walk(ast.parse(SOURCE, feature_version=(3, 7))):
        assert not isinstance(node, TOO_NEW), f"line {node.lineno}"
        if isinstance(node, ast.Raise):
            assert node.cause is None, f"line {node.lineno}: raise from"
        if isinstance(node, ast.FunctionDef):
            arguments = node.args
            assert not arguments.kwonlyargs, f"line {node.lineno}"
            assert not arguments.posonlyargs, f"line {node.lineno}"
            assert not any(argument.annotation for argument in arguments.args), f"line {node.lineno}"
            assert node.returns is None, f"line {node.lineno}"


def test_only_the_standard_library_is_imported_at_the_start():
    imported = {
        name.split(".")[0]
        for node in ast.parse(SOURCE).body
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize(("text", "port"), [("1", 1), ("8000", 8000), ("65535", 65535)])
def test_port(text, port):
    assert run.read_port(text) == port


@pytest.mark.parametrize("text", ["0", "65536", "-1", "80a", "8 000", "http", "٨٠٠٠", "1" * 20])
def test_port_refuses(text):
    with pytest.raises(run.Refusal, match="PORT is .* whole number from 1 to 65535") as refusal:
        run.read_port(text)
    assert refusal.value.status == 2


def test_a_port_in_use_is_refused():
    with socket.socket() as other:
        other.bind((run.HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(run.Refusal, match=f"Port {port} cannot be used: .* Choose another"):
            run.check_port_is_free(port)


def test_the_pip_kept_here_is_the_one_that_is_pinned():
    assert run.sha256(run.PIP) == run.PIP_SHA256


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Let run.py work in an empty folder, with an installation that only takes note."""
    folder = tmp_path / ".venv"
    for name, value in {
        "VENV": folder,
        "PYTHON": folder / "python",
        "STAMP": folder / "stamp",
        "RUNTIME": tmp_path / "requirements.lock",
        "DEVELOPMENT": tmp_path / "requirements-dev.lock",
    }.items():
        monkeypatch.setattr(run, name, value)
    run.RUNTIME.write_text("django==5.2\n")
    run.DEVELOPMENT.write_text("django==5.2\npytest==9.2\n")
    done = []

    def make_empty_venv():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        run.PYTHON.touch()
        done.append("venv")

    monkeypatch.setattr(run, "make_empty_venv", make_empty_venv)
    monkeypatch.setattr(run, "install", lambda lock: done.append(lock.name))
    return done


def test_the_environment_is_made_once(place):
    run.make_environment(run.RUNTIME)
    run.make_environment(run.RUNTIME)
    assert place == ["venv", "requirements.lock"]


def test_tools_are_added_to_a_sound_environment(place):
    run.make_environment(run.RUNTIME)
    run.make_environment(run.DEVELOPMENT)
    run.make_environment(run.RUNTIME)
    assert place == ["venv", "requirements.lock", "requirements-dev.lock"]


def test_a_changed_lock_makes_it_anew(place):
    run.make_environment(run.RUNTIME)
    run.RUNTIME.write_text("django==5.2.1\n")
    run.make_environment(run.RUNTIME)
    assert place == ["venv", "requirements.lock"] * 2


def test_another_python_makes_it_anew(place, monkeypatch):
    run.make_environment(run.RUNTIME)
    monkeypatch.setattr(sys, "version_info", (3, 99, 0))
    run.make_environment(run.RUNTIME)
    assert place == ["venv", "requirements.lock"] * 2


def test_an_interrupted_installation_starts_over(place, monkeypatch):
    def interrupted(lock):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(run, "install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run.make_environment(run.RUNTIME)
    run.make_environment(run.RUNTIME)
    assert place == ["venv", "venv", "requirements.lock"]


def test_a_damaged_pip_is_refused(place, monkeypatch):
    monkeypatch.setattr(run, "PIP_SHA256", "0" * 64)
    with pytest.raises(run.Refusal, match=r"vendor/pip-.*\.whl is missing or damaged"):
        run.make_environment(run.RUNTIME)


def test_places_without_packages_are_not_mentioned():
    said = ["WARNING: Location '/x' is ignored: it is neither a file nor a directory.", "ERROR: no luck"]
    message = run.why_pip_failed(said)
    assert "is ignored" not in message
    assert "ERROR: no luck" in message
    assert "Is there a network?" in message


def test_a_full_disk_is_named():
    assert run.why_pip_failed(["OSError: [Errno 28] No space left on device"]).startswith("The disk is full")


def test_an_unknown_command_shows_how_to_use_it():
    ended = subprocess.run(
        [sys.executable, run.__file__, "serv"], capture_output=True, text=True, check=False, timeout=20
    )
    assert ended.returncode == 2
    assert "python3 run.py test" in ended.stderr


@pytest.mark.parametrize("code", [0, 3])
def test_a_child_s_exit_status_is_passed_on(code):
    assert run.run([sys.executable, "-c", f"raise SystemExit({code})"]) == code


def test_the_first_failure_decides_the_status_of_the_tests(monkeypatch, capfd):
    statuses = {None: 0, "postgres://x": 1}
    monkeypatch.setenv("DATABASE_URL", "postgres://x")
    monkeypatch.setattr(run, "pytest", lambda options, url: statuses[url])
    assert run.run_tests([]) == 1
    said = capfd.readouterr().out
    assert "Passed on SQLite" in said
    assert "FAILED (status 1) on PostgreSQL at DATABASE_URL." in said


@pytest.fixture
def no_postgres(monkeypatch):
    """Hide every PostgreSQL from the search."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REQUIRE_POSTGRES", raising=False)
    monkeypatch.setattr(postgres, "find_programs", lambda: None)


def test_without_postgresql_it_says_so(no_postgres, monkeypatch, capfd):
    monkeypatch.setattr(run, "pytest", lambda options, url: 0)
    assert run.run_tests([]) == 0
    assert "Not run on PostgreSQL: DATABASE_URL names none" in capfd.readouterr().out


def test_without_postgresql_it_fails_where_one_is_required(no_postgres, monkeypatch):
    monkeypatch.setenv("REQUIRE_POSTGRES", "1")
    with pytest.raises(run.Refusal, match="REQUIRE_POSTGRES is set, but there is no PostgreSQL"):
        run.run_tests([])


def install_postgres(root: Path, version: str, programs=postgres.PROGRAMS) -> Path:
    """Put empty server programs where Debian puts them."""
    folder = root / "usr/lib/postgresql" / version / "bin"
    folder.mkdir(parents=True)
    for name in programs:
        (folder / name).touch(mode=0o755)
    return folder


def test_the_newest_postgresql_is_taken(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    install_postgres(tmp_path, "9.6")
    newest = install_postgres(tmp_path, "15")
    install_postgres(tmp_path, "17", programs=["pg_ctl"])  # a client's package: no server
    assert postgres.find_programs(tmp_path) == newest


def test_a_postgresql_on_the_path_comes_first(tmp_path, monkeypatch):
    install_postgres(tmp_path, "17")
    chosen = install_postgres(tmp_path / "own", "15")
    monkeypatch.setenv("PATH", str(chosen))
    assert postgres.find_programs(tmp_path) == chosen


def test_no_postgresql(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert postgres.find_programs(tmp_path) is None


@pytest.mark.parametrize(("user", "needs_another"), [(0, True), (1000, False)])
def test_root_runs_postgresql_under_another_account(monkeypatch, user, needs_another):
    monkeypatch.setattr("os.geteuid", lambda: user)
    account = postgres.unprivileged_account()
    assert (account is not None) is needs_another
    assert account is None or account.pw_uid != 0


def test_a_failed_command_s_last_line_is_its_reason():
    error = subprocess.CalledProcessError(1, "initdb", "creating\ninitdb: error: no space\n")
    assert postgres.reason(error) == "initdb: error: no space"
