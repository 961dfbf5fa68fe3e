"""What is not followed because of what is beside it."""

from __future__ import annotations

from congvan.formats.docx_html.followed.not_followed import NotFollowed, not_followed
from tests.formats.docx_html.test_converter import members
from tests.formats.docx_html.word_parts import NUMBER, PAGE, SECTIONS, cell, par, row, style, table, word_document

HEADING = "<w:tblHeader/>"
FIRST, BELOW = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def told(body: str, section: str = PAGE, **parts: str) -> list[NotFollowed]:
    return list(not_followed(members(word_document(body, section, **parts)), 14))


def headed(*rows: tuple[str, str]) -> str:
    """A table of two columns; of each row what its first cell is merged with, and its properties."""
    made = [row(cell(par("x"), 2000, merge), cell(par("y"), 2000), properties=kept) for merge, kept in rows]
    return table([2000, 2000], *made)


_MARGINS = '<w:tblCellMar><w:left w:w="200" w:type="dxa"/></w:tblCellMar>'


def test_a_heading_is_told_where_it_is_merged_with_a_row_that_is_not_repeated() -> None:
    (found,) = told(headed((FIRST, HEADING), (BELOW, ""), ("", "")))
    assert (found.code, found.problem("a.docx").place.text("en")) == (
        "merged-heading",
        "a.docx, body, table 1, row 1, cell 1",
    )
    assert not told(headed((FIRST, HEADING), (BELOW, HEADING), ("", "")))
    assert not told(headed(("", HEADING), (FIRST, ""), (BELOW, "")))


def test_a_ruled_table_right_behind_another_is_told() -> None:
    ruled, plain = table([3000], row(cell(par("x"), 3000))), table([3000], row(cell(par("x"), 3000)), properties="")
    (found,) = told(ruled + ruled + par("y"))
    place = found.problem("a.docx").place.text("en")
    assert (found.code, place) == ("joined-tables", "a.docx, body, table 2, row 1, cell 1")
    assert not told(ruled + par("") + ruled + par("y"))
    assert not told(plain + plain + par("y"))
    assert told(ruled + plain + par("y"))
    for other in ('<w:jc w:val="center"/>', '<w:tblInd w:w="567" w:type="dxa"/>', _MARGINS):
        changed = table([3000], row(cell(par("x"), 3000)), properties=other)
        assert told(plain + changed + par("y"))
        assert not told(changed + changed + par("y"))
    assert told(plain + plain.replace('w:w="3000"', 'w:w="2000"') + par("y"))
    shared = plain.replace('w:w="3000" w:type="dxa"/><w:tblLayout', 'w:w="4000" w:type="pct"/><w:tblLayout')
    assert told(shared + plain + par("y"))
    assert not told(shared + shared + par("y"))


def test_a_table_wider_than_its_cell_is_told_where_the_outer_one_is_narrower_than_its_columns() -> None:
    inner = table([2000], row(cell(par("x"), 2000)))
    outer = table([3000, 3000], row(cell(inner + par(""), 3000), cell(par("y"), 3000)))
    assert not told(outer + par("z"))
    narrow = outer.replace('w:w="6000" w:type="dxa"', 'w:w="1500" w:type="pct"')
    assert [each.code for each in told(narrow + par("z"))] == ["nested-wide"]


def test_a_tab_behind_the_number_of_a_note_is_told() -> None:
    mark, tab, text = "<w:r><w:footnoteRef/></w:r>", "<w:r><w:tab/></w:r>", "<w:r><w:t>x</w:t></w:r>"
    for inner, codes in ((mark + tab + text, ["note-tab"]), (mark + text + tab, []), (text + tab, [])):
        stops = '<w:pPr><w:ind w:left="340" w:hanging="340"/><w:tabs><w:tab w:val="left" w:pos="300"/></w:tabs></w:pPr>'
        note = f'<w:footnote w:id="2"><w:p>{stops}{inner}</w:p></w:footnote>'
        assert [each.code for each in told(par("x"), footnotes=note)] == codes
        hangs = style("S", '<w:ind w:left="340" w:hanging="340"/>')
        styled = note.replace('<w:ind w:left="340" w:hanging="340"/>', '<w:pStyle w:val="S"/>')
        assert [each.code for each in told(par("x"), footnotes=styled, styles=hangs)] == codes
        assert not told(par("x"), footnotes=note.replace("w:hanging", "w:firstLine"))


def test_the_count_of_pages_is_told_where_they_are_numbered_anew() -> None:
    count = f"<w:p>{NUMBER}{NUMBER.replace('PAGE', 'NUMPAGES')}</w:p>"
    again = PAGE + '<w:pgNumType w:start="1"/>'
    section = f"<w:p><w:pPr><w:sectPr>{SECTIONS}{PAGE}</w:sectPr></w:pPr></w:p>"
    (found,) = told(section + par("x"), again, header1=par("x"), footer1=count)
    assert (found.code, found.problem("a.docx").place.text("en")) == (
        "page-count",
        "a.docx, footer of section 1, paragraph 1",
    )
    assert not told(section + par("x"), PAGE, header1=par("x"), footer1=count)
    assert not told(section + par("x"), again, header1=par("x"), footer1=par("y"))


def test_a_line_break_beside_a_page_break_is_told() -> None:
    content = {"t": "<w:r><w:t>x</w:t></w:r>", "b": "<w:r><w:br/></w:r>", "p": '<w:r><w:br w:type="page"/></w:r>'}
    for kinds in ("tpbt", "bpt", "bbppt", "tbp", "tpt", "bp"):
        paragraph = f"<w:p>{''.join(content[kind] for kind in kinds)}</w:p>"
        assert [each.code for each in told(par("x") + paragraph)] == (
            ["break-beside-page-break"] if kinds in ("tpbt", "bpt", "bbppt") else []
        )
        assert not told(table([3000], row(cell(paragraph, 3000))))


def test_a_reference_is_told_where_it_shows_another_text_than_it_names() -> None:
    marked = '<w:p><w:bookmarkStart w:id="7" w:name="so"/><w:r><w:t>Số 12</w:t></w:r><w:bookmarkEnd w:id="7"/></w:p>'
    parts = (f'<w:fldChar w:fldCharType="{each}"/>' for each in ("begin", "separate", "end"))
    begin, separate, end = (f"<w:r>{each}</w:r>" for each in parts)
    field = "<w:p>" + begin + r"<w:r><w:instrText> REF so \h </w:instrText></w:r>" + separate + "{}" + end + "</w:p>"
    for shown, codes in (("Số 12", []), ("Số 13", ["field"]), ("", ["field"])):
        found = told(marked + field.format(f"<w:r><w:t>{shown}</w:t></w:r>"))
        assert [(each.code, str(each.where)) for each in found] == [(code, "paragraph 2") for code in codes]
        simple = r'<w:p><w:fldSimple w:instr=" REF so \h ">' + f"<w:r><w:t>{shown}</w:t></w:r></w:fldSimple></w:p>"
        assert [each.code for each in told(marked + simple)] == codes
        lost = [each.code for each in told(marked + simple.replace("REF so", "REF mat"))]
        placed = [each.code for each in told(marked + simple.replace(" \\h", " \\r"))]
        assert lost == placed == ["field"]


def test_a_number_that_a_field_counts_is_told_where_it_is_another_one() -> None:
    def counted(*numbers: str) -> str:
        return "".join(
            f'<w:p><w:fldSimple w:instr=" SEQ Bảng "><w:r><w:t>{each}</w:t></w:r></w:fldSimple></w:p>'
            for each in numbers
        )

    assert not told(counted("1", "2", "3"))
    assert [str(each.where) for each in told(counted("1", "2", "4"))] == ["paragraph 3"]
    assert len(told(counted("1") + par("{% for r in rows %}"))) == 1
