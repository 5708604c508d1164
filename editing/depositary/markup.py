"""A forgiving reader of the depositary's HTML: a tree, and text with footnote marks kept apart.

The standard library's parser is enough: the pages are found by id, and what is malformed in them
(``</n>``, ``<Column>`` never closed, a ``<p>`` in a ``<p>``, ``<text>`` closed twice) is malformed always
in the same ways.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source wbr".split())
# An end tag closes what is open inside it, but never breaks out of the cell or block that it stands in.
CONTAINERS = frozenset("html body table tbody thead tr td th div".split())
CELLS = frozenset(("tr", "td", "th"))
# A row or cell that is not closed ends where the next one begins.
CLOSED_BY_NEXT = {"tr": {"tr", "td", "th"}, "td": {"td", "th"}, "th": {"td", "th"}, "p": {"p"}, "li": {"li"}}
SUPERSCRIPTS = ("sup", "superscript")
BREAKS = frozenset("br p div tr table li center h1 h2 h3 h4 text para".split())
UNREAD = frozenset(("script", "style"))
# The depositary nests 25 deep.  What is deeper is read as if it stood beside.
DEEPEST = 100


class Node:
    """An element: its tag and attributes in lower case, and its children, elements or text."""

    __slots__ = ("attributes", "children", "tag")

    def __init__(self, tag: str, attributes=()):
        self.tag = tag
        self.attributes = dict(attributes)
        self.children: list[Node | str] = []

    @property
    def id(self) -> str:
        return self.attributes.get("id") or ""

    def walk(self) -> Iterator["Node"]:
        """Yield the elements inside, in the order of the document."""
        stack = [child for child in reversed(self.children) if isinstance(child, Node)]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(child for child in reversed(node.children) if isinstance(child, Node))

    def all(self, *tags: str) -> Iterator["Node"]:
        return (node for node in self.walk() if node.tag in tags)

    def with_id(self, pattern: str) -> Iterator["Node"]:
        """Yield the elements whose id ends as the pattern says."""
        ending = re.compile(f"(?:.*_)?(?:{pattern})$")
        return (node for node in self.walk() if node.id and ending.match(node.id))

    def first(self, pattern: str) -> "Node | None":
        return next(self.with_id(pattern), None)

    def rows(self) -> list[list["Node"]]:
        """Return the cells of a table's rows; tables inside its cells are not looked into."""
        found, stack = [], list(reversed(self.children))
        while stack:
            node = stack.pop()
            if not isinstance(node, Node) or node.tag == "table":
                continue
            if node.tag == "tr":
                found.append([cell for cell in node.children if isinstance(cell, Node) and cell.tag in ("td", "th")])
            else:
                stack.extend(reversed(node.children))
        return found


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Node("root")
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        self._close_what_ends_here(tag)
        node = Node(tag, attrs)
        self.open[-1].children.append(node)
        if tag not in VOID and len(self.open) < DEEPEST:
            self.open.append(node)

    def handle_startendtag(self, tag, attrs):
        self._close_what_ends_here(tag)
        self.open[-1].children.append(Node(tag, attrs))

    def handle_endtag(self, tag):
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag == tag:
                del self.open[depth:]
                return
            if self.open[depth].tag in CONTAINERS and tag not in CONTAINERS:
                return

    def handle_data(self, data):
        if self.open[-1].tag not in UNREAD:
            self.open[-1].children.append(data)

    def parse_marked_section(self, i, report=1):
        """Read ``<![…`` to the next ``>``, as browsers do: Python's own reading of it can fail."""
        return self.parse_bogus_comment(i, report)

    def _close_what_ends_here(self, tag):
        ended = CLOSED_BY_NEXT.get(tag, ())
        # A row or cell looks for its forerunner up to the table, a paragraph up to the cell or block.
        bounds = CONTAINERS - CELLS if tag in CELLS else CONTAINERS
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag in ended:
                del self.open[depth:]
            elif self.open[depth].tag in bounds:
                return


def parse(html: str) -> Node:
    """Return the tree of a page or of a fragment; any text can be parsed."""
    builder = _Builder()
    builder.feed(_without_open_end(html))
    builder.close()
    return builder.root


def _without_open_end(html: str) -> str:
    """Cut off a comment or a tag that never ends: Python's parser would look for the end of each again and again."""
    ended = html.rfind("-->")
    comment = html.find("<!--", ended + 1)
    html = html if comment < 0 else html[:comment]
    tag = re.search("<[a-zA-Z/!?]", html[html.rfind(">") + 1 :])
    return html[: html.rfind(">") + 1 + tag.start()] if tag else html


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, the numbers of the footnotes called in it, and whether all of it is in italics."""

    text: str
    notes: tuple[str, ...] = ()
    italic: bool = False


def lines(node: Node) -> list[Line]:
    """Return the lines of an element that have text.  Hidden paragraphs are left out."""
    writer = _Writer()
    writer.write(node, italic=False)
    writer.end_line()
    return writer.lines


def text(node: Node | None) -> str:
    """Return the element's text on one line, without footnote marks."""
    return " ".join(line.text for line in lines(node) if line.text) if node else ""


def notes(node: Node) -> tuple[str, ...]:
    """Return the numbers of the footnotes called in an element."""
    return tuple(number for line in lines(node) for number in line.notes)


class _Writer:
    def __init__(self):
        self.lines: list[Line] = []
        self._start()

    def _start(self):
        self._parts: list[str] = []
        self._notes: list[str] = []
        self._upright = False

    def write(self, node: Node, *, italic: bool) -> None:
        if "invisible" in (node.attributes.get("class") or ""):
            return
        for child in node.children:
            if isinstance(child, str):
                self._parts.append(child)
                self._upright = self._upright or (not italic and bool(child.strip()))
            elif child.tag in SUPERSCRIPTS:
                # A mark is a number in a superscript; digits beside a name are never taken for one.
                self._notes += re.findall(r"\d+", "".join(_texts(child)))
            else:
                self._break(child)
                self.write(child, italic=italic or child.tag in ("i", "em"))
                self._break(child)

    def _break(self, child):
        if child.tag in BREAKS:
            self.end_line()

    def end_line(self) -> None:
        words = squeeze("".join(self._parts))
        if words or self._notes:
            self.lines.append(Line(words, tuple(self._notes), bool(words) and not self._upright))
        self._start()


def _texts(node: Node) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _texts(child)


def squeeze(words: str) -> str:
    """Return the words with single spaces; the pages pad with tabs and no-break spaces."""
    return " ".join(words.split())
