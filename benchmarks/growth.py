"""How time grows: with the records of a merge, the dispatches of a folder, the receivers, the districts.

congvan alone; one round. A sample that would take longer than `LONGEST`, reckoned from the one before it, is left out,
and a line says so.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]

import sampling
from province import make_province
from sampling import HOME, OURS, WORK, out, sample, timed

LONGEST = 150.0  # seconds
MERGES = ("letter.docx", "letter.pdf", "roster.docx", "roster.pdf", "roster.pdf/one", "roster.xlsx")
CACHED = "cold, warm cache"


def measure(bench: Any) -> None:
    """Every work of this module that is wanted; the rows go to the bench."""
    for work in MERGES:
        if bench.wants(f"growth {work}"):
            print(f"growth: {work}", flush=True)
            merges(bench, work)
    for name, run in (("year", years), ("receivers", receivers), ("districts", districts)):
        if bench.wants(name):
            print(name, flush=True)
            run(bench)


class Forecast:
    """Whether a sample of so many would take too long, reckoned from the last one."""

    def __init__(self, what: str) -> None:
        self._what, self._rate = what, 0.0

    def allows(self, n: int) -> bool:
        too_long = self._rate * n > LONGEST
        if too_long:
            print(f"  left out: {self._what}, n={n}: it would take {self._rate * n:.0f} s", flush=True)
        return not too_long

    def took(self, n: int, seconds: float) -> None:
        self._rate = seconds / n


def merges(bench: Any, work: str) -> None:
    """10² to 10⁵ records, made on the way; the clock runs round the loop. Each sample's files are removed at once.

    The last number but one is measured again after the last: what is looked at is the slope between the two, and a
    machine that slowed down in between has shown 1.37 × where one process took as long for each ten thousand.
    """
    sample(OURS, work, 10, "warm", 1e9)  # fills the cache
    forecast, size = Forecast(work), 0.0
    found: dict[int, list[dict[str, Any]]] = {}

    def measured(n: int, folder: Path) -> dict[str, Any]:
        rehearse(folder, size * n)
        one = sample(OURS, work, n, "warm, stream", 1e9, folder)
        shutil.rmtree(folder)
        found.setdefault(n, []).append(one)
        return one

    for n in (2, 10) if bench.quick else (100, 1000, 10_000, 100_000):
        folder = roomy(size * n)
        if folder is None:
            print(f"  left out: {work}, n={n}: no room for {size * n / 1e9:.0f} GB", flush=True)
        elif forecast.allows(n):
            one = measured(n, folder)
            size = one["bytes_per_file"]
            forecast.took(n, one["wall_s"])
    if len(found) > 1 and (folder := roomy(size * [*found][-2])):
        measured([*found][-2], folder)
    for n, samples in found.items():
        bench.add(f"growth {work}", "congvan", "warm", n, samples)


def roomy(size: float) -> Path | None:
    """A new folder that has room for a third more than so many bytes: in memory, else on the disk."""
    for folder in (sampling.files, WORK):
        if shutil.disk_usage(folder).free > size * 4 / 3 + (1 << 30):
            return Path(tempfile.mkdtemp(prefix="growth-", dir=folder))
    return None


def rehearse(folder: Path, size: float) -> None:
    """Where files are kept in memory, write so many bytes there and remove them.

    Why: a host gives a virtual machine its memory when that is first used. Of 100,000 letters, seven gigabytes, those
    for which memory was new took 15 % longer; made again at once, all took as long as the first.
    """
    if sampling.file_system(folder) != "tmpfs":
        return
    path, block = folder / "rehearsal", bytes(1 << 20)
    with path.open("wb") as file:
        for _megabyte in range(int(size) // len(block) + 1):
            file.write(block)
    path.unlink()


def build(tree: Path, *words: str) -> list[str]:
    return [sys.executable, str(HOME / "build.py"), *words, "--root", str(tree)]


def make_year(tree: Path, dispatches: int, **more: Any) -> list[str]:
    """`year.make_year` in a process of its own, so that this one stays small."""
    program = (
        "import json, sys; from pathlib import Path; from year import make_year; folder, *more = sys.argv[1:];"
        "dispatches, more = map(json.loads, more); print(json.dumps(make_year(Path(folder), dispatches, **more)))"
    )
    command = [sys.executable, "-c", program, str(tree), str(dispatches), json.dumps(more)]
    env = {**os.environ, "PYTHONPATH": str(HOME)}
    ids: list[str] = json.loads(subprocess.check_output(command, cwd=HERE, env=env))
    return ids


def years(bench: Any) -> None:
    """1 to 3,000 dispatches in a folder to which something has come back: one edited, nothing to do, all validated."""
    forecast = Forecast("validate")
    for n in (1, 3) if bench.quick else (1, 10, 100, 300, 1000, 3000):
        tree = out()
        name = make_year(tree, n, returns=True)[0]
        path = tree / f"data/dispatches/{name}.yaml"
        command = build(tree, "build", "letter", "--only", "pdf", "--dispatch", name)
        timed(command)  # fills the cache
        edited, idle = [], []
        for _turn in range(1 if bench.quick else 3):
            text = path.read_text("utf-8")
            path.write_text(re.sub(r"^subject: .*", r"\g<0> mẫu", text, count=1, flags=re.MULTILINE), "utf-8")
            edited.append(timed(command, tree / "outputs"))
            idle.append(timed(command))
        bench.add("year", "one letter", CACHED, n, edited)
        bench.add("year", "no-op", CACHED, n, idle)
        if forecast.allows(n):
            found = timed(build(tree, "validate"))
            forecast.took(n, found["wall_s"])
            bench.add("year", "validate", CACHED, n, [found])
        shutil.rmtree(tree)


def receivers(bench: Any) -> None:
    """One dispatch to 2,000 receivers: all its documents, nothing cached."""
    n = 3 if bench.quick else 2000
    tree = out()
    make_year(tree, 1, receivers=n)
    bench.add("receivers", "congvan", "cold", n, [timed(build(tree), tree / "outputs")])
    shutil.rmtree(tree)


def districts(bench: Any) -> None:
    """The roster forms of an average province in one format, one process, nothing cached: docs/national-run.md."""
    for form in ("pdf", "docx", "xlsx"):
        tree = out()
        make_province(tree, 2 if bench.quick else 180)
        found = timed(build(tree, "build", "rosters", "--only", form, "-j", "1"), tree / "outputs")
        bench.add(f"districts {form}", "congvan", "cold", found["files"], [found])
        shutil.rmtree(tree)
