"""Servers that tests start: a test without one is skipped, and fails where one is required."""

import os

import pytest

from tests import services


@pytest.fixture
def nothing_installed(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(services, "ELSEWHERE", "")


def test_without_a_server_its_tests_are_skipped(nothing_installed, monkeypatch):
    monkeypatch.delenv("REQUIRE_SERVICES", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no redis-server on this machine"):
        services.find("redis-server", "valkey-server")


def test_without_a_server_its_tests_fail_where_it_is_required(nothing_installed, monkeypatch):
    monkeypatch.setenv("REQUIRE_SERVICES", "1")
    with pytest.raises(pytest.fail.Exception, match="REQUIRE_SERVICES is set, but there is no nginx"):
        services.find("nginx")


def test_a_server_that_is_not_on_everybodys_path_is_found(nothing_installed, monkeypatch, tmp_path):
    program = tmp_path / "sbin" / "nginx"
    program.parent.mkdir()
    program.touch(mode=0o755)
    monkeypatch.setattr(services, "ELSEWHERE", os.fspath(program.parent))
    assert services.find("nginx") == os.fspath(program)
