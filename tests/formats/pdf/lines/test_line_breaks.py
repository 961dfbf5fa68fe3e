"""Lines broken as a word processor breaks them: not after a slash, after the hyphen of a range."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.formats.pdf.lines.line_breaks import WORD_BREAKS, remove_word_breaks, with_word_breaks
from congvan.formats.pdf.weasy import weasyprint

PAGE = "<style>@page{size:80pt 200pt;margin:5pt}p{font:10pt 'Liberation Serif';margin:0}</style>"


def texts(box: Any) -> list[str]:
    own = [box.text] if hasattr(box, "text") else []
    return [*own, *(text for child in getattr(box, "children", []) for text in texts(child))]


def lines(paragraph: str, attributes: str = WORD_BREAKS) -> list[str]:
    html = f"<!DOCTYPE html><html{attributes}><head>{PAGE}</head><body><p>{paragraph}</p></body></html>"
    document = weasyprint().HTML(string=with_word_breaks(html)).render()
    remove_word_breaks(document)
    return texts(document.pages[0]._page_box)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aaaaa bbb và/hoặc", ["aaaaa bbb", "và/hoặc"]),
        ("aaaaa 2019-2020 x", ["aaaaa 2019-", "2020 x"]),
        ("aaaaaaaaa Covid-19", ["aaaaaaaaa", "Covid-19"]),
    ],
)
def test_where_a_line_ends(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


def test_nothing_is_done_unless_the_root_asks_for_it() -> None:
    assert lines("aaaaa bbb và/hoặc", "") == ["aaaaa bbb và/", "hoặc"]


def test_attributes_and_the_head_stay_as_they_are() -> None:
    head = f'<html{WORD_BREAKS}><head><title>1/2</title></head><body><p title="1/2">1/2</p></body></html>'
    assert with_word_breaks(head).count("\u2060") == 1


def test_justified_lines_stay_justified() -> None:
    document = f"<!DOCTYPE html><html{WORD_BREAKS}><head>{PAGE}</head><body>"
    document += "<p style='text-align:justify'>a b 1/2 ccc ddd eee fff ggg</p></body></html>"
    laid_out = weasyprint().HTML(string=with_word_breaks(document)).render()

    def boxes(box: Any) -> list[Any]:
        own = [box] if hasattr(box, "pango_layout") else []
        return [*own, *(found for child in getattr(box, "children", []) for found in boxes(child))]

    before = [(box.width, box.justification_spacing) for box in boxes(laid_out.pages[0]._page_box)]
    remove_word_breaks(laid_out)
    after = boxes(laid_out.pages[0]._page_box)
    assert [(box.width, box.justification_spacing) for box in after] == before
    assert not any("\u2060" in box.text for box in after)
