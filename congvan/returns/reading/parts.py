"""The parts of a file: texts and tables in reading order, one part for each form that the file holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from congvan.core.problems import Place
from congvan.forms.form import DispatchForm, SectionColumn
from congvan.forms.keys import FormKeys
from congvan.grids.cell_lines import CellLine
from congvan.grids.grid import Grid, GridFile, GridRow, RestOfRow
from congvan.returns.reading.heads import Head, find_heads
from congvan.returns.reading.texts import TextCell, cells_of
from congvan.returns.reading.words import is_empty, plain
from congvan.values.columns.titles import is_total

_EDGES_APART = 3
"""Points by which the columns of a table on two pages may differ."""
_LINES_OVER = 5
"""Lines over a head in which its title is."""
_TITLE_NUMBER = re.compile(r"\s*([IVX]+|[A-Z]|\d+)[.)]\s")
"""The number that a title of a table begins with: II."""
_WORDS = frozenset(("text", "name"))
_SENTENCE_ENDS = (".", "!", "?", ":", ";")


@dataclass(slots=True)
class FoundForm:
    """The form that a file answers, as far as the file as a whole tells: its keys by the id, and its heads."""

    form: DispatchForm
    keys: FormKeys
    version: int
    how: str
    heads: list[Head]


@dataclass(slots=True)
class Table:
    """A table of a section: its head, and the lines below it, down to the next head."""

    head: Head
    lines: list[GridRow]
    doubted: set[int] = field(default_factory=set)
    """Numbers of the lines that may be parts of one row, which goes on over the page."""


@dataclass(slots=True)
class FilePart:
    """What belongs to one form: its tables in order, and the texts around them; `behind`: those after the last head."""

    texts: list[TextCell] = field(default_factory=list)
    behind: list[TextCell] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def of(self, section: str) -> list[Table]:
        """Return the tables of a section."""
        return [table for table in self.tables if table.head.section.id == section]

    @property
    def place(self) -> Place:
        """Where the part begins."""
        if self.tables:
            head = self.tables[0].head
            if head.continued:
                return head.grid.place(1)
            return head.grid.place(head.grid.lines[head.first].number)
        return self.texts[0].place if self.texts else Place()


Ends = Callable[[TextCell], bool]
"""Function: whether a text is one of those at the foot of the form."""
Differs = Callable[[Sequence[TextCell], Sequence[TextCell]], bool]
"""Function: texts before a table, those of the part before it → whether they name another sheet of the form."""


def heads_of(filled: GridFile, form: DispatchForm) -> list[Head]:
    """Return the heads of all tables of a form in a file, in reading order."""
    sections = [section for section in form.sections if section.spec.shape == "table"]
    places = [
        place for grid in filled.grids for place in _apart([h for each in sections for h in find_heads(grid, each)])
    ]
    return _by_title(filled, places)


def _apart(found: Sequence[Head]) -> list[list[Head]]:
    """Return heads in order; of those on the same lines the one that finds more columns and lacks fewer, or several
    that are as good: those of tables with the same titles.
    """
    kept: list[list[Head]] = []
    for head in sorted(found, key=lambda head: (*_merit(head), head.first)):
        there = next((each for each in kept if head.first <= each[0].last and each[0].first <= head.last), None)
        if there is None:
            kept.append([head])
        elif _merit(head) == _merit(there[0]) and head.first == there[0].first:
            there.append(head)
    return sorted(kept, key=lambda each: each[0].first)


def _merit(head: Head) -> tuple[int, int]:
    return len(head.renamed) - len(head.columns), len(head.missing)


def _by_title(filled: GridFile, places: Sequence[list[Head]]) -> list[Head]:
    """Return one head of each place: of tables with the same titles that whose title stands over it.

    One without a title goes on with the table before it, as on another page; where no title is left, and each of them
    is there, they come in their order.
    """
    chosen: list[Head] = []
    titled = [_titled(filled, heads) if len(heads) > 1 else heads[0] for heads in places]
    for heads, head in zip(places, titled, strict=True):
        twins = [each.section.id for each in heads]
        alike = [at for at, each in enumerate(places) if [head.section.id for head in each] == twins]
        if head is None and len(alike) % len(twins) == 0 and not any(titled[at] for at in alike):
            head = heads[sum(each.section.id in twins for each in chosen) % len(twins)]
        before = next((each.section.id for each in reversed(chosen) if each.section.id in twins), "")
        chosen.append(head or next((each for each in heads if each.section.id == before), heads[0]))
    return chosen


def _titled(filled: GridFile, heads: Sequence[Head]) -> Head | None:
    """Return the head whose section has the nearest title over it: the same words, or the same number at their
    beginning.
    """
    said = [*_over(filled, heads[0])]
    for key in (plain, _number_of):
        titles = [key(head.section.spec.title or "") for head in heads]
        for line, text in said:
            if (name := key(text)) and titles.count(name) == 1:
                found = heads[titles.index(name)]
                found.begins = line
                return found
    return None


def _number_of(text: str) -> str:
    found = _TITLE_NUMBER.match(text)
    return found[1] if found else ""


def _over(filled: GridFile, head: Head) -> Iterator[tuple[int, str]]:
    """Yield the texts over a head with their lines, from below: of its grid, down to a line of several, then those
    before it.
    """
    for at in range(head.first - 1, max(-1, head.first - 1 - _LINES_OVER), -1):
        texts = [cell.text for cell in head.grid.lines[at].cells.values() if cell.text]
        yield from ((at, text) for text in texts)
        if len(texts) > 1:
            return
    number = next((at for at, grid in enumerate(filled.grids) if grid is head.grid), 0)
    if head.first < _LINES_OVER:
        before = [text for text, at in zip(filled.paragraphs, filled.behind, strict=False) if at == number]
        yield from ((-1, text) for text in before[: -_LINES_OVER - 1 : -1])


def parts_of(filled: GridFile, heads: Sequence[Head], differs: Differs, ends: Ends) -> list[FilePart]:
    """Return the parts of a file.

    A table of a section that the part has already begins another part where the texts before it name another sheet;
    else it goes on with the table before it.
    """
    parts = [FilePart()]
    waiting: list[TextCell] = []
    for item in _in_order(filled, heads):
        if isinstance(item, TextCell):
            waiting.append(item)
            continue
        current = parts[-1]
        if current.of(item.head.section.id) and differs(waiting, current.texts):
            own = _of_the_part_before(waiting, current.tables[-1].head.grid, item.head.grid, ends)
            current.behind = waiting[:own]
            current.texts += current.behind
            waiting = waiting[own:]
            parts.append(current := FilePart())
        current.texts += waiting
        current.tables.append(item)
        waiting = []
    parts[-1].behind = waiting
    parts[-1].texts += waiting
    return parts


def _of_the_part_before(texts: Sequence[TextCell], last: Grid, now: Grid, ends: Ends) -> int:
    """Return how many of the texts between two forms stand under the first: those of its sheet, or down to its foot."""
    if last is not now and last.form == "sheet":
        return sum(text.place.sheet == last.name for text in texts)
    return max((number for number, text in enumerate(texts, 1) if ends(text)), default=0)


def _in_order(filled: GridFile, heads: Sequence[Head]) -> Iterator[TextCell | Table]:
    """Yield texts outside tables, texts below a head that may belong to no table too, and tables."""
    paragraphs = list(zip(filled.paragraphs, filled.behind or [0] * len(filled.paragraphs), strict=False))
    place = Place(filled.file)
    last: Head | None = None
    for number, grid in enumerate(filled.grids):
        yield from (TextCell(text, place) for text, behind in paragraphs if behind == number)
        own = [head for head in heads if head.grid is grid]
        if not own and last is not None and _goes_on(grid, last):
            last = Head(grid, last.section, 0, -1, last.columns, last.more, continued=True)
            yield Table(last, grid.lines)
            continue
        yield from _grid_items(grid, own)
        last = own[-1] if own else last
    yield from (TextCell(text, place) for text, behind in paragraphs if behind >= len(filled.grids))


def _goes_on(grid: Grid, head: Head) -> bool:
    """Whether a table of a document without a head is the rest of the one before it: as wide, with rows like those."""
    if grid.form != "table" or not grid.lines:
        return False
    if grid.rest is not None and grid.index == head.grid.index + 1:
        return True
    if any(abs(one - other) > _EDGES_APART for one, other in zip(grid.edges, head.grid.edges, strict=False)):
        return False
    widest = max(number for line in grid.lines for number in line.cells)
    if not max(head.columns) - 1 <= widest <= max(head.columns):
        return False
    return any(
        len(line.cells) > 1 and any(any(char.isdigit() for char in cell.text) for cell in line.cells.values())
        for line in grid.lines
    )


def join_broken_rows(tables: Sequence[Table], total: str) -> None:
    """Make rows that go on over the page one where that is certain; note the two parts where they may be one.

    `total`: the word of the row of totals. Certain is that of a line without a number, under one that fills its cells
    down to the foot of the page: it has nothing in columns that are empty there, and lacks what a row has; or all it
    has are texts in small letters, each of which goes on with one that fills its line there.
    """
    last: tuple[Table, int] | None = None
    lines: dict[int, list[CellLine]] = {}
    for table in tables:
        rest = table.head.grid.rest
        if last and rest and table.lines and table.lines[0].number == rest.row:
            goes_on = _is_rest(table, *last, total)
            above, at = last
            if goes_on:
                lines, cells = rest.behind(lines or rest.above)
                above.lines[at] = replace(above.lines[at], cells=above.lines[at].cells | cells)
                del table.lines[0]
            elif goes_on is None:
                above.doubted.add(above.lines[at].number)
                table.doubted.add(rest.row)
        if table.lines:
            last, lines = (table, len(table.lines) - 1), {}


def _is_rest(table: Table, above: Table, at: int, total: str) -> bool | None:
    """Whether the first line of a table is the rest of the last of the one before it; None where it may be."""
    rest, columns = table.head.grid.rest, table.head.columns
    line, before = _filled(table.lines[0], columns), _filled(above.lines[at], columns)
    numbers = {n for n, column in columns.items() if column.type.id == "ordinal"}
    if rest is None or not line or numbers & set(line) or _is_of_totals(line, total):
        return False
    others = [_filled(each, columns) for each in (*above.lines[:at], *table.lines[1:])]
    others = [each for each in others if set(each) - numbers and not _is_of_totals(each, total)]
    needed = {n for n, column in columns.items() if column.spec.required}
    usual = {n for n in before if n not in numbers and all(n in each for each in others)} if others else set[int]()
    is_numbered = bool(numbers & set(before)) and all(numbers & set(each) for each in others)
    lacks = (needed | usual) - set(line)
    flow = _flow(rest, line, before, columns) if rest.sure else ""
    if not lacks and not is_numbered:
        return {"on": True, "maybe": None}.get(flow, False)
    if not lacks:
        return True if flow == "on" else None if rest.sure else False
    return True if flow == "on" or (is_numbered and rest.sure and set(line) <= set(before)) else None


def _flow(
    rest: RestOfRow, line: Mapping[int, str], before: Mapping[int, str], columns: Mapping[int, SectionColumn]
) -> str:
    """Return how the texts of a line go on with those above: "on" where each does, in small letters, behind a line that
    has no room for its next word; "maybe" where that is so but for the letters, or for a line; "" where another thing
    begins.
    """
    if not all(columns[n].type.id in _WORDS and n in before for n in line):
        return ""
    flows = [rest.flows(n) for n in line]
    if all(text[:1].islower() for text in line.values()):
        return "on" if all(flows) else "maybe" if any(flows) else ""
    is_end = any(before[n].rstrip().endswith(_SENTENCE_ENDS) for n in line)
    return "maybe" if all(flows) and not is_end else ""


def _is_of_totals(line: Mapping[int, str], total: str) -> bool:
    return any(is_total(line[n].partition(":")[0], total) for n in sorted(line)[:2])


def _filled(line: GridRow, columns: Mapping[int, SectionColumn]) -> dict[int, str]:
    """Return the texts of the columns that a line fills."""
    return {n: cell.text for n, cell in line.cells.items() if n in columns and not is_empty(cell.text)}


def _grid_items(grid: Grid, heads: Sequence[Head]) -> Iterator[TextCell | Table]:
    begin = 0
    for number, head in enumerate(heads):
        for line in grid.lines[begin : head.first]:
            yield from cells_of(grid, line)
        after = heads[number + 1] if number + 1 < len(heads) else None
        end = (after.begins if after.begins >= 0 else after.first) if after else len(grid.lines)
        yield Table(head, grid.lines[head.last + 1 : end])
        begin = head.last + 1
    columns = heads[-1].columns if heads else {}
    for line in grid.lines[begin:]:
        if grid.rest is not None and line.number == grid.rest.row:  # a part of a row, whatever it holds
            continue
        yield from cells_of(grid, line, in_row=sum(number in columns for number in line.cells) > 1)
