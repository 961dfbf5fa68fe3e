"""results.json → growth.png and growth.svg: time over the number of records and of dispatches, both logarithmic.

A decade is as wide as it is high, so that twice the records in twice the time is a line at 45 degrees; the dashed guide
is one. Of the other tools those samples are shown that were made to the end.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
from report import TITLES, years

OURS, INK, GUIDE = "#b3261e", "#20262d", "#c3cad2"
THEIRS = ("#4a6fa5", "#7a8b3c", "#8a6bb1")  # the three fastest
LINES = {"validate": "#4a6fa5", "one letter": OURS, "no-op": "#7a8b3c"}
Line = tuple[str, str, list[dict[str, Any]]]  # its name, its colour, its rows


def merges(rows: list[dict[str, Any]], work: str) -> list[Line]:
    """Ours over all sizes, and the fastest others over those that they came to the end of."""
    ours = [row for row in rows if row["work"] == f"growth {work}"]
    others: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        theirs = (row["work"], row["mode"]) == (work, "warm") and row["tool"] != "congvan"
        if theirs and "extrapolated_from" not in row:
            others.setdefault(row["tool"], []).append(row)
    fastest = sorted(others.items(), key=lambda item: -max(row["docs_per_s"] for row in item[1]))
    return [
        ("congvan", OURS, ours),
        *((tool, color, found) for color, (tool, found) in zip(THEIRS, fastest, strict=False)),
    ]


def panel(axes: Any, title: str, unit: str, lines: list[Line], limits: tuple[float, float, float, float]) -> None:
    left, right, low, high = limits
    axes.set(xscale="log", yscale="log", xlim=(left, right), ylim=(low, high), aspect="equal")
    for power in range(math.floor(math.log10(low / right)), math.ceil(math.log10(high / left)) + 1):
        axes.plot(
            (left, right), (left * 10.0**power, right * 10.0**power), color=GUIDE, lw=0.7, ls=(0, (4, 3)), zorder=0
        )
    for name, color, rows in lines:
        rows = sorted(rows, key=lambda row: row["n"])
        if rows:
            width = 1.8 if color == OURS else 1.1
            sizes, times = [row["n"] for row in rows], [row["wall_s"] for row in rows]
            axes.plot(sizes, times, color=color, lw=width, marker="o", ms=3.5, label=name)
    axes.set_title(title, loc="left", fontweight="bold", color=INK)
    axes.set_xlabel(unit, color=INK)
    axes.set_ylabel("seconds", color=INK)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize=7.5, loc="upper left", handlelength=1.2, borderaxespad=0.1)


def draw(folder: Path, rows: list[dict[str, Any]]) -> None:
    """A panel for each work whose growth was measured, and one for the dispatches in one folder."""
    works = list(dict.fromkeys(row["work"][len("growth ") :] for row in rows if row["work"].startswith("growth ")))
    panels = [
        (TITLES[work].removesuffix(", three pages"), "records, the loop alone", merges(rows, work)) for work in works
    ]
    year = [(name, color, years(rows, name)) for name, color in LINES.items()]
    if any(found for _name, _color, found in year):
        panels.append(("Dispatches in one folder", "dispatches, whole process", year))
    if not panels:
        return
    found = [row for _title, _unit, lines in panels for _name, _color, rows in lines for row in rows]
    left, right = (f(row["n"] for row in found) for f in (min, max))
    low, high = (f(row["wall_s"] for row in found) for f in (min, max))
    limits = (left / 1.5, right * 1.5, low / 2, high * 6)  # above the lines stands the legend
    columns = min(4, len(panels))
    count = -(-len(panels) // columns)
    figure, grid = plt.subplots(count, columns, figsize=(3.2 * columns, 3.7 * count), squeeze=False)
    for axes, (title, unit, lines) in zip(grid.flat, panels, strict=False):
        panel(axes, title, unit, lines, limits)
    for axes in grid.flat[len(panels) :]:
        axes.set_visible(False)
    figure.text(0.99, 0.004, "dashed: twice as many take twice as long", ha="right", color=INK)
    figure.tight_layout(rect=(0, 0.02, 1, 1))
    figure.savefig(folder / "growth.svg", metadata={"Date": None, "Creator": None})
    figure.savefig(folder / "growth.png", dpi=90, metadata={"Software": None})
