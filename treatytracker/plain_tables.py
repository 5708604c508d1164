"""Tables whose rows are unversioned objects; every change leaves its history with the reason."""

from typing import Any

from treatytracker.loading import Table
from treatytracker.tables import Row


class PlainTable(Table):
    """A table of one model.  Subclasses give the model, the key and how a row fills an object."""

    model: type

    def __init__(self):
        # Objects of this load by key, saved or about to be: later rows may point to them.
        self.seen: dict[str, Any] = {}

    def fill(self, instance, row) -> dict[str, list] | None:
        """Set the fields of ``instance`` from ``row``; return its many-to-many relations.  Raise RowRefused."""
        raise NotImplementedError

    def key_of(self, instance) -> str:
        """Return the key of a stored object."""
        return self.key(Row(self.file, 0, self.row_of(instance)))

    def build(self, row, instance=None):
        instance = instance or self.model()
        links = self.fill(instance, row) or {}
        # Uniqueness was settled by the keys, and a relation may point to an object not yet saved.
        instance.clean_fields(exclude=[field.name for field in self.model._meta.fields if field.is_relation])
        instance.clean()
        self.seen[self.key(row)] = instance
        return instance, links

    def write(self, created, changed, edit):
        for instance, links in (*created, *changed):
            instance._change_reason = edit.revision.reason
            instance.save()
            for name, related in links.items():
                getattr(instance, name).set(related)
