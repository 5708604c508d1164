"""The world map: who is on it, how each is painted, and what it weighs."""

import csv
import gzip
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatytracker.charts import BOUNDARY_NOTE, undrawn, world_map
from treatytracker.charts.svg import STATUSES
from treatytracker.charts.worldmap import world

from .reading import SVG, assert_safe, by_class, ids, parse

ROOT = Path(__file__).resolve().parents[2]
WORDS = {"title": "Mine Ban Convention", "description": "Status of each State on 1 March 1999."}

with (ROOT / "data" / "parties.csv").open(encoding="utf-8", newline="") as lines:
    NAMES = {row["iso3"]: row["name"] for row in csv.DictReader(lines)}


def all_with(status):
    return dict.fromkeys(NAMES, status)


def shapes(drawing, status):
    return by_class(drawing, f"s-{status}")


def test_every_participant_but_the_european_union_has_a_place():
    assert undrawn(NAMES) == ["EUE"]


def test_every_place_is_painted_once():
    drawn = shapes(world_map(all_with("party"), **WORDS), "party")
    outlines = [shape.get("d") for shape in drawn if shape.get("d")]
    assert sorted(outlines) == sorted(world().paths[code] for code in NAMES if code in world().paths)
    assert len(drawn) == len(NAMES) - 1


def test_every_place_is_on_the_sheet():
    width, height, paths, circles = world()
    for code, data in paths.items():
        starts = [(int(x), int(y)) for x, y in re.findall(r"M(-?\d+) (-?\d+)l", data)]
        assert starts, code
        assert all(0 < x < width and 0 < y < height for x, y in starts), code
    for code, (x, y, radius) in circles.items():
        assert radius < x < width - radius, code
        assert radius < y < height - radius, code


def test_no_line_runs_across_the_sheet():
    """The antimeridian must not tear a State apart."""
    for code, data in world().paths.items():
        for steps in re.findall(r"l([^z]*)z", data):
            across = [int(number) for number in re.findall(r"-?\d+", steps)[::2]]
            assert max(map(abs, across)) < world().width / 10, code


def test_circles_do_not_cover_one_another():
    places = sorted(world().circles.items())
    for i, (one, (x1, y1, r1)) in enumerate(places):
        for other, (x2, y2, r2) in places[i + 1 :]:
            assert (x1 - x2) ** 2 + (y1 - y2) ** 2 > (r1 + r2 - 0.5) ** 2, (one, other)


@pytest.mark.parametrize(
    ("west", "east"),
    [("USA", "FRA"), ("FRA", "CHN"), ("CHN", "JPN"), ("COK", "USA"), ("AUS", "FJI"), ("FJI", "WSM")],
)
def test_places_lie_from_west_to_east(west, east):
    def x(code):
        return world().circles[code][0] if code in world().circles else int(world().paths[code][1:].split()[0])

    assert x(west) < x(east)


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_has_its_class(status):
    drawing = world_map({"FRA": status, "TUV": status}, **WORDS)
    assert [shape.tag for shape in shapes(drawing, status)] == [f"{SVG}path", f"{SVG}circle"]
    assert_safe(drawing)


@pytest.mark.parametrize(
    ("status", "hatched"),
    [
        ("no-action", False),
        ("signatory", True),
        ("contracting-state", True),
        ("party", False),
        ("former-party", True),
    ],
)
def test_what_is_neither_party_nor_untouched_is_hatched(status, hatched):
    drawing = world_map({"FRA": status}, **WORDS)
    assert (f'<g fill="url(#map-{status})">' in drawing) == hatched
    assert bool(by_class(drawing, f"hatch-{status}")) == hatched


def test_territory_without_a_participant_is_nobodys():
    drawing = world_map(all_with("party"), **WORDS)
    (rest,) = shapes(drawing, "none")
    for code in ("ESH", "TWN", "XKX", "GRL", "SOL"):
        assert world().paths[code] in rest.get("d")


def test_participants_that_are_not_given_are_left_uncoloured():
    drawing = world_map({}, **WORDS)
    assert len(shapes(drawing, "none")) == 1 + len(world().circles)
    assert not shapes(drawing, "party")


def test_codes_without_a_place_are_passed_over():
    assert world_map({"EUE": "party", "YUG": "signatory"}, **WORDS).count("s-party") == 0
    assert undrawn(["YUG", "FRA", "EUE"]) == ["EUE", "YUG"]


def test_an_unknown_status_is_refused():
    with pytest.raises(ValueError, match="'bound' is not a status; use one of no-action, signatory"):
        world_map({"FRA": "bound"}, **WORDS)


def test_it_is_one_image_with_a_name():
    root = parse(world_map(all_with("party"), **WORDS))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == WORDS["title"]
    assert root.findtext(f"{SVG}desc") == WORDS["description"]


def test_two_maps_can_stand_on_one_page():
    statuses = {"FRA": "signatory"}
    one, other = (world_map(statuses, prefix=prefix, **WORDS) for prefix in ("before", "after"))
    assert not set(ids(one)) & set(ids(other))


@pytest.mark.parametrize("prefix", ["", "1st", "a b", 'x"'])
def test_a_prefix_that_cannot_start_an_id_is_refused(prefix):
    with pytest.raises(ValueError, match="cannot start an id"):
        world_map({}, prefix=prefix, **WORDS)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")))
def test_text_is_escaped(words):
    drawing = world_map({"FRA": "party"}, title=words, description=words)
    assert (parse(drawing).findtext(f"{SVG}desc") or "") == words
    assert parse(drawing).findtext(f"{SVG}title") == words
    assert_safe(drawing)


def test_the_same_facts_give_the_same_bytes():
    statuses = all_with("party") | {"FRA": "signatory"}
    assert world_map(statuses, **WORDS) == world_map(dict(reversed(statuses.items())), **WORDS)


def test_it_leaves_room_for_the_page():
    """An instrument's page may weigh 40 KB compressed in all."""
    statuses = {code: STATUSES[i % 5] for i, code in enumerate(sorted(NAMES))}
    assert len(gzip.compress(world_map(statuses, **WORDS).encode())) < 10_000


def test_the_note_is_independent_and_says_what_is_drawn():
    assert "no opinion" in BOUNDARY_NOTE
    assert "Small States are circles" in BOUNDARY_NOTE
