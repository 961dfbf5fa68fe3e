"""Read the text of a PDF page as placed runs: each text object with face, size, colour and position.

Why by object: the style of an object is queried once, so three pages take about 5 ms, where a library that works
character by character takes a second. The buffers for PDFium's answers are allocated once per page.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from congvan.nd30.model.coding import in_unicode
from congvan.nd30.model.kinds import CAPITAL
from congvan.nd30.model.view import Box, StyledRun
from congvan.nd30.pdf.page import PageContents, PageTransform, PlacedRun

MAX_CHARS = 30_000  # of one page
_LINE_CHARS = 500  # more than any line has
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"[-, ]*(?:PS)?(?:[-, ]*(?:Bold|Italic|Oblique|Regular|MT|PS))+$", re.I)
_ANONYMOUS = re.compile(r"(?:CID)?Font\+?\w?\d*$|[FT]\d+(?:_\d+)?$", re.I)
"""The names that converters give to faces whose own name is lost; their flags and weights say nothing either."""
_NO_LETTER = re.compile("[\x00-\x1f\ue000-\uf8ff\ufffd]")
_HEAD = re.compile(r"\S\s+(?=CỘNG H[OÒ]|Độc lập\s*[-–])")
_FOOT = re.compile(
    rf"\s*(?:Số\s*:\s*[^\s,]*\s+(?=[{CAPITAL}][^,:/]{{1,40}}, ngày\b.*\bnăm\b)"
    r"|Nơi nhận\s*:\s+(?=(?:KT|TM|TL|TUQ|Q)\. ))"
)
_GAP = "\u00a0"
_NESTED = 2  # marks of a text: that of its element, and one for a part of it
_ARTIFACT = "Artifact\0".encode("utf-16-le")
_AS_SHOWN = str.maketrans("Ƣƣ", "Ưư")
"""Some versions of Word name the letter Ư so in a PDF, as a face of theirs draws U+01A2 and U+01AF alike."""
_LINE_HYPHEN = "\ufffe"  # PDFium's code for a hyphen at the end of a line (U+0002 when queried by character)
_INVISIBLE = (3, 7)  # text render modes, used for the recognised text over a scan
_OUTLINED = 2
_LEGIBLE = 5.0  # points
_SPECK = 2.5  # points; smaller letters are specks
_INKED, _RUNNING_TEXT = 3.0, 100  # points of a letter, at least; letters on a page of a face that is no symbol face


def read_text(
    pdfium: Any, page: Any, transform: PageTransform, contents: PageContents, *, overlay_from: int | None = None
) -> int:
    """Add the placed runs of a page to its contents; return how many characters it has.

    `overlay_from`: read as overlay what follows so many characters of the page itself. Some before it are read too,
    since PDFium orders the texts of a line by their position.
    """
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return 0
    try:
        reader = _TextExtractor(pdfium, text_page, transform, contents, overlay=overlay_from is not None)
        first = (overlay_from or 0) - _LINE_CHARS
        for holder, start, text in reader.text_objects():
            for offset, column in split_columns(text):
                if start + offset + len(column) > first:
                    reader.add(holder, start + offset, column)
        contents.lost += 0 if overlay_from else reader.lost_letters()
        return int(pdfium.FPDFText_CountChars(text_page))
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def split_columns(text: str) -> list[tuple[int, str]]:
    """Return (offset, text) of the columns in one text: a head or foot may be typed as one line with spaces."""
    match = _HEAD.search(text) if "CỘNG H" in text or "Độc lập" in text else None
    match = match or _FOOT.match(text)
    cut = match.end() if match else 0
    return [(0, text[:cut]), (cut, text[cut:])] if cut else [(0, text)]


class _TextExtractor:
    """Queries the text objects of one page."""

    def __init__(
        self, pdfium: Any, text_page: Any, transform: PageTransform, contents: PageContents, *, overlay: bool
    ) -> None:
        self.pdfium, self.text_page, self.transform, self.contents, self.overlay = (
            pdfium,
            text_page,
            transform,
            contents,
            overlay,
        )
        self.faces: dict[int, tuple[str, bool, bool]] = {}
        self.left, self.right, self.matrix = pdfium.FS_RECTF(), pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.channels = [ctypes.c_uint() for _ in range(4)]
        self.name = (ctypes.c_ushort * 32)()

    def text_objects(self) -> Iterator[tuple[Any, int, str]]:
        """Yield (text object, index of its first character, its text) in the order of the content stream.

        The characters of an object are contiguous, so its end is assumed at the end of the line, or else found by
        doubling steps, instead of querying every character.
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
            if not holder:  # generated by PDFium: a space or an end of line
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
            text = page_text[start : last + 1] or self._text_by_character(start, last + 1 - start)
            yield holder, start, _GAP * len(text) if self._is_said_of_nothing(holder, text) else text
            start = last + 1

    def _is_said_of_nothing(self, holder: Any, text: str) -> bool:
        """Whether a text is what a tagged file says of a gap for the pen (/ActualText): no ink is on the paper."""
        if not text.strip() or self.pdfium.FPDFPageObj_CountMarks(holder) < _NESTED:
            return False
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        self.pdfium.FPDFPageObj_GetBounds(holder, left, bottom, right, top)
        return bool(bottom.value == top.value)

    def _page_text(self, count: int) -> str:
        """Return the text of the page with one character per index; "" if that is impossible."""
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        written = self.pdfium.FPDFText_GetText(self.text_page, 0, count, buffer)
        text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
        return text.replace(_LINE_HYPHEN, "-") if len(text) == written - 1 == count else ""

    def _text_by_character(self, start: int, count: int) -> str:
        """Return a part of the text character by character; U+FFFD where the face has no Unicode value."""
        codes = [self.pdfium.FPDFText_GetUnicode(self.text_page, start + k) for k in range(count)]
        text = "".join(" " if c in (10, 13) else chr(c) if 0 < c < 0x110000 else "\ufffd" for c in codes)
        return text.replace(_LINE_HYPHEN, "-").replace("\x02", "-")

    def add(self, holder: Any, start: int, text: str) -> None:
        """Add a text to the contents, unless it is invisible or set vertically in the margin."""
        body = text.strip(" ")
        if not body:
            return
        pdfium, text_page, contents = self.pdfium, self.text_page, self.contents
        mode = pdfium.FPDFTextObj_GetTextRenderMode(holder)
        colour = self._colour(holder)
        if mode in _INVISIBLE or self.channels[3].value == 0:
            contents.hidden += len(body)
            return
        contents.garbled += len(_NO_LETTER.findall(body))
        first = start + len(text) - len(text.lstrip(" "))
        box = self._extent(first, first + len(body) - 1)
        if box is None or (box.y1 - box.y0 > 3 * box.width and len(body) > 3):
            return  # vertical text in the margin
        pdfium.FPDFText_GetMatrix(text_page, first, self.matrix)
        a, b, c, d = self.matrix.a, self.matrix.b, self.matrix.c, self.matrix.d
        height = abs(a * d - b * c) / ((a**2 + b**2) ** 0.5 or 1.0)  # perpendicular to the baseline
        size = snap_size(pdfium.FPDFText_GetFontSize(text_page, first) * height * self.transform.unit)
        family, bold, italic = self._face(holder, first)
        if family and size < _SPECK and any(c.isalnum() for c in body):
            contents.hidden += len(body)  # a letter of 1 pt, left by an editor, that nobody sees
            return
        if not family and size < _LEGIBLE:  # a Type 3 face, whose matrix PDFium doesn't expose
            size = 0.0
        bold = bold or mode == _OUTLINED  # stroked as well as filled, to fake a bold face
        italic = italic or bool(abs(b) < 1e-3 and d and abs(c / d) > 0.1)  # slanted by the matrix
        text, coding = in_unicode(text.translate(_AS_SHOWN), family)
        run = StyledRun(text, family, size, bold, italic, False, colour, False, self.overlay, coding)
        contents.runs.append(PlacedRun(run, box, self._baseline(first), self._is_artifact(holder)))

    def _is_artifact(self, holder: Any) -> bool:
        """Whether the outermost mark of a text is /Artifact."""
        pdfium, length = self.pdfium, ctypes.c_ulong()
        if not pdfium.FPDFPageObj_CountMarks(holder):
            return False
        mark = pdfium.FPDFPageObj_GetMark(holder, 0)
        return bool(
            pdfium.FPDFPageObjMark_GetName(mark, self.name, ctypes.sizeof(self.name), length)
            and bytes(self.name)[: length.value] == _ARTIFACT
        )

    def lost_letters(self) -> int:
        """Return how many letters of the text are mapped to a space: spaces with ink, in a face of running text.

        Why: such a text layer lacks more letters than can be counted, as others are mapped to nothing.
        """
        count = min(self.pdfium.FPDFText_CountChars(self.text_page), MAX_CHARS)
        edges = [ctypes.c_double() for _ in range(4)]
        left, right, bottom, top = edges
        inked: Counter[str] = Counter()
        for match in re.finditer(" ", self._page_text(count)):
            known = self.pdfium.FPDFText_GetCharBox(self.text_page, match.start(), *edges)
            if known and top.value - bottom.value > _INKED and right.value - left.value > _INKED:
                holder = self.pdfium.FPDFText_GetTextObject(self.text_page, match.start())
                inked[self._face(holder, match.start())[0] if holder else ""] += 1
        if not inked:
            return 0
        letters: Counter[str] = Counter()
        for placed in self.contents.runs:
            letters[placed.run.family] += len(placed.run.text)
        return sum(spaces for family, spaces in inked.items() if letters[family] > _RUNNING_TEXT)

    def _extent(self, first: int, last: int) -> Box | None:
        """Return the box in mm from one character to another; None if PDFium has none."""
        left, right = self.left, self.right
        known = self.pdfium.FPDFText_GetLooseCharBox(self.text_page, first, left)
        if not known or not self.pdfium.FPDFText_GetLooseCharBox(self.text_page, last, right):
            return None
        return self.transform.box(
            min(left.left, right.left),
            min(left.bottom, right.bottom),
            max(left.right, right.right),
            max(left.top, right.top),
        )

    def _baseline(self, index: int) -> float:
        """Return the baseline of a character, in mm from the top."""
        self.pdfium.FPDFText_GetCharOrigin(self.text_page, index, self.x, self.y)
        return self.transform.point(self.x.value, self.y.value)[1]

    def _face(self, holder: Any, index: int) -> tuple[str, bool, bool]:
        """Return family, bold, italic of a text object; each face of the page is queried once."""
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
    """Return a font size as it was chosen: office programs write 13 pt as 12.96 and 14 as 14.04."""
    near = round(size * 2) / 2
    return near if abs(size - near) <= 0.13 else round(size, 2)


def parse_face_name(name: str, flags: int = 0) -> tuple[str, bool, bool]:
    """Parse a PostScript face name: "ABCDEE+TimesNewRomanPS-BoldMT" → ("TimesNewRoman", True, False).

    The family of a face without a name of its own ("CIDFont+F1") is "", and its style unknown.
    """
    name = _SUBSET.sub("", name.strip())
    if _ANONYMOUS.match(name):
        return "", False, False
    tail = name.lower()
    bold = any(word in tail for word in ("bold", "black", "heavy")) or bool(flags & 1 << 18)
    italic = any(word in tail for word in ("italic", "oblique")) or bool(flags & 1 << 6)
    return _STYLE.sub("", name) or name, bold, italic
