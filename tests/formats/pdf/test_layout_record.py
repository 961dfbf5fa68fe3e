"""The layout record: all of a layout comes back from the cache, and nothing that is no layout does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from congvan.core.fonts.fontconfig import FontRequest
from congvan.formats.pdf.layout_record import (
    VERSION,
    ClippedRow,
    LayoutRecord,
    LineSlot,
    PageRecord,
    from_bytes,
    to_bytes,
)
from congvan.formats.pdf.lines.typeset import BrokenText, FieldBlock, InlineItem, Style
from congvan.formats.pdf.tagging.elements import (
    END,
    ContentMark,
    HeldAnnotation,
    PageHeading,
    StructureElement,
    TwoReadings,
)

BYTES = bytes(range(256))
UNIT = FieldBlock(
    items=(InlineItem(0, -1, "Kính gửi: "), InlineItem(1, 2, "")),
    styles=(Style("F1", 18.5, "vi"), Style("F2", 12.0, "")),
    x=113.386,
    width=566.929,
    indent=37.8,
    align="justify-all",
    align_last="start",
    wraps=False,
    symbols=((0, 1, "☐"),),
)
FULL = LayoutRecord(
    pages=[
        PageRecord(
            b"/MediaBox[0 0 1 1]\xff",
            [
                BYTES,
                ContentMark(1),
                LineSlot(0, 1, b"12.5"),
                TwoReadings(b"\xfe[<01>]TJ", b"", b"/E(\xff)"),
                ContentMark(END),
                b"ET",
            ],
        ),
        PageRecord(b"", []),
    ],
    objects=[(b"/Type/XObject\xfe", BYTES), (b"null", b"")],
    resources=b"/ExtGState 0 0 R\xfd",
    intents=b"[1 0 R]\xfc",
    lang="vi",
    metadata={"author": "Cơ quan mẫu", "title": ""},
    wants={"F1": FontRequest(("Times New Roman", "Tinos"), 700, True), "F2": FontRequest(("Arial",), 400, False)},
    shas={"F1": "a" * 64, "F2": "b" * 64},
    extra={"F1": {812: "ß", 9: "fi"}},
    symbols={"F2": "☐☑"},
    units=[UNIT],
    masks=[(3, 1)],
    breaks={BrokenText("huyện Cao Lộc", UNIT.styles[0], 60.5, 0.0): ("huyện", "Cao Lộc")},
    pinned={4: "huyện Cao Lộc", 11: ""},
    elements=[StructureElement("Document", -1), StructureElement("P", 0, b"/ID(\xff)")],
    annotations=[HeldAnnotation(1, 1, b"/Contents(\xfe)")],
    headings=[PageHeading(1, 0, 700.5, ("Phụ lục ", 3))],
    cut_rows=[ClippedRow(2, 1, 14)],
)
BARE = LayoutRecord([], [], b"", b"", "", {}, {}, {})


def test_every_part_comes_back() -> None:
    assert from_bytes(to_bytes([FULL, BARE])) == [FULL, BARE]
    assert from_bytes(to_bytes([])) == []
    assert {name for name, value in vars(FULL).items() if not value} == {
        "field_elements",
        "typeset",
        "whole_table",
    }


def test_what_comes_back_is_of_its_own_kinds() -> None:
    """Units are keys of what is remembered: a list in one would be none."""
    (made,) = from_bytes(to_bytes([FULL]))
    (unit,) = made.units
    assert hash(unit) == hash(UNIT)
    assert [type(each) for each in (unit, *unit.items, *unit.styles)] == [
        FieldBlock,
        InlineItem,
        InlineItem,
        Style,
        Style,
    ]
    assert [type(each) for page in made.pages for each in page.content] == [
        *(bytes, ContentMark, LineSlot, TwoReadings, ContentMark, bytes)
    ]
    assert made.wants["F1"].families == ("Times New Roman", "Tinos")


def test_letters_are_kept_as_they_are() -> None:
    assert "Cơ quan mẫu" in to_bytes([FULL]).decode()


PLAIN: Any = json.loads(to_bytes([FULL]))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"7",
        b"[]",
        b"\xff\xfe",
        to_bytes([FULL])[:-1],
        b"[" * 100_000,
        json.dumps([VERSION, None]).encode(),
        json.dumps([VERSION, [None]]).encode(),
        json.dumps([VERSION, [{}]]).encode(),
        json.dumps([VERSION - 1, PLAIN[1]]).encode(),
        json.dumps([str(VERSION), PLAIN[1]]).encode(),
        *(
            json.dumps([VERSION, [{**PLAIN[1][0], key: wrong}]]).encode()
            for key, wrong in (
                ("pages", [["", [[0, 0, "", 0]]]]),
                ("pages", [["đ", []]]),
                ("objects", [["", "A"]]),
                ("resources", None),
                ("wants", {"F1": []}),
                ("extra", {"F1": {"x": ""}}),
                ("units", [[]]),
                ("masks", [1]),
                ("pinned", []),
                ("elements", [["P"]]),
                ("headings", [[1]]),
            )
        ),
    ],
)
def test_what_is_no_record_counts_as_missing(data: bytes) -> None:
    assert from_bytes(data) == []
