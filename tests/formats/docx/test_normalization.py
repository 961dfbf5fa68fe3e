"""Tags are put back together: whatever Word or an officer made of their runs, they are read as they were typed."""

from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from congvan.formats.docx.template import compile_template
from tests.examples import examples
from tests.formats.docx_dialect import CONTEXTS, templates
from tests.formats.docx_samples import docx, p, row, run, table, text_of
from tests.formats.docx_told import places
from tests.formats.fake_word import paragraphs_of, saved_by_word, with_track_changes
from tests.package import parts_of

CONTROL = "<w:sdt><w:sdtPr><w:id w:val='4'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"


def made(template: bytes, **values: Any) -> str:
    return parts_of(compile_template(template).render(values))["word/document.xml"].decode()


@settings(max_examples=examples(60), deadline=None, phases=[Phase.explicit, Phase.generate])
@given(templates(), CONTEXTS, st.integers(0, 99), st.booleans())
def test_a_template_saved_by_word_says_the_same(
    template: bytes, context: dict[str, Any], seed: int, curly: bool
) -> None:
    saved = saved_by_word(template, seed, curly=curly)
    before, after = compile_template(template), compile_template(saved)
    assert after.names() == before.names()
    assert paragraphs_of(after.render(context)) == paragraphs_of(before.render(context))


@pytest.mark.parametrize("wrapper", ["smartTag", "customXml", "sdt"])
def test_a_wrapper_around_half_a_tag_loses_nothing(wrapper: str) -> None:
    within = run("a }} b")
    whole = CONTROL.format(within) if wrapper == "sdt" else f"<w:{wrapper}>{within}</w:{wrapper}>"
    assert paragraphs_of(compile_template(docx(p(run("x {{ "), whole))).render({"a": "1"})) == [("", "x 1 b")]


def test_a_control_around_one_end_of_a_loop_goes_one_around_a_whole_loop_stays() -> None:
    ends = (CONTROL.format(p("{%p for r in rows %}")), p("{{ r }}"), CONTROL.format(p("{%p endfor %}")))
    assert "w:sdt>" not in made(docx(*ends), rows=["1", "2"])
    assert text_of(compile_template(docx(*ends)).render({"rows": ["1", "2"]})) == "1\n2"
    whole = CONTROL.format(p("{%p for r in rows %}") + p("{{ r }}") + p("{%p endfor %}"))
    assert made(docx(whole), rows=["1"]).count("<w:sdt>") == 1


def test_a_control_around_a_row_with_one_end_of_a_loop_goes() -> None:
    rows = (CONTROL.format(row("{%tr for r in rows %}", "")), row("{{ r }}", "x"), row("{%tr endfor %}", ""))
    assert "w:sdt>" not in made(docx(table("".join(rows))), rows=["1"])


def test_an_else_in_a_control_of_its_own() -> None:
    body = (p("{%p if a %}"), p("1"), CONTROL.format(p("{%p else %}")), p("2"), p("{%p endif %}"))
    assert text_of(compile_template(docx(*body)).render({"a": ""})) == "2"


def test_a_control_at_a_tag_with_a_dash_goes() -> None:
    dashed = run("{%- if a -%} y {%- endif %}")
    assert "w:sdt>" not in made(docx(p(run("x "), CONTROL.format(dashed))), a="1")
    assert made(docx(p(run("x "), CONTROL.format(dashed))), a="1") == made(docx(p(run("x "), dashed)), a="1")


@pytest.mark.parametrize(
    ("inside", "key"),
    [("<w:noBreakHyphen/>", "a-b"), ("<w:softHyphen/>", "ab"), ("<w:t>-</w:t>", "a-b")],
)
def test_hyphens_in_a_tag(inside: str, key: str) -> None:
    template = docx(p(run("{{ x['a"), f"<w:r>{inside}</w:r>", run("b'] }}"), "<w:r><w:noBreakHyphen/></w:r>"))
    xml = made(template, x={key: "1"})
    assert ">1<" in xml
    assert xml.count("noBreakHyphen") == 1  # the one behind the tag is the author's


def test_a_tab_or_a_line_break_in_a_tag_is_a_space() -> None:
    xml = made(docx(p(run("{%"), "<w:r><w:t>p</w:t><w:tab/><w:t>if a %}</w:t></w:r>"), p("1"), p("{%p endif %}")), a=1)
    assert "<w:t>1</w:t>" in xml
    assert "w:tab" not in xml
    assert "w:br" not in made(docx(p("<w:r><w:t>{{ a</w:t><w:br/><w:t>}}</w:t></w:r>")), a="1")


def test_spelling_marks_of_a_split_tag_do_not_stay() -> None:
    marks = '<w:proofErr w:type="spellStart"/>', '<w:proofErr w:type="spellEnd"/>'
    assert "proofErr" not in made(docx(p(run("{{ "), marks[0], run("ten"), marks[1], run(" }}"))), ten="1")


def test_a_run_that_holds_nothing_goes() -> None:
    xml = made(docx(p("{{ a }}"), p("<w:r><w:rPr><w:b/></w:rPr></w:r>"), p(run("x"), "<w:r><w:tab/></w:r>")), a="1")
    assert xml.count("<w:r ") + xml.count("<w:r>") == 3


def test_a_template_with_track_changes_is_refused_at_its_place() -> None:
    assert places(with_track_changes(docx(p("mở"), p("{{ a }}")))) == [("docx-tracked", "body", "paragraph 2")]
