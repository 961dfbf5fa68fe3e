"""The parts of a file: texts and tables in reading order, one part for each form that the file holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field

from congvan.forms.form import DispatchForm
from congvan.forms.keys import FormKeys
from congvan.grids.grid import Grid, GridFile, GridRow
from congvan.lazy import dataclass
from congvan.problems import Place
from congvan.returns.reading.heads import Head, find_heads
from congvan.returns.reading.texts import TextCell, cells_of


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
    heads: list[Head] = []
    for grid in filled.grids:
        found = [
            head for section in form.sections if section.spec.shape == "table" for head in find_heads(grid, section)
        ]
        heads += _apart(found)
    return heads


def _apart(found: list[Head]) -> list[Head]:
    """Return heads in order; of those on the same lines the one that finds more columns."""
    kept: list[Head] = []
    for head in sorted(found, key=lambda head: (-len(head.columns) + len(head.renamed), head.first)):
        if not any(head.first <= other.last and other.first <= head.last for other in kept):
            kept.append(head)
    return sorted(kept, key=lambda head: head.first)


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
            yield Table(Head(grid, last.section, 0, -1, last.columns, last.more, continued=True), grid.lines)
            continue
        yield from _grid_items(grid, own)
        last = own[-1] if own else last
    yield from (TextCell(text, place) for text, behind in paragraphs if behind >= len(filled.grids))


def _goes_on(grid: Grid, head: Head) -> bool:
    """Whether a table of a document without a head is the rest of the one before it: as wide, with rows like those."""
    if grid.form != "table" or not grid.lines:
        return False
    widest = max(number for line in grid.lines for number in line.cells)
    if not max(head.columns) - 1 <= widest <= max(head.columns):
        return False
    return any(
        len(line.cells) > 1 and any(any(char.isdigit() for char in cell.text) for cell in line.cells.values())
        for line in grid.lines
    )


def _grid_items(grid: Grid, heads: Sequence[Head]) -> Iterator[TextCell | Table]:
    begin = 0
    for number, head in enumerate(heads):
        for line in grid.lines[begin : head.first]:
            yield from cells_of(grid, line)
        end = heads[number + 1].first if number + 1 < len(heads) else len(grid.lines)
        yield Table(head, grid.lines[head.last + 1 : end])
        begin = head.last + 1
    columns = heads[-1].columns if heads else {}
    for line in grid.lines[begin:]:
        yield from cells_of(grid, line, in_row=sum(number in columns for number in line.cells) > 1)
