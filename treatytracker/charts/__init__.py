"""Charts and the world map, drawn as SVG: pure functions of what they are given, without query or clock.

Colours and type are in static/css/charts.css; the map's source, terms and limits are in docs/map.md.
"""

from .bars import share_bar, swatch
from .curve import curve
from .timeline import Row, Segment, Tick, timeline
from .worldmap import BOUNDARY_NOTE, undrawn, world_map

__all__ = [
    "BOUNDARY_NOTE",
    "Row",
    "Segment",
    "Tick",
    "curve",
    "share_bar",
    "swatch",
    "timeline",
    "undrawn",
    "world_map",
]
