"""What is told of tables when a record is laid out: where a page ends within one, and texts that are cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.cache import DiskCache
from congvan.formats.docx_html.template import compile_template
from congvan.formats.pdf.layout_record import LayoutNote
from congvan.formats.pdf.tables.long_table import LONG
from congvan.formats.pdf.template import PdfTemplate
from tests.formats.docx_html.section_samples import numbered_lists
from tests.formats.docx_html.word_parts import (
    NUMBER,
    PAGE,
    TEXT,
    cell,
    par,
    row,
    spacing,
    table,
    word_document,
)

START, GOING = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
MIDDLE = '<w:vAlign w:val="center"/>'
LEAST = '<w:trHeight w:val="900"/>'
EXACT = '<w:trHeight w:val="600" w:hRule="exact"/>'
WIDE = spacing(0, 120, 360)
THICK = '<w:tcBorders><w:top w:val="single" w:sz="24" w:space="0" w:color="000000"/></w:tcBorders>'


def told(body: str, **values: object) -> list[LayoutNote]:
    template = compile_template(word_document(body), name="mau.docx")
    template.render(values)
    return template.told


def merged(properties: str = "", height: str = "", above: int = 0) -> str:
    """A table of which rows 3 to 6 are merged, and row 5 is the last of a page that has this much above it."""
    rows = [
        row(
            cell(par("gộp" if n == 2 else "x"), 3000, (START + properties if n == 2 else GOING) * (2 <= n < 6)),
            cell(par("hàng"), 3000),
            properties=height,
        )
        for n in range(8)
    ]
    return par("trên") * above + table([3000, 3000], *rows) + par("dưới")


def wide(inner: str, above: int) -> str:
    rows = row(cell(inner, 3000), cell(par(TEXT * 2, WIDE), 3000))
    return par("trên") * above + table([3000, 3000], rows) + par("dưới")


def ruled(above: int) -> str:
    rows = [row(cell(par("hàng"), 3000, THICK * (n % 2))) for n in range(8)]
    return par("trên") * above + table([3000], *rows) + par("dưới")


def ruled_above(above: int) -> str:
    """Rules of several widths above the last row alone, which is split where the page ends."""
    lines = spacing(60, 60)
    rows = [row(cell(par("hàng"), 3000, THICK.replace("top", "bottom")), cell(par("x", lines) * 2, 3000))]
    rows += [row(cell(par(TEXT * 2, lines), 3000), cell(par("x", lines), 3000))]
    return par("trên") * above + table([3000, 3000], *rows) + par("dưới")


def headed(above: int) -> str:
    """A rule below the heading that the row asks for which follows it on the first page alone."""
    rows = [row(cell(par("hàng"), 3000, THICK * (n == 0))) for n in range(60 if above else 8)]
    return (
        par("trên") * above + table([3000], row(cell(par("đầu"), 3000), properties="<w:tblHeader/>"), *rows) + par("")
    )


def nested(above: int) -> str:
    """A row that is split with a table in a cell, beside a text in the middle."""
    inner = table([1500], row(cell(par("x") * 8, 1500))) + par("")
    return par("trên") * above + table([3000, 3000], row(cell(inner, 3000), cell(par("y"), 3000, MIDDLE))) + par("dưới")


def joined(above: int) -> str:
    """Two rows with a height in which all cells go on: LibreOffice may end the page between them."""
    rows = [row(*(cell(par(""), 3000, state) for _ in range(2)), properties=LEAST) for state in (START, GOING)]
    return par("trên") * above + table([3000, 3000], row(cell(par("x"), 3000), cell(par("y"), 3000)), *rows) + par("")


def kept(above: int) -> str:
    rows = [row(cell(par("hàng", "<w:keepNext/>"), 3000)) for _ in range(60 if above else 8)]
    return par("trên") * above + table([3000], *rows) + par("dưới")


@pytest.mark.every(4)
@pytest.mark.parametrize(
    ("code", "body", "at_end", "not_at_end"),
    [
        ("divided", lambda above: merged(MIDDLE, above=above), 39, 20),
        ("divided", lambda above: merged(height=LEAST, above=above), 34, 20),
        ("divided", lambda above: merged(above=above).replace(par("gộp"), par("gộp", WIDE) * 4), 40, 20),
        ("divided", lambda above: wide(par("x"), above), 38, 10),
        ("divided", ruled, 39, 20),
        ("divided", ruled_above, 36, 10),
        ("divided", headed, 30, 0),
        ("divided", nested, 40, 10),
        ("divided", joined, 40, 10),
        ("kept", kept, 39, 0),
    ],
)
def test_a_table_is_told_where_the_page_ends_within_it(code: str, body: object, at_end: int, not_at_end: int) -> None:
    assert callable(body)
    assert {(each.code, each.table) for each in told(body(at_end))} == {(code, 1)}
    assert told(body(not_at_end)) == []


@pytest.mark.parametrize(
    ("room", "spaces", "code"),
    [
        (13300, (60, 60), []),
        (13390, (60, 60), ["divided"]),
        (13410, (60, 60), ["divided"]),
        (13480, (60, 60), []),
        (13410, (120, 0), []),  # without space below them
    ],
)
def test_two_paragraphs_are_told_whose_space_has_no_room(room: int, spaces: tuple[int, int], code: list[str]) -> None:
    """`room`: the height of the text above the table in twips; three lines of a cell, of which the third just fits."""
    lines = spacing(*spaces)
    cells = (cell(par("trái", lines) * 3, 3000), cell(par("phải", lines) * 5, 3000))
    margins = '<w:tblBorders><w:top w:val="nil"/></w:tblBorders>'
    body = par("trên", spacing(0, 0, room, "exact")) + table([3000, 3000], row(*cells), properties=margins)
    assert [note.code for note in told(body + par("dưới"))] == code


@pytest.mark.parametrize(
    ("room", "line", "whole", "code"),
    [
        (14170, 360, "", ["divided"]),
        (14300, 240, "", []),
        (14170, 360, "<w:cantSplit/>", []),
        (14300, 360, "", []),
    ],
)
def test_a_row_is_told_of_which_the_text_of_the_first_line_has_room(
    room: int, line: int, whole: str, code: list[str]
) -> None:
    """`room`: the height of the first row in twips."""
    first = row(cell(par("trên", spacing(0, 0, room, "exact")), 3000))
    second = row(cell(par("dưới", spacing(0, 120, line)) * 3, 3000), properties=whole)
    assert [note.code for note in told(table([3000], first, second) + par(""))] == code


@pytest.mark.parametrize(
    ("counts", "room", "code"),
    [
        ((2, 3), 900, ["divided"]),  # the second cell goes on with more than its last line
        ((3, 2), 900, []),
        ((2, 3), 700, []),
        ((2, 2), 900, []),  # the row begins the next page
        ((3, 1), 1380, []),
    ],
)
def test_a_row_is_told_that_goes_on_with_a_last_line_of_which_the_text_has_room(
    counts: tuple[int, ...], room: int, code: list[str]
) -> None:
    """`room`: what the page has for the row, in twips."""
    lines = ("</w:t><w:br/><w:t>".join("x" * count) for count in counts)
    cells = row(*(cell(par(each, spacing(line=360)), 3000) for each in lines))
    above = par("trên", spacing(0, 0, 14570 - room, "exact"))
    assert [note.code for note in told(above + table([3000, 3000], cells) + par(""))] == code


@pytest.mark.parametrize(
    "body",
    [
        lambda above: merged(above=above),
        lambda above: merged(above=above).replace(par("gộp"), par("gộp", spacing(0, 0, 360))),  # all of it is above
        lambda above: wide("", above).replace(WIDE, ""),
        lambda above: wide(par("x", WIDE), above),  # of one paragraph each, with lines of one height
    ],
)
def test_a_table_is_not_told_that_is_divided_as_everywhere(body: object) -> None:
    assert callable(body)
    assert told(body(39)) == []


def test_a_heading_is_told_that_is_not_repeated_above_a_row_longer_than_a_page() -> None:
    heading = row(cell(par("Họ tên"), 3000), properties="<w:tblHeader/><w:cantSplit/>")
    rows = [row(cell(par("x") * n, 3000), properties="<w:cantSplit/>") for n in (2, 60, 2)]
    assert {each.code for each in told(table([3000], heading, *rows) + par(""))} == {"divided"}
    short = [row(cell(par("x") * n, 3000), properties="<w:cantSplit/>") for n in (2, 40, 2)]
    assert told(table([3000], heading, *short) + par("")) == []


def test_merged_rows_that_leave_their_heading_alone_are_laid_out() -> None:
    """A cell over two rows that are kept whole, the first nearly as high as a page, the last of exact height."""
    heading = row(cell(par("đầu"), 3000), cell(par("x"), 3000), properties="<w:tblHeader/><w:cantSplit/>")
    high = row(cell(par("gộp"), 3000, START + MIDDLE), cell(par("x") * 45, 3000), properties="<w:cantSplit/>")
    last = row(cell(par(""), 3000, GOING), cell(par("y"), 3000), properties=f"<w:cantSplit/>{EXACT}")
    assert [note.code for note in told(table([3000, 3000], heading, high, last) + par(""))] == ["divided"]


def test_the_second_of_two_tables_is_named_with_its_row() -> None:
    (found,) = told(merged(above=2) + par("giữa") * 28 + merged(MIDDLE))
    assert (found.table, found.page) == (2, 1)
    assert 3 <= found.row < 6


def in_exact_row(text: str, properties: str = EXACT) -> str:
    heading = row(cell(par("đầu"), 3000))
    return par("x") + table([3000], heading, row(cell(par(text), 3000), properties=properties))


def test_a_text_without_room_in_its_row_is_told_of_the_record_that_brings_it(tmp_path: Path) -> None:
    """Also where the record is stamped into a layout that another process made."""
    docx = word_document(in_exact_row("{{ name }}"))

    def again() -> PdfTemplate:
        return compile_template(docx, name="mau.docx", cache=DiskCache(tmp_path))

    first = again()
    first.render({"name": "Ngắn"})
    assert first.told == []
    first.render({"name": "một hai ba " * 9})
    (found,) = first.told
    assert found == LayoutNote("cut", 1, 1, 2)
    stamped = again()
    for _record in range(3):  # kept once, however long a server runs
        stamped.render({"name": "hai một ba " * 9})
    stamped.render({"name": "Ngắn"})
    assert stamped.stats["laid out"] == 0
    assert stamped.told == [found]
    assert told(in_exact_row(TEXT, LEAST)) == []


@pytest.mark.full("long runs")
def test_a_long_table_tells_of_a_row_that_is_too_low() -> None:
    rows = table(
        [3000, 3000],
        row(cell(par("Họ tên"), 3000), cell(par("Số"), 3000), properties="<w:tblHeader/>"),
        row(cell(par("{%tr for row in rows %}"), 3000), cell(par(""), 3000)),
        row(cell(par("{{ row.name }}"), 3000), cell(par("{{ row.no }}"), 3000), properties=EXACT),
        row(cell(par("{%tr endfor %}"), 3000), cell(par(""), 3000)),
    )
    names = [{"name": "Nguyễn Văn An", "no": str(n)} for n in range(2 * LONG)]
    assert told(rows + par(""), rows=names) == []
    names[LONG]["name"] = "một hai ba " * 9
    (found,) = told(rows + par(""), rows=names)
    assert (found.code, found.table, found.row) == ("cut", 1, LONG + 2)
    assert found.page > 5


def over_rows(heights: str, alone: bool) -> str:
    """Merged rows, each of an exact, a least or no height; `alone`: no other cell is beside them."""
    asked = {"e": EXACT, "l": LEAST, "-": ""}
    states = [START, *[GOING] * (len(heights) - 1)]
    rows = [
        row(
            cell(par("x") * (6 if n == 0 else 1), 3000, state), cell(par("y"), 3000, state * alone), properties=asked[h]
        )
        for n, (h, state) in enumerate(zip(heights, states, strict=True))
    ]
    return table([3000, 3000], row(cell(par("đầu"), 3000), cell(par("z"), 3000)), *rows) + par("")


@pytest.mark.parametrize(
    ("heights", "alone", "is_cut"),
    [
        ("-e", False, True),
        ("-e", True, True),
        ("le", False, True),
        ("le", True, True),  # the rows are one, of an exact height
        ("e-", False, False),
        ("el", True, False),
    ],
)
def test_a_text_over_several_rows_is_told_of_which_the_last_is_of_exact_height(
    heights: str, alone: bool, is_cut: bool
) -> None:
    assert told(over_rows(heights, alone)) == [LayoutNote("cut", 1, 1, 2)] * is_cut


def test_rows_that_are_alike_are_not_one_where_other_rows_are_below_them() -> None:
    """A text over two rows is cut off if both are of exact height, and has all of its lines if the second is not."""
    assert [note.table for note in told(over_rows("e-", False) + over_rows("ee", False))] == [2]


LISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
HANGING = '<w:ind w:left="360" w:hanging="360"/>'


def numbered(inner: str, width: int) -> bytes:
    cells = table([width, 3000], row(cell(par("trên"), width), cell(par("x"), 3000)), row(cell(inner, width)))
    lists = numbered_lists(("decimal", "%1.", HANGING))
    return word_document(cells + par(""), numbering=lists)


@pytest.mark.parametrize(
    ("inner", "width", "found"),
    [
        (par("thường", LISTED), 900, [LayoutNote("numbered", 1, 1, 2)]),
        (par("thường", LISTED), 2000, []),
        (par("thường"), 900, []),
        (f"<w:p><w:pPr>{LISTED}</w:pPr><w:r><w:br/><w:t>một</w:t></w:r></w:p>", 2000, []),
    ],
)
def test_a_cell_too_narrow_for_the_first_word_beside_a_number_is_told(
    inner: str, width: int, found: list[LayoutNote]
) -> None:
    template = compile_template(numbered(inner, width), name="mau.docx")
    template.render({})
    assert template.told == found


NOTED = '<w:p><w:r><w:t>x</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
ROWS = table([3000], *(row(cell(par("ô"), 3000)) for _ in range(4)))


def beside(body: str, section: str = PAGE) -> list[LayoutNote]:
    """What is told of a document with a footnote."""
    notes = f'<w:footnote w:id="2">{par("chú thích")}</w:footnote>'
    template = compile_template(word_document(body, section, footnotes=notes), name="mau.docx")
    template.render({})
    return template.told


@pytest.mark.parametrize(
    ("body", "page"),
    [
        (NOTED + par("trên") * 38 + ROWS, 1),  # the page ends within the table
        (par("trên") * 42 + ROWS + NOTED, 1),  # the note is on the page behind it
        (NOTED + par("trên") * 40 + ROWS, 1),
        (NOTED + par("trên") * 20 + ROWS + par("dưới") * 30, 0),
        (NOTED + par("trên") * 60 + ROWS, 0),
        (par("trên") * 42 + ROWS + par("dưới") * 60 + NOTED, 0),
    ],
)
def test_a_table_is_told_where_a_page_ends_near_it_beside_footnotes(body: str, page: int) -> None:
    assert beside(body + par("")) == [LayoutNote("noted", page, 1, 0)] * bool(page)


def test_a_page_of_several_sections_is_told_beside_footnotes() -> None:
    parts = par("một") + par("hai", f"<w:sectPr>{PAGE}</w:sectPr>")
    goes_on = f'<w:type w:val="continuous"/>{PAGE}'
    assert beside(NOTED + parts + par("ba") * 60, goes_on) == [LayoutNote("section", 1, 0, 0)]
    assert beside(NOTED + parts + par("ba"), goes_on) == []
    assert beside(parts + par("ba") * 120 + NOTED, goes_on) == []


def test_a_text_that_a_table_of_a_header_cuts_off_is_told_of_its_page() -> None:
    section = '<w:headerReference w:type="default" r:id="header1"/>' + PAGE
    lists = numbered_lists(("decimal", "%1.", HANGING))
    narrow = table([900], row(cell(par("thường", LISTED), 900)))
    for table_, found in (
        (in_exact_row("đầu"), []),
        (in_exact_row(TEXT), [LayoutNote("cut", 1, 0, 0)]),
        (narrow, [LayoutNote("numbered", 1, 0, 0)]),
    ):
        docx = word_document(par("x"), section, header1=table_ + par(""), numbering=lists)
        template = compile_template(docx, name="mau.docx")
        template.render({})
        assert template.told == found


def test_a_table_in_a_header_is_none_of_the_text() -> None:
    header = table([3000], row(cell(par("đầu " + NUMBER), 3000))) + par("")
    body = merged(MIDDLE, above=30) + merged(MIDDLE, above=2) + merged(MIDDLE)
    section = '<w:headerReference w:type="default" r:id="header1"/>' + PAGE
    template = compile_template(word_document(body, section, header1=header), name="mau.docx")
    template.render({})
    assert {each.table for each in template.told} == {2}
