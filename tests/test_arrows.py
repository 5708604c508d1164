"""Which part of the registry knows which: arrows point one way, and nothing goes in circles."""

import ast
from functools import cache

import pytest
from django.conf import settings

# What each app may import.  ``treatytracker`` wires them all, but what they share of it knows none of them.
KNOWN = {
    "instruments": set(),
    "parties": {"instruments"},
    "agencies": {"instruments"},
    "accounts": set(),
    "editing": {"instruments", "parties", "agencies"},
    "subscriptions": {"instruments", "parties"},
}
BELOW = ("instruments", "parties", "agencies", "accounts", "editing")


@cache
def modules():
    """Return the path of every module, by its dotted name."""
    found = {}
    for folder in (*KNOWN, "treatytracker"):
        for path in (settings.BASE_DIR / folder).rglob("*.py"):
            if "migrations" not in path.parts:
                name = ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)
                found[name.removesuffix(".__init__")] = path
    return found


@cache
def imports(name):
    """Return the modules of this project that a module imports, wherever in it."""
    wanted = set()
    for node in ast.walk(ast.parse(modules()[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            wanted |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            wanted |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return (wanted & modules().keys()) - {name}


def reached(names):
    """Return the modules that these import, directly or through others."""
    found, waiting = set(), list(names)
    while waiting:
        for name in imports(waiting.pop()) - found:
            found.add(name)
            waiting.append(name)
    return found


def app_of(name):
    return name.partition(".")[0]


@pytest.mark.parametrize("app", KNOWN)
def test_an_app_knows_only_those_below_it(app):
    own = [name for name in modules() if app_of(name) == app]
    known = {(name, other) for name in own for other in imports(name) if app_of(other) in KNOWN}
    assert not {pair for pair in known if app_of(pair[1]) not in {app} | KNOWN[app]}


def test_what_the_apps_share_knows_none_of_them():
    shared = {
        other
        for name in modules()
        if app_of(name) in BELOW
        for other in imports(name)
        if app_of(other) == "treatytracker"
    }
    assert shared
    wiring = {name for name in shared if any(app_of(other) in KNOWN for other in reached([name]))}
    assert not wiring


def test_no_module_imports_itself_in_a_circle():
    assert [name for name in modules() if name in reached([name])] == []
