"""The rows of participation tables as HTML, written directly.

Two hundred rows take Django's template engine 15 ms and this 1 ms, more than all the rest of the page.
What templates/includes/_status.html and docs/design.md say of the classes holds here too.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from parties.pages.rows import Row


def table_body(rows: Iterable[Row]) -> SafeString:
    """Return the rows, six cells each, in the order of the class ``stack``."""
    return mark_safe("\n".join(map(table_row, rows)))


def table_row(row: Row) -> str:
    """Return one row; an empty cell holds nothing at all, so that a phone leaves out its line."""
    letter = f' <i class="letter">{row.letter}</i>' if row.letter else ""
    return (
        f'<tr><th scope="row"><a href="{row.url}">{escape(row.name)}</a></th>'
        f'<td class="d">{row.signed}</td><td class="d">{row.consented}{letter}</td><td class="d">{row.in_force}</td>'
        f"<td>{_status(row)}</td><td>{_provenance(row)}</td></tr>"
    )


def _status(row: Row) -> str:
    status = f'<span class="status s-{row.status}">{row.label}</span>'
    if row.why:
        notes = "".join(f'<p class="muted">{escape(note)}</p>' for note in row.notes)
        why = f"<div><p>{escape(row.why)}</p>{notes}</div>"
        status = f'<details class="why" name="why"><summary>{status}</summary>{why}</details>'
    status += "".join(f' <span class="flag">{escape(flag)}</span>' for flag in row.flags)
    return status + (f' <span class="soon">{escape(row.soon)}</span>' if row.soon else "")


def _provenance(row: Row) -> str:
    links = "".join(f'<a class="ref" href="#source-{ref}" aria-label="Source {ref}">{ref}</a>' for ref in row.refs)
    return links + (f' <span class="small muted">{row.confidence}</span>' if row.confidence else "")
