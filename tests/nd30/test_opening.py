"""Opening a paper: a .doc through LibreOffice, once; the clear refusals where that is not to be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from congvan import nd30
from congvan.core import libreoffice
from congvan.core.cache import MemoryCache
from congvan.core.problems import Problem
from congvan.nd30.opening import open_file, read_view
from tests.core.test_libreoffice import as_doc, needs_libreoffice
from tests.nd30 import letters
from tests.nd30.as_docx import to_docx
from tests.nd30.letters import c

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")


@pytest.fixture(scope="module")
def doc() -> bytes:
    return as_doc(to_docx(letters.dispatch()))


@needs_libreoffice
def test_a_doc_is_judged_as_the_docx_that_libreoffice_makes(doc: bytes) -> None:
    report = nd30.check(doc, "cong-van.doc")
    assert (report.format, report.document_kind, report.converted) == ("docx", "cong-van", True)
    lines = {"ND30-TIEU-NGU-RULE", "ND30-BAN-HANH-RULE"}  # lost on the way to the .doc of this test
    assert {r.id for r in report.broken} <= lines
    assert "LibreOffice" in nd30.to_text(report)
    assert nd30.to_json([report])["files"][0]["converted"] is True


@needs_libreoffice
def test_it_is_converted_once(doc: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = MemoryCache()
    first = read_view(doc, cache)
    monkeypatch.setattr(libreoffice, "convert", None)
    assert read_view(doc, cache) == first


@needs_libreoffice
def test_nothing_of_a_classified_paper_is_kept() -> None:
    letter, cache = letters.dispatch(), MemoryCache()
    letter.marks.insert(0, c("MẬT", 13, bold=True))
    assert read_view(as_doc(to_docx(letter)), cache).unreadable == "classified"
    assert not cache._entries


def test_without_libreoffice_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: "")
    assert read_view(OLE).unreadable == "old-word"


def test_what_libreoffice_cant_convert(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> bytes:
        raise libreoffice.ConversionFailed

    monkeypatch.setattr(libreoffice, "program", lambda: "soffice")
    monkeypatch.setattr(libreoffice, "convert", fail)
    cache = MemoryCache()
    assert read_view(OLE, cache).unreadable == "not-converted"
    assert not cache._entries


def test_a_file_that_cant_be_opened(tmp_path: Path) -> None:
    (tmp_path / "x.docx").mkdir()
    os.mkfifo(tmp_path / "pipe.pdf")
    for name in ("x.docx", "pipe.pdf", "none.pdf"):
        found = open_file(tmp_path / name)
        assert isinstance(found, Problem)
        assert (found.code, found.place.file) == ("check-unreadable", str(tmp_path / name))
    (tmp_path / "empty.docx").write_bytes(b"")
    view = open_file(tmp_path / "empty.docx")
    assert not isinstance(view, Problem)
    assert view.unreadable == "empty"
