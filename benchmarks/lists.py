"""One file of a long list: 10,000 rows as PDF, DOCX and XLSX beside the tools that make such files; and running text.

Each tool makes it twice in one process, of other rows: "first" with its template read, "second" with all that it keeps.
Processor time, the least of three processes or more, which take turns. WeasyPrint takes 4 ms and 100 KiB for a row
whatever it says, so it makes a fifth of the rows, and the figures say so (`extrapolated_from`); congvan also makes
twice and four times as many, for the slope. Running text is WeasyPrint's own layout with either: 2,000 paragraphs, and
five times as many by congvan alone.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]

from sampling import WORK, Tool, interpreter, out, timed

ROWS = {"list": 10_000, "text": 2_000}
MORE = {"list.pdf": (2, 4), "text.pdf": (5,)}  # times the rows, by congvan
SHARE = {"WeasyPrint": 5, "reportlab, LongTable": 5}  # of the rows a tool makes one in so many
LISTS: dict[str, tuple[Tool, ...]] = {
    "list.pdf": (
        Tool("congvan", "", "congvan"),
        Tool("WeasyPrint", "weasyprint", "weasyprint"),
        Tool("Typst", "typst", "typst"),
        Tool("reportlab, LongTable", "reportlab", "reportlab"),
    ),
    "text.pdf": (Tool("congvan", "", "congvan"), Tool("WeasyPrint", "weasyprint", "weasyprint")),
    "list.docx": (Tool("congvan", "", "congvan"), Tool("docxtpl", "docxtpl", "docxtpl")),
    "list.xlsx": (Tool("congvan", "", "congvan"), Tool("openpyxl", "openpyxl", "openpyxl")),
}


def measure(bench: Any) -> None:
    """Every list that is wanted; the rows go to the bench."""
    for work, tools in LISTS.items():
        if not bench.wants(work):
            continue
        print(f"{work}: one file", flush=True)
        kind = work.partition(".")[0]
        rows = 300 if bench.quick else ROWS[kind]
        share = SHARE if kind == "list" else {}
        ready = bench.ready(tools)
        more = () if bench.quick or not ready or ready[0].name != "congvan" else MORE.get(work, ())
        wanted = [(tool, rows) for tool in ready] + [(ready[0], many * rows) for many in more]
        found: dict[tuple[Tool, int], list[dict[str, Any]]] = {each: [] for each in wanted}
        for _turn in range(bench.turns):
            for tool, many in wanted:
                files = 2 if many == rows else 1
                found[tool, many].append(sample(tool, work, many // share.get(tool.name, 1), files))
        for (tool, many), samples in found.items():
            add(bench, work, tool, many, samples)


def sample(tool: Tool, work: str, rows: int, files: int) -> dict[str, Any]:
    """What a process says of some files of so many rows."""
    folder = out()
    command = [interpreter(tool), str(HERE / "peers/lists.py"), tool.peer, work, str(rows)]
    said = timed([*command, str(WORK), str(folder), str(files)])["said"]
    return {"rows": rows, **json.loads(said.splitlines()[-1])}


def add(bench: Any, work: str, tool: Tool, rows: int, samples: list[dict[str, Any]]) -> None:
    """Add the rows of a tool: the first and the second file, and the process up to the first one."""
    for mode in ("first", "second", "process"):
        if mode in samples[0]:
            bench.add(work, tool.name, mode, rows, [_reckoned(each, mode, rows) for each in samples], least=True)


def _reckoned(found: dict[str, Any], mode: str, rows: int) -> dict[str, Any]:
    """A sample as the bench wants it; time and size reckoned up to so many rows."""
    seconds = found[mode] * rows / found["rows"]
    return {
        "wall_s": seconds,
        "cpu_s": seconds,
        "peak_mib": found["peak_mib"],
        "bytes_per_file": found["bytes"] * rows / found["rows"],
        "made": found["rows"],
    }
