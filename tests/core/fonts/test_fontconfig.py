"""Faces that the machine gives: the right ones, or none."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from congvan.core.fonts import fontconfig
from congvan.core.fonts.faces import REPERTOIRE
from congvan.core.fonts.fontconfig import FontRequest, find_face, missing_face
from congvan.core.problems import EnvironmentFault
from tests.formats.face_samples import face


@pytest.mark.parametrize("weight", [400, 700])
@pytest.mark.parametrize("italic", [False, True])
def test_each_style_has_its_face_and_all_letters(weight: int, italic: bool) -> None:
    face = find_face(FontRequest(("Times New Roman",), weight, italic))
    assert face.missing(REPERTOIRE) == ""
    assert len(face.glyphs) > 200
    assert set(REPERTOIRE) - {"\u00a0"} <= set("".join(face.texts.values())) | {"\u00ad"}


def test_the_four_styles_are_four_files() -> None:
    assert len({find_face(FontRequest(("Times New Roman",), w, i)).sha for w in (400, 700) for i in (False, True)}) == 4


def test_an_unknown_family_is_named() -> None:
    with pytest.raises(EnvironmentFault) as stop:
        find_face(FontRequest(("No Such Face",), 700, True))
    assert "No Such Face bold italic" in stop.value.problems[0].text


def test_the_first_family_that_is_there_counts() -> None:
    assert (
        find_face(FontRequest(("No Such Face", "Liberation Sans"), 400, False)).sha
        == find_face(FontRequest(("Arial",), 400, False)).sha
    )


def test_the_configuration_is_the_current_one_of_the_process() -> None:
    """Pango takes it so: it would load another, and its first layout wait for it."""
    library = ctypes.CDLL("libfontconfig.so.1")
    library.FcConfigGetCurrent.restype = ctypes.c_void_p
    assert fontconfig.configuration() == library.FcConfigGetCurrent()


class Fontconfig:
    """In the library's place: it hears what is asked for, and offers one face."""

    def __init__(self, offer: dict[bytes, Any]) -> None:
        self.offer, self.asked, self.alive = offer, [], 0
        self.substituted: list[str] = []

    def FcPatternCreate(self) -> int:
        self.alive += 1
        return 1

    def FcPatternAddString(self, pattern: int, name: bytes, value: bytes) -> None:
        self.asked.append((pattern, name, value))

    FcPatternAddInteger = FcPatternAddString

    def FcConfigSubstitute(self, config: int, pattern: int, kind: int) -> None:
        self.substituted.append(f"config {config} {pattern} {kind}")

    def FcDefaultSubstitute(self, pattern: int) -> None:
        self.substituted.append(f"default {pattern}")

    def FcFontMatch(self, config: int, pattern: int, result: Any) -> int | None:
        assert (config, pattern) == (7, 1)
        self.alive += bool(self.offer)
        return 2 if self.offer else None

    def FcPatternGetString(self, match: int, name: bytes, n: int, into: Any) -> int:
        assert match == 2
        values = self.offer.get(name, [])
        into._obj.value = values[n].encode() if n < len(values) else None
        return 0 if n < len(values) else 1

    def FcPatternGetInteger(self, match: int, name: bytes, n: int, into: Any) -> int:
        assert (match, n) == (2, 0)
        into._obj.value = self.offer.get(name, 99)
        return 0 if name in self.offer else 1

    def FcPatternDestroy(self, pattern: int) -> None:
        self.alive -= 1


@pytest.fixture
def offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """`offered(want, …)`: what is found where the machine offers this face; its library's calls as `.lib`."""
    file = tmp_path / "a.ttf"
    file.write_bytes(face())

    def find_it(want: FontRequest, /, **offer: Any) -> Any:
        whole = {b"file": [str(file)], b"family": ["Thu"]} if offer.pop("any", True) else {}
        lib = Fontconfig(whole | {name.encode(): value for name, value in offer.items()})
        monkeypatch.setattr(fontconfig, "_fontconfig", lambda: (lib, 7))
        try:
            return SimpleNamespace(face=fontconfig._selected(want), lib=lib)
        except EnvironmentFault as stop:
            return SimpleNamespace(face=None, lib=lib, problem=stop.problems[0])

    return find_it


@pytest.mark.parametrize(
    ("weight", "italic", "asked"), [(400, False, (80, 0)), (599, True, (80, 100)), (600, False, (200, 0))]
)
def test_what_the_machine_is_asked_for(offered: Any, weight: int, italic: bool, asked: tuple[int, int]) -> None:
    lib = offered(FontRequest(("Thu", "Chữ"), weight, italic)).lib
    assert lib.asked == [
        (1, b"family", b"Thu"),
        (1, b"family", "Chữ".encode()),
        (1, b"weight", asked[0]),
        (1, b"slant", asked[1]),
    ]
    assert lib.substituted == ["config 7 1 0", "default 1"]
    assert lib.alive == 0


@pytest.mark.parametrize(
    ("weight", "italic", "offer", "found"),
    [
        (400, False, {}, True),  # what is not told is upright and regular
        (400, False, {"weight": 179}, True),
        (400, False, {"weight": 180}, False),
        (599, False, {"weight": 80}, True),
        (600, False, {"weight": 180}, True),
        (600, False, {"weight": 179}, False),
        (400, True, {"slant": 110}, True),
        (400, True, {"slant": 0}, False),
        (400, False, {"slant": 100}, False),
        (400, True, {}, False),
        (400, False, {"family": ["Khác", "THU"]}, True),
        (400, False, {"family": ["Khác"]}, False),
        (400, False, {"family": []}, False),
        (400, False, {"file": []}, False),
        (400, False, {"any": False}, False),
    ],
)
def test_what_the_machine_offers_is_looked_at(
    offered: Any, weight: int, italic: bool, offer: dict[str, Any], found: bool
) -> None:
    got = offered(FontRequest(("Thu",), weight, italic), **offer)
    assert (got.face is not None) == found
    assert got.lib.alive == 0
    if not found:
        is_there = offer.get("family", ["Thu"]) == ["Thu"] and not {"file", "any"} & set(offer)
        assert got.problem.code == ("font-style" if is_there else "font-missing")


def test_stand_ins_have_the_metrics_of_their_family(offered: Any) -> None:
    times = FontRequest(("TIMES new roman",), 400, False)
    assert offered(times, family=["Tinos"]).face
    assert offered(times, family=["liberation serif"]).face
    assert not offered(times, family=["Arimo"]).face
    assert not offered(FontRequest(("Tinos",), 400, False), family=["Liberation Serif"]).face
    assert offered(FontRequest(("Thu", "Arial"), 400, False), family=["Arimo"]).face


@pytest.mark.parametrize(("index", "kept"), [(None, 0), (0, 0), (1, 1), (0x20001, 1)])
def test_the_face_of_a_collection(offered: Any, monkeypatch: pytest.MonkeyPatch, index: int, kept: int) -> None:
    """The upper half of the number is an instance of a variable face."""
    monkeypatch.setattr(fontconfig, "load_face", lambda path, index: (Path(path).name, index))
    assert offered(FontRequest(("Thu",), 400, False), **({} if index is None else {"index": index})).face == (
        "a.ttf",
        kept,
    )


def test_a_missing_face_is_told_with_what_is_there() -> None:
    def said(*given: Any) -> str:
        (problem,) = missing_face(*given).problems
        assert problem.code == "font-missing"
        assert "fonts-liberation" in problem.hint
        return problem.text

    assert (
        said(FontRequest(("Thu", "Arial"), 600, True), ["A", "B"])
        == "the font Thu bold italic is not installed; available: A, B"
    )
    assert said(FontRequest(("Thu",), 599, False)) == "the font Thu is not installed; available: none"
    assert said(FontRequest((), 400, True)) == "the font ? italic is not installed; available: none"


def test_a_machine_without_fontconfig(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr("ctypes.CDLL", absent)
    with pytest.raises(EnvironmentFault) as stop:
        fontconfig._fontconfig.__wrapped__()
    (problem,) = stop.value.problems
    assert problem.code == "font-missing"
    assert "fontconfig" in problem.text
    assert "libpango-1.0-0" in problem.hint
