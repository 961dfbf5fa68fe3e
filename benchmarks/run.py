"""Measure congvan beside its peers, on the project's own templates and data: `make bench`, or `run.py --quick`.

Every sample is a process of its own; tools take turns within a round, so that a machine's ups and downs meet them all.
Writes results.json, results.md and the plots beside this file and brings the figures that the documentation quotes up
to them. A part of it all (--quick, --only, --tool) goes to .work/results, as --out FOLDER to any other place.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
HOME = HERE.parent
sys.path[:0] = [str(HERE)]

import environments
import figures
import growth
import lists
import office
import report
import sampling
from environments import Missing
from sampling import OURS, WORK, Tool, fresh_tree, interpreter, out, sample, timed

UNCACHED = Tool("congvan", "", "ours", "no cache")
UNTAGGED = Tool("congvan, untagged", "", "ours", "untagged")
TYPST = Tool("Typst", "typst", "page_typst")
TYPST_TAGGED = Tool("Typst, tagged", "typst", "page_typst", "tagged")
WEASYPRINT = Tool("WeasyPrint", "weasyprint", "page_weasyprint")
REPORTLAB = Tool("reportlab", "reportlab", "page_reportlab")
OPENPYXL = Tool("openpyxl", "openpyxl", "book_openpyxl")
DOCXTPL = Tool("docxtpl", "docxtpl", "word_docxtpl")
RUST = Tool("rust-docxtpl", "rust-docxtpl", "word_docxtpl")

WORKS: dict[str, tuple[Tool, ...]] = {
    "letter.docx": (
        OURS,
        DOCXTPL,
        Tool("docxtpl, by a subclass", "docxtpl", "word_docxtpl", "by a subclass"),
        RUST,
        Tool("rust-docxtpl, by a subclass", "rust-docxtpl", "word_docxtpl", "by a subclass"),
        Tool("docx-mailmerge2", "docx-mailmerge2", "word_mailmerge"),
        Tool("docxtemplater", "node", "docxtemplater"),
        Tool("easy-template-x", "node", "easy-template-x"),
    ),
    "letter.pdf": (OURS, UNTAGGED, TYPST_TAGGED, TYPST, WEASYPRINT),
    "roster.pdf": (OURS, UNTAGGED, TYPST_TAGGED, TYPST, WEASYPRINT, REPORTLAB),
    "roster.pdf/one": (OURS, REPORTLAB, TYPST),
    "roster.xlsx": (
        OURS,
        Tool("XlsxWriter, in memory", "xlsxwriter", "book_xlsxwriter"),
        OPENPYXL,
        Tool("openpyxl, one workbook kept", "openpyxl", "book_openpyxl", "one workbook kept"),
    ),
}
SIZES = {"roster.pdf/one": (1000,)}
TAGGED = ("letter.pdf", "roster.pdf")
LEAST_OF = 3  # samples at least of a figure that is the least of them
SHORT = 15  # samples of a process that takes a tenth of a second


class Bench:
    """One run: its settings, and the rows found so far."""

    def __init__(self, quick: bool, only: Sequence[str], tools: Sequence[str]) -> None:
        self.quick, self._only, self._tools = quick, only, tools
        self.rounds = 1 if quick else 3
        self.cap = 0.3 if quick else 1.5
        self.sizes = (2, 10) if quick else (10, 100, 1000)
        self.rows: list[dict[str, Any]] = []
        self._skipped: set[str] = set()

    @property
    def turns(self) -> int:
        """How many samples there are of a figure that is the least of them, however few rounds are asked for."""
        return self.rounds if self.quick else max(self.rounds, LEAST_OF)

    def wants(self, work: str) -> bool:
        return not self._only or any(work.startswith(name) for name in self._only)

    def ready(self, tools: Iterable[Tool]) -> list[Tool]:
        """Those that can run here; for the others a line says why not."""
        found = []
        for tool in tools:
            if self._tools and tool.name not in self._tools:
                continue
            try:
                interpreter(tool)
                found.append(tool)
            except Missing as reason:
                if tool.home not in self._skipped:
                    print(f"  skipped: {tool.name}: {reason}", flush=True)
                self._skipped.add(tool.home)
        return found

    def works(self) -> None:
        """Many records by every tool, warm and cold."""
        for work, tools in WORKS.items():
            if not self.wants(work):
                continue
            print(f"{work}", flush=True)
            ready = self.ready(tools)
            for n in (self.sizes[-1:] if self.quick else SIZES[work]) if work in SIZES else self.sizes:
                turns = self.turns if n == self.sizes[-1] else self.rounds  # the figures to reach are of the most
                self.compare(work, n, [(tool, "warm") for tool in ready], turns, least=True)
                cold = [(tool, "cold, warm cache" if tool is OURS else "cold") for tool in ready]
                self.compare(work, n, [*cold, *([(UNCACHED, "cold")] if OURS in ready else [])], 1)

    def tags(self) -> None:
        """What tags cost, of as many turns as single letters: a tenth is asked for, and loops of a third of a second
        differ by more.
        """
        for work in TAGGED:
            if self.wants(f"tags {work}"):
                print(f"tags: {work}", flush=True)
                variants = [(tool, "warm") for tool in self.ready((OURS, UNTAGGED))]
                self.compare(work, self.sizes[-1], variants, 3 if self.quick else SHORT, least=True, row=f"tags {work}")

    def compare(
        self,
        work: str,
        n: int,
        variants: Sequence[tuple[Tool, str]],
        rounds: int,
        least: bool = False,
        row: str = "",
    ) -> None:
        """Measure tools in turns; `row`: what their rows are called, if not as the work."""
        samples: dict[int, list[dict[str, Any]]] = {k: [] for k in range(len(variants))}
        for turn in range(rounds):
            for k in range(len(variants)):
                k = (k + turn) % len(variants)
                tool, mode = variants[k]
                samples[k].append(sample(tool, work, n, mode, self.cap))
        for k, (tool, mode) in enumerate(variants):
            self.add(row or work, tool.name, mode, n, samples[k], least)

    def add(
        self, work: str, tool: str, mode: str, n: int, samples: Sequence[dict[str, Any]], least: bool = False
    ) -> None:
        """Add the row of some samples: their medians; `least`: their least time, since whatever else runs on a machine
        only ever adds to what a loop takes.
        """
        walls = [sample["wall_s"] for sample in samples]
        taken = min if least else statistics.median
        wall = taken(walls)
        row = {
            "work": work,
            "tool": tool,
            "mode": mode,
            "n": n,
            "docs_per_s": round(n / wall, 2),
            "wall_s": round(wall, 5),
            "peak_mib": round(statistics.median(sample["peak_mib"] for sample in samples), 1),
            "bytes_per_file": round(statistics.median(sample["bytes_per_file"] for sample in samples)),
            "walls": [round(value, 5) for value in walls],
        }
        if mode == "warm" or "made" not in samples[0]:  # of a cold sample it is that of the loop
            row["cpu_s"] = round(taken([sample["cpu_s"] for sample in samples]), 5)
        if least:
            row["least"] = True
        if any(sample.get("made", n) < n for sample in samples):
            row["extrapolated_from"] = min(sample["made"] for sample in samples)
        self.rows.append(row)
        print(f"  {tool:<28} {mode:<17} n={n:<6} {row['docs_per_s']:>10} docs/s {row['wall_s']:>9} s", flush=True)

    # -- whole processes -----------------------------------------------------------------------------------------------

    def processes(self) -> None:
        """Letters in one PDF and a district's worth of rosters: a new process each, layouts cached."""
        for work, counts in (("letter.pdf/one", (1, 500)), ("roster.pdf", (55,))):
            if self.wants(f"process {work}"):
                print(f"{work}: whole process", flush=True)
                for n in [1, 5] if self.quick else counts:
                    variants = [(tool, "cold") for tool in self.ready((TYPST,))]
                    variants += [(OURS, "cold, warm cache"), (UNCACHED, "cold")]
                    for tool, _mode in variants:  # so that none reads its files from the disk; ours fills its cache
                        sample(tool, work, n, "cold", self.cap)
                    if n == 1:
                        variants += [(tool, "cold") for tool in self.ready((WEASYPRINT,))]
                        self.compare(work, n, variants, 3 if self.quick else SHORT, least=True)
                    else:
                        self.compare(work, n, variants, self.rounds)

    def start_up(self) -> None:
        if not self.wants("start-up"):
            return
        print("start-up", flush=True)
        tree = fresh_tree()
        build = [sys.executable, str(HOME / "build.py")]
        subprocess.run([*build, "--root", str(tree)], stdout=subprocess.DEVNULL, check=True)
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "--help": [*build, "--help"],
            "no-op": [*build, "--root", str(tree)],
        }
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in commands}
        for command in commands.values():
            timed(command)
        for _turn in range(3 if self.quick else 21):
            for name, command in commands.items():
                found[name].append(timed(command))
        for name, samples in found.items():
            self.add("start-up", name, "cold", 1, samples)

    def memory(self) -> None:
        counts = (10, 100) if self.quick else (100, 10_000)
        for work in ("roster.pdf", "roster.pdf/one", "roster.xlsx", "roster.docx"):
            if self.wants(f"memory {work}"):
                print(f"memory: {work}", flush=True)
                sample(OURS, work, counts[-1], "stream", 1e9)  # fills the cache: a layout is another matter
                for n in counts:
                    self.add(f"memory {work}", "congvan", "cold, warm cache", n, [sample(OURS, work, n, "stream", 1e9)])

    def full_build(self) -> None:
        if not self.wants("full build"):
            return
        print("full build", flush=True)
        jobs = json.loads((WORK / "jobs.json").read_text("utf-8"))
        documents = sorted({job["document"] for job in jobs if job["format"] in ("docx", "pdf", "xlsx")})
        found: dict[str, list[dict[str, Any]]] = {"congvan": [], "naive pipeline": []}
        for _turn in range(1 if self.quick else 2):
            tree = fresh_tree()
            command = [sys.executable, str(HOME / "build.py"), *documents, "--root", str(tree)]
            found["congvan"].append(timed(command, tree / "outputs"))
            try:
                python = environments.python_of("naive")
            except Missing as reason:
                print(f"  skipped: {reason}")
                continue
            folder = out()
            found["naive pipeline"].append(timed([python, str(HERE / "naive.py"), str(folder)], folder))
        for name, samples in found.items():
            if samples:
                self.add("full build", name, "cold", samples[0]["files"], samples)


def machine() -> dict[str, Any]:
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {
        "processor": models[0].partition(": ")[2] if models else platform.machine(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
    }


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few records, one round: does everything run?")
    parser.add_argument("--only", action="append", default=[], metavar="WORK", help="letter, roster.pdf, start-up, …")
    parser.add_argument("--tool", action="append", default=[], metavar="NAME", help="only these tools")
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="for the results")
    parser.add_argument(
        "--files", type=Path, metavar="FOLDER", help="for what is written meanwhile; default: in memory"
    )
    options = parser.parse_args(words)
    whole = not (options.quick or options.only or options.tool)
    started = time.perf_counter()
    # In a process of its own, as all that takes memory: what it starts is never told to take less than this one.
    measured = json.loads(subprocess.check_output([sys.executable, str(HERE / "fingerprint.py")]))
    # As pip does for every peer that it installs; where PYTHONDONTWRITEBYTECODE is set nothing else would.
    subprocess.run(
        [
            sys.executable,
            "-m",
            "compileall",
            "-q",
            str(HOME / "congvan"),
            str(HERE / "peers"),
            str(HERE / "samples.py"),
        ],
        check=False,
    )
    subprocess.run([sys.executable, str(HERE / "prepare.py"), str(WORK)], check=True)
    bench = Bench(options.quick, options.only, options.tool)
    bench.rounds = options.rounds or bench.rounds
    sampling.files = sampling.place(options.files)
    try:
        bench.works()
        bench.tags()
        bench.processes()
        bench.start_up()
        bench.memory()
        bench.full_build()
        office.measure(bench)
        growth.measure(bench)
        lists.measure(bench)
    finally:
        shutil.rmtree(sampling.files, ignore_errors=True)
    about = {
        "machine": {**machine(), "files": sampling.file_system(sampling.files.parent)},
        "fingerprint": measured,
        "quick": options.quick,
        "rounds": bench.rounds,
        "rows": bench.rows,
    }
    folder = options.out or (HERE if whole else WORK / "results")
    write(folder, about)
    if folder == HERE:
        figures.main()
    print(f"{report.figures(bench.rows)}\n{time.perf_counter() - started:.0f} s; see {folder / 'results.md'}")


def write(folder: Path, about: dict[str, Any]) -> None:
    """results.json, results.md and the plots."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (folder / "results.md").write_text(report.markdown(about), "utf-8")
    try:
        subprocess.run([environments.python_of("plot"), str(HERE / "plot.py"), str(folder)], check=True)
    except Missing as reason:
        print(f"no plot: {reason}")


if __name__ == "__main__":
    main()
