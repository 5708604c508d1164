"""People and the sign-in record, for those who manage people."""

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.db.models import Exists, OuterRef
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import audit, codes
from accounts.models import AccountEvent, Kind
from treatytracker import dates

User = get_user_model()

# django-otp's own pages show secrets, and leave no line in the sign-in record.
admin.site.unregister([TOTPDevice, StaticDevice])
admin.site.unregister(User)


@admin.register(AccountEvent)
class AccountEventAdmin(admin.ModelAdmin):
    """The sign-in record: read, filtered, never written."""

    list_display = ["when", "account", "kind", "address", "note", "known"]
    list_filter = ["kind", "at"]
    search_fields = ["account", "address", "note"]
    search_help_text = "Search by account, network address or note."
    date_hierarchy = "at"
    show_full_result_count = False

    @admin.display(description="when (UTC)", ordering="at")
    def when(self, event):
        return f"{dates.display(event.at)} {event.at:%H:%M:%S}"

    @admin.display(description="known browser", boolean=True)
    def known(self, event):
        return event.origin.startswith("browser ")

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("auth.view_user")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(User)
class PeopleAdmin(UserAdmin):
    """People and their roles.  Only a superuser makes superusers, gives single permissions, or touches a superuser."""

    list_display = ["username", "first_name", "last_name", "is_active", "is_staff", "second_factor", "last_login"]
    actions = ["remove_second_factor"]

    def get_queryset(self, request):
        factors = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return super().get_queryset(request).annotate(has_factor=Exists(factors))

    @admin.display(boolean=True, ordering="has_factor")
    def second_factor(self, user):
        return user.has_factor

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else [*fields, "is_superuser", "user_permissions"]

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or request.user.is_superuser or not obj.is_superuser)

    def user_change_password(self, request, id, form_url=""):
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            user = User.objects.get(pk=id)
            audit.record(request, Kind.PASSWORD_CHANGED, user.get_username(), user, f"by {request.user}")
        return response

    @admin.action(description="Remove the second factor, for somebody who lost it", permissions=["change"])
    def remove_second_factor(self, request, people):
        for user in people:
            if not self.has_change_permission(request, user):
                messages.error(request, f"Only a superuser may remove the second factor of {user}.")
            elif codes.remove(user):
                audit.record(request, Kind.FACTOR_REMOVED, user.get_username(), user, f"by {request.user}")
                messages.success(request, f"The second factor of {user} is removed; it can be set up anew.")
            else:
                messages.info(request, f"There was no second factor of {user}.")
