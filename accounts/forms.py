"""The forms of signing in.  Each asks the lockout first, and tells it when something was wrong."""

from django import forms
from django.contrib.auth import forms as auth_forms
from django.core.exceptions import ValidationError

from accounts import codes, lockout
from accounts.models import Kind

WRONG_PASSWORD = "This is not your password."
WRONG_CODE = "This code is not right, or was used before. Wait for the next one in your app."


def password_field(label: str = "Your password") -> forms.CharField:
    """Return a field that password managers fill."""
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
    return forms.CharField(label=label, strip=False, widget=widget)


def code_field(**options) -> forms.CharField:
    """Return a field that takes a code of the app or a recovery code."""
    attributes = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(max_length=20, widget=forms.TextInput(attrs=attributes), **options)


class SignInForm(auth_forms.AuthenticationForm):
    """Name, password and code in one step, so that no answer tells a guesser that the password alone was right."""

    code = code_field(
        label="Code",
        required=False,
        help_text="Six digits from your authenticator app, or a recovery code. "
        "Leave this empty if you have not set up a second factor.",
    )
    error_messages = auth_forms.AuthenticationForm.error_messages | {
        "invalid_login": "The name, the password or the code is not right. Capital and small letters differ. "
        "If you have set up a second factor, give its code too; each code works once.",
    }
    field_order = ["username", "password", "code"]

    def clean(self):
        if name := self.cleaned_data.get("username"):
            lockout.refuse(self.request, lockout.audit.name_on_record(name))
        return super().clean()

    def confirm_login_allowed(self, user):
        super().confirm_login_allowed(user)
        user.otp_device = None
        if not codes.has_factor(user):
            return
        user.otp_device = codes.accept(user, self.cleaned_data.get("code", ""))
        if user.otp_device is None:
            lockout.failed(self.request, user.get_username(), Kind.WRONG_CODE)
            raise self.get_invalid_login_error()


class PasswordAgainForm(forms.Form):
    """Asks for the password before something that whoever finds an open session must not do."""

    password = password_field()

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.user = request, request.user
        self.fields["password"].widget.attrs["autofocus"] = True

    def clean(self):
        lockout.refuse(self.request, self.user.get_username())
        if self.errors:
            return
        values = self.cleaned_data
        if not self.user.check_password(values["password"]):
            lockout.failed(self.request, self.user.get_username(), Kind.WRONG_PASSWORD)
            self.add_error("password", WRONG_PASSWORD)
        elif "code" in self.fields and not self.accept(values["code"]):
            lockout.failed(self.request, self.user.get_username(), Kind.WRONG_CODE)
            self.add_error("code", WRONG_CODE)

    def accept(self, code: str) -> bool:
        """Return whether the code is right, and see to it that it will not be taken again."""
        return codes.accept(self.user, code) is not None


class SetUpForm(PasswordAgainForm):
    """Proves that the app has the secret."""

    code = code_field(label="Code", help_text="The six digits that the app shows now.")
    device = None

    def __init__(self, *args, secret, **kwargs):
        super().__init__(*args, **kwargs)
        self.secret = secret

    def accept(self, code):
        self.device = codes.set_up(self.user, self.secret, code)
        return self.device is not None


class PasswordAndCodeForm(PasswordAgainForm):
    """Asks for both factors."""

    code = code_field(label="Code", help_text="Six digits from your authenticator app, or a recovery code.")


class PasswordChangeForm(auth_forms.PasswordChangeForm):
    """Django's own, under the lockout."""

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self):
        lockout.refuse(self.request, self.user.get_username())
        try:
            return super().clean_old_password()
        except ValidationError:
            lockout.failed(self.request, self.user.get_username(), Kind.WRONG_PASSWORD)
            raise
