"""What a workbook template keeps: shapes in memory and in the cache, traces; and what it says of a record's faults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from congvan.formats.xlsx import expand, fill, reader, structure
from congvan.formats.xlsx import template as xlsx
from congvan.formats.xlsx import workbook as xlsx_workbook
from congvan.formats.xlsx.compiler import Runner
from congvan.formats.xlsx.template import compile_template
from congvan.problems import Place, Problem, ProblemsFound
from tests.formats.heard import Heard
from tests.formats.xlsx_samples import picture, workbook

LOOP = {"A1": "{{ title }}", "A2": "{%tr for row in rows %}", "A3": "{{ row }}", "A4": "{%tr endfor %}", "A5": "hết"}


def rows(*values: Any, title: Any = "x") -> dict[str, Any]:
    return {"title": title, "rows": list(values)}


def failing(*_: Any, **__: Any) -> Any:
    raise AssertionError("this was to be kept")


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
    cut = fill.cut

    def counting(*given: Any) -> Any:
        made.append(1)
        return cut(*given)

    monkeypatch.setattr(fill, "cut", counting)
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
    monkeypatch.setattr(Runner, "run", failing)
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


# -- faults -----------------------------------------------------------------------------------------------------------


def problems(cells: dict[str, Any], context: dict[str, Any], prepare: Any = None) -> list[Problem]:
    template = compile_template(workbook(cells, prepare), name="mau.xlsx")
    with pytest.raises(ProblemsFound) as stop:
        template.render(context)
    with pytest.raises(ProblemsFound) as again:
        template.render_plainly(context)
    assert again.value.problems == stop.value.problems
    return list(stop.value.problems)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("a" * 32_768, "the text has 32768 characters, 32767 fit"),
        ("😀" * 16_384, "the text has 32768 characters, 32767 fit"),
        ("a\x01", "holds '\\x01'"),
        ("a\ufffe", "holds '\\ufffe'"),
        (10**16 + 1, "10000000000000001 can't be kept digit for digit"),
    ],
)
def test_a_value_that_a_cell_can_not_hold(value: Any, words: str) -> None:
    (problem,) = problems(LOOP, rows("a", value, "b"))
    assert problem.code == "value-refused"
    assert words in problem.text
    assert problem.place == Place(file="mau.xlsx", sheet="Biểu", cell="A3")
    assert problem.hint == "correct the value in the data"


@pytest.mark.parametrize("value", ["a" * 32_767, "😀" * 16_383 + "a", "a\nb", 10**15 - 1, 0.5, -3, True])
def test_a_value_that_a_cell_holds(value: Any) -> None:
    assert compile_template(workbook(LOOP)).render(rows(value, value))


def test_long_values_together_are_no_fault() -> None:
    assert compile_template(workbook(LOOP)).render(rows(*["a" * 20_000] * 3))


def test_all_faults_are_told() -> None:
    found = problems(LOOP, rows("\x02", "b", 10**17, title="\x01"))
    assert [(p.place.cell, p.code) for p in found] == [
        ("A1", "value-refused"),
        ("A2", "value-refused"),
        ("A4", "value-refused"),
    ]


def test_a_fault_on_a_sheet_named_by_the_data() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        sheet.title = "{{ title }}"
        book.create_sheet("Khác")["B2"] = "{{ title }}{{ rows[0] }}"

    found = problems({"A1": "{{ rows[0] }}"}, rows("\x01", title="Huyện"), prepare)
    assert [(p.place.sheet, p.place.cell) for p in found] == [("Huyện", "A1"), ("Khác", "B2")]


def test_a_fault_in_a_header_stands_where_it_is() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        sheet.oddHeader.left.text = "{{ title }}"

    (problem,) = problems({"A1": "x"}, rows(title="a" * 300), prepare)
    assert problem.place.sheet == "Biểu"
    assert problem.place.cell == ""
    assert str(problem.place.where)


def test_a_name_that_nothing_gives() -> None:
    found = problems({"A1": "{{ adress }}", "B2": "{{ nope }}"}, {"address": "x"})
    assert [(p.place.file, p.place.sheet, p.place.cell) for p in found] == [
        ("mau.xlsx", "Biểu", "A1"),
        ("mau.xlsx", "Biểu", "B2"),
    ]


def once() -> Callable[[], str]:
    """What fails the first time alone: looked at again, nothing is wrong."""
    calls: list[int] = []

    def give() -> str:
        calls.append(1)
        if len(calls) == 1:
            raise ValueError("hỏng")
        return "x"

    return give


def test_a_fault_that_does_not_come_again_is_told_in_its_words() -> None:
    with pytest.raises(ProblemsFound) as stop:
        compile_template(workbook({"A1": "{{ f() }}"}), name="mau.xlsx").render({"f": once()})
    (problem,) = stop.value.problems
    assert (problem.code, problem.text, problem.place) == ("template-value", "hỏng", Place(file="mau.xlsx"))


@pytest.mark.parametrize(("error", "words"), [(RuntimeError("x" * 300), "x" * 200), (KeyError(), "KeyError")])
def test_a_workbook_that_openpyxl_can_not_handle(monkeypatch: pytest.MonkeyPatch, error: Exception, words: str) -> None:
    """As a template, or at the first record."""

    def broken(*_: Any) -> None:
        raise error

    template = compile_template(workbook(LOOP), name="mau.xlsx")
    with monkeypatch.context() as patch:
        patch.setattr(expand, "expand", broken)
        with pytest.raises(ProblemsFound) as late:
            template.render(rows("a"))
    monkeypatch.setattr(reader, "read", broken)
    with pytest.raises(ProblemsFound) as early:
        compile_template(workbook(LOOP), name="mau.xlsx")
    assert early.value.problems == late.value.problems
    (problem,) = early.value.problems
    assert problem.code == "workbook-broken"
    assert problem.text.endswith(f": {words}")
    assert problem.place == Place(file="mau.xlsx")
    assert "LibreOffice" in problem.hint


def test_a_sheet_of_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(structure, "MAX_OUT_ROWS", 5)
    (problem,) = problems(LOOP, rows(*"abcd"))
    assert (problem.code, problem.place) == ("workbook-extent", Place(file="mau.xlsx"))
