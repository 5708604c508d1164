"""Entering one act for many participants at once, as when a meeting ends with a row of signatures."""

from django import forms

from editing.consequences import consequences
from editing.forms import FIELDS, ConfirmedForm
from instruments.models import Instrument
from parties.models import Action, Participant
from parties.plausibility import doubtful, refused
from parties.review import review
from parties.terms import ActionKind
from treatytracker import dates
from treatytracker.terms import Confidence


class NamesField(forms.CharField):
    """Participants, one a line, by any name or code."""

    widget = forms.Textarea(attrs={"rows": 10})

    def to_python(self, value):
        found, problems = [], []
        for line in filter(None, map(str.strip, (super().to_python(value) or "").splitlines())):
            named = list(Participant.objects.named(line)[:2])
            if len(named) != 1:
                problems.append(f"“{line[:60]}” is {'the name of several participants' if named else 'not known'}.")
            elif named[0] in found:
                problems.append(f"{named[0]} is named twice.")
            else:
                found.append(named[0])
        if problems:
            raise forms.ValidationError(problems)
        return found


class BulkForm(ConfirmedForm):
    """One act, many participants."""

    instrument = forms.ModelChoiceField(Instrument.objects.all())
    kind = forms.ChoiceField(choices=ActionKind)
    date = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), help_text="Deposit, receipt or signature.")
    participants = NamesField(help_text="One a line, by any name or code: “Ivory Coast”, “CIV”.")
    reference = forms.CharField(required=False, help_text="The depositary's notification, if one covers them all.")
    source = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}))
    confidence = forms.ChoiceField(choices=Confidence, initial=Confidence.HIGH)
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    field_order = ["instrument", "kind", "date", "participants", "reference", "source", "confidence", "note"]

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        self.facts = [self._fact(participant) for participant in cleaned["participants"]]
        expected = []
        for fact in self.facts:
            case = review(fact)
            doubts = [] if cleaned["confirmation"] else doubtful(case)
            for problem in (*refused(case), *doubts):
                self.add_error("participants", f"{fact.participant}: {problem.message}")
            if doubts:
                self.add_error("confirmation", "Say why the entry is right, or correct it.")
            expected += consequences(fact, None, dates.today())
        if not self.errors:
            self.expect([str(cleaned[name]) for name in self.field_order], expected)
        return cleaned

    def _fact(self, participant):
        values = {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}
        return Action(participant=participant, confirmation=self.cleaned_data["confirmation"], **values)
