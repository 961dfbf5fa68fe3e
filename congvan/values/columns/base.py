"""What every type of value gives: a reader of cells, the value for templates, and what it says of a doubtful cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple

from congvan.core.messages import Message
from congvan.grids.grid import GridCell

Value = str | int | float
"""A value as it is kept; "" where there is none. Days are kept as ISO 8601, so that they compare as text."""


class State(StrEnum):
    """How sure a reading is."""

    READ = "read"
    MENDED = "mended"  # read after a correction that has no alternative: to be reported
    DOUBTFUL = "doubtful"  # read, but another reading fits too: the sender of a form is asked
    WRONG = "wrong"  # no reading fits; there is no value


class Reading(NamedTuple):
    """What a cell says: the value, how sure it is, and the message and remedy where it is not simply read."""

    value: Value = ""
    state: State = State.READ
    message: Message | None = None
    remedy: Message | None = None


class Referred(NamedTuple):
    """An entry that a text may mean: its id, and its name as the clerk knows it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class ColumnOptions:
    """What one column asks of its values beside their type.

    `choices`: the texts of a choice. `low`, `high`: bounds, read by the type already. `find`: for references, the
    entries that a text may mean; `near`: names near to it. `label`, `unit`: what the column is called and counts.
    `places`: decimal places that its values may have; None: as its type. `decimal_sign`, `fraction_sign`, `days_first`:
    how the file at hand writes numbers and days, where that settles what can be read in two ways. `days`: the first and
    the last day of the period that the answer at hand is about, ISO 8601. `titles`: the label and the headings over it.
    """

    choices: Sequence[str] = ()
    low: Value = ""
    high: Value = ""
    find: Callable[[str], Sequence[Referred]] = lambda _text: ()
    near: Callable[[str], Message | None] = lambda _text: None
    label: str = ""
    unit: str = ""
    places: int | None = None
    decimal_sign: str = ""
    fraction_sign: str = ""
    days_first: bool = False
    days: tuple[str, str] = ("", "")
    titles: str = ""


Align = Literal["left", "center", "right"]
Sums = Literal["add", "count", "none"]
Reader = Callable[[GridCell, ColumnOptions], Reading]


def _no_doubt(_value: Value, _options: ColumnOptions) -> Message | None:
    return None


def as_kept(value: Value) -> Value:
    """Return the value unchanged: what most types give to templates."""
    return value


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A type of value; its words in the catalogue are `column-type.ID`.

    `read` reads a cell that is not empty. `plain` gives the value to templates, `show` to the cells of tables.
    `bounded`: whether `min` and `max` mean something. `mm`, `align`: of a column of it; 0: what the others leave.
    `whole_mm`: the width in which its values, all as long, or amounts of nine digits, are on one line; no column of it
    is narrower, since a spreadsheet shows ### for a number that is wider than its cell.
    `sums`: what a row of totals shows of it. `places`: decimal places of what is computed. `personal`: whether it is
    masked on screens and in logs unless a column says otherwise. `doubt`: what is asked of a value that was read, but
    is unlikely on a form whose column has no bounds; what the office types itself is not asked about. `remark`: what is
    told of a value that counts.
    """

    id: str
    read: Reader
    plain: Callable[[Value], Value] = as_kept
    bounded: bool = False
    mm: float = 0
    whole_mm: float = 0
    align: Align = "left"
    sums: Sums = "none"
    places: int | None = None
    personal: bool = False
    show: Callable[[Value], str] | None = None
    doubt: Callable[[Value, ColumnOptions], Message | None] = _no_doubt
    remark: Callable[[Value, ColumnOptions], Message | None] | None = None

    def shown(self, value: Value) -> str:
        """Return a kept value as the cell of a table shows it."""
        if value == "":
            return ""
        return self.show(value) if self.show else str(self.plain(value))

    @property
    def words(self) -> Message:
        """What the type is called."""
        return Message(f"column-type.{self.id}")

    def reading(self, cell: GridCell, options: ColumnOptions) -> Reading:
        """Read a cell, and compare the value with the bounds of the column."""
        if not cell.text:
            return Reading()
        found = self.read(cell, options)
        if not self.bounded or found.state is State.WRONG:
            return found
        for bound, below in ((options.low, True), (options.high, False)):
            if bound != "" and outside(found.value, bound, below=below):
                message = Message(f"column-bound.{'low' if below else 'high'}", text=cell.text, bound=self.plain(bound))
                return wrong(message)
        return found


def outside(value: Value, bound: Value, *, below: bool) -> bool:
    """Whether a value lies beyond a bound of its own kind."""
    if isinstance(value, str) or isinstance(bound, str):
        return str(value) < str(bound) if below else str(value) > str(bound)
    return value < bound if below else value > bound


def wrong(message: Message, remedy: Message | None = None) -> Reading:
    """Return a reading without a value: what has to be asked."""
    return Reading("", State.WRONG, message, remedy)


def table_of(*types: ColumnType) -> Mapping[str, ColumnType]:
    """Return types by their ids."""
    return {each.id: each for each in types}
