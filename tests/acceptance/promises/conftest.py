"""Every test of the promises is watched: nothing in it may ask for an address beyond what it serves itself."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sample_project import Project, new_project

ASKING = ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname")
LETTER = ("letter", "--only", "docx")
_asked: list[str] | None = None


def _watch(event: str, words: tuple[Any, ...]) -> None:
    if _asked is not None and event in ASKING:
        _asked.append(f"{event} {words!r:.200}")


sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def _nothing_asks_the_network() -> Iterator[None]:
    """The network canary over every payload: a connection or a name that is looked up fails the test that did it."""
    global _asked
    _asked = []
    yield
    asked, _asked = _asked, None
    assert not asked


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = new_project(tmp_path_factory.mktemp("built"))
    assert project.run(*LETTER).code == 0
    return project


@pytest.fixture
def project(_built: Project, tmp_path: Path) -> Project:
    """A project whose letter is built."""
    shutil.copytree(_built.root, tmp_path / "p", symlinks=True)
    return Project(tmp_path / "p")
