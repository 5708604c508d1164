"""Reads XML that people upload.  Declared entities, by which a small file grows to gigabytes, are refused.

Expat comes with Python and expands nothing by itself once its entity declarations are refused, so no
further package is needed.
"""

from collections.abc import Callable
from xml.parsers import expat

from editing.depositary.markup import Node

# No page or sheet of ours comes near these; a file made to exhaust the memory or the stack does.
MOST_ELEMENTS = 1_000_000
DEEPEST = 100


class BadXML(ValueError):
    """A document that cannot be read; the message says why."""


def parse(data: bytes, finish: Callable[[Node], None] | None = None) -> Node:
    """Return the tree of a document, names in lower case and without their prefixes.

    ``finish`` is called with each element when it ends.  Raise BadXML.
    """
    root = Node("root")
    opened = [root]
    seen = 0

    def start(tag, attributes):
        nonlocal seen
        seen += 1
        if seen > MOST_ELEMENTS or len(opened) > DEEPEST:
            raise BadXML("It has more elements than can be read, or they are nested too deeply.")
        node = Node(_local(tag), {_local(name): value for name, value in attributes.items()})
        opened[-1].children.append(node)
        opened.append(node)

    def end(_tag):
        node = opened.pop()
        if finish:
            finish(node)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse_entities
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda words: opened[-1].children.append(words)
    try:
        parser.Parse(data, True)
    except BadXML:
        raise
    except (expat.ExpatError, LookupError, ValueError) as error:  # ValueError: an encoding that is none
        raise BadXML(f"It is not well-formed XML, or not complete: {error}.") from None
    return root


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _refuse_entities(*_declaration):
    raise BadXML("It declares entities, which are refused.")
