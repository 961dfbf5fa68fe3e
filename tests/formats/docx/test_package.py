"""The package of a DOCX: what is no DOCX is refused in words, and parts are found however they are named."""

import pytest

from congvan.formats import compile_template as compile_any
from congvan.formats.docx.package import part_label, running_parts
from congvan.formats.docx.template import compile_template
from tests.formats.docx_samples import NS, docx, p
from tests.formats.docx_told import problems
from tests.package import parts_of, zipped


def types_of(template: bytes) -> str:
    return parts_of(template)["[Content_Types].xml"].decode()


def without_types(*gone: str) -> bytes:
    types = types_of(docx(p("x")))
    for each in gone:
        assert each in types
        types = types.replace(each, "")
    return docx(p("x"), files={"[Content_Types].xml": types})


def of_type(kind: str) -> bytes:
    types = types_of(docx(p("x")))
    return docx(p("x"), files={"[Content_Types].xml": types.replace(MAIN, f"application/vnd.{kind}+xml")})


MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OVERRIDE = f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/>'
DEFAULT = '<Default Extension="xml" ContentType="application/xml"/>'
ENTITIES = f'<!DOCTYPE a [<!ENTITY b "c">]><w:document {NS}><w:body>&b;</w:body></w:document>'
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
NO_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "docx-kind", ".doc"),
        (b"<html><body>", "docx-kind", "another file type"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "docx-kind", "another file type"),
        (b"%PDF-1.7", "docx-kind", "another file type"),
        (b'<?xml version="1.0"?><x/>', "docx-kind", "another file type"),
        (b"{\\rtf1", "docx-kind", "another file type"),
        (b"", "docx-kind", "empty"),
        (b"PK\3\4 cut", "zip-broken", "damaged"),
        (b"issuer: Ban\n", "docx-kind", "a text file"),
        (bytes(range(9)), "zip-broken", "damaged"),
        (zipped({"a": "1"}), "docx-kind", "not a DOCX"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "docx-kind", "(.odt)"),
        (of_type("openxmlformats-officedocument.spreadsheetml.sheet.main"), "docx-kind", "an Excel workbook"),
        (docx(p("x"), files={"_rels/.rels": NO_RELATIONS}), "docx-broken", "document part"),
        (docx(p("x"), files={"word/document.xml": "<w:document"}), "docx-broken", "damaged"),
        (docx(p("x"), files={"word/document.xml": ENTITIES}), "docx-broken", "declares entities"),
        (without_types(OVERRIDE), "docx-kind", "not a DOCX file, but application/xml"),
        (of_type("openxmlformats-officedocument.wordprocessingml.template.main"), "docx-kind", "a template of Word"),
        (of_type("ms-word.document.macroEnabled.main"), "docx-kind", "with macros"),
        (without_types(OVERRIDE, DEFAULT), "docx-kind", "not a DOCX file, but a file of unknown type"),
        (docx(p("x"), header1="<w:p>"), "docx-broken", "header1.xml"),
        (
            docx(p("x"), files={"word/document.xml": f'<w:document xmlns:w="{STRICT}"/>'}),
            "docx-kind",
            "Strict Open XML",
        ),
    ],
)
@pytest.mark.parametrize("strict", [True, False])
def test_what_is_no_docx_is_refused_in_words(data: bytes, code: str, words: str, strict: bool) -> None:
    (problem,) = problems(data, strict=strict)
    assert problem.code == code
    assert words in problem.text
    assert problem.hint


def test_a_header_that_is_not_in_the_file_is_told() -> None:
    parts = parts_of(docx(p("x"), header1=p("y")))
    links = "word/_rels/document.xml.rels"
    for gone, told in (("word/header1.xml", "word/header1.xml"), (links, "rId1")):
        (problem,) = problems(zipped({name: content for name, content in parts.items() if name != gone}))
        assert (problem.code, str(problem.place.part)) == ("docx-broken", "body")
        assert told in problem.text


def test_the_part_that_is_damaged_is_named() -> None:
    for part, label in (
        ("header1", "header of section 1"),
        ("footer1", "footer of section 1"),
        ("footnotes", "footnotes"),
    ):
        (problem,) = problems(docx(p("x"), **{part: "<w:p>"}))
        assert str(problem.place.part) == label
    links = "word/_rels/document.xml.rels"
    (problem,) = problems(docx(p("x"), files={links: "<"}))
    assert str(problem.place.part) == links
    (problem,) = problems(docx(p("x"), files={"[Content_Types].xml": "<"}))
    assert (problem.code, str(problem.place.part)) == ("docx-broken", "")


LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
FULL = docx(p("x"), header1=p("{{ a }}"), footer1=p("{{ a }}"))


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/_rels/document.xml.rels", 'Target="header1.xml"', 'Target="/word/header1.xml"'),
        ("word/_rels/document.xml.rels", 'Target="header1.xml"', 'Target="../word/./header1.xml"'),
        ("word/_rels/document.xml.rels", LINKS, "http://purl.oclc.org/ooxml/officeDocument/relationships/"),
        ("_rels/.rels", 'Target="word/document.xml"', 'Target="/word/document.xml"'),
        ("_rels/.rels", "<Relationship ", '<Relationship Id="x" Type="urn:x" Target="x"/><Relationship '),
        (
            "word/_rels/document.xml.rels",
            "<Relationship ",
            f'<Relationship Id="x" Type="{LINKS}header" Target="word/document.xml" TargetMode="External"/>'
            f'<Relationship Id="y" Type="{LINKS}header" Target="none.xml"/><Relationship Id="z"/><Relationship ',
        ),
        ("[Content_Types].xml", "<Override ", '<Override ContentType="x"/><Override '),
        ("[Content_Types].xml", OVERRIDE, f'<Default Extension="XML" ContentType="{MAIN}"/>'),
    ],
)
def test_headers_are_found_however_a_package_names_them(part: str, old: str, new: str) -> None:
    files = {name: content.decode() for name, content in parts_of(FULL).items()}
    assert old in files[part]
    template = docx(p("x"), header1="", footer1="", files=files | {part: files[part].replace(old, new, 1)})
    parts = parts_of(compile_template(template).render({"a": "đầu"}))
    assert all("đầu" in parts[f"word/{name}.xml"].decode() for name in ("header1", "footer1"))


def renamed(template: bytes) -> bytes:
    """The document in a part whose name has two dots, and whose kind goes by the end of its name."""
    parts = {name: content.decode() for name, content in parts_of(template).items()}
    types = parts["[Content_Types].xml"].replace(OVERRIDE, "").replace("application/xml", MAIN)
    files = {name.replace("document.xml", "document.v2.xml"): content for name, content in parts.items()}
    files |= {
        "[Content_Types].xml": types,
        "_rels/.rels": parts["_rels/.rels"].replace("document.xml", "document.v2.xml"),
    }
    return zipped(files)


def test_the_kind_of_a_part_goes_by_the_end_of_its_name() -> None:
    rendered = parts_of(compile_template(renamed(FULL)).render({"a": "đầu"}))
    assert "đầu" in rendered["word/header1.xml"].decode()
    assert "word/document.xml" in rendered


def test_pages_are_made_of_a_document_by_another_name() -> None:
    template = compile_any("pdf", renamed(docx(p("{{ a }}"))), name="x.docx")
    assert template.render({"a": "chữ"}).startswith(b"%PDF")


def test_headers_are_counted_in_the_order_of_the_package() -> None:
    """A header that is elsewhere or missing doesn't count, one that is named twice counts once."""
    links = parts_of(FULL)["word/_rels/document.xml.rels"].decode()
    link = f'<Relationship Id="{{0}}" Type="{LINKS}header" Target="{{1}}.xml" TargetMode="{{2}}"/>'
    more = [("a", "header1", "Internal"), ("b", "h2", "External"), ("c", "none", "Internal"), ("d", "h2", "Internal")]
    links = links.replace("</Relationships>", "".join(link.format(*each) for each in more) + "</Relationships>")
    header = parts_of(FULL)["word/header1.xml"].decode()
    template = docx(p("x"), header1=p("x"), files={"word/_rels/document.xml.rels": links, "word/h2.xml": header})
    for each in (template, renamed(template)):
        assert [str(problem.place.part) for problem in problems(each)] == ["header 2"]


def test_headers_and_footers_are_called_by_their_pages_and_first_section_as_word_calls_them() -> None:
    links = [("a", "header1"), ("b", "header2"), ("c", "footer1"), ("d", "header3")]
    link = f'<Relationship Id="{{}}" Type="{LINKS}header" Target="{{}}.xml"/>'
    relationships = f"<Relationships>{''.join(link.format(*each) for each in links)}</Relationships>".encode()
    refers = '<w:{}Reference w:type="{}" r:id="{}"/>'.format
    first = refers("header", "default", "a") + refers("header", "first", "b")
    second = refers("header", "even", "a") + refers("footer", "even", "c") + '<w:sectPrChange><w:sectPr w:x=""/>'
    body = f"<w:sectPr>{first}</w:sectPr><w:sectPr w:rsidR='1'/><w:sectPr>{second}</w:sectPrChange></w:sectPr>"
    found = running_parts(body.encode(), relationships)
    assert found == {
        "word/header1.xml": ("default", 1),
        "word/header2.xml": ("first", 1),
        "word/footer1.xml": ("even", 3),
    }
    shown = [part_label(member[5:11], number, pages).text("en") for member, (pages, number) in found.items()]
    assert shown == ["header of section 1", "first-page header of section 1", "even-page footer of section 3"]
