"""Sessions that end: some time after they were last used, and some time after signing in, used or not."""

from django.conf import settings
from django.contrib.sessions.backends import db

from treatytracker import dates

BEGAN, USED = "began", "used"
# How exactly the last use is known; each page an editor opens would otherwise write to the database.
GRAIN = 60


def now() -> int:
    """Return the present second."""
    return int(dates.now().timestamp())


def begin(session) -> None:
    """Start both clocks: somebody signed in."""
    session[BEGAN] = session[USED] = now()


def is_over(values: dict) -> bool:
    """Return whether a session with these values has ended."""
    idle = now() - values.get(USED, now())
    age = now() - values.get(BEGAN, now())
    return idle >= settings.SESSION_COOKIE_AGE or age >= settings.SESSION_MAX_AGE


class SessionStore(db.SessionStore):
    """Django's sessions in the database; wherever one is read, both limits hold.

    Public pages never read one, so they neither lengthen a session nor pay for it.
    """

    def load(self):
        values = super().load()
        if is_over(values):
            self.delete(self.session_key)
            self._session_key = None
            return {}
        if USED in values and now() - values[USED] >= GRAIN:
            values[USED] = now()
            self.modified = True
        return values
