"""The share bar and the samples for a legend."""

import pytest

from treatytracker.charts import share_bar, swatch
from treatytracker.charts.svg import STATUSES

from .reading import assert_safe, by_class, parse


def widths(drawing):
    return [
        (bar.get("class"), bar.get("x"), bar.get("width"))
        for bar in parse(drawing).iter()
        if bar.get("class", "").startswith("s-")
    ]


def test_parts_stand_side_by_side():
    drawing = share_bar([("party", 99), ("signatory", 33)], 198, title="99 parties of 198")
    assert widths(drawing) == [("s-party", "0%", "50%"), ("s-signatory", "50%", "16.7%")]
    assert_safe(drawing)


def test_what_is_nought_is_not_drawn():
    assert widths(share_bar([("party", 0)], 198, title="none")) == []


def test_an_empty_whole_is_an_empty_bar():
    drawing = share_bar([("party", 0)], 0, title="no participants yet")
    assert by_class(drawing, "track")
    assert_safe(drawing)


@pytest.mark.parametrize("parts", [[("party", 199)], [("party", 100), ("signatory", 99)], [("party", -1)]])
def test_parts_that_do_not_fit_are_refused(parts):
    with pytest.raises(ValueError, match="do not fit into a total of 198"):
        share_bar(parts, 198, title="too many")


def test_a_bar_without_description_refers_to_none():
    assert parse(share_bar([], 1, title="x")).get("aria-describedby") is None


@pytest.mark.parametrize("status", [*STATUSES, "none"])
def test_a_sample_looks_like_its_status_and_is_silent(status):
    drawing = swatch(status)
    assert by_class(drawing, f"s-{status}")
    assert parse(drawing).get("aria-hidden") == "true"
    assert_safe(drawing)


def test_an_unknown_sample_is_refused():
    with pytest.raises(ValueError, match="not a status"):
        swatch("bound")
