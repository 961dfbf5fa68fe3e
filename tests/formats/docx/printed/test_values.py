"""Rich values in a DOCX: texts with looks, images, sub-documents and links, placed as docxtpl places them."""

import base64
import io
import re
import zipfile
from typing import Any

import pytest

from congvan.core.problems import ProblemsFound
from congvan.formats.docx.template import compile_template
from tests.formats.docx_dialect import NASTY, PNG
from tests.formats.docx_samples import by_docxtpl, differing, docx, p, row, table, text_of
from tests.formats.docx_told import problems
from tests.package import parts_of


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


def test_an_image_has_words_for_a_voice() -> None:
    record = {"_docx": "image", "data": PNG, "words": 'Bà "A" & <B>'}
    data = compile_template(docx(p("{{ image }}"))).render({"image": record})
    xml = parts_of(data)["word/document.xml"].decode()
    assert re.findall(r'<wp:docPr [^>]*descr="(.*?)"', xml) == ["Bà &quot;A&quot; &amp; &lt;B&gt;"]


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
    with pytest.raises(ProblemsFound, match="can only be used with the template"):
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


def test_beside_what_docxtpl_places_a_value_is_proved_all_the_same() -> None:
    template = docx(p("{{ a }}"), p("{{ b }}"))
    context = {"a": {"_docx": "image", "data": PNG}, "b": None}
    with pytest.raises(ProblemsFound) as stop:
        compile_template(template).render(context)
    assert [str(each.place) for each in stop.value.problems] == ["body, paragraph 2"]
    assert text_of(compile_template(template, strict=False).render(context)).strip() in ("", "None")


@pytest.mark.parametrize(
    ("key", "value", "id_"),
    [
        ("color", "đỏ", "value-type.colour"),
        ("highlight", "yellow", "value-type.colour"),
        ("size", "14pt", "value-type.size"),
    ],
)
def test_a_property_of_a_run_that_word_would_not_read_is_refused(key: str, value: str, id_: str) -> None:
    record = {"_docx": "richtext", "runs": [{"text": "x", key: value}]}
    (problem,) = problems(docx(p("{{r a }}")), {"a": record})
    assert problem.message.id == id_
    assert problem.hint


@pytest.mark.parametrize(
    ("tag", "value", "id_"),
    [
        ("{% cellbg v %}", "vàng", "value-type.colour"),
        ("{% cellbg v %}", 'F"/><w:x', "value-type.colour"),
        ("{% colspan v %}", "hai", "value-type.columns"),
        ("{% colspan v %}", 0, "value-type.columns"),
        ("{% colspan v %}", 64, "value-type.columns"),
        ("{% cellbg w %}", "", "template-undefined"),
        ("{% cellbg v %}", None, "value-missing"),
    ],
)
def test_a_value_of_a_cell_is_checked_at_its_place(tag: str, value: Any, id_: str) -> None:
    template = docx(table(row("a", f"{tag}b")))
    (problem,) = problems(template, {"v": value})
    assert (problem.message.id, str(problem.place.where)) == (id_, "table 1, row 1, cell 2")
    assert problem.hint


@pytest.mark.parametrize(
    ("attribute", "right", "wrong", "id_"),
    [
        ('<w:shd w:val="clear" w:fill="{{ v }}"/>', "FFF2CC", "đỏ", "value-type.colour"),
        ('<w:color w:val="{{ v }}"/>', "#ff0000", "red", "value-type.colour"),
        ('<w:u w:val="single" w:color="{{ v }}"/>', "auto", "1", "value-type.colour"),
        ('<w:sz w:val="{{ v }}"/>', 28, "14pt", "value-type.text-size"),
        ('<w:sz w:val="{{ v }}"/>', "28", 4000, "value-type.text-size"),
    ],
)
def test_a_value_in_an_attribute_is_checked_at_its_place(attribute: str, right: Any, wrong: Any, id_: str) -> None:
    template = docx(p("x"), f"<w:p><w:r><w:rPr>{attribute}</w:rPr><w:t>y</w:t></w:r></w:p>")
    made = parts_of(compile_template(template).render({"v": right}))["word/document.xml"].decode()
    assert attribute.replace("{{ v }}", str(right).removeprefix("#")) in made
    (problem,) = problems(template, {"v": wrong})
    assert (problem.message.id, str(problem.place.where)) == (id_, "paragraph 2")
    assert problem.hint


@pytest.mark.parametrize(("value", "fill"), [("#fff2cc", "fff2cc"), ("", "auto"), ("auto", "auto")])
@pytest.mark.parametrize("properties", ["", "<w:tcPr/>"])
def test_a_cell_without_properties_gets_its_background(value: str, fill: str, properties: str) -> None:
    template = compile_template(docx(table(f"<w:tr><w:tc>{properties}{p('{% cellbg v %}x {{ n }}')}</w:tc></w:tr>")))
    for n in range(8):  # also by the fast path
        xml = parts_of(template.render({"v": value, "n": str(n)}))["word/document.xml"].decode()
        assert f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/></w:tcPr>' in xml
