"""A PDF's pages as glyphs and drawn rules, in millimetres from the top left, in the order of the content stream."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

MM = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Glyph:
    char: str
    page: int
    left: float
    right: float
    base: float  # baseline
    size: float  # points
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class Rule:
    page: int
    left: float
    right: float
    y: float

    @property
    def length(self) -> float:
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Pages:
    count: int
    size: tuple[float, float]
    glyphs: list[Glyph]
    rules: list[Rule]
    boxes: list[Rule]  # their upper sides

    def words(self) -> str:
        """All text without white space."""
        return "".join(glyph.char for glyph in self.glyphs)

    def find(self, words: str, nth: int = 0) -> list[Glyph]:
        """The glyphs of these words, white space aside."""
        wanted, text, at = "".join(words.split()), self.words(), -1
        for _ in range(nth + 1):
            at = text.find(wanted, at + 1)
            assert at >= 0, f"{words!r} is not on the pages"
        return self.glyphs[at : at + len(wanted)]

    def below(self, glyphs: list[Glyph], within: float = 4) -> Rule:
        """The rule drawn at most so many mm under these glyphs."""
        last = glyphs[-1]
        near = [r for r in self.rules if r.page == last.page and 0 < r.y - last.base < within and r.left < last.right]
        near = [r for r in near if r.right > glyphs[0].left]
        assert near, "no rule under the text"
        return min(near, key=lambda r: r.y)


def left(glyphs: list[Glyph]) -> float:
    return min(glyph.left for glyph in glyphs)


def right(glyphs: list[Glyph]) -> float:
    return max(glyph.right for glyph in glyphs)


def read(data: bytes) -> Pages:
    glyphs: list[Glyph] = []
    rules: list[Rule] = []
    boxes: list[Rule] = []
    document = pypdfium2.PdfDocument(data)
    width, height = document[0].get_size()
    for number, page in enumerate(document):
        tall = page.get_height()
        glyphs += _glyphs(page, number, tall)
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4):
            x0, y0, x1, y1 = item.get_bounds()
            if x1 - x0 > 8:  # one side of a box may be drawn as the whole box, cut to that side
                middle = (y0 + y1) / 2
                (rules if y1 - y0 < 2.5 else boxes).append(
                    Rule(number, x0 * MM, x1 * MM, (tall - (middle if y1 - y0 < 2.5 else y1)) * MM)
                )
    count = len(document)
    document.close()
    return Pages(count, (width * MM, height * MM), glyphs, rules, boxes)


def _glyphs(page: pypdfium2.PdfPage, number: int, tall: float) -> list[Glyph]:
    text = page.get_textpage()
    found = []
    x, y, flags = ctypes.c_double(), ctypes.c_double(), ctypes.c_int()
    matrix = pdfium.FS_MATRIX()
    name = ctypes.create_string_buffer(200)
    for i in range(pdfium.FPDFText_CountChars(text)):
        char = chr(pdfium.FPDFText_GetUnicode(text, i)).replace("\x02", "-").replace("\ufffe", "-")
        if (pdfium.FPDFText_IsGenerated(text, i) == 1 and char != "-") or not char.strip():
            continue
        pdfium.FPDFText_GetCharOrigin(text, i, x, y)
        pdfium.FPDFText_GetFontInfo(text, i, name, 200, flags)
        face = name.value.decode(errors="replace")
        box = text.get_charbox(i)
        if box[1] == box[3]:  # said by a voice in the place of a gap, not drawn
            continue
        pdfium.FPDFText_GetMatrix(text, i, matrix)
        size = pdfium.FPDFText_GetFontSize(text, i) * math.hypot(matrix.c, matrix.d)
        found.append(
            Glyph(
                *(char, number, box[0] * MM, box[2] * MM, (tall - y.value) * MM, size),
                *("Bold" in face, "Italic" in face),
            )
        )
    return found
