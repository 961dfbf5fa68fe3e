"""docxtpl and rust-docxtpl, which owns the same import name: the project's own van-ban.docx."""

from __future__ import annotations

import functools
import io
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment, Template

WHOLE = True
MODES = ("as it comes", "by a subclass")


class Plain:
    def __init__(self, template: Path) -> None:
        self._template = str(template)

    def write(self, record: Any, path: Path) -> None:
        template = DocxTemplate(self._template)
        template.render(record, autoescape=True)
        template.save(str(path))


class Remembering(Environment):
    @functools.lru_cache(64)  # noqa: B019 - one environment a process
    def from_string(self, source: Any, *rest: Any, **more: Any) -> Template:
        return super().from_string(source, *rest, **more)


class Patched(DocxTemplate):
    _seen: dict[str, str] = {}  # noqa: RUF012 - shared by all on purpose

    def patch_xml(self, xml: str) -> str:
        if xml not in self._seen:
            self._seen[xml] = super().patch_xml(xml)
        return self._seen[xml]


class Subclassed:
    """What a user can do who reads its source: patched XML and compiled Jinja templates remembered."""

    def __init__(self, template: Path) -> None:
        self._environment = Remembering(autoescape=True)
        self._template = Patched(io.BytesIO(template.read_bytes()))

    def write(self, record: Any, path: Path) -> None:
        self._template.render(record, self._environment, autoescape=True)
        self._template.save(str(path))


def start(work: str, mode: str, folder: Path, out: Path) -> Any:
    template = folder / "templates/van-ban.docx"
    return Subclassed(template) if mode == "by a subclass" else Plain(template)
