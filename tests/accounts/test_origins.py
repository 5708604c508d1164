"""Whose address counts."""

import pytest

from accounts import origins


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "not an address", "127.0.0.1"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, " 2001:DB8::1 ", "2001:db8::1"),
        (1, "fe80::1%eth0", "fe80::1"),
    ],
    ids=[
        "no proxy: the header is anybody's",
        "one proxy",
        "what the caller invented stands before what the proxy adds",
        "two proxies",
        "fewer addresses than proxies",
        "none",
        "nonsense",
        "IPv4 written as IPv6",
        "IPv6",
        "IPv6 with an interface",
    ],
)
def test_address(rf, settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    assert origins.address(rf.get("/", headers={"X-Forwarded-For": forwarded})) == expected


@pytest.mark.parametrize("given", ["", "unix:", "127.0.0.1:5000"])
def test_no_address(rf, given):
    assert origins.address(rf.get("/", REMOTE_ADDR=given)) is None
    assert origins.address(None) is None


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (None, "unknown"),
    ],
)
def test_network(address, expected):
    assert origins.network(address) == expected
