"""What is kept between runs is used by the program that made it, whole and unchanged, or not at all."""

from __future__ import annotations

import os
import re
import threading
from importlib.metadata import version
from pathlib import Path

import pytest

from congvan.core import cache
from congvan.core.cache import MAKERS, DiskCache, known_program, library, program


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
    monkeypatch.setattr(cache, "known_program", lambda folder: b"of yesterday")
    assert kept.get("kind", "key") is None
    kept.put("kind", "key", b"older")
    assert kept.get("kind", "key") == b"older"


@pytest.mark.parametrize("name", ["formats/pdf/layout.py", "formats/text.py", "core/opc/writer.py", "core/units.py"])
def test_a_program_is_the_code_of_all_that_makes_entries(name: str, tmp_path: Path) -> None:
    def hashed(code: str) -> bytes:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(code)
        program.cache_clear()
        return program(tmp_path)

    before = hashed("x = 1")
    assert hashed("x = 2") != before
    assert hashed("x = 1") == before
    (tmp_path / name).unlink()
    program.cache_clear()
    assert program(tmp_path) != before
    program.cache_clear()


def test_the_hash_of_a_program_is_kept_while_its_files_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, folder = tmp_path / "package", tmp_path / "cache"
    (package / "formats").mkdir(parents=True)
    code, state = package / "formats/text.py", folder / "program-state"

    def known() -> bytes:
        for kept in (known_program, program):
            kept.cache_clear()
        return known_program(folder, package)

    code.write_text("x = 1")
    first = known()
    assert first == program(package)
    assert not state.exists()  # it was changed just now: another change might not show
    monkeypatch.setattr(cache, "_SETTLED", -(10**18))
    assert known() == first
    kept = state.read_bytes()
    state.write_bytes(kept[:32] + b"n" * 32)
    assert known() == b"n" * 32  # it was not read again
    code.write_text("x = 22")
    assert known() == program(package) != first
    state.write_bytes(b"damaged")
    assert known() == program(package)


def test_every_room_that_formats_import_counts_for_the_program() -> None:
    """What is not counted can't change an entry: messages, problems, and the cache itself."""
    package = Path(cache.__file__).parents[1]
    reached = set()
    for maker in MAKERS:
        for path in [package / maker] if maker.endswith(".py") else (package / maker).rglob("*.py"):
            reached |= set(re.findall(r"^\s*from congvan\.((?:core\.)?\w+)", path.read_text("utf-8"), re.MULTILINE))
    spared = {f"core.{name}" for name in ("cache", "i18n", "messages", "problems")} | {"core"}
    assert reached - spared <= {maker.removesuffix(".py").replace("/", ".") for maker in MAKERS}


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


def test_the_oldest_entries_go_first(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path)
    for age, key in enumerate(("aa", "bb", "cc")):
        cache.put("kind", key, b"x" * 68)  # 100 bytes each, with the digest
        os.utime(tmp_path / "kind" / key, (age, age))
    cache.trim("kind", 250)
    assert [cache.get("kind", key) is None for key in ("aa", "bb", "cc")] == [True, False, False]
    cache.trim("kind", 0)
    assert not list((tmp_path / "kind").iterdir())
    cache.trim("none", 0)


def test_who_makes_an_entry_is_waited_for(tmp_path: Path) -> None:
    kept, others = DiskCache(tmp_path), DiskCache(tmp_path)
    begun, found = threading.Event(), list[bytes | None]()

    def wait_for_it() -> None:
        begun.set()
        with others.alone("kind", "key"):
            found.append(others.get("kind", "key"))

    with kept.alone("kind", "key"), kept.alone("kind", "another"):
        waiting = threading.Thread(target=wait_for_it)
        waiting.start()
        begun.wait()
        kept.put("kind", "key", b"content")
    waiting.join()
    assert found == [b"content"]
    assert [path.name for path in (tmp_path / "kind").iterdir()] == ["key"]
