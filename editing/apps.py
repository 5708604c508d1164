from django.apps import AppConfig


class EditingConfig(AppConfig):
    name = "editing"

    def ready(self):
        from editing import roles  # noqa: F401 - gives the groups what their role may do
