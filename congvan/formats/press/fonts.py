"""A typeface in a press PDF: shaped runs, the embedded subset with its ToUnicode map, or outlines alone."""

from __future__ import annotations

import re
from typing import Any

from congvan.core.fonts import embed
from congvan.core.fonts.faces import Face, texts_of
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.formats.press import outlines as press_outlines
from congvan.formats.press.outlines import PressGlyph

_REFERENCE = re.compile(rb"(/\w+)[ ]?(\[)?(\d) 0 R\]?")  # an entry that refers to another object of the font


class PressFont:
    """One style of a typeface in one PDF. Lengths in font units; `key` is its resource name."""

    def __init__(self, name: str, data: bytes, key: str) -> None:
        self.name, self.key = name, key
        self._face = Face(data)
        self.em = self._face.upem
        self._used: dict[int, str] = {}  # glyphs, and the text of each
        self._reference: Any = None

    def shape(self, text: str) -> list[PressGlyph]:
        """Shape a line. Raises `ProblemsFound` for a character that the face lacks."""
        line = self._face.shape_line(text)
        run = []
        for glyph, character in zip(line, texts_of(line, text), strict=True):
            if glyph.id == 0:
                raise ProblemsFound(_missing_glyph(self.name, character, text))
            natural = self._face.design.get_glyph_h_advance(glyph.id)
            run.append(PressGlyph(glyph.id, natural, glyph.advance, glyph.x_offset, glyph.y_offset, character))
        return run

    def use(self, run: list[PressGlyph]) -> None:
        """Add the glyphs of a run to the subset."""
        for glyph in run:
            self._used.setdefault(glyph.id, glyph.text)

    def tj_array(self, run: list[PressGlyph]) -> str:
        """Return the array of a TJ operator, without its brackets."""
        parts: list[str] = []
        for glyph in run:
            if glyph.y:
                raise ValueError("marks that are not composed can't be set")  # data is NFC: every letter has one glyph
            before = -glyph.x * 1000 / self.em
            after = (glyph.natural + glyph.x - glyph.advance) * 1000 / self.em
            parts += [_tj_shift(before), f"<{glyph.id:04x}>", _tj_shift(after)]
        return "".join(parts)

    def outlines(self, run: list[PressGlyph], x: float, y: float, size: float) -> list[str]:
        """Return the path of a run that starts at (x, y) mm with `size` mm to the em, y downwards."""
        return press_outlines.outline_path(self._face.design, run, x, y, size / self.em)

    def reference(self, pdf: Any) -> Any:
        """Return the font object; `embed` fills it."""
        if self._reference is None:
            from pikepdf import Dictionary

            self._reference = pdf.make_indirect(Dictionary())
        return self._reference

    def embed(self, pdf: Any) -> None:
        """Fill the font object with the subset of the glyphs used, and the ToUnicode map."""
        from pikepdf import Array, Object, Stream

        if self._reference is None:
            return
        objects: dict[bytes, Any] = {}
        for number, (entries, data) in reversed(list(enumerate(embed.font_objects(self._face, self._used)))):
            object_ = Object.parse(b"<<%s>>" % _REFERENCE.sub(b"", entries))
            for key, in_array, target in _REFERENCE.findall(entries):
                object_[key.decode()] = Array([objects[target]]) if in_array else objects[target]
            objects[b"%d" % number] = pdf.make_indirect(Stream(pdf, data, object_) if data else object_)
        self._reference.update(objects[b"0"])


def _tj_shift(thousandths: float) -> str:
    """Return a move to the left inside a TJ array; "" if it is nil."""
    return f" {thousandths:.3f}".rstrip("0").rstrip(".") + " " if abs(thousandths) > 0.0005 else ""


def _missing_glyph(name: str, char: str, text: str) -> Problem:
    code = " ".join(f"U+{ord(each):04X}" for each in char)
    return Problem(Message("sign-glyph.text", name=name, char=char, code=code, text=text), Place())
