"""Addresses under which the pages of agencies stand."""

urlpatterns = []
