"""A mutant: for a rule a correct document with that one thing changed."""

from __future__ import annotations

from dataclasses import dataclass

from tests.nd30 import letters
from tests.nd30.changes import Change, put, swap
from tests.nd30.letters import Letter

NATION, MOTTO = "CỘNG HÒA", "Độc lập"
DATE, NUMBER = "Lạng Sơn, ngày", "Số:"
NAME = "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"


@dataclass(frozen=True)
class Mutant:
    """A rule's id without its prefix, the base, the change, the formats in which it shows."""

    rule: str
    base: str
    change: Change
    formats: str = "docx pdf"
    note: str = ""

    @property
    def name(self) -> str:
        return f"{self.rule}-{self.note}" if self.note else self.rule


def make(mutant: Mutant) -> Letter:
    """The changed document."""
    letter: Letter = getattr(letters, mutant.base)()
    mutant.change(letter)
    return letter


def styles(
    start: str,
    ident: str,
    base: str,
    size: float,
    *,
    bold: bool | None = None,
    italic: bool | None = None,
    case: str = "",
) -> list[Mutant]:
    """The mutants of one row of the table: size, weight, slant, case."""
    found = [Mutant(f"{ident}-SIZE", base, put(start, size=size))]
    if bold is not None:
        found.append(Mutant(f"{ident}-WEIGHT", base, put(start, bold=not bold)))
    if italic is not None:
        found.append(Mutant(f"{ident}-SLANT", base, put(start, italic=not italic)))
    if case:
        found.append(Mutant(f"{ident}-CASE", base, swap(start, *case.split("|"))))
    return found
