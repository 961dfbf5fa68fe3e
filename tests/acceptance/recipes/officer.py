"""What an officer does to a template in Word, done with python-docx: find a paragraph, type beside it, set a style."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from PIL import Image


def paragraphs(document: Any) -> Iterator[Paragraph]:
    """Every paragraph of the body, also in tables."""
    return (Paragraph(each, document._body) for each in document.element.body.iter(qn("w:p")))


def find(document: Any, text: str) -> Paragraph:
    """The first paragraph that holds a text."""
    return next(each for each in paragraphs(document) if text in each.text)


def type_below(paragraph: Paragraph, *lines: str, style: str = "") -> list[Paragraph]:
    """Enter at the end of a paragraph, then the lines: each in its style, or in another one."""
    made: list[Paragraph] = []
    for line in reversed(lines):
        new = copy.deepcopy(paragraph._p)
        paragraph._p.addnext(new)
        added = Paragraph(new, paragraph._parent)
        for run in added.runs[1:]:
            run._r.getparent().remove(run._r)
        added.runs[0].text = line
        if style:
            properties = new.get_or_add_pPr()
            properties.get_or_add_pStyle().val = style_id(paragraph, style)
        made.insert(0, added)
    return made


def style_id(paragraph: Paragraph, name: str) -> str:
    found: str = paragraph.part.document.styles[name].style_id
    return found


def table_below(paragraph: Paragraph, rows: list[list[str]], style: str) -> Table:
    """Insert > Table below a paragraph, in a table style."""
    document = paragraph.part.document
    table = document.add_table(len(rows), len(rows[0]))
    table.style = document.styles[style]
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    paragraph._p.addnext(table._tbl)
    return table


def delete_between(document: Any, first: str, last: str) -> None:
    """Delete a paragraph, the next one that holds `last`, and all between them."""
    start = find(document, first)._p
    while True:
        following = start.getnext()
        start.getparent().remove(start)
        if last in "".join(text.text or "" for text in start.iter(qn("w:t"))) and last != first:
            return
        start = following


def font(style: Any, name: str) -> None:
    """A face for every script, as the Font dialogue sets it."""
    style.font.name = name
    for key in ("w:cs", "w:eastAsia"):
        style.element.rPr.rFonts.set(qn(key), name)


def logo() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (60, 60), (180, 0, 0)).save(out, "PNG")
    out.seek(0)
    return out


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
