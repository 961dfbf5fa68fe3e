"""Templates that have changed are compiled into the cache, the newest first, until something else is wanted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from congvan.core.cache import FOLDER, DiskCache
from congvan.formats import FOLLOWED
from congvan.formats.docx.template import is_compiled
from congvan.pipeline.rendering import changed_templates
from congvan.pipeline.rendering.changed_templates import check_newest, compile_changed
from tests.formats.docx_samples import docx, p


def test_templates_that_are_not_compiled_are_the_newest_first(tmp_path: Path) -> None:
    folder, cache = tmp_path / "templates", DiskCache(tmp_path / FOLDER)
    folder.mkdir()
    made = {name: docx(p(f"{{{{ {name} }}}}")) for name in ("old", "new", "newest")}
    for age, (name, data) in enumerate(made.items()):
        (folder / f"{name}.docx").write_bytes(data)
        os.utime(folder / f"{name}.docx", (age, age))
    (folder / "bad.docx").write_bytes(b"PK\x03\x04")  # told for the record that needs it
    answers = iter([False, False, False, True])
    compile_changed(tmp_path, lambda: next(answers))
    assert {name: is_compiled(data, cache) for name, data in made.items()} == {
        "old": False,
        "new": True,
        "newest": True,
    }
    assert sum(1 for _path in (cache.folder / FOLLOWED).iterdir()) == 2
    compile_changed(tmp_path / "none", lambda: False)


def test_the_newest_template_is_checked_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, checked = tmp_path / "templates", list[str]()
    folder.mkdir()
    monkeypatch.setattr(changed_templates, "decree_problems", lambda name, _data: checked.append(name))
    check_newest(tmp_path, lambda: False)
    for age, name in enumerate(("old.docx", "new.docx")):
        (folder / name).write_bytes(docx(p(name)))
        os.utime(folder / name, (age, age))
    check_newest(tmp_path, lambda: True)
    check_newest(tmp_path, lambda: False)
    assert checked == ["new.docx"]
    monkeypatch.setattr(changed_templates, "LARGEST_CHECKED", 10)
    check_newest(tmp_path, lambda: False)
    assert checked == ["new.docx"]
