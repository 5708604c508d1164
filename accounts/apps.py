"""Who may edit: signing in, second factor, sessions that end, and the record of all of it."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class AccountsConfig(AppConfig):
    name = "accounts"
    default = True

    def ready(self):
        from accounts import audit, lockout  # noqa: F401 - they listen to Django's signals


class AdminConfig(admin_apps.AdminConfig):
    """The admin, with our sign-in in front of it."""

    default = False
    default_site = "accounts.site.EditingSite"
