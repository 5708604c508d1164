"""The pages of signing in and of one's own account.  None of them is kept by any cache."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView
from django_otp import login as remember_device

from accounts import audit, codes, forms, gate, origins
from accounts.models import FAILURES, AccountEvent, Kind
from treatytracker import dates

SECRET = "second_factor_secret"
SHOWN = 10
# From here on a person is reminded to make new recovery codes.
FEW = 3


class LockedMixin:
    """Answers 429 while attempts are refused, so that watching programs see it too."""

    def form_invalid(self, form):
        response = super().form_invalid(form)
        for error in (error for found in form.errors.as_data().values() for error in found):
            if error.code == "locked":
                response.status_code = 429
                response["Retry-After"] = int((error.params["until"] - dates.now()).total_seconds())
        return response


class SignIn(LockedMixin, auth_views.LoginView):
    """The one way in."""

    template_name = "accounts/sign_in.html"
    form_class = forms.SignInForm
    extra_context = {"page_title": "Sign in"}

    def dispatch(self, request, *args, **kwargs):
        if request.method == "GET" and gate.missing(request) != gate.SIGN_IN:
            return HttpResponseRedirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def get_default_redirect_url(self):
        return reverse("admin:index" if self.request.user.is_staff else "account")

    def form_valid(self, form):
        user = form.get_user()
        name = user.get_username()
        before = AccountEvent.objects.filter(account=name, kind=Kind.SIGNED_IN).first()
        response = super().form_valid(form)
        origins.remember_browser(self.request, response, name)
        self.mention_failures(name, before)
        if user.otp_device is not None and user.otp_device.name == codes.RECOVERY:
            self.mention_recovery_codes(user)
        return response

    def mention_failures(self, name, before):
        """Tell the person of attempts by others: nobody else can know that they were not theirs."""
        failures = AccountEvent.objects.filter(account=name, kind__in=FAILURES)
        if before and (number := failures.filter(pk__gt=before.pk).count()):
            attempts = "1 attempt" if number == 1 else f"{number} attempts"
            text = f"{attempts} to sign in to your account failed since you last signed in. See “Your account”."
            messages.warning(self.request, text)

    def mention_recovery_codes(self, user):
        left = codes.recovery_codes_left(user)
        audit.record(self.request, Kind.CODE_USED, user.get_username(), user, f"{left} left")
        if left <= FEW:
            messages.warning(self.request, f"You have {left} recovery codes left. Make new ones under “Your account”.")


@method_decorator(never_cache, name="dispatch")
class SignOut(auth_views.LogoutView):
    """Ends the session and says so; only by a form, so that no link can do it."""

    template_name = "accounts/signed_out.html"
    extra_context = {"page_title": "You are signed out"}


@method_decorator(never_cache, name="dispatch")
class Account(gate.AccountPageMixin, TemplateView):
    """One's own account: what protects it, and what was done with it lately."""

    template_name = "accounts/account.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        events = AccountEvent.objects.filter(account=user.get_username())[:SHOWN]
        return super().get_context_data(
            page_title="Your account",
            has_factor=codes.has_factor(user),
            codes_left=codes.recovery_codes_left(user),
            required=settings.SECOND_FACTOR == "required",
            groups=user.groups.order_by("name"),
            events=[(f"{dates.display(event.at)} {event.at:%H:%M}", event) for event in events],
            **kwargs,
        )


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class ConfirmedPage(LockedMixin, gate.AccountPageMixin, auth_views.RedirectURLMixin, FormView):
    """A page of one's account that asks for the password again."""

    form_class: type[forms.PasswordAgainForm] = forms.PasswordAndCodeForm
    next_page = "account"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def show_recovery_codes(self, user):
        """Answer with new recovery codes; they are shown this once."""
        context = {
            "page_title": "Your recovery codes",
            "codes": codes.make_recovery_codes(user),
            "next": self.get_success_url(),
        }
        audit.record(self.request, Kind.CODES_MADE, user.get_username(), user)
        return render(self.request, "accounts/recovery_codes.html", context)


class SecondFactor(ConfirmedPage):
    """Setting up: the app reads the QR code, and a code proves it."""

    template_name = "accounts/second_factor.html"
    form_class = forms.SetUpForm

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and gate.missing(request) is None and codes.has_factor(request.user):
            return redirect("account")
        return super().dispatch(request, *args, **kwargs)

    def secret(self):
        """Return the secret that is offered; the same while the person stays on the page, or mistypes."""
        if SECRET not in self.request.session:
            self.request.session[SECRET] = codes.new_secret()
        return self.request.session[SECRET]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"secret": self.secret()}

    def get_context_data(self, **kwargs):
        device = codes.device_with(self.request.user, self.secret())
        return super().get_context_data(
            page_title="Set up your second factor",
            picture=codes.picture(device),
            typed=codes.typed(device),
            required=settings.SECOND_FACTOR == "required",
            **kwargs,
        )

    def form_valid(self, form):
        user = self.request.user
        del self.request.session[SECRET]
        self.request.session.cycle_key()
        remember_device(self.request, form.device)
        audit.record(self.request, Kind.FACTOR_ADDED, user.get_username(), user)
        return self.show_recovery_codes(user)


class RecoveryCodes(ConfirmedPage):
    """New recovery codes in place of the old ones."""

    template_name = "accounts/confirm.html"
    extra_context = {
        "page_title": "New recovery codes",
        "explanation": "You will see ten new codes, once. Those you have now will stop working.",
        "button": "Make new codes",
    }

    def form_valid(self, form):
        return self.show_recovery_codes(self.request.user)


class RemoveSecondFactor(ConfirmedPage):
    """Taking it away, as before moving to another phone."""

    template_name = "accounts/confirm.html"
    extra_context = {
        "page_title": "Remove your second factor",
        "explanation": "Your authenticator app and your recovery codes will stop working for this account. "
        "Do this before you move to another phone, then set it up there.",
        "button": "Remove it",
    }

    def form_valid(self, form):
        user = self.request.user
        codes.remove(user)
        audit.record(self.request, Kind.FACTOR_REMOVED, user.get_username(), user)
        messages.success(self.request, "Your second factor is removed.")
        return super().form_valid(form)


@method_decorator(never_cache, name="dispatch")
class PasswordChange(LockedMixin, gate.AccountPageMixin, auth_views.PasswordChangeView):
    """A new password; sessions in other browsers end."""

    template_name = "accounts/password_change.html"
    form_class = forms.PasswordChangeForm
    success_url = reverse_lazy("account")
    extra_context = {"page_title": "Change your password"}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form):
        response = super().form_valid(form)
        audit.record(self.request, Kind.PASSWORD_CHANGED, form.user.get_username(), form.user)
        messages.success(self.request, "Your password is changed. Sessions in other browsers have ended.")
        return response
