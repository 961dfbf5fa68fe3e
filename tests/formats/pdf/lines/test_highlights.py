"""The colour behind text: as high as its line, where the line is."""

from __future__ import annotations

from typing import Any

from congvan.formats.pdf.lines.baselines import shift_baselines
from congvan.formats.pdf.lines.highlights import colour_lines
from congvan.formats.pdf.weasy import weasyprint

STYLE = (
    "<style>@page{size:200pt;margin:20pt}body{margin:0}p{font:10pt/20pt 'Liberation Serif';margin:0;--shift:3pt}"
    "b{font-weight:normal;background:#ff0;--highlight:12pt}.w b{--whole-line:1pt}</style>"
)


def coloured(html: str) -> list[tuple[float, float]]:
    """The tops and heights of the colours behind texts, in points from the first line's top."""
    document = weasyprint().HTML(string=f"<!DOCTYPE html>{STYLE}{html}").render()
    shift_baselines(document)
    colour_lines(document, STYLE)
    found: list[Any] = [box for box in document.pages[0]._page_box.descendants() if box.element_tag == "b"]
    areas = [box.background.layers[0].painting_area for box in found if box.background]
    return [(round(top * 0.75 - 20, 1), round(height * 0.75, 1)) for _left, top, _width, height in areas]


def test_the_colour_is_as_high_as_a_line_of_the_face() -> None:
    """It moves with the baseline, and ends where the face's line does."""
    (first, second) = coloured("<p><b>một<br>hai</b></p>")
    assert first[1] == second[1] == 12.0
    assert second[0] - first[0] == 20.0
    assert coloured("<p style='--shift:5pt'><b>một</b></p>")[0][0] == round(first[0] + 2, 1)


def test_a_line_of_nothing_else_is_coloured_as_a_whole() -> None:
    assert coloured("<p class=w><b>một<br>hai</b></p>") == [(0.0, 20.0), (20.0, 20.0)]
    assert [height for _top, height in coloured("<p class=w><b>một</b> hai</p>")] == [12.0]
    assert [height for _top, height in coloured("<p class=w><i><b>một</b> hai</i></p>")] == [12.0]


def test_other_colours_stay() -> None:
    plain = coloured("<p><b style='--highlight:initial'>một</b></p>")
    assert [height for _top, height in plain] == [10.0]
