"""The text of a PDF page → pieces: each text object's words with face, size, colour and place.

Why by object: an object is asked for its look once, so three pages cost about 5 ms where a character-by-character
library takes a second. The holders that PDFium writes its answers into are made once a page.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from congvan.nd30.model.kinds import CAPITAL
from congvan.nd30.model.view import TextRun
from congvan.nd30.pdf.page import PageContents, PageTransform, PlacedRun

MAX_CHARS = 30_000  # of one page
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"[-, ]*(?:PS)?(?:[-, ]*(?:Bold|Italic|Oblique|Regular|MT|PS))+$", re.I)
_NO_LETTER = re.compile("[\x00-\x1f\ue000-\uf8ff\ufffd]")
_HEAD = re.compile(r"\S\s+(?=CỘNG H[OÒ]|Độc lập\s*[-–])")
_FOOT = re.compile(
    rf"\s*(?:Số\s*:\s*[^\s,]*\s+(?=[{CAPITAL}][^,:/]{{1,40}}, ngày\b.*\bnăm\b)"
    r"|Nơi nhận\s*:\s+(?=(?:KT|TM|TL|TUQ|Q)\. ))"
)
_LINE_HYPHEN = "\ufffe"  # PDFium's sign for a hyphen at the end of a line (U+0002 where it is asked for one letter)
_INVISIBLE = (3, 7)  # text render modes: how a reading of a scan is laid over its picture
_OUTLINED = 2
_LEGIBLE = 5.0  # points


def read_text(pdfium: Any, page: Any, space: PageTransform, contents: PageContents, *, overlay: bool = False) -> None:
    """Adds the page's pieces to the sheet."""
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return
    try:
        reader = _TextExtractor(pdfium, text_page, space, contents, overlay=overlay)
        for holder, start, text in reader.text_objects():
            for offset, column in split_columns(text):
                reader.add(holder, start + offset, column)
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def split_columns(text: str) -> list[tuple[int, str]]:
    """(offset, words) of the columns in one stretch: a head or foot may be typed as one line with spaces between."""
    match = _HEAD.search(text) if "CỘNG H" in text or "Độc lập" in text else None
    match = match or _FOOT.match(text)
    cut = match.end() if match else 0
    return [(0, text[:cut]), (cut, text[cut:])] if cut else [(0, text)]


class _TextExtractor:
    """Asks one page's text; see the module."""

    def __init__(
        self, pdfium: Any, text_page: Any, space: PageTransform, contents: PageContents, *, overlay: bool
    ) -> None:
        self.pdfium, self.text_page, self.space, self.sheet, self.overlay = pdfium, text_page, space, contents, overlay
        self.faces: dict[int, tuple[str, bool, bool]] = {}
        self.left, self.right, self.matrix = pdfium.FS_RECTF(), pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.channels = [ctypes.c_uint() for _ in range(4)]

    def text_objects(self) -> Iterator[tuple[Any, int, str]]:
        """(text object, index of its first character, its text) in the order of the content stream.

        An object's characters follow one another, so its end is guessed at the end of the line, or else found by
        doubling steps, instead of asking every character.
        """
        object_of, address, text_page = self.pdfium.FPDFText_GetTextObject, ctypes.addressof, self.text_page
        count = min(self.pdfium.FPDFText_CountChars(text_page), MAX_CHARS)
        page_text = self._page_text(count)

        def object_address(index: int) -> int:
            holder = object_of(text_page, index)
            return address(holder.contents) if holder else 0

        start = 0
        while start < count:
            holder = object_of(text_page, start)
            if not holder:  # made up by the reader: a space or an end of line
                start += 1
                continue
            key = address(holder.contents)
            line_end = page_text.find("\r", start)
            last = (count if line_end < 0 else line_end) - 1
            if last < start or object_address(last) != key:
                last, step = start, 1
                while last + step < count and object_address(last + step) == key:
                    last, step = last + step, step * 2
                while step > 1:
                    step //= 2
                    if last + step < count and object_address(last + step) == key:
                        last += step
            yield holder, start, page_text[start : last + 1] or self._text_by_character(start, last + 1 - start)
            start = last + 1

    def _page_text(self, count: int) -> str:
        """The text of the page with one character an index, "" where some characters have no place in it."""
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        written = self.pdfium.FPDFText_GetText(self.text_page, 0, count, buffer)
        text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
        return text.replace(_LINE_HYPHEN, "-") if len(text) == written - 1 == count else ""

    def _text_by_character(self, start: int, count: int) -> str:
        """The text of a stretch, letter by letter; U+FFFD where the face tells none."""
        codes = [self.pdfium.FPDFText_GetUnicode(self.text_page, start + k) for k in range(count)]
        text = "".join(" " if c in (10, 13) else chr(c) if 0 < c < 0x110000 else "\ufffd" for c in codes)
        return text.replace(_LINE_HYPHEN, "-").replace("\x02", "-")

    def add(self, holder: Any, start: int, text: str) -> None:
        """Adds a stretch to the sheet, unless nobody sees it or it runs up the margin."""
        body = text.strip(" ")
        if not body:
            return
        pdfium, text_page, contents = self.pdfium, self.text_page, self.sheet
        mode = pdfium.FPDFTextObj_GetTextRenderMode(holder)
        colour = self._colour(holder)
        if mode in _INVISIBLE or self.channels[3].value == 0:
            contents.hidden += len(body)
            return
        contents.garbled += len(_NO_LETTER.findall(body))
        first = start + len(text) - len(text.lstrip(" "))
        left, right, matrix, x, y = self.left, self.right, self.matrix, self.x, self.y
        if not (
            pdfium.FPDFText_GetLooseCharBox(text_page, first, left)
            and pdfium.FPDFText_GetLooseCharBox(text_page, first + len(body) - 1, right)
        ):
            return
        box = self.space.box(
            min(left.left, right.left),
            min(left.bottom, right.bottom),
            max(left.right, right.right),
            max(left.top, right.top),
        )
        if box.y1 - box.y0 > 3 * box.width and len(body) > 3:
            return  # written upwards in the margin
        pdfium.FPDFText_GetCharOrigin(text_page, first, x, y)
        pdfium.FPDFText_GetMatrix(text_page, first, matrix)
        a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
        height = abs(a * d - b * c) / ((a**2 + b**2) ** 0.5 or 1.0)  # across the line of writing, however it slants
        size = snap_size(pdfium.FPDFText_GetFontSize(text_page, first) * height * self.space.unit)
        family, bold, italic = self._face(holder, first)
        if not family and size < _LEGIBLE:  # a Type 3 face, whose own matrix isn't told
            size = 0.0
        bold = bold or mode == _OUTLINED  # outlined as well as filled: how programs fake a bold face
        italic = italic or bool(abs(b) < 1e-3 and d and abs(c / d) > 0.1)  # slanted by the matrix
        words = unicodedata.normalize("NFC", text)
        run = TextRun(words, family, size, bold, italic, False, colour, False, self.overlay)
        contents.pieces.append(PlacedRun(run, box, self.space.point(x.value, y.value)[1]))

    def _face(self, holder: Any, index: int) -> tuple[str, bool, bool]:
        """Family, bold, italic of a text object; a page has few faces, so each is asked once."""
        font = self.pdfium.FPDFTextObj_GetFont(holder)
        key = ctypes.addressof(font.contents) if font else 0
        known = self.faces.get(key)
        if known is None:
            buffer, flags = ctypes.create_string_buffer(256), ctypes.c_int()
            self.pdfium.FPDFText_GetFontInfo(self.text_page, index, buffer, 256, flags)
            known = parse_face_name(buffer.value.decode("utf-8", "replace"), flags.value)
            if key:
                self.faces[key] = known
        return known

    def _colour(self, holder: Any) -> int | None:
        red, green, blue, alpha = self.channels
        if not self.pdfium.FPDFPageObj_GetFillColor(holder, red, green, blue, alpha):
            self.channels[3].value = 255
            return None
        colour: int = red.value << 16 | green.value << 8 | blue.value
        return colour


def snap_size(size: float) -> float:
    """A size as its setter meant it: office programs round 13 pt to 12.96 and 14 to 14.04."""
    near = round(size * 2) / 2
    return near if abs(size - near) <= 0.13 else round(size, 2)


def parse_face_name(name: str, flags: int = 0) -> tuple[str, bool, bool]:
    """(family, bold, italic) of a PostScript face name: "ABCDEE+TimesNewRomanPS-BoldMT" → ("TimesNewRoman", True,
    False)."""
    name = _SUBSET.sub("", name.strip())
    tail = name.lower()
    bold = any(word in tail for word in ("bold", "black", "heavy")) or bool(flags & 1 << 18)
    italic = any(word in tail for word in ("italic", "oblique")) or bool(flags & 1 << 6)
    return _STYLE.sub("", name) or name, bold, italic
