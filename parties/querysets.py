"""Questions about many rows, with names.  The day or instant is always given."""

from django.db import models
from django.db.models import Q

from treatytracker.text import fold


class RecordQuerySet(models.QuerySet):
    """Versions of facts.  A version without ``superseded_at`` is what the registry says now."""

    def current(self):
        return self.filter(superseded_at=None)

    def known_at(self, instant):
        """Return what the registry said at ``instant``; None means now."""
        if instant is None:
            return self.current()
        standing = Q(superseded_at=None) | Q(superseded_at__gt=instant)
        return self.filter(standing, recorded_at__lte=instant)


class ParticipationQuerySet(models.QuerySet):
    """Spells of participation."""

    def as_of(self, day):
        """Return the spells that contain ``day``.  A spell without ``valid_to`` is still open."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def bound(self, value=True):
        """Return the spells of those who have consented and not left (or, with False, of all others)."""
        return self.filter(bound=value)


class ParticipantQuerySet(models.QuerySet):
    def existing_on(self, day):
        """Leave out predecessor States after their last day."""
        return self.filter(Q(existed_until=None) | Q(existed_until__gte=day))

    def named(self, text):
        """Return the participants that are, were or are also called ``text``, or have it as their code."""
        folded, code = fold(text), text.strip().upper()
        if not folded:
            return self.none()  # an empty code is that of every former State
        return self.filter(Q(folded_name=folded) | Q(names__folded=folded) | Q(iso3=code) | Q(iso2=code)).distinct()
