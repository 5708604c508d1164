"""The rows of participation tables as HTML, written directly.

Two hundred rows take Django's template engine 15 ms and this 1 ms, more than all the rest of the page.
What docs/design.md says of the classes holds here too.
"""

from collections.abc import Iterable
from functools import cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from parties.pages.addresses import participant_url
from parties.pages.roll import Who
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
    status += f' <span class="soon">{escape(row.soon)}</span>' if row.soon else ""
    return status + (f' <span class="small muted">{row.confidence} confidence</span>' if row.confidence else "")


def _provenance(row: Row) -> str:
    return " ".join(map(_reference, row.refs))


@cache
def _reference(number: int) -> str:
    """Return the link to a source at the foot of the page."""
    return f'<a class="ref" href="#source-{number}" aria-label="Source {number}">{number}</a>'


def participant_links(who: Iterable[Who]) -> SafeString:
    """Return names in a sentence, each with the address of its page."""
    return mark_safe(", ".join(f'<a href="{participant_url(one.iso3)}">{escape(one.name)}</a>' for one in who))


def matrix_body(lines: Iterable[tuple[str, str, Iterable[str]]]) -> SafeString:
    """Return the rows of the matrix: address and name of each participant, and its cells."""
    return mark_safe(
        "\n".join(
            f'<tr><th scope="row"><a href="{url}">{escape(name)}</a></th>{"".join(cells)}</tr>'
            for url, name, cells in lines
        )
    )


@cache
def matrix_cell(status: str, words: str, mark: str = "") -> str:
    """Return a cell: the status as a shape, its words for those who do not see it, a mark if there is more to know."""
    marked = f'<span aria-hidden="true">{mark}</span>' if mark else ""
    return f'<td class="s-{status}"><span class="vh">{escape(words)}</span>{marked}</td>'
