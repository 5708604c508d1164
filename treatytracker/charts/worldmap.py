"""The world map: each participant's territory, painted by its status.  Geometry: docs/map.md."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import NamedTuple

from .svg import STATUSES, check_status, drawing, fill, number, patterns, tooltip

BOUNDARY_NOTE = (
    "The boundaries, names and designations on this map come from public map data and serve orientation only. "
    "They express no opinion on the legal status of any country, territory, city or area or of its authorities, "
    "or on the course of any frontier or boundary, and imply no endorsement by the United Nations or by anyone "
    "else. Today’s boundaries are drawn for past days too. Territory that is not itself a participant is left "
    "uncoloured. Small States are circles, moved apart where they would overlap."
)

HATCH = 7  # units of the map: about four pixels on a wide screen


class World(NamedTuple):
    """The geometry in world.json, written by tools/make_geometry.py."""

    width: int
    height: int
    paths: dict[str, str]
    circles: dict[str, list[float]]


@cache
def world() -> World:
    """Return the geometry, read once."""
    return World(**json.loads(Path(__file__).with_name("world.json").read_text(encoding="utf-8")))


def undrawn(codes: Iterable[str]) -> list[str]:
    """Return those of the ISO3 codes that have no place on the map, such as the European Union's, in order."""
    return sorted(set(codes) - world().paths.keys() - world().circles.keys())


def world_map(
    fills: Mapping[str, tuple[str, str]],
    *,
    title: str,
    description: str,
    names: Mapping[str, str] | None = None,
    hrefs: Mapping[str, str] | None = None,
    prefix: str = "map",
) -> str:
    """Draw the world with each participant painted by its status.

    ``fills`` maps ISO3 to a status and a label such as "Party since 1 Mar 1999", which becomes the tooltip, after
    the State's name if ``names`` gives one.  Codes without a place on the map are passed over: see ``undrawn``.

    ``hrefs`` makes shapes links for the pointer.  They stay out of the tab order and are hidden from assistive
    technology, for which the page must have a table with the same links: some 200 unordered stops help nobody.

    Raises ValueError for an unknown status.
    """
    names, hrefs = names or {}, hrefs or {}
    groups: dict[str, list[str]] = {status: [] for status in STATUSES}
    for code, (status, _) in sorted(fills.items()):
        groups[check_status(status)].append(code)

    def shape(code: str) -> str:
        status, label = fills[code]
        parts = [part for part in (names.get(code), label) if part]
        inner = tooltip(": ".join(parts))
        if code in world().paths:
            drawn = f'<path class="s-{status}" d="{world().paths[code]}">{inner}</path>'
        else:
            x, y, r = map(number, world().circles[code])
            drawn = f'<circle class="s-{status}" cx="{x}" cy="{y}" r="{r}">{inner}</circle>'
        if code in hrefs:
            return f'<a href="{escape(hrefs[code])}" tabindex="-1">{drawn}</a>'
        return drawn

    def layer(places: Mapping[str, object]) -> str:
        """Return one group a status, of the shapes or, to be painted over them, of the circles."""
        return "".join(
            f"<g{fill(status, prefix)}>{''.join(shape(code) for code in drawn)}</g>"
            for status, codes in groups.items()
            if (drawn := [code for code in codes if code in places])
        )

    rest = "".join(path for code, path in world().paths.items() if code not in fills)
    rest_circles = "".join(
        f'<circle class="s-none" cx="{number(x)}" cy="{number(y)}" r="{number(r)}"/>'
        for code, (x, y, r) in world().circles.items()
        if code not in fills
    )
    hidden = ' aria-hidden="true"' if hrefs else ""
    places = f'<path class="s-none" d="{rest}"/>{layer(world().paths)}{rest_circles}{layer(world().circles)}'
    return drawing(
        patterns([status for status, codes in groups.items() if codes], prefix, HATCH) + f"<g{hidden}>{places}</g>",
        kind="map",
        size=f'viewBox="0 0 {world().width} {world().height}"',
        title=title,
        description=description,
        prefix=prefix,
        # The children of an image must not take the focus, which a link, even out of the tab order, can.
        role="group" if hrefs else "img",
    )
