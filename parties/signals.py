"""Keeps the computed status in step when an editor changes the rules of an instrument."""

from django.dispatch import receiver

from instruments.signals import rules_changed
from parties.rebuild import rebuild


@receiver(rules_changed)
def rebuild_instrument(instrument, **kwargs):
    rebuild([instrument])
