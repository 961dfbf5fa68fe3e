"""What is kept between runs is used by the program that made it, whole and unchanged, or not at all."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from congvan import cache
from congvan.cache import DiskCache, library, program


def test_an_entry_is_found_again_and_a_damaged_one_is_not(tmp_path: Path) -> None:
    kept = DiskCache(tmp_path)
    kept.put("kind", "key", b"content")
    assert kept.get("kind", "key") == b"content"
    assert kept.get("kind", "other") is None
    file = tmp_path / "kind/key"
    whole = file.read_bytes()
    for damaged in (b"", whole[:20], whole[:-1], whole + b"x", whole[:-1] + b"T"):
        file.write_bytes(damaged)
        assert kept.get("kind", "key") is None
    (tmp_path / "kind/other").write_bytes(whole)
    assert kept.get("kind", "other") is None


def test_an_entry_of_another_program_counts_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = DiskCache(tmp_path)
    kept.put("kind", "key", b"content")
    monkeypatch.setattr(cache, "program", lambda: b"of yesterday")
    assert kept.get("kind", "key") is None
    kept.put("kind", "key", b"older")
    assert kept.get("kind", "key") == b"older"


def test_a_program_is_its_code(tmp_path: Path) -> None:
    (tmp_path / "pdf.py").write_text("x = 1")
    before = program(tmp_path)
    (tmp_path / "pdf.py").write_text("x = 2")
    program.cache_clear()
    assert program(tmp_path) != before
    (tmp_path / "pdf.py").write_text("x = 1")
    program.cache_clear()
    assert program(tmp_path) == before


def test_a_cache_that_can_t_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = DiskCache(tmp_path / "file")
    kept.put("kind", "key", b"content")
    assert kept.get("kind", "key") is None


@pytest.mark.parametrize("name", ["docxtpl", "openpyxl", "weasyprint"])
def test_a_library_s_version_is_the_installed_one(name: str) -> None:
    assert library(name).startswith(f"{name}-{version(name)}.")


def test_a_library_that_is_not_there_has_no_version() -> None:
    assert library("no_such_library") == ""
