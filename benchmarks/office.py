"""Where a person waits: a letter after its template was edited, and the whole sample on an old computer.

`run.py --only edited --only old` measures both alone.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from growth import CACHED, build, make_year
from sampling import fresh_tree, out, timed

OLD = ("taskset", "-c", "0", "prlimit", f"--as={2 << 30}")
"""One core and 2 GiB of address space, which is more than a program has in 2 GB of memory."""
_MARGIN = re.compile(rb'(<w:pgMar [^>]*w:bottom=")(\d+)')


def measure(bench: Any) -> None:
    """The works of this module that are wanted; the rows go to the bench."""
    for work, run in (("edited template", edited_template), ("old computer", old_computer)):
        if bench.wants(work):
            print(work, flush=True)
            run(bench)


def edited_template(bench: Any) -> None:
    """One letter's PDF by the command, each time after another edit of its template, which then has a new layout."""
    tree = out()
    (name,) = make_year(tree, 1)
    command = build(tree, "build", "letter", "--only", "pdf", "--dispatch", name)
    timed(command)
    found = []
    for _turn in range(bench.turns):
        widen(tree / "templates/van-ban.docx")
        found.append(timed(command, tree / "outputs"))
    bench.add("edited template", "congvan", CACHED, 1, found, least=True)


def old_computer(bench: Any) -> None:
    """All documents of the sample, nothing cached, on one core within 2 GiB."""
    tree = fresh_tree()
    found = timed([*OLD, *build(tree)], tree / "outputs")
    bench.add("old computer", "congvan", "cold", found["files"], [found])


def widen(path: Path) -> None:
    """Make the margin below the text of a DOCX template a twentieth of a point wider."""
    edited = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(edited, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = _MARGIN.sub(lambda found: found[1] + b"%d" % (int(found[2]) + 1), data)
            new.writestr(name, data)
    path.write_bytes(edited.getvalue())
