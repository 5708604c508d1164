from django.apps import AppConfig


class TreatyTrackerConfig(AppConfig):
    name = "treatytracker"
