"""A face of one width, and a layout made by hand over it: what is set and written can be told to the last digit."""

from __future__ import annotations

import re
import zlib
from typing import Any

from congvan.core.fonts.faces import Glyph
from congvan.core.fonts.fontconfig import FontRequest
from congvan.formats.pdf.layout_record import LayoutRecord, PageRecord
from congvan.formats.pdf.lines.typeset import FieldBlock, InlineItem, Style, Typesetter
from congvan.formats.pdf.writer import PreparedLayout

SIZE = 10.0
WIDE = 1024 * 10 * 500 // 1000  # the advance of a glyph of 500 thousandths at that size: 5 px


class Grid:
    """A face of one width, in which some pairs stand 100 thousandths nearer; “ß” is in no repertoire.

    Those of capitals, and U beside a stroke: a pair that a face is not probed with.
    """

    reach = 1  # how many letters ahead the kerning looks
    nearer = 1024  # Pango units

    def __init__(self) -> None:
        self.glyphs = {ord(char): char for char in map(chr, range(0x20, 0x2100)) if char != "ß"}
        self.asked: list[tuple[str, str, str]] = []

    def sized(self, size: float) -> str:
        assert size == SIZE
        return "font"

    def width(self, glyph: int) -> int:
        return 500

    def shape(self, text: str, font: Any, language: str, script: str = "Latn", kerned: bool = True) -> list[Glyph]:
        assert font == "font"
        self.asked.append((text, language, script))
        glyphs = []
        for n, char in enumerate(text):
            near = kerned and _is_near(char, text[n + self.reach : n + self.reach + 1])
            glyphs.append(Glyph(ord(char), WIDE - self.nearer * near, 0, 7 if char == "ʰ" else 0, n))
        return glyphs


def _is_near(one: str, other: str) -> bool:
    return (one.isupper() and other.isupper()) or {one, other} == {"U", "/"}


class Far(Grid):
    """A face whose kerning looks past the first letter of the next word."""

    reach = 4


class Hair(Far):
    """One whose kerning there is too little to be written."""

    nearer = 1


class Spaced(Grid):
    """One whose letters stand further from a space behind them."""

    def shape(self, text: str, font: Any, language: str, script: str = "Latn", kerned: bool = True) -> list[Glyph]:
        glyphs = super().shape(text, font, language, script, kerned)
        return [
            glyph._replace(advance=glyph.advance + 1024 * (text[n + 1 : n + 2] == " "))
            for n, glyph in enumerate(glyphs)
        ]


FACES: dict[str, Any] = {"R": Grid(), "B": Grid()}
STYLES = (Style("R", SIZE, "vi"), Style("B", SIZE, "vi"))
PROFILE = zlib.compress(b"profile" * 100)
FONT = ((b"/Type/Font/Inner 1 0 R", b""), (b"/Kind/Glyphs", zlib.compress(b"glyphs")))


def unit(*items: InlineItem, **changes: Any) -> FieldBlock:
    """One field in a block 61 px wide, which holds twelve letters and a bit."""
    plain = FieldBlock(items or (InlineItem(0, 0, ""),), STYLES, 100.0, 61.0, 0.0, "left", "auto", True)
    return plain._replace(**changes)


def layout(units: list[FieldBlock], masks: list[tuple[int, ...]], *pages: list[Any], **changes: Any) -> LayoutRecord:
    """A layout whose one resource names a colour profile, as its output intent does."""
    objects = [(b"<</Profile 1 0 R>>", b""), (b"/N 3/Filter/FlateDecode", PROFILE), (b"/Plain 2 0 R", b"stream")]
    given: dict[str, Any] = {
        "pages": [
            PageRecord(b"/MediaBox[0 0 %d 300]/Own 0 0 R" % (200 + n), list(page)) for n, page in enumerate(pages)
        ],
        "objects": objects,
        "resources": b"/Properties<</P 0 0 R/Q 2 0 R>>",
        "intents": b"[<</S/X/DestOutputProfile 1 0 R>>]",
        "lang": "vi",
        "metadata": {"author": "Cơ quan", "subject": "A & B", "keywords": "k"},
        "wants": {name: FontRequest((name,), 400, False) for name in FACES},
        "shas": {},
    }
    return LayoutRecord(**given | changes, units=units, masks=masks)


def form(*args: Any, **changes: Any) -> PreparedLayout:
    return PreparedLayout(layout(*args, **changes), FACES, dict.fromkeys(FACES, FONT))


def said(operand: str) -> str:
    """The letters of a TJ operand."""
    digits = "".join(re.findall(r"<([0-9a-f]*)>", operand))
    return "".join(chr(int(digits[n : n + 4], 16)) for n in range(0, len(digits), 4))


def lines(made: FieldBlock, *values: str) -> list[list[tuple[int, float, str]]] | None:
    """(style, x, text) of each run of each line; None where WeasyPrint has to do it."""
    found = Typesetter(made, FACES).lines(values)
    return None if found is None else [[(run.style, run.x, said(run.show)) for run in line.runs] for line in found]
