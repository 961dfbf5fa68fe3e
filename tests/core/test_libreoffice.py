"""LibreOffice in a process of its own: what it makes, its limits, what it leaves."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import pytest

from congvan.core import libreoffice
from congvan.core.opc.sniff import kind_of
from tests.nd30 import letters
from tests.nd30.as_docx import to_docx

needs_libreoffice = pytest.mark.full("LibreOffice")


def as_doc(docx: bytes) -> bytes:
    """A .doc of old Word, as LibreOffice writes it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(libreoffice.FILTERS, "doc", "doc:MS Word 97")
        return libreoffice.convert(docx, "docx", "doc")


@needs_libreoffice
def test_a_paper_becomes_old_word_docx_and_pdf_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    doc = as_doc(to_docx(letters.dispatch()))
    assert kind_of(doc) == "old-office"
    assert kind_of(libreoffice.convert(doc, "doc", "docx")) == "zip"
    assert kind_of(libreoffice.convert(doc, "doc", "pdf")) == "pdf"
    assert list(tmp_path.iterdir()) == []


@needs_libreoffice
def test_a_damaged_file_is_said_to_fail() -> None:
    with pytest.raises(libreoffice.ConversionFailed):
        libreoffice.convert(b"PK\x03\x04 no package", "docx", "pdf")


def fake(tmp_path: Path, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a script in the place of LibreOffice."""
    script = tmp_path / "soffice"
    script.write_text(f"#!/bin/sh\n{body}\n")
    script.chmod(0o755)
    monkeypatch.setattr(libreoffice, "program", lambda: str(script))


def test_one_that_hangs_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, f"sleep 60 & echo $! > {tmp_path}/child; sleep 60", monkeypatch)
    monkeypatch.setattr(libreoffice, "SECONDS", 1)
    started = time.monotonic()
    with pytest.raises(libreoffice.ConversionFailed):
        libreoffice.convert(b"x", "doc", "docx")
    assert time.monotonic() - started < 30
    child = Path(f"/proc/{(tmp_path / 'child').read_text().strip()}/stat")
    while child.exists() and child.read_text().split()[2] not in "ZX":
        assert time.monotonic() - started < 30
        time.sleep(0.01)


def test_one_that_exits_with_0_and_made_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, "exit 0", monkeypatch)
    with pytest.raises(libreoffice.ConversionFailed):
        libreoffice.convert(b"x", "doc", "docx")


def test_each_run_has_a_profile_of_its_own_without_macros_and_a_bare_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(
        tmp_path,
        f'env > {tmp_path}/env; echo "$@" > {tmp_path}/words; cat profile/user/*.xcu > {tmp_path}/set',
        monkeypatch,
    )
    monkeypatch.setenv("SECRET", "x")
    profiles = set()
    for _round in range(2):
        with pytest.raises(libreoffice.ConversionFailed):
            libreoffice.convert(b"x", "doc", "docx")
        words = (tmp_path / "words").read_text().split()
        profiles.add(next(word for word in words if word.startswith("-env:UserInstallation=")))
    assert len(profiles) == 2
    assert "SECRET" not in (tmp_path / "env").read_text()
    assert "https_proxy=http://127.0.0.1:9" in (tmp_path / "env").read_text()
    assert "DisableMacrosExecution" in (tmp_path / "set").read_text()
