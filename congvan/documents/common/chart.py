"""Charts as plain values: rows of a label, a bar and a figure; or a curve with its days and figures.

All text stays text of the document, in its font and size. Only bars, lines and dots are drawn, in millimetres: HTML
shows a drawing as SVG, a DOCX as shapes (congvan/formats/docx/printed/shapes.py). Greys, because offices print in
black; every mark shows its own figure, so there is no grid and no legend. A screen reader announces the title
of a chart and each figure once (`said`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from congvan.documents.text.schema import Chart, ChartColumn, ChartDrawing, ChartRow, Mark

PAGE = 165.0  # mm of text on an A4 page
BAR, LONGEST = 3.4, 0.45  # height of a bar, that of a capital beside it; the longest, of the width
PLOT = 40.0  # height of a curve's field
SWATCH = 6.0  # mm of a bar of the legend
DOT = 0.9
LETTER = 2.6  # mm of a figure of 14 points in bold, and rather more than less
NOTHING = "Chưa có số liệu"
FIGURES_BELOW = "Biểu đồ đường của các số liệu ghi bên dưới"


class Point(TypedDict):
    """A figure ≥ 0 with its label; `of`: the figure if everybody had answered; `beside`: one to compare it with."""

    label: str
    value: float
    of: NotRequired[float]
    beside: NotRequired[float]


def chart(title: str, kind: str, points: Sequence[Point], width: float = PAGE, legend: Sequence[str] = ()) -> Chart:
    """Return the figures as `bars` or as a `curve`, `width` mm wide; a text if there are none.

    `legend`: what the figures are and what those beside them, of bars with two figures each.
    """
    if not points:
        return {"title": title, "kind": "empty", "words": NOTHING}
    if kind == "bars":
        return {
            "title": title,
            "kind": kind,
            "said": _said(title, points, legend),
            "rows": [*_legend(legend), *_bars(points, width)],
        }
    plot, columns = _curve(points, width)
    return {"title": title, "kind": kind, "said": _said(title, points), "columns": columns, "plot": plot}


def number(value: float) -> str:
    """Format a number the Vietnamese way: 12500 → 12.500, 0.5 → 0,5."""
    return f"{value:,.10g}".replace(",", "\0").replace(".", ",").replace("\0", ".")


def _said(title: str, points: Sequence[Point], legend: Sequence[str] = ()) -> str:
    """Return the chart in words; a colon keeps the figure apart from a label that ends in one, as a day does."""
    figures = []
    for point in points:
        label, whole = str(point["label"]), point.get("of", 0)
        beside = ": " if label[-1:].isdigit() else " "
        if legend:
            both = zip(legend, (point["value"], point["beside"]), strict=True)
            figures.append(f"{label}: {', '.join(f'{what} {number(value)}' for what, value in both)}")
            continue
        figures.append(f"{label}{beside}{number(point['value'])}" + (f" trên {number(whole)}" if whole else ""))
    named = title if title.lower().startswith("biểu đồ") else f"Biểu đồ {title}"
    return f"{named}: {'; '.join(figures)}"


def _legend(names: Sequence[str]) -> list[ChartRow]:
    """Return a row that shows the bars of each name, where there are two."""
    return [_bar_row("", name, [(SWATCH, part)]) for name, part in zip(names, (True, False), strict=False)]


def _bars(points: Sequence[Point], width: float) -> list[ChartRow]:
    most = max([1.0, *(max(point["value"], point.get("of", 0), point.get("beside", 0)) for point in points)])

    def row(label: str, text: str, *bars: tuple[float, bool]) -> ChartRow:
        lengths = [(round(LONGEST * width * value / most, 2), part) for value, part in bars if value]
        return _bar_row(label, text, lengths)

    rows: list[ChartRow] = []
    for point in points:
        value, whole = point["value"], point.get("of", 0)
        text = number(value) + (f"/{number(whole)}" if whole else "")
        rows.append(row(point["label"], text, (whole, False), (value, True)))
        if "beside" in point:
            rows.append(row("", number(point["beside"]), (point["beside"], False)))
    return rows


def _bar_row(label: str, text: str, bars: Sequence[tuple[float, bool]]) -> ChartRow:
    """Return a row of bars that lie over one another: the length of each, and whether it is the value, thus dark."""
    marks: list[Mark] = [
        {"kind": "bar", "x": 0, "y": 0, "width": wide, "height": BAR, "part": part} for wide, part in bars
    ]
    wide = max((wide for wide, _part in bars), default=0)
    return {"label": label, "bar": _drawing(text, wide, BAR, marks) if marks else "", "text": text}


def _curve(points: Sequence[Point], width: float) -> tuple[ChartDrawing, list[ChartColumn]]:
    """Place each point in its own column; if there are too many, several points share the column of the middle one."""
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
    axis: Mark = {"kind": "line", "points": [[0, PLOT - DOT], [width, PLOT - DOT]], "strong": False}
    line: list[Mark] = [{"kind": "line", "points": places, "strong": True}] if len(points) > 1 else []
    dots: list[Mark] = [{"kind": "dot", "x": x, "y": y, "radius": DOT} for x, y in places]
    # a voice reads the figures below it, so that they are its words only where some of them are not printed
    said = "; ".join(f"{point['label']}: {text}" for point, text in zip(points, texts, strict=True))
    words = said if count < len(points) else FIGURES_BELOW
    columns: list[ChartColumn] = [{"label": points[n]["label"], "text": texts[n]} for n in named]
    return _drawing(words, width, PLOT, [axis, *line, *dots]), columns


def _drawing(words: str, width: float, height: float, marks: list[Mark]) -> ChartDrawing:
    return {"_docx": "drawing", "words": words, "width": width, "height": height, "marks": marks}
