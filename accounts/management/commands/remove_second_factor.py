"""For the last administrator, who lost phone and recovery codes: whoever runs the server can let them in again."""

from django.core.management.base import BaseCommand, CommandError

from accounts import audit, codes
from accounts.models import Kind


class Command(BaseCommand):
    help = "Remove the second factor of an account, so that its owner can sign in and set it up anew."

    def add_arguments(self, parser):
        parser.add_argument("account", help="the name that its owner signs in with")

    def handle(self, account, **options):
        user = audit.account_named(account)
        if user is None:
            raise CommandError(f"There is no account {account!r}.")
        if not codes.remove(user):
            raise CommandError(f"{account} has no second factor.")
        audit.record(None, Kind.FACTOR_REMOVED, account, user, "on the command line")
        self.stdout.write(f"The second factor of {account} is removed; it can be set up anew.")
