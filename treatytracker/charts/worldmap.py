"""The world map: each participant's territory, painted by its status.  Geometry: docs/map.md."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .svg import STATUSES, check_status, drawing, fill, number, patterns

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


def world_map(statuses: Mapping[str, str], *, title: str, description: str, prefix: str = "map") -> str:
    """Draw the world with each participant, by its ISO3, painted by its status.

    Codes without a place on the map are passed over: see ``undrawn``.  Raises ValueError for an unknown status.
    """
    groups: dict[str, list[str]] = {status: [] for status in STATUSES}
    for code, status in sorted(statuses.items()):
        groups[check_status(status)].append(code)

    def layer(places: Mapping[str, object]) -> str:
        """Return one group a status, of the shapes or, to be painted over them, of the circles."""
        return "".join(
            f"<g{fill(status, prefix)}>{''.join(shape(code, status) for code in drawn)}</g>"
            for status, codes in groups.items()
            if (drawn := [code for code in codes if code in places])
        )

    rest = "".join(path for code, path in world().paths.items() if code not in statuses)
    rest_circles = "".join(shape(code, "none") for code in world().circles if code not in statuses)
    places = f'<path class="s-none" d="{rest}"/>{layer(world().paths)}{rest_circles}{layer(world().circles)}'
    return drawing(
        patterns([status for status, codes in groups.items() if codes], prefix, HATCH) + f"<g>{places}</g>",
        kind="map",
        size=f'viewBox="0 0 {world().width} {world().height}"',
        title=title,
        description=description,
        prefix=prefix,
    )


def shape(code: str, status: str) -> str:
    """Return a participant's territory: its outline, or a circle where that would be too small to see."""
    if code in world().paths:
        return f'<path class="s-{status}" d="{world().paths[code]}"/>'
    x, y, r = map(number, world().circles[code])
    return f'<circle class="s-{status}" cx="{x}" cy="{y}" r="{r}"/>'
