"""Slips in the tags of a DOCX are found when it is compiled, each at its place."""

import contextlib
import keyword
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.core.problems import ProblemsFound
from congvan.formats.docx import tags
from congvan.formats.docx.tags import TagProblem
from congvan.formats.docx.template import compile_template, docx_environment
from tests.examples import examples
from tests.formats.docx_samples import canonical, cell, docx, p, row, table, text_of
from tests.formats.docx_told import places, problems
from tests.package import parts_of


@pytest.mark.parametrize("strict", [True, False])
def test_a_tag_that_is_taken_as_plain_has_nothing_wrong(monkeypatch: pytest.MonkeyPatch, strict: bool) -> None:
    words = [
        *keyword.kwlist,
        *keyword.softkwlist,
        "a",
        "a.b.c",
        "a.not",
        "a._b",
        "loop",
        "p",
        "tr",
        "true",
        "a²",
        "a.1",
    ]
    forms = [
        "{{%s}}",
        "{{ %s }}",
        "{{p %s }}",
        "{{%s }}",
        "{%%p if %s %%}",
        "{%% elif %s%%}",
        "{%%-p if %s %%}",
        "{{if %s }}",
    ]
    texts = [form % word for form in forms for word in [*words, ""]]
    env = docx_environment(strict=strict)
    assert sum(1 for text in texts if tags._PLAIN.fullmatch(text)) > len(texts) / 2

    def told() -> list[list[TagProblem]]:
        return [[*tags._check_tag(tags.Tag(text, (1,)), env, strict=strict)] for text in texts]

    found = told()
    monkeypatch.setattr(tags, "_PLAIN", re.compile("(?!)"))
    assert found == told()


def copied(shown: str, older: str) -> str:
    """A text box as Word writes it: the drawing, and its copy for older programs."""
    box = "<w:txbxContent>{}</w:txbxContent>"
    copies = f"<mc:Choice>{box.format(shown)}</mc:Choice><mc:Fallback>{box.format(older)}</mc:Fallback>"
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    return f'<w:r><mc:AlternateContent xmlns:mc="{compatible}">{copies}</mc:AlternateContent></w:r>'


@pytest.mark.parametrize("slip", ["{{ a", "{{ a|lạ }}", "{% if a %}"])
def test_a_slip_in_a_text_box_is_told_once(slip: str) -> None:
    """Its copy is no paragraph for who counts them."""
    told = problems(docx(p("một"), p(copied(p("x") + p(slip), p("x") + p(slip))), p("{{ sau")))
    assert [str(each.place) for each in told] == [f"mau.docx, body, paragraph {n}" for n in (2, 3)]
    in_cell = table(row(cell(p(copied(p(slip), p(slip))) + p("{{ sau"))))
    assert [each.place.where.values.get("paragraph") for each in problems(docx(in_cell))] == [1, 2]
    alone = problems(docx(p("một"), p(copied("", p(slip)))))
    assert [str(each.place) for each in alone] == ["mau.docx, body, paragraph 2"]


def test_what_is_in_a_table_of_a_text_box_is_told_in_that_table() -> None:
    cells = cell(p("{{ a")) + cell(p(copied(p("{{ b"), "")))
    box = f"<w:r><w:drawing><w:txbxContent>{table(row(cells))}</w:txbxContent></w:drawing></w:r>"
    told = problems(docx(p("một"), p(box), p("{{ sau")))
    places = ["paragraph 3", "table 1, row 1, cell 1", "table 1, row 1, cell 2"]
    assert sorted(str(each.place) for each in told) == [f"mau.docx, body, {place}" for place in places]


def test_a_loss_in_a_text_box_is_told_once() -> None:
    (told,) = problems(docx(p(copied(p("{{p a }} c"), p("{{p a }} c"))), p("sau")))
    assert (str(told.place), told.message.values["lost"].values["text"]) == ("mau.docx, body, paragraph 1", "c")


def test_curly_quotes_are_read_as_straight_ones() -> None:
    template = docx(p("{{ a|default(“x”) }}{{ b|default(‘y’) }}{{ c[”z“] }}{{ d|default('“x”') }}"))
    made = compile_template(template).render({"a": "1", "b": "2", "c": {"z": "3"}, "d": "4"})
    assert text_of(made) == "1234"
    within = docx(p("{{ 'Điều “một”' }}{{ “Điều ‘hai’” }}"))
    assert text_of(compile_template(within).render({})) == "Điều “một”Điều ‘hai’"


def test_equal_conditions_may_follow_one_another() -> None:
    made = compile_template(docx(p("{% if a %}1{% else %}2{% endif %}{% if a %}3{% else %}4{% endif %}"))).render(
        {"a": 0}
    )
    assert text_of(made) == "24"


def test_curly_quotes_that_do_not_close_are_named_all_at_once_with_their_places() -> None:
    template = docx(
        p("mở"),
        p("{{ a|default(“x) }}"),
        table(row("a", "b"), row("{{ b|default(‘y) }}", cell(p("một") + p("{{ c[”z] }}")))),
        header1=p("{{ h|default(“x) }}"),
    )
    assert places(template) == [
        ("docx-tag-quotes", "body", "paragraph 2"),
        ("docx-tag-quotes", "body", "table 1, row 2, cell 1"),
        ("docx-tag-quotes", "body", "table 1, row 2, cell 2, paragraph 2"),
        ("docx-tag-quotes", "header of section 1", "paragraph 1"),
    ]
    assert "{{ a|default(“x) }}" in problems(template)[0].text
    assert "straight quotes" in problems(template)[0].hint


def test_a_row_loop_that_is_not_closed_is_named_by_table_and_row() -> None:
    template = docx(
        table(row("một", "hai")), table(row("h"), row("{%tr for r in rows %}"), row("{{ r.x }}"), columns=1)
    )
    (problem,) = problems(template)
    assert (problem.code, str(problem.place.where)) == ("docx-tag-unclosed", "table 2, row 2, cell 1")
    assert "{%tr for r in rows %}" in problem.text
    assert "{%tr endfor %}" in problem.hint


@pytest.mark.parametrize("end", ["{% endfor %}", "{%p endfor %}", "{%tc endfor %}"])
def test_a_loop_closed_at_another_level_is_refused(end: str) -> None:
    template = docx(table(row("h", "h"), row("{%tr for r in rows %}", ""), row("{{ r.x }}", "x"), row(end, "")))
    (problem,) = problems(template)
    assert (problem.code, str(problem.place)) == ("docx-tag-level", "mau.docx, body, table 1, row 2, cell 1")
    assert problem.text == "the tag {%tr for r in rows %} and its end tag are not at the same level"
    assert problem.hint.startswith("use the same letter at both ends")


def test_a_tag_that_no_part_can_hold_is_refused_without_a_place() -> None:
    (problem,) = problems(docx(p("x"), title="{{r a }}"))
    assert (problem.code, str(problem.place.part), str(problem.place.where)) == (
        "docx-tag-level",
        "document properties",
        "",
    )
    assert problem.text == "the tag {% … %} and its end tag are not at the same level"


def test_a_tag_that_stands_twice_is_named_at_both_places() -> None:
    found = problems(docx(p("{{ m }}"), p("{{ m }}{{ m|e }}"), p("{{ m }}")))
    assert [str(problem.place.where) for problem in found] == ["paragraph 1", *["paragraph 2"] * 2, "paragraph 3"]


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("{% forr r in rows %}", "docx-tag-unknown", "for"),
        ("{% fro r in rows %}", "docx-tag-unknown", "“for”"),
        ("{% p if x %}", "docx-tag-unknown", "{%p if x %}"),
        ("{%tr%}", "docx-tag-unknown", "{%tr for"),
        ("{%row for v in rows %}", "docx-tag-unknown", "{%tr for v in rows %}"),
        ("{% hết %}", "docx-tag-unknown", "docs/docx.md"),
        ("{{ }}", "docx-tag-syntax", "{{ guest.name }}"),
        ("{% include 'x.docx' %}", "docx-tag-include", "paste"),
        ("{% extends 'x.docx' %}", "docx-tag-include", "paste"),
        ("{{ a|uper }}", "docx-tag-unknown", "upper"),
        ("{{ a b }}", "docx-tag-syntax", ""),
        ("{{ }}", "docx-tag-syntax", ""),
        ("{% if x == %}{% endif %}", "docx-tag-syntax", ""),
        ("{% %}", "docx-tag-syntax", ""),
        ("{{ a", "docx-tag-unclosed", "one paragraph"),
        ("a }}", "docx-tag-unclosed", "one paragraph"),
        ("{% if a", "docx-tag-unclosed", "one paragraph"),
        ("{% endif %}", "docx-tag-unclosed", "delete"),
        ("{% elif a %}", "docx-tag-unclosed", "delete"),
        ("{% for x in a %}{% endif %}{% endfor %}", "docx-tag-unclosed", ""),
        ("{% if a %}{% for x in a %}{% endif %}", "docx-tag-unclosed", "endfor"),
        ("{# ghi chú", "docx-tag-unclosed", ""),
        ("{% if a %}1{% else %}2{% else %}3{% endif %}", "docx-tag-else", "delete"),
        ("{% if a %}1{% else %}2{% elif b %}3{% endif %}", "docx-tag-else", "delete"),
        ("{% if a %}1{% endif a.b %}", "docx-tag-syntax", "write {% endif %}"),
        ("{{ a.ten %} rồi", "docx-tag-unclosed", "write {{ a.ten }}"),
        ("{{ a|tien(1, 2, 3) }}", "filter-arguments", "tien"),
        ("{{ a.__class__ }}", "template-unsafe", ""),
        ("{{ a|attr('x') }}", "docx-tag-unknown", ""),
    ],
)
def test_a_slip_in_a_tag_is_found_at_compile_time(text: str, code: str, hint: str) -> None:
    with pytest.raises(ProblemsFound) as stop:
        compile_template(docx(p("mở đầu"), p(text)))
    problem = stop.value.problems[0]
    assert problem.code == code
    assert str(problem.place.where) == "paragraph 2"
    assert hint in problem.hint


def test_a_name_that_is_like_no_other_is_sent_to_the_manual() -> None:
    hints = [problem.hint for problem in problems(docx(p("{{ a|zzzqqq }}{% zzzqqq %}")))]
    assert hints == ["compare it with the tags in docs/docx.md"] * 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x{{ tên", "the tag “{{ tên” is not closed"),
        ("x" * 9 + "{% if " + "y" * 90, "the tag “{% if " + "y" * 54 + "” is not closed"),
        ("tên }} x", "“tên }}” closes a tag that was not opened"),
        ("y" * 90 + " %} x", "“" + "y" * 57 + " %}” closes a tag that was not opened"),
    ],
)
def test_a_brace_too_few_is_shown_with_sixty_characters_of_its_text(text: str, shown: str) -> None:
    assert [problem.text for problem in problems(docx(p(text)))] == [shown]


def test_braces_in_the_code_of_a_field_are_no_slip() -> None:
    field = '<w:p><w:r><w:instrText> IF 1 = 1 "a }}" </w:instrText></w:r><w:r><w:t>{{ a }}</w:t></w:r></w:p>'
    assert text_of(compile_template(docx(field)).render({"a": "x"})) == "x"


def test_a_cell_in_a_content_control_is_counted() -> None:
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    slip = row("a", control.format(cell("{{ a b }}")).replace("<w:sdt>", "<w:tc></w:tc><w:sdt>", 1))
    assert places(docx(table(row("x"), control.format(slip)))) == [
        ("docx-tag-syntax", "body", "table 1, row 2, cell 3"),
    ]


def test_what_closes_nothing_is_told_what_could_be_open() -> None:
    for tag, openers in (("{% else %}", "if / for"), ("{% elif a %}", "if"), ("{% endfor %}", "for")):
        (problem,) = problems(docx(p(tag)))
        assert problem.text == f"the tag {tag} has no matching {openers}"


def test_comments_that_are_opened_twice_are_not_closed_by_one_end() -> None:
    assert places(docx(p("{# a"), p("{# b"), p("#}"))) == [("docx-tag-unclosed", "body", "paragraph 2")]


def test_a_cell_outside_a_table_has_no_place() -> None:
    assert places(docx(f"<w:tc>{p('{{ a b }}')}</w:tc>")) == [("docx-tag-syntax", "body", "")]


def test_slips_of_several_parts_come_in_one_stop() -> None:
    template = docx(p("{{ a"), p("{% endif %}"), header1=p("{{ b|uper }}"), title="{{ c d }}")
    assert [each[:2] for each in places(template)] == [
        ("docx-tag-unclosed", "body"),
        ("docx-tag-unclosed", "body"),
        ("docx-tag-syntax", "document properties"),
        ("docx-tag-unknown", "header of section 1"),
    ]


def test_a_comment_may_span_paragraphs() -> None:
    assert text_of(compile_template(docx(p("a{# một"), p("hai #}b"))).render({})) == "ab"


def test_raw_text_may_hold_braces() -> None:
    for text in ("{{ a ", "{{ a b }}", "{{ a|uper }}{% forr %}"):
        template = docx(p(f"{{{{ a }}}}{{% raw %}}{text}{{% endraw %}}"))
        assert text_of(compile_template(template).render({"a": 1})) == f"1{text}"
    (problem,) = problems(docx(p("{% raw %}{{ a b }}{% endraw %}{{ c d }}")))
    assert "{{ c d }}" in problem.text


@pytest.mark.parametrize(
    "payload",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ a['__class__'] }}",
        "{{ cycler.__init__.__globals__.os.popen('touch canary').read() }}",
        "{{ lipsum.__globals__ }}",
        "{{ namespace(x=1).x }}",
        "{{ joiner() }}",
        "{{ a|attr('__class__') }}",
        "{{ a|map(attribute='__class__')|join }}",
        "{{ '%s' % a }}",
        "{{ '{0.__class__}'.format(a) }}",
        "{{ a.format.__self__ }}",
        "{{ 'a' * 10000000 }}",
        "{{ [1] * 10000000 }}",
        "{{ 9 ** 9 }}",
        "{{ self.__init__ }}",
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{{ l.append(1) }}",
        "{{ d.update({}) }}",
    ],
)
@pytest.mark.parametrize("part", ["body", "header1", "footer1", "footnotes", "title"])
def test_a_template_can_not_reach_python(payload: str, part: str) -> None:
    inner = f'<w:footnote w:id="1">{p(payload)}</w:footnote>' if part == "footnotes" else p(payload)
    template = {
        "body": lambda: docx(inner),
        "title": lambda: docx(p("x"), title=payload),
    }.get(part, lambda: docx(p("x"), **{part: inner}))()
    expected = {"title": "document properties", "header1": "header of section 1", "footer1": "footer of section 1"}.get(
        part, part
    )
    found = problems(template, {"a": "x", "l": [1], "d": {}})
    assert {str(problem.place.part) for problem in found} == {expected}


BRACES = ["{{", "}}", "{%", "%}", "{#", "#}", "{%tr", "{%p ", "{{r ", "{%-", "-%}", "}", "&lt;", "&amp;"]
WORDS = ["for", "in", "if", "else", "endfor", "endif", "raw", "endraw", "set", "vm", "hm", "colspan", "cellbg", "macro"]
SIGNS = [*"ax1|'\"“.([-=_ ", "9" * 5000]
SOUP = st.sampled_from([*BRACES, *(f" {word} " for word in WORDS), *SIGNS])


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(st.lists(SOUP, max_size=7).map("".join), max_size=4), st.booleans())
def test_any_soup_of_tags_compiles_or_is_refused(texts: list[str], strict: bool) -> None:
    body = [p(text) for text in texts]
    template = docx(*body[:2], table(row(*(cell(each) for each in body[2:]), "x")))
    with contextlib.suppress(ProblemsFound):
        compile_template(template, strict=strict).render({"a": "1", "x": "2"})


@settings(max_examples=examples(150), deadline=None)
@given(st.data())
def test_a_damaged_part_is_read_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["[Content_Types].xml", "_rels/.rels", "word/document.xml", "docProps/core.xml"]))
    content = bytearray(parts_of(docx(p("{{ a }}"), table(row("{%tr if a %}"), row("x"), row("{%tr endif %}"))))[name])
    for _number in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=3))
    with contextlib.suppress(ProblemsFound):
        compile_template(docx(p("x"), files={name: bytes(content)})).render({"a": "1"})


def test_a_template_too_deep_to_compile_is_refused() -> None:
    for deep in ("{% for x in a %}" * 30 + "{% endfor %}" * 30, "{{ " + "(" * 3000 + "a" + ")" * 3000 + " }}"):
        problem = problems(docx(p(deep)))[0]
        assert problem.code == "docx-tag-syntax"
        assert ": too many " in problem.text or ": maximum recursion" in problem.text


def test_tags_in_attributes_count_as_tags() -> None:
    titled = table(row("a", "b")).replace("<w:tblPr/>", '<w:tblPr><w:tblCaption w:val="{%s x"/></w:tblPr>')
    assert problems(docx(titled.replace("{%s", "{% if a %}")))[0].code == "docx-tag-unclosed"
    whole = titled.replace("{%s", "{{ a }}{% if a %}1{% endif %}")
    xml = parts_of(compile_template(docx(whole)).render({"a": '"<1'}))["word/document.xml"]
    assert canonical(xml).count(b'w:val="&quot;&lt;11 x"') == 1


@pytest.mark.parametrize(
    ("template", "code", "where"),
    [
        (docx(p("x"), p("{% cellbg a %}")), "docx-tag-place", "paragraph 2"),
        (docx(p("{%p for r in l %}"), p("{% vm %}x"), p("{%p endfor %}")), "docx-tag-place", "paragraph 2"),
        (docx(table(row("x", "{% vm %}y"))), "docx-tag-place", "table 1, row 1, cell 2"),
        (docx(table(row("x", "{% hm %}y"))), "docx-tag-place", "table 1, row 1, cell 2"),
        (docx(table(row("x", "{% colspan a b %}"))), "docx-tag-syntax", "table 1, row 1, cell 2"),
        (docx(table(row("x", "{% cellbg a b %}"))), "docx-tag-syntax", "table 1, row 1, cell 2"),
        (docx(p("x {# y"), p("z")), "docx-tag-unclosed", "paragraph 1"),
        (docx(p("x"), p("{% do a %}")), "docx-tag-unknown", "paragraph 2"),
    ],
)
def test_a_tag_out_of_place_is_told_with_its_place_and_remedy(template: bytes, code: str, where: str) -> None:
    (problem,) = problems(template)
    assert (problem.code, str(problem.place.where)) == (code, where)
    assert problem.hint


@pytest.mark.parametrize(
    ("text", "written", "meant"),
    [
        ("Số ｛｛ a.b ｝｝ và", "｛｛ a.b ｝｝", "{{ a.b }}"),
        ("{{ c }} {｛ a ｝}", "{｛ a ｝}", "{{ a }}"),
        ("｛％ if a ％｝x{{ a }}", "｛％ if a ％｝", "{% if a %}"),
        ("{{ a ｝｝", "{{ a ｝｝", "{{ a }}"),
    ],
)
def test_a_tag_in_full_width_braces_is_told_as_it_was_meant(text: str, written: str, meant: str) -> None:
    for template in (docx(p(text)), docx(p("x"), header1=p(text))):
        (problem,) = problems(template)
        assert problem.code == "brace-full-width"
        assert f"“{written}”" in problem.text
        assert problem.hint == f"write {meant}"
