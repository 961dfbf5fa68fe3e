"""Render DOCX templates to PDF: the parts of a record are read as HTML, laid out once and stamped as all pages are."""

from __future__ import annotations

from collections.abc import Mapping

from congvan.core.cache import Cache
from congvan.formats.docx_html.source import DocxSource
from congvan.formats.fastpath.collector import without_collector
from congvan.formats.pdf.template import PdfTemplate, identity_of, stored_programs


def compile_template(
    template: bytes,
    *,
    name: str = "",
    strict: bool = True,
    assets: Mapping[str, bytes] | None = None,
    cache: Cache | None = None,
    texts_vary: bool = False,
) -> PdfTemplate:
    """Compile a DOCX template for pages; `assets` is not used. ProblemsFound: as `formats.docx.template`.

    `texts_vary`: somebody is writing the text that records share elsewhere, so that it is fields too.
    """
    identity = identity_of(template, strict, {}, texts_vary)
    with without_collector():
        source = DocxSource(template, name, strict, *stored_programs(cache, identity), cache, texts_vary)
    return PdfTemplate(source, identity, strict, cache)
