"""The writer, over a layout made by hand: each line stands where the layout says, each reference leads where it did."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Mapping
from typing import Any

import pikepdf
import pytest

from congvan.formats.pdf.layout_record import LineSlot
from congvan.formats.pdf.lines.typeset import BLANK, InlineItem
from congvan.formats.pdf.objects import PRODUCER, xmp
from congvan.formats.pdf.pack import PackDocument, _media_box, _VaryingStretch, bind
from congvan.formats.pdf.readings import LineField
from congvan.formats.pdf.writer import PreparedLayout, SingleWriter
from tests.formats.pdf_grid import PROFILE, form, unit
from tests.formats.pdf_samples import streams

LONG = b"".join(b"%d 0 0 rg\n" % n for n in range(80))  # more than what is written again with the fields
UNITS = [unit(), unit(InlineItem(1, 1, ""), x=20.0), unit(InlineItem(0, 2, ""), InlineItem(1, 1, ""), x=30.0)]
MASKS = [(1, 1), (2,), (3,)]
PAGES: list[list[bytes | LineSlot]] = [
    [
        LONG,
        b"BT\n",
        LineSlot(0, 0, b"40"),
        LineSlot(0, 1, b"55.5"),
        b"ET\n1 w\nBT\n",
        LineSlot(1, 0, b"80"),
        b"ET\n",
        LONG,
    ],
    [b"q\nBT\n", LineSlot(2, 0, b"10"), LineSlot(1, 0, b"10"), LineSlot(1, 0, b"30"), b"ET\nQ\n"],
]
VALUES = ("aaa bbb ccc ddd", "b", "ab ")
#: (font, place, letters) of each line on each page
TOLD = [
    [("/R", 100, "4E+1", "aaa bbb ccc"), ("/R", 100, "55.5", "ddd"), ("/B", 20, "8E+1", "b")],
    [("/R", 30, "1E+1", "ab "), ("/B", 45, "1E+1", "b"), ("/B", 20, "1E+1", "b"), ("/B", 20, "3E+1", "b")],
]


def told(data: bytes) -> list[list[tuple[str, float, str, str]]]:
    pages = []
    for page in streams(data):
        shown = [operator for operator in page if isinstance(operator[1], tuple)]
        for _font, matrix, _operand in shown:
            assert [str(value) for value in matrix[:4]] == ["1", "0", "0", "-1"]
        pages.append(
            [
                (font[0], float(matrix[4]), str(matrix[5].normalize()), "".join(b.decode("utf-16-be") for b in operand))
                for font, matrix, operand in shown
            ]
        )
    return pages


def file(made: PreparedLayout, *values: str, title: str = "x") -> bytes:
    lines = made.typeset(values)
    assert lines is not None
    return SingleWriter(made, made.reading(lines.said)).file(lines.operators, title)


class Template:
    """In place of a compiled template: always this layout."""

    def __init__(self, made: PreparedLayout) -> None:
        self.made = made

    def split(self, values: tuple[str, ...]) -> tuple[str, ...]:
        return values

    def prepared(self, values: tuple[str, ...], tagged: bool = False) -> Any:
        return self.made, self.made.typeset(values)


def pack(*records: tuple[str, ...], made: PreparedLayout, **more: Any) -> bytes:
    template: Any = Template(made)
    parts: Any = [PackDocument(template, values, f"Số {n}", "") for n, values in enumerate(records)]
    return bind(parts, title="x", **more)


def test_every_line_stands_where_the_layout_says_alone_and_in_a_pack() -> None:
    made = form(UNITS, MASKS, *PAGES)
    other = ("x x x x x x y", "&lt;", "")
    assert told(file(made, *VALUES)) == TOLD
    assert told(pack(VALUES, VALUES, made=made)) == [*TOLD, *TOLD]
    assert made.typeset(other) is None  # nothing stands in the first box of the third unit
    other = ("x x x x x x y", "&lt;", "q")
    alone = file(made, *other)
    assert told(alone)[0][0] == ("/R", 100, "4E+1", "x x x x x x")
    assert told(alone)[1][0] == ("/R", 30, "1E+1", "q")
    assert told(pack(other, VALUES, made=made)) == [*told(alone), *TOLD]


def test_what_is_fixed_is_painted_around_the_lines() -> None:
    made = form(UNITS, MASKS, *PAGES)
    with pikepdf.open(io.BytesIO(file(made, *VALUES))) as pdf:
        one, two = pdf.pages
        contents = [[part.read_bytes() for part in page.obj.Contents] for page in (one, two)]
    assert [parts[0].startswith(LONG + b"BT\n/R 10 Tf 1 0 0 -1 0 40 Tm\n") for parts in contents] == [True, False]
    assert contents[0][-1].endswith(b"ET\n" + LONG)
    joined = b"".join(contents[0])
    assert joined.index(b"1 w") > joined.index(b"0 -15.5 Td")
    assert joined.count(LONG) == 2
    assert b"".join(contents[1]).startswith(b"q\nBT\n")
    assert b"".join(contents[1]).endswith(b"ET\nQ\n")
    assert b"0 -20 Td" in b"".join(contents[1])


def test_blank_lines_are_left_out() -> None:
    made = form([unit(), unit()], [(1 | BLANK,), (1,)], [b"BT\n", LineSlot(0, 0, b"5"), LineSlot(1, 0, b"9"), b"ET\n"])
    assert made.typeset(("a",)) is None
    made = form(
        [unit(), unit(InlineItem(0, 1, ""))],
        [(1 | BLANK,), (1,)],
        [b"BT\n", LineSlot(0, 0, b"5"), LineSlot(1, 0, b"9"), b"ET\n"],
    )
    assert told(file(made, "\u00a0", "a")) == [[("/R", 100, "9", "a")]]


def references(page: Any) -> dict[str, Any]:
    """What a page and its resources lead to."""
    names = page.Resources.Properties
    return {
        "profile": names.P.Profile.read_raw_bytes(),
        "plain": names.Q.read_bytes(),
        "its": names.Q.Plain.objgen == names.Q.objgen,
        "own": page.Own.objgen == names.P.objgen,
        "fonts": sorted(page.Resources.Font.keys()),
        "glyphs": [page.Resources.Font[name].Inner.read_bytes() for name in ("/R", "/B")],
        "kinds": [str(page.Resources.Font[name].Type) for name in ("/R", "/B")],
    }


def test_references_lead_where_they_led_in_the_layout() -> None:
    made = form(UNITS, MASKS, *PAGES)
    for data, pages in ((file(made, *VALUES), 2), (pack(VALUES, VALUES, made=made), 4)):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert pdf.check_pdf_syntax() == []
            assert len(pdf.pages) == pages
            for n, page in enumerate(pdf.pages):
                assert references(page.obj) == {
                    "profile": PROFILE,
                    "plain": b"stream",
                    "its": True,
                    "own": True,
                    "fonts": ["/B", "/R"],
                    "glyphs": [b"glyphs", b"glyphs"],
                    "kinds": ["/Font", "/Font"],
                }
                assert [int(value) for value in page.MediaBox] == [0, 0, 200 + n % 2, 300]
            (intent,) = pdf.Root.OutputIntents
            assert intent.DestOutputProfile.read_raw_bytes() == PROFILE
            assert str(pdf.Root.Lang) == "vi"
            assert sum(data.count(part) for part in (PROFILE,)) == 1  # once, whoever names it


def test_two_layouts_in_a_pack_share_what_names_nothing_else() -> None:
    one, two = form(UNITS, MASKS, *PAGES), form(UNITS, MASKS, PAGES[0], resources=b"/Properties<</P 0 0 R/Q 2 0 R>>")
    parts: Any = [PackDocument(Template(made), VALUES, "", "") for made in (one, two, one)]
    data = bind(parts, title="x")
    assert data.count(PROFILE) == 1
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert {page.obj.Resources.Properties.P.Profile.objgen for page in pdf.pages if "/Own" in page.obj} == {
            pdf.Root.OutputIntents[0].DestOutputProfile.objgen
        }
        shared = [page.obj.Resources.Properties.Q.objgen for page in pdf.pages if "/Own" in page.obj]
        assert len(set(shared)) == 2  # it names an object of its layout
    assert told(data) == [*TOLD, TOLD[0], [], *TOLD]


def test_a_value_that_the_layout_holds_fast_may_not_change() -> None:
    made = form([unit()], [(1,)], [b"BT\n", LineSlot(0, 0, b"5"), b"ET\n"], pinned={1: "p"})
    assert made.typeset(("a", "p")) is not None
    assert made.typeset(("b", "q")) is None
    assert made.typeset(("b", "p")) is not None
    assert made.typeset(("aaa bbb ccc ddd", "p")) is None  # a line more
    found = made.typeset(("c", "p"))
    assert found is not None
    assert b"\0c" in found.operators[0][0]


@pytest.mark.parametrize("title", ["", "T <1>", "Tập 1"])
def test_a_file_says_its_title_and_the_metadata_of_its_layout(title: str) -> None:
    with pikepdf.open(io.BytesIO(file(form(UNITS, MASKS, *PAGES), *VALUES, title=title))) as pdf:
        info = {name: str(value) for name, value in pdf.docinfo.items()}
        packet = pdf.Root.Metadata.read_bytes()
    metadata = {"author": "Cơ quan", "subject": "A & B", "keywords": "k"}
    assert packet == xmp(title, metadata)
    named = {"/Title": title} if title else {}
    assert info == {**named, "/Author": "Cơ quan", "/Subject": "A & B", "/Keywords": "k", "/Producer": PRODUCER}


@pytest.mark.parametrize("changed", [{"metadata": {}}, {"lang": "en"}, {"resources": b""}, {"intents": b""}])
def test_a_file_is_named_by_all_that_is_in_it(changed: Mapping[str, Any]) -> None:
    def name(made: PreparedLayout, *values: str, title: str = "x") -> bytes:
        with pikepdf.open(io.BytesIO(file(made, *values, title=title))) as pdf:
            first, second = pdf.trailer.ID
            assert bytes(first) == bytes(second)
            assert len(bytes(first)) == 16
            return bytes(first)

    plain = form(UNITS, MASKS, *PAGES)
    names = {name(plain, *VALUES), name(plain, "a", "b", "c") if plain.typeset(("a", "b", "c")) else b"", b""}
    names |= {name(plain, *VALUES, title="y"), name(form(UNITS, MASKS, *PAGES, **changed), *VALUES)}
    assert len(names) == 4
    assert file(plain, *VALUES) == file(form(UNITS, MASKS, *PAGES), *VALUES)


def test_a_stretch_says_every_record_whole_in_a_few_pieces() -> None:
    """What stays the same comes to be a stream of its own, the very same bytes for one record after another."""
    chance = random.Random(1)
    parts = tuple(part for n in range(12) for part in (LineField(n, 0), b"%d " % n * 100))
    stretch = _VaryingStretch(parts)
    said = [b"0"] * 12
    known: set[bytes] = set()
    written = 0
    for _ in range(200):
        changed = chance.randrange(12)
        said[changed] = b"%d" % chance.randrange(10**6)
        pieces = stretch.split([(text,) for text in said])
        whole = b"".join(part if isinstance(part, bytes) else said[part.unit] for part in parts)
        assert b"".join(pieces) == whole
        assert len(pieces) <= 6
        written += sum(len(piece) for piece in pieces if piece not in known)
        known.update(pieces)
    assert len(pieces) == 6
    assert written < 200 * len(whole) * 0.8


def test_a_short_beginning_is_no_stream_of_its_own() -> None:
    for length, pieces in ((239, 1), (240, 2)):
        stretch = _VaryingStretch((b"x" * length, LineField(0, 0)))
        assert len(stretch.split([(b"a",)])) == 1
        assert len(stretch.split([(b"b",)])) == pieces
        assert stretch.split([(b"c",)])[-1][-1:] == b"c"


def test_the_size_of_a_page_is_found_among_its_entries() -> None:
    assert _media_box(b"/Annots[1 0 R]/MediaBox [0 0 1 2]/TrimBox[3]") == b"[0 0 1 2]"


def test_equal_streams_in_a_pack_are_one_object() -> None:
    made = form([unit()], [(1,)], [b"BT\n", LineSlot(0, 0, b"5"), b"ET\n"])
    records = [(letter,) for letter in "abacaba"]
    data = pack(*records, made=made, duplex=False)
    assert [page[0][-1] for page in told(data)] == list("abacaba")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        numbers = [tuple(part.objgen for part in page.obj.Contents) for page in pdf.pages]
        assert str(pdf.Root.Outlines.Type) == "/Outlines"
    assert len(set(numbers)) == 3
    assert numbers[0] == numbers[2] == numbers[4] == numbers[6]


@pytest.mark.parametrize("count", [1, 3])
def test_a_pack_says_its_title_and_where_each_document_begins(count: int) -> None:
    made = form(UNITS, MASKS, *PAGES)
    data = pack(*[VALUES] * count, made=made, lang="en")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.Root.Metadata.read_bytes() == xmp("x", {})
        assert {name: str(value) for name, value in pdf.docinfo.items()} == {"/Title": "x", "/Producer": PRODUCER}
        assert str(pdf.Root.Lang) == "en"
        with pdf.open_outline() as outline:
            places = [(item.title, pdf.pages.index(pikepdf.Page(item.destination[0]))) for item in outline.root]
        assert places == [(f"Số {n}", 2 * n) for n in range(count)]
        items = [pdf.Root.Outlines.First]
        while "/Next" in items[-1]:
            items.append(items[-1].Next)
        assert [item.get("/Prev", pdf.Root.Outlines).objgen for item in items[1:]] == [i.objgen for i in items[:-1]]
        assert int(pdf.Root.Outlines.Count) == len(items) == count
    end = re.search(rb"endobj\nstartxref\n(\d+)\n%%EOF\n$", data)
    assert end
    assert data[int(end[1]) :].split(b"\n", 2)[1].startswith(b"<</Type/XRef")


def test_a_great_pack_holds_every_page() -> None:
    made = form([unit()], [(1,)], [LONG, b"BT\n", LineSlot(0, 0, b"5"), b"ET\n"])
    texts = [f"n{n}" for n in range(300)]  # more than are remembered, than a node or an object stream holds
    texts += texts[:40]
    data = pack(*[(text,) for text in texts], made=made, duplex=False)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        last = [page.obj.Contents[-1].read_bytes() for page in pdf.pages]
        assert [text.encode("utf-16-be") in said for text, said in zip(texts, last, strict=True)] == [True] * 340
        assert all(len(node.Kids) <= 64 for node in pdf.Root.Pages.Kids)
        assert [int(node.Count) for node in pdf.Root.Pages.Kids] == [len(node.Kids) for node in pdf.Root.Pages.Kids]
