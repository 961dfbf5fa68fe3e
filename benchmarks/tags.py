"""What tags cost: the same records tagged and untagged, in turn in one process, CPU time: `benchmarks/tags.py`."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import prepare
import samples

from congvan.core.cache import MemoryCache
from congvan.formats.docx_html.template import compile_template

RECORDS, ROUNDS = 85, 30
LIST_ROWS = 299


def contents(kind: str) -> list[dict[str, Any]]:
    loaded = dict(zip(("letter", "roster"), prepare.loaded(prepare.planned()), strict=True))[kind]
    return [samples.CONTENT[kind](loaded["base"], record) for record in samples.MAKE[kind](loaded, RECORDS)]


def long_lists() -> list[dict[str, Any]]:
    """Forms with as many rows as the longest of the sample."""
    made = contents("roster")[:3]
    for content in made:
        table = content["attachments"][0]["table"]
        row = table["rows"][0]
        table["rows"] = [[str(n), *row[1:]] for n in range(1, LIST_ROWS + 1)]
    return made


def compare(name: str, records: list[dict[str, Any]], rounds: int) -> dict[str, Any]:
    """Time and bytes of the records, tagged and untagged: the best of many rounds, each way after a round of its own,
    so that none pays for words that both shape.
    """
    template = compile_template(
        (HERE.parent / "templates/van-ban.docx").read_bytes(), name="van-ban.docx", cache=MemoryCache()
    )
    ways: tuple[Callable[[dict[str, Any]], bytes], ...] = (template.untagged, template.render)
    sizes = [sum(len(way(record)) for record in records) / len(records) for way in ways]
    times: list[list[float]] = [[], []]
    gc.disable()
    for _round in range(rounds):
        for n, way in enumerate(ways):
            for record in records:
                way(record)
            start = time.process_time()
            for record in records:
                way(record)
            times[n].append((time.process_time() - start) / len(records) * 1000)
    gc.enable()
    plain, tagged = map(min, times)
    return {"what": name, "untagged_ms": plain, "tagged_ms": tagged, "more": tagged / plain - 1, "bytes": sizes}


def rows() -> Iterable[dict[str, Any]]:
    yield compare("letter", contents("letter"), ROUNDS)
    yield compare("roster form", contents("roster"), ROUNDS)
    yield compare(f"form of {LIST_ROWS} rows", long_lists(), ROUNDS)


def main() -> None:
    print("| document | untagged, ms | tagged, ms | more | bytes more |\n| --- | ---: | ---: | ---: | ---: |")
    for row in rows():
        plain, tagged = row["bytes"]
        print(
            f"| {row['what']} | {row['untagged_ms']:.4f} | {row['tagged_ms']:.4f} | {row['more']:.1%} |"
            f" {tagged - plain:,.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
