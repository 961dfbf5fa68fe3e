"""A workbook merged by a trace has the very bytes of a run of its program; what a trace can't see is run."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.core.problems import ProblemsFound
from congvan.formats.xlsx.compiler import ProgramRunner
from congvan.formats.xlsx.fastpath import same_result
from congvan.formats.xlsx.template import XlsxTemplate, compile_template
from tests.formats.xlsx_samples import picture, workbook
from tests.package import parts_of

CELLS = {
    "A1": "{{ title }}",
    "B1": "{{ place }}: {{ day }}{% if late %} !{% endif %}",
    "C1": "{{ count }}",
    "A2": "{%tr for row in rows %}",
    "A3": "{{ loop.index }}",
    "B3": "{%rh 9 %}{%tc for column, value in columns|zip(row) %}",
    "C3": '{%tc if column.kind == "number" %}',
    "D3": "{{ value|number }}",
    "E3": '{%tc elif "Họ" in column.label %}',
    "F3": "{{ value }}",
    "G3": "{%tc else %}",
    "H3": "{{ value }}",
    "I3": "{%tc endif %}",
    "J3": "{%tc endfor %}",
    "A4": "{%tr endfor %}",
    "A5": '{{ runs|map(attribute="text")|join }}',
    "B5": "{{ form.items }}",
}
WORDS = st.text(st.sampled_from("ab=+<&>\"' ĐỆ7\u00a0\n"), max_size=4)
COLUMN = st.fixed_dictionaries(
    {"kind": st.sampled_from(["number", "text"]), "label": st.sampled_from(["Họ tên", "TT", ""])}
)
RECORDS = st.fixed_dictionaries(
    {
        "title": WORDS,
        "place": WORDS,
        "day": WORDS,
        "late": st.sampled_from(["", "x"]),
        "count": st.sampled_from([1, True, 1.0, "1"]),
        "columns": st.lists(COLUMN, min_size=2, max_size=2),
        "rows": st.lists(st.lists(st.one_of(WORDS, st.just("7")), min_size=2, max_size=2), max_size=2),
        "runs": st.lists(st.fixed_dictionaries({"text": WORDS}), max_size=2),
        "form": st.fixed_dictionaries({"items": WORDS, "unused": WORDS}),
    }
)
PLAIN = workbook(CELLS)
BASE: dict[str, Any] = {
    "title": "", "place": "x", "day": "1", "late": "", "count": 1, "columns": [{"kind": "number", "label": ""}],
    "rows": [["7"], ["8"]], "runs": [], "form": {"items": "i", "unused": ""},
}  # fmt: skip  # a table: what belongs together on a line


def twice(cells: dict[str, str]) -> tuple[XlsxTemplate, XlsxTemplate]:
    """The template, and once more without traces."""
    data = workbook(cells)
    traced, plain = compile_template(data), compile_template(data)
    plain._fast_paths = None
    return traced, plain


def hits(template: XlsxTemplate) -> int:
    assert template._fast_paths is not None
    return template._fast_paths.hits


@settings(max_examples=25, deadline=None)
@given(st.lists(RECORDS, min_size=1, max_size=3), WORDS, WORDS)
def test_traced_equals_run(records: list[dict[str, Any]], one: str, other: str) -> None:
    traced, plain = TRACED, UNTRACED
    for record in records:
        for text in (one, other, "a"):
            for varied in (record, {**record, "title": text, "place": text, "form": {"items": text, "unused": one}}):
                assert traced.render(varied) == plain.render(varied)


TRACED, UNTRACED = compile_template(PLAIN), compile_template(PLAIN)
UNTRACED._fast_paths = None


def test_records_that_differ_in_texts_need_no_run() -> None:
    template = compile_template(PLAIN)
    for n in range(6):
        record = {**BASE, "title": f"=<{n}>", "place": str(n), "form": {"items": f"{n}\n", "unused": str(n)}}
        assert picture(template.render(record)) == picture(template.render_plainly(record))
    assert hits(template) == 9  # all but two renders, and the third that the trace was compared with


def test_a_strangers_template_is_run_for_each_record(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = []
    run = ProgramRunner.run
    monkeypatch.setattr(ProgramRunner, "run", lambda runner, context: runs.append(1) or run(runner, context))
    template = compile_template(PLAIN, strict=False)
    for n in range(6):
        assert picture(template.render(record := {**BASE, "title": str(n)})) == picture(template.render_plainly(record))
    assert len(runs) == 12


def test_a_trace_gives_the_bytes_of_a_run_at_once() -> None:
    cells = CELLS | {
        "C5": "{% for n in range(2) %}-{{ place }} {{ count }} {{ 2.0 }}{% endfor %}",
        "D5": "cố định {{ 7 }}",
    }
    traced, plain = twice(cells)
    for n in range(5):
        changes = {"title": f"=<{n}>", "place": str(n), "day": "&", "form": {"items": f"{n}\n", "unused": str(n)}}
        record = {**BASE, **changes, "runs": [{"text": "x"}]}
        assert traced.render(record) == plain.render(record)
    assert hits(traced) == 2


def test_what_can_be_traced_is_traced_and_the_rest_is_run() -> None:
    cells = {"A1": "x {{ a }} {{ n }} {{ 2.0 }}", "B1": "{{ b|upper }}", "C1": "{{ b }}{{ b|lower }}", "A2": "{{ n }}"}
    for traced, found in ((2, {}), (1, {"E1": "{{ a in 'abc' }}"}), (0, {"E1": "\ufdd1{{ 7 }}"})):
        template = compile_template(workbook(cells | found))
        for text in ("<1>", "2", "3", "4", "a"):
            xml = parts_of(template.render({"a": text, "b": "B", "n": 7}))["xl/worksheets/sheet1.xml"].decode()
            texts = [f"x {text} 7 2".replace("<", "&lt;").replace(">", "&gt;"), "B", "Bb"]
            assert re.findall("<t>(.*?)</t>", xml)[:3] == texts
            assert traced != 1 or ("<v>1</v>" in xml) is (text == "a")
        assert hits(template) == traced


@pytest.mark.parametrize(
    "source",
    [
        "{{ a }}",
        "x {{ a }} y",
        "{{ a }} {{ n }} {{ 2.0 }} {{ true }}",
        "{% for i in range(2) %}-{{ a }}{{ i }}{% endfor %}",
        "{{ d.k }}{{ d['k'] }}",
        "{{ d.items|join }} {{ a }}",
        "{% if a %}{{ a }}{% else %}không{% endif %}",
        "cố định {{ 7 }}",
        "{{ b|upper }} {{ a }}",
        "{{ b }}{{ b|upper }}",
        "{% set t = a %}{{ t }}",
    ],
)
def test_a_cell_is_merged_by_its_trace(source: str) -> None:
    traced, plain = twice({"A1": source})
    for number in range(4):
        record = {"a": f"<{number}>&", "b": "x", "n": 7, "d": {"items": ["p"], "k": str(number)}}
        assert traced.render(record) == plain.render(record)
    assert hits(traced) == 1


def test_results_are_the_same_where_their_types_are_too() -> None:
    assert same_result((b"a", [1, "x"]), (b"a", [1, "x"]))
    for other in ((b"b", [1, "x"]), (b"a", [True, "x"]), (b"a", [1.0, "x"]), (b"a", [1, "y"]), (b"a", [1])):
        assert not same_result((b"a", [1, "x"]), other)


def test_characters_that_a_trace_uses_may_stand_in_a_template_and_in_a_text() -> None:
    cells = {"A1": "\ufdd10\ufdd3{{ a }}\ufdd20\ufdd3", "B1": "{{ a }}"}
    traced, plain = twice(cells)
    for text in ("x", "y", "z", "\ufdd10\ufdd3", "u", "\ufdd20\ufdd3"):
        assert traced.render({"a": text}) == plain.render({"a": text})


@pytest.mark.parametrize("bad", ["\x00", "\ud800", "_x0041_", "x" * 40_000, None, ["x"], {"y": 1}])
def test_what_a_cell_can_not_hold_is_refused_behind_a_trace(bad: Any) -> None:
    template = compile_template(PLAIN)
    for n in range(5):
        template.render({**BASE, "title": str(n)})
    assert hits(template) == 2
    with pytest.raises(ProblemsFound) as refused:
        template.render({**BASE, "title": bad})
    assert [problem.place.cell for problem in refused.value.problems] == ["A1"]


def test_numbers_and_truths_are_part_of_a_trace() -> None:
    template = compile_template(PLAIN)
    seen = {template.render({**BASE, "count": count}) for count in (1, 1, 1, True, 1.5, "1", True, 1, "1")}
    assert len(seen) == 4
