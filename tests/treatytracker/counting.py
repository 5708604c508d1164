"""Writes down every answer that Django makes, and takes its time over it."""

import os
import time
from pathlib import Path

# Seconds; so long that others surely ask meanwhile.
SLOWLY = 0.3


class Counting:
    """Add a line to the file ``MAKES`` for each request that reaches Django."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with Path(os.environ["MAKES"]).open("a") as file:
            file.write(f"{request.get_full_path()}\n")
        time.sleep(SLOWLY)
        return self.get_response(request)
