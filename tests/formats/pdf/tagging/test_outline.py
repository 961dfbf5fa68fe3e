"""Bookmarks: nested by level, and from how many pages on there are any."""

from __future__ import annotations

import io

import pikepdf
import pytest

from congvan.formats.pdf.objects import PdfObject
from congvan.formats.pdf.tagging.elements import PageHeading
from congvan.formats.pdf.tagging.outline import outline_objects
from tests.acceptance.pdf_judge import pdf_faults
from tests.formats.pdf.tagging.sound import compiled


def test_bookmarks_are_nested_by_level() -> None:
    headings = [PageHeading(level, 0, 100.0, ("x",)) for level in (1, 2, 2, 1)]
    outlines: list[PdfObject] = outline_objects(headings, list("abcd"), 20, [7])
    assert outlines[0].body == b"<</Type/Outlines/First 21 0 R/Last 24 0 R/Count 2>>"
    assert b"/Parent 20 0 R" in outlines[1].body
    assert b"/First 22 0 R/Last 23 0 R/Count -2" in outlines[1].body
    assert [b"/Parent 21 0 R" in item.body for item in outlines[2:4]] == [True, True]
    assert b"/Prev 21 0 R" in outlines[4].body


@pytest.mark.parametrize(("pages", "marked"), [(2, 0), (3, 3)])
def test_a_document_of_three_pages_has_bookmarks(pages: int, marked: int) -> None:
    body = '<h1 data-f>{{ a }}</h1><h2 style="break-before: page">b</h2>' + '<h1 style="break-before: page">c</h1>' * (
        pages - 2
    )
    template = compiled(body)
    for name in ("Một & hai", "Ba"):
        with pikepdf.open(io.BytesIO(template.render({"a": name}))) as pdf:
            with pdf.open_outline() as items:
                titles = [item.title for item in items.root]
                inner = [kid.title for item in items.root for kid in item.children]
            assert titles == ([name, "c"] if marked else [])
            assert inner == (["b"] if marked else [])
        assert pdf_faults(template.render({"a": name})) == []
