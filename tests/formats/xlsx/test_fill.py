"""What stands in the cells of a merged workbook: texts of several runs, texts like numbers, numbers, titles;
what is kept between records, so that one like another is filled alone.
"""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from congvan.formats.xlsx import template as xlsx
from congvan.formats.xlsx import workbook as xlsx_workbook
from congvan.formats.xlsx.compiler import ProgramRunner
from congvan.formats.xlsx.fill import is_exact, legal_titles, needs_prefix, utf16_length
from congvan.formats.xlsx.rows import cutting
from congvan.formats.xlsx.template import compile_template
from tests.formats.heard import Heard, failing
from tests.formats.xlsx_samples import LOOP, picture, rows, workbook

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


def test_what_is_in_the_cache_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    cache, data = Heard(), workbook(LOOP)
    made = [compile_template(data, cache=cache).render(rows(*"ab"[:n])) for n in range(3)]
    assert cache.kept == list(dict.fromkeys(cache.asked))  # a plan and three shapes
    assert [kind for kind, _ in cache.kept] == ["xlsx"] * 4
    monkeypatch.setattr(xlsx_workbook, "load", failing)
    template = compile_template(data, cache=cache)
    assert [template.render(rows(*"ab"[:n])) for n in range(3)] == made


def test_other_templates_have_other_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Heard()
    compile_template(workbook(LOOP), cache=cache)
    compile_template(workbook({"A1": "x"}), cache=cache)
    compile_template(workbook(LOOP), cache=cache, strict=False)
    monkeypatch.setattr(xlsx, "library", lambda name: f"{name}-0")
    compile_template(workbook(LOOP), cache=cache)
    assert len(cache.kept) == 4


@pytest.fixture
def shapes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One item for each shape that is made."""
    made: list[int] = []
    cut = cutting.cut_at_tokens

    def counting(*given: Any) -> Any:
        made.append(1)
        return cut(*given)

    monkeypatch.setattr(cutting, "cut_at_tokens", counting)
    return made


@pytest.mark.parametrize("limits", [(2, 500_000), (256, 7)])
def test_the_shape_that_was_made_first_is_forgotten_first(
    monkeypatch: pytest.MonkeyPatch, shapes: list[int], limits: tuple[int, int]
) -> None:
    """… where there are too many of them, or too many gaps in all (2, 3 and 4 in these)."""
    monkeypatch.setattr(xlsx, "MAX_SHAPES", limits[0])
    monkeypatch.setattr(xlsx, "MAX_GAPS", limits[1])
    template = compile_template(workbook(LOOP))
    counts = []
    for n in (1, 2, 3, 3, 2, 1):
        template.render(rows(*"abc"[:n]))
        counts.append(len(shapes))
    assert counts == [1, 2, 3, 3, 3, 4]


def test_one_shape_is_kept_whatever_its_size(monkeypatch: pytest.MonkeyPatch, shapes: list[int]) -> None:
    monkeypatch.setattr(xlsx, "MAX_GAPS", 0)
    template = compile_template(workbook(LOOP))
    for n in (2, 2, 1, 1):
        template.render(rows(*"ab"[:n]))
    assert len(shapes) == 2


def test_a_trace_spares_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook(LOOP)
    template, fresh = compile_template(data), compile_template(data)
    plain = [template.render(rows(letter, title=letter)) for letter in "abc"]
    for letter in "xyz":
        fresh.render(rows(letter))
    monkeypatch.setattr(ProgramRunner, "run", failing)
    assert [fresh.render(rows(letter, title=letter)) for letter in "abc"] == plain


def test_a_foreign_template_is_run_every_time() -> None:
    template = compile_template(workbook({"A1": "{{ a }}{{ nothing }}"}), strict=False)
    for value in ("x", "y", "z", ""):
        book = picture(template.render({"a": value}))
        assert picture(template.render_plainly({"a": value})) == book
        assert (book["Biểu"]["cells"].get("A1") or [""])[0] in (value, "None")


def test_written_plainly_it_is_the_same() -> None:
    template = compile_template(workbook(LOOP))
    assert picture(template.render(rows("a", 7))) == picture(template.render_plainly(rows("a", 7)))
