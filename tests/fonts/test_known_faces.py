"""Faces that fontconfig has selected are known in the next process while nothing that it looks at has changed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from congvan.cache import MemoryCache
from congvan.fonts import fontconfig, known_faces
from congvan.fonts.faces import Face
from congvan.fonts.fontconfig import FontRequest
from tests.formats.face_samples import face

WANTED = FontRequest(("Thu",), 400, False)
LONG_AGO = (1_000_000_000, 1_000_000_000)


class Machine:
    """A machine with one folder of fonts; `again()`: what a next process knows."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fonts, self.cache = folder / "fonts", MemoryCache()
        self.fonts.mkdir()
        self.file = self.fonts / "a.ttf"
        self.file.write_bytes(face())
        self._patch = monkeypatch
        for name in ("FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HOME", str(folder))
        monkeypatch.setattr(known_faces, "_SETTLED", 0)
        monkeypatch.setattr(fontconfig, "watched", lambda: iter([str(self.fonts), str(folder / "more")]))

    def process(self, *, asked: bool) -> None:
        found = Face(self.file.read_bytes(), path=str(self.file))
        self._patch.setattr(fontconfig, "chosen", {WANTED: found} if asked else {})
        self._patch.setattr(fontconfig, "is_loaded", lambda: asked)
        known_faces._stored.clear()

    def keep(self) -> Face:
        self.process(asked=True)
        known_faces.keep(self.cache)
        return fontconfig.chosen[WANTED]

    def again(self) -> dict[FontRequest, Face]:
        self.process(asked=False)
        known_faces.restore(self.cache)
        return fontconfig.chosen


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def test_a_face_is_known_without_reading_its_file(machine: Machine) -> None:
    kept = machine.keep()
    known = machine.again()[WANTED]
    assert (known.sha, known.name, known.family, known.index) == (kept.sha, kept.name, kept.family, kept.index)
    assert known._data == b""
    assert known.data == kept.data
    assert known.advance("a") == kept.advance("a")


@pytest.mark.parametrize("change", ["another file", "the file", "another folder", "settings", "gone"])
def test_after_a_change_fontconfig_is_asked_again(machine: Machine, change: str) -> None:
    machine.keep()
    assert machine.again()
    if change == "another file":
        shutil.copy(machine.file, machine.fonts / "b.ttf")
    elif change == "the file":
        os.utime(machine.file, LONG_AGO)
    elif change == "another folder":
        (machine.fonts.parent / "more").mkdir()
    elif change == "settings":
        (machine.fonts.parent / ".fonts.conf").write_text("<fontconfig/>")
    else:
        machine.file.unlink()
        machine.file.write_bytes(face())
    assert not machine.again()


def test_what_was_changed_just_now_is_not_kept(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_faces, "_SETTLED", 60_000_000_000)
    machine.keep()
    assert not machine.again()


def test_other_surroundings_know_other_faces(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.keep()
    monkeypatch.setenv("LANG", "other")
    assert not machine.again()
    monkeypatch.setenv("FONTCONFIG_FILE", "tried")
    machine.keep()
    assert not machine.again()


def test_a_damaged_entry_is_none(machine: Machine) -> None:
    machine.cache.put(known_faces.KIND, known_faces._key(), b"[[], [[1]]]")
    assert not machine.again()


def test_what_fontconfig_looks_at_exists_or_may(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = list(fontconfig.watched())
    assert any(path.endswith("fonts.conf") for path in looked_at)
    assert os.path.dirname(fontconfig.find_face(FontRequest(("Times New Roman",), 400, False)).path) in looked_at
