"""Servers that some tests start for themselves, on free ports."""

import os
import shutil

import pytest

# Where systems keep servers that are not on everybody's path.
ELSEWHERE = "/usr/sbin:/usr/local/sbin:/opt/homebrew/bin"


def find(*programs: str) -> str:
    """Return the path of one of the programs; where there is none skip the test, or fail it if one is required."""
    path = f"{os.environ.get('PATH', os.defpath)}:{ELSEWHERE}"
    for program in programs:
        if found := shutil.which(program, path=path):
            return found
    if os.environ.get("REQUIRE_SERVICES", "0") != "0":
        pytest.fail(f"REQUIRE_SERVICES is set, but there is no {programs[0]} on this machine")
    pytest.skip(f"no {programs[0]} on this machine")
