"""How often one address may ask."""

from django.conf import settings
from rest_framework.throttling import AnonRateThrottle


class AddressThrottle(AnonRateThrottle):
    """So many requests per address and minute, as ``API_RATE`` says; empty means no limit.

    Counts are kept in the cache.  Without ``CACHE_URL`` it belongs to one process, so with several workers the
    limit holds for each; with it they count together, and while that server is away nobody is counted.
    """

    def get_rate(self):
        return settings.API_RATE or None
