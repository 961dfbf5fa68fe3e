"""Links of cells that lead elsewhere than their text says: an e-mail address over another one, a telephone number.

Nothing follows a link; where it leads is kept with the cell only where its text does not say the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from congvan.core.text import presentable
from congvan.grids.grid import Grid, split_address

MOST = 2_000
"""Links of a sheet or document that are looked at."""
LONGEST = 200
LINK_TAGS = frozenset(("hyperlink", "instrText", "fldChar"))
"""Elements of a document that begin and end links."""
_FIELD = re.compile(r'\bHYPERLINK\s+"([^"]+)"')


def leads_elsewhere(text: str, target: str) -> str:
    """Return where a link leads, as it may be read, where its text says something else; "" where both are the same."""
    scheme, colon, rest = unquote(target.strip()).partition(":")
    said = text.strip().casefold()
    if not colon:  # a place of the same file
        return ""
    kind = scheme.casefold()
    if kind == "mailto":
        address = rest.partition("?")[0].strip()
        return "" if address.casefold() in ("", said) else presentable(address, LONGEST)
    if kind in ("tel", "callto", "sms"):
        return "" if _digits(rest) == _digits(text) else presentable(rest, LONGEST)
    return "" if _site(said) == _site(unquote(target.strip()).casefold()) else presentable(target, LONGEST)


def mark(grid: Grid, links: Mapping[str, str]) -> None:
    """Keep with the cells of a sheet where their links lead. `links`: targets by the address of the cell or range."""
    by_place = {split_address(where.partition(":")[0]): target for where, target in links.items()}
    for line in grid.lines:
        for number, cell in line.cells.items():
            target = by_place.get((line.number, number), "")
            if target and (other := leads_elsewhere(cell.text, target)):
                line.cells[number] = cell._replace(link=other)


class DocumentLinks:
    """Follows the links of a document while it is read. `targets`: gives them by the ids of relationships."""

    def __init__(self, targets: Callable[[], Mapping[str, str]]) -> None:
        self._targets = targets
        self._count = 0
        self._target = self._instruction = ""
        self._pieces: list[str] = []
        self.is_open = self.is_instruction = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> str:
        """Take the begin of an element; return where the link that ends with it leads, where its text differs."""
        if tag == "instrText":
            self.is_instruction = True
        elif tag == "hyperlink":
            identifier = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            self._open(self._targets().get(identifier, "") if identifier else "")
        elif "separate" in attributes.values():
            found = _FIELD.search(self._instruction)
            self._open(found[1] if found else "")
        elif "end" in attributes.values():
            return self.close()
        return ""

    def _open(self, target: str) -> None:
        self._count += 1
        self._target, self._pieces, self._instruction = target, [], ""
        self.is_open = bool(target) and self._count < MOST

    def add(self, piece: str) -> None:
        """Take a piece of the text, or of the instruction of a field."""
        if self.is_instruction:
            self._instruction = (self._instruction + piece)[:LONGEST]
        else:
            self._pieces.append(piece)

    def close(self) -> str:
        """End the link that is open; return where it leads, where its text says something else."""
        self.is_instruction = False
        text, self._pieces = "".join(self._pieces), []
        other = leads_elsewhere(text, self._target) if self.is_open and text.strip() else ""
        self.is_open = False
        return other


def _digits(text: str) -> str:
    digits = "".join(filter(str.isdigit, text))
    return digits.removeprefix("84") if text.strip().startswith(("+84", "84")) else digits.removeprefix("0")


def _site(text: str) -> str:
    return text.partition("://")[2 if "://" in text else 0].removeprefix("www.").rstrip("/")
