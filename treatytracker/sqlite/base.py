"""Django's SQLite, which reads days and flags once.

The driver reads a column by the type that it was declared with; Django then looks at each value again, which took a
tenth of a page.  Days repeat: a treaty's page has fifteen hundred, of which few differ.
"""

import sqlite3
from datetime import date
from functools import lru_cache

from django.db.backends.sqlite3 import base, operations
from django.db.models.expressions import Col

READ_BY_THE_DRIVER = ("DateField", "BooleanField")


@lru_cache(maxsize=20_000)
def read_day(text: bytes) -> date:
    """Return the day that a column holds in ISO 8601."""
    return date.fromisoformat(text.decode())


sqlite3.register_converter("date", read_day)


class DatabaseOperations(operations.DatabaseOperations):
    def get_db_converters(self, expression):
        # Only a column has a declared type; what is computed, such as a maximum, has none.
        if isinstance(expression, Col) and expression.output_field.get_internal_type() in READ_BY_THE_DRIVER:
            return []
        return super().get_db_converters(expression)


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
