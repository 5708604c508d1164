"""What a person must still do before the editing pages open."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest

from accounts import codes

SIGN_IN, SECOND_FACTOR = "sign_in", "second_factor"


def missing(request: HttpRequest) -> str | None:
    """Return the name of the page that must be passed first, None if nothing is missing; asked once in a request."""
    found = vars(request)
    if "missing_page" not in found:
        found["missing_page"] = find_missing(request.user)
    return found["missing_page"]


def find_missing(user) -> str | None:
    """Return the same for the person of a request, as django-otp's middleware knows it."""
    if not user.is_authenticated:
        return SIGN_IN
    if user.is_verified():
        return None
    if codes.has_factor(user):
        return SIGN_IN  # signed in before the second factor was set up, in another browser
    return SECOND_FACTOR if settings.SECOND_FACTOR == "required" else None


class AccountPageMixin:
    """A page of one's own account; also open to those who must yet set up their second factor."""

    def dispatch(self, request, *args, **kwargs):
        if missing(request) == SIGN_IN:
            return redirect_to_login(request.get_full_path())
        return super().dispatch(request, *args, **kwargs)
