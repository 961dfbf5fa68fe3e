"""Faces: found, proved, cut down to the repertoire."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fontTools.ttLib import TTCollection, TTFont  # type: ignore[import-untyped]

from congvan.formats.pdf import fonts
from congvan.formats.pdf.fonts import REPERTOIRE, Face, Want, find, load, missing_face
from congvan.problems import CannotRun
from tests.formats.face_samples import GLYPHS, face


@pytest.mark.parametrize("weight", [400, 700])
@pytest.mark.parametrize("italic", [False, True])
def test_each_style_has_its_face_and_all_letters(weight: int, italic: bool) -> None:
    face = find(Want(("Times New Roman",), weight, italic))
    assert all(face.has(character) for character in REPERTOIRE)
    assert len(face.glyphs) > 200
    assert set(REPERTOIRE) - {"\u00a0"} <= set("".join(face.texts.values())) | {"\u00ad"}


def test_the_four_styles_are_four_files() -> None:
    assert len({find(Want(("Times New Roman",), w, i)).sha for w in (400, 700) for i in (False, True)}) == 4


def test_an_unknown_family_is_named() -> None:
    with pytest.raises(CannotRun) as stop:
        find(Want(("No Such Face",), 700, True))
    assert "No Such Face bold italic" in stop.value.problems[0].message


def test_the_first_family_that_is_there_counts() -> None:
    assert find(Want(("No Such Face", "Liberation Sans"), 400, False)).sha == find(Want(("Arial",), 400, False)).sha


def test_kerning_and_units() -> None:
    face = find(Want(("Times New Roman",), 400, False))
    font = face.sized(16)
    pair, a, v = (sum(g.advance for g in face.shape(word, font, "vi")) for word in ("AV", "A", "V"))
    assert pair < a + v
    assert a == round(face.width(face.shape("A", font, "vi")[0].id) / 1000 * 16 * 1024) or abs(a - 0.722 * 16384) < 10


def test_the_subset_maps_every_glyph_to_text() -> None:
    face = find(Want(("Times New Roman",), 400, False))
    entries, unicode_map = face.objects({})[0][0], face.objects({})[4][1]
    assert b"/ToUnicode 4 0 R" in entries
    assert unicode_map.count(b"<") >= 2 * len(face.glyphs)
    assert "ệ".encode("utf-16-be").hex().encode() in unicode_map


# -- the machine's answer ---------------------------------------------------------------------------------------------


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

    def find_it(want: Want, /, **offer: Any) -> Any:
        whole = {b"file": [str(file)], b"family": ["Thu"]} if offer.pop("any", True) else {}
        lib = Fontconfig(whole | {name.encode(): value for name, value in offer.items()})
        monkeypatch.setattr(fonts, "_fontconfig", lambda: (lib, 7))
        try:
            return SimpleNamespace(face=find.__wrapped__(want), lib=lib)
        except CannotRun as stop:
            return SimpleNamespace(face=None, lib=lib, problem=stop.problems[0])

    return find_it


@pytest.mark.parametrize(
    ("weight", "italic", "asked"), [(400, False, (80, 0)), (599, True, (80, 100)), (600, False, (200, 0))]
)
def test_what_the_machine_is_asked_for(offered: Any, weight: int, italic: bool, asked: tuple[int, int]) -> None:
    lib = offered(Want(("Thu", "Chữ"), weight, italic)).lib
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
    got = offered(Want(("Thu",), weight, italic), **offer)
    assert (got.face is not None) == found
    assert got.lib.alive == 0
    if not found:
        assert got.problem.code == "font-missing"


def test_stand_ins_have_the_metrics_of_their_family(offered: Any) -> None:
    times = Want(("TIMES new roman",), 400, False)
    assert offered(times, family=["Tinos"]).face
    assert offered(times, family=["liberation serif"]).face
    assert not offered(times, family=["Arimo"]).face
    assert not offered(Want(("Tinos",), 400, False), family=["Liberation Serif"]).face
    assert offered(Want(("Thu", "Arial"), 400, False), family=["Arimo"]).face


@pytest.mark.parametrize(("index", "kept"), [(None, 0), (0, 0), (1, 1), (0x20001, 1)])
def test_the_face_of_a_collection(offered: Any, monkeypatch: pytest.MonkeyPatch, index: int, kept: int) -> None:
    """The upper half of the number is an instance of a variable face."""
    monkeypatch.setattr(fonts, "load", lambda path, index: (Path(path).name, index))
    assert offered(Want(("Thu",), 400, False), **({} if index is None else {"index": index})).face == ("a.ttf", kept)


def test_a_missing_face_is_told_with_what_is_there() -> None:
    def said(*given: Any) -> str:
        (problem,) = missing_face(*given).problems
        assert problem.code == "font-missing"
        assert "fonts-liberation" in problem.hint
        return problem.message

    assert said(Want(("Thu", "Arial"), 600, True), ["A", "B"]) == "no face for Thu bold italic; the machine offers A, B"
    assert said(Want(("Thu",), 599, False)) == "no face for Thu; the machine offers none"
    assert said(Want((), 400, True)) == "no face for ? italic; the machine offers none"


def test_a_machine_without_fontconfig(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr("ctypes.CDLL", absent)
    with pytest.raises(CannotRun) as stop:
        fonts._fontconfig.__wrapped__()
    (problem,) = stop.value.problems
    assert problem.code == "font-missing"
    assert "fontconfig" in problem.message
    assert "libpango-1.0-0" in problem.hint


# -- a face whose measures are known ----------------------------------------------------------------------------------

IDS = {glyph: number for number, glyph in enumerate(GLYPHS)}
HEADER = (
    b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)"
    b"/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def 1 begincodespacerange<0000><ffff>"
    b"endcodespacerange"
)
FOOTER = b"endcmap CMapName currentdict/CMap defineresource pop end end"


@pytest.fixture(scope="module")
def known() -> Face:
    return Face(face())


def test_the_glyphs_of_the_repertoire(known: Face) -> None:
    texts = {"A": "A", "V": "V", "W": "W", "U": "U", "H": "H", "hyphen": "-", "f": "f", "i": "i", "f_i": "fi"}
    assert known.texts == {IDS[glyph]: text for glyph, text in texts.items()}
    assert known.glyphs == set(known.texts)
    assert [known.has(character) for character in "A-B\u4e00"] == [True, True, False, True]
    assert known.name == f"F{known.sha[:6]}"


def test_shaping_at_a_size(known: Face) -> None:
    """Advances are in 1/1024 of a pixel: 2000 units are the size."""
    font = known.sized(12.5)
    assert known.sized(12.5) is font
    made = known.shape("AVW", font, "vi")
    unit = 12800 / 2000
    assert [g.id for g in made] == [IDS["A"], IDS["V"], IDS["W"]]
    assert [g.advance for g in made] == pytest.approx([1099 * unit, 1101 * unit, 1500 * unit], abs=1)
    assert [g.x_offset for g in made] == pytest.approx([0, 0, 40 * unit], abs=1)
    assert known.shape("U", font, "")[0].y_offset == pytest.approx(30 * unit, abs=1)
    assert [(g.id, g.cluster) for g in known.shape("Afi", font, "vi")] == [(IDS["A"], 0), (IDS["f_i"], 1)]


def test_every_object_of_a_face(known: Face) -> None:
    composite, inner, descriptor, file, unicode_map = known.objects({IDS["han0"]: "\u4e00"})
    tag = composite[0].partition(b"BaseFont/")[2][:6]
    assert re.fullmatch(rb"[A-Z]{6}", tag)
    name = b"/%s+Thu-Regular" % tag
    assert composite == (
        b"/Type/Font/Subtype/Type0/BaseFont%s/Encoding/Identity-H/DescendantFonts[1 0 R]/ToUnicode 4 0 R" % name,
        b"",
    )
    assert inner == (
        b"/Type/Font/Subtype/CIDFontType2/BaseFont%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/CIDToGIDMap/Identity/DW 0/W[1[600 550 750 450 700 300 350 250]10[575 1000]]/FontDescriptor 2 0 R" % name,
        b"",
    )
    assert descriptor == (
        b"/Type/FontDescriptor/FontName%s/Flags 6/FontBBox[-500 -250 2000 950]/ItalicAngle 0/Ascent 950/Descent -250"
        b"/CapHeight 660/StemV 80/FontFile2 3 0 R" % name,
        b"",
    )
    assert file == (b"/Length1 %d" % len(file[1]), file[1])
    lines = (
        b"10 beginbfchar\n<0001><0041>\n<0002><0056>\n<0003><0057>\n<0004><0055>\n<0005><0048>\n<0006><002d>\n"
        b"<0007><0066>\n<0008><0069>\n<000a><00660069>\n<000b><4e00>\nendbfchar"
    )
    assert unicode_map == (b"", b"\n".join([HEADER, lines, FOOTER]))


def test_a_face_drawn_as_postscript_does() -> None:
    made = Face(face(curves=True)).objects({})
    assert b"/Subtype/CIDFontType0/" in made[1][0]
    assert made[2][0].endswith(b"/FontFile3 3 0 R")
    assert made[3][0] == b"/Subtype/OpenType"
    assert made[3][1][:4] == b"OTTO"


@pytest.mark.parametrize("curves", [False, True])
def test_the_subset_keeps_numbers_and_shapes_alone(curves: bool) -> None:
    data = Face(face(curves=curves)).objects({})[3][1]
    font = TTFont(io.BytesIO(data))
    drawn = font["CFF "].cff.topDictIndex[0].CharStrings if curves else font["glyf"]
    assert not {"GPOS", "GSUB", "GDEF"} & set(font.keys())
    order = font.getGlyphOrder()
    for glyph, empty in (("A", False), ("f_i", False), ("hyphen.case", True)):
        shape = drawn[order[IDS[glyph]]]
        assert (shape.numberOfContours == 0 if not curves else "rlineto" not in _program(shape)) == empty
    assert len(data) < len(face(curves=curves)) / 2


def _program(shape: Any) -> list[Any]:
    shape.decompile()
    program: list[Any] = [{"hlineto": "rlineto", "vlineto": "rlineto"}.get(word, word) for word in shape.program]
    return program


def test_the_map_to_text_is_cut_at_a_hundred(known: Face) -> None:
    extra = {IDS[f"han{n}"]: chr(0x4E00 + n) for n in range(120)}
    lines = known.objects(extra)[4][1].split(b"\n")
    assert [line for line in lines if b"begin" in line][1:] == [b"100 beginbfchar", b"29 beginbfchar"]
    assert [n for n, line in enumerate(lines) if line == b"endbfchar"] == [102, 133]
    assert len(set(lines)) == len(lines) - 1
    assert b"<%04x><4e77>" % IDS["han119"] in lines


def test_the_repertoire_says_what_its_glyphs_stand_for(known: Face) -> None:
    """… whatever else WeasyPrint found a glyph to stand for: one record's bytes do not depend on another's."""
    assert known.objects({IDS["A"]: "x"}) == known.objects({})
    assert known.objects({IDS["han1"]: "x"})[0] != known.objects({})[0]  # another subset, another tag


@pytest.mark.parametrize(
    ("name", "written", "style"),
    [
        ("Thu-Bold", b"Thu-Bold", (6, 0, 120)),
        ("Thu_Đậm(Italic) 2", b"ThumItalic2", (70, -12, 80)),
        ("ThuOblique", b"ThuOblique", (70, -12, 80)),
        ("ThuSans-BoldItalic", b"ThuSans-BoldItalic", (68, -12, 120)),
        ("Arial", b"Arial", (4, 0, 80)),
        ("Ư", b"Face", (6, 0, 80)),
    ],
)
def test_what_a_face_says_of_itself(name: str, written: bytes, style: tuple[int, int, int]) -> None:
    made = Face(face(name)).objects({})
    assert re.match(rb".*/BaseFont/[A-Z]{6}\+([^/]*)/", made[0][0])[1] == written  # type: ignore[index]
    flags, angle, stem = style
    assert b"/Flags %d/" % flags in made[2][0]
    assert b"/ItalicAngle %d/" % angle in made[2][0]
    assert b"/StemV %d/" % stem in made[2][0]


def test_faces_of_one_file(tmp_path: Path) -> None:
    both = TTCollection()
    both.fonts = [TTFont(io.BytesIO(face(name))) for name in ("Mot", "Hai")]
    both.save(tmp_path / "a.ttc")
    names = [re.findall(rb"\+(\w+)", load(str(tmp_path / "a.ttc"), n).objects({})[0][0]) for n in (0, 1)]
    assert names == [[b"Mot"], [b"Hai"]]
    assert load(str(tmp_path / "a.ttc")) is load(str(tmp_path / "a.ttc"))
    assert load(str(tmp_path / "a.ttc"), 1).index == 1
