"""Where an attempt to sign in comes from: its address, and whether its browser has signed in before."""

import ipaddress
import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

COOKIE = "known_browser"
SALT = "accounts.known_browser"
KEPT = timedelta(days=90)
KNOWN = "browser "


def address(request: HttpRequest | None) -> str | None:
    """Return the caller's network address.

    ``X-Forwarded-For`` is believed as far as ``TRUSTED_PROXIES`` says: each proxy appends the address it
    was called from, so the last ones are theirs and everything before may be the caller's invention.
    """
    if request is None:
        return None
    proxies = settings.TRUSTED_PROXIES
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    candidates = [forwarded[-proxies]] if 0 < proxies <= len(forwarded) else []
    for text in (*candidates, request.META.get("REMOTE_ADDR", "")):
        try:
            found = ipaddress.ip_address(text.strip().partition("%")[0])  # %eth0 names an interface, not the caller
        except ValueError:
            continue
        return str(getattr(found, "ipv4_mapped", None) or found)
    return None


def network(text: str | None) -> str:
    """Return what attempts from an address are counted by: under IPv6 its /64, which one caller commonly has whole."""
    if text is None:
        return "unknown"
    found = ipaddress.ip_address(text)
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def origin(request: HttpRequest | None, account: str) -> str:
    """Return what attempts at an account are counted by: the browser, if the account signed in there before."""
    token = known_browser(request, account)
    return KNOWN + token if token else network(address(request))


def known_browser(request: HttpRequest | None, account: str) -> str | None:
    """Return the token of a browser in which the account signed in before, None for any other."""
    try:
        name, token = signing.loads(request.COOKIES[COOKIE], salt=SALT, max_age=KEPT)  # type: ignore[union-attr]
    except (AttributeError, KeyError, ValueError, TypeError, signing.BadSignature):
        return None
    return token if name == account else None


def remember_browser(request: HttpRequest, response: HttpResponse, account: str) -> None:
    """Let the browser prove at its next sign-in that the account signed in there before; public pages never get it."""
    token = known_browser(request, account) or secrets.token_urlsafe(12)
    response.set_cookie(
        COOKIE,
        signing.dumps([account, token], salt=SALT),
        max_age=KEPT,
        path=reverse("account"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
