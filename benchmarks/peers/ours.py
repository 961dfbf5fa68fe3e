"""congvan itself: the formats' compiled templates and the publisher, all checks on; the final sync is left out.

PDF is tagged, as every build writes it; "untagged" leaves the structure tree out. "warm" finds its layouts in the
cache on disk, as every run after the first does; "no cache" lays out anew.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent.parent.parent
sys.path.insert(1, str(HOME))

from congvan.core.cache import DiskCache
from congvan.formats import compile_template

WHOLE = True
MODES = ("cached", "no cache", "untagged")
TEMPLATES = {
    "letter.docx": "van-ban.docx",
    "roster.docx": "van-ban.docx",
    "letter.pdf": "van-ban.docx",
    "roster.pdf": "van-ban.docx",
    "roster.xlsx": "bieu.xlsx",
}


class Files:
    """A file for each record, through the publisher: hashed, staged, renamed, in the manifest."""

    def __init__(self, template: Any, out: Path, tagged: bool = True) -> None:
        from congvan.publishing.publisher import Publisher

        self._render = template.render if tagged else template.untagged
        self._publisher = Publisher(out / "outputs", sync=False)
        self._publisher.__enter__()

    def write(self, record: Mapping[str, Any], path: Path) -> None:
        name = os.path.basename(path)  # `path.name` is interned: the table of such strings would grow with the records
        self._publisher.add(name, self._render(record))

    def close(self) -> None:
        self._publisher.commit()
        self._publisher.__exit__(None, None, None)


class One:
    """All records in one PDF, streamed, renamed to its place."""

    def __init__(self, template: Any) -> None:
        self._template = template

    def all(self, records: Iterable[Mapping[str, Any]], path: Path) -> None:
        from congvan.formats.pdf.pack import PackDocument, bind_to

        parts = (PackDocument(self._template, record, record["short_title"], "") for record in records)
        temp = path.with_suffix(".tmp")
        with temp.open("wb", buffering=1 << 16) as file:
            bind_to(file, parts, title="Mẫu", duplex=False)
        os.replace(temp, path)


def start(work: str, mode: str, folder: Path, out: Path) -> Any:
    kind, _, single = work.partition("/")
    templates = HOME / "templates"
    files = {path.relative_to(templates).as_posix(): path.read_bytes() for path in templates.rglob("*.*")}
    name = TEMPLATES[kind]
    cache = None if mode == "no cache" else DiskCache(folder / "cache")
    form = kind.partition(".")[2]
    template = compile_template(form, files[name], name=f"templates/{name}", assets=files, cache=cache)
    return One(template) if single else Files(template, out, mode != "untagged")
