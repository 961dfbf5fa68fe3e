"""What is asked of the sender: about a cell, a row, or the whole answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from congvan.core.messages import Message, as_plain
from congvan.core.problems import Place
from congvan.core.text import presentable
from congvan.values.columns.base import Value

LONGEST_SAID = 80
"""Characters kept of a cell that is asked about."""
LONGEST_ORDINAL = 4
"""Characters of the number of a row."""
TAKEN, ASKED, STRUCK = "taken", "asked", "struck"
"""The states of a row."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A question: the column ("": the row, or the answer), what is asked, where, and what is there."""

    column: str
    message: Message
    place: Place
    said: str = ""
    remedy: Message | None = None

    def plain(self) -> dict[str, Any]:
        """Return it as kept with the answer."""
        return {
            "code": self.message.code,
            "column": self.column,
            "cell": address(self.place),
            "said": presentable(self.said, LONGEST_SAID),
            "why": as_plain(printable(self.message)),
        }


def printable(message: Message) -> Message:
    """Return a message whose values paper can carry."""
    values = {name: presentable(v) if isinstance(v, str) else v for name, v in message.values.items()}
    values = {name: printable(v) if isinstance(v, Message) else v for name, v in values.items()}
    return Message(message.id, **values)


def address(place: Place) -> str:
    """Return a place without its file as it is kept: Biểu!B7; table 1, row 2, cell 3."""
    line = place.line if not place.cell else 0
    shown = Place(line=line, sheet=place.sheet, cell=place.cell, where=place.where).text("en")
    return shown or (str(place.line) if place.line else "")


def within_file(place: Place) -> str | Message:
    """Return a place without its file, for a message about another."""
    return place.where if isinstance(place.where, Message) else address(place)


@dataclass(slots=True)
class Ordinals:
    """The numbers (STT) of the rows of a section: those that are on any line, and the highest of a filled one."""

    there: set[int] = field(default_factory=set)
    highest: int = 0
    place: Place = field(default_factory=Place)

    def add(self, text: str, place: Place, *, is_filled: bool) -> None:
        """Take the number of a line."""
        number = int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ORDINAL else 0
        self.there.add(number)
        if is_filled and number > self.highest:
            self.highest, self.place = number, place

    def gaps(self) -> list[int]:
        """Return the numbers that no line bears, below the highest; a number that is no count has too many."""
        gaps = [number for number in range(1, self.highest) if number not in self.there]
        return gaps if len(gaps) < len(self.there) else []


@dataclass(slots=True)
class ReadRow:
    """One row as read.

    `n`: its number in the section, from 1. `entry`: the entry that it is for. `values`: by column. `typed`: figures
    that were typed where ours are computed. `struck`: whether the sender struck it out. `number`: the one that stands
    in the row, by which other tables refer to it; 0 for none.
    """

    n: int
    place: Place
    entry: str = ""
    number: int = 0
    values: dict[str, Value] = field(default_factory=dict)
    typed: dict[str, Value] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    struck: bool = False
    words: str = ""

    @property
    def state(self) -> str:
        if self.struck:
            return STRUCK
        return ASKED if self.issues else TAKEN

    def place_of(self, column: str) -> Place:
        """Return the place of a cell; that of the row where the column has none."""
        return self.places.get(column, self.place)

    def ask(self, column: str, message: Message, said: str = "", remedy: Message | None = None) -> None:
        """Add a question about a cell, or ("") about the row."""
        self.issues.append(Issue(column, message, self.place_of(column), said, remedy))

    def plain(self) -> dict[str, Any]:
        """Return it as kept with the answer."""
        kept: dict[str, Any] = {
            "n": self.n,
            "entry": self.entry,
            "cell": address(self.place),
            "values": self.values,
            "state": self.state,
            "issues": [issue.plain() for issue in self.issues],
        }
        return kept | ({"typed": self.typed} if self.typed else {})
