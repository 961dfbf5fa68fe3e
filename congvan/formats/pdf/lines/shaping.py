"""Shape words once with HarfBuzz, cache them, and join them to the text operands that WeasyPrint would write.

Why: names and dates are new in every record, the words in them are not. A word is shaped with the space behind it and
the first letter of the next one, since kerning reaches that far; where a face joins more than that (it is probed once),
texts are shaped as a whole. In the same way a long word with slashes (the id at the foot of a form) is joined from its
parts, and a number (that of a row in a list) from its digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from congvan.core.fonts.faces import Face, Glyph
from congvan.core.fonts.symbols import has_symbols
from congvan.core.messages import Message

_MAX_WORDS = 1024  # words used lately that are cached, and as many used before them
_MAX_STYLES = 64  # cached combinations of face, size and language
_LETTER = re.compile(r"[^\W\d_]")
_PROBE = "AV To Tr. Va, W. Ty LT fi ffi Ặ Y, P. F: d'A L' 11 - 7 V. “A” f ff Ư Ỵ (f) T T"
_LONG_WORD = 16  # characters from which a word is joined from the parts between its slashes
_NUMBER = re.compile("[0-9]{3,}")
_DIGITS_PROBE = "1101213141516171819122334455667788990070747571111"
_HEXADECIMAL = re.compile(rb"<([0-9a-f]*)>")
_SLASH_PROBE = "AV/v/Ty/f/fi/T/11/A/7/Ỵ/W/đ/Ặ"


class UseWeasyPrint(Exception):
    """Raised when a text or block cannot be reproduced exactly; WeasyPrint lays it out.

    `reason`: why, where a template could be written otherwise.
    """

    def __init__(self, reason: Message | None = None) -> None:
        super().__init__(reason)
        self.reason = reason


class ShapedWord(NamedTuple):
    """A shaped word: its advance without and with the space behind it (Pango units), and its part of a TJ operand."""

    bare: int
    full: int
    show: str


class ShapedWords(dict[str, ShapedWord]):
    """The words of one face, size and language: by "word", "word " or "word x" (x: the first letter of the next)."""

    def __init__(self, face: Face, size: float, lang: str, kerned: bool = True) -> None:
        super().__init__()
        self.face, self.size, self.lang, self.kerned = face, size, lang, kerned
        self._spaces: dict[tuple[str, int], str] = {}
        self._wholes: dict[str, ShapedWord] = {}  # texts shaped as a whole
        self._before: dict[str, ShapedWord] = {}  # an older generation of words, dropped with the next overflow
        self._parts: dict[tuple[str, str], ShapedWord] = {}  # by the text before a slash and the letter after it
        self._last: tuple[str, list[ShapedWord]] = ("", [])
        self._split = True
        self._joins_parts: bool | None = (
            None  # whether words can be joined from the parts between slashes; None: not tried
        )
        self._joins_digits: bool | None = None  # whether numbers can be joined from their digits; None: not tried
        self._digits: dict[tuple[str, int], ShapedWord] = {}  # by a digit with its neighbours, and its index among them
        self._split = self._can_split()

    def _can_split(self) -> bool:
        """Whether the face shapes words independently; one that lacks letters of Vietnamese is not asked further."""
        try:
            parts, together = self.of(_PROBE), self._word(_PROBE, "Latn")
        except UseWeasyPrint:
            return False
        shown = "".join([word.show for word in parts])
        return shown == together.show and sum([word.full for word in parts]) == together.full

    @cached_property
    def _font(self) -> Any:
        return self.face.sized(self.size)

    def of(self, text: str) -> list[ShapedWord]:
        """Return the words of a text box. UseWeasyPrint: a glyph outside the repertoire, or a raised one."""
        last = self._last
        if text == last[0]:  # a line is measured, then set
            return last[1]
        if _NUMBER.fullmatch(text) and self._can_join_digits():
            self._last = (text, [self._from_digits(text)])
            return self._last[1]
        if not self._split or not _LETTER.search(text):
            return [self._whole(text)]
        first, *rest = text.split(" ")
        words = []
        for following in rest:
            words.append(self[f"{first} {following[:1]}"])
            first = following
        if first:
            words.append(self[first])
        self._last = (text, words)
        return words

    def _whole(self, text: str) -> ShapedWord:
        """Return a text that is shaped as a whole."""
        word = self._wholes.get(text)
        if word is None:
            if len(self._wholes) >= _MAX_WORDS:
                self._wholes.clear()
            word = self._wholes[text] = self._word(text, "Latn" if _LETTER.search(text) else "Zyyy")
        return word

    def __missing__(self, chunk: str) -> ShapedWord:
        """Shape a word, or take it from the older generation, so that words of every record are never shaped again.

        Of a word joined from parts only the parts are kept: most such words are ids, each in one record alone.
        """
        if len(chunk) >= _LONG_WORD and "/" in chunk.partition(" ")[0] and self._can_join_parts():
            return self._from_parts(chunk)
        if len(self) >= _MAX_WORDS:
            self._before = dict(self)
            self.clear()
        word = self._before.pop(chunk, None)
        if word is None:
            word = self._word(chunk, "Latn", chunk.find(" ") + 1)
        self[chunk] = word
        return word

    def _from_parts(self, chunk: str) -> ShapedWord:
        """Shape a word by its parts: "a/bc d" as "a/" before b, and "bc " before d."""
        bare, show, start, end = 0, "", 0, len(chunk.partition(" ")[0])
        while (slash := chunk.find("/", start, end)) >= 0:
            key = (chunk[start:slash], chunk[slash + 1 : slash + 2])
            part = self._parts.get(key)
            if part is None:
                if len(self._parts) >= _MAX_WORDS:
                    self._parts.clear()
                part = self._parts[key] = self._word("/".join(key), "Latn", len(key[0]) + 1)
            bare, show, start = bare + part.full, show + part.show, slash + 1
        last = self[chunk[start:]] if start < len(chunk) else ShapedWord(0, 0, "")
        return ShapedWord(bare + last.bare, bare + last.full, show + last.show)

    def _can_join_parts(self) -> bool:
        """Whether the face shapes the parts between slashes independently; probed once."""
        if self._joins_parts is None:
            self._joins_parts = self._from_parts(_SLASH_PROBE) == self._word(_SLASH_PROBE, "Latn")
        return self._joins_parts

    def _can_join_digits(self) -> bool:
        """Whether a digit's shape depends on its neighbours alone; probed once."""
        if self._joins_digits is None:
            self._joins_digits = self._from_digits(_DIGITS_PROBE) == self._word(_DIGITS_PROBE, "Zyyy")
        return self._joins_digits

    def _from_digits(self, number: str) -> ShapedWord:
        """Shape a number by its digits: "123" as 1 before 2, 2 between 1 and 3, and 3 after 2."""
        width, show, known = 0, "", self._digits
        for at in range(len(number)):
            beside = (number[at - 1 : at + 2], 1) if at else (number[:2], 0)
            digit = known.get(beside)
            if digit is None:
                digit = known[beside] = self._word(beside[0], "Zyyy", only=beside[1])
            width, show = width + digit.full, show + digit.show
        return ShapedWord(width, width, show)

    def _word(self, text: str, script: str, end: int = 0, only: int = -1) -> ShapedWord:
        """Shape a text and keep the glyphs before `end` (behind a space), or those of the character `only`."""
        glyphs = self._shape(text, script)
        if only >= 0:
            glyphs = [glyph for glyph in glyphs if glyph.cluster == only]
        if end:
            glyphs = [glyph for glyph in glyphs if glyph.cluster < end]
        full = sum(glyph.advance for glyph in glyphs)
        bare = sum(glyph.advance for glyph in glyphs if glyph.cluster < end - 1) if end else full
        return ShapedWord(bare, full, _glyphs_operand(self.face, self.size, glyphs, 0, has_symbols(text)))

    def justified(self, text: str, units: int) -> str:
        """Return the operand of a justified text: Pango shapes spaces as runs of their own, padded on both sides."""
        parts = re.split("([ \u00a0])", text)
        if "" in parts or not _LETTER.search(text) or not self._split:
            raise UseWeasyPrint  # spaces side by side or at the edge of a box
        out = [self[part].show if n % 2 == 0 else self._space(part, units) for n, part in enumerate(parts)]
        return tidy_operand("<" + "><".join(out) + ">")

    def _space(self, space: str, units: int) -> str:
        operand = self._spaces.get((space, units))
        if operand is None:
            if len(self._spaces) > 256:
                self._spaces.clear()
            shaped = self._shape(space, "Latn")
            operand = self._spaces[space, units] = _glyphs_operand(self.face, self.size, shaped, units)
        return operand

    def _shape(self, text: str, script: str) -> list[Glyph]:
        return self.face.shape(text, self._font, self.lang, script, self.kerned)


@lru_cache(maxsize=_MAX_STYLES)
def shaped_words(face: Face, size: float, lang: str, kerned: bool = True) -> ShapedWords:
    """Return the words of a face at a size, in a language; all layouts share them."""
    return ShapedWords(face, size, lang, kerned)


def width(words: Sequence[ShapedWord]) -> float:
    """Return the width of a text box in CSS pixels."""
    return sum([word.full for word in words]) / 1024


def tj_operand(words: Sequence[ShapedWord]) -> str:
    """Return the operand of TJ for a text box."""
    return tidy_operand("<" + "".join([word.show for word in words]) + ">")


def _glyphs_operand(face: Face, size: float, glyphs: Sequence[Glyph], pad: int, symbols: bool = False) -> str:
    """Return glyphs as a part of a TJ operand, as WeasyPrint writes it: kerning cut to whole thousandths.

    `pad`: extra space around a single glyph, half of it before; `symbols`: of fixed text, whose glyphs are embedded.
    """
    out = []
    known, widths = face.glyphs, face.width
    for glyph, advance, offset, rise, _ in glyphs:
        if rise or (glyph not in known and not (symbols and glyph)):
            raise UseWeasyPrint
        advance, shift = advance + pad, (offset + pad // 2) / size
        if shift:
            out.append(f">{-shift}<")
        out.append(f"{glyph:04x}")
        kern = int(widths(glyph) + shift - advance * 1000 / 1024 / size)
        if kern:
            out.append(f">{kern}<")
    return "".join(out)


def tidy_operand(operand: str) -> str:
    """Return a TJ operand without empty strings and kerns of 0."""
    return operand.replace(">0<", "").replace("><", "").replace("<>", " ")


def compact(operand: str) -> bytes:
    """Return a TJ operand with its strings as bytes, half as long as hexadecimal digits."""
    return _HEXADECIMAL.sub(_literal, operand.encode())


def _literal(match: re.Match[bytes]) -> bytes:
    return _literal_of(match[1])


@lru_cache(maxsize=1024)  # most are of words, or of parts between two kerns, which recur
def _literal_of(digits: bytes) -> bytes:
    text = bytes.fromhex(digits.decode()).replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    return b"(" + text.replace(b"\r", rb"\r") + b")"
