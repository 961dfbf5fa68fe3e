"""The hash of a project's facts: the same for other templates, another for all else that contents depend on."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.core.bootstrap import no_op
from congvan.model.project import facts_key as module
from congvan.model.project.assets import Assets
from congvan.model.project.facts_key import facts_key

FILES = {"data/a.yaml": b"a: 1", "templates/a.docx": b"PK", "templates/logo.png": b"PNG"}


def key(root: Path, files: dict[str, bytes] | None = None, *about: object) -> str:
    return facts_key(root, Assets({**FILES, **(files or {})}), about)


@pytest.fixture
def settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose program is not changed while the test runs."""
    (tmp_path / "program").mkdir()
    monkeypatch.setattr(no_op, "_PACKAGE", str(tmp_path / "none"))
    return tmp_path


def test_the_bytes_of_a_template_are_no_facts_but_its_name_is(settled: Path) -> None:
    assert key(settled) == key(settled, {"templates/a.docx": b"PK2"}) != ""
    for other in ({"templates/b.docx": b"PK"}, {"data/a.yaml": b"a: 2"}, {"templates/logo.png": b"PNG2"}):
        assert key(settled, other) not in (key(settled), "")
    assert key(settled, {}, "letter") != key(settled)


def test_a_database_and_the_program_are_facts(settled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key(settled)
    (settled / "office.db").write_bytes(b"x")
    assert key(settled) == ""  # written just now: the next write may go unseen
    (settled / "office.db").unlink()
    assert key(settled) == before
    monkeypatch.setattr(no_op, "_PACKAGE", str(settled / "another"))
    monkeypatch.setattr(module, "program_state", module.program_state.__wrapped__)  # of another process
    assert key(settled) != before
