"""One measurement, in a process of its own: python measure.py PEER WORK N OUT [--mode=MODE] [--folder=FOLDER] [--warm]
[--stream] [--cap=SECONDS]. Prints one line of JSON.

Standard library alone: it runs in every peer's environment. A peer is a module of peers/ with

    MODES: dict[str, …]                        the ways it can be used, the first as it comes
    start(work, mode, folder, out) -> object    set-up; the object has `write(record, path)` for works of many files,
                                               `all(records, path)` for works of one file, and may have `close()`

A work is "letter.docx" (a file each) or "roster.pdf/one" (all records in one file). `folder` is what prepare.py wrote.
warm: the clock runs round the loop, after set-up and ten records that are not counted. cold: the parent takes the time
of the whole process. A loop stops after `--cap` seconds; "made" says how many records it came to.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import sys
import time
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]

import samples

WARM_UP = 10


def peak_mib() -> float:
    """Peak resident memory of this process alone: VmHWM, since ru_maxrss begins with that of the parent."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def run(
    made: Any, work: str, records: Iterable[Any], out: Path, warm: bool, cap: float, spare: list[Any]
) -> dict[str, Any]:
    """Write the records; `spare` are those that warm up."""
    kind, _, single = work.partition("/")
    suffix = kind.partition(".")[2]
    if single:
        if warm:
            made.all(spare, out / f"warm-up.{suffix}")
            (out / f"warm-up.{suffix}").unlink()
        started, began = time.perf_counter(), time.process_time()
        made.all(records, out / f"all.{suffix}")
        return {"loop_s": time.perf_counter() - started, "cpu_s": time.process_time() - began, "made": 0}
    for number, record in enumerate(spare if warm else []):
        made.write(record, out / f"w{number}.{suffix}")
    started, began = time.perf_counter(), time.process_time()
    count = 0
    for count, record in enumerate(records, 1):
        made.write(record, out / f"{count:05d}.{suffix}")
        if time.perf_counter() - started > cap:
            break
    if hasattr(made, "close"):
        made.close()
    return {"loop_s": time.perf_counter() - started, "cpu_s": time.process_time() - began, "made": count}


class Options:
    """What the command line asks for; `stream`: make each record when it is wanted, and keep none.

    Why not argparse: no peer needs it, and it takes 5 ms, a tenth of a process that makes one letter.
    """

    def __init__(self, words: Sequence[str]) -> None:
        named = dict(word[2:].partition("=")[::2] for word in words if word.startswith("--"))
        self.peer, self.work, n, out = (word for word in words if not word.startswith("--"))
        self.n, self.out = int(n), Path(out)
        self.mode = named.pop("mode", "")
        self.folder = Path(named.pop("folder", HERE / ".work"))
        self.cap = float(named.pop("cap", 1e9))
        self.warm, self.stream = (named.pop(name, None) is not None for name in ("warm", "stream"))
        if named:
            raise SystemExit(f"unknown: {', '.join(named)}")


def main() -> None:
    options = Options(sys.argv[1:])
    shutil.rmtree(options.out, ignore_errors=True)
    options.out.mkdir(parents=True)
    peer = importlib.import_module(f"peers.{options.peer}")
    kind = options.work.partition(".")[0]
    loaded = samples.load(options.folder, kind)
    made = peer.start(options.work, options.mode, options.folder, options.out)
    make, content = samples.MAKE[kind], samples.CONTENT[kind]
    flat: Any = make(loaded, options.n)
    spare: Any = make(loaded, WARM_UP, options.n) if options.warm else []
    if getattr(peer, "WHOLE", False):  # it reads the project's own templates
        whole, given = partial(content, loaded["base"]), partial(samples.given, options.work)
        flat, spare = (map(given, map(whole, records)) for records in (flat, spare))
    records = flat if options.stream else list(flat)
    found = run(made, options.work, records, options.out, options.warm, options.cap, list(spare))
    found["made"] = found["made"] or options.n
    found["peak_mib"] = peak_mib()
    print(json.dumps(found))
    sys.stdout.flush()
    os._exit(0)  # a peer's tear-down is no part of its work


if __name__ == "__main__":
    main()
