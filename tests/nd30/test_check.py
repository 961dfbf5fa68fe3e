"""The four answers; files that can't be read; hostile files; dates in force."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan import nd30
from congvan.nd30.rule import IN_FORCE
from tests.nd30 import letters


@pytest.fixture(scope="module")
def docx() -> bytes:
    return letters.to_docx(letters.dispatch())


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return letters.to_pdf(letters.dispatch())


def rezip(data: bytes, change: dict[str, bytes]) -> bytes:
    """The package with some members replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, old.read(name)))
        for name in change.keys() - set(old.namelist()):
            new.writestr(name, change[name])
    return out.getvalue()


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
    assert "no text layer" in report.unreadable
    assert not report.good


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "neither"),
        (b"hello", "neither"),
        (b"%PDF-1.7\nnothing", "damaged"),
        (b"PK\x03\x04 torn", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word"),
    ],
)
def test_what_is_no_document_is_said_so(data: bytes, reason: str) -> None:
    report = nd30.check(data, "x")
    assert reason in report.unreadable
    assert {r.verdict for r in report.results} == {"not-evaluated"}
    assert not report.good


def test_a_locked_pdf_is_said_so(pdf: bytes) -> None:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert "password" in nd30.check(out.getvalue(), "x").unreadable


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


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_file_never_raises(data: st.DataObject) -> None:
    base = data.draw(st.sampled_from([_DOCX, _PDF]))
    spoilt = bytearray(base)
    for _ in range(data.draw(st.integers(1, 12))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(spoilt) // 2, len(spoilt)))
    report = nd30.check(bytes(spoilt[:cut]), "x")
    assert {r.id for r in report.results} == set(nd30.RULES)


@settings(max_examples=40)
@given(
    st.text(min_size=1, max_size=40),
    st.sampled_from(["CỘNG", "Độc", "Số:", "V/v", "Kính", "- Lưu", "Nguyễn", "Phụ lục"]),
)
def test_any_words_anywhere_give_verdicts(words: str, start: str) -> None:
    letter = letters.dispatch()
    clean = "".join(c for c in words if c.isprintable())
    letter.find(start).text = clean or "x"
    report = nd30.check(letters.to_docx(letter), "x")
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


_DOCX = letters.to_docx(letters.plan())
_PDF = letters.to_pdf(letters.plan())
