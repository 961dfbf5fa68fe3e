"""What loops and conditions may do to the structure of a part: columns of tables, empty cells, fields, ids.

Why: each answer spares a step after every render, or refuses a template whose documents Word would call damaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from congvan.formats.docx.proofs.wellformedness import MarkupEvent

# what must hold a block, and end in a paragraph (ECMA-376, 17.4.66); an empty row is as damaged as an empty cell
_CONTAINERS = frozenset(
    ["w:tc", "w:hdr", "w:ftr", "w:txbxContent", "w:footnote", "w:endnote", "w:tr", "w:tbl", "w:sdtContent"]
)
_BLOCKS = frozenset(["w:p", "w:sdt", "w:customXml", "w:tc", "w:tr", "w:r"])
_RANGES = frozenset(["w:bookmarkStart", "w:bookmarkEnd", "w:permStart", "w:permEnd"])
_WITH_IDS = _RANGES | {"w:sdtPr"}
_NAME = attrgetter("name")
_COMMENT_MARKS = frozenset(["w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"])


@dataclass(slots=True)
class _Container:
    """An open container: how many elements and bodies were open at its start; whether it surely holds a block."""

    elements: int
    bodies: int
    filled: bool = False


_CELL_PROPERTIES = re.compile(r"(?<=<w:tcPr>)(?:(?!</?w:tcPr[ >]).)*(?=</w:tcPr>)", re.DOTALL)
_ATTRIBUTES = r"(?:[^<>{]|\{(?![{%])|\{[{%](?:(?![%}]\}).)*[%}]\})*"  # a tag in a value may hold angle brackets
_PROPERTY = re.compile(rf"<w:(\w+)\b{_ATTRIBUTES}(?:(?<=/)>|(?<!/)>(?:(?!</w:\1>).)*</w:\1>)", re.DOTALL)
_PROPERTY_ORDER = [  # of CT_TcPr
    *("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "textDirection"),
    *("tcFitText", "vAlign", "hideMark", "headers"),
]


def order_cell_properties(xml: str) -> str:
    """Put the properties of each cell into the order of the schema, where docxtpl added one (`colspan`, `cellbg`)."""
    return _CELL_PROPERTIES.sub(lambda match: _ordered(match[0]), xml)


def _ordered(properties: str) -> str:
    found = list(_PROPERTY.finditer(properties))
    known = all(match[1] in _PROPERTY_ORDER for match in found)
    if not known or sum(len(match[0]) for match in found) != len(properties):
        return properties
    return "".join(match[0] for match in sorted(found, key=lambda match: _PROPERTY_ORDER.index(match[1])))


def may_be_hollow(events: Sequence[MarkupEvent]) -> bool:
    """Whether a render may leave a container without a block, or a cell without a paragraph at its end."""
    open_: list[_Container] = []
    path: list[str] = []
    bodies = 0
    for event in events:
        if event.kind in ("enter", "leave"):
            bodies += 1 if event.kind == "enter" else -1
        elif event.kind == "start":
            if open_ and event.name == "w:tbl" and len(path) == open_[-1].elements + 1:
                open_[-1].filled = False
            path.append(event.name)
            if event.name in _CONTAINERS:
                open_.append(_Container(len(path) - 1, bodies))
        elif event.kind == "end":
            path.pop()
            if open_ and len(path) == open_[-1].elements and not open_.pop().filled:
                return True
            if open_ and len(path) == open_[-1].elements + 1 and bodies == open_[-1].bodies:
                alone = event.name == "w:tbl" and path[-1] == "w:sdtContent"  # needs no paragraph behind it
                open_[-1].filled = open_[-1].filled or alone or event.name in _BLOCKS
    return False


def holds_block_values(events: Sequence[MarkupEvent]) -> bool:
    """Whether a value is among paragraphs, so that an empty one may leave its container hollow."""
    path: list[str] = []
    for event in events:
        if event.kind == "start":
            path.append(event.name)
        elif event.kind == "end":
            path.pop()
        elif event.kind == "value" and path and path[-1] in _CONTAINERS:
            return True
    return False


def repeats_ids(events: Sequence[MarkupEvent]) -> bool:
    """Whether a loop repeats a bookmark, an editable stretch or a content control, or a condition holds half of one."""
    events = _telling(events, _WITH_IDS)
    return next(_repeated(events, _WITH_IDS), None) is not None or _halves_ranges(events)


def _telling(events: Sequence[MarkupEvent], names: frozenset[str]) -> Sequence[MarkupEvent]:
    """Return the events of elements of these names and where bodies begin and end; none where no element is of them.

    Why: a part has tens of thousands of others, since macros count wherever they are called.
    """
    if names.isdisjoint(map(_NAME, events)):
        return []
    return [event for event in events if event.name in names or event.kind in ("enter", "leave")]


def _halves_ranges(events: Sequence[MarkupEvent]) -> bool:
    """Whether a condition holds one end of a bookmark or an editable stretch and not the other."""
    bodies: list[int] = []  # numbers of the open ones
    seen: dict[tuple[str, str | None], list[int]] = {}
    for number, event in enumerate(events):
        if event.kind == "enter":
            bodies.append(number)
        elif event.kind == "leave":
            bodies.pop()
        elif event.kind == "start" and event.name in _RANGES:
            key = event.name.removesuffix("Start").removesuffix("End"), event.attributes.get("w:id")
            if seen.setdefault(key, list(bodies)) != bodies:
                return True
    return False


def structure_faults(events: Sequence[MarkupEvent]) -> Iterator[tuple[str, int]]:
    """Yield the line of each tag that tears a field or a comment ("tears-field", "tears-comment"), or repeats a comment
    ("repeats-comment").
    """
    events = _telling(events, _COMMENT_MARKS | {"w:fldChar"})
    yield from (("tears-comment", line) for line in _torn_comments(events))
    open_: list[tuple[list[str], int]] = []  # of the open bodies: the fields open at its start; its line
    fields: list[str] = []  # of the open fields: how far each has come
    for event in events:
        kind = event.attributes.get("w:fldCharType") if event.name == "w:fldChar" and event.kind == "start" else None
        if event.kind == "enter":
            open_.append((list(fields), event.line))
        elif event.kind == "leave":
            before, line = open_.pop()
            if fields != before:
                yield "tears-field", line
            fields = before
        elif kind == "begin":
            fields.append(kind)
        elif kind == "separate" and fields:
            fields[-1] = kind
        elif kind == "end" and fields:
            fields.pop()
    for line in dict.fromkeys(_repeated(events, _COMMENT_MARKS)):
        yield "repeats-comment", line


def _torn_comments(events: Sequence[MarkupEvent]) -> Iterator[int]:
    """Yield the line of each condition that holds one end of a comment and not the other."""
    bodies: list[tuple[int, int]] = []  # of the open bodies: a number of its own; its line
    seen: dict[str | None, list[tuple[int, int]]] = {}  # by the comment: the bodies that were open at its first mark
    for number, event in enumerate(events):
        if event.kind == "enter":
            bodies.append((number, event.line))
        elif event.kind == "leave":
            bodies.pop()
        elif event.kind == "start" and event.name in _COMMENT_MARKS:
            first = seen.setdefault(event.attributes.get("w:id"), list(bodies))
            if first != bodies:
                yield max(first, bodies, key=len)[-1][1]


def _repeated(events: Sequence[MarkupEvent], names: frozenset[str]) -> Iterator[int]:
    """Yield for each element of these names within loops the line of its innermost loop."""
    loops: list[int] = []
    for event in events:
        if event.name == "for" and event.kind in ("enter", "leave"):
            loops = [*loops, event.line] if event.kind == "enter" else loops[:-1]
        elif loops and event.name in names and event.kind == "start":
            yield loops[-1]


def may_change_tables(events: Sequence[MarkupEvent]) -> bool:
    """Whether a render could give a table another number of columns than its grid has.

    False only where each table has a row that is always there and as wide as the grid, and no row has a tag between
    its cells.
    """
    return any(_TableCheck().may_change(events, start) for start in _starts(events, "w:tbl"))


def _starts(events: Sequence[MarkupEvent], name: str) -> Iterator[int]:
    return (index for index, event in enumerate(events) if event.kind == "start" and event.name == name)


class _TableCheck:
    """Follows one table, with the rows of tables inside it, as docxtpl counts them."""

    def __init__(self) -> None:
        self._path: list[str] = []  # names of the open elements
        self._numbers: list[int] = []  # numbers of the events that opened them
        self._bodies: list[list[int]] = []  # the open elements at the start of each loop's or condition's body
        self._rows: list[tuple[int, int, bool]] = []  # cells, columns, always there; of open rows
        self._columns = 0
        self._full = False  # a row that is always there is as wide as the grid

    def may_change(self, events: Sequence[MarkupEvent], start: int) -> bool:
        """Whether the table that opens at event `start` may get another number of columns than its grid has."""
        for number in range(start, len(events)):
            event = events[number]
            if event.kind == "value":
                continue
            if event.kind in ("enter", "leave"):
                agrees = self._enter() if event.kind == "enter" else self._leave()
            else:
                agrees = self._open(event, number) if event.kind == "start" else self._close(event)
            if not agrees:
                return True
            if not self._path:
                return not self._full
        return True

    def _enter(self) -> bool:
        """Enter a body; False inside a row or a grid."""
        self._bodies.append(list(self._numbers))
        return self._path[-1] not in ("w:tr", "w:tblGrid", "w:tcPr")

    def _leave(self) -> bool:
        """Leave a body; False where it closed or opened elements."""
        return bool(self._bodies) and self._numbers == self._bodies.pop()

    def _open(self, event: MarkupEvent, number: int) -> bool:
        """Open an element; False for a span that is no number."""
        if event.name == "w:gridCol" and self._path == ["w:tbl", "w:tblGrid"]:
            self._columns += 1
        elif event.name == "w:tr":
            self._rows.append((0, 0, not self._bodies))
        elif event.name == "w:tc" and self._path[-1:] == ["w:tr"]:
            cells, wide, always = self._rows[-1]
            self._rows[-1] = (cells + 1, wide + 1, always)
        elif event.name == "w:gridSpan" and self._rows:
            span = event.attributes.get("w:val") or ""
            if not span.isdecimal():
                return False
            cells, wide, always = self._rows[-1]
            self._rows[-1] = (cells, wide + int(span) - 1, always)
        self._path.append(event.name)
        self._numbers.append(number)
        return True

    def _close(self, event: MarkupEvent) -> bool:
        """Close an element; False for a row with more cells than the grid has columns."""
        if event.name == "w:tr":
            cells, wide, always = self._rows.pop()
            if cells > self._columns:
                return False
            self._full = self._full or (always and wide >= self._columns)
        self._path.pop()
        self._numbers.pop()
        return True
