"""PDF by LibreOffice of the DOCX of each record: the slow way out for templates that the converter can't follow.

A process for each file, a second or so, and other bytes each time: such outputs are marked as not reproducible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from congvan import libreoffice
from congvan.cache import Cache
from congvan.formats.docx import template as docx
from congvan.messages import Message
from congvan.problems import EnvironmentFault, Place, Problem
from congvan.templating.bare_tags import BareTag


def compile_template(
    template: bytes,
    *,
    name: str = "",
    strict: bool = True,
    assets: Mapping[str, bytes] | None = None,
    cache: Cache | None = None,
) -> LibreOfficePages:
    """Compile a DOCX template; `assets` is not used. ProblemsFound: as `formats.docx.template`."""
    return LibreOfficePages(docx.compile_template(template, name=name, strict=strict, cache=cache))


class LibreOfficePages:
    """A DOCX template whose documents LibreOffice converts."""

    def __init__(self, template: docx.DocxTemplate) -> None:
        self._template = template
        self.ways = template.ways

    def names(self) -> frozenset[str]:
        """Return the dotted paths that the template reads from its context."""
        return self._template.names()

    def bare_tags(self) -> Sequence[BareTag]:
        """Return the values that the template always prints into its running text."""
        return self._template.bare_tags()

    def render(self, context: Mapping[str, Any]) -> bytes:
        """Render one record. EnvironmentFault: LibreOffice is not installed, or makes no PDF of it."""
        place = Place(file=self._template.name)
        if not libreoffice.program():
            raise EnvironmentFault(Problem(Message("libreoffice-missing", command=libreoffice.APT), place))
        try:
            return libreoffice.convert(self._template.render(context), "docx", "pdf")
        except libreoffice.ConversionFailed:
            raise EnvironmentFault(Problem(Message("libreoffice-failed"), place)) from None
