"""Blocks: one tag prints lines, paragraphs, tables and charts in styles found by name."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.formats.docx.template import compile_template
from tests.examples import examples
from tests.formats.docx_samples import docx, p
from tests.formats.docx_told import places, problems
from tests.package import parts_of

NAMES = ("CV Nội dung", "CV Khoản", "CV Ô bảng", "CV Đầu bảng", "CV Trước bảng", "CV Tên biểu đồ", "Lời dẫn")


def template(*tags: str, names: tuple[str, ...] = NAMES, cells: tuple[str, ...] = ()) -> bytes:
    """A template of one paragraph for each tag, in the style “Lời dẫn” if there is one; then a row of cells."""
    document = Document()
    for name in names:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    for tag in tags:
        document.add_paragraph(tag, style="Lời dẫn" if "Lời dẫn" in names else None)
    if cells:
        for cell, tag in zip(document.add_table(1, len(cells)).rows[0].cells, cells, strict=True):
            cell.text = tag
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def run(text: str, **set_: Any) -> dict[str, Any]:
    return {"text": text, "bold": False, "italic": False, "parts": [], **set_}


def said(data: bytes) -> list[tuple[str, str]]:
    """Style and text of each paragraph outside tables."""
    return [(each.style.name, each.text) for each in Document(io.BytesIO(data)).paragraphs]


def made(tag_value: Any, tag: str = "{{p x }}", **more: Any) -> bytes:
    return compile_template(template(tag, **more)).render({"x": tag_value})


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ("một & hai", ["một & hai"]),
        ("", []),
        ([], []),
        (["một", "hai"], ["một", "hai"]),
        ([{"runs": [run("m"), run("n", bold=True)]}], ["mn"]),
        ({"runs": [run("m")]}, ["m"]),
        ([{"text": "m & n"}], ["m & n"]),
    ],
)
def test_a_text_a_list_and_a_block_are_paragraphs_in_the_style_of_the_tag(value: Any, lines: list[str]) -> None:
    assert said(made(value)) == [("Lời dẫn", line) for line in lines]


def test_a_block_names_its_style_by_the_id_of_contents_or_as_word_shows_it() -> None:
    blocks = [{"style": name, "runs": [run(name)]} for name in ("doan", "khoan", "Heading 1", "lời dẫn", "gach")]
    found = [style for style, _text in said(made(blocks))]
    assert found == ["CV Nội dung", "CV Khoản", "Heading 1", "Lời dẫn", "Lời dẫn"]  # no style for gach: the tag's own
    assert said(made([{"style": "khoan", "text": "m"}])) == [("CV Khoản", "m")]


def test_runs_keep_their_looks_and_a_number_its_hyphens() -> None:
    runs = [run("a", bold=True), run("b", italic=True), run("c", underline=True), run("d", superscript=True)]
    (shown,) = Document(io.BytesIO(made([{"style": "doan", "runs": [*runs, run("1-2", parts=["1", "2"])]}]))).paragraphs
    looks = [(each.bold, each.italic, each.underline, each.font.superscript) for each in shown.runs]
    assert looks == [tuple(True if n == at else None for n in range(4)) for at in range(5)]
    assert shown.text == "abcd1-2"
    assert "<w:noBreakHyphen" in shown.runs[-1]._r.xml


def test_lines_keep_the_look_of_the_tag() -> None:
    document = Document()
    tag = document.add_paragraph()
    tag.paragraph_format.left_indent = 360000
    tag.add_run("{{p x }}").italic = True
    out = io.BytesIO()
    document.save(out)
    data = compile_template(out.getvalue()).render({"x": ["a", {"runs": [run("b"), run("c", bold=True)]}]})
    shown = Document(io.BytesIO(data)).paragraphs
    assert [each.paragraph_format.left_indent for each in shown] == [360045, 360045]
    assert [(each.text, each.bold, each.italic) for line in shown for each in line.runs] == [
        ("a", None, True),
        ("b", None, True),
        ("c", True, True),
    ]


TABLE = {
    "columns": [{"label": "TT", "mm": 10, "align": "center"}, {"label": "Tên", "mm": 40, "align": "right"}],
    "rows": [["1", "A"], {"across": [run("ngang")], "cells": []}, {"across": [], "cells": [{"runs": [run("2")]}] * 2}],
    "row_mm": 9.0,
    "total": ["", "3"],
}


@pytest.mark.parametrize("block", [{"style": "bang", "runs": [], "table": TABLE}, TABLE])
def test_a_table_has_the_columns_rows_and_looks_that_the_value_says(block: dict[str, Any]) -> None:
    document = Document(io.BytesIO(made([block, "sau"])))
    (table,) = document.tables
    xml = table._tbl.xml
    assert [int(each.get(each.keys()[0])) for each in table._tbl.tblGrid] == [567, 2268]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["TT", "Tên"],
        ["1", "A"],
        ["ngang", "ngang"],  # one cell, read once for each column
        ["2", "2"],
        ["", "3"],
    ]
    assert xml.count("<w:tblHeader") == 1
    assert xml.count("<w:cantSplit") == 5
    assert xml.count('<w:trHeight w:val="510"') == 4
    styles = {cell.paragraphs[0].style.name for row in table.rows[1:] for cell in row.cells}
    assert (table.rows[0].cells[0].paragraphs[0].style.name, styles) == ("CV Đầu bảng", {"CV Ô bảng"})
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert kept == [None, None, True, True, None]
    aligned = [[str(cell.paragraphs[0].alignment)[:6] for cell in table.rows[n].cells] for n in (1, 2, 3)]
    assert aligned == [["CENTER", "RIGHT "], ["CENTER", "CENTER"], ["CENTER", "RIGHT "]]
    assert "<w:tblBorders>" in xml  # the template has no style “CV Bảng”
    assert [each.style.name for each in document.paragraphs] == ["CV Trước bảng", "Lời dẫn"]


def head(text: str, columns: int = 1, rows: int = 1, *, unit: str = "", covered: bool = False) -> dict[str, Any]:
    return {"text": text, "unit": unit, "columns": columns, "rows": rows, "covered": covered}


def test_a_head_of_several_rows_and_a_row_of_codes_are_repeated_on_each_page() -> None:
    columns = [{"label": "", "mm": 20, "align": ""}] * 3
    heads = [[head("TT", rows=2), head("Dân số", 2)], [head("", covered=True), head("Nam", unit="(người)"), head("Nữ")]]
    table_ = {"columns": columns, "rows": [["1", "2", "3"]], "heads": heads, "codes": ["A", "(1)", "(2)"]}
    (table,) = Document(io.BytesIO(made([table_]))).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["TT", "Dân số", "Dân số"],
        ["TT", "Nam\n(người)", "Nữ"],
        ["A", "(1)", "(2)"],
        ["1", "2", "3"],
    ]
    assert table._tbl.xml.count("<w:tblHeader") == 3
    unit = table.rows[1].cells[1].paragraphs[1].runs[0]
    assert (unit.bold, unit.italic) == (False, True)


def test_a_cell_may_be_shaded() -> None:
    columns = [{"label": "", "mm": 20, "align": ""}] * 2
    row = [{"text": "12", "shaded": True}, {"text": "", "shaded": False}]
    (table,) = Document(io.BytesIO(made([{"columns": columns, "rows": [row]}]))).tables
    assert ["E7E6E6" in cell._tc.xml for cell in table.rows[1].cells] == [True, False]
    assert table.rows[1].cells[0].text == "12"


def test_a_table_without_columns_is_nothing() -> None:
    assert said(made([{"columns": [], "rows": []}])) == []


def test_two_tables_never_grow_together_and_none_meets_the_tables_of_the_template() -> None:
    names = tuple(name for name in NAMES if name != "CV Trước bảng")
    data = compile_template(template("{{p x }}", names=names, cells=("a", "b"))).render({"x": [TABLE, TABLE]})
    body = Document(io.BytesIO(data)).element.body
    kinds = [each.tag.rpartition("}")[2] for each in body]
    assert kinds == ["tbl", "p", "tbl", "p", "tbl", "sectPr"]


def test_a_cell_always_keeps_a_paragraph_in_the_style_of_the_tag() -> None:
    data = compile_template(template(cells=("{{p x }}", "{{p y }}", "{{p z }}"))).render(
        {"x": [], "y": "", "z": [TABLE]}
    )
    xml = parts_of(data)["word/document.xml"].decode()
    assert "<w:tcPr/></w:tc>" not in xml.replace(" ", "")
    cells = Document(io.BytesIO(data)).tables[0].rows[0].cells
    assert [each._tc[-1].tag.rpartition("}")[2] for each in cells] == ["p", "p", "p"]


CHARTS = [
    {"title": "Một", "kind": "empty", "words": "Chưa có số liệu"},
    {
        "title": "Hai",
        "kind": "bars",
        "said": 'Biểu đồ Hai: A 5; B "<&>" 0',
        "rows": [
            {
                "label": "A",
                "text": "5",
                "bar": {"_docx": "drawing", "words": "5", "width": 9, "height": 3, "marks": []},
            },
            {"label": "B", "text": "0", "bar": ""},
        ],
    },
    {
        "title": "Ba",
        "kind": "curve",
        "plot": {"_docx": "drawing", "words": "x", "width": 165, "height": 40, "marks": []},
        "columns": [{"label": "01/3", "text": "7"}] * 3,
    },
]


def test_charts_are_titles_drawings_and_words() -> None:
    document = Document(io.BytesIO(made([{"style": "bieu_do", "runs": [], "chart": CHARTS[0]}, *CHARTS[1:]])))
    titles = [each.text for each in document.paragraphs if each.style.name == "CV Tên biểu đồ"]
    assert titles == ["Một", "Hai", "Ba"]
    bars, curve = document.tables
    assert [[cell.text for cell in row.cells] for row in bars.rows] == [["A", "\u00a0\u00a05"], ["B", "\u00a0\u00a00"]]
    assert [cell.text for cell in curve.rows[0].cells] == ["01/3\n7"] * 3
    assert len(curve._tbl.tblGrid) == 3
    said = [table._tbl.tblPr.xpath("./w:tblDescription/@w:val") for table in (bars, curve)]
    assert said == [['Biểu đồ Hai: A 5; B "<&>" 0'], []]
    captions = [each._p.xpath("./w:pPr/w:outlineLvl/@w:val") for each in document.paragraphs if each.text in titles]
    assert captions == [["9"]] * 3, "no headings"
    assert document.element.body.xml.count("<wp:docPr") == 2


def test_titles_and_the_last_two_blocks_stay_with_what_follows() -> None:
    document = Document(io.BytesIO(template("{{p x }}")))
    document.paragraphs[0].paragraph_format.keep_with_next = True
    out = io.BytesIO()
    document.save(out)
    blocks = [
        {"style": "doan", "runs": [run(text, bold=text == "Tiêu đề")]} for text in ("a", "Tiêu đề", "b", "c", "d")
    ]
    for data, kept in ((template("{{p x }}"), [1]), (out.getvalue(), [1, 3, 4])):
        shown = Document(io.BytesIO(compile_template(data).render({"x": blocks}))).paragraphs
        assert [n for n, each in enumerate(shown) if each.paragraph_format.keep_with_next] == kept


def test_a_heading_has_its_level_in_words_outline() -> None:
    block = {"style": "khoan", "runs": [run("Phạm vi", bold=True)]}
    shown = Document(io.BytesIO(made([{**block, "level": 3}, block]))).paragraphs
    levels = [each._p.pPr.xpath("./w:outlineLvl/@w:val") for each in shown]
    assert levels == [["2"], []]


def test_a_rich_value_is_printed_as_docxtpl_prints_it() -> None:
    rich = {"_docx": "paragraphs", "paragraphs": [{"style": "Title", "runs": [{"text": "giàu"}]}]}
    assert said(made(rich)) == [("Title", "giàu")]


def test_blocks_are_printed_where_docxtpl_merges_the_record() -> None:
    pixel = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    pixel += b"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
    compiled = compile_template(template("{{ picture }}", "{{p x }}"))
    data = compiled.render(
        {"picture": {"_docx": "image", "data": pixel}, "x": ["a & b", {"style": "doan", "runs": []}]}
    )
    assert said(data)[1:] == [("Lời dẫn", "a & b"), ("CV Nội dung", "")]


IN_A_LOOP = "{%p for each in … %}, {{ each.… }}, {%p endfor %}"
ROWS_REMEDY = f"print them in a loop: {IN_A_LOOP}, each of the three in a paragraph of its own"


@pytest.mark.parametrize(
    ("value", "id_", "remedy"),
    [
        ([{"style": "Lời dãn", "runs": []}], "docx-style-unknown", "did you mean “Lời dẫn”?"),
        (5, "docx-value-block", "write {{ name }} for a number, or give a list of texts or blocks"),
        (None, "value-missing", "write the value; every entry needs one"),
        ([None], "template-undefined", "correct the name, or add it to the data"),
        ([{"ten": "A"}], "docx-value-block.rows", ROWS_REMEDY),
    ],
)
def test_what_is_no_block_is_told_at_the_tag(value: Any, id_: str, remedy: str) -> None:
    (problem,) = problems(template("đầu", "{{p x }}"), {"x": value})
    assert (problem.message.id, str(problem.place.where), str(problem.advice)) == (id_, "paragraph 2", remedy)


def test_a_block_beside_other_text_and_an_unknown_name_are_told_at_their_places() -> None:
    assert places(template("{{p x }} và")) == [("docx-tag-lost", "body", "paragraph 1")]
    assert places(template("a", cells=("b", "{{p x.y }}")), {}) == [
        ("template-undefined", "body", "table 1, row 1, cell 2")
    ]


def test_a_foreign_template_is_docxtpl_s_own() -> None:
    rich = {"_docx": "paragraphs", "paragraphs": [{"runs": [{"text": "giàu"}]}]}
    foreign = compile_template(docx(p("{{p x }}"), p("sau")), strict=False)
    assert b"gi\xc3\xa0u" in parts_of(foreign.render({"x": rich}))["word/document.xml"]
    assert b"['a']" not in parts_of(compile_template(docx(p("{{p x }}"))).render({"x": ["a"]}))["word/document.xml"]


def test_names_are_those_that_the_tags_write() -> None:
    assert compile_template(template("{{p x.y }}", "{{p z }}")).names() == {"x.y", "z"}


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=8)
RUNS = st.lists(st.fixed_dictionaries({"text": TEXTS, "bold": st.booleans(), "italic": st.just(False)}), max_size=2)
ROWS = st.lists(st.lists(TEXTS, min_size=2, max_size=2), max_size=3)
BLOCK = st.one_of(
    TEXTS,
    st.fixed_dictionaries({"style": st.sampled_from(["doan", "khoan"]), "runs": RUNS}),
    st.fixed_dictionaries({"style": st.sampled_from(["doan", "khoan"]), "text": TEXTS}),
    ROWS.map(lambda rows: {"columns": TABLE["columns"], "rows": rows, "row_mm": 7}),
    TEXTS.map(lambda text: {"title": text, "kind": "empty", "words": text}),
)
COMPILED, PLAIN = (compile_template(template("{{p x }}", cells=("{{p y }}",))) for _each in range(2))
PLAIN._fast_paths = None


@settings(max_examples=examples(60))
@given(st.lists(st.tuples(st.lists(BLOCK, max_size=3), TEXTS), min_size=1, max_size=4))
def test_what_is_filled_is_what_is_rendered(records: list[tuple[list[Any], str]]) -> None:
    for x, y in records * 3:
        assert COMPILED.render({"x": x, "y": y}) == PLAIN.render({"x": x, "y": y})
