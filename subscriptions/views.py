"""Asking for alerts by e-mail: ask, confirm, leave."""

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from instruments.models import Instrument
from parties.filters import group_names, region_names
from parties.models import Participant
from subscriptions import mails
from subscriptions.interests import InterestForm as QueryInterest
from subscriptions.interests import canonical, in_words
from subscriptions.models import EmailAlert
from treatytracker import dates, revision
from treatytracker.pages import frame

# Nobody's box is filled by others: an address that has not answered gets one question a day for each interest.
ASK_AGAIN_AFTER = timedelta(days=1)
MOST_UNCONFIRMED = 5


class AlertForm(forms.Form):
    """An address, and what it wants to hear of."""

    email = forms.EmailField(label="Your e-mail address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    instrument = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, label="Instruments")
    participant = forms.ChoiceField(required=False, label="One State or organisation")
    region = forms.ChoiceField(required=False, label="Region")
    group = forms.ChoiceField(required=False, label="UN regional group")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["instrument"].choices = Instrument.objects.values_list("slug", "short_title")
        any_of = [("", "Any")]
        self.fields["participant"].choices = any_of + list(Participant.objects.values_list("iso3", "name"))
        self.fields["region"].choices = any_of + [(name, name) for name in region_names()]
        self.fields["group"].choices = any_of + [(name, name) for name in group_names()]

    def interest(self) -> str:
        """Return what was chosen as the words of the lists."""
        chosen = {name: self.cleaned_data[name] for name in ("participant", "region", "group")}
        chosen["instrument"] = ",".join(self.cleaned_data["instrument"])
        form = QueryInterest({name: value for name, value in chosen.items() if value})
        form.full_clean()
        return canonical(form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alerts(request: HttpRequest) -> HttpResponse:
    """The form; whatever is asked, the answer is the same, so that nobody learns who has an alert."""
    form = AlertForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _ask(form.cleaned_data["email"].lower(), form.interest())
        return HttpResponseRedirect(reverse("alert_asked"))
    return _page(request, "subscriptions/alerts.html", "Alerts by e-mail", {"form": form})


def asked(request: HttpRequest) -> HttpResponse:
    return _page(request, "subscriptions/asked.html", "Look into your mail", {})


@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A link in a message shows a button: programs that open links to inspect them must not press it."""
    alert = get_object_or_404(EmailAlert, token=token)
    if request.method == "POST":
        alert.confirmed_at, alert.up_to = alert.confirmed_at or dates.now(), revision.current()
        alert.save(update_fields=["confirmed_at", "up_to"])
    context = {"about": in_words(alert.interest), "done": alert.confirmed_at is not None}
    return _page(request, "subscriptions/confirm.html", "Confirm your alert", context)


@csrf_exempt  # RFC 8058: the reader's programme posts here by itself; the token is the proof
@never_cache
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link to leave: a button, which ends the alert and forgets the address."""
    if request.method == "POST":
        EmailAlert.objects.filter(token=token).delete()
        return _page(request, "subscriptions/left.html", "Your alert has ended", {})
    alert = get_object_or_404(EmailAlert, token=token)
    return _page(request, "subscriptions/leave.html", "End your alert", {"about": in_words(alert.interest)})


def _ask(email: str, interest: str) -> None:
    EmailAlert.objects.filter(confirmed_at=None, made_at__lt=dates.now() - ASK_AGAIN_AFTER).delete()
    if EmailAlert.objects.filter(email=email, confirmed_at=None).count() >= MOST_UNCONFIRMED:
        return
    alert, new = EmailAlert.objects.get_or_create(email=email, interest=interest, defaults={"made_at": dates.now()})
    if new:
        mails.ask_for_confirmation(alert)


def _page(request: HttpRequest, template: str, title: str, context: dict) -> HttpResponse:
    made = frame(request, title=title, description="Alerts by e-mail when the registry changes.", trail=[])
    return render(request, template, made | context)
