"""Derives everything again and compares it with what is stored and with what others published."""

from django.core.management.base import BaseCommand, CommandError

from instruments.models import Instrument
from parties.entry_into_force import check_entry_into_force
from parties.rebuild import differences
from parties.recording import overlapping_versions
from parties.review import refusals, warnings
from parties.totals import compare_totals
from treatytracker.dates import display


class Command(BaseCommand):
    help = (
        "Derive every status again; compare with what is stored, with the published entry into force and with "
        "published totals; list what is implausible. Exits with 1 on a difference that is not explained."
    )

    def handle(self, **options):
        failures = sum(
            [
                self._stored_equals_derived(),
                self._versions(),
                self._entry_into_force(),
                self._published_totals(),
                self._plausibility(),
            ]
        )
        if failures:
            raise CommandError(f"{failures} checks failed.", returncode=1)
        self.stdout.write(self.style.SUCCESS("The registry agrees with its acts, its rules and its sources."))

    def _stored_equals_derived(self):
        failures = 0
        for instrument in Instrument.objects.all():
            if found := differences(instrument):
                failures += 1
                self._fail(
                    f"{instrument.slug}: stored participation differs: {len(found.missing)} spells missing, "
                    f"{len(found.surplus)} surplus, {len(found.actions)} dates of effect"
                )
        self.stdout.write(f"stored status: derived again, {failures} instruments differ")
        return failures

    def _versions(self):
        keys = overlapping_versions()
        for key in keys:
            self._fail(f"{key}: two versions stand at the same time")
        self.stdout.write(f"versions of facts: {len(keys)} overlap")
        return len(keys)

    def _entry_into_force(self):
        checks = check_entry_into_force()
        for check in checks:
            if not check.agrees:
                line = (
                    f"{check.instrument.slug}: published {display(check.instrument.in_force_on) or 'not in force'}, "
                    f"counted {display(check.counted_on) or 'not in force'}"
                )
                self._report(line, check.instrument.in_force_difference_explained)
        agreeing = sum(check.agrees for check in checks)
        self.stdout.write(f"entry into force: {agreeing} of {len(checks)} follow from the deposits")
        return sum(not check.explained for check in checks)

    def _published_totals(self):
        comparisons = compare_totals()
        for comparison in comparisons:
            if not comparison.agrees:
                total = comparison.total
                line = (
                    f"{total.instrument.slug} on {display(total.as_of)}: {total.value} {total.measure} published, "
                    f"{comparison.computed} computed"
                )
                self._report(line, total.difference_explained)
        agreeing = sum(comparison.agrees for comparison in comparisons)
        self.stdout.write(f"published totals: {agreeing} of {len(comparisons)} agree")
        return sum(not comparison.explained for comparison in comparisons)

    def _plausibility(self):
        impossible = list(refusals())
        for fact, problem in impossible:
            self._fail(f"{fact.key}: {problem.message}")
        doubtful = list(warnings())
        for fact, problem in doubtful:
            self.stdout.write(f"  warning: {fact.key}: {problem.message}")
        self.stdout.write(f"plausibility: {len(impossible)} acts cannot be, {len(doubtful)} are doubtful")
        return len(impossible)

    def _report(self, line, explanation):
        if explanation:
            self.stdout.write(f"  explained: {line}. {explanation}")
        else:
            self._fail(line)

    def _fail(self, line):
        self.stdout.write(self.style.ERROR(f"  FAILED: {line}"))
