"""What is not followed where a section begins or a paragraph ends is told at its paragraph."""

from __future__ import annotations

import pytest

from congvan.formats.docx_html.converter import WordConverter
from congvan.opc.reader import read_members
from tests.formats.docx_html.drawing_samples import anchored, inline
from tests.formats.docx_html.section_samples import numbered_lists
from tests.formats.docx_html.word_parts import (
    PAGE,
    TEXT,
    cell,
    par,
    row,
    spacing,
    style,
    table,
    word_document,
)
from tests.formats.docx_html.word_parts import words as run

GOES_ON = PAGE + '<w:type w:val="continuous"/>'
RULED = '<w:pBdr><w:top w:val="single" w:sz="8" w:space="5" w:color="000000"/></w:pBdr>'
END = "<w:p><w:pPr><w:sectPr>{}</w:sectPr></w:pPr></w:p>"
LARGE = '<w:sz w:val="48"/>'


def told(docx: bytes) -> list[tuple[str, str]]:
    package = {member.name: member.content() for member in read_members(docx, name="mau.docx")}
    return [(each.code, str(each.where)) for each in WordConverter(package, "mau.docx").not_followed]


def test_a_rule_above_the_first_paragraph_of_a_section_that_goes_on_is_told() -> None:
    ruled = par("kẻ", '<w:pStyle w:val="A"/>')
    styles = style("A", RULED)
    body = par("đầu") + END.format(PAGE) + ruled + ruled
    assert told(word_document(body, GOES_ON, styles=styles)) == [("section-rule", "paragraph 3")]
    first = ruled + END.format(GOES_ON) + par("hai")
    assert told(word_document(first, PAGE, styles=styles)) == []  # no section is before
    assert told(word_document(body, styles=styles)) == []
    assert told(word_document(ruled, GOES_ON, styles=styles)) == []  # the only section


@pytest.mark.parametrize(
    ("line", "texts", "codes"),
    [
        (360, (("to ", LARGE), (TEXT, "")), ["uneven-lines"]),
        (276, ((TEXT, ""), ("to", LARGE)), ["uneven-lines"]),
        (360, ((TEXT, ""), ("to", LARGE), (TEXT, "")), []),
        (360, (("to ", LARGE), ("một dòng", "")), []),
        (240, (("to ", LARGE), (TEXT, "")), []),
    ],
)
def test_ends_of_different_sizes_are_told_in_wide_lines(
    line: int, texts: tuple[tuple[str, str], ...], codes: list[str]
) -> None:
    inner = "".join(run(*each) for each in texts)
    assert [code for code, _place in told(word_document(f"<w:p><w:pPr>{spacing(line=line)}</w:pPr>{inner}</w:p>"))] == (
        codes
    )


def test_an_empty_line_at_a_break_is_an_end_of_its_own_size() -> None:
    line = spacing(line=360)
    broken = f"<w:p><w:pPr>{line}</w:pPr>{run('chữ', LARGE)}<w:r><w:br/></w:r></w:p>"
    assert told(word_document(broken)) == [("uneven-lines", "paragraph 1")]
    assert told(word_document(broken.replace(LARGE, ""))) == told(word_document(broken.replace(line, ""))) == []


def test_an_empty_line_of_its_own_height_is_told_behind_hidden_text() -> None:
    hidden = par("ẩn", "<w:rPr><w:vanish/></w:rPr>", "<w:vanish/>")
    exact = spacing(0, 0, 400, "exact")
    assert told(word_document(hidden + par("", exact))) == [("hidden-before-empty", "paragraph 2")]
    assert told(word_document(hidden + par("chữ", exact))) == told(word_document(hidden + par(""))) == []
    assert told(word_document(par("ẩn", exact, "<w:vanish/>"))) == []


def test_a_drawing_above_an_empty_line_behind_hidden_text_is_told() -> None:
    hidden = par("ẩn", "<w:rPr><w:vanish/></w:rPr>", "<w:vanish/>")
    shape = anchored("wrapTopAndBottom", 63500)
    assert told(word_document(hidden + f"<w:p>{shape}</w:p>")) == [("hidden-before-empty", "paragraph 2")]
    assert told(word_document(hidden + f"<w:p>{shape}{run('chữ')}</w:p>")) == []


def test_a_rule_around_a_paragraph_below_a_drawing_is_told() -> None:
    shape = anchored("wrapTopAndBottom", 63500)
    assert told(word_document(f"<w:p><w:pPr>{RULED}</w:pPr>{shape}</w:p>")) == [("wrap", "paragraph 1")]
    assert told(word_document(f"<w:p>{shape}</w:p>")) == []
    assert told(word_document(f"<w:p>{shape.replace('>63500<', '>-63500<')}</w:p>")) == [("wrap", "paragraph 1")]


@pytest.mark.parametrize(("above", "codes"), [(2, []), (44, ["note-in-table"])])
def test_a_footnote_in_a_table_is_told_where_the_page_may_end_with_it(above: int, codes: list[str]) -> None:
    noted = '<w:p><w:r><w:t>x</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    notes = '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>chú thích</w:t></w:r></w:p></w:footnote>'
    rows = table([3000], row(cell(noted, 3000)))
    found = told(word_document(par("trên") * above + rows + par("dưới"), footnotes=notes))
    assert [code for code, _place in found] == codes
    looped = told(word_document(par("{%p for x in y %}") + par("{%p endfor %}") + rows, footnotes=notes))
    assert [code for code, _place in looped] == ["note-in-table"]


LISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
SMALL = '<w:sz w:val="22"/>'


@pytest.mark.parametrize(
    ("text", "line", "size", "codes"),
    [
        ("chữ", 360, SMALL, [("number-at-end", "table 1, row 1, cell 1")]),
        ("{{ chữ }}" * 9, 360, SMALL, [("number-at-end", "table 1, row 1, cell 1")]),
        ("chữ", 240, SMALL, []),
        ("chữ", 360, LARGE, []),
        (TEXT, 360, SMALL, []),  # of several lines
        ("", 360, SMALL, []),
    ],
)
def test_a_number_larger_than_the_text_is_told_at_the_end_of_a_cell(
    text: str, line: int, size: str, codes: list[tuple[str, str]]
) -> None:
    lists = numbered_lists(("decimal", "%1.", ""))
    listed = par(text, LISTED + spacing(line=line), size)
    assert told(word_document(table([3000], row(cell(listed, 3000))) + par(""), numbering=lists)) == codes
    assert told(word_document(table([3000], row(cell(listed + par(""), 3000))) + par(""), numbering=lists)) == []


def test_merged_rows_below_a_wider_rule_are_told() -> None:
    def merged(width: int, height: str = "") -> bytes:
        start, going = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
        rule = f'<w:tcBorders><w:top w:val="single" w:sz="{width}" w:space="0" w:color="000000"/></w:tcBorders>'
        rows = [
            row(cell(par("a"), 3000, start), cell(par("b"), 3000)),
            row(cell(par(""), 3000, going), cell(par("c"), 3000, start + rule), properties=height),
            row(cell(par("d"), 3000), cell(par(""), 3000, going)),
        ]
        every = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in ("top", "insideH")
        )
        borders = f"<w:tblBorders>{every}</w:tblBorders>"
        return word_document(table([3000, 3000], *rows, properties=borders) + par(""))

    assert told(merged(24)) == [("merged-rule", "table 1, row 2, cell 1")]
    assert told(merged(4)) == told(merged(24, '<w:trHeight w:val="400"/>')) == []
    alone = row(cell(par("a"), 3000, '<w:vMerge w:val="restart"/>'))  # nothing is merged with it
    assert told(word_document(table([3000], alone) + par(""))) == []


def test_a_word_in_a_cell_of_few_letters_is_told() -> None:
    def narrow(text: str, width: int) -> bytes:
        return word_document(table([width, 3000], row(cell(par(text), width), cell(par("rộng"), 3000))) + par(""))

    assert told(narrow("trước", 420)) == [("narrow-cell", "table 1, row 1, cell 1")]
    assert told(narrow("12345", 420)) == told(narrow("và", 420)) == told(narrow("trước", 460)) == []


def test_a_mark_of_a_footnote_that_the_file_lacks_is_told() -> None:
    marks = [f'<w:p><w:r><w:footnoteReference w:id="{n}"/></w:r></w:p>' for n in ("2", "3")]
    number = "<w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>chú thích</w:t></w:r></w:p>"
    notes = f'<w:footnote w:id="2">{number}</w:footnote>'
    assert told(word_document(marks[0], footnotes=notes)) == []
    for empty in ('<w:footnote w:id="2"/>', '<w:footnote w:id="2"><!-- x --></w:footnote>'):
        assert told(word_document(marks[0], footnotes=empty)) == [("note-lost", "paragraph 1")]
    assert told(word_document("".join(marks), footnotes=notes)) == [("note-lost", "paragraph 2")]
    assert told(word_document(marks[0])) == [("note-lost", "paragraph 1")]
    assert [code for code, _place in told(word_document(par("x"), header1=marks[0], footnotes=notes))] == ["note-lost"]


def test_a_note_that_does_not_begin_with_its_number_is_told_and_a_comment_in_one() -> None:
    """LibreOffice writes the number at the beginning of a note wherever the file has it, and opens no such comment."""
    number, text = "<w:r><w:footnoteRef/></w:r>", "<w:r><w:t>lời</w:t></w:r>"
    comment = '<w:r><w:commentReference w:id="1"/></w:r>'
    body = par("x") + '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    for inner, codes in (
        (f"<w:p>{number}{text}</w:p>", []),
        (f"<w:p><w:r><w:t/></w:r>{number}{text}</w:p><w:p>{text}</w:p>", []),
        (f"<w:p>{text}{number}</w:p>", ["note-number"]),
        (f"<w:p>{text}</w:p>", ["note-number"]),
        (f"<w:p/><w:p>{number}{text}</w:p>", ["note-number"]),
        (f"<w:p>{number}{text}{comment}</w:p>", ["note-comment"]),
    ):
        note = f'<w:footnote w:id="2">{inner}</w:footnote>'
        assert [code for code, _place in told(word_document(body, footnotes=note))] == codes
        if comment not in inner:
            assert told(word_document(par("x"), footnotes=note)) == []  # no page shows it


@pytest.mark.parametrize("above", [True, False])
def test_a_text_box_in_line_right_beside_a_table_is_told(above: bool) -> None:
    text = f"<wps:txbx><w:txbxContent>{par('hộp')}</w:txbxContent></wps:txbx><wps:bodyPr/>"
    box = run("chữ") + inline(508000).replace("<wps:bodyPr/>", text)
    grid = table([4000], row(cell(par("ô"), 4000)))

    def codes(properties: str, inner: str, between: str = "") -> list[str]:
        blocks = [f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>", between, grid]
        body = par("đầu") + "".join(blocks if above else blocks[::-1]) + par("sau")
        return [code for code, _place in told(word_document(body))]

    near, far = (spacing(240, 100), spacing(0, 120)) if above else (spacing(100, 240), spacing(120))
    assert codes(near, box) == ["box-at-table"]
    assert codes(far, box) == []
    assert codes(near, box, par("giữa")) == []
    assert codes(near, run("chữ") + inline(508000)) == []
