"""What is not followed where a section begins or a paragraph ends is told at its paragraph."""

from __future__ import annotations

import pytest

from congvan.formats.docx_html.converter import WordConverter
from congvan.opc.reader import read_members
from tests.formats.docx_html.drawing_samples import anchored
from tests.formats.docx_html.word_parts import PAGE, TEXT, cell, par, row, spacing, style, table, word_document
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
    notes = f'<w:footnote w:id="2">{par("chú thích")}</w:footnote>'
    rows = table([3000], row(cell(noted, 3000)))
    found = told(word_document(par("trên") * above + rows + par("dưới"), footnotes=notes))
    assert [code for code, _place in found] == codes
    looped = told(word_document(par("{%p for x in y %}") + par("{%p endfor %}") + rows, footnotes=notes))
    assert [code for code, _place in looped] == ["note-in-table"]


def test_a_mark_of_a_footnote_that_the_file_lacks_is_told() -> None:
    marks = [f'<w:p><w:r><w:footnoteReference w:id="{n}"/></w:r></w:p>' for n in ("2", "3")]
    notes = f'<w:footnote w:id="2">{par("chú thích")}</w:footnote>'
    assert told(word_document(marks[0], footnotes=notes)) == []
    assert told(word_document("".join(marks), footnotes=notes)) == [("note-lost", "paragraph 2")]
    assert told(word_document(marks[0])) == [("note-lost", "paragraph 1")]
    assert [code for code, _place in told(word_document(par("x"), header1=marks[0], footnotes=notes))] == ["note-lost"]
