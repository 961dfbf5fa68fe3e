"""DOCX templates merged: the same XML as docxtpl, nothing lost, the same bytes every time."""

import base64
import io
import os
import re
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path
from typing import Any
from xml.parsers import expat

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from congvan.cache import MemoryCache
from congvan.formats import docx_post
from congvan.formats.docx import KIND, compile_template
from congvan.problems import Stop
from tests.formats.docx_samples import (
    by_docxtpl,
    canonical,
    cell,
    differing,
    docx,
    p,
    parts_of,
    row,
    run,
    table,
    text_of,
)

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
DRAWING = '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="7" name="a"/></wp:inline></w:drawing></w:r></w:p>'
SPACED = parts_of(docx(p("TEXT"), p("x")))["word/document.xml"].decode().replace("><", ">\n  <")
ROWS = [{"x": "1", "y": "2"}, {"x": "3 & <4>", "y": ""}]
NASTY = "& < > \" ' {{ 7*7 }} {% if %} ${x} ]]> <w:p> </w:t> &amp; Đặng Thị Ệ 😀"

# name → (template, context): every tag of the dialect, each compared with docxtpl
DIALECT: dict[str, tuple[bytes, dict[str, Any]]] = {
    "values in every part": (
        docx(
            p("Kính gửi {{ a }} và {{ b|upper }}"),
            header1=p("{{ a }}"),
            footer1=p("trang"),
            footnotes=f'<w:footnote w:id="1">{p("{{ a }} x")}</w:footnote>',
        ),
        {"a": NASTY, "b": "đ\nx\ty"},
    ),
    "rows": (
        docx(
            table(row("a", "b"), row("{%tr for r in rows %}", ""), row("{{ r.x }}", "{{ r.y }}"), row("{%tr endfor %}"))
        ),
        {"rows": ROWS},
    ),
    "no rows": (
        docx(table(row("{%tr for r in rows %}", ""), row("{{ r.x }}", "{{ r.y }}"), row("{%tr endfor %}", ""))),
        {"rows": []},
    ),
    "more cells": (docx(table(row("a", "{%tc for r in rows %}", "{{ r.x }}", "{%tc endfor %}"))), {"rows": ROWS * 2}),
    "fewer cells": (
        docx(table(row("a", "{%tc for r in rows %}", "{{ r.x }}", "{%tc endfor %}"), columns=6)),
        {"rows": ROWS},
    ),
    "a condition between cells": (
        docx(table(row("a", "{%tc if a %}", "b", "{%tc endif %}"), row("c", "d"))),
        {"a": ""},
    ),
    "paragraphs": (
        docx(
            *(p("{%p if a %}"), p("x {{ a }}"), p("{%p else %}"), p("none"), p("{%p endif %}")),
            *(p("{%p for r in rows %}"), p("- {{ r.x }};"), p("{%p endfor %}")),
        ),
        {"a": "1", "rows": ROWS},
    ),
    "runs": (docx(p(run("a"), run("{%r if a %}"), run("b"), run("{%r endif %}"), run("c"))), {"a": "1"}),
    "dashes join paragraphs": (
        docx(p("Hello {% if a %}"), p("{%- if a -%}"), p("in {{ a }}"), p("{%- endif -%}"), p("tail {% endif %} end")),
        {"a": "1"},
    ),
    "cellbg and colspan": (
        docx(table(row("{% cellbg a %}{{ a }}", "{% colspan n %}b"), row("1", "2", "3"))),
        {"a": "FF0000", "n": 2},
    ),
    "hm": (
        docx(
            table(
                row("{%tc for r in rows %}", "{% hm %}H", "{%tc endfor %}"),
                row("{%tc for r in rows %}", "{{ r.x }}", "{%tc endfor %}"),
                columns=3,
            )
        ),
        {"rows": ROWS},
    ),
    "vm": (
        docx(table(row("{%tr for r in rows %}", ""), row("{% vm %}V{{ a }}", "{{ r.x }}"), row("{%tr endfor %}", ""))),
        {"a": "q", "rows": ROWS},
    ),
    "a table in a cell": (
        docx(
            table(
                row(
                    "a", cell(table(row("{%tr for r in rows %}"), row("{{ r.x }}", "2"), row("{%tr endfor %}")) + p(""))
                )
            )
        ),
        {"rows": ROWS},
    ),
    "ids of drawings": (docx(DRAWING, p("{%p for r in rows %}"), DRAWING, p("{%p endfor %}")), {"rows": ROWS}),
    "a tag torn over runs": (
        docx(
            p(
                run("Hi {"),
                run("{ a"),
                '<w:proofErr w:type="spellStart"/>',
                run(" |"),
                run("upper }"),
                run("} you", "<w:b/>"),
            )
        ),
        {"a": "v"},
    ),
    "a bookmark in a tag": (
        docx(p(run("{{ a"), '<w:bookmarkStart w:id="0" w:name="b"/>', run(".x }} z"), '<w:bookmarkEnd w:id="0"/>')),
        {"a": {"x": "1"}},
    ),
    "braces": (docx(p("{_{ a }_} {_% x %_} {{ a }}")), {"a": "v"}),
    "macro": (docx(p("{% macro m(x) %}[{{ x }}]{% endmacro %}{{ m(a) }}")), {"a": "<&"}),
    "a macro beside a table that grows": (
        docx(
            p("{% macro m(x) %}[{{ x }}]{% endmacro %}{{ m(a) }}"),
            table(row("a", "{%tc for r in rows %}", "{{ r.x }}", "{%tc endfor %}")),
        ),
        {"a": "1", "rows": ROWS * 2},
    ),
    "set and with": (docx(p("{% set n = 2 %}{% with k = n * 2 %}{{ k }}{% endwith %}")), {}),
    "comments": (docx(p("{#p hidden #}"), p("{# hidden #}x{{ a }}")), {"a": "v"}),
    "tables and drawings of a header": (
        docx(p("x"), header1=table(row("a", "{%tc for r in rows %}", "{{ r.x }}", "{%tc endfor %}")) + DRAWING),
        {"rows": ROWS * 2},
    ),
    "blank text between the elements": (
        docx(p("x"), files={"word/document.xml": SPACED.replace("TEXT", "{{ a }}")}),
        {"a": "1"},
    ),
    "comparison": (docx(p("{% if n &lt; 3 and n &gt; 1 %}{{ n }}{% endif %}")), {"n": 2}),
}


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("case", DIALECT)
def test_the_xml_is_docxtpls_own(case: str, strict: bool) -> None:
    template, context = DIALECT[case]
    compiled, theirs = compile_template(template, strict=strict), by_docxtpl(template, context)
    for _turn in range(3):  # by a run, by a run that a trace is compared with, by the trace
        assert differing(compiled.render(context), theirs) == []


def test_rich_records_equal_docxtpls_objects() -> None:
    from docxtpl import Listing, RichText, RichTextParagraph

    first = {"text": "đậm & <b>", "bold": True, "color": "#ff0000", "size": 28, "font": "eastAsia:Times", "rtl": True}
    second = {"text": "b", "underline": "wave", "strike": True, "highlight": "00ff00", "superscript": True}
    third = {"text": "c", "underline": True, "italic": True, "subscript": True, "style": "S", "lang": "vi-VN"}
    runs = [first, second, third]
    rich = RichText()
    for each in runs:
        rich.add(**each)
    paragraph = RichTextParagraph()
    paragraph.add(rich, parastyle="P")
    template = docx(p("x {{r rich }} y"), p("{{p paragraphs }}"), p("{{ listing }}"))
    records = {
        "rich": {"_docx": "richtext", "runs": runs},
        "paragraphs": {"_docx": "paragraphs", "paragraphs": [{"style": "P", "runs": runs}]},
        "listing": {"_docx": "listing", "text": "a\nb\tc & d"},
    }
    objects = {"rich": rich, "paragraphs": paragraph, "listing": Listing("a\nb\tc & d")}
    theirs = by_docxtpl(template, objects)
    assert differing(compile_template(template).render(records), theirs) == []
    for content in (objects, records):
        assert differing(compile_template(template, strict=False).render(content), theirs) == []


def test_a_paragraph_without_a_style_has_none() -> None:
    record = {"_docx": "paragraphs", "paragraphs": [{"runs": [{"text": "x"}]}, {"style": "S"}]}
    xml = parts_of(compile_template(docx(p("{{p a }}"))).render({"a": record}))["word/document.xml"].decode()
    text = '<w:r><w:t xml:space="preserve">x</w:t></w:r>'
    assert f'<w:p>{text}</w:p><w:p><w:pPr><w:pStyle w:val="S"/></w:pPr></w:p>' in xml


@pytest.mark.parametrize("data", [PNG, base64.b64encode(PNG).decode()], ids=["bytes", "base64"])
def test_an_image_is_placed_by_docxtpl(data: bytes | str) -> None:
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage

    template = docx(p("a {{ image }} {{ text }}"), header1=p("{{ text }}"), title="{{ text }}")
    ours = compile_template(template).render({"image": {"_docx": "image", "data": data, "width_mm": 10}, "text": NASTY})
    document = DocxTemplate(io.BytesIO(template))
    image = InlineImage(document, io.BytesIO(PNG), Mm(10))
    document.render({"image": image, "text": NASTY}, autoescape=True)
    theirs = io.BytesIO()
    document.save(theirs)
    assert differing(ours, theirs.getvalue()) == []
    assert b"<dc:title>&amp; &lt;" in parts_of(ours)["docProps/core.xml"]
    assert b">2020-08-19T00:00:00Z<" in parts_of(ours)["docProps/core.xml"]
    assert {info.date_time for info in zipfile.ZipFile(io.BytesIO(ours)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_image_has_the_size_and_the_link_that_were_asked_for() -> None:
    record = {"_docx": "image", "data": PNG, "width_mm": 30, "height_mm": 20, "anchor": "https://example.org/a"}
    data = compile_template(docx(p("{{ image }}"))).render({"image": record})
    xml, links = (parts_of(data)[name].decode() for name in ("word/document.xml", "word/_rels/document.xml.rels"))
    assert set(re.findall(r'cx="(\d+)" cy="(\d+)"', xml)) == {(str(30 * 36_000), str(20 * 36_000))}
    (used,) = set(re.findall(r'hlinkClick [^>]*r:id="(.*?)"', xml))
    assert re.search(f'Id="{used}"[^>]* Target="https://example.org/a"', links)


def test_a_foreign_template_takes_docxtpls_own_image() -> None:
    from docxtpl import DocxTemplate, InlineImage

    template = docx(p("a {{ image }}"))
    image = InlineImage(DocxTemplate(io.BytesIO(template)), io.BytesIO(PNG))
    assert "word/media/image1.png" in parts_of(compile_template(template, strict=False).render({"image": image}))


def test_a_subdocument_is_placed_by_docxtpl() -> None:
    pytest.importorskip("docxcompose", reason="sub-documents need docxcompose: pip install 'docxtpl[subdoc]'")
    from docxtpl import DocxTemplate

    template = docx(p("a"), p("{{p inner }}"), p("{{ b }}"))
    context = {"inner": {"_docx": "subdoc", "data": docx(p("trong"))}, "b": "c"}
    for strict in (True, False):
        assert text_of(compile_template(template, strict=strict).render(context)) == "a\ntrong\nc"
    noted = docx(p("a"), footnotes=f'<w:footnote w:id="1">{p("{{p inner }}")}</w:footnote>')
    assert b"<w:t>trong</w:t>" in parts_of(compile_template(noted).render(context))["word/footnotes.xml"]
    foreign = DocxTemplate(io.BytesIO(template)).new_subdoc()
    with pytest.raises(Stop, match="belongs to the template"):
        compile_template(template, strict=False).render({"inner": foreign, "b": "c"})


LINK = {"text": "xem <đây>", "url": "https://example.org/?a&b", "bold": True}


def test_a_link_belongs_to_the_part_in_which_it_stands() -> None:
    """docxtpl gives every link to the body; Word then calls a header with a link damaged."""
    note = f'<w:footnote w:id="1">{p("{{r a }}")}</w:footnote>'
    template = docx(p("{{r a }}"), header1=p("{{r a }}"), footnotes=note)
    data = compile_template(template).render({"a": {"_docx": "richtext", "runs": [LINK]}})
    assert text_of(data) == "xem <đây>"
    parts = parts_of(data)
    for part in ("document", "header1", "footnotes"):
        (used,) = re.findall(r'<w:hyperlink r:id="(\w+)"', parts[f"word/{part}.xml"].decode())
        links = parts[f"word/_rels/{part}.xml.rels"].decode()
        assert re.search(rf'Id="{used}"[^>]*hyperlink" Target="https://example.org/\?a&amp;b"', links)
        assert links.count("hyperlink") == 1


def test_paragraphs_with_a_link_keep_their_styles_and_the_setting_of_their_runs() -> None:
    runs = [{"text": "một "}, LINK, {"text": " hai", "italic": True}]
    paragraphs = [{"style": "P & Q", "runs": runs}, {"runs": [{}]}, {"style": "R"}]
    data = compile_template(docx(p("{{p a }}"))).render({"a": {"_docx": "paragraphs", "paragraphs": paragraphs}})
    assert text_of(data) == "một xem <đây> hai\n\n"
    xml = parts_of(data)["word/document.xml"].decode()
    assert re.findall(r'<w:pStyle w:val="(.*?)"', xml) == ["P &amp; Q", "R"]
    assert [bool(each) for each in re.findall(r"<w:r>(<w:rPr>.*?</w:rPr>)?<w:t", xml)] == [False, True, True, False]
    assert "<w:i/>" in xml
    assert "<w:b/>" in xml
    assert compile_template(docx(p("{{p a }}"), p("{{r b }}"))).render(
        {"a": {"_docx": "paragraphs"}, "b": {"_docx": "richtext", "runs": [LINK]}}
    )


# --- where docxtpl loses text -----------------------------------------------------------------------------------


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


# --- generated templates and contexts ---------------------------------------------------------------------------

LETTERS = st.text(st.sampled_from("ab &<>\"'{}%$]đệ😀\n\t"), max_size=8)
CONTEXTS = st.fixed_dictionaries(
    {
        "a": LETTERS,
        "b": st.one_of(LETTERS, st.integers(), st.booleans()),
        "flag": st.booleans(),
        "rows": st.lists(st.fixed_dictionaries({"x": LETTERS, "y": LETTERS}), max_size=3),
    }
)
CONSTANTS = st.sampled_from(["Kính gửi: ", " ", "", "&amp;", "(1) ", "&lt;w:p&gt;"])
VALUES = st.sampled_from(
    ["{{ a }}", "{{b}}", "{{ a|upper }}", "{{ a|e }}", "{{ rows|length }}", "{{ b ~ a }}", "{{ a if flag else b }}"]
)
INNER = st.sampled_from(
    [
        "{% if flag %}có {{ a }}{% endif %}",
        "{% if flag %}1{% elif a %}2{% else %}3{% endif %}",
        "{% for r in rows %}{{ r.x }}, {% endfor %}",
        "{% for r in rows %}{{ loop.index }}{% else %}không{% endfor %}",
        "{# ghi chú #}",
        "{_{ a }_}",
    ]
)
NOISE = st.sampled_from(["", '<w:proofErr w:type="spellStart"/>', '<w:bookmarkStart w:id="1" w:name="n"/>'])


@st.composite
def paragraphs(draw: st.DrawFn, loop: bool = False) -> str:
    """A paragraph whose text is cut into runs anywhere, tags or not, as Word does."""
    more = st.sampled_from(["{{ r.x }}", "{{ r.y }} {{ loop.index0 }}"]) if loop else INNER
    text = "".join(draw(st.lists(st.one_of(CONSTANTS, VALUES, INNER, more), max_size=4)))
    letters = re.findall(r"&\w+;|.", text)
    pieces = []
    while letters:
        size = draw(st.integers(1, 30))
        pieces.append(run("".join(letters[:size]), draw(st.sampled_from(["", "<w:b/>"]))) + draw(NOISE))
        letters = letters[size:]
    return p(*pieces) if pieces else p("")


@st.composite
def tables(draw: st.DrawFn) -> str:
    inner = [row(draw(paragraphs(loop=True)), "{{ r.y }}")]
    kind = draw(st.integers(0, 5))
    if kind == 0:
        return table(row("a", "b"), row("{%tr for r in rows %}", ""), *inner, row("{%tr endfor %}", ""))
    if kind == 1:
        return table(
            row("{%tr for r in rows %}", ""), *inner, row("{%tr endfor %}", ""), columns=draw(st.integers(1, 3))
        )
    if kind == 2:
        return table(row("a", "{%tc for r in rows %}", draw(paragraphs(loop=True)), "{%tc endfor %}"), row("1", "2"))
    if kind == 3:
        return table(row("{% cellbg a %}x", "{% colspan 2 %}{{ a }}"), row("1", "2", "3"), columns=3)
    if kind == 4:
        return table(
            row("{%tr if flag %}", ""), row("1", "2", "3"), row("{%tr endif %}", ""), row("x", draw(paragraphs()))
        )
    return table(
        row(draw(paragraphs()), cell(table(row("{%tr for r in rows %}"), *inner, row("{%tr endfor %}")) + p(""))),
        row("a", "b"),
    )


@st.composite
def blocks(draw: st.DrawFn) -> str:
    kind = draw(st.integers(0, 5))
    if kind == 0:
        return p("{%p for r in rows %}") + draw(paragraphs(loop=True)) + DRAWING + p("{%p endfor %}")
    if kind == 1:
        return p("{%p if flag %}") + draw(paragraphs()) + p("{%p else %}") + draw(paragraphs()) + p("{%p endif %}")
    if kind == 2:
        return draw(tables())
    if kind == 3:
        return p("x {% if flag %}") + p("{%- if a -%}") + draw(paragraphs()) + p("{%- endif -%}") + p("{% endif %}")
    return draw(paragraphs())


@st.composite
def templates(draw: st.DrawFn) -> bytes:
    body = draw(st.lists(blocks(), min_size=1, max_size=4))
    return docx(*body, header1=draw(paragraphs()), footnotes=f'<w:footnote w:id="1">{draw(paragraphs())}</w:footnote>')


@settings(max_examples=100, deadline=None)
@given(templates(), CONTEXTS)
def test_generated_templates_give_docxtpls_xml(template: bytes, context: dict[str, Any]) -> None:
    theirs = by_docxtpl(template, context)
    for strict in (True, False):
        ours = compile_template(template, strict=strict).render(context)
        for name in differing(ours, theirs):
            note(f"{parts_of(template)[name]!r}")
            assert canonical(parts_of(ours)[name]) == canonical(parts_of(theirs)[name])


@settings(max_examples=60, deadline=None)
@given(templates(), CONTEXTS)
def test_what_is_proved_at_compile_time_holds_of_every_render(template: bytes, context: dict[str, Any]) -> None:
    compiled = compile_template(template)
    parts = parts_of(compiled.render(context))
    for part in compiled.parts:
        assert part.proved
        expat.ParserCreate(namespace_separator=" ").Parse(parts[part.member], True)
        if part.kind == "body" and not part.tables:
            assert canonical(docx_post.fix_tables(parts[part.member])) == canonical(parts[part.member])


@settings(max_examples=200, deadline=None)
@given(st.text(st.one_of(st.sampled_from("&<>\"'{}%_$#\\]đĐệ😀 "), st.characters(categories=["L", "N", "P"]))))
def test_any_text_is_read_back_as_given(value: str) -> None:
    assert text_of(READ_BACK.render({"a": value})) == f"[{value}]"


READ_BACK = compile_template(docx(p("[{{ a }}]")))


# --- the same in, the same out ----------------------------------------------------------------------------------


def test_the_same_bytes_in_any_order_and_from_the_cache() -> None:
    template, context = DIALECT["values in every part"]
    cache = MemoryCache()
    compiled = compile_template(template, cache=cache)
    first = compiled.render(context)
    compiled.render({"a": "other", "b": "x"})
    assert compiled.render(context) == first
    assert compile_template(template, cache=cache).render(context) == first
    assert compile_template(template).render(context) == first
    assert compile_template(template, cache=cache).names() == compiled.names() == {"a", "b"}


def test_the_cache_knows_strict_from_foreign() -> None:
    cache = MemoryCache()
    template = docx(p("{{ a }}"))
    compile_template(template, cache=cache)
    assert text_of(compile_template(template, strict=False, cache=cache).render({})) == ""
    with pytest.raises(Stop):
        compile_template(template, cache=cache).render({})


def test_a_damaged_entry_of_the_cache_is_rebuilt() -> None:
    template = docx(p("{{ a }}"))
    cache = MemoryCache()
    compile_template(template, cache=cache)
    (kind, key), data = next(iter(cache._entries.items()))
    assert kind == KIND
    for damaged in (b"", data[:20], b"\xff" * 40):
        cache.put(kind, key, damaged)
        assert text_of(compile_template(template, cache=cache).render({"a": "x"})) == "x"


def test_another_process_makes_the_same_bytes_and_a_warm_one_imports_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "t.docx").write_bytes(DIALECT["rows"][0])
    script = textwrap.dedent("""
        import hashlib, pathlib, sys
        from congvan.cache import DiskCache
        from congvan.formats.docx import compile_template
        folder = pathlib.Path(sys.argv[1])
        compiled = compile_template((folder / "t.docx").read_bytes(), cache=DiskCache(folder / "cache"))
        data = compiled.render({"rows": [{"x": "1", "y": "2"}]})
        heavy = {"docx", "docxtpl", "lxml"} & set(sys.modules)
        print(hashlib.sha256(data).hexdigest(), sorted(heavy))
    """)
    outputs = []
    for seed in ("0", "1"):
        command = [sys.executable, "-c", script, str(tmp_path)]
        env = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
        outputs.append(done.stdout.split(maxsplit=1))
    assert outputs[0][0] == outputs[1][0]
    assert outputs[0][1].strip() != "[]"
    assert outputs[1][1].strip() == "[]"


def test_unchanged_members_are_copied_as_they_are() -> None:
    template = docx(p("{{ a }}"), footer1=p("trang"), files={"word/media/i.png": PNG})
    data = compile_template(template).render({"a": "x"})
    assert parts_of(data)["word/footer1.xml"] == parts_of(template)["word/footer1.xml"]
    assert parts_of(data)["word/media/i.png"] == PNG
    assert zipfile.ZipFile(io.BytesIO(data)).namelist()[0] == "[Content_Types].xml"
