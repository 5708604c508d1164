"""What people do at the door, in the words of the tests."""

from django.urls import reverse
from django_otp.oath import TOTP

from accounts.models import AccountEvent
from treatytracker import dates

PASSWORD = "seven lanterns by the river"
EDITING = "/admin/"
HERE, ELSEWHERE = "192.0.2.10", "198.51.100.20"


def app_code(secret):
    """Return what an authenticator app with the secret shows now."""
    totp = TOTP(bytes.fromhex(secret))
    totp.time = dates.now().timestamp()
    return f"{totp.token():06d}"


def sign_in(client, name="amina", password=PASSWORD, code="", address=HERE, **query):
    """Send the sign-in form."""
    values = {"username": name, "password": password, "code": code}
    return client.post(reverse("sign_in", query=query or None), values, REMOTE_ADDR=address)


def guess(client, times, **given):
    """Send wrong passwords; return the last answer."""
    for number in range(times):
        response = sign_in(client, password=f"wrong {number}", **given)
    return response


def is_open(client):
    """Return whether the editing pages open."""
    return client.get(EDITING).status_code == 200


def record():
    """Return what the sign-in record says, oldest first."""
    return [event.kind for event in AccountEvent.objects.order_by("pk")]


def message(response):
    """Return the sentence with which a form came back."""
    return " ".join(text for texts in response.context["form"].errors.values() for text in texts)
