"""Charts as plain values: rows of a name, a bar and a figure; or a curve over its days and figures.

All words stay text of the document, in its face and size. Only bars, lines and dots are drawn, in millimetres: HTML
shows a drawing as SVG, a DOCX as shapes (congvan/formats/docx/shapes.py). Greys, since offices print black on white;
every mark says its own figure, so there is no grid and no legend.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

PAGE = 165.0  # mm of text on an A4 page
BAR, LONGEST = 3.4, 0.45  # height of a bar, that of a capital beside it; the longest, of the width
PLOT = 40.0  # height of a curve's field
DOT = 0.9
LETTER = 2.6  # mm of a figure of 14 points in bold, and rather more than less
NOTHING = "Chưa có số liệu"

Drawing = dict[str, Any]


def chart(asked: Mapping[str, Any], width: float = PAGE) -> dict[str, Any]:
    """What is shown of `{title, kind: bars | curve, points: [{label, value, of}]}`, `width` mm wide.

    `of` is what a bar would be if all had come; a curve runs over its points from left to right. Values are ≥ 0.

        {title, kind: bars, rows: [{label, bar, text}]}             bar: a drawing, or "" for nothing
        {title, kind: curve, plot, columns: [{label, text}]}        columns of one width, under the plot
        {title, kind: empty, words}

    A drawing is `{width, height, marks}` and `words` that say it; a mark is `{kind: bar, x, y, width, height, part}`
    (`part`: the value, else the whole that it is of), `{kind: line, points: [[x, y]], strong}` or `{kind: dot, x, y,
    radius}`.
    """
    points, title = asked["points"], str(asked["title"])
    if not points:
        return {"title": title, "kind": "empty", "words": NOTHING}
    drawn = _curve(points, width) if asked["kind"] == "curve" else _bars(points, width)
    return {"title": title, "kind": asked["kind"], **drawn}


def number(value: float) -> str:
    """12500 → 12.500, 0.5 → 0,5: as numbers are written in Vietnamese."""
    return f"{value:,.10g}".replace(",", "\0").replace(".", ",").replace("\0", ".")


def _bars(points: Sequence[Mapping[str, Any]], width: float) -> dict[str, Any]:
    most = max([1.0, *(max(point["value"], point.get("of", 0)) for point in points)])
    rows = []
    for point in points:
        value, whole = point["value"], point.get("of", 0)
        text = number(value) + (f"/{number(whole)}" if whole else "")
        marks = [
            {
                "kind": "bar",
                "x": 0,
                "y": 0,
                "width": round(LONGEST * width * long / most, 2),
                "height": BAR,
                "part": part,
            }
            for long, part in ((whole, False), (value, True))
            if long
        ]
        wide = max((mark["width"] for mark in marks), default=0)
        rows.append({"label": point["label"], "bar": _drawing(text, wide, BAR, marks) if marks else "", "text": text})
    return {"rows": rows}


def _curve(points: Sequence[Mapping[str, Any]], width: float) -> dict[str, Any]:
    """Every point in its own column; of many points, so many share one that its words have room: the middle one's."""
    texts = [number(point["value"]) for point in points]
    room = int(width / (LETTER * max(map(len, [*texts, *(str(point["label"]) for point in points)]))))
    shared = next(n for n in range(1, 2 * len(points), 2) if -(-len(points) // n) <= max(room, 1))
    count = -(-len(points) // shared)
    named = [n * shared + shared // 2 for n in range(count)]
    named[-1] = min(named[-1], len(points) - 1)
    most = max([1.0, *(point["value"] for point in points)])
    step, high = width / (count * shared), PLOT - 2 * DOT
    places = [
        [round((n + 0.5) * step, 2), round(DOT + high * (1 - point["value"] / most), 2)]
        for n, point in enumerate(points)
    ]
    axis = {"kind": "line", "points": [[0, PLOT - DOT], [width, PLOT - DOT]], "strong": False}
    line = [{"kind": "line", "points": places, "strong": True}] if len(points) > 1 else []
    dots = [{"kind": "dot", "x": x, "y": y, "radius": DOT} for x, y in places]
    words = "; ".join(f"{point['label']}: {text}" for point, text in zip(points, texts, strict=True))
    return {
        "columns": [{"label": points[n]["label"], "text": texts[n]} for n in named],
        "plot": _drawing(words, width, PLOT, [axis, *line, *dots]),
    }


def _drawing(words: str, width: float, height: float, marks: list[Any]) -> Drawing:
    return {"_docx": "drawing", "words": words, "width": width, "height": height, "marks": marks}
