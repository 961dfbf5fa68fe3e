"""Many records on one sheet."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.shared import Mm

from congvan.core.problems import ProblemsFound
from congvan.formats.docx.sheets import SheetLayout, on_sheets
from congvan.formats.docx.template import compile_template


def card(*lines: str) -> Any:
    document: Any = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(10)
    for line in lines:
        document.add_paragraph(line)
    return document


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def rendered(template: bytes, rows: list[dict[str, Any]], **more: Any) -> Any:
    return docx.Document(io.BytesIO(compile_template(template).render({"rows": rows, **more})))


def test_cards_share_the_text_area_of_the_page() -> None:
    template = on_sheets(saved(card("{{ khach.name }}", "{{ agency }}")), SheetLayout(2, 5, ("khach",)), "the.docx")
    rows = [{"cards": [{"name": "A"}, {"name": "B & C"}], "blanks": []}, {"cards": [{"name": "D"}], "blanks": [0]}]
    (table,) = rendered(template, rows, agency="Sở Mẫu").tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["A\nSở Mẫu", "B & C\nSở Mẫu"],
        ["D\nSở Mẫu", ""],
    ]
    assert all(abs(column.width - Mm(95)) < Mm(0.1) for column in table.columns)
    assert all(Mm(55) < row.height < Mm(277) / 5 for row in table.rows)


def test_a_record_of_several_names_gives_each() -> None:
    template = on_sheets(saved(card("{{ a.name }} – {{ b.name }}")), SheetLayout(1, 3, ("a", "b")), "the.docx")
    (table,) = rendered(template, [{"cards": [[{"name": "Một"}, {"name": "Hai"}]], "blanks": []}]).tables
    assert table.rows[0].cells[0].text == "Một – Hai"


def test_tables_and_conditions_stand_in_a_card() -> None:
    document = card("{%p if khach.vip %}", "KHÁCH", "{%p endif %}")
    document.add_table(1, 1).rows[0].cells[0].text = "{{ khach.name }}"
    template = on_sheets(saved(document), SheetLayout(2, 2, ("khach",)), "the.docx")
    cards = [{"name": "A", "vip": True}, {"name": "B", "vip": False}]
    (table,) = rendered(template, [{"cards": cards, "blanks": []}]).tables
    inner = [(cell.text, cell.tables[0].rows[0].cells[0].text) for cell in table.rows[0].cells]
    assert [("KHÁCH" in text, name) for text, name in inner] == [(True, "A"), (False, "B")]


def test_a_card_of_two_sections_is_refused() -> None:
    document = card("{{ khach.name }}")
    document.add_section(WD_SECTION.NEW_PAGE)
    with pytest.raises(ProblemsFound) as found:
        on_sheets(saved(document), SheetLayout(2, 5, ("khach",)), "templates/the.docx")
    assert [problem.code for problem in found.value.problems] == ["sheet-sections"]
