"""results.json → plot.png and plot.svg: files a second, warm, on a logarithmic scale; and plot_growth.py's plot.

Runs in an environment of its own.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")
mpl.rcParams.update({"svg.hashsalt": "congvan", "font.family": "DejaVu Sans", "font.size": 9, "svg.fonttype": "path"})

import matplotlib.pyplot as plt
import plot_growth
from report import TITLES

OURS, THEIRS, INK = "#b3261e", "#9aa5b1", "#20262d"


def panel(axes: Any, title: str, rows: list[dict[str, Any]], top: float) -> None:
    rows = sorted(rows, key=lambda row: row["docs_per_s"])
    names = [row["tool"] for row in rows]
    rates = [row["docs_per_s"] for row in rows]
    axes.barh(names, rates, color=[OURS if name == "congvan" else THEIRS for name in names], height=0.7)
    for n, rate in enumerate(rates):
        axes.text(rate * 1.12, n, f"{rate:,.0f}", va="center", color=INK)
    axes.set_xscale("log")
    axes.set_xlim(1, top * 4)
    axes.set_title(title, loc="left", fontweight="bold", color=INK)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)


def main(folder: Path) -> None:
    rows = json.loads((folder / "results.json").read_text("utf-8"))["rows"]
    plot_growth.draw(folder, rows)
    warm = [row for row in rows if row["mode"] == "warm" and row["work"] in TITLES]
    if not warm:
        return
    panels = {}
    for work in TITLES:
        most = max((row["n"] for row in warm if row["work"] == work), default=0)
        if most:
            panels[work] = [row for row in warm if row["work"] == work and row["n"] == most]
    heights = [len(found) + 1.1 for found in panels.values()]
    figure, axes = plt.subplots(
        len(panels), 1, figsize=(8, 0.27 * sum(heights) + 0.5), gridspec_kw={"height_ratios": heights}, squeeze=False
    )
    top = max(row["docs_per_s"] for row in warm)
    for (work, found), ax in zip(panels.items(), axes[:, 0], strict=True):
        panel(ax, TITLES[work], found, top)
    figure.text(0.99, 0.004, "documents a second, one process, files written; logarithmic", ha="right", color=INK)
    figure.tight_layout(rect=(0, 0.015, 1, 1))
    figure.savefig(folder / "plot.svg", metadata={"Date": None, "Creator": None})
    figure.savefig(folder / "plot.png", dpi=160, metadata={"Software": None})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
