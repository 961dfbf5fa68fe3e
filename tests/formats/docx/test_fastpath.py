"""A record merged by a trace has the very bytes of a run of the template; what a trace can't see is run."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.core.problems import ProblemsFound
from congvan.formats.docx.template import DocxTemplate, compile_template
from congvan.formats.fastpath import field_plan
from tests.examples import examples
from tests.formats.docx_dialect import CONTEXTS, DRAWING, LETTERS, templates
from tests.formats.docx_samples import docx, p, row, run, table, text_of
from tests.package import parts_of


def untraced(template: bytes) -> DocxTemplate:
    compiled = compile_template(template)
    compiled._fast_paths = None
    return compiled


def hits(compiled: DocxTemplate) -> int:
    assert compiled._fast_paths is not None
    return compiled._fast_paths.hits


LETTER = docx(
    p("{{ head.name|upper }} {{ head.name }} {% if note %}({{ note }}){% endif %}"),
    p(run("{{ to ~ ', ' ~ place }}", '<w:sz w:val="{{ size }}"/>'), run("{{ loop_|replace('a', 'b') }}")),
    table(row("a", "b"), row("{%tr for r in rows %}", ""), row("{{ loop.index }}", "{{ r.x }}"), row("{%tr endfor %}")),
    p("{{ kind in ('x', 'y') }}{{ count }}{% if kind == 'x' %}!{% endif %}"),
    DRAWING,
    header1=p("{{ head.name }} {{ head.book }}"),
    footer1=p("{% for n in range(2) %}-{% endfor %}"),
    title="{{ to }}",
)
WORDS = st.text(st.sampled_from("aIb<&>\"' ĐỆ\u00a0\n"), max_size=4)
RECORDS = st.fixed_dictionaries(
    {
        "head": st.fixed_dictionaries({"name": st.sampled_from(["ab", "c"]), "book": WORDS}),
        "note": st.sampled_from(["", "x", "y"]),
        "to": WORDS,
        "place": WORDS,
        "size": st.sampled_from(["26", "28"]),
        "loop_": st.sampled_from(["a", "ca"]),
        "rows": st.lists(st.fixed_dictionaries({"x": WORDS}), max_size=2),
        "kind": st.sampled_from("xyz"),
        "count": st.sampled_from([1, True, 1.0, "1"]),
        "unused": WORDS,
    }
)


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(RECORDS, min_size=2, max_size=10))
def test_traced_equals_run(records: list[dict[str, Any]]) -> None:
    traced, plain = compile_template(LETTER), untraced(LETTER)
    for record in [*records, *records]:
        assert traced.render(record) == plain.render(record)


@settings(max_examples=examples(60), deadline=None)
@given(templates(), st.lists(CONTEXTS, min_size=1, max_size=3), LETTERS, LETTERS)
def test_traced_equals_run_for_generated_templates(
    template: bytes, contexts: list[dict[str, Any]], one: str, other: str
) -> None:
    traced, plain = compile_template(template), untraced(template)
    varied = [
        {**c, "a": a, "rows": [{"x": a, "y": r["y"]} for r in c["rows"]]} for c in contexts for a in (one, other, "a")
    ]
    for context in [*contexts, *varied, *contexts]:
        assert traced.render(context) == plain.render(context)


def test_an_empty_text_beside_a_table_that_does_not_fit_its_grid() -> None:
    """Found by the long lane: lxml writes that part anew, and an empty text otherwise than a full one."""
    template = docx(p("{{ a }}"), table(row("1", "2", "3"), row("x", "{{ b }}")))
    traced, plain = compile_template(template), untraced(template)
    for a in ("x", "y", "z", "", "x", ""):
        record = {"a": a, "b": a}
        assert traced.render(record) == plain.render(record)


@pytest.mark.parametrize("size", [24, "24"])
def test_a_tab_in_a_run_whose_properties_differ(size: Any) -> None:
    template = docx(p(run("{{ a }}", '<w:sz w:val="{{ size }}"/>')))
    traced, plain = compile_template(template), untraced(template)
    for n, a in enumerate(["a", "b", "c", "d", "e\tf", "g\nh"]):
        record = {"a": a, "size": type(size)(int(size) + 2 * (n % 3))}
        assert traced.render(record) == plain.render(record)
    assert hits(traced) == 2  # a line break splits no run


def test_markup_that_ends_a_section_of_text_is_refused_behind_a_trace() -> None:
    template = docx(p("{{ a|safe }}{{ b|safe }}"))
    traced = compile_template(template)
    for n in range(6):
        traced.render({"a": f"{n}", "b": "x"})
    assert hits(traced) == 3
    for record in ({"a": "]]>", "b": "x"}, {"a": "]]", "b": ">"}):
        with pytest.raises(ProblemsFound, match="not well-formed"):
            traced.render(record)


def test_records_that_differ_in_texts_need_no_run() -> None:
    compiled = compile_template(LETTER)
    base = {
        "head": {"name": "ab", "book": "s"}, "note": "", "size": "26", "loop_": "a", "rows": [{"x": "1"}], "kind": "x",
        "count": 1, "unused": "",
    }  # fmt: skip  # a table: what belongs together on a line
    for _turn in range(2):
        compiled.render({**base, "to": "A", "place": "B"})
    assert hits(compiled) == 0
    for n in range(5):
        rows = [{"x": "&\u00a0"}]
        data = compiled.render({**base, "to": f"<{n}>", "place": "đ", "rows": rows, "unused": str(n)})
        assert f"<{n}>, đ" in text_of(data)
        assert b'<wp:docPr id="1001"' in parts_of(data)["word/document.xml"]
    assert hits(compiled) == 4


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\r", "\ud800", "\ufffe", None, ["x"], {"y": 1}])
def test_what_can_not_be_printed_is_refused_behind_a_trace(bad: Any) -> None:
    compiled = compile_template(docx(p("{{ a }} {{ b }}")))
    for n in range(5):
        compiled.render({"a": str(n), "b": ""})
    assert hits(compiled) == 2
    with pytest.raises(ProblemsFound) as refused:
        compiled.render({"a": bad, "b": ""})
    assert [str(problem.place.part) for problem in refused.value.problems] == ["body"]
    assert "v" in text_of(compiled.render({"a": "v", "b": ""}))
    with pytest.raises(ProblemsFound):
        compiled.render({"a": "v"})


@pytest.mark.parametrize("text", ["1\n2", "1\t2"])
def test_line_breaks_and_tabs_are_put_in_their_places(text: str) -> None:
    cells = table(row("1", "{{ a }}"))
    template = docx(p(run("{{ a }}", "<w:b/>"), run("{{ a }}-{{ a }}")), cells, header1=p("{{ a }}"), title="{{ a }}")
    traced, plain = compile_template(template), untraced(template)
    for value in ("x", text, "z", text, "x", text, f"{text}\n\t{text}\n"):
        assert traced.render({"a": value}) == plain.render({"a": value})
    assert hits(traced) == 4


def test_line_breaks_stay_when_the_escaped_texts_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(field_plan, "_MAX_ESCAPED", 3)
    template = docx(p("{{ a }} {{ b }} {{ c }} {{ n }}"))
    traced, plain = compile_template(template), untraced(template)
    for n in range(20):
        record = {"a": "1\n2", "b": f"x{n}", "c": f"{n // 4}\ny", "n": n}
        assert parts_of(traced.render(record)) == parts_of(plain.render(record))
    assert hits(traced) > 15


@pytest.mark.parametrize("text", ["1\n2", "1\t2"])
def test_line_breaks_in_a_part_that_lxml_writes_are_run(text: str) -> None:
    template = docx(p("{{ a }}"), table(row("1", "2", "3"), row("x", "y")))
    traced, plain = compile_template(template), untraced(template)
    for value in ("x", "y", "z", text, "x", text):
        assert traced.render({"a": value}) == plain.render({"a": value})


def test_line_breaks_and_rich_texts_are_run() -> None:
    template = docx(p("{{ a }}"), p("{{r b }}"))
    traced, plain = compile_template(template), untraced(template)
    for n in range(12):
        runs = [{"text": "đậm", "bold": True}]
        record = {"a": "1\n2\t3" if n % 3 else "x", "b": {"_docx": "richtext", "runs": runs}}
        assert traced.render(record) == plain.render(record)
    assert b"<w:br/>" in parts_of(traced.render(record))["word/document.xml"]


def test_characters_that_a_trace_uses_are_printed_as_typed() -> None:
    template = docx(p("{{ a }}{{ b|upper }}"))
    traced, plain = compile_template(template), untraced(template)
    for value in ("x", "y", "\ufdd10\ufdd3", "\ufdd20\ufdd3", "z"):
        record = {"a": value, "b": value}
        assert traced.render(record) == plain.render(record)


def test_characters_that_a_trace_uses_may_stand_in_a_template() -> None:
    template = docx(p("\ufdd10\ufdd3{{ a }}\ufdd20\ufdd3"))
    traced, plain = compile_template(template), untraced(template)
    for value in "xyzuv":
        assert traced.render({"a": value}) == plain.render({"a": value})


TORN = (
    "<w:p><w:smartTag><w:r><w:t>{{ a</w:t></w:r></w:smartTag><w:hyperlink><w:r><w:t> }}</w:t></w:r></w:hyperlink></w:p>"
)


@pytest.mark.parametrize(
    ("source", "traced_runs"),
    [
        ("{{ b|upper }}", 2),
        ("{% if b|replace('x', 'y') == 'y' %}!{% endif %}", 2),
        ("{{ 'x' in a }}", 1),  # its truth is part of the trace
        ("{{ a in 'xyz' }}", 1),  # here the text can't tell that it was asked
    ],
)
def test_what_looks_into_a_text_is_run_or_is_part_of_its_trace(source: str, traced_runs: int | None) -> None:
    template = docx(TORN, p(source))
    traced, plain = compile_template(template), untraced(template)
    for text in ("1", "2", "3", "4", "x"):
        assert traced.render({"a": text, "b": "x"}) == plain.render({"a": text, "b": "x"})
    assert hits(traced) == traced_runs


@pytest.mark.parametrize(
    "body",
    [
        table(row("a", "b"), row("{%tr for r in rows %}", ""), row("{{ a }}", "{{ r.x }}"), row("{%tr endfor %}")),
        table(row("{%tr for r in rows %}", ""), row("{{ a }}", "{{ r.x }}"), row("{%tr endfor %}")),
        p("{{ a }}") + DRAWING,
        p("{% for n in range(2) %}{{ n }}{{ a }}{% endfor %}"),
        p("{% if a %}có{% endif %}"),
        p("cố định {{ 7 }}"),
        p("{{ a }}{{ b }}"),
        p("{{ a ~ b }}"),
    ],
)
def test_a_document_is_merged_by_its_trace(body: str) -> None:
    template = docx(body)
    traced, plain = compile_template(template), untraced(template)
    for number in range(4):
        record = {"a": f"<{number}>&\u00a0", "b": "x", "rows": [{"x": "1"}, {"x": str(number)}]}
        assert traced.render(record) == plain.render(record)
    assert hits(traced) == 1


def test_what_is_done_to_each_text_is_computed() -> None:
    compiled = compile_template(docx(p("{{ a|upper }}")))
    for n in range(20):
        assert text_of(compiled.render({"a": f"n{n}"})) == f"N{n}"
    assert hits(compiled) == 17
