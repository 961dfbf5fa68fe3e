"""The last line of a page may run into the margin by what its style says; in a row that is kept whole it may not."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.formats.pdf import weasy
from congvan.formats.pdf.boxes import descendants

SHEET = (
    "@page{{size:10cm 105pt;margin:0}}body{{margin:0}}"
    "p{{margin:0;font-size:8pt;line-height:20pt;orphans:1;widows:1;{}}}"
)


@pytest.mark.parametrize(
    ("style", "lines"),
    [
        ("", [5, 1]),  # 5 points are left
        ("--below:14pt", [5, 1]),
        ("--below:15pt", [6]),
        ("--below:16pt;--whole:1", [5, 1]),
        ("--below:16pt;padding-bottom:2pt", [5, 1]),
        ("--below:18pt;padding-bottom:2pt", [6]),
        ("--below:16pt;min-height:20pt", [6]),
    ],
)
def test_the_space_below_the_last_line_need_not_be_on_the_page(style: str, lines: list[int]) -> None:
    body = "<p>một<br>hai<br>ba<br>bốn<br>năm<br>sáu"
    document = weasy.weasyprint().HTML(string=f"<style>{SHEET.format(style)}</style>{body}").render()
    boxes = [descendants(page._page_box) for page in document.pages]
    assert [sum(bool((getattr(box, "text", None) or "").strip()) for box in each) for each in boxes] == lines


def test_a_frame_is_begun_anew_at_the_top_of_a_page() -> None:
    joined = "padding-top:6pt;border-top:0 solid;--frame:1;--frame-rule:1pt;--frame-space:3pt"
    body = "<p>một<p>hai<p>ba" + f'<p style="{joined}">bốn' * 2
    document = weasy.weasyprint().HTML(string=f"<style>{SHEET.format('')}</style>{body}").render()
    tops = [
        [
            (box.border_top_width * 0.75, box.padding_top * 0.75)
            for box in descendants(page._page_box)
            if _is_framed(box)
        ]
        for page in document.pages
    ]
    assert tops == [[(0, 6)], [(1, 3)]]


def _is_framed(box: Any) -> bool:
    return box.element_tag == "p" and hasattr(box, "border_top_width") and box.padding_top > 0


def test_a_heading_is_above_rows_that_are_kept_together_for_more_than_a_page() -> None:
    rows = "".join(f"<tr style='break-after:avoid'><td><p>{n}</td></tr>" for n in range(8))
    body = f"<p>trên<table><thead><tr><td><p>đầu</td></tr></thead>{rows}</table>"
    sheet = SHEET.format("") + "table{border-spacing:0}td{padding:0}"
    document = weasy.weasyprint().HTML(string=f"<style>{sheet}</style>{body}").render()
    texts = [
        [box.text for box in descendants(page._page_box) if (getattr(box, "text", None) or "").strip()]
        for page in document.pages
    ]
    assert [each[0] for each in texts[1:]] == ["đầu", "đầu"]
    assert [len(each) for each in texts] == [1, 5, 5]
