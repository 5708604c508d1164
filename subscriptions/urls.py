"""Addresses under which alerts by e-mail are asked for, confirmed and ended."""

from django.urls import path

from subscriptions import views

urlpatterns = [
    path("", views.alerts, name="alerts"),
    path("asked/", views.asked, name="alert_asked"),
    path("confirm/<str:token>/", views.confirm, name="alert_confirm"),
    path("leave/<str:token>/", views.leave, name="alert_leave"),
]
