"""Footnotes stay on the page of their line where a paragraph below it runs over the foot of the page."""

from __future__ import annotations

import pytest

from congvan.formats.pdf import weasy
from congvan.formats.pdf.boxes import descendants

SHEET = (
    "@page{{size:10cm 200pt;margin:0;@footnote{{margin:0}}}}body{{margin:0}}"
    "p{{margin:0;line-height:20pt;orphans:2;widows:2}}"
    ".note{{float:footnote;footnote-policy:{};line-height:40pt}}"
)


@pytest.mark.parametrize(("policy", "page"), [("line", 0), ("auto", 1)])
def test_a_note_leaves_the_page_of_its_line_only_where_its_policy_lets_it(policy: str, page: int) -> None:
    lines = "<p>x" * 5
    body = f"<p>x<span class=note>Chú thích</span>{lines}<p>một<br>hai<br>ba<br>bốn"
    document = weasy.weasyprint().HTML(string=f"<style>{SHEET.format(policy)}</style>{body}").render()
    boxes = [descendants(each._page_box) for each in document.pages]
    texts = ["".join(getattr(box, "text", None) or "" for box in each) for each in boxes]
    assert [n for n, text in enumerate(texts) if "Chú thích" in text] == [page]
