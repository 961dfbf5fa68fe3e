"""Measure congvan beside its peers, on the project's own templates and data: `make bench`, or `run.py --quick`.

Every sample is a process of its own; tools take turns within a round, so that a machine's ups and downs meet them all.
Writes results.json, results.md, plot.png and plot.svg beside this file (--out FOLDER: elsewhere).
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
HOME = HERE.parent
sys.path[:0] = [str(HERE)]

import environments
import report
from environments import Missing

WORK = HERE / ".work"
MEMORY = Path("/dev/shm")
_folders = itertools.count(1)
_files = WORK / "out"  # where the samples write


def out() -> Path:
    """A new folder for each sample; all are removed when everything is measured."""
    return _files / str(next(_folders))


def place(wanted: Path | None) -> Path:
    """A new folder for what is written: in memory where the machine has room for it, else on the disk.

    Why: ext4 looks past every inode that was freed in the last minutes, so that a file costs 19 µs after a quiet hour
    and 130 µs after a test run; a whole form costs 60.
    """
    if wanted is None and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 1 << 32 and os.access(MEMORY, os.W_OK):
        wanted = MEMORY
    (wanted or WORK).mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="bench-", dir=wanted or WORK))


@dataclass(frozen=True)
class Tool:
    """A peer in one of its modes. `home`: name of its environment; "" is the project's own, "node" is Node."""

    name: str
    home: str
    peer: str
    mode: str = ""


OURS = Tool("congvan", "", "ours", "cached")
UNCACHED = Tool("congvan", "", "ours", "no cache")
TYPST = Tool("Typst", "typst", "page_typst")
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
    "letter.pdf": (OURS, TYPST, WEASYPRINT),
    "roster.pdf": (OURS, TYPST, WEASYPRINT, REPORTLAB),
    "roster.pdf/one": (OURS, REPORTLAB, TYPST),
    "roster.xlsx": (
        OURS,
        Tool("XlsxWriter, in memory", "xlsxwriter", "book_xlsxwriter"),
        OPENPYXL,
        Tool("openpyxl, one workbook kept", "openpyxl", "book_openpyxl", "one workbook kept"),
    ),
}
SIZES = {"roster.pdf/one": (1000,)}


class Bench:
    """One run: its settings, and the rows found so far."""

    def __init__(self, quick: bool, only: Sequence[str], tools: Sequence[str]) -> None:
        self.quick, self._only, self._tools = quick, only, tools
        self.rounds = 1 if quick else 3
        self.cap = 0.3 if quick else 1.5
        self.sizes = (2, 10) if quick else (10, 100, 1000)
        self.rows: list[dict[str, Any]] = []
        self._skipped: set[str] = set()

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
                self.compare(work, n, [(tool, "warm") for tool in ready], self.rounds)
                cold = [(tool, "cold, warm cache" if tool is OURS else "cold") for tool in ready]
                self.compare(work, n, [*cold, *([(UNCACHED, "cold")] if OURS in ready else [])], 1)

    def compare(self, work: str, n: int, variants: Sequence[tuple[Tool, str]], rounds: int) -> None:
        samples: dict[int, list[dict[str, Any]]] = {k: [] for k in range(len(variants))}
        for turn in range(rounds):
            for k in range(len(variants)):
                k = (k + turn) % len(variants)
                tool, mode = variants[k]
                samples[k].append(sample(tool, work, n, mode, self.cap))
        for k, (tool, mode) in enumerate(variants):
            self.add(work, tool.name, mode, n, samples[k])

    def add(self, work: str, tool: str, mode: str, n: int, samples: Sequence[dict[str, Any]]) -> None:
        walls = [sample["wall_s"] for sample in samples]
        wall = statistics.median(walls)
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
        if "cpu_s" in samples[0] and mode == "warm":
            row["cpu_s"] = round(statistics.median(sample["cpu_s"] for sample in samples), 5)
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
                    sample(OURS, work, n, "cold", self.cap)  # fills the cache
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
        documents = sorted({job["document"] for job in jobs if job["format"] in ("docx", "pdf", "xlsx", "pack")})
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


def interpreter(tool: Tool) -> str:
    if tool.home == "node":
        return environments.node()
    return environments.python_of(tool.home) if tool.home else sys.executable


def sample(tool: Tool, work: str, n: int, mode: str, cap: float) -> dict[str, Any]:
    """Measure one process. warm: the loop alone. cold: all of it. stream: all, with records made on the way."""
    program = interpreter(tool)
    warm, folder = mode == "warm", out()
    cap = 1e9 if tool.peer == "ours" else cap  # its first records bring new layouts: they say nothing of the rest
    if tool.home == "node":
        temper = "warm" if warm else "cold"
        command = [program, str(HERE / "peers/node.mjs"), tool.peer, str(n), str(folder), str(WORK), temper, str(cap)]
    else:
        command = [program, str(HERE / "measure.py"), tool.peer, work, str(n), str(folder), f"--mode={tool.mode}"]
        command += [f"--cap={cap}", *(["--warm"] if warm else []), *(["--stream"] if mode == "stream" else [])]
    found = timed(command, folder, read=True)
    left = (n - found["made"]) / found["made"]  # of a loop that was cut short
    found["wall_s"] = (found["loop_s"] if warm else found["wall_s"]) + left * found["loop_s"]
    found["cpu_s"] *= 1 + left
    if "/one" in work:
        found["bytes_per_file"] /= n  # bytes a record
    return found


def timed(command: Sequence[str], folder: Path | None = None, read: bool = False) -> dict[str, Any]:
    """Run a command: its wall time, its peak memory (where it tells, else that of the process), what it wrote."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=HERE)
    text, errors = process.communicate()
    wall = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}\n{errors[-2000:] or text[-2000:]}")
    found: dict[str, Any] = json.loads(text.splitlines()[-1]) if read else {"peak_mib": 0.0}
    sizes = [path.stat().st_size for path in _documents(folder)] if folder else []
    found |= {"wall_s": wall, "files": len(sizes), "bytes_per_file": sum(sizes) / len(sizes) if sizes else 0}
    return found


def _documents(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.suffix in (".docx", ".pdf", ".xlsx"))


def fresh_tree() -> Path:
    """A copy of the project's data and templates, nothing built and nothing cached."""
    tree = out()
    for name in ("data", "templates"):
        shutil.copytree(HOME / name, tree / name)
    return tree


def machine() -> dict[str, Any]:
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {
        "processor": models[0].partition(": ")[2] if models else platform.machine(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
    }


def file_system(folder: Path) -> str:
    """The kind of file system that a folder lies on: tmpfs, ext4, …"""
    found = subprocess.run(["stat", "-f", "-c", "%T", str(folder)], capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few records, one round: does everything run?")
    parser.add_argument("--only", action="append", default=[], metavar="WORK", help="letter, roster.pdf, start-up, …")
    parser.add_argument("--tool", action="append", default=[], metavar="NAME", help="only these tools")
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--out", type=Path, default=HERE, metavar="FOLDER", help="for the results")
    parser.add_argument(
        "--files", type=Path, metavar="FOLDER", help="for what is written meanwhile; default: in memory"
    )
    options = parser.parse_args(words)
    started = time.perf_counter()
    # As pip does for every peer that it installs; where PYTHONDONTWRITEBYTECODE is set nothing else would.
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(HOME / "congvan")], check=False)
    subprocess.run([sys.executable, str(HERE / "prepare.py"), str(WORK)], check=True)
    bench = Bench(options.quick, options.only, options.tool)
    bench.rounds = options.rounds or bench.rounds
    global _files
    _files = place(options.files)
    try:
        bench.works()
        bench.processes()
        bench.start_up()
        bench.memory()
        bench.full_build()
    finally:
        shutil.rmtree(_files, ignore_errors=True)
    about = {
        "machine": {**machine(), "files": file_system(_files.parent)},
        "quick": options.quick,
        "rounds": bench.rounds,
        "rows": bench.rows,
    }
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "results.json").write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (options.out / "results.md").write_text(report.markdown(about), "utf-8")
    try:
        command = [environments.python_of("plot"), str(HERE / "plot.py"), str(options.out)]
        subprocess.run(command, check=True)
    except Missing as reason:
        print(f"no plot: {reason}")
    print(f"{report.figures(bench.rows)}\n{time.perf_counter() - started:.0f} s; see {options.out / 'results.md'}")


if __name__ == "__main__":
    main()
