"""The four answers; files that can't be read; hostile files; dates in force."""

from __future__ import annotations

import functools
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan import nd30
from congvan.nd30.rules.base import IN_FORCE
from tests.examples import examples
from tests.nd30 import letters
from tests.nd30.as_docx import to_docx
from tests.nd30.as_pdf import to_pdf
from tests.nd30.letters import P, c
from tests.package import parts_of, zipped


@pytest.fixture(scope="module")
def docx() -> bytes:
    return to_docx(letters.dispatch())


def rezip(data: bytes, change: dict[str, bytes]) -> bytes:
    """The package with some members replaced or added."""
    return zipped({**parts_of(data), **change})


def scan() -> bytes:
    """A page that is one picture."""
    import base64
    import struct
    import zlib

    import weasyprint

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + bytes((x * y) % 256 for x in range(80)) for y in range(100))
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 80, 100, 8, 0, 0, 0, 0))
    png += chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    source = f"<img style='width:170mm' src='data:image/png;base64,{base64.b64encode(png).decode()}'>"
    data: bytes = weasyprint.HTML(string=source).write_pdf()
    return data


def test_every_rule_answers_with_one_of_four_words(docx: bytes, pdf: bytes) -> None:
    for data in (docx, pdf):
        report = nd30.check(data, "x")
        assert {r.id for r in report.results} == set(nd30.RULES)
        assert {r.verdict for r in report.results} <= {"holds", "broken", "not-applicable", "not-evaluated"}
        assert all(r.reason for r in report.results if r.verdict in ("not-applicable", "not-evaluated"))


def test_a_scan_is_not_evaluated_and_never_good() -> None:
    report = nd30.check(scan(), "scan.pdf")
    assert {r.verdict for r in report.results} == {"not-evaluated"}
    assert "no text layer" in str(report.unreadable)
    assert not report.good


def pictured(pdf: bytes, *, mask: bool) -> bytes:
    """The document with a grey picture of page size drawn over each page; `mask`: one that lets the page through."""
    import pikepdf

    picture = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image, "Width": 2, "Height": 2}
    grey = {**picture, "ColorSpace": pikepdf.Name.DeviceGray, "BitsPerComponent": 8}
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            image = document.make_stream(b"\x80" * 4, **grey)
            if mask:
                image.SMask = document.make_stream(b"\x20" * 4, **grey)
            name = page.add_resource(image, pikepdf.Name.XObject)
            page.contents_add(b"q", prepend=True)
            page.contents_add(f"Q q 596 0 0 842 0 0 cm {name} Do Q".encode())
        document.save(out)
    return out.getvalue()


def test_words_under_the_picture_of_a_scan_are_a_machines_reading(pdf: bytes) -> None:
    report = nd30.check(pictured(pdf, mask=False), "x")
    assert "a scan" in str(report.unreadable)
    assert not report.good


def test_what_a_scanned_page_may_hold_is_not_missing(pdf: bytes) -> None:
    """The page with the foot, or the first one, is a picture; the others have their text."""
    import pikepdf

    def without(index: int) -> nd30.CheckReport:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf)) as whole, pikepdf.open(io.BytesIO(scan())) as picture:
            whole.pages[index] = picture.pages[0]
            whole.save(out)
        return nd30.check(out.getvalue(), "x")

    foot = {r.id: r for r in without(1).results}
    assert foot["ND30-SIGNER-PRESENT"].verdict == "not-evaluated"
    assert "pictures" in str(foot["ND30-SIGNER-PRESENT"].reason)
    assert foot["ND30-QUOC-HIEU-SIZE"].verdict == "holds"
    assert not without(1).broken
    assert {r.verdict for r in without(0).results} == {"not-evaluated"}


def test_a_watermark_hides_nothing(pdf: bytes) -> None:
    report = nd30.check(pictured(pdf, mask=True), "x")
    assert not report.broken
    assert report.good


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_poster_is_none_of_the_decrees_papers(form: str) -> None:
    poster = letters.Letter(head=[], width=420, height=594, body=[P("Cài đặt ứng dụng Bluezone", 60, face="Arial")] * 3)
    report = nd30.check(to_docx(poster) if form == "docx" else to_pdf(poster), "x")
    assert {r.verdict for r in report.results} == {"not-applicable"}
    assert not report.good


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_persons_application_is_no_bodys_paper(form: str) -> None:
    paper = letters.Letter(
        body=[
            c("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, bold=True),
            c("Độc lập - Tự do - Hạnh phúc", 14, bold=True),
            c("ĐƠN XIN NGHỈ PHÉP", 14, bold=True),
            P("Kính gửi: Trường THPT số 1", 14),
            *letters.plan().body[1:4],
        ]
    )
    report = nd30.check(to_docx(paper) if form == "docx" else to_pdf(paper), "x")
    assert {r.verdict for r in report.results} == {"not-applicable"}


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_partys_papers_have_rules_of_their_own(form: str) -> None:
    letter = letters.dispatch()
    letter.find("CỘNG HÒA").text = "ĐẢNG CỘNG SẢN VIỆT NAM"
    letter.head[0][1].pop()
    letter.find("Số:").text = "Số 12-CV/TU"
    report = nd30.check(to_docx(letter) if form == "docx" else to_pdf(letter), "x")
    assert {(r.verdict, str(r.reason)) for r in report.results} == {
        ("not-applicable", "a document of the Party or its Youth Union, which have their own rules of form")
    }


@pytest.mark.parametrize("symbol", ["12/2025/QĐ-STTTT", "12/2025/QĐ-UBND", "     /2025/NQ-HĐND", "05/2025/TT-BNV"])
def test_a_normative_act_has_rules_of_its_own(symbol: str) -> None:
    letter = letters.decision()
    letter.find("Số:").text = f"Số: {symbol}"
    reasons = {str(r.reason) for r in nd30.check(to_docx(letter), "x").results}
    assert ("a normative legal act, whose form is set by other decrees" in reasons) == ("STTTT" not in symbol)
    assert len(reasons) == 1 or "STTTT" in symbol


def test_why_no_rule_applies_is_said() -> None:
    letter = letters.decision()
    letter.find("Số:").text = "Số: 12/2025/QĐ-UBND"
    said = nd30.to_text(nd30.check(to_docx(letter), "x"))
    assert said.endswith("outside the scope of the decree: a normative legal act, whose form is set by other decrees")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"hello", "neither"),
        (b"%PDF-1.7\nnothing", "damaged"),
        (b"PK\x03\x04 torn", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word"),
    ],
)
def test_what_is_no_document_is_said_so(data: bytes, reason: str) -> None:
    report = nd30.check(data, "x")
    assert reason in str(report.unreadable)
    assert {r.verdict for r in report.results} == {"not-evaluated"}
    assert not report.good


@pytest.mark.parametrize("part", ["[Content_Types].xml", "_rels/.rels"])
@pytest.mark.parametrize("body", [None, b"", b"<broken", b"\x00"])
def test_a_package_that_word_refuses_is_damaged(docx: bytes, part: str, body: bytes | None) -> None:
    parts = {**parts_of(docx), part: body}
    report = nd30.check(zipped({name: content for name, content in parts.items() if content is not None}), "x")
    assert "damaged" in str(report.unreadable)
    assert not report.good


def test_other_kinds_of_word_files_are_read_alike(docx: bytes) -> None:
    kinds = b"wordprocessingml.document.main+xml"
    types = parts_of(docx)["[Content_Types].xml"]
    assert kinds in types
    for other in (b"wordprocessingml.template.main+xml", b"macroEnabled.main+xml"):
        report = nd30.check(rezip(docx, {"[Content_Types].xml": types.replace(kinds, other)}), "x.docm")
        assert report.good


def test_a_locked_pdf_is_said_so(pdf: bytes) -> None:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert "password" in str(nd30.check(out.getvalue(), "x").unreadable)


BOMB = b"<w:document xmlns:w='x'>" + b" " * (60 << 20) + b"</w:document>"
DTD = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


@pytest.mark.parametrize(
    ("name", "body"), [("word/document.xml", BOMB), ("word/styles.xml", DTD), ("word/document.xml", DTD)]
)
def test_bombs_and_entities_are_refused(docx: bytes, name: str, body: bytes) -> None:
    report = nd30.check(rezip(docx, {name: body}), "x")
    assert report.unreadable
    assert {r.verdict for r in report.results} == {"not-evaluated"}


def test_endless_nesting_is_refused(docx: bytes) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    deep = (
        f"<w:document {space}><w:body>"
        + "<w:sdt><w:sdtContent>" * 100
        + "</w:sdtContent></w:sdt>" * 100
        + "</w:body></w:document>"
    )
    assert nd30.check(rezip(docx, {"word/document.xml": deep.encode()}), "x").unreadable


@functools.cache
def plans() -> list[bytes]:
    return [to_docx(letters.plan()), to_pdf(letters.plan())]


@settings(max_examples=examples(60))
@given(st.data())
def test_a_damaged_file_never_raises(data: st.DataObject) -> None:
    base = data.draw(st.sampled_from(plans()))
    spoilt = bytearray(base)
    for _ in range(data.draw(st.integers(1, 12))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(spoilt) // 2, len(spoilt)))
    report = nd30.check(bytes(spoilt[:cut]), "x")
    assert {r.id for r in report.results} == set(nd30.RULES)


@settings(max_examples=examples(40))
@given(
    st.text(min_size=1, max_size=40),
    st.sampled_from(["CỘNG", "Độc", "Số:", "V/v", "Kính", "- Lưu", "Nguyễn", "Phụ lục"]),
)
def test_any_words_anywhere_give_verdicts(words: str, start: str) -> None:
    letter = letters.dispatch()
    clean = "".join(c for c in words if c.isprintable())
    letter.find(start).text = clean or "x"
    report = nd30.check(to_docx(letter), "x")
    assert {r.id for r in report.results} == set(nd30.RULES)
    assert nd30.to_text(report)
    assert nd30.to_sarif([report])


def test_rules_bind_from_their_day(docx: bytes) -> None:
    assert nd30.check(docx, "x", on=IN_FORCE).good
    before = nd30.check(docx, "x", on=date(2020, 3, 4))
    assert {r.verdict for r in before.results} == {"not-applicable"}
    assert not before.good


def test_an_unknown_profile_is_an_error(docx: bytes) -> None:
    with pytest.raises(KeyError):
        nd30.check(docx, "x", profile="nd99")
