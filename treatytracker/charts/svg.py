"""What all charts share: escaping, numbers, the frame of a drawing, and the look of a status."""

import re
from collections.abc import Iterable
from html import escape

# In the order in which they are painted and listed.
STATUSES = ("no-action", "signatory", "contracting-state", "party", "former-party")

# Lines on a tile of one unit, and by how many degrees the tile is turned.  These statuses read without colour.
HATCHES = {
    "signatory": ("M0 .5H1", 45),
    "contracting-state": ("M0 .5H1", -45),
    "former-party": ("M0 .5H1M.5 0V1", 45),
}

PREFIX = re.compile(r"[A-Za-z][\w-]*")


def number(value: float) -> str:
    """Return a coordinate with at most one decimal."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def check_status(status: str) -> str:
    """Return the status; raise ValueError if there is none of that name."""
    if status not in STATUSES:
        raise ValueError(f"{status!r} is not a status; use one of {', '.join(STATUSES)}.")
    return status


def tooltip(text: str) -> str:
    """Return a tooltip, or nothing where there is nothing to say."""
    return f"<title>{escape(text)}</title>" if text else ""


def text(x: float, y: float, content: str, *, kind: str, anchor: str = "start") -> str:
    """Return a label whose baseline starts, centres or ends at a point."""
    at = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text class="{kind}" x="{number(x)}" y="{number(y)}"{at}>{escape(content)}</text>'


def patterns(statuses: Iterable[str], prefix: str, size: int) -> str:
    """Return the hatches that the given statuses need, on tiles of ``size`` units."""
    tiles = "".join(
        f'<pattern id="{prefix}-{status}" class="hatch-{status}" width="1" height="1" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate({HATCHES[status][1]}) scale({size})">'
        f'<rect width="1" height="1"/><path d="{HATCHES[status][0]}"/></pattern>'
        for status in STATUSES
        if status in HATCHES and status in statuses
    )
    return f"<defs>{tiles}</defs>" if tiles else ""


def fill(status: str, prefix: str) -> str:
    """Return the attribute that paints a hatched status; the plain ones are painted by the style sheet."""
    return f' fill="url(#{prefix}-{status})"' if status in HATCHES else ""


def drawing(body: str, *, kind: str, size: str, title: str, description: str, prefix: str) -> str:
    """Return an SVG that assistive technology announces by its title and, if there is one, its description.

    ``size`` is the attribute that gives the extent; ``prefix`` makes the ids unique on the page.
    Raises ValueError if the prefix cannot start an id.
    """
    if not PREFIX.fullmatch(prefix):
        raise ValueError(f"{prefix!r} cannot start an id: use letters, digits, - and _, a letter first.")
    head, said_by = f'<title id="{prefix}-title">{escape(title)}</title>', f'aria-labelledby="{prefix}-title"'
    if description:
        head += f'<desc id="{prefix}-desc">{escape(description)}</desc>'
        said_by += f' aria-describedby="{prefix}-desc"'
    return (
        f'<svg class="plot plot-{kind}" {size} role="img" {said_by} xmlns="http://www.w3.org/2000/svg">'
        f"{head}{body}</svg>"
    )
