"""What the matrix shows."""

from collections import defaultdict

from instruments.models import Instrument
from parties.pages.rows import LABELS
from treatytracker.pages import day_of_page, frame


def context(request, query):
    title = "Matrix"
    made = frame(request, title=title, description="Every participant under every instrument on one day.")
    made |= day_of_page(request, query.day, title=title)
    lines = defaultdict(dict)
    cells = query.qs.order_by("participant__sort_name").values_list(
        "participant__iso3", "participant__name", "instrument_id", "status"
    )
    for iso3, name, instrument_id, status in cells:
        lines[iso3, name][instrument_id] = (status, LABELS[status])
    instruments = list(Instrument.objects.all())
    return made | {
        "instruments": instruments,
        "lines": [
            {"iso3": iso3, "name": name, "cells": [line[i.pk] for i in instruments]}
            for (iso3, name), line in lines.items()
        ],
        "filter_form": query.as_form(request),
    }
