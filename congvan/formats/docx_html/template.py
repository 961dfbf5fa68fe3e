"""Render DOCX templates to PDF: the parts of a record are read as HTML, laid out once and stamped as all pages are."""

from __future__ import annotations

from collections.abc import Mapping

from congvan.cache import Cache
from congvan.formats.docx_html.source import DocxSource
from congvan.formats.pdf.template import PdfTemplate, identity_of, stored_programs, without_gc


def compile_template(
    template: bytes,
    *,
    name: str = "",
    strict: bool = True,
    assets: Mapping[str, bytes] | None = None,
    cache: Cache | None = None,
) -> PdfTemplate:
    """Compile a DOCX template for pages; `assets` is not used. ProblemsFound: as `formats.docx.template`."""
    identity = identity_of(template, strict, {})
    with without_gc():
        source = DocxSource(template, name, strict, stored_programs(cache, identity), cache)
    return PdfTemplate(source, identity, strict, cache)
