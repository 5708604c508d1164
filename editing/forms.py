"""The forms in which editors enter acts and statements: they know the law and show what would follow."""

import hashlib

from django import forms
from django.utils.html import format_html_join

from editing.consequences import consequences
from parties.models import Action, Record, Statement
from parties.plausibility import doubtful, refused
from parties.review import knock_on, review
from treatytracker import dates

FIELDS = [
    "instrument",
    "participant",
    "kind",
    "date",
    "stated_effective_on",
    "reference",
    "source",
    "confidence",
    "note",
]


class ConfirmedForm(forms.Form):
    """A form that is submitted twice: the first time it shows what would follow, the second time it saves.

    ``waits`` says that nothing is wrong with it but that the editor has yet to confirm.
    """

    reason = forms.CharField(
        label="Why",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The reason for this entry or correction. It stays in the history with your name.",
    )
    confirmation = forms.CharField(
        label="Right in spite of the doubts",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Only if a doubt is shown above: why the entry is right. It stays on the data-quality page.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.expected: list[str] = []
        self.waits = False

    def expect(self, values: list, lines: list[str]) -> None:
        """Send the form back until the editor has seen ``lines``, which follow from ``values``."""
        self.expected = lines
        digest = hashlib.sha256("\n".join(map(str, [*values, *lines])).encode()).hexdigest()
        if self.cleaned_data.get("seen") != digest:
            self.waits = True
            self.resubmit_with(seen=digest)
            self.add_error(None, "Look at what would follow, below, and save once more to confirm it.")

    def resubmit_with(self, **values) -> None:
        """Let the form that goes back to the editor carry other hidden values than those it came with."""
        self.data = dict(self.data.items()) | {self.add_prefix(name): value for name, value in values.items()}

    def expected_as_list(self) -> str:
        return format_html_join("", "<li>{}</li>", ((line,) for line in self.expected))


class FactForm(ConfirmedForm, forms.ModelForm):
    """One version of a fact."""

    retract = forms.BooleanField(
        label="Take it out of the registry",
        required=False,
        help_text="The act or statement never happened. Its history stays.",
    )
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # The key of a fact that was taken out and is to stand again under its old name.
    revive = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.replaced = type(self.instance).objects.get(pk=self.instance.pk) if self.instance.pk else None
        self.fields["base"].initial = self.instance.pk
        self.fields["confirmation"].initial = self.instance.confirmation
        if not self.replaced:
            del self.fields["retract"]

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        self._refuse_a_lost_race(cleaned)
        self._refuse_what_cannot_be_revived(cleaned)
        fact = None if cleaned.get("retract") else self.fact(cleaned)
        self._judge(fact, cleaned)
        if not self.errors:
            values = [cleaned.get("retract"), *(cleaned[name] for name in FIELDS)]
            self.expect(values, consequences(fact, self.replaced, dates.today()))
        return cleaned

    def _refuse_a_lost_race(self, cleaned):
        """Show what somebody else changed since this form was opened; the editor decides with that in view."""
        if not self.replaced:
            return
        standing = type(self.instance).objects.current().filter(key=self.replaced.key).first()
        if standing and standing.pk == cleaned.get("base"):
            self.replaced = standing
            return
        if not standing:
            self.add_error(None, "Somebody has taken this out of the registry meanwhile. Nothing was saved.")
            return
        opened = type(self.instance).objects.get(pk=cleaned["base"] or self.replaced.pk)
        self.add_error(
            None,
            f"{standing.recorded_in.by or 'A data load'} changed this on {dates.display(standing.recorded_at.date())} "
            f"({standing.recorded_in.reason}). {differences(opened, standing)} Nothing of yours was saved. "
            "Save again to put your entry in its place.",
        )
        self.replaced = standing
        self.resubmit_with(base=standing.pk, seen="")

    def _refuse_what_cannot_be_revived(self, cleaned):
        versions = type(self.instance).objects.filter(key=cleaned.get("revive"))
        if cleaned.get("revive") and (not versions or versions.current()):
            self.add_error(None, "What you want to restore stands in the registry, or never did. Open it afresh.")

    def _judge(self, fact, cleaned):
        """Refuse what cannot be, in this act and in those that lean on it; ask for a reason where there is doubt."""
        case = review(fact) if fact else None
        doubts = doubtful(case) if case and not cleaned.get("confirmation") else []
        for problem in [*(refused(case) if case else []), *doubts]:
            self.add_error(problem.field if problem.field in self.fields else None, problem.message)
        if doubts:
            self.add_error("confirmation", "Say why the entry is right, or correct it.")
        for other, problem in knock_on(fact, self.replaced):
            self.add_error(None, f"Another act could then not be: {other}. {problem.message}")

    def fact(self, cleaned) -> Record:
        """Return the unsaved fact as it would be recorded."""
        fact = type(self.instance)(key=self.replaced.key if self.replaced else cleaned.get("revive", ""))
        fact.confirmation = cleaned.get("confirmation", "")
        for name in FIELDS:
            setattr(fact, name, cleaned[name])
        return fact


class ActionForm(FactForm):
    class Meta:
        model = Action
        fields = FIELDS


class StatementForm(FactForm):
    class Meta:
        model = Statement
        fields = FIELDS


def differences(before: Record, after: Record) -> str:
    """Return what differs between two versions of a fact, in words."""
    changed = [f"{name}: “{old}” became “{new}”." for name, old, new in changes(before, after)]
    return " ".join(changed) or "Nothing in it differs."


def changes(before: Record | None, after: Record | None) -> list[tuple[str, str, str]]:
    """Return the fields that differ between two versions, each with both texts; None is a fact that is not."""
    labels = {field.name: str(field.verbose_name) for field in Action._meta.fields}
    pairs = [(labels[name], shown(before, name), shown(after, name)) for name in FIELDS]
    return [(name, old, new) for name, old, new in pairs if old != new]


def shown(fact: Record | None, name: str) -> str:
    """Return a field as an editor reads it."""
    if fact is None:
        return ""
    display = getattr(fact, f"get_{name}_display", None)
    value = display() if display else getattr(fact, name)
    return dates.display(value) if hasattr(value, "isoformat") else str(value or "")
