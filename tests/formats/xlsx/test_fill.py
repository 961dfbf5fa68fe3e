"""What stands in the cells of a merged workbook: texts of several runs, texts like numbers, numbers, titles."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from congvan.formats.xlsx.fill import is_exact, legal_titles, needs_prefix, utf16_length
from congvan.formats.xlsx.template import compile_template
from tests.formats.xlsx_samples import picture, workbook

BOLD = InlineFont(b=True)


@pytest.mark.parametrize(
    ("runs", "value"),
    [
        (("a ", "{{ x }}", " b {% if x %}c{% endif %}"), ["a ", "7", " b c"]),
        (("{{ x ", "}}"), 7),  # a tag over two runs
        (("{{ ", "x }} b"), "7 b"),
        (("{{ x }}", ""), 7),
        (("{%cw 30 %}", "{{ x }}"), 7),
        (("{%cw 30 %}a ", "{{ x }}"), ["a ", "7"]),
        (("{{ x }}", "{{ x }}"), ["7", "7"]),
        (("a", "b"), ["a", "b"]),
    ],
)
def test_the_runs_of_a_cell_stay_where_no_tag_is_split(runs: tuple[str, str], value: Any) -> None:
    cells = CellRichText(*(TextBlock(BOLD, text) if number % 2 else text for number, text in enumerate(runs)))
    template = compile_template(workbook({"A1": cells}))
    data = template.render({"x": 7})
    assert picture(data) == picture(template.render_plainly({"x": 7}))
    found = openpyxl.load_workbook(io.BytesIO(data), rich_text=True).active["A1"].value
    assert ([str(each) for each in found] if isinstance(found, CellRichText) else found) == value


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "|a", "%a", "'a", "\ta", "\ra", "\na"])
def test_a_text_like_a_formula_is_marked_as_text(text: str) -> None:
    assert needs_prefix(text, text_format=False)
    assert needs_prefix(text, text_format=True)


@pytest.mark.parametrize(("text", "marked"), [("0a", True), (".5", True), ("(1)", True), ("$1", True), ("a=1", False)])
def test_a_text_like_a_number_is_marked_unless_its_cell_is_text(text: str, marked: bool) -> None:
    assert needs_prefix(text, text_format=False) is marked
    assert not needs_prefix(text, text_format=True)


@pytest.mark.parametrize(
    ("value", "exact"),
    [(10**15 - 1, True), (1 - 10**15, True), (10**15, False), (0.1, True), (1e300, True), (float("nan"), False)],
)
def test_numbers_of_fifteen_digits_are_exact(value: float, exact: bool) -> None:
    assert is_exact(value) is exact


@pytest.mark.parametrize(
    ("titles", "fixed", "made"),
    [
        (["😀" * 16], [], ["😀" * 15]),
        (["a", "A", "a"], ["b"], ["a", "A (2)", "a (3)"]),
        (["a"], ["A"], ["a (2)"]),
        ([" 'a' "], [], ["a"]),
        (["", "  "], [], ["Sheet1", "Sheet2"]),
        (["History", "history"], [], ["History_", "history_ (2)"]),
        (["a:b/c\\d?e*f[g]h\x00"], [], ["a-b-c-d-e-f-g-h-"]),
        (["x" * 30 + "'y"], [], ["x" * 30]),
        (
            ["x" * 40] * 11,
            [],
            ["x" * 31, *("x" * 27 + f" ({n})" for n in range(2, 10)), "x" * 26 + " (10)", "x" * 26 + " (11)"],
        ),
    ],
)
def test_titles_of_sheets(titles: list[str], fixed: list[str], made: list[str]) -> None:
    assert legal_titles(titles, fixed) == made


def test_a_letter_beyond_the_first_plane_counts_twice() -> None:
    assert [utf16_length(text) for text in ("", "a", "ế", "\uffff", "😀", "a😀b")] == [0, 1, 1, 1, 2, 4]
