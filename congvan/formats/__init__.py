"""Render jobs to bytes: each format is a package whose module `template` compiles a template for many records.

The table holds names of modules, not functions, so that a run without PDFs never imports the PDF machinery. The formats
share `fastpath` and never import one another, but for `docx_html`, which makes PDF of DOCX templates; they may import
opc, fonts, templating, cache, units, messages and problems. They know no kind of document, no dispatch and no disk.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from congvan.core.cache import Cache
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, UsageError
from congvan.core.threads import one_at_a_time
from congvan.formats.fastpath.collector import without_collector
from congvan.formats.fastpath.ways import WayCounter

if TYPE_CHECKING:
    from congvan.core.templating.bare_tags import BareTag

FORMATS: Mapping[str, str] = {
    "docx": "congvan.formats.docx.template",
    "pdf": "congvan.formats.pdf.template",
    "pdf-by-libreoffice": "congvan.formats.docx_html.by_libreoffice",
    "xlsx": "congvan.formats.xlsx.template",
    "txt": "congvan.formats.text",
    **dict.fromkeys(("sign", "sign-tiles", "sign-proof", "sign-order", "text"), "congvan.formats.press.template"),
}


PAGES_OF_DOCX = "congvan.formats.docx_html.template"
"""What makes PDF of a DOCX template."""


FOLLOWED = "docx-followed"
"""The kind of the cache entries, by the hash of a DOCX template, that say that pages follow all of it."""

_PACKAGE = b"PK\x03\x04"  # how a DOCX begins, whatever its name


class Template(Protocol):
    """A compiled template. `render` is pure: records do not influence one another. `ways` counts them."""

    ways: WayCounter

    def render(self, context: Mapping[str, Any]) -> bytes: ...

    def names(self) -> frozenset[str]: ...

    def bare_tags(self) -> Sequence[BareTag]: ...


class LongTemplate(Template, Protocol):
    """A template whose file takes much room beside the context of a long list: `read` is called once that was read."""

    def render(self, context: Mapping[str, Any], read: Callable[[], None] = ...) -> bytes: ...


@one_at_a_time
def compile_template(
    format_: str,
    template: bytes,
    *,
    name: str = "",
    strict: bool = True,
    assets: Mapping[str, bytes] | None = None,
    cache: Cache | None = None,
    texts_vary: bool = False,
) -> Template:
    """Compile a template of a format. Raises `ProblemsFound` with every problem of the template.

    `texts_vary`: as of `docx_html.template`; it is nothing to other formats. UsageError: there is no such format.
    """
    if format_ not in FORMATS:
        raise UsageError(Problem(Message("template-format", format=format_), Place(name)))
    from_docx = format_ == "pdf" and (name.lower().endswith(".docx") or template.startswith(_PACKAGE))
    more = {"texts_vary": True} if from_docx and texts_vary else {}
    with without_collector(stays=True):
        module: Any = importlib.import_module(PAGES_OF_DOCX if from_docx else FORMATS[format_])
        compiled: Template = module.compile_template(
            template, name=name, strict=strict, assets=assets or {}, cache=cache, **more
        )
    return compiled
