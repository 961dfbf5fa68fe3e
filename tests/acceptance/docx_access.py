"""What a voice and Word's own checker need of a DOCX: the faults of a file, each with its place in words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DC = "{http://purl.org/dc/elements/1.1/}"
BODY_TEXT = 9  # the level of a paragraph that is no heading, as Word counts


def docx_faults(data: bytes, *, headed: bool = True) -> list[str]:
    """The faults of a document; `headed`: it has a heading, as all but envelopes have."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".xml")}
    document, styles = parts["word/document.xml"], parts["word/styles.xml"]
    return [
        *_of_the_file(parts["docProps/core.xml"], styles),
        *(_of_headings(headings(document, styles)) if headed else ()),
        *_of_tables(document),
        *_of_drawings(parts),
        *_of_blanks(document, styles),
    ]


def headings(document: Any, styles: Any) -> list[tuple[int, str]]:
    """The headings in order, each with its level from 1."""
    found = ((_level(each, styles), text_of(each)) for each in document.iter(W + "p"))
    return [(level + 1, text) for level, text in found if level < BODY_TEXT and text.strip()]


def headings_of(data: bytes) -> list[tuple[int, str]]:
    """The headings of a file, as `headings`."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [etree.fromstring(package.read(f"word/{name}.xml")) for name in ("document", "styles")]
    return headings(*parts)


def text_of(element: Any) -> str:
    """The text of a paragraph or a cell."""
    return "".join("-" if each.tag == W + "noBreakHyphen" else each.text or "" for each in element.iter(*_TEXTS))


_TEXTS = (W + "t", W + "noBreakHyphen")


def _chain(paragraph: Any, styles: Any) -> Iterator[Any]:
    """A paragraph, its style, and those that it is based on."""
    yield paragraph
    name = paragraph.find(f"{W}pPr/{W}pStyle")
    while name is not None:
        style = next((each for each in styles if each.get(W + "styleId") == name.get(W + "val")), None)
        if style is None:
            return
        yield style
        name = style.find(W + "basedOn")


def _level(paragraph: Any, styles: Any) -> int:
    found = (each.find(f"{W}pPr/{W}outlineLvl") for each in _chain(paragraph, styles))
    return next((int(each.get(W + "val")) for each in found if each is not None), BODY_TEXT)


def _of_the_file(core: Any, styles: Any) -> Iterator[str]:
    if not (core.findtext(DC + "title") or "").strip():
        yield "no title"
    language = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    if language is None or language.get(W + "val") != "vi-VN" or core.findtext(DC + "language") != "vi-VN":
        yield "not said to be Vietnamese"


def _of_headings(found: list[tuple[int, str]]) -> Iterator[str]:
    levels = [level for level, _text in found]
    if levels[:1] != [1]:
        yield f"the first heading is of level {levels[:1]}"
    for (above, _), (level, text) in pairwise(found):
        if level > above + 1:
            yield f"a level is skipped above “{text}”"


def _of_tables(document: Any) -> Iterator[str]:
    """Each table with lines between its rows says which rows are its head; the first is one of them."""
    for table in document.iter(W + "tbl"):
        rows = table.findall(W + "tr")
        heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        if table.find(f"{W}tblPr/{W}tblStyle[@{W}val='CVBang']") is not None and not heads[0]:
            yield f"no head in the table “{text_of(rows[0])}”"
        if heads != sorted(heads, reverse=True):
            yield f"a head below rows in the table “{text_of(rows[0])}”"


def _of_drawings(parts: dict[str, Any]) -> Iterator[str]:
    for name, part in parts.items():
        for drawing in part.iter(WP + "docPr"):
            if not drawing.get("descr", "").strip():
                yield f"a picture without words in {name}"


def _of_blanks(document: Any, styles: Any) -> Iterator[str]:
    """An empty paragraph is a rule, the end of a section, beside a table, the one of its cell or the last of all; never
    two of them.
    """
    for paragraph in document.iter(W + "p"):
        before, after = paragraph.getprevious(), paragraph.getnext()
        if not _is_blank(paragraph, styles):
            continue
        if before is not None and _is_blank(before, styles):
            yield f"two empty paragraphs below “{_text_above(before)}”"
        tables = [each for each in (before, after) if each is not None and each.tag == W + "tbl"]
        alone = before is None or before.tag == W + "tcPr" or (after is not None and after.tag == W + "sectPr")
        if not tables and not alone:
            yield f"an empty paragraph below “{_text_above(paragraph)}”"


def _is_blank(paragraph: Any, styles: Any) -> bool:
    if (
        paragraph.tag != W + "p"
        or text_of(paragraph).strip(" ")
        or next(paragraph.iter(WP + "docPr"), None) is not None
    ):
        return False
    ruled = any(each.find(f"{W}pPr/{W}pBdr") is not None for each in _chain(paragraph, styles))
    return not ruled and paragraph.find(f"{W}pPr/{W}sectPr") is None


def _text_above(paragraph: Any) -> str:
    before = paragraph.getprevious()
    return "" if before is None else text_of(before)[-60:]
