"""What is not followed because of what is beside it: each element alone is what the pages can show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

from congvan.formats.docx_html.followed.used_styles import UsedStyles
from congvan.formats.docx_html.markup import W, attribute, cells_of, child, is_on, rows_of, tag_of
from congvan.formats.docx_html.pages import page_setup
from congvan.formats.docx_html.tables.columns import table_width
from congvan.lazy import NamedTuple
from congvan.units import number, points

_COUNT = "NUMPAGES"
_PLACE_SWITCHES = ("\\n", "\\p", "\\r", "\\w")  # of a reference: the number of its paragraph, above or below
_SHOWN = ("t", "tab", "br", "drawing")
_CONFUSED = re.compile("pb|^b+p+t")  # page breaks, line breaks, text
_GROWS = re.compile(r"\{\{p |\{%[-+]?\s*(?:p\s+)?for ")
_BESIDE = 9.0  # points that are beside a table in a cell at least, by the margins of cells that Word gives


def beside_others(root: Any, styles: UsedStyles) -> Iterator[tuple[Any, str]]:
    """Yield elements of a part with the codes of their messages."""
    yield from ((each, "merged-heading") for each in _merged_headings(root))
    yield from ((each, "heading-block") for each in _heading_blocks(root))
    yield from ((each, "nested-wide") for each in _wide_nested_tables(root))
    yield from ((each, "note-tab") for each in _note_tabs(root, styles))
    yield from ((each, "field") for each in _worked_out(root))
    yield from ((each, "joined-tables") for each in _joined_tables(root))
    yield from ((each, "break-beside-page-break") for each in _breaks_beside_page_breaks(root))


def page_count(roots: Sequence[Any]) -> tuple[int, Any] | None:
    """Return the first field that counts pages where some are numbered anew: in which part, and the field."""
    if not any(map(_begins_again, roots)):
        return None
    return next(((n, field) for n, root in enumerate(roots) for field in _page_counts(root)), None)


def _merged_headings(root: Any) -> Iterator[Any]:
    """Yield the cells of repeated headings that are merged into a row which is not repeated."""
    for table in root.iter(W + "tbl"):
        rows = list(rows_of(table))
        heads = [is_on(child(row, "trPr/tblHeader")) for row in rows]
        last = heads.index(False) - 1 if False in heads else -1
        if last >= 0:
            below = {column for column, cell in _columns(rows[last + 1]) if _merged(cell) == "continue"}
            yield from (cell for column, cell in _columns(rows[last]) if _merged(cell) and column in below)


def _heading_blocks(root: Any) -> Iterator[Any]:
    """Yield the cells of a block or loop in a table of repeated headings alone: LibreOffice splits none of its rows."""
    for table in root.iter(W + "tbl"):
        if all(is_on(child(row, "trPr/tblHeader")) for row in rows_of(table)):
            texts = ((cell, "".join(each.text or "" for each in cell.iter(W + "t"))) for cell in table.iter(W + "tc"))
            yield from (cell for cell, text in texts if _GROWS.search(text))


def _wide_nested_tables(root: Any) -> Iterator[Any]:
    """Yield the cells that hold a table wider than they are, with rules or shades: LibreOffice cuts these at the edge
    of the cell."""
    for cell in root.iter(W + "tc"):
        room = _room(cell)
        for table in filter(painted, cell.findall(W + "tbl") if room else ()):
            asked, columns = child(table, "tblPr/tblW"), child(table, "tblGrid")
            width = sum(points(attribute(each, name="w")) for each in (columns if columns is not None else ()))
            if attribute(asked, name="type") in ("dxa", "pct") and number(attribute(asked, name="w")):
                width = points(attribute(asked, name="w")) if attribute(asked, name="type") == "dxa" else 0.0
            if width > room - _BESIDE:
                yield cell


def _room(cell: Any) -> float:
    """Return how wide a cell is, 0 where its width is not known."""
    if attribute(cell, "tcPr/tcW", "type") != "dxa":
        return 0.0
    table = next(cell.iterancestors(W + "tbl"))
    around = next(table.iterancestors(W + "tc"), None)
    columns = child(table, "tblGrid")
    whole = sum(points(attribute(each, name="w")) for each in (columns if columns is not None else ()))
    share = table_width(table, _page_room(table) if around is None else _room(around)) / whole if whole else 1.0
    return points(attribute(cell, "tcPr/tcW", "w")) * share


def _page_room(table: Any) -> float:
    """Return the width between the margins of the last section; 0 in a header or footer, where it is not known."""
    sections = list(table.getroottree().getroot().iter(W + "sectPr"))
    return page_setup(sections[-1], None).text_width if sections else 0.0


def _joined_tables(root: Any) -> Iterator[Any]:
    """Yield the first cells of tables with nothing between them and the one before, where either has rules or they are
    set up in different ways: Word makes one of both.
    """
    for table in root.iter(W + "tbl"):
        before = table.getprevious()
        cell = next(table.iter(W + "tc"), None)
        if before is None or before.tag != W + "tbl" or cell is None:
            continue
        if _ruled(before) or _ruled(table) or _setup(before) != _setup(table):
            yield cell


def _setup(table: Any) -> tuple[Any, ...]:
    """Return what decides the place of a table and of the text in its cells."""
    properties, grid = child(table, "tblPr"), child(table, "tblGrid")
    asked = child(properties, "tblW")
    width = number(attribute(properties, "tblW", "w"))
    if not width or attribute(asked, name="type") == "auto":
        width = sum(number(attribute(each, name="w")) for each in (grid if grid is not None else ()))
    is_share = attribute(asked, name="type") == "pct"
    margins = child(properties, "tblCellMar")
    sides = {tag_of(each): each.get(W + "w") for each in (margins if margins is not None else ())}
    return width, is_share, attribute(properties, "jc"), number(attribute(properties, "tblInd", "w")), sides


def _breaks_beside_page_breaks(root: Any) -> Iterator[Any]:
    """Yield the paragraphs in which a page break is before a line break, or behind those that the paragraph begins with
    and before a text: LibreOffice leaves out the one or has the other on the next page.
    """
    breaks = (each for each in root.iter(W + "br") if _ends_page(each))
    for paragraph in dict.fromkeys(next(each.iterancestors(W + "p")) for each in breaks):
        content = (each for run in paragraph.iter(W + "r") for each in run if tag_of(each) in _SHOWN)
        kinds = "".join("p" if _ends_page(each) else "b" if tag_of(each) == "br" else "t" for each in content)
        if _CONFUSED.search(kinds) and next(paragraph.iterancestors(W + "tc"), None) is None:
            yield paragraph


def _ends_page(element: Any) -> bool:
    return tag_of(element) == "br" and element.get(W + "type") == "page"


def _ruled(table: Any) -> bool:
    return next(table.iter(W + "tblBorders", W + "tcBorders", W + "tblStyle"), None) is not None


def painted(table: Any) -> bool:
    """Whether a table may have rules or shades."""
    return _ruled(table) or next(table.iter(W + "shd"), None) is not None


def _columns(row: Any) -> Iterator[tuple[int, Any]]:
    column = int(number(attribute(row, "trPr/gridBefore")))
    for cell in cells_of(row):
        yield column, cell
        column += int(number(attribute(cell, "tcPr/gridSpan"), 1))


def _merged(cell: Any) -> str:
    merge = child(cell, "tcPr/vMerge")
    return "" if merge is None else merge.get(W + "val") or "continue"


def _note_tabs(root: Any, styles: UsedStyles) -> Iterator[Any]:
    """Yield the tabs behind the numbers of footnotes whose first line hangs out: LibreOffice drops these alone."""
    for mark in root.iter(W + "footnoteRef"):
        paragraph = next(mark.iterancestors(W + "p"), None)
        if paragraph is None or styles.hanging(child(paragraph, "pPr")) <= 0:
            continue
        texts = [each for each in paragraph.iter(mark.tag, W + "tab", W + "t") if tag_of(each.getparent()) == "r"]
        at = texts.index(mark) + 1 if mark in texts else len(texts)
        if at < len(texts) and tag_of(texts[at]) == "tab":
            yield texts[at]


class _ShownField(NamedTuple):
    """A field: the element that says what it shows, the words of that, and the letters that the file shows."""

    element: Any
    words: list[str]
    shown: str


def _worked_out(root: Any) -> Iterator[Any]:
    """Yield the fields that LibreOffice works out anew and that come to another text than the file shows.

    Those that repeat a marked text (`REF`) show what is marked, and an error where nothing is (asked of the main part
    alone); by their switches they show its number, or where it is. Those that count (`SEQ`) begin at one, and count
    each time in a loop.
    """
    fields = [field for field in _fields(root) if field.words]
    named = {field.words[1] for field in fields if field.words[1:] and field.words[0].upper() == "REF"}
    marked, is_body = _marked_texts(root, named) if named else {}, root.find(W + "body") is not None
    loops = any("{%" in (text.text or "") for text in root.iter(W + "t")) if fields else False
    counted: Counter[str] = Counter()
    for field in fields:
        name, of, *switches = [*field.words, ""] if len(field.words) < 2 else field.words
        if name.upper() == "REF" and of:
            placed = any(each.lower() in _PLACE_SWITCHES for each in switches)
            if placed or (of in marked and field.shown != marked[of]) or (is_body and of not in marked):
                yield field.element
        elif name.upper() == "SEQ":
            counted[of] += 1
            if loops or field.shown != str(counted[of]):
                yield field.element


def _fields(root: Any) -> Iterator[_ShownField]:
    """Yield the fields of a part."""
    opened: list[tuple[list[Any], list[Any]]] = []  # of each open one what says it, and the texts that it shows
    begun: list[bool] = []
    for each in root.iter(W + "fldChar", W + "instrText", W + "t", W + "fldSimple"):
        kind = each.get(W + "fldCharType")
        if each.tag == W + "fldSimple":
            yield _ShownField(each, (each.get(W + "instr") or "").split(), _letters(each.iter(W + "t")))
        elif kind == "begin":
            opened.append(([], []))
            begun.append(False)
        elif kind == "separate" and begun:
            begun[-1] = True
        elif kind == "end" and opened:
            says, shown = opened.pop()
            begun.pop()
            if says:
                yield _ShownField(says[0], "".join(text.text or "" for text in says).split(), _letters(shown))
        elif each.tag == W + "instrText" and opened and not begun[-1]:
            opened[-1][0].append(each)
        elif each.tag == W + "t" and begun:
            for (_says, shown), has_begun in zip(opened, begun, strict=True):
                shown += [each] * has_begun


def _marked_texts(root: Any, names: Container[str]) -> dict[str, str]:
    """Return the letters of bookmarks of these names."""
    found: dict[str, list[Any]] = {}
    open_: dict[str | None, list[Any]] = {}
    for each in root.iter(W + "bookmarkStart", W + "bookmarkEnd", W + "t"):
        if each.tag == W + "t":
            for texts in open_.values():
                texts.append(each)
        elif each.tag == W + "bookmarkEnd":
            open_.pop(each.get(W + "id"), None)
        elif (name := each.get(W + "name") or "") in names:
            open_[each.get(W + "id")] = found[name] = []
    return {name: _letters(texts) for name, texts in found.items()}


def _letters(texts: Iterable[Any]) -> str:
    return "".join("".join(each.text or "" for each in texts).split())


def _begins_again(root: Any) -> bool:
    """Whether the pages of a section behind the first are numbered anew."""
    return any(
        each.get(W + "start") for section in [*root.iter(W + "sectPr")][1:] for each in section.iter(W + "pgNumType")
    )


def _page_counts(root: Any) -> Iterator[Any]:
    """Yield the fields that count the pages."""
    for field in root.iter(W + "instrText", W + "fldSimple"):
        if (field.text or field.get(W + "instr") or "").upper().split()[:1] == [_COUNT]:
            yield field
