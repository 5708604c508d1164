"""Registering webhooks, and seeing what was delivered."""

from django.contrib import admin

from subscriptions.models import Delivery, EmailAlert, Webhook
from treatytracker import dates, revision


@admin.register(Webhook)
class WebhookAdmin(admin.ModelAdmin):
    list_display = ["name", "url", "interest", "active", "up_to"]
    list_filter = ["active"]
    search_fields = ["name", "url"]

    def save_model(self, request, obj, form, change):
        if not change:
            # It hears of what changes from now on; what was before is in the API.
            obj.made_at, obj.up_to = dates.now(), revision.current()
        super().save_model(request, obj, form, change)


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """The log of deliveries."""

    list_display = ["webhook", "revision", "attempts", "delivered_at", "next_attempt_at", "answer"]
    list_filter = ["webhook", "delivered_at"]
    list_select_related = ["webhook", "revision"]

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(EmailAlert)
class EmailAlertAdmin(ReadOnlyAdmin):
    """Alerts; an administrator can end one for somebody who asks for it."""

    list_display = ["email", "interest", "made_at", "confirmed_at", "up_to"]
    search_fields = ["email"]
