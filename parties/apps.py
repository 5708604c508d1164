from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "parties"

    def ready(self):
        from parties import signals  # noqa: F401 - connects the receivers
