"""Convert column widths and row heights, and fit rows to their wrapped text.

Why: Excel keeps a row of fixed height as it is, and never fits merged cells; a long name would be cut in print. Text is
measured in Times New Roman; other faces are not much wider.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from congvan.core.fonts.times_metrics import text_width
from congvan.core.units import MM_PER_INCH, mm_to_pt

DIGIT_WIDTH = {"Times New Roman": 0.5, "Calibri": 0.507, "Arial": 0.556, "Cambria": 0.554, "Aptos Narrow": 0.49}
LINE = 1.17  # height of a line, in sizes
_MANY = 50  # heights remembered of a row
PADDING = 1.6  # mm, both sides of a cell


@lru_cache(maxsize=1024)
def count_lines(text: str, width: float, size: float, bold: bool) -> int:
    """Return the number of lines of a text in a cell `width` points wide, broken at spaces as Excel does."""
    if "\n" not in text and text_width(text, size, bold) <= width:
        return 1
    count = 0
    for paragraph in text.split("\n"):
        used = 0.0
        count += 1
        for word in paragraph.split(" "):
            long = text_width(word, size, bold)
            space = size * 0.25 if used else 0.0
            if used and used + space + long > width:
                count += 1
                used = space = 0.0
            if long > width:
                count += int(long // width)
                long %= width
            used += space + long
    return count


Text = tuple[int | str, float, float, bool, int]
"""Index of a value or text itself, width in points, size, bold, rows over which it is."""


class RowHeight:
    """A row's least height in points, and its wrapped texts that may need more."""

    __slots__ = ("_alike", "_heights", "_values", "least", "texts")

    def __init__(self, least: float, texts: tuple[Text, ...]) -> None:
        self.least, self.texts = least, texts
        indices = [text[0] for text in texts if type(text[0]) is int]
        self._values = itemgetter(*indices) if indices else itemgetter(slice(0, 0))
        self._heights: dict[Any, str] = {}  # by the row's values: most rows of a form repeat
        self._alike = self._heights

    def share(self, alike: dict[Any, Any]) -> None:
        """Share the cache of heights with other rows of the same texts and widths."""
        key = (self.least, tuple((0 if type(content) is int else content, *rest) for content, *rest in self.texts))
        self._alike = alike.setdefault(key, {})

    def text(self, values: Sequence[Any]) -> str:
        """Return the height as a workbook writes it."""
        key = self._values(values)
        if type(key) is list:  # no value at all
            key = None
        height = self._heights.get(key)
        if height is None:
            texts = tuple([value if type(value) is str else "" for value in key]) if type(key) is tuple else key
            height = self._alike.get(texts)
            if height is None:
                height = repr(self.points(values))
                _remember(self._alike, texts, height)
            _remember(self._heights, key, height)
        return height

    def points(self, values: Sequence[Any]) -> float:
        """Return the height in points that the row needs with these values."""
        need = self.least
        for content, width, size, bold, rows in self.texts:
            value = values[content] if type(content) is int else content
            if value and type(value) is str:
                need = max(need, (count_lines(value, width, size, bold) * size * LINE + 3) / rows)
        return round(need, 2)


def _remember(heights: dict[Any, str], key: Any, height: str) -> None:
    if len(heights) >= _MANY:
        heights.clear()
    heights[key] = height


def usable_points(mm: float, size: float) -> float:
    """Return the width in points that text has in a cell so many millimetres wide."""
    return round(max(mm_to_pt(mm - PADDING), size), 2)


def _digit_pixels(font: str, size: float) -> int:
    return max(1, round(DIGIT_WIDTH.get(font, 0.5) * size * 96 / 72))


def column_width(mm: float, font: str, size: float) -> float:
    """Convert millimetres to Excel's unit: digits of the workbook's standard face (at 96 dots an inch)."""
    return round(mm / MM_PER_INCH * 96 / _digit_pixels(font, size), 4)


def width_mm(width: float, font: str, size: float) -> float:
    """The inverse of `column_width`."""
    return width * _digit_pixels(font, size) * MM_PER_INCH / 96
