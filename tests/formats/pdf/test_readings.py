"""The pages of a layout as untagged files have them, and with the marks of the structure tree."""

from __future__ import annotations

import zlib

from congvan.formats.pdf.layout_record import Content, LineSlot
from congvan.formats.pdf.readings import LineField, PageReading, SaidBlocks, plain_content
from congvan.formats.pdf.tagging.elements import ARTIFACT, END, ContentMark, StructureElement, TwoReadings
from tests.formats.pdf_grid import layout, unit

EXPANSION = b"/E(x)"
FIXED: list[Content] = [
    *(b"BT\n", ContentMark(1), b"/R 10 Tf\n", TwoReadings(b"[(a)]TJ\n", b"[(ab)]TJ\n", EXPANSION)),
    *(
        TwoReadings(b"[(b)]TJ\n", b""),
        b"1 0 0 -1 0 9 Tm\n[(c)]TJ\n",
        ContentMark(END),
        ContentMark(ARTIFACT),
        b"0 0 m S\n",
    ),
    *(ContentMark(END), b"ET\n"),
]
LINES: list[Content] = [b"BT\n", ContentMark(1), LineSlot(0, 0, b"40"), LineSlot(0, 1, b"50"), ContentMark(END), b"ET"]
KINDS = [StructureElement("Document", -1), StructureElement("P", 0)]


def read(content: list[Content], said: SaidBlocks | None = ()) -> PageReading:
    made = layout([unit()], [(1, 1)], content)
    made.elements = list(KINDS)
    return PageReading(made, said)


def stream(reading: PageReading) -> list[bytes | LineField]:
    """The parts of the one page, stretches that never vary whole."""
    (page,) = reading.streams
    return [part for each in page for part in ([zlib.decompress(each.fixed)] if each.fixed else each.parts)]


def test_what_is_said_otherwise_is_an_element_between_the_text_around_it() -> None:
    reading = read(FIXED)
    assert stream(reading) == [
        b"BT\n/R 10 Tf\n/Span<</MCID 0>>BDC\n[(a)]TJ\nEMC/P<</MCID 1>>BDC\n[(b)]TJ\n1 0 0 -1 0 9 Tm\n[(c)]TJ\n"
        b"EMC/Artifact BMC\n0 0 m S\nEMC\nET\n"
    ]
    assert reading.elements == [*KINDS, StructureElement("Span", 1, EXPANSION)]
    assert reading.marks == [[2, 1]]


def test_without_tags_it_is_as_painted() -> None:
    plain = b"BT\n/R 10 Tf\n[(ab)]TJ\n1 0 0 -1 0 9 Tm\n[(c)]TJ\n0 0 m S\nET\n"
    assert plain_content(FIXED) == stream(read(FIXED, None)) == [plain]
    assert not read(FIXED, None).tagged


def test_lines_of_fields_are_cut_where_their_record_says() -> None:
    """The further stretches of a block stand behind the first ones of all its lines."""
    one, two = b"", EXPANSION
    cut = read(LINES, ((0, ((one, two, one), (two,))),))
    begun = b"BT\n/P<</MCID 0>>BDC\n/R 10 Tf 1 0 0 -1 0 40 Tm\n"
    assert stream(cut) == [
        *(begun, LineField(0, 0), b"EMC/Span<</MCID 1>>BDC\n", LineField(0, 2), b"EMC/P<</MCID 2>>BDC\n"),
        *(LineField(0, 3), b"EMC/Span<</MCID 3>>BDC\n0 -10 Td\n", LineField(0, 1), b"EMC\nET"),
    ]
    assert cut.marks == [[1, 2, 1, 3]]
    whole = read(LINES)
    assert stream(whole) == [begun, LineField(0, 0), b"0 -10 Td\n", LineField(0, 1), b"EMC\nET"]
    assert (whole.elements, whole.marks) == (KINDS, [[1]])


def test_an_element_of_nothing_but_what_is_said_otherwise_has_no_content_of_its_own() -> None:
    for content in ([ContentMark(1), TwoReadings(b"TJ", b"TJ", EXPANSION), ContentMark(END)], [*LINES[1:3], LINES[4]]):
        assert read(content, ((0, ((EXPANSION,), ())),)).marks == [[2]]
