"""Reads the XML form of “Multilateral Treaties Deposited with the Secretary-General” (MTDSG).

Cells hold tags as text (``Belize<superscript>1</superscript>``,
escaped): every text is read again as a fragment of HTML.  Names are matched without regard to case.
"""

import re
from collections.abc import Iterator
from pathlib import PurePath

from editing import safe_xml
from editing.depositary import markup
from editing.depositary.claims import ActClaim, Header, NotAStatusPage, Page, StatementClaim
from editing.depositary.header import REFERENCE, read_header
from editing.depositary.headings import Role, read_heading
from editing.depositary.markup import Node
from editing.depositary.notes import EndNote
from editing.depositary.page import assemble, read_part
from editing.depositary.tables import Cell, Found, read_participation, read_protocols, read_territories
from parties.terms import StatementKind

INLINE = frozenset("a b em font i index span sub sup superscript u".split())
SECTIONS = (
    ("declarations", StatementKind.DECLARATION),
    ("objections", StatementKind.OBJECTION),
    ("declarationsunderarticle", StatementKind.DECLARATION),
    ("notifications", StatementKind.COMMUNICATION),
)


def read_xml(data: bytes, name: str, sha256: str) -> Page:
    """Return the claims of an MTDSG file.  Raise NotAStatusPage."""
    root = parse(data)
    if not any(root.all("treaty", "externaldata")):
        raise NotAStatusPage("It is XML, but not of the MTDSG: it has no treaty.")
    header = _header(root, name)
    notes = {note.number: note for note in _end_notes(root)}
    found = list(_tables(root, notes))
    if not found:
        raise NotAStatusPage("It is an MTDSG file without a table of participants.")
    return assemble(name, sha256, header, found, list(_sections(root)), notes)


def parse(data: bytes) -> Node:
    """Return the tree of an MTDSG file, the markup in its texts included.  Raise NotAStatusPage."""
    try:
        return safe_xml.parse(data, _unescape)
    except safe_xml.BadXML as error:
        raise NotAStatusPage(str(error)) from None


def _unescape(node: Node) -> None:
    node.children = [part for child in node.children for part in _unescaped(child)]
    if node.tag not in INLINE:
        # Elements can stand side by side without a space between: “CHAPTER X” and “INTERNATIONAL TRADE”.
        node.children = [Node("br"), *node.children, Node("br")]


def _unescaped(child: Node | str) -> list[Node | str]:
    return markup.parse(child).children if isinstance(child, str) and "<" in child else [child]


def _header(root: Node, name: str) -> Header:
    chapter = next((node for node in root.all("chapter")), None)
    chapter_text = markup.text(chapter)
    if re.match(r"\s*chapitre", chapter_text, re.I):
        raise NotAStatusPage("It is in French. Take the English file.")
    external = next(root.all("externaldata"), root)
    status = next(root.all("status"), None)
    counts = (
        " ".join(f"{node.tag} : {markup.text(node)}" for node in status.all("signatories", "parties")) if status else ""
    )
    parts = {
        "chapter": chapter_text,
        "title": _first(external, "titlesect"),
        "conclusion": _first(external, "conclusion"),
        "eif": _first(external, "eif", "labeltext"),
        "registration": _first(external, "registration", "labeltext"),
        "status": counts,
        "text": _first(root, "treatytext"),
        "note": _first(root, "treatynote"),
    }
    return read_header(parts, _reference(name, chapter_text, external))


def _reference(name: str, chapter: str, external: Node) -> str:
    """Return the treaty's reference: the file's name if it is one, or chapter and numbers.

    The names of the elements that hold the numbers are not known, so they are told by their text.
    """
    stem = PurePath(name).stem
    numeral = re.search(r"chapter\s+([IVXL]+)", chapter, re.I)
    if re.fullmatch(REFERENCE.pattern, stem, re.I) and (
        not numeral or stem.upper().startswith(f"{numeral[1].upper()}-")
    ):
        return stem
    texts = [markup.text(child).strip(" .") for child in external.children if isinstance(child, Node)]
    numbers = [text for text in texts if re.fullmatch(r"\d{1,3}(?:[ .]*[a-z])?", text)]
    letters = [text for text in texts if re.fullmatch(r"[a-z]", text)]
    if not numeral or not numbers or numeral[1].upper() == "XI":
        return ""
    number = re.findall(r"\d+|[a-z]", numbers[0])
    return "-".join([numeral[1].upper(), *number, *(letters[:1] if len(number) == 1 else [])])


def _first(node: Node, *path: str) -> str:
    for tag in path:
        inner = next(node.all(tag), None)
        if not inner:
            return ""
        node = inner
    return markup.text(node)


def _tables(root: Node, notes: dict[str, EndNote]) -> Iterator[Found]:
    for participants in root.all("participants"):
        for table in participants.all("table"):
            heads = [cell for head in table.all("thead") for cell in head.all("entry")]
            rows = (
                [_cell(cell) for cell in row.all("entry")] for body in table.all("tbody") for row in body.all("row")
            )
            yield read_participation([_cell(cell) for cell in heads], rows, notes)
    for special in root.all("specialtables"):
        headings = [_cell(cell) for head in special.all("tableheader") for cell in head.all("title")]
        rows = ([_cell(cell) for cell in row.all("column")] for row in special.all("row"))
        if any(read_heading(heading.text).role is Role.ACTS for heading in headings[1:]):
            yield read_participation(headings, rows, notes)
        else:
            yield read_protocols(_special_title(special), headings, rows, notes)
    for territorial in root.all("territorialapplications"):
        heads = [cell for head in territorial.all("thead", "tableheader") for cell in head.all("entry", "title")]
        bodies = [row for row in territorial.all("row") if not set(row.all("entry")) & set(heads)]
        yield read_territories(
            [_cell(cell) for cell in heads], [[_cell(c) for c in row.all("entry", "column")] for row in bodies]
        )


def _special_title(special: Node) -> str:
    """Return the title of a special table: the text before its headings."""
    before = []
    for node in special.walk():
        if node.tag in ("tableheader", "row"):
            break
        before.append(markup.text(node))
    return " ".join(dict.fromkeys(filter(None, before)))


def _cell(node: Node) -> Cell:
    return Cell(markup.text(node), markup.notes(node))


def _sections(root: Node) -> Iterator[ActClaim | StatementClaim]:
    for tag, kind in SECTIONS:
        for section in root.all(tag):
            parts = [node for node in section.walk() if any(_is(child, "participant") for child in node.children)]
            title = " ".join(markup.text(c) for c in section.children if isinstance(c, Node) and c not in parts)
            for part in parts:
                name = next(part.all("participant"))
                rest = Node("part")
                rest.children = [child for child in part.children if child is not name]
                yield from read_part(markup.text(name), markup.lines(rest), kind, title)


def _is(child, tag: str) -> bool:
    return isinstance(child, Node) and child.tag == tag


def _end_notes(root: Node) -> Iterator[EndNote]:
    for block in root.all("endnotes"):
        for position, note in enumerate((child for child in block.children if isinstance(child, Node)), 1):
            number = next((value for value in note.attributes.values() if value and value.isdecimal()), "")
            found = [line for line in markup.lines(note) if line.text or line.notes]
            if not number and found and found[0].notes:
                number = found[0].notes[0]
            texts = [line.text for line in found if line.text]
            if not number and texts and (match := re.match(r"(\d{1,2})[.)]?(?:\s+|$)", texts[0])):
                number, texts[0] = match[1], texts[0][match.end() :]
            yield EndNote(number or str(position), tuple(filter(None, texts)))
