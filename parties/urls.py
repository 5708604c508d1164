"""Addresses under which the pages of parties stand."""

urlpatterns = []
