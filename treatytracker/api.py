"""The API root, /api/v1/, and its documentation."""

from django.urls import path

from agencies import api as agencies
from instruments import api as instruments
from parties.api import lists, statistics, tables
from treatytracker import changes_api, root

urlpatterns = [
    path("docs/", root.Docs.as_view(), name="api_docs"),
    path("v1/", root.Root.as_view()),
    path("v1/schema/", root.Schema.as_view(), name="api_schema"),
    path("v1/datapackage.json", root.Descriptor.as_view()),
    path("v1/datapackage.zip", root.DataPackage.as_view()),
    path("v1/instruments/", instruments.Instruments.as_view(counts=statistics.counts_of_instruments)),
    path("v1/instruments/<str:slug>/", instruments.InstrumentDetail.as_view(counts=statistics.counts_of_instruments)),
    path("v1/participants/", lists.Participants.as_view()),
    path("v1/participants/<str:iso3>/", lists.ParticipantDetail.as_view()),
    path("v1/participations/", lists.Participations.as_view()),
    path("v1/spells/", lists.Spells.as_view()),
    path("v1/actions/", lists.Actions.as_view()),
    path("v1/statements/", lists.Statements.as_view()),
    path("v1/matrix/", tables.Matrix.as_view()),
    path("v1/panel/", tables.Panel.as_view()),
    path("v1/statistics/", statistics.Statistics.as_view()),
    path("v1/changes/", changes_api.Changes.as_view()),
    path("v1/agencies/", agencies.Agencies.as_view()),
    path("v1/agencies/<str:slug>/", agencies.AgencyDetail.as_view()),
    path("v1/mandates/", agencies.Mandates.as_view()),
]
