"""What YAML files hold is kept by their bytes: the same data and places, without a parser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from congvan.core.bootstrap.fingerprint import Snapshot
from congvan.core.cache import DiskCache
from congvan.model.project import kept_parses, yaml_reader
from congvan.model.project.kept_parses import KIND, keeping
from congvan.model.project.yaml_reader import YamlSource

DATA = "a: Đồng Đăng\nlist:\n  - {b: 1, c: |}\n".replace("|", '"x y"').encode()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DiskCache:
    """A cache beside a program that does not change while the test runs."""
    monkeypatch.setattr(kept_parses, "program_state", lambda: Snapshot("", ("program",), True))
    return DiskCache(tmp_path)


def scanned(cache: DiskCache, data: bytes = DATA) -> YamlSource:
    """Return a file as another process would read it."""
    yaml_reader._remembered.cache_clear()
    with keeping(cache):
        return yaml_reader.scan(data, "data/a.yaml")


def fail(*_arguments: Any) -> Any:
    raise AssertionError("parsed again")


def test_a_file_is_parsed_once(cache: DiskCache, monkeypatch: pytest.MonkeyPatch) -> None:
    first = scanned(cache)
    monkeypatch.setattr(yaml_reader._EventReader, "read", fail)
    again = scanned(cache)
    assert again == first
    assert (again.data, again.place(("list", 0, "c"))) == (first.data, first.place(("list", 0, "c")))
    assert again.spans[("list",)].style == first.spans[("list",)].style == "block"
    with pytest.raises(AssertionError, match="parsed again"):
        scanned(cache, DATA + b"d: 1\n")


def test_what_is_wrong_with_a_file_is_told_each_time(cache: DiskCache) -> None:
    for _time in range(2):
        assert [each.code for each in scanned(cache, b"a: 1\na: 2\n").problems] == ["yaml-duplicate-key"]
    assert not (cache.folder / KIND).exists()


def test_nothing_is_kept_of_a_program_that_was_changed_just_now(
    cache: DiskCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_parses, "program_state", lambda: Snapshot("", ("program",), False))
    assert scanned(cache).data == scanned(cache).data
    assert not (cache.folder / KIND).exists()
