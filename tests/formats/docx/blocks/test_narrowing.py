"""Blocks expanded for one record: the same document, and an error where the record takes another branch."""

import marshal
from typing import Any

import pytest

from congvan.formats.docx.blocks.narrowing import BRANCHES, branches_of, narrowed
from congvan.formats.docx.template import compile_template
from congvan.problems import ProblemsFound
from tests.formats.docx_samples import docx, p

TABLE = {"style": "bang", "table": {"columns": [{"label": "A", "mm": 165, "align": ""}], "rows": [["1"]], "row_mm": 9}}
RUNS = {"style": "doan", "runs": [{"text": "x", "bold": False, "italic": False, "parts": []}]}
RECORD: dict[str, Any] = {
    "line": "một",
    "lines": ["một", "hai"],
    "body": [RUNS, TABLE],
    "parts": [{"body": [RUNS]}, {"body": [{"style": "doan", "text": "y", "runs": []}]}],
    "empty": [],
}


@pytest.mark.parametrize(
    ("expression", "branches"),
    [
        ("line", {"text"}),
        ("lines", {"text"}),
        ("lines[:1]", {"text"}),
        ("body", {"runs", "table"}),
        ("a.body", {"runs", "line"}),
        ("empty", set()),
        ("a.nothing", BRANCHES),
        ("lines|sort", BRANCHES),
        ("parts[0].body", BRANCHES),
    ],
)
def test_branches_that_a_record_takes(expression: str, branches: set[str]) -> None:
    assert branches_of(expression) == BRANCHES
    with narrowed(RECORD):
        assert branches_of(expression) == branches


def test_the_document_is_the_same() -> None:
    template = docx(
        *(p(each) for each in ("{{p line }}", "{{p lines }}", "{{p body }}", "{%p for a in parts %}", "{{p a.body }}")),
        p("{%p endfor %}"),
        p("{{p empty }}"),
    )
    whole = compile_template(template)
    with narrowed(RECORD):
        narrow = compile_template(template)
    assert narrow.render(RECORD) == whole.render(RECORD)
    sizes = [sum(len(marshal.dumps(code)) for _name, code in made.parts[0].macros) for made in (narrow, whole)]
    assert sizes[0] < sizes[1] / 2


def test_a_record_that_takes_another_branch_is_an_error() -> None:
    with narrowed(RECORD):
        narrow = compile_template(docx(p("{{p lines }}")))
    with pytest.raises(ProblemsFound):
        narrow.render({"lines": [TABLE]})
