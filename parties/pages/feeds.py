"""The acts last recorded as feeds, Atom and JSON Feed, with the filters of the page of changes."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, time
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from parties.models import Action
from parties.pages import acts
from parties.pages.changes import DESCRIPTION, ChangesFilter, revised_at, twin
from treatytracker.pages import absolute
from treatytracker.text import printable

SIZE = 100
TITLE = "Treaty Tracker: changes"
NEVER = datetime(2026, 1, 1, tzinfo=UTC)  # an empty registry has no change to date its feed by
HOST = urlsplit(settings.SITE_URL).hostname


def atom(query: ChangesFilter) -> str:
    """Return the acts last recorded as an Atom feed; an entry keeps its id when the act is corrected."""
    made = Feed(
        title=TITLE,
        link=absolute(twin("changes", query)),
        feed_url=absolute(twin("changes_feed", query)),
        feed_guid=absolute(twin("changes_feed", query)),
        description=DESCRIPTION,
        subtitle="Acts under mine-action treaties, those last recorded first",
        author_name="Treaty Tracker",
        author_link=absolute("/"),
        language="en",
        changed_at=revised_at(),
    )
    for action in last_recorded(query):
        made.add_item(
            title=printable(acts.sentence(action)),
            link=absolute(acts.address(action)),
            unique_id=tag(action),
            description=escape(printable(acts.summary(action))),
            pubdate=datetime.combine(action.date, time(), UTC),
            updateddate=action.recorded_at,
            categories=[printable(text) for text in categories(action)],
        )
    return made.writeString("utf-8")


def json_feed(query: ChangesFilter) -> str:
    """Return the same acts as a JSON Feed, version 1.1."""
    made = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "description": DESCRIPTION,
        "home_page_url": absolute(twin("changes", query)),
        "feed_url": absolute(twin("changes_json_feed", query)),
        "language": "en",
        "authors": [{"name": "Treaty Tracker", "url": absolute("/")}],
        "items": [
            {
                "id": tag(action),
                "url": absolute(acts.address(action)),
                "title": acts.sentence(action),
                "content_text": acts.summary(action),
                "date_published": datetime.combine(action.date, time(), UTC).isoformat(),
                "date_modified": action.recorded_at.isoformat(),
                "tags": categories(action),
            }
            for action in last_recorded(query)
        ],
    }
    return json.dumps(made, ensure_ascii=False)


def last_recorded(query: ChangesFilter) -> Iterable[Action]:
    """Return the acts of a feed, those last recorded first."""
    return acts.with_names(query.qs).order_by("-recorded_at", "-date", "key")[:SIZE]


def categories(action: Action) -> list[str]:
    return [action.instrument.short_title, action.participant.name, action.get_kind_display()]


def tag(action: Action) -> str:
    """Return the name of an act for ever (RFC 4151); its key does not change when the act is corrected."""
    return f"tag:{HOST},2026:action/{action.key}"


class Feed(Atom1Feed):
    """A feed that never says when it was read: an empty one changed when the registry did."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else self.feed["changed_at"] or NEVER
