"""Links of cells and documents that lead elsewhere than their text says."""

from __future__ import annotations

import pytest

from congvan.grids.links import DocumentLinks, leads_elsewhere


@pytest.mark.parametrize(
    ("text", "target", "other"),
    [
        ("a@mau.vn", "mailto:A@mau.vn?subject=x", ""),
        ("a@mau.vn", "mailto:b@mau.vn", "b@mau.vn"),
        ("a@mau.vn", "http://mau.vn", "http://mau.vn"),
        ("0912 345 678", "tel:+84912345678", ""),
        ("0912345678", "tel:0987654321", "0987654321"),
        ("www.mau.vn", "https://mau.vn/", ""),
        ("xem tại đây", "https://mau.vn/", "https://mau.vn/"),
        ("3", "#Sheet2!A1", ""),
    ],
)
def test_where_a_link_leads_is_told_where_its_text_says_something_else(text: str, target: str, other: str) -> None:
    assert leads_elsewhere(text, target) == other


def test_the_link_of_a_field_is_followed_like_any_other() -> None:
    links = DocumentLinks(dict)
    links.start("instrText", {})
    links.add(' HYPERLINK "mailto:b@mau.vn" ')
    links.is_instruction = False
    links.start("fldChar", {"w:fldCharType": "separate"})
    links.add("a@mau.vn")
    assert links.start("fldChar", {"w:fldCharType": "end"}) == "b@mau.vn"
