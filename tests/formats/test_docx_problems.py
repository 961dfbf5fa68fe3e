"""What is wrong with a template or with a value: told by part, paragraph or cell, with the tag and a remedy."""

import contextlib
import io
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.formats.docx import compile_template
from congvan.problems import Problem, Stop
from tests.formats.docx_samples import NS, canonical, cell, docx, p, parts_of, row, run, table, text_of
from tests.formats.test_docx import PNG


def problems(template: bytes, context: Mapping[str, Any] | None = None, *, strict: bool = True) -> list[Problem]:
    with pytest.raises(Stop) as stop:
        compile_template(template, name="mau.docx", strict=strict).render(context or {})
    assert all(problem.place.file == "mau.docx" and problem.message for problem in stop.value.problems)
    return list(stop.value.problems)


def places(template: bytes, context: Mapping[str, Any] | None = None) -> list[tuple[str, str, str]]:
    return [(each.code, each.place.part, each.place.where) for each in problems(template, context)]


def test_curly_quotes_are_named_all_at_once_with_their_places() -> None:
    template = docx(
        p("mở"),
        p("{{ a|default(“x”) }}"),
        table(row("a", "b"), row("{{ b|default(‘y’) }}", cell(p("một") + p("{{ c[”z“] }}")))),
        header1=p("{{ h|default(“x”) }}"),
    )
    assert places(template) == [
        ("docx-tag-quotes", "body", "paragraph 2"),
        ("docx-tag-quotes", "body", "table 1, row 2, cell 1"),
        ("docx-tag-quotes", "body", "table 1, row 2, cell 2, paragraph 2"),
        ("docx-tag-quotes", "header 1", "paragraph 1"),
    ]
    assert "{{ a|default(“x”) }}" in problems(template)[0].message
    assert "straight quotes" in problems(template)[0].hint


def test_a_row_loop_that_is_not_closed_is_named_by_table_and_row() -> None:
    template = docx(
        table(row("một", "hai")), table(row("h"), row("{%tr for r in rows %}"), row("{{ r.x }}"), columns=1)
    )
    (problem,) = problems(template)
    assert (problem.code, problem.place.where) == ("docx-tag-unclosed", "table 2, row 2, cell 1")
    assert "{%tr for r in rows %}" in problem.message
    assert "{%tr endfor %}" in problem.hint


@pytest.mark.parametrize("end", ["{% endfor %}", "{%p endfor %}", "{%tc endfor %}"])
def test_a_loop_closed_at_another_level_is_refused(end: str) -> None:
    template = docx(table(row("h", "h"), row("{%tr for r in rows %}", ""), row("{{ r.x }}", "x"), row(end, "")))
    assert places(template) == [("docx-tag-level", "body", "table 1, row 2, cell 1")]


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("{% forr r in rows %}", "docx-tag-unknown", "for"),
        ("{% p if x %}", "docx-tag-unknown", "{%p if x %}"),
        ("{%tr%}", "docx-tag-unknown", "{%tr for"),
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
        ("{{ a.__class__ }}", "template-unsafe", ""),
        ("{{ a|attr('x') }}", "docx-tag-unknown", ""),
    ],
)
def test_a_slip_in_a_tag_is_found_at_compile_time(text: str, code: str, hint: str) -> None:
    with pytest.raises(Stop) as stop:
        compile_template(docx(p("mở đầu"), p(text)))
    problem = stop.value.problems[0]
    assert problem.code == code
    assert problem.place.where in ("paragraph 2", "" if text.startswith("{#") else "paragraph 2")
    assert hint in problem.hint


def test_slips_of_several_parts_come_in_one_stop() -> None:
    template = docx(p("{{ a"), p("{% endif %}"), header1=p("{{ b|uper }}"), title="{{ c d }}")
    assert [each[:2] for each in places(template)] == [
        ("docx-tag-unclosed", "body"),
        ("docx-tag-unclosed", "body"),
        ("docx-tag-syntax", "document properties"),
        ("docx-tag-unknown", "header 1"),
    ]


def test_a_comment_may_span_paragraphs() -> None:
    assert text_of(compile_template(docx(p("a{# một"), p("hai #}b"))).render({})) == "ab"


def test_raw_text_may_hold_braces() -> None:
    assert text_of(compile_template(docx(p("{% raw %}{{ a {% endraw %}"))).render({})) == "{{ a "


def test_every_value_that_is_missing_is_named_with_its_place_and_the_nearest_name() -> None:
    template = docx(
        p("{{ dispatch.numbr }} {{ placee }}"),
        table(
            row("h", "h"), row("{%tr for r in rows %}", ""), row("{{ r.phnoe }}", "{{ r.y }}"), row("{%tr endfor %}")
        ),
        p("{% for x in rwos %}{{ x }}{% endfor %}{% if falg %}{% endif %}"),
        header1=p("{{ agenci }}"),
        title="{{ titel }}",
    )
    context = {
        "dispatch": {"number": "1"},
        "place": "x",
        "rows": [{"phone": "1", "y": None}, {"phone": "1", "y": "a\x0bb"}],
        "agency": "",
        "title": "",
        "flag": True,
    }
    found = problems(template, context)
    assert [(each.code, str(each.place)) for each in found] == [
        ("template-undefined", "mau.docx, body, paragraph 1"),
        ("template-undefined", "mau.docx, body, paragraph 1"),
        ("template-undefined", "mau.docx, body, paragraph 2"),
        ("template-undefined", "mau.docx, body, paragraph 2"),
        ("template-undefined", "mau.docx, body, table 1, row 3, cell 1"),
        ("value-character", "mau.docx, body, table 1, row 3, cell 2"),
        ("value-missing", "mau.docx, body, table 1, row 3, cell 2"),
        ("template-undefined", "mau.docx, document properties"),
        ("template-undefined", "mau.docx, header 1, paragraph 1"),
    ]
    hints = [each.hint for each in found]
    for right in ("number", "place", "rows", "flag", "phone", "title", "agency"):
        assert any(f"“{right}”" in hint for hint in hints)
    assert "{{ r.phnoe }}" in found[4].message


def test_a_name_that_is_tested_first_is_no_error() -> None:
    template = docx(p("{{ b|default('d') }}{% if c is defined %}{{ c }}{% endif %}{{ 'x' if a }}"))
    assert text_of(compile_template(template).render({"a": False})) == "d"


@pytest.mark.parametrize("character", [*"\x00\x07\x08\x0b\x0c\r\x1f\x7f\x85\x9f\ufffe\uffff", "\ud800"])
def test_a_character_that_no_paper_carries_is_refused_by_name(character: str) -> None:
    (problem,) = problems(docx(p("[{{ a }}]"), p("sau")), {"a": f"Bế{character}Văn"})
    assert problem.code == "value-character"
    assert f"U+{ord(character):04X}" in problem.message
    assert "{{ a }}" in problem.message
    assert "Bế" in problem.hint
    if character not in "\x07\x0c\r\x7f\x85\x9f":
        assert problems(docx(p("[{{ a }}]")), {"a": character}, strict=False)[0].code == "value-character"


@pytest.mark.parametrize("value", [[1], {"a": 1}, (1,), b"x", {1}])
def test_a_value_that_is_no_text_is_refused(value: Any) -> None:
    assert problems(docx(p("{{ a }}")), {"a": value})[0].code == "value-type"


def test_rich_and_plain_text_stand_where_word_shows_them() -> None:
    rich = {"_docx": "richtext", "runs": [{"text": "x"}]}
    assert places(docx(p("{{r a }}"), p("{{ rich }}")), {"a": "chữ", "rich": rich}) == [
        ("docx-value-place", "body", "paragraph 1"),
        ("docx-value-place", "body", "paragraph 2"),
    ]
    assert text_of(compile_template(docx(p("{{r a }}"))).render({"a": ""})) == ""


@pytest.mark.parametrize(
    "value",
    [
        {"_docx": "richtext", "runs": [{"text": "x", "blod": True}]},
        {"_docx": "picture"},
        {"_docx": "image", "data": b"not an image"},
        {"_docx": "image", "data": "not base64!"},
    ],
)
def test_a_rich_record_that_is_wrong_is_refused(value: Any) -> None:
    tag = "{{r a }}" if value["_docx"] == "richtext" else "{{ a }}"
    (problem,) = problems(docx(p(tag)), {"a": value})
    assert (problem.code, problem.place.where) == ("value-type", "paragraph 1")


def test_a_missing_name_is_named_beside_an_image_too() -> None:
    image = {"_docx": "image", "data": PNG}
    (problem,) = problems(docx(p("{{ i }}"), p("{{ nmae }}")), {"i": image, "name": ""})
    assert (problem.code, problem.place.where) == ("template-undefined", "paragraph 2")


def test_markup_that_breaks_the_part_is_refused() -> None:
    (problem,) = problems(docx(p("{{ a|safe }}")), {"a": "</w:t>"})
    assert (problem.code, problem.place.part) == ("docx-malformed", "body")


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
    expected = {"title": "document properties", "header1": "header 1", "footer1": "footer 1"}.get(part, part)
    found = problems(template, {"a": "x", "l": [1], "d": {}})
    assert {problem.place.part for problem in found} == {expected}


def zipped(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


NO_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "docx-kind", ".doc"),
        (b"<html><body>", "docx-kind", "another kind"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "docx-kind", "another kind"),
        (b"%PDF-1.7", "docx-kind", "another kind"),
        (b"{\\rtf1", "docx-kind", "another kind"),
        (b"", "docx-kind", "empty"),
        (b"PK\3\4 cut", "zip-broken", "damaged"),
        (b"hello", "zip-broken", "damaged"),
        (zipped(a="1"), "docx-kind", "no DOCX"),
        (docx(p("x"), files={"_rels/.rels": NO_RELATIONS}), "docx-broken", "document part"),
        (docx(p("x"), files={"word/document.xml": "<w:document"}), "docx-broken", "damaged"),
        (
            docx(
                p("x"),
                files={
                    "word/document.xml": f'<!DOCTYPE a [<!ENTITY b "c">]><w:document {NS}>'
                    "<w:body>&b;</w:body></w:document>"
                },
            ),
            "docx-broken",
            "entities",
        ),
        (docx(p("x"), header1="<w:p>"), "docx-broken", "header1.xml"),
    ],
)
@pytest.mark.parametrize("strict", [True, False])
def test_what_is_no_docx_is_refused_in_words(data: bytes, code: str, words: str, strict: bool) -> None:
    (problem,) = problems(data, strict=strict)
    assert problem.code == code
    assert words in problem.message
    assert problem.hint


def test_a_workbook_renamed_is_told_from_a_document() -> None:
    types = zipfile.ZipFile(io.BytesIO(docx(p("x")))).read("[Content_Types].xml").decode()
    sheet = types.replace("wordprocessingml.document.main", "spreadsheetml.sheet.main")
    (problem,) = problems(docx(p("x"), files={"[Content_Types].xml": sheet}))
    assert (problem.code, "spreadsheetml" in problem.message) == ("docx-kind", True)


def test_a_foreign_template_with_a_slip_is_refused_too() -> None:
    (problem,) = problems(docx(p("{% for x in y %}"), p(run("{{ x }}"))), strict=False)
    assert (problem.code, problem.place.where) == ("docx-tag-unclosed", "paragraph 1")


BRACES = ["{{", "}}", "{%", "%}", "{#", "#}", "{%tr", "{%p ", "{{r ", "{%-", "-%}", "}", "&lt;", "&amp;"]
WORDS = ["for", "in", "if", "else", "endfor", "endif", "raw", "endraw", "set", "vm", "hm", "colspan", "cellbg", "macro"]
SIGNS = [*"ax1|'\"“.([-=_ ", "9" * 5000]
SOUP = st.sampled_from([*BRACES, *(f" {word} " for word in WORDS), *SIGNS])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(SOUP, max_size=7).map("".join), max_size=4), st.booleans())
def test_any_soup_of_tags_compiles_or_is_refused(texts: list[str], strict: bool) -> None:
    body = [p(text) for text in texts]
    template = docx(*body[:2], table(row(*(cell(each) for each in body[2:]), "x")))
    with contextlib.suppress(Stop):
        compile_template(template, strict=strict).render({"a": "1", "x": "2"})


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_part_is_read_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["[Content_Types].xml", "_rels/.rels", "word/document.xml", "docProps/core.xml"]))
    content = bytearray(parts_of(docx(p("{{ a }}"), table(row("{%tr if a %}"), row("x"), row("{%tr endif %}"))))[name])
    for _number in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=3))
    with contextlib.suppress(Stop):
        compile_template(docx(p("x"), files={name: bytes(content)})).render({"a": "1"})


def test_a_template_too_deep_to_compile_is_refused() -> None:
    for deep in ("{% for x in a %}" * 30 + "{% endfor %}" * 30, "{{ " + "(" * 3000 + "a" + ")" * 3000 + " }}"):
        assert problems(docx(p(deep)))[0].code == "docx-tag-syntax"


def test_tags_in_attributes_count_as_tags() -> None:
    titled = table(row("a", "b")).replace("<w:tblPr/>", '<w:tblPr><w:tblCaption w:val="{%s x"/></w:tblPr>')
    assert problems(docx(titled.replace("{%s", "{% if a %}")))[0].code == "docx-tag-unclosed"
    whole = titled.replace("{%s", "{{ a }}{% if a %}1{% endif %}")
    xml = parts_of(compile_template(docx(whole)).render({"a": '"<1'}))["word/document.xml"]
    assert canonical(xml).count(b'w:val="&quot;&lt;11 x"') == 1
