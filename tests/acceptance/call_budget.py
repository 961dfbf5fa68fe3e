"""How many function calls a record costs: a measure of work that no other load of the machine can change.

python tests/acceptance/call_budget.py writes what this Python needs into call_budget.json beside it: `make budgets`.
"""

from __future__ import annotations

import gc
import io
import json
import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from types import FrameType
from typing import Any

HOME = Path(__file__).resolve().parent.parent.parent
BUDGETS = Path(__file__).with_suffix(".json")
BENCH = HOME / "benchmarks"
ONE = "roster.pdf/one"  # all records in one PDF
WORKS = {
    "letter.docx": "van-ban.docx",
    "letter.pdf": "van-ban.docx",
    "roster.docx": "van-ban.docx",
    "roster.pdf": "van-ban.docx",
    "roster.xlsx": "bieu.xlsx",
    ONE: "van-ban.docx",
}
MAKERS = {"letter": "letter", "roster": "form"}
"""The contents of the records, of which a format is given what its templates use."""

WARM_UP, COUNTED = 51, 34  # the 17 receivers three times over, so that every shape was seen and believed; then twice


def python() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def counted(run: Callable[[], object]) -> int:
    """The calls of functions, C's included, that `run` makes."""
    count = 0

    def profile(_frame: FrameType, event: str, _arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    gc.disable()  # what it calls, and when, is no part of the work
    sys.setprofile(profile)
    try:
        run()
    finally:
        sys.setprofile(None)
        gc.enable()
    return count - 2  # those of `run` itself and of sys.setprofile


@cache
def contents(kind: str) -> list[dict[str, Any]]:
    """The contents of the bench's first records."""
    sys.path.insert(0, str(BENCH))
    try:
        import prepare
        import samples
    finally:
        sys.path.remove(str(BENCH))
    loaded = dict(zip(("letter", "roster"), prepare.loaded(prepare.planned()), strict=True))[kind]
    return [samples.CONTENT[kind](loaded["base"], r) for r in samples.MAKE[kind](loaded, WARM_UP + COUNTED)]


def calls(work: str, home: Path = HOME) -> float:
    """Function calls a record, after those that warm up, with the layouts of all of them known as in the bench."""
    from congvan.core.cache import MemoryCache
    from congvan.formats import compile_template
    from congvan.formats.pdf.pack import PackDocument, bind_to

    kind, form = work.removesuffix("/one").split(".")
    from congvan.documents.contents import for_format

    records = [dict(for_format(each, MAKERS[kind], form)) for each in contents(kind)]
    folder = home / "templates"
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    name = WORKS[work]
    compiled = partial(compile_template, form, files[name], name=f"templates/{name}", assets=files, cache=MemoryCache())
    if form == "pdf":  # a record that brings a new layout says nothing of the others
        first = compiled()
        for record in records:
            first.render(record)
    template = compiled()

    def make(some: list[dict[str, Any]]) -> None:
        if work == ONE:
            bind_to(
                io.BytesIO(),
                (PackDocument(template, record, record["short_title"], "") for record in some),
                title="Mẫu",
            )
        else:
            for record in some:
                template.render(record)

    make(records[:WARM_UP])
    return counted(lambda: make(records[WARM_UP:])) / COUNTED


def main() -> None:
    sys.path.insert(0, str(HOME))
    budgets = json.loads(BUDGETS.read_text("utf-8")) if BUDGETS.exists() else {}
    budgets[python()] = {work: round(calls(work)) for work in WORKS}
    BUDGETS.write_text(json.dumps(dict(sorted(budgets.items())), indent=1) + "\n", "utf-8")
    print(f"Python {python()}: {budgets[python()]}")


if __name__ == "__main__":
    main()
