"""News for those who build on instruments and are not known here."""

from django.dispatch import Signal

# Sent with ``instrument`` inside the transaction that changed its rules.
rules_changed = Signal()
