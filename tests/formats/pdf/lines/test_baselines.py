"""Lines moved within their height by `--shift`: the text moves, its block and what is placed beside it do not."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.formats.pdf.lines.baselines import shift_baselines
from congvan.formats.pdf.weasy import weasyprint

STYLE = (
    "<style>@page{size:200pt;margin:20pt}p,td{font:10pt 'Liberation Serif';margin:0;padding:0}.s{--shift:3pt}</style>"
)


def boxes(html: str, shifted: bool) -> list[Any]:
    document = weasyprint().HTML(string=f"<!DOCTYPE html>{STYLE}{html}").render()
    if shifted:
        shift_baselines(document)

    def below(box: Any) -> list[Any]:
        box = getattr(box, "_box", box)
        return [box, *(found for child in getattr(box, "children", []) for found in below(child))]

    return below(document.pages[0]._page_box)


def moves(html: str, kind: str) -> list[float]:
    """How far the boxes of a kind move, in points."""
    pairs = zip(boxes(html, False), boxes(html, True), strict=True)
    return [
        round((after.position_y - before.position_y) * 0.75, 3)
        for before, after in pairs
        if type(before).__name__ == kind
    ]


@pytest.mark.parametrize("html", ["<p class=s>một<br>hai</p>", "<table><tr><td class=s>một<br>hai</td></tr></table>"])
def test_lines_move_and_blocks_do_not(html: str) -> None:
    assert set(moves(html, "TextBox")) == set(moves(html, "LineBox")) == {3.0}
    assert set(moves(html, "BlockBox")) == {0.0}


LARGE = "<span style='font-size:20pt;vertical-align:2pt;--drop:2pt{}'>to</span>"


def test_a_text_of_another_size_is_moved_back_to_the_line() -> None:
    assert moves(f"<p class=s>một {LARGE.format('')}</p>", "TextBox") == [3.0, 5.0]
    nested = f"<p class=s><a href=x>một {LARGE.format('').replace('to', '<b>to</b>')}</a></p>"
    assert moves(nested, "TextBox") == [3.0, 5.0]


def test_a_paragraph_without_a_shift_stays() -> None:
    assert moves("<p class=s>một</p><p>hai</p><p style='--shift:0pt'>ba</p>", "TextBox") == [3.0, 0.0, 0.0]


def test_what_stands_at_a_place_of_its_own_stays() -> None:
    placed = "<div style='position:absolute;top:0'>x</div>"
    assert 0.0 in moves(f"<div class=s style='position:relative'>{placed}một</div>", "BlockBox")
    blocks = moves(f"<div class=s style='position:relative'>{placed}một</div>", "BlockBox")
    assert set(blocks) == {0.0}
