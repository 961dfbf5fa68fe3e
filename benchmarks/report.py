"""Rows → Markdown: the figures to reach with what was found, and a table for each work.

`older` names the scopes of fingerprint.py whose code is another than that which was measured.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Iterator, Set
from typing import Any

Rows = list[dict[str, Any]]
TITLES = {
    "letter.docx": "Letter, DOCX",
    "letter.pdf": "Addressed letter, PDF, three pages",
    "roster.pdf": "Roster form, PDF, one page",
    "roster.pdf/one": "Roster forms in one PDF",
    "roster.xlsx": "Roster form, XLSX",
    "roster.docx": "Roster form, DOCX",
    "list.pdf": "A list of 10,000 rows, PDF",
    "text.pdf": "Running text of 2,000 paragraphs, PDF",
    "list.docx": "A list of 10,000 rows, DOCX",
    "list.xlsx": "A list of 10,000 rows, XLSX",
}
CACHED = "cold, warm cache"
OLDER = "measured on an older version"
COMMANDS = (
    "start-up",
    "full build",
    "edited template",
    "old computer",
    "year",
    "receivers",
    "districts",
    "cluster",
)  # works of the whole command: scope "command"
WORD = ("docxtpl", "rust-docxtpl", "docx-mailmerge2", "docxtemplater", "easy-template-x")


def find(rows: Rows, work: str, tool: str, mode: str, n: int = 0) -> dict[str, Any] | None:
    """The row; without n, that of the most records."""
    found = [row for row in rows if (row["work"], row["tool"], row["mode"]) == (work, tool, mode)]
    found = [row for row in found if not n or row["n"] == n]
    return max(found, key=lambda row: row["n"]) if found else None


def short(value: float, digits: int = 3) -> str:
    """A number with so many digits, without an exponent."""
    return f"{float(f'{value:.{digits}g}'):,g}"


def scope(work: str) -> str:
    """Which scope of fingerprint.py decides a work."""
    return "command" if work.startswith(COMMANDS) else "merge"


def times(rows: Rows, work: str, tool: str, mode: str = "warm", our_mode: str = "", n: int = 0) -> float | None:
    """How many times as fast as a tool we are: the ratio of the least times, or where a row is a median the median over
    rounds of the ratio within a round.
    """
    theirs, ours = find(rows, work, tool, mode, n), find(rows, work, "congvan", our_mode or mode, n)
    if not theirs or not ours:
        return None
    if "least" in theirs and "least" in ours:
        ratio: float = theirs["wall_s"] / ours["wall_s"]
        return ratio
    return statistics.median(a / b for a, b in zip(theirs["walls"], ours["walls"], strict=True))


def targets(rows: Rows) -> list[tuple[str, str, float | None, bool | None]]:
    """(work, what to reach, what was found, reached?) for every figure; the work begins as its rows do."""
    found: list[tuple[str, str, float | None, bool | None]] = []

    def at_least(work: str, what: str, value: float | None, wanted: float) -> None:
        found.append((work, what, value, None if value is None else value >= wanted))

    def at_most(work: str, what: str, value: float | None, wanted: float) -> None:
        found.append((work, what, value, None if value is None else value <= wanted))

    ratios = [(times(rows, "letter.docx", tool), tool) for tool in WORD]
    known = [(ratio, tool) for ratio, tool in ratios if ratio is not None]
    fastest = min(known) if known else (None, "?")
    at_least("letter DOCX", f"11 × the fastest peer ({fastest[1]})", fastest[0], 11)
    at_least("letter DOCX", "40 × docxtpl", times(rows, "letter.docx", "docxtpl"), 40)
    at_least("letter PDF", "12 × Typst", times(rows, "letter.pdf", "Typst"), 12)
    at_least("letter PDF", "100 × WeasyPrint", times(rows, "letter.pdf", "WeasyPrint"), 100)
    at_least("roster PDF", "25 × Typst", times(rows, "roster.pdf", "Typst"), 25)
    at_least("roster PDF", "300 × WeasyPrint", times(rows, "roster.pdf", "WeasyPrint"), 300)
    for work, what in (("letter.pdf", "letter PDF"), ("roster.pdf", "roster PDF")):
        untagged = times(rows, f"tags {work}", "congvan, untagged")
        at_most(what, "tags: 1.1 × the time without", untagged and 1 / untagged, 1.1)
        at_least(what, "5 × Typst, tagged", times(rows, work, "Typst, tagged"), 5)
    at_least("rosters in one PDF", "2 × reportlab, Form XObject", times(rows, "roster.pdf/one", "reportlab"), 2)
    one = find(rows, "roster.pdf/one", "congvan", "warm")
    at_most("rosters in one PDF", "1 KiB a record", one and one["bytes_per_file"] / 1024, 1)
    at_least("roster XLSX", "10 × XlsxWriter in memory", times(rows, "roster.xlsx", "XlsxWriter, in memory"), 10)
    at_least("roster XLSX", "35 × openpyxl", times(rows, "roster.xlsx", "openpyxl"), 35)
    cold = ("cold", CACHED)
    at_least("letters in one PDF", "faster than Typst, whole process", times(rows, "letter.pdf/one", "Typst", *cold), 1)
    at_least("55 rosters PDF, cold process", "2 × Typst", times(rows, "roster.pdf", "Typst", *cold, n=55), 2)
    for work, (few, many) in _few_and_many(rows, "memory "):
        what = f"{many['n']:,} records within 1.2 × of {few['n']}"
        at_most(work, what, many["peak_mib"] / few["peak_mib"], 1.2)
    for work, (few, many) in _few_and_many(rows, "growth "):
        at_most(work, f"a record of {many['n']:,}: 1.3 × one of {few['n']:,} at most", _slope(few, many), 1.3)
    for name, wanted in (("--help", 3), ("no-op", 4)):
        row, bare = find(rows, "start-up", name, "cold"), find(rows, "start-up", "python -c pass", "cold")
        value = row["wall_s"] / bare["wall_s"] if row and bare else None
        at_most(f"start-up {name}", f"{wanted} × python -c pass at most", value, wanted)
    whole = times(rows, "full build", "naive pipeline", "cold")
    at_least("full build, nothing cached", "11 × the naive pipeline", whole, 11)
    warm = times(rows, "letter.pdf/one", "Typst", *cold, n=1)
    at_most("one letter, warm cache, whole process", "1.2 × Typst at most", warm and 1 / warm, 1.2)
    alone = times(rows, "letter.pdf/one", "WeasyPrint", "cold", "cold", n=1)
    at_most("one letter, nothing cached, whole process", "1 × WeasyPrint at most", alone and 1 / alone, 1)
    for work, mode, wanted in (("letter.pdf/one", "cold", 0.5), ("edited template", CACHED, 0.9)):
        row = find(rows, work, "congvan", mode, 1)
        words = "one letter, nothing cached, whole process" if work == "letter.pdf/one" else work
        at_most(words, f"{wanted} s at most", row and row["wall_s"], wanted)
    _lists(rows, at_least, at_most)
    _years(rows, at_most)
    return found


def _lists(
    rows: Rows,
    at_least: Callable[[str, str, float | None, float], None],
    at_most: Callable[[str, str, float | None, float], None],
) -> None:
    at_least("list PDF", "10 × WeasyPrint", times(rows, "list.pdf", "WeasyPrint", "first", n=10_000), 10)
    row = find(rows, "list.pdf", "congvan", "first", 10_000)
    at_most("list PDF", "300 MiB at most", row and row["peak_mib"], 300)
    many = find(rows, "list.pdf", "congvan", "first")
    if row and many and many["n"] > row["n"]:
        at_most("list PDF", f"a row of {many['n']:,}: 1.1 × one of {row['n']:,} at most", _slope(row, many), 1.1)
    text = times(rows, "text.pdf", "WeasyPrint", "first", n=2_000)
    at_most("text PDF", "1.2 × WeasyPrint, untagged, at most", text and 1 / text, 1.2)
    row, many = find(rows, "text.pdf", "congvan", "first", 2_000), find(rows, "text.pdf", "congvan", "first")
    if row and many and many["n"] > row["n"]:
        what = f"a paragraph of {many['n']:,}: 1.1 × one of {row['n']:,} at most"
        at_most("text PDF", what, _slope(row, many), 1.1)
    for work, tool in (("list.docx", "docxtpl"), ("list.xlsx", "openpyxl")):
        for mode, wanted in (("first", 5), ("second", 10)):
            what = f"{wanted} × {tool}, {mode} file"
            at_least(TITLES[work], what, times(rows, work, tool, mode, n=10_000), wanted)


def _years(rows: Rows, at_most: Callable[[str, str, float | None, float], None]) -> None:
    found = {tool: years(rows, tool) for tool in ("one letter", "no-op", "validate")}
    if len(found["one letter"]) > 1:
        alone, last = found["one letter"][0], found["one letter"][-1]
        what = f"one letter of {last['n']:,} dispatches: 1.3 × the same alone at most"
        at_most("year", what, last["wall_s"] / alone["wall_s"], 1.3)
    if found["no-op"]:
        last = found["no-op"][-1]
        at_most("year", f"no-op with {last['n']:,} dispatches: 0.2 s at most", last["wall_s"], 0.2)
    if len(found["validate"]) > 1:
        last = found["validate"][-1]
        few = max(
            (row for row in found["validate"] if row["n"] * 10 <= last["n"]), key=lambda row: row["n"], default=None
        )
        if few:
            what = f"validate, a dispatch of {last['n']:,}: 1.3 × one of {few['n']:,} at most"
            at_most("year", what, _slope(few, last), 1.3)
    row = find(rows, "receivers", "congvan", "cold")
    at_most("receivers", f"{row['n'] if row else 0:,} receivers: 20.5 s at most", row and row["wall_s"], 20.5)


def _few_and_many(rows: Rows, kind: str) -> Iterator[tuple[str, tuple[dict[str, Any], dict[str, Any]]]]:
    """For each work of a kind its rows of the most and of the second most records."""
    for work in sorted({row["work"] for row in rows if row["work"].startswith(kind)}):
        found = sorted((row for row in rows if row["work"] == work), key=lambda row: row["n"])
        if len(found) > 1:
            yield work, (found[-2], found[-1])


def _slope(few: dict[str, Any], many: dict[str, Any]) -> float:
    """How many times as long one of many takes as one of few."""
    value: float = (many["wall_s"] / many["n"]) / (few["wall_s"] / few["n"])
    return value


def years(rows: Rows, tool: str) -> Rows:
    """The rows of one thing that is done in a folder of ever more dispatches, in their order."""
    return sorted((row for row in rows if (row["work"], row["tool"]) == ("year", tool)), key=lambda row: row["n"])


def figures(rows: Rows, older: Set[str] = frozenset()) -> str:
    """The table of figures to reach."""
    lines = ["| work | to reach | found | |", "|---|---|---:|---|"]
    for work, what, value, reached in targets(rows):
        if value is not None:
            remark = f", {OLDER}" if scope(work) in older else ""
            lines.append(f"| {work} | {what} | {short(value, 4)} | {'reached' if reached else 'not reached'}{remark} |")
    return "\n".join(lines)


def markdown(about: dict[str, Any], older: Set[str] = frozenset()) -> str:
    rows: Rows = about["rows"]
    machine = about["machine"]
    parts = [
        "# Measured beside its peers\n",
        "Written by `make bench`; what each row means stands in [docs/benchmarks.md](../docs/benchmarks.md).\n",
        f"{machine['processor']}, {machine['cores']} cores, {machine['system']}, Python {machine['python']}; "
        f"files written to {machine['files']}; rounds, interleaved: {about['rounds']}; "
        f"{'of loops, lists and single letters the least, else ' * any('least' in row for row in rows)}medians.\n",
        *(["A quick run: its figures say little.\n"] if about["quick"] else []),
        "## Figures to reach\n",
        figures(rows, older) + "\n",
    ]

    def section(title: str, scopes: Set[str], table: str) -> None:
        remark = [f"Some of it {OLDER}.\n" if scopes - older else f"{OLDER.capitalize()}.\n"] if scopes & older else []
        parts.extend([f"## {title}\n", *remark, table + "\n"])

    for work, title in TITLES.items():
        if any((row["work"], row["mode"]) == (work, "warm") for row in rows):
            section(title, {"merge"}, _work(rows, work))
    if table := _by_size([row for row in rows if row["work"].startswith("growth ")], "work"):
        section("Growth with the records, the loop alone", {"merge"}, table)
    if table := _by_size([row for row in rows if row["work"] == "year"], "tool"):
        section("Growth with the dispatches in one folder, whole process", {"command"}, table)
    section("Whole processes", {"merge", "command"}, _processes(rows))
    return "\n".join(parts)


def _by_size(rows: Rows, key: str) -> str:
    """Seconds for each number of records or dispatches."""
    sizes = sorted({row["n"] for row in rows})
    lines = [_line(["s", *(f"N={n:,}" for n in sizes)]), _line(["---", *["---:"] * len(sizes)])]
    for one in dict.fromkeys(row[key] for row in rows):
        found = {row["n"]: row for row in rows if row[key] == one}
        lines.append(_line([one, *(short(found[n]["wall_s"]) if n in found else "" for n in sizes)]))
    return "\n".join(lines) if rows else ""


def _work(rows: Rows, work: str) -> str:
    sizes = sorted({row["n"] for row in rows if row["work"] == work and row["mode"] == "warm"})
    heads = ["tool", f"files/s, warm, N={sizes[-1]}", "congvan is", *(f"whole process, N={n}, s" for n in sizes)]
    lines = [_line([*heads, "peak MiB", "KiB a record"]), _line(["---", *["---:"] * (len(heads) + 1)])]
    tools = {row["tool"]: row for row in rows if (row["work"], row["mode"], row["n"]) == (work, "warm", sizes[-1])}
    for tool, row in sorted(tools.items(), key=lambda item: -item[1]["docs_per_s"]):
        ratio = times(rows, work, tool)
        mode = CACHED if tool == "congvan" else "cold"
        cells = [
            tool,
            f"{row['docs_per_s']:,.0f}",
            "" if tool == "congvan" else f"{short(ratio, 4)} ×" if ratio else "",
        ]
        cells += _walls(rows, work, tool, mode, sizes)
        lines.append(_line([*cells, f"{row['peak_mib']:.0f}", f"{row['bytes_per_file'] / 1024:.1f}"]))
    if find(rows, work, "congvan", "cold"):
        lines.append(_line(["congvan, no cache", "", "", *_walls(rows, work, "congvan", "cold", sizes), "", ""]))
    return "\n".join(lines)


def _walls(rows: Rows, work: str, tool: str, mode: str, sizes: Iterable[int]) -> list[str]:
    found = [find(rows, work, tool, mode, n) for n in sizes]
    return [f"{short(row['wall_s'])}{'*' if 'extrapolated_from' in row else ''}" if row else "" for row in found]


def _processes(rows: Rows) -> str:
    lines = [_line(["work", "tool", "mode", "n", "wall s", "peak MiB"]), _line(["---", "---", "---", *["---:"] * 3])]
    for row in rows:
        whole = row["work"] in (
            "letter.pdf/one",
            "start-up",
            "full build",
            "edited template",
            "old computer",
            "receivers",
        )
        whole = whole or row["work"].startswith(("memory ", "districts "))
        if whole or (row["work"], row["n"]) == ("roster.pdf", 55):
            peak = f"{row['peak_mib']:.0f}" if row["peak_mib"] else ""
            cells = [row["work"], row["tool"], row["mode"], f"{row['n']:,}", short(row["wall_s"]), peak]
            lines.append(_line(cells))
    return "\n".join(lines) + "\n\n\\* a loop cut short after a second and a half, reckoned up to N"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
