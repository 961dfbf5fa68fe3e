"""DOCX templates merged: the same XML as docxtpl, nothing lost."""

import io
from typing import Any
from xml.parsers import expat

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from congvan.formats.docx.printed import postprocess
from congvan.formats.docx.template import compile_template
from tests.examples import examples
from tests.formats.docx_dialect import CONTEXTS, DIALECT, NASTY, PNG, templates
from tests.formats.docx_samples import by_docxtpl, canonical, differing, docx, joined, p, table, text_of
from tests.package import parts_of

KEPT = {"a tag torn over runs": b"<w:b/>", "a bookmark in a tag": b"<w:bookmarkStart"}
"""What a strict template keeps where docxtpl loses it: the format of the text behind a tag, a bookmark within one."""


@pytest.mark.parametrize("case", KEPT)
def test_a_split_tag_takes_nothing_with_it(case: str) -> None:
    template, context = DIALECT[case]
    ours, theirs = compile_template(template).render(context), by_docxtpl(template, context)
    assert text_of(ours) == text_of(theirs)
    assert KEPT[case] in parts_of(ours)["word/document.xml"]
    assert KEPT[case] not in parts_of(theirs)["word/document.xml"]


@pytest.mark.every(4)
@pytest.mark.parametrize(("case", "strict"), [(c, s) for c in DIALECT for s in (True, False) if not (s and c in KEPT)])
def test_the_xml_is_docxtpls_own(case: str, strict: bool) -> None:
    template, context = DIALECT[case]
    compiled, theirs = compile_template(template, strict=strict), by_docxtpl(template, context)
    for _turn in range(3):  # by a run, by a run that a trace is compared with, by the trace
        assert differing(compiled.render(context), theirs) == []


@pytest.mark.parametrize("value", ["VNPT & Viettel <01>", "a <w:p> b", NASTY, "{_{ 7 }_}", " đầu và cuối ", "a\nb\tc"])
def test_values_are_printed_as_typed(value: str) -> None:
    data = compile_template(docx(p("[{{ a }}]"), p("sau"), title="{{ a }}")).render({"a": value})
    assert text_of(data) == f"[{value}]\nsau"
    from docx import Document

    assert Document(io.BytesIO(data)).core_properties.title == value


def test_a_tag_torn_by_a_smart_tag_loses_nothing() -> None:
    torn = (
        '<w:p><w:smartTag w:element="x"><w:r><w:t>trước {{ a</w:t></w:r></w:smartTag>'
        "<w:hyperlink><w:r><w:t> }} sau</w:t></w:r></w:hyperlink></w:p>"
    )
    data = compile_template(docx(torn, p("cuối"))).render({"a": "v"})
    assert text_of(data).endswith("\ncuối")
    xml = parts_of(data)["word/document.xml"].decode()
    assert '<w:t xml:space="preserve">trước v</w:t></w:r></w:smartTag>' in xml
    assert "> sau</w:t></w:r></w:hyperlink></w:p>" in xml


def test_a_torn_tag_is_whole_in_a_record_that_docxtpl_merges_too() -> None:
    torn = '<w:p><w:smartTag w:element="x"><w:r><w:t>a {{ a</w:t></w:r></w:smartTag><w:r><w:t> }} z</w:t></w:r></w:p>'
    cell = f"<w:tr><w:tc>{p('{% cellbg c %}x')}</w:tc></w:tr>"
    template = compile_template(docx(torn, table(cell, columns=1), p("{{ b }}")))
    data = template.render({"a": "v", "c": "FF0000", "b": {"_docx": "image", "data": PNG}})
    xml = parts_of(data)["word/document.xml"]
    assert all(each in xml for each in (b">a v</w:t>", b"> z</w:t>", b'w:fill="FF0000"'))


def test_an_ampersand_in_a_tag_is_printed_once() -> None:
    assert text_of(compile_template(docx(p("{{ 'a &amp; b' }}"))).render({})) == "a & b"


def test_footnotes_are_rendered_once_however_many_sections() -> None:
    section = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:pPr></w:p>'
    template = docx(section, p("{{ b }}"), footnotes=f'<w:footnote w:id="1">{p("{{ a }}")}</w:footnote>')
    for value in ("x", {"_docx": "image", "data": PNG}):
        context = {"a": "{{ 7*7 }} & <w:p>", "b": value}
        notes = parts_of(compile_template(template).render(context))["word/footnotes.xml"]
        assert b"{{ 7*7 }} &amp; &lt;w:p&gt;<" in notes


def test_endnotes_and_properties_are_templates_too() -> None:
    template = docx(p("x"), endnotes=f'<w:endnote w:id="1">{p("{{ a }}")}</w:endnote>', title="Số {{ a }}")
    parts = parts_of(compile_template(template).render({"a": "1 & 2"}))
    assert b"1 &amp; 2" in parts["word/endnotes.xml"]
    assert "Số 1 &amp; 2" in parts["docProps/core.xml"].decode()
    assert b"2020-08-19" in parts["docProps/core.xml"]


def test_custom_properties_are_templates_too() -> None:
    template = docx(p("x"))
    custom = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    types = parts_of(template)["[Content_Types].xml"].decode()
    types = types.replace("</Types>", f'<Override PartName="/docProps/custom.xml" ContentType="{custom}"/></Types>')
    files = {"docProps/custom.xml": "<Properties><p>{{ a }}</p></Properties>", "[Content_Types].xml": types}
    template = docx(p("x"), files=files)
    for strict, text in ((True, b"<p>1 &amp; 2</p>"), (False, b"<p>{{ a }}</p>")):  # docxtpl leaves them alone
        data = compile_template(template, strict=strict).render({"a": "1 & 2"})
        assert text in parts_of(data)["docProps/custom.xml"]


def test_a_foreign_template_is_served_as_docxtpl_does() -> None:
    template = docx(
        p("{{ nothing }}|{{ none }}|{{ l.append(3) or '' }}{{ l|join(“-”) }}|{{ rich }}|{{ b }}|{{ l }}{{ d }}")
    )
    context = {"none": None, "b": "x\ay\fz {_{ 1 }_}", "d": {"k": 1}}
    ours = compile_template(template, strict=False).render({**context, "l": [1]})
    assert differing(ours, by_docxtpl(template, {**context, "l": [1]})) == []


def test_a_foreign_template_that_makes_broken_xml_is_repaired_as_docxtpl_does() -> None:
    template = docx(p("{{ a|safe }} sau"), p("cuối"))
    context = {"a": "</w:t>x"}
    ours = compile_template(template, strict=False).render(context)
    assert differing(ours, by_docxtpl(template, context)) == []


@settings(max_examples=examples(100), deadline=None)
@given(templates(), CONTEXTS)
def test_generated_templates_give_docxtpls_xml(template: bytes, context: dict[str, Any]) -> None:
    for strict in (True, False):
        theirs = by_docxtpl(joined(template) if strict else template, context)
        ours = compile_template(template, strict=strict).render(context)
        for name in differing(ours, theirs):
            note(f"{parts_of(template)[name]!r}")
            assert canonical(parts_of(ours)[name]) == canonical(parts_of(theirs)[name])


@settings(max_examples=examples(60), deadline=None)
@given(templates(), CONTEXTS)
def test_what_is_proved_at_compile_time_holds_of_every_render(template: bytes, context: dict[str, Any]) -> None:
    compiled = compile_template(template)
    parts = parts_of(compiled.render(context))
    for part in compiled.parts:
        assert part.proved
        expat.ParserCreate(namespace_separator=" ").Parse(parts[part.member], True)
        if part.kind == "body" and not part.tables:
            assert canonical(postprocess.fix_tables(parts[part.member])) == canonical(parts[part.member])


@settings(max_examples=examples(200), deadline=None)
@given(st.text(st.one_of(st.sampled_from("&<>\"'{}%_$#\\]đĐệ😀 "), st.characters(categories=["L", "N", "P"]))))
def test_any_text_is_read_back_as_given(value: str) -> None:
    assert text_of(READ_BACK.render({"a": value})) == f"[{value}]"


READ_BACK = compile_template(docx(p("[{{ a }}]")))
