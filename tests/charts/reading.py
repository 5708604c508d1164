"""What the tests of charts share: reading a drawing back."""

import re
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"


def parse(drawing):
    """Return the drawing as a tree; raises if it is not well-formed."""
    return ElementTree.fromstring(drawing)


def by_class(drawing, name):
    """Return the elements that carry a class."""
    return [element for element in parse(drawing).iter() if name in element.get("class", "").split()]


def texts(drawing, name):
    """Return the words of the labels of one kind."""
    return [element.text for element in by_class(drawing, name)]


def tooltip(element):
    """Return an element's tooltip."""
    return element.findtext(f"{SVG}title")


def ids(drawing):
    """Return every id of a drawing."""
    return [element.get("id") for element in parse(drawing).iter() if element.get("id")]


def assert_safe(drawing):
    """Refuse what the site's content security policy would block, and references that lead nowhere."""
    for element in parse(drawing).iter():
        assert element.tag not in {f"{SVG}script", f"{SVG}style", f"{SVG}foreignObject"}
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]
    known = ids(drawing)
    assert len(known) == len(set(known))
    assert set(re.findall(r"url\(#([^)]*)\)", drawing)) <= set(known)
    root = parse(drawing)
    said_by = {root.get("aria-labelledby"), root.get("aria-describedby")} - {None}
    assert said_by <= set(known)
    assert said_by or root.get("aria-hidden") == "true"
