"""The HTML of a Word template: where its fields stand, what belongs to the skeleton, how quickly it is written."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Callable

import pytest

from congvan.formats.docx.template import compile_template
from congvan.formats.docx_html.converter import WordConverter
from congvan.formats.docx_html.markup import VALUE, VALUE_END
from congvan.formats.pdf.marks import MARK
from tests.formats.docx_html.note_samples import note, noted
from tests.formats.docx_html.word_parts import NS, PAGE, cell, par, row, table, word_document, words
from tests.pace import Watch

FIELD = re.compile(f'<(\\w+)[^<>]* data-n="{MARK}">{MARK}(.*?){MARK}</\\1>')


def value(text: str) -> str:
    return f"{VALUE}{text}{VALUE_END}"


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def converter(**parts: str) -> WordConverter:
    return WordConverter(members(word_document("", **parts)), "mau.docx")


def body(inner: str) -> dict[str, str]:
    section = f"<w:sectPr>{PAGE}</w:sectPr>"
    return {"word/document.xml": f"<w:document {NS}><w:body>{inner}{section}</w:body></w:document>"}


def html(inner: str, reveal: Callable[[str], str] = str) -> str:
    return converter().html(body(inner), reveal)


def fields(text: str) -> list[tuple[str, str]]:
    return [(match[1], match[2]) for match in FIELD.finditer(text)]


def test_a_paragraph_of_one_format_is_the_field_of_its_values() -> None:
    assert fields(html(par(f"Số: {value('12')}/CV, {value('A &amp; B')}"))) == [("p", "Số: 12/CV, A &amp; B")]


def test_a_link_looks_as_its_text_does() -> None:
    """HTML's links are blue and underlined; those of Word are where their style is."""
    package = members(word_document(""))
    link = b'<Relationship Id="a" Type="x/hyperlink" Target="https://a.example/" TargetMode="External"/>'
    links = "word/_rels/document.xml.rels"
    package[links] = package[links].replace(b"</Relationships>", link + b"</Relationships>")
    page = f'<w:p><w:hyperlink r:id="a">{words("trang")}</w:hyperlink></w:p>'
    shown = WordConverter(package, "mau.docx").html(body(page))
    assert '<a href="https://a.example/">trang</a>' in shown
    assert "a{color:inherit;text-decoration:none}" in shown
    assert "a{" not in html(par("trang"))


def test_styles_of_notes_are_there_where_a_note_is() -> None:
    """WeasyPrint would work out their marks for every element."""
    note = '<w:footnote w:id="1"><w:p><w:r><w:t>Chú thích</w:t></w:r></w:p></w:footnote>'
    marked = '<w:p><w:r><w:t>Một</w:t><w:footnoteReference w:id="1"/></w:r></w:p>'
    assert "footnote" not in converter(footnotes=note).html(body(par("Một")))
    assert ".note::footnote-call" in converter(footnotes=note).html(body(marked))


def test_a_document_and_its_pages_have_the_same_notes_in_the_same_order() -> None:
    """In the file they are in the order of their marks; the pages show the note that a mark names."""
    for is_true, times in itertools.product((True, False), range(3)):
        flows = [par(f"{{%p {tag} %}}") for tag in ("if a", "endif", "for b in c", "endfor")]
        texts = flows[0] + noted(2) + flows[1] + noted(3) + flows[2] + noted(1, "{{ b }}") + flows[3]
        notes = "".join(note(number, f"chú thích {number} {{{{ v }}}}") for number in (1, 2, 3))
        template = compile_template(word_document(texts, footnotes=notes), enclosed=True)
        context = {"a": is_true, "c": [1] * times, "v": "x"}
        parts = template.rendered_parts(context)
        written = members(template.render(context))["word/footnotes.xml"].decode()
        pages = WordConverter(members(word_document("", footnotes=notes)), "").html(parts or {})
        found = re.findall(r"chú thích \d", re.sub(r"<[^>]*>", "", written))
        assert found == re.findall(r"chú thích \d", re.sub(r"<[^>]*>", "", pages))
        assert len(found) == is_true + 1 + times


def test_where_formats_differ_each_stretch_with_a_value_is_a_field() -> None:
    runs = [words(f"Điều {value('1')}. ", "<w:b/>"), words(f"tên {value('x')}"), words(" hết", "<w:i/>")]
    mixed = f"<w:p>{''.join(runs)}</w:p>"
    found = html(mixed)
    assert fields(found) == [("span", "Điều 1. "), ("span", "tên x")]
    assert " hết</span></p>" in found


def test_a_cell_of_one_paragraph_is_the_field_itself() -> None:
    rows = [row(cell(par(value(str(n))), 3000)) for n in range(2)]
    assert fields(html(table([3000], *rows))) == [("td", "0"), ("td", "1")]


def test_an_empty_value_has_the_line_of_any_other() -> None:
    empty, full = (html(par(value(text))) for text in ("", "x"))
    assert fields(empty) == [("p", "")]
    assert empty == full.replace("x" + MARK, MARK)
    assert "min-height:16.1pt" in empty


def test_a_value_before_a_tab_is_revealed_and_bound() -> None:
    asked: list[str] = []

    def reveal(text: str) -> str:
        asked.append(text)
        return "mười hai"

    line = f"<w:p>{words(value('12'))}<w:r><w:tab/></w:r>{words('sau')}</w:p>"
    found = html(line, reveal)
    assert asked == ["12"]
    assert not fields(found)
    assert "mười hai<span" in found


def test_a_value_in_small_capitals_is_revealed_and_bound() -> None:
    """Its letters have two sizes; that of a style too."""
    styles = '<w:style w:type="paragraph" w:styleId="S"><w:name w:val="S"/><w:rPr><w:smallCaps/></w:rPr></w:style>'
    named = par(f"Ông {value('x')}", '<w:pStyle w:val="S"/>')
    found = converter(styles=styles).html(body(named), lambda text: "Hà")
    assert not fields(found)
    assert re.sub("<[^>]*>", "", found).endswith("ÔNG HÀ")
    assert "font-size:11.2pt" in found


def test_a_paragraph_that_is_hidden_with_its_mark_has_no_line() -> None:
    hidden = par("ẩn", "<w:rPr><w:vanish/></w:rPr>", "<w:vanish/>")
    assert html(par("một") + hidden + par("hai")) == html(par("một") + par("hai"))


def test_values_are_never_looked_into() -> None:
    """A token of the fast path stands in the HTML as it stood in the part."""
    token = "\ufdd1" + "7" + "\ufdd3"
    assert fields(html(par(f"a {value(token)} b"))) == [("p", f"a {token} b")]


def test_the_title_is_a_field() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{value("Công văn")}</dc:title></cp:coreProperties>'
    )
    assert ("title", "Công văn") in fields(converter().html({**body(""), "docProps/core.xml": core}))


def test_the_same_whatever_was_written_before() -> None:
    one, two = body(par("một", run="<w:b/>")), body(par("hai", run="<w:i/>") + par(value("x")))
    used = converter()
    used.html(one)
    assert used.html(two) == converter().html(two)


def test_alike_rows_are_written_alike_whatever_their_values() -> None:
    rows = [row(cell(par(value(text)), 3000)) for text in ("a", 'x "y" &lt;z&gt;', "it's", "", "a")]
    found = fields(html(table([3000], *rows)))
    assert [text for _tag, text in found] == ["a", "x &#34;y&#34; &lt;z&gt;", "it&#39;s", "", "a"]
    again = [fields(html(table([3000], each)))[0][1] for each in rows]
    assert again == [text for _tag, text in found]


def test_no_value_is_lost_and_none_is_told_twice() -> None:
    """Lists, page breaks and headers between them."""
    stop = '<w:r><w:br w:type="page"/></w:r>'
    inner = par(value("1")) + f"<w:p>{words(value('2'))}{stop}{words(value('3'))}</w:p>" + par(value("4"))
    assert [text for _tag, text in fields(html(inner))] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("count", [2000])
def test_a_long_table_is_read_within_a_second(count: int) -> None:
    widths = [1500] * 6
    rows = [row(*(cell(par(value(f"{n}.{k}")), 1500) for k in range(6))) for n in range(count)]
    written, parts = converter(), body(table(widths, *rows))
    spent = []
    for _ in range(2):  # a machine that others use too
        watch = Watch()
        found = written.html(parts)
        spent.append(watch.seconds())
    assert found.count("data-n") == 6 * count
    assert min(spent) < 1


def test_a_letter_is_read_within_fifty_milliseconds() -> None:
    inner = "".join(par(f"đoạn {n} {value('x')} " * 12) for n in range(60))
    written, parts = converter(), body(inner)
    written.html(parts)
    watch = Watch()
    written.html(parts)
    assert watch.seconds() < 0.05


@pytest.mark.parametrize(
    "frame", ['<w:shd w:val="clear" w:fill="EEEEEE"/>', '<w:pBdr><w:top w:val="single" w:sz="8" w:space="4"/></w:pBdr>']
)
def test_a_frame_or_shade_begins_where_a_hanging_first_line_does(frame: str) -> None:
    hanging = '<w:ind w:left="720" w:hanging="500"/>'
    assert "margin-left:36pt" in html(par("x", hanging))
    framed = html(par("x", frame + hanging))
    assert "margin-left:11pt" in framed
    assert "padding-left:25pt" in framed


def test_a_paragraph_that_is_there_for_its_section_break_alone_has_no_line() -> None:
    """On a page that is full it would be a page of its own. It is all that the second section holds, and stays."""
    broken = f"<w:p><w:pPr><w:sectPr>{PAGE}</w:sectPr></w:pPr></w:p>"
    _head, first, second, last = html(par("x") + broken + broken + par("y")).split('data-role="part"')
    assert [each.count('<p class="p ') for each in (first, second, last)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("text", "said", "language"),
    [
        ("Đề nghị các đơn vị phối hợp thực hiện", "en-US", "vi"),
        ("Please send the list to Lạng Sơn, Hữu Lũng by Friday next week", "en-US", "en"),
        ("Please send the list", "", "vi"),
        ("", "en-GB", "en"),
    ],
)
def test_a_template_in_vietnamese_is_vietnamese_whatever_word_says(text: str, said: str, language: str) -> None:
    """Word writes the language of Windows where nobody chose one."""
    parts = members(word_document(par(text)))
    old = b'<w:lang w:val="vi-VN"/>'
    assert old in parts["word/styles.xml"]
    new = f'<w:lang w:val="{said}"/>'.encode() if said else b""
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(old, new)
    assert f'<html lang="{language}"' in WordConverter(parts, "mau.docx").html({})
