"""Tables that lose all their rows, and content controls that lose their content, leave a document that Word opens."""

from typing import Any

import pytest

from congvan.formats.docx.printed.hollow import drop_hollow
from congvan.formats.docx.template import compile_template
from tests.formats.docx.proofs.test_structure import W, body_of
from tests.formats.docx_samples import cell, docx, p, row, table, text_of

IF, END = p("{%p if a %}"), p("{%p endif %}")
NO_ROWS = table(row("{%tr for r in rows %}", ""), row("{{ r }}", "x"), row("{%tr endfor %}", ""))


def control(content: str) -> str:
    return f'<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'


CASES = {
    "a table": NO_ROWS,
    "a table in a cell": table(row(cell(p("x") + NO_ROWS + p("")), "y")),
    "only a table in a cell": table(row(cell(p("{%p if a %}") + p("x") + END + NO_ROWS + p("")), "y")),
    "a control of paragraphs": control(IF + p("x") + END),
    "a control of a table": control(NO_ROWS),
    "a control of rows": table(
        control(row("{%tr if a %}", "") + row("1", "2") + row("{%tr endif %}", "")), row("1", "2")
    ),
    "a control of all rows": table(control(row("{%tr if a %}", "") + row("1", "2") + row("{%tr endif %}", ""))),
    "a control of cells": table(
        f"<w:tr>{cell('1')}{control(cell('{%tc if a %}') + cell('2') + cell('{%tc endif %}'))}</w:tr>", row("1", "2")
    ),
    "a control of a value": control(p("{{p b }}")),
    "a control in a control": control(control(IF + p("x") + END)),
}


def hollow(root: Any) -> list[str]:
    """Tables without rows, controls without content, rows without cells."""
    wanted = {"tbl": ("tr", "sdt"), "tr": ("tc", "sdt"), "sdtContent": ("p", "tbl", "tr", "tc", "sdt")}
    return [
        name
        for name, inner in wanted.items()
        for each in root.iter(W + name)
        if not any(child.tag == W + kind for child in each for kind in inner)
    ]


@pytest.mark.every(4)
@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("case", CASES)
def test_nothing_is_left_hollow(case: str, strict: bool) -> None:
    template = compile_template(docx(p("đầu"), CASES[case], p("{{ c }}")), strict=strict)
    filled = {"_docx": "paragraphs", "paragraphs": [{"runs": [{"text": "x"}]}]}
    for n in range(12):  # also by the fast path
        on = n % 5 == 4
        context = {"a": on, "rows": ["1"] if on else [], "b": filled if on else "", "c": f"cuối {n}"}
        data = template.render(context)
        assert hollow(body_of(data)) == []
        assert text_of(data).startswith("đầu")
        assert text_of(data).endswith(f"cuối {n}")


def test_a_control_within_a_paragraph_may_be_empty() -> None:
    xml = f"<w:p>{control('')}</w:p>"
    assert drop_hollow(xml) == xml


def test_what_holds_something_stays() -> None:
    xml = f"<w:body>{table(row('1', '2'))}{control(p('x'))}{table(control(row('1', '2')))}<w:p/></w:body>"
    assert drop_hollow(xml) == xml
