"""Reads a status page of the UN Treaty Collection as a browser saves it (HTML)."""

import re
from collections.abc import Iterable, Iterator

from editing.depositary import markup
from editing.depositary.claims import ActClaim, NotAStatusPage, Page, StatementClaim
from editing.depositary.header import read_header
from editing.depositary.markup import Node
from editing.depositary.notes import EndNote, find_notice, later_statements, predecessor_acts
from editing.depositary.statements import read_statements
from editing.depositary.tables import Cell, Found, read_participation, read_protocols, read_territories
from parties.terms import ActionKind, StatementKind

# Where the header's texts stand: the endings of their elements' ids.
HEADER = {
    "chapter": r"rptHead_\w+_tcHead", "title": r"rptTreaty_\w+_tcTreaty", "conclusion": r"rptTreaty_\w+_tcText",
    "eif": r"rptEIF_\w+_tcText", "registration": r"rptRegistration_\w+_tcText",
    "status": r"rptStatus_\w+_tcText", "text": r"rptText_\w+_tcText", "note": r"rptNotes_\w+_tcText",
}  # fmt: skip
# The sections below the table: the grid, the kind of its statements, and its heading.
SECTIONS = (
    ("dgDec", StatementKind.DECLARATION, "divMainDecTi[lt]+e|divDecTi[lt]+e"),
    ("dgObj", StatementKind.OBJECTION, "divMainObjTitle|divObjTitle"),
    ("dgDecUnderArticle", StatementKind.DECLARATION, "divMainDecArt|divDecArt"),
    ("dgNotification", StatementKind.COMMUNICATION, "divParentNotification"),
)
OTHER_PAGES = (
    (r"ShowDetails|showDetails", "It is the full record of a treaty. Save the page with its status of participation."),
    (r'id="[^"]*dg(?:Sub)?ChapterList"', "It is a list of treaties. Open one of them and save its page."),
    (r"HistoricalInfo", "It is the page with historical information, which holds no acts."),
    (r"maintenance|(?:temporarily|currently) unavailable", "It is the depositary's note that its site is unavailable."),
    (r"\b404\b|not found|runtime error|server error", "It is an error page of the depositary's site."),
)  # fmt: skip


def read_html(html: str, name: str, sha256: str) -> Page:
    """Return the claims of a status page.  Raise NotAStatusPage."""
    root = markup.parse(html)
    grids = list(root.with_id("tblgrid"))
    if not grids or "STATUS AS AT" not in html.upper():
        raise NotAStatusPage(_what_it_is(html))
    if "</html" not in html[-2000:].lower():
        raise NotAStatusPage("It is not complete: the end of the page is missing. Save it again.")
    parts = {part: _line(root, pattern) for part, pattern in HEADER.items()}
    header = read_header({**parts, "stamp": _stamp(root)}, _reference(html))
    notes = {note.number: note for note in _end_notes(root)}
    found = [read_participation(*_table(grid), notes) for grid in grids]
    found += list(_further_tables(root, notes))
    return assemble(name, sha256, header, found, list(_sections(root)), notes)


def assemble(name, sha256, header, found: list[Found], said: list, notes: dict[str, EndNote]) -> Page:
    """Return the page made of its parts; what its end notes tell is added here."""
    calls = {number: participant for part in found for number, participant in part.calls.items()}
    headings = [vehicle.heading for part in found for vehicle in part.vehicles]
    acts = [act for part in found for act in part.acts]
    statements = [statement for part in found for statement in part.statements]
    for claim in said:
        (acts if isinstance(claim, ActClaim) else statements).append(claim)
    unread = []
    for note in notes.values():
        told = [*predecessor_acts(note, headings), *later_statements(note, calls.get(note.number, ""))]
        acts += [claim for claim in told if isinstance(claim, ActClaim)]
        statements += [claim for claim in told if isinstance(claim, StatementClaim) and claim.name]
        if not told and not note.refers_elsewhere and not find_notice([note]):
            unread.append(note.number)
    remarks = [remark for part in found for remark in part.remarks]
    if unread:
        remarks.append(f"End notes to be read by an editor: {', '.join(unread)}.")
    columns = dict.fromkeys(kind for part in found for kind in part.kinds)
    vehicles = tuple(vehicle for part in found for vehicle in part.vehicles)
    return Page(name, sha256, header, tuple(columns), tuple(acts), tuple(statements), vehicles, tuple(remarks))


def _what_it_is(html: str) -> str:
    for pattern, sentence in OTHER_PAGES:
        if re.search(pattern, html, re.I):
            return sentence
    if re.search(r"clang=_fr|lang=\"fr\"", html):
        return "It is in French. Save the English page."
    return "It is not a status page of the UN Treaty Collection: there is no table of participants with its date."


def _reference(html: str) -> str:
    form = re.search(r"<form[^>]+action=[\"'][^\"']*mtdsg_no=([A-Za-z0-9\-]+)", html, re.I)
    return form[1] if form else ""


def _stamp(root: Node) -> str:
    return next((markup.text(node) for node in root.all("div", "span", "td") if _is_stamp(node)), "")


def _is_stamp(node: Node) -> bool:
    own = "".join(child for child in node.children if isinstance(child, str))
    return "STATUS AS AT" in own.upper()


def _line(root: Node, pattern: str) -> str:
    return " ".join(markup.text(node) for node in root.with_id(pattern)).strip()


def _table(table: Node) -> tuple[list[Cell], Iterator[list[Cell]]]:
    rows = ([_cell(cell) for cell in cells] for cells in table.rows())
    return next(rows, []), rows


def _cell(node: Node) -> Cell:
    return Cell(markup.text(node), markup.notes(node))


def _further_tables(root: Node, notes) -> Iterator[Found]:
    titles = _line(root, r"Repeater1_\w+_tcText|Table2")
    for table in root.with_id("Table1"):
        headings, rows = _table(table)
        if headings and headings[0].text:
            yield read_protocols(_once(titles), headings, rows, notes)
    for table in root.all("table"):
        headings, rows = _table(table)
        words = [cell.text.casefold() for cell in headings]
        if len(words) > 1 and words[0].startswith("participant") and any("territor" in word for word in words):
            yield read_territories(headings, rows)


def _once(text: str) -> str:
    """Return a text that was met in an element and again in the one around it, once."""
    half = text[: len(text) // 2].strip()
    return half if f"{half} {half}" == text else text


def _end_notes(root: Node) -> Iterator[EndNote]:
    for block in root.with_id(r"dgNotesAll_\w+_divNotesAll"):
        anchor = next((node for node in block.all("a") if node.attributes.get("name")), None)
        if not anchor:
            continue
        number = anchor.attributes["name"]
        anchor.children.clear()
        yield EndNote(number, tuple(line.text for line in markup.lines(block) if line.text))


def _sections(root: Node) -> Iterator[ActClaim | StatementClaim]:
    for grid_id, kind, title_id in SECTIONS:
        title = _line(root, title_id)
        for grid in root.with_id(grid_id):
            for name, block in _parts(grid):
                yield from read_part(name, markup.lines(block), kind, title)


def _parts(grid: Node) -> Iterator[tuple[str, Node]]:
    name = ""
    for node in grid.walk():
        if node.id.endswith("_divParticipant"):
            name = markup.text(node)
        elif node.id.endswith("_divText") and name:
            yield name, node


def read_part(
    name: str, content: Iterable[markup.Line], kind: StatementKind, title: str
) -> Iterator[ActClaim | StatementClaim]:
    """Yield what a State's part of a section says.

    A section of declarations of provisional application, as under article 18 of the Mine Ban Convention,
    lists States without a word: that they stand there is the act.
    """
    statements = read_statements(name, content, kind)
    if "provisional application" in title.casefold():
        first = next((statement for statement in statements if statement.on), None)
        row = f"{name} · {title}"
        yield ActClaim(row, name, ActionKind.PROVISIONAL_APPLICATION, first.on if first else None)
    else:
        yield from statements
