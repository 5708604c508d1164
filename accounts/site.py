"""The admin's own way in is ours: it has no form for passwords, and opens to nobody who lacks a second factor."""

from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse

from accounts import gate


class EditingSite(admin.AdminSite):
    """The admin behind the one sign-in page."""

    site_header = site_title = "Treaty Tracker: editing"
    index_title = "What would you like to correct?"

    def has_permission(self, request):
        return super().has_permission(request) and gate.missing(request) is None

    def login(self, request, extra_context=None):
        """Send the visitor to the page that is missing, which looks at ``next`` before it follows it."""
        missing = gate.missing(request)
        wanted = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        if missing:
            return redirect_to_login(wanted, reverse(missing))
        if not self.has_permission(request):
            raise PermissionDenied("This account may not edit. An administrator can give it a role.")
        return redirect("admin:index")

    def logout(self, request, extra_context=None):
        from accounts.views import SignOut  # pages need models, which are not there when the admin is made

        return SignOut.as_view()(request)

    def password_change(self, request, extra_context=None):
        return redirect("password_change")
