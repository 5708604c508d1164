"""What a comparison of two days shows."""

from instruments.rules import add_months
from parties.models import Participation
from treatytracker import dates
from treatytracker.pages import frame


def context(request, query):
    today = dates.today()
    until = query.cleaned_data["to"] or today
    since = query.cleaned_data["from"] or add_months(until, -12)
    since, until = sorted((since, until))
    changed = Participation.objects.as_of(until).filter(valid_from__gt=since)
    made = frame(request, title="Compare two days", description="Who joined, who left, whose status changed.")
    return made | {
        "since": dates.display(since),
        "until": dates.display(until),
        "rows": changed.values("participant__name", "instrument__short_title", "status", "explanation"),
        "form": query,
    }
