"""The second factor: codes of an authenticator app, and recovery codes for the day the phone is lost.

django-otp keeps the secrets and checks the codes; it accepts each one once.
"""

import secrets

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

APP, RECOVERY = "authenticator app", "recovery code"
HOW_MANY = 10
# Without letters and digits that look alike; ten of them are 49 bits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 10


def has_factor(user) -> bool:
    """Return whether the person has set up a second factor."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def accept(user, text: str) -> Device | None:
    """Return the device that the code is of, None if it is wrong or was used before; it is used up by this."""
    code = tidy(text)
    with transaction.atomic():
        # The row is locked, so that two requests with the same code cannot both succeed.
        if code.isdigit() and len(code) == 6:
            device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
        else:
            device = StaticDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
            code = fingerprint(code)
        return device if device and device.verify_token(code) else None


def tidy(text: str) -> str:
    """Return a code as it is compared: without the spaces and hyphens that make it readable."""
    return "".join(text.split()).replace("-", "").lower()


def fingerprint(code: str) -> str:
    """Return what is stored of a recovery code."""
    return salted_hmac("accounts.recovery_code", code).hexdigest()[:16]


# Setting up ---------------------------------------------------------------------------------------


def new_secret() -> str:
    """Return the secret that the app and the registry will share."""
    return random_hex(20)


def device_with(user, secret: str) -> TOTPDevice:
    """Return the device that would come of the secret, not yet saved."""
    return TOTPDevice(user=user, name=APP, key=secret)


def picture(device: TOTPDevice) -> str:
    """Return the QR code that the app reads, as an address that needs no request."""
    # Hardly ever needed, and a megabyte of every worker's memory.
    import segno

    return segno.make(device.config_url, error="l", micro=False).svg_data_uri(scale=5, border=4, light="#fff")


def typed(device: TOTPDevice) -> str:
    """Return the secret for typing, in fours."""
    text = device.config_url.partition("secret=")[2].partition("&")[0]
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def set_up(user, secret: str, code: str) -> TOTPDevice | None:
    """Save the second factor if the code proves that the app has the secret; None if not, or if there is one."""
    device = device_with(user, secret)
    with transaction.atomic():
        get_user_model().objects.select_for_update().get(pk=user.pk)
        if not has_factor(user):
            device.save()
            if device.verify_token(tidy(code)):
                return device
        transaction.set_rollback(True)
    return None


def make_recovery_codes(user) -> list[str]:
    """Return new recovery codes, to be shown once; those from before no longer work."""
    made = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(HOW_MANY)]
    with transaction.atomic():
        device, _ = StaticDevice.objects.select_for_update().get_or_create(user=user, defaults={"name": RECOVERY})
        device.token_set.all().delete()
        StaticToken.objects.bulk_create(StaticToken(device=device, token=fingerprint(code)) for code in made)
    return [f"{code[:5]}-{code[5:]}" for code in made]


def recovery_codes_left(user) -> int:
    """Return how many recovery codes were not used yet."""
    return StaticToken.objects.filter(device__user=user).count()


def remove(user) -> bool:
    """Take away the second factor and its recovery codes; return whether there was one."""
    StaticDevice.objects.filter(user=user).delete()
    deleted, _ = TOTPDevice.objects.filter(user=user).delete()
    return deleted > 0
