"""Addresses under which the pages of instruments stand."""

urlpatterns = []
