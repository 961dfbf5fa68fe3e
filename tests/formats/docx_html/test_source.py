"""A DOCX template as pages: what is filled from a record's values is what reading its merged parts gives."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.core.cache import MemoryCache
from congvan.core.messages import Message
from congvan.core.problems import ProblemsFound
from congvan.formats import compile_template
from congvan.formats.docx_html.source import DocxSource
from congvan.formats.fastpath.stored_plans import to_bytes
from congvan.formats.pdf.tables import table_rows
from tests.examples import examples
from tests.formats.docx_samples import docx, p, row, run, table

BOLD = "<w:b/>"
TAB = "<w:r><w:tab/></w:r>"
BODY = (
    p("Số: {{ number }}"),
    p(run("{{ one }}", BOLD), run(" và {{ two }}")),
    p("{%p if three %}"),
    p("{{ three }}"),
    p("{%p endif %}"),
    p(run("{{ one }}"), TAB, run("{{ two }}")),
    p("{%p for line in lines %}"),
    p("- {{ line }};"),
    p("{%p endfor %}"),
    table(
        row("TT", "Tên"),
        row("{%tr for r in rows %}", ""),
        row("{{ r.n }}", "{{ r.name }}"),
        row("{%tr endfor %}", ""),
    ),
    p("{% set kept %}{{ number }}/{% endset %}{{ kept|length }} {{ kept }}"),
    p("{{r rich }}"),
)
TEMPLATE = docx(*BODY, title="Văn bản số {{ number }}", footer1=p("{{ number }}"))
WORDS = [
    *("", "một", "Đà Nẵng", 'A & "B" <C>', "it’s 'x'", "hai  ba", " đầu", "cuối "),
    *("dòng\nhai", "tab\tở đây", "a-b", "ô‑ê", "hai\u00adba", "một\u2003hai"),
]
TEXTS = st.sampled_from(WORDS)
RECORDS = st.fixed_dictionaries(
    {
        "number": TEXTS,
        "one": TEXTS,
        "two": TEXTS,
        "three": TEXTS,
        "lines": st.lists(TEXTS, max_size=2),
        "rows": st.lists(st.fixed_dictionaries({"n": st.integers(0, 3), "name": TEXTS}), min_size=1, max_size=2),
        "rich": TEXTS.map(lambda text: {"_docx": "richtext", "runs": [{"text": text.strip(), "bold": True}]}),
    }
)


def test_invisible_characters_of_a_value_decide_lines_as_those_of_the_template_do() -> None:
    template = docx(p("{{ one }}"))
    source, alike = DocxSource(template, "x.docx", True), []
    for text in ("một hai", "một\u00adhai", "một\u2003hai", "một‑hai", "ba bốn"):
        alike.append((text, source.split({"one": text})))
        assert alike[-1][1] == DocxSource(docx(p(text)), "x.docx", True).split({}) or text in alike[-1][1].values
    assert [text for text, split in alike if text in split.values] == ["một hai", "ba bốn"]


def record(**changes: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {"number": "12", "one": "a", "two": "b", "three": "", "lines": ["x", "y"]}
    rich = {"_docx": "richtext", "runs": [{"text": "đậm"}]}
    return {**plain, "rows": [{"n": 1, "name": "An"}], "rich": rich, **changes}


@pytest.mark.full("long runs")
@settings(max_examples=examples(60), deadline=None)
@given(st.lists(RECORDS, min_size=4, max_size=12))
def test_filled_is_read_whatever_came_before(records: list[dict[str, Any]]) -> None:
    filled, plain = DocxSource(TEMPLATE, "t.docx", True), DocxSource(TEMPLATE, "t.docx", True)
    for each in [*records, *records]:
        assert filled.split(each) == plain._run(each)
    assert not filled.fast_paths.disabled


def test_records_that_differ_in_their_values_are_filled() -> None:
    source = DocxSource(TEMPLATE, "t.docx", True)
    for n in range(8):
        source.split(record(number=str(n), rows=[{"n": n, "name": f"người {n}"}], lines=[f"x{n}", f"y{n}"]))
    assert source.fast_paths.hits >= 4
    assert not source.ran


def test_a_warm_process_neither_compiles_nor_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    letter = docx(*BODY[:-2], title="{{ number }}")
    source = DocxSource(letter, "t.docx", True)
    for n in range(4):
        source.split(record(number=str(n)))
    plans = to_bytes(source.fast_paths.plans)
    expected = source.split(record(number="7"))
    monkeypatch.setattr("congvan.formats.docx_html.converter.WordConverter", None)
    monkeypatch.setattr("congvan.formats.docx.template.compile_template", None)
    assert DocxSource(letter, "t.docx", True, plans).split(record(number="7")) == expected


def test_pages_are_stamped() -> None:
    template = compile_template("pdf", docx(*BODY, footer1=p("Trang")), name="t.docx", cache=MemoryCache())
    for n in range(12):
        assert template.render(record(number=str(n), rows=[{"n": n, "name": f"Nguyễn {n}"}]))[:5] == b"%PDF-"
    assert template.ways.counts["laid out"] == 1
    assert template.ways.counts["filled"] >= 6


def test_values_beside_a_tab_are_bound() -> None:
    """How far the tab reaches depends on them."""
    source = DocxSource(docx(p(run("{{ one }}"), TAB, run("{{ two }}")), p("{{ three }}")), "t.docx", True)
    for n in range(6):
        source.split({"one": "a", "two": "b", "three": str(n)})
    assert source.fast_paths.hits == 3
    source.split({"one": "a", "two": "dài hơn", "three": "1"})
    assert source.fast_paths.hits == 3


def test_a_missing_name_is_told_with_its_cell() -> None:
    template = docx(p("{{ a }}"), table(row("x", "{{ b.c }}")))
    with pytest.raises(ProblemsFound) as stop:
        DocxSource(template, "t.docx", True).split({"a": "1", "b": {}})
    (problem,) = stop.value.problems
    assert problem.code == "template-undefined"
    assert str(problem.place) == "t.docx, body, table 1, row 1, cell 2"


def test_a_foreign_template_prints_nothing_for_what_is_missing() -> None:
    source = DocxSource(docx(p("a{{ b }}c")), "t.docx", False)
    assert "".join(source.split({}).values) == "ac"
    assert source.split({"b": "&"}).values[-1] == "a&amp;c"


def test_a_part_that_is_no_page_does_not_bind_its_values() -> None:
    source = DocxSource(docx(p("x {{ a }}"), title="{{ b }}"), "t.docx", True)
    for n in range(6):
        source.split({"a": str(n), "b": str(n)})
    assert source.fast_paths.hits >= 3


def test_more_rows_than_pages_can_hold_are_refused_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    source = DocxSource(TEMPLATE, "t.docx", True)
    monkeypatch.setattr(table_rows, "MOST_CELLS", 10)
    rows = [{"n": n, "name": "An"} for n in range(4)]
    source.split(record(rows=rows))
    monkeypatch.setattr(DocxSource, "_converter", None)
    with pytest.raises(ProblemsFound) as stop:
        source.split(record(rows=rows * 2))
    (problem,) = stop.value.problems
    assert problem.message == Message("table-too-long", rows=9, most=5)
