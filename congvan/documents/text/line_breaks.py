"""Line breaks: titles in lines of even length, document numbers unbroken."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from operator import is_
from typing import Any

from congvan.core.fonts.times_metrics import text_width
from congvan.core.units import pt_to_mm
from congvan.documents.text.schema import TextRun

TITLE_MM = 145.0
"""Width of the lines under the name of the kind."""

_NOT_FIRST = re.compile(r"[\d–-]")
_NUMBER = re.compile(r"(?<![\w/])\d\w*(?:[/-]\w+)+")


def length_mm(text: str, points: float, *, bold: bool = True) -> float:
    """Return the width of a line of text in mm."""
    return pt_to_mm(text_width(text, points, bold=bold))


def balanced_lines(text: str, width_mm: float, points: float = 14, *, bold: bool = True) -> list[str]:
    """Break a centred title into the fewest lines that fit `width_mm`, of even length; typed line breaks are kept.

    If possible, no line begins with a figure or a dash: “năm 2025” stays together.
    """
    poor = width_mm**2 / 4

    def broken(words: Sequence[str]) -> list[str]:
        def price(start: int, _end: int) -> tuple[int, float]:
            return 0, poor if start and _NOT_FIRST.match(words[start]) else 0.0

        return even_lines(words, width_mm, points, price, bold=bold)

    return [line for words in filter(None, map(str.split, text.split("\n"))) for line in broken(words)]


def even_lines(
    words: Sequence[str],
    width_mm: float,
    points: float,
    price: Callable[[int, int], tuple[int, float]],
    *,
    bold: bool,
    wider: bool = False,
) -> list[str]:
    """Break the words into the fewest lines with the fewest faults, minimizing the sum of squares of the line lengths.

    `price`: the faults and the cost, in squares of mm, of a line from one word up to another; `wider`: a line that is
    too wide is one fault more, else no line of several words is.
    """
    best: list[tuple[int, int, float, int]] = [(0, 0, 0.0, 0)]  # faults, lines, cost, where the last line begins
    for end in range(1, len(words) + 1):
        candidates = []
        for start in range(end - 1, -1, -1):
            length = length_mm(" ".join(words[start:end]), points, bold=bold)
            if length > width_mm and start < end - 1 and not wider:
                break
            faults, lines, cost, _before = best[start]
            own_faults, own_cost = price(start, end)
            faults += own_faults + (wider and length > width_mm)
            candidates.append((faults, lines + 1, cost + length**2 + own_cost, start))
        best.append(min(candidates))
    out, end = [], len(words)
    while end:
        start = best[end][3]
        out.append(" ".join(words[start:end]))
        end = start
    return out[::-1]


def text_run(text: str, *, bold: bool = False, italic: bool = False) -> TextRun:
    """Return a run of text in one style; `parts`: the parts between the hyphens of a document number, which is not
    broken.
    """
    return {"text": text, "bold": bold, "italic": italic, "parts": []}


def keep_numbers_whole(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a content with each document number (`3424/CVT-VP`) as a run of its own, with its `parts`."""
    attached = [{**one, "body": _split_runs(one["body"])} for one in content.get("attachments", ())]
    texts = {key: _split_runs(content[key]) for key in ("can_cu", "body") if key in content}
    return {**content, **texts, **({"attachments": attached} if attached else {})}


def _split_runs(value: Any) -> Any:
    """Return a value with its runs split, itself where nothing is split: a copy of thousands of rows takes as much."""
    if isinstance(value, list):
        return _itself(value, [_split_runs(item) for item in value])
    if isinstance(value, dict):
        parts = {
            key: _itself(item, [part for one in item for part in _split_off_numbers(one)])
            if key in ("runs", "across")
            else _split_runs(item)
            for key, item in value.items()
        }
        return parts if any(parts[key] is not item for key, item in value.items()) else value
    return value


def _itself(items: list[Any], changed: list[Any]) -> list[Any]:
    """Return a list itself if what it holds has not changed."""
    return items if len(items) == len(changed) and all(map(is_, items, changed)) else changed


def _split_off_numbers(whole: TextRun) -> list[TextRun]:
    text, done = whole["text"], 0
    out: list[TextRun] = []
    for match in _NUMBER.finditer(text):
        number = match.group()
        if "/" in number and not number.islower() and not number.replace("/", "").replace("-", "").isdigit():
            out += [{**whole, "text": text[done : match.start()], "parts": []}] if match.start() > done else []
            out.append({**whole, "text": number, "parts": number.split("-")})
            done = match.end()
    if not out and not whole["parts"]:
        return [whole]
    if done < len(text) or not out:
        out.append({**whole, "text": text[done:], "parts": []})
    return out
