"""Word files of the letters with something changed as Word or a stranger would, and what is told of them."""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Callable
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from congvan import nd30
from congvan.nd30.model.view import Paragraph
from congvan.nd30.opening import read_view
from tests.nd30 import letters
from tests.nd30.as_docx import to_docx

Change = Callable[[Any], None]


@functools.cache
def correct(base: str) -> bytes:
    return to_docx(getattr(letters, base)())


def changed(change: Change, base: str = "dispatch") -> bytes:
    """The correct document with something changed in its file."""
    document = docx.Document(io.BytesIO(correct(base)))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def broken(change: Change, base: str = "dispatch") -> set[str]:
    report = nd30.check(changed(change, base), "letter.docx")
    assert not report.unreadable
    return {r.id.removeprefix("ND30-") for r in report.broken}


def written(build: Change) -> tuple[Paragraph, ...]:
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return read_view(out.getvalue()).paragraphs


def paragraph(document: Any, start: str) -> Any:
    """The paragraph that begins so, in a cell or not."""
    inside = [p for t in document.tables for row in t.rows for cell in row.cells for p in cell.paragraphs]
    return next(p for p in [*document.paragraphs, *inside] if p.text.startswith(start))


def xml(text: str) -> Any:
    """An element in the word namespace."""
    return parse_xml(re.sub(r"^(<[\w:]+)", rf"\1 {nsdecls('w')}", text))
