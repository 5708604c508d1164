"""Addresses under which the pages of parties stand."""

from django.urls import path

from parties.views import changes, compare, instruments, matrix, participants, quality

urlpatterns = [
    path("instruments/", instruments.instrument_list, name="instrument_list"),
    path("instruments/<slug:slug>/", instruments.instrument_detail, name="instrument_detail"),
    path("participants/", participants.participant_list, name="participant_list"),
    path("participants/<str:iso3>/", participants.participant_detail, name="participant_detail"),
    path("matrix/", matrix.matrix, name="matrix"),
    path("compare/", compare.compare, name="compare"),
    path("changes/", changes.changes, name="changes"),
    path("changes/feed.atom", changes.changes_feed, name="changes_feed"),
    path("changes/feed.json", changes.changes_json_feed, name="changes_json_feed"),
    path("changes/calendar.ics", changes.changes_calendar, name="changes_calendar"),
    path("quality/", quality.quality, name="quality"),
]
