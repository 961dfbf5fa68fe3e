"""Job → bytes. A package a format: its module `template` compiles a template once and renders it for many records.

The table names modules, not functions, so that a run that makes no PDF never imports the PDF machinery. The formats
share `fastpath` and never import one another; they may import opc, fonts, templating, cache, units, i18n and problems.
No document kind, no dispatch and no disk is known here.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any, Protocol

from congvan.cache import Cache
from congvan.formats.fastpath.ways import WayCounter

FORMATS: Mapping[str, str] = {
    "docx": "congvan.formats.docx.template",
    "pdf": "congvan.formats.pdf.template",
    "xlsx": "congvan.formats.xlsx.template",
    "txt": "congvan.formats.text",
    **dict.fromkeys(("sign", "sign-tiles", "sign-proof", "sign-order", "text"), "congvan.formats.press.template"),
}


class Template(Protocol):
    """A compiled template: pure, so that one record's bytes do not depend on the others. `ways` counts the records."""

    ways: WayCounter

    def render(self, context: Mapping[str, Any]) -> bytes: ...

    def names(self) -> frozenset[str]: ...


def compile_template(
    format_: str,
    template: bytes,
    *,
    name: str = "",
    strict: bool = True,
    assets: Mapping[str, bytes] | None = None,
    cache: Cache | None = None,
) -> Template:
    """The template of a format, compiled; raises Stop with everything that is wrong with it."""
    module: Any = importlib.import_module(FORMATS[format_])
    compiled: Template = module.compile_template(template, name=name, strict=strict, assets=assets or {}, cache=cache)
    return compiled
