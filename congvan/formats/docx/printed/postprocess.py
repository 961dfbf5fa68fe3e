"""Finish a rendered part: line breaks and tabs in values, columns of tables that grew, ids of pictures.

Each step does what docxtpl does, and only if the part can need it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import count
from typing import Any

from congvan.core.units import number
from congvan.formats.docx.printed.hollow import drop_hollow

_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?>")
_RUN = re.compile(r"<w:r(?: [^>]*)?>.*?</w:r>", re.DOTALL)
_TEXT = re.compile(r"<w:t(?: [^>]*)?>.*?</w:t>", re.DOTALL)
_RUN_PROPERTIES = re.compile(r"<w:rPr>.*?</w:rPr>")
_PARAGRAPH_PROPERTIES = re.compile(r"<w:pPr>.*?</w:pPr>")
_SPECIAL = re.compile(r"[\t\n\a\f]")
_TABLE_PART = re.compile(r"<(/?)w:(tbl|tblGrid|gridCol|tr|tc|gridSpan|tblGridChange|tcPrChange)(?=[ />])([^>]*?)(/?)>")
_SPAN = re.compile(r' w:val="(\d+)"')
_DRAWING = re.compile(r"<wp:docPr\b([^>]*?)(/?)>")
_ID = re.compile(r'(\sid=)("[^"]*"|\'[^\']*\')')

_OPEN = '<w:t xml:space="preserve">'
_CLOSE = "</w:t></w:r>"


_SECTION_END = "</w:sectPr></w:pPr></w:p>"
_BRACES = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))


def restore_braces(xml: str) -> str:
    """Write {_{ as {{ and the like, docxtpl's escape for braces: in a template's own text, and in foreign data."""
    if "_}" in xml or "{_" in xml:
        for written, meant in _BRACES:
            xml = xml.replace(written, meant)
    return xml


def drop_empty_section(xml: str) -> str:
    """Remove an empty last section; the section before it then closes the document.

    Why: the properties of the last section belong to the body itself, out of any condition's reach; a template whose
    last page may be landscape puts that page's section break at the very end.
    """
    last = xml.rfind("<w:sectPr")
    if last < 0 or not xml.endswith(_SECTION_END, 0, last):
        return xml
    start, end = xml.rfind("<w:sectPr", 0, last), last - len("</w:pPr></w:p>")
    closing = xml.index("</w:sectPr>", last) + len("</w:sectPr>")
    return xml.replace(xml[start:], f"{xml[end:last]}{xml[start:end]}{xml[closing:]}")  # a long list is copied once


def has_breaks(xml: str) -> bool:
    """Whether the XML holds a character that `resolve_breaks` replaces."""
    return "\n" in xml or "\t" in xml or "\a" in xml or "\f" in xml


def resolve_breaks(xml: str) -> str:
    r"""Turn \n, \t, \a, \f inside `w:t` into Word's break, tab, paragraph, page; strict values hold no \a, \f.

    Why: docxtpl runs its three regular expressions over every paragraph; only those that hold such a character differ.
    """
    out: list[str] = []
    done = 0
    for start, end in _paragraphs(xml):
        if _SPECIAL.search(xml, start, end):
            paragraph = xml[start:end]
            properties = _PARAGRAPH_PROPERTIES.search(paragraph)
            resolve = partial(_resolve_run, properties.group() if properties else "")
            out.append(xml[done:start])
            out.append(_RUN.sub(resolve, paragraph))
            done = end
    out.append(xml[done:])
    return "".join(out)


def _paragraphs(xml: str) -> Iterator[tuple[int, int]]:
    at = 0
    while start_tag := _PARAGRAPH.search(xml, at):
        end = xml.find("</w:p>", start_tag.end())
        if end < 0:
            return
        at = end + len("</w:p>")
        yield start_tag.start(), at


def _resolve_run(paragraph_properties: str, match: re.Match[str]) -> str:
    run = match.group()
    match_properties = _RUN_PROPERTIES.search(run)
    properties = match_properties.group() if match_properties else ""
    again = f"<w:p>{paragraph_properties}<w:r>{properties}{_OPEN}"
    marks = {
        "\t": f"{_CLOSE}<w:r>{properties}<w:tab/></w:r><w:r>{properties}{_OPEN}",
        "\n": f"</w:t><w:br/>{_OPEN}",
        "\a": f"{_CLOSE}</w:p>{again}",
        "\f": f'{_CLOSE}</w:p><w:p><w:r><w:br w:type="page"/></w:r></w:p>{again}',
    }
    return _TEXT.sub(lambda text: _SPECIAL.sub(lambda mark: marks[mark.group()], text.group()), run)


def number_drawings(xml: str) -> str:
    """Give each drawing of the body an id of its own, from 1001 on."""
    count = 1000

    def renumber(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        attributes, replaced = _ID.subn(rf'\g<1>"{count}"', match.group(1), count=1)
        if not replaced:
            attributes += f' id="{count}"'
        return f"<wp:docPr{attributes}{match.group(2)}>"

    return _DRAWING.sub(renumber, xml)


_EMPTY = tuple(
    re.compile(f"(<w:{name}(?: [^>]*)?>)(</w:{name}>)")
    for name in ("tc", "txbxContent", "hdr", "ftr", "footnote", "endnote")
)
_WITHOUT_PARAGRAPH = ("</w:tcPr></w:tc>", "<w:tcPr/></w:tc>", "</w:tbl></w:tc>")
_WITHOUT_CELL = re.compile(r"(<w:tr(?: [^>]*)?>(?:<w:trPr>(?:(?!</w:trPr>).)*</w:trPr>)?)(</w:tr>)", re.DOTALL)


def fill_hollow(xml: str) -> str:
    """Put a paragraph where a cell, a header, a text box or a note was left without one, and a cell into an empty row.

    Why: Word calls a file damaged whose cell doesn't end in a paragraph (ECMA-376, 17.4.66).
    """
    xml = drop_hollow(xml)
    for ending in _WITHOUT_PARAGRAPH:
        xml = xml.replace(ending, f"{ending[: -len('</w:tc>')]}<w:p/></w:tc>")
    for empty in _EMPTY:
        xml = empty.sub(r"\1<w:p/>\2", xml)
    return _WITHOUT_CELL.sub(r"\1<w:tc><w:p/></w:tc>\2", xml)


_RANGES = {  # a bookmark, or a stretch that may be edited in a protected document: its start and its end
    kind: re.compile(rf"<w:{kind}(Start|End)\b([^>]*?)(/?)>") for kind in ("bookmark", "perm")
}
_CONTROL = re.compile(r'(<w:id w:val=")(-?\d+)("/>)')  # is in the properties of a content control alone
_RANGE_ID = re.compile(r'(\bw:id=")([^"]*)(")')
_BOOKMARK_NAME = re.compile(r'(\bw:name=")([^"]*)(")')
_LONGEST_NAME = 40  # characters of a bookmark's name


def separate_ids(xml: str) -> str:
    """Give each copy of a bookmark an id and a name of its own, each copy of an editable stretch or a content control
    an id; drop an end without a start.
    """
    controls = [int(match[2]) for match in _CONTROL.finditer(xml)]
    free = count(max(controls, default=0) + 1)
    seen: set[str] = set()

    def control(match: re.Match[str]) -> str:
        number = match[2] if match[2] not in seen else str(next(free))
        seen.add(number)
        return f"{match[1]}{number}{match[3]}"

    for kind, mark in _RANGES.items():
        xml = mark.sub(_RangeNumbers(xml, kind).write, xml)
    return _CONTROL.sub(control, xml)


class _RangeNumbers:
    """Numbers the bookmarks of a part in document order, or its editable stretches; the first of each id and name keeps
    both.
    """

    def __init__(self, xml: str, kind: str) -> None:
        self._kind = kind
        marks = [match[2] for match in _RANGES[kind].finditer(xml)]
        ids = [match[2] for match in map(_RANGE_ID.search, marks) if match]
        self._names = {match[2] for match in map(_BOOKMARK_NAME.search, marks) if match}
        self._free = count(max((int(each) for each in ids if each.isdecimal()), default=0) + 1)
        self._ids: set[str] = set()
        self._named: set[str] = set()
        self._open: dict[str, str] = {}  # the id written for one that is open

    def write(self, match: re.Match[str]) -> str:
        """Return a start or an end as it is to be written; a start without an end is none to Word (17.13.6.2)."""
        found = _RANGE_ID.search(match[2])
        old = found[2] if found else ""
        if match[1] == "End":
            new = self._open.pop(old, "")  # a loop may repeat the end of a bookmark that begins before it
            return f"<w:{self._kind}End{_with_id(match[2], new)}{match[3]}>" if new else ""
        new = old if old not in self._ids else str(next(self._free))
        self._ids.add(new)
        self._open[old] = new
        return f"<w:{self._kind}Start{_BOOKMARK_NAME.sub(self._name, _with_id(match[2], new))}{match[3]}>"

    def _name(self, match: re.Match[str]) -> str:
        name, number = match[2], 1
        while name in self._named or (number > 1 and name in self._names):
            number += 1
            name = f"{match[2][: _LONGEST_NAME - len(f'_{number}')]}_{number}"
        self._named.add(name)
        return f"{match[1]}{name}{match[3]}"


def _with_id(attributes: str, number: str) -> str:
    return _RANGE_ID.sub(rf"\g<1>{number}\g<3>", attributes)


def bound_attributes(xml: str) -> Iterator[str]:
    """Yield the attributes of the elements that `tables_fit` and `separate_ids` read."""
    yield from (match.group(3) for match in _TABLE_PART.finditer(xml))
    for mark in _RANGES.values():
        yield from (match.group(2) for match in mark.finditer(xml))


def tables_fit(xml: str) -> bool:
    """Whether each table's grid is as wide as its widest row, so that `fix_tables` would change nothing.

    Why: reading the names of table elements costs a tenth of parsing. False in doubt. For well-formed XML only.
    """
    fit = _TableFit()
    for match in _TABLE_PART.finditer(xml):
        end, name, attributes, empty = match.groups()
        if not (fit.close(name) if end else fit.open(name, attributes, bool(empty))):
            return False
    return True


class _TableFit:
    """Counts the columns of the open tables and rows; both methods return False where a table may not fit its grid."""

    def __init__(self) -> None:
        self._path: list[str] = []
        self._columns: list[int] = []  # of the open tables: columns of the grid, most cells and most columns of a row
        self._cells: list[int] = []
        self._wide: list[int] = []
        self._rows: list[tuple[int, int]] = []  # of the open rows: cells, columns

    def close(self, name: str) -> bool:
        self._path.pop()
        if name == "tr":
            count, span = self._rows.pop()  # docxtpl counts the rows of inner tables for the outer ones too
            self._cells = [max(most, count) for most in self._cells]
            self._wide = [max(most, span) for most in self._wide]
        elif name == "tbl":
            return not (self._cells.pop() > self._columns[-1] or self._wide.pop() < self._columns.pop())
        return True

    def open(self, name: str, attributes: str, empty: bool) -> bool:
        if name == "gridCol" and self._path[-2:] == ["tbl", "tblGrid"]:
            self._columns[-1] += 1
        elif name == "tc" and self._path[-1:] == ["tr"]:
            self._rows[-1] = (self._rows[-1][0] + 1, self._rows[-1][1] + 1)
        elif name == "gridSpan":
            span = _SPAN.search(attributes)
            if span is None or self._path[-2:] != ["tr", "tc"]:
                return False
            self._rows[-1] = (self._rows[-1][0], self._rows[-1][1] + int(span.group(1)) - 1)
        elif name == "tr":
            self._rows.append((0, 0))
        elif name == "tbl":
            self._columns.append(0)
            self._cells.append(0)
            self._wide.append(0)
        elif name.endswith("Change"):
            return False
        if not empty:
            self._path.append(name)
        return not empty or name not in ("tr", "tbl")


def fix_tables(xml: bytes) -> bytes:
    """Make the grid of each table as wide as its rows, keeping the table's width. Raises if the XML is not well-formed.

    Why: a {%tc for %} makes another number of columns than the template drew.
    """
    from lxml import etree

    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, huge_tree=True))
    namespace = "{" + root.nsmap["w"] + "}"
    for table in root.iter(namespace + "tbl"):
        grid = table.find(namespace + "tblGrid")
        if grid is not None:
            _fix_grid(table, grid, namespace)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=False))


def _fix_grid(table: Any, grid: Any, namespace: str) -> None:
    from lxml import etree

    width = namespace + "w"
    columns = grid.findall(namespace + "gridCol")
    rows = [row.findall(namespace + "tc") for row in table.iter(namespace + "tr")]
    missing = max((len(cells) for cells in rows), default=0) - len(columns)
    total = sum(number(column.get(width)) for column in columns)
    if missing > 0 and total > 0:
        old, new = total / len(columns), total / (len(columns) + missing)
        for column in columns:
            column.set(width, str(int(number(column.get(width)) * new / old)))
        for _number in range(missing):
            etree.SubElement(grid, namespace + "gridCol", {width: str(int(new))})
    columns = grid.findall(namespace + "gridCol")
    fewer = len(columns) - max((sum(_span(cell, namespace) for cell in cells) for cells in rows), default=0)
    if fewer > 0:
        freed = sum(number(column.get(width)) for column in columns[-fewer:])
        for column in columns[-fewer:]:
            grid.remove(column)
        left = columns[:-fewer]
        for column in left:
            column.set(width, str(int(number(column.get(width)) + int(freed / len(left)))))


def _span(cell: Any, namespace: str) -> int:
    span = cell.find(f"{namespace}tcPr/{namespace}gridSpan")
    return 1 if span is None else int(number(span.get(namespace + "val"), 1))
