"""docx-mailmerge2: the letter with MERGEFIELD fields; it has no loops over lines, so the list has a fixed length."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mailmerge import MailMerge

MODES = ("as it comes",)
LINES = 8


class Letter:
    def __init__(self, template: Path) -> None:
        self._template = str(template)

    def write(self, record: Any, path: Path) -> None:
        lines = record["noi_nhan"]
        names = ("receiver", "number", "place_date", "reference")
        values = {name: record[name] for name in names}
        values |= {f"line{n}": lines[n] if n < len(lines) else "" for n in range(LINES)}
        with MailMerge(self._template) as document:
            document.merge(**values)
            document.write(str(path))


def start(work: str, mode: str, folder: Path, out: Path) -> Any:
    return Letter(folder / "letter-fields.docx")
