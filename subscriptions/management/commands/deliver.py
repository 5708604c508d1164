"""Tells webhooks and e-mail alerts what changed; to be run every minute, or with ``--watch``."""

import time

from django.core.management.base import BaseCommand, CommandError

from subscriptions import mails, webhooks


class Command(BaseCommand):
    help = "Send what changed to webhooks and e-mail alerts: once, or again and again with --watch SECONDS."

    def add_arguments(self, parser):
        parser.add_argument("--watch", type=int, metavar="SECONDS", help="go on, with this pause between runs")

    def handle(self, *, watch, **options):
        if watch is not None and watch < 1:
            raise CommandError("--watch takes a number of seconds from 1.")
        while True:
            for what, (done, failed) in (("webhooks", webhooks.deliver()), ("e-mails", mails.deliver())):
                if done or failed or not watch:
                    self.stdout.write(f"{what}: {done} delivered, {failed} failed")
            if not watch:
                return
            time.sleep(watch)
