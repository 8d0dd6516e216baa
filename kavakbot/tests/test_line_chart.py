"""Line charts: well-formed, within their frame, and labelled so that a reader can tell the lines apart."""

from xml.etree import ElementTree

import pytest

from kavakbot import line_chart

NAMES = {"svg": "http://www.w3.org/2000/svg"}


def drawn(lines):
    return ElementTree.fromstring(line_chart.svg("MiB & more", lines, across="min"))


def test_each_line_is_drawn_inside_the_frame_and_named():
    picture = drawn({"a <worker>": [(0, 0), (60, 374.5)], "web": [(0, 120), (60, 119)]})
    for line in picture.findall("svg:polyline", NAMES):
        for point in line.attrib["points"].split():
            x, y = map(float, point.split(","))
            assert 52 <= x <= 610
            assert 30 <= y <= 270
    words = [text.text for text in picture.findall("svg:text", NAMES)]
    assert {"MiB & more", "a <worker>", "web", "60 min", "400"} <= set(words)


def test_what_goes_across_is_marked_by_short_figures():
    words = [text.text for text in drawn({"one": [(0, 1), (60.1513, 2)]}).findall("svg:text", NAMES)]
    assert {"15", "30", "45", "60 min"} <= set(words)


@pytest.mark.parametrize(
    ("most", "label"), [(374.5, "400"), (0.7, "0.8"), (1, "1"), (25, "40"), (1000, "1000"), (0, "1")]
)
def test_the_scale_ends_at_a_round_number_that_holds_the_highest_point(most, label):
    words = [text.text for text in drawn({"one": [(0, most)]}).findall("svg:text", NAMES)]
    assert label in words
