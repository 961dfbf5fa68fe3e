"""The working folder of a build: digests, the stage, who holds the lock, and where it stands."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from congvan.core.problems import EnvironmentFault
from congvan.publishing import staging
from congvan.publishing.publisher import Publisher
from congvan.publishing.staging import Digests, WorkFolder, _shared_prefix
from tests.publishing.making import FILES, build, texts

PAGE = 4096
HEAD = bytes(range(256)) * 64  # four pages


@pytest.fixture
def root(outputs: Path) -> Iterator[int]:
    """The outputs' folder, open."""
    outputs.mkdir()
    handle = os.open(outputs, os.O_RDONLY)
    yield handle
    os.close(handle)


@pytest.mark.parametrize(
    ("one", "other", "pages"),
    [
        (b"", b"", 0),
        (HEAD, HEAD, 4),
        (HEAD + b"x", HEAD + b"y", 4),
        (HEAD, HEAD[: 3 * PAGE] + b"-" * PAGE, 3),
        (HEAD, b"-" + HEAD, 0),
        (HEAD, HEAD[:-1], 3),
        (HEAD[:-1] + b"-", HEAD, 3),
        (HEAD * 3, HEAD * 2 + HEAD[:PAGE] + b"-" * PAGE, 9),
    ],
)
def test_how_many_pages_two_files_begin_alike_with(one: bytes, other: bytes, pages: int) -> None:
    assert _shared_prefix(one, other) == _shared_prefix(other, one) == pages * PAGE


def test_a_beginning_that_files_share_is_hashed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[int] = []
    sha256 = hashlib.sha256

    class Counting:
        def __init__(self, data: bytes = b"", inner: Any = None) -> None:
            self.inner = inner or sha256(data)
            hashed.append(len(data))

        def copy(self) -> Counting:
            return Counting(inner=self.inner.copy())

        def update(self, data: memoryview) -> None:
            hashed.append(len(data))
            self.inner.update(data)

        def hexdigest(self) -> str:
            return str(self.inner.hexdigest())

    files = [HEAD + b"%d" % n for n in range(9)] + [b"another", HEAD + b"-" * 5000, HEAD]
    monkeypatch.setattr(staging.hashlib, "sha256", Counting)
    digests = Digests()
    found = [digests.of(data) for data in files[:9]]
    assert sum(hashed) < 3 * len(HEAD)
    found += [digests.of(data) for data in files[9:]]
    monkeypatch.undo()
    assert found == [hashlib.sha256(data).hexdigest() for data in files]


def test_a_file_that_can_not_be_staged_leaves_nothing(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object) -> int:
        raise OSError(errno.ENOSPC, "full")

    with Publisher(outputs) as publisher:
        publisher.add("e/a", b"one")
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", full)
            with pytest.raises(EnvironmentFault) as caught:
                publisher.add("e/b", b"two")
        assert [(p.code, p.place.file) for p in caught.value.problems] == [("disk-full", str(outputs / "e/b"))]
        assert os.listdir(outputs.parent / ".outputs.work/stage") == ["1"]


def test_a_file_is_staged_whole_however_little_is_written_at_once(root: int, outputs: Path) -> None:
    work = WorkFolder(outputs, root)
    try:
        number = work.stage(HEAD)
        assert work.staged(number) == HEAD
        assert work.stage(b"") != number
    finally:
        work.close()
    assert not (outputs.parent / ".outputs.work").exists()


def test_who_asks_for_the_holder_makes_nothing(root: int, outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert WorkFolder.holder(outputs, root) == 0
    assert not (outputs.parent / ".outputs.work").exists()
    work = WorkFolder(outputs, root)
    assert WorkFolder.holder(outputs, root) == os.getpid()
    work.close()

    def unreadable(*_given: object) -> str:
        raise PermissionError

    monkeypatch.setattr(Path, "read_text", unreadable)  # of /proc/locks
    assert WorkFolder.holder(outputs, root) == 0


def test_where_nothing_can_be_written_beside_the_outputs_the_work_is_in_them(
    outputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, seen = os.open, []

    def guarded(path: Any, *args: Any, **more: Any) -> int:
        if path == outputs.parent:
            raise PermissionError(errno.EACCES, "not yours")
        return real(path, *args, **more)

    build(outputs, {"e/a": "old"})
    monkeypatch.setattr(os, "open", guarded)
    with Publisher(outputs, sync=False) as publisher:
        seen += os.listdir(outputs / ".work")
        for path, text in FILES.items():
            publisher.add(path, text.encode())
        publisher.commit(["e/"])
    assert sorted(seen) == ["holder", "stage"]
    monkeypatch.undo()
    assert texts(outputs) == FILES
    assert not (outputs / ".work").exists()
    assert not (outputs.parent / ".outputs.work").exists()
