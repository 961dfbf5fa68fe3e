"""The figures that the documentation quotes, written from results.json: `make figures`, and at the end of `make bench`.

A page marks where they stand; the words of the mark are a table of this module and its rows:

    <!-- figures: rates letter.docx letter.pdf -->
    …
    <!-- /figures -->

Each row names the machine, and says so where what it was measured on is older than the code at hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fingerprint
import report
from report import Rows, short

HERE = Path(__file__).resolve().parent
HOME = HERE.parent
REGION = re.compile(r"(?<=<!-- figures: )(?P<name>\w+)(?P<rows>[^>]*) -->\n.*?(?=<!-- /figures -->)", re.DOTALL)
CLUSTER = HERE / "cluster.json"
# The country since 1 July 2025 (Nghị quyết 202/2025/QH15): communes, wards and special zones have no districts above.
PROVINCES, COMMUNES, ENTERPRISES = 34, 3_321, 5
FORMS = COMMUNES * ENTERPRISES


@dataclass(frozen=True)
class Figures:
    """What was measured, for a page. `older`: the scopes whose code is another now; `folder`: the way to the plots."""

    about: dict[str, Any]
    older: frozenset[str]
    folder: str
    cluster: Figures | None = None

    @property
    def rows(self) -> Rows:
        found: Rows = self.about["rows"]
        return found

    def machine(self, *works: str) -> str:
        """On what it was measured, and whether that is older than the code at hand."""
        one = self.about["machine"]
        parts = [f"{one['processor']}, {one['cores']} cores, Python {one['python']}"]
        if any(report.scope(work) in self.older for work in works):
            parts.append(report.OLDER)
        return "; ".join(parts)

    def table(self, heads: list[str], lines: Iterable[tuple[list[str], str]]) -> str:
        """`lines`: the cells of each row and the work that they are of; the last column says where it was measured."""
        heads = [*heads, "measured on"]
        rule = ["---", *["---:"] * (len(heads) - 2), "---"]
        rows = ([*cells, self.machine(work) if any(cells[1:]) else "not measured"] for cells, work in lines)
        return "".join(f"| {' | '.join(cells)} |\n" for cells in (heads, rule, *rows))


def rates(figures: Figures, works: list[str]) -> str:
    """Files a second, warm, of the most records."""

    def line(work: str) -> list[str]:
        title = report.TITLES[work]
        ours = report.find(figures.rows, work, "congvan", "warm")
        if not ours:
            return [title, "", ""]
        measured = {row["tool"] for row in figures.rows if row["work"] == work and row["mode"] == "warm"}
        tools = measured - {"congvan", "congvan, untagged"}
        times = [(ratio, tool) for tool in tools if (ratio := report.times(figures.rows, work, tool))]
        beside = f"{short(min(times)[0])} × {min(times)[1]}" if times else ""
        return [title, f"{ours['docs_per_s']:,.0f}", beside]

    heads = ["document", "files a second", "beside the fastest other tool"]
    return figures.table(heads, ((line(work), work) for work in works))


def growth(figures: Figures, works: list[str]) -> str:
    """Time and memory of few and many records."""

    def line(work: str) -> list[str]:
        found = sorted((row for row in figures.rows if row["work"] == f"growth {work}"), key=lambda row: row["n"])
        if len(found) < 2:
            return [report.TITLES[work], *[""] * 4]
        few, many = found[0], found[-1]
        return [
            report.TITLES[work],
            f"{few['n']:,}: {short(few['wall_s'], 2)} s",
            f"{many['n']:,}: {short(many['wall_s'])} s",
            f"{short(1000 * many['wall_s'] / many['n'], 2)} ms",
            f"{few['peak_mib']:.0f}, {many['peak_mib']:.0f} MiB",
        ]

    heads = ["document", "few records", "many records", "one of many", "peak memory of few, of many"]
    return figures.table(heads, ((line(work), f"growth {work}") for work in works))


COMMANDS = {  # name in a mark → work, tool, mode, and what it is
    "no-op": ("start-up", "no-op", "cold", "nothing to do"),
    "full-build": ("full build", "congvan", "cold", "the sample without signs, {n:,} files, nothing cached"),
    "old-computer": ("old computer", "congvan", "cold", "the sample, {n:,} files, nothing cached, one core and 2 GB"),
    "edited": ("edited template", "congvan", report.CACHED, "one letter's PDF after an edit of its template"),
    "receivers": ("receivers", "congvan", "cold", "one dispatch to {n:,} receivers, nothing cached"),
    "year-letter": ("year", "one letter", report.CACHED, "one letter's PDF in a folder of {n:,} dispatches"),
    "year-no-op": ("year", "no-op", report.CACHED, "nothing to do in a folder of {n:,} dispatches"),
    "year-validate": ("year", "validate", report.CACHED, "`validate`, a folder of {n:,} dispatches"),
}


def commands(figures: Figures, names: list[str]) -> str:
    """What whole commands take; where they were measured for several sizes, for the largest."""

    def line(work: str, tool: str, mode: str, text: str) -> list[str]:
        row = report.find(figures.rows, work, tool, mode)
        return [text.format(n=row["n"]), f"{short(row['wall_s'], 2)} s"] if row else [text.replace("{n:,} ", ""), ""]

    return figures.table(["command", "time"], ((line(*COMMANDS[name]), COMMANDS[name][0]) for name in names))


def machines(figures: Figures, names: list[str]) -> str:
    """What whole commands take of a computer: time and memory, of several processes that of the largest."""

    def line(work: str, tool: str, mode: str, text: str) -> list[str]:
        row = report.find(figures.rows, work, tool, mode)
        if not row:
            return [text.replace("{n:,} ", ""), "", ""]
        return [text.format(n=row["n"]), f"{short(row['wall_s'], 2)} s", f"{row['peak_mib']:.0f} MiB"]

    heads = ["command", "time", "peak memory"]
    return figures.table(heads, ((line(*COMMANDS[name]), COMMANDS[name][0]) for name in names))


def package(_figures: Figures, _words: list[str]) -> str:
    """What the package of one dispatch is for the whole country, in files."""
    packs = COMMUNES + PROVINCES * ENTERPRISES
    rows = [
        ("province", "letter (DOCX, PDF), send list (DOCX, PDF, XLSX), screen", PROVINCES, 6 * PROVINCES),
        ("commune", "addressed letter (DOCX, PDF)", COMMUNES, 2 * COMMUNES),
        ("commune and enterprise", "roster form (DOCX, PDF, XLSX)", FORMS, 3 * FORMS),
        ("commune; enterprise of a province", "print pack", packs, packs),
    ]
    rows.append(("", "all", sum(row[2] for row in rows), sum(row[3] for row in rows)))
    lines = "".join(f"| {per} | {files} | {count:,} | {made:,} |\n" for per, files, count, made in rows)
    return f"| per | files | count | files in all |\n|---|---|---:|---:|\n{lines}"


def country(figures: Figures, forms: list[str]) -> str:
    """Processor time of roster forms: of one, of an average province and of the country."""

    def line(form: str) -> list[str]:
        row = report.find(figures.rows, f"districts {form}", "congvan", "cold")
        if not row:
            return [form.upper(), *[""] * 5]
        one = row["cpu_s"] / row["n"]
        peak = f"{row['peak_mib']:.0f} MiB" if row["peak_mib"] else ""
        times = (f"{short(1000 * one, 2)} ms", f"{short(one * FORMS / PROVINCES, 2)} s", f"{short(one * FORMS, 2)} s")
        return [form.upper(), f"{row['n']:,}", peak, *times]

    province = f"a province, {FORMS / PROVINCES:,.0f} forms"
    heads = [
        "format",
        "measured on forms",
        "peak memory",
        "processor of one",
        province,
        f"the country, {FORMS:,} forms",
    ]
    return figures.table(heads, ((line(form), f"districts {form}") for form in forms))


def cluster(figures: Figures, _words: list[str]) -> str:
    """Forms by the workers of a cluster: benchmarks/cluster.py."""
    heads = ["rendered by", "forms", "time", "forms a second"]
    if figures.cluster is None:
        return figures.table(heads, [([""] * 4, "cluster")])
    lines = (
        ([row["mode"], f"{row['n']:,}", f"{short(row['wall_s'])} s", f"{row['docs_per_s']:,.0f}"], "cluster")
        for row in figures.cluster.rows
    )
    return figures.cluster.table(heads, lines)


PLOTS = {  # name in a mark → its words and the works that it shows
    "plot": ("Files a second beside other tools", tuple(report.TITLES)),
    "growth": ("Time over the number of records and of dispatches", ("growth", "year")),
}


def plot(figures: Figures, names: list[str]) -> str:
    """Plots, and on what they were measured."""

    def shown(name: str) -> str:
        words, works = PLOTS[name]
        if not any(row["work"].startswith(works) for row in figures.rows):
            return f"{words}: not measured.\n"
        caption = f"Measured on {figures.machine(*works)}."
        return f"![{words}]({figures.folder}{name}.png)\n\n{caption}\n"

    return "\n".join(map(shown, names))


TABLES: dict[str, Callable[[Figures, list[str]], str]] = {
    "rates": rates, "growth": growth, "commands": commands, "machines": machines, "package": package,
    "country": country, "cluster": cluster, "plot": plot,
}  # fmt: skip  # a table: what belongs together on a line


def page(text: str, figures: Figures) -> str:
    """The page with its marked regions written anew."""

    def region(found: re.Match[str]) -> str:
        table = TABLES[found["name"]](figures, found["rows"].split())
        return f"{found['name']}{found['rows']} -->\n\n{table}\n"

    return REGION.sub(region, text)


def pages(about: dict[str, Any], current: dict[str, str]) -> Iterator[tuple[Path, str]]:
    """Every page that quotes a figure, with what it has to say while the code is that of `current` (fingerprint.py)."""
    older = _older(about, current)
    yield HERE / "results.md", report.markdown(about, older)
    for path in sorted([*HOME.glob("*.md"), *(HOME / "docs").glob("*.md")]):
        text = path.read_text("utf-8")
        if REGION.search(text):
            folder = "benchmarks/" if path.parent == HOME else "../benchmarks/"
            found = about.get("cluster")
            cluster = Figures(found, _older(found, current), folder) if found else None
            yield path, page(text, Figures(about, older, folder, cluster))


def _older(about: dict[str, Any], current: dict[str, str]) -> frozenset[str]:
    then = about.get("fingerprint", {})
    return frozenset(scope for scope, digest in current.items() if then.get(scope) != digest)


def measured() -> dict[str, Any]:
    """What results.json holds, and under `cluster` the same of the cluster where that was measured."""
    about: dict[str, Any] = json.loads((HERE / "results.json").read_text("utf-8"))
    return about | ({"cluster": json.loads(CLUSTER.read_text("utf-8"))} if CLUSTER.is_file() else {})


def main() -> None:
    about = measured()
    for path, text in pages(about, fingerprint.fingerprint()):
        if path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            print(f"figures: {path.relative_to(HOME).as_posix()}")


if __name__ == "__main__":
    main()
