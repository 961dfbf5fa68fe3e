"""Typst: one Compiler kept (fonts and its own caches stay warm), data as sys_inputs; "tagged" as our files are.

Works of one file are one Typst document with all records.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

MODES = ("Compiler kept", "tagged")
FONTS = ["/usr/share/fonts/truetype/liberation", "/usr/share/fonts/liberation-serif-fonts"]


class Pages:
    def __init__(self, source: Path, tags: bool) -> None:
        fonts = [folder for folder in FONTS if Path(folder).is_dir()]
        self._compiler = typst.Compiler(str(source), font_paths=fonts, ignore_system_fonts=bool(fonts))
        self._tags = tags

    def write(self, record: Any, path: Path) -> None:
        self.all([record], path)

    def all(self, records: list[Any], path: Path) -> None:
        data = json.dumps(records, ensure_ascii=False)
        self._compiler.compile(output=str(path), sys_inputs={"data": data}, pdf_tags=self._tags)


def start(work: str, mode: str, folder: Path, out: Path) -> Any:
    return Pages(folder / f"{work.partition('.')[0]}.typ", mode == "tagged")
