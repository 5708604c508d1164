"""Addresses under which the pages of parties stand."""

from django.urls import path

from parties.views import compare, instruments, matrix, participants

urlpatterns = [
    path("instruments/", instruments.instrument_list, name="instrument_list"),
    path("instruments/<slug:slug>/", instruments.instrument_detail, name="instrument_detail"),
    path("participants/", participants.participant_list, name="participant_list"),
    path("participants/<str:iso3>/", participants.participant_detail, name="participant_detail"),
    path("matrix/", matrix.matrix, name="matrix"),
    path("compare/", compare.compare, name="compare"),
]
