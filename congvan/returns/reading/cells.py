"""One cell: its characters made fit for paper or asked about, then read by the type of its column."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, Severity
from congvan.core.text import (
    FORBIDDEN,
    LOOK_ALIKE,
    check_text,
    correct_look_alike,
    describe,
    nfc,
    not_carried,
    presentable,
)
from congvan.core.text.legacy_encodings import Converted, converted, lost_letters, read_as, read_surely, with_capitals
from congvan.grids.grid import GridCell, SeenText
from congvan.returns.reading.plan import COMPUTED, HISTORY, KNOWN, TICKED_TYPES, ColumnPlan
from congvan.returns.reading.words import is_empty, plain
from congvan.values.columns.base import Reading, State, Value
from congvan.values.columns.bodies import are_several_bodies, is_of_bodies
from congvan.values.columns.numbers import stored_text
from congvan.values.columns.words import without_titles
from congvan.values.columns.writing import Writing

_UNSEEN = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
_INVISIBLE = re.compile(_UNSEEN)
_PARTED = re.compile(rf"\d{_UNSEEN}+\d")
"""Digits that nobody sees parted, as of two figures that were one above the other."""
_SOFT_HYPHEN = "\u00ad"
_ADDRESS = re.compile(r"\w@\w|://|^www\.|^[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org)(?:/\S*)?$")
"""What a text has that says where a link leads: an e-mail address, a site."""
_NO_ROOM = re.compile(r"#{2,}")
"""What a spreadsheet shows for a number that is too wide for its column."""
_WORDS = frozenset(("text", "name"))
_PLAIN = re.compile(r"[ -~]*")
_SPACES = re.compile(r"[^\S ]")
"""Spaces other than the usual one, which nobody sees to be others, and ends of lines."""
MOST_LETTERS = 2_000
"""Characters of a value at most: a cell of a table on paper holds no more."""
_MOST_TYPED = 4
"""Digits behind the comma that somebody types; a number with more was computed."""
_WRITTEN_APART = frozenset(("phone", "cccd"))
"""Types whose digits are the same with any signs between them."""
_MOST_TOLD = 4
"""Characters that were put right and are reported of one cell."""
_MOST_NAMES = 40
"""Names quoted with the titles that were left out before them."""


class CellValue(NamedTuple):
    """What a cell gives: its value, or the question about it with its remedy."""

    value: Value = ""
    ask: Message | None = None
    remedy: Message | None = None


@dataclass(slots=True)
class CellReader:
    """Reads cells; `notes` tells what was corrected, `encodings` which legacy encodings occur in the file.

    `encoding`: the one in which all of it was typed, so that no word is in doubt; "" where that is not certain.
    `writing`: how its numbers and days are written, worked out where one can be read in two ways. `days`: the first and
    the last day of the period that the answer is about. `titled`: by column, names as typed with a title.
    """

    notes: list[Problem] = field(default_factory=list)
    encodings: set[str] = field(default_factory=set)
    encoding: str = ""
    writing: Callable[[], Writing] = Writing
    days: tuple[str, str] = ("", "")
    titled: dict[str, list[tuple[str, Place]]] = field(default_factory=dict)

    def read(self, cell: GridCell, plan: ColumnPlan, place: Place) -> CellValue:
        """Return the value of a cell for its column, where that is what is seen of it."""
        if cell.whole and (cell := as_meant(cell, plan)).whole:
            texts = {"text": presentable(cell.text, 80), "whole": presentable(cell.whole, 80)}
            return CellValue("", Message("cell-parted", **texts))
        found = self._held(cell, plan, place)
        if cell.link and found.ask is None and found.value != "":
            found = self._linked(cell, found, place)
        if cell.shown is None or found.ask is not None or found.value == "":
            return found
        if cell.shown.is_padded(cell.text):
            return CellValue(cell.shown.text) if plan.cell.id == "text" else found
        ask = self._other_than_seen(cell, cell.shown, plan, place)
        return found if ask is None else CellValue("", ask)

    def _linked(self, cell: GridCell, found: CellValue, place: Place) -> CellValue:
        """Ask about an address or number whose link leads to another; tell of a link behind other words."""
        values = {"text": presentable(cell.text, 80), "link": presentable(cell.link, 80)}
        is_number = "://" not in cell.link and not any(map(str.isalpha, cell.text))
        if is_number or _ADDRESS.search(cell.text):
            return CellValue("", Message("cell-link.other", **values))
        self.notes.append(Problem(Message("cell-link.beside", **values), place, severity=Severity.WARNING))
        return found

    def _held(self, cell: GridCell, plan: ColumnPlan, place: Place) -> CellValue:
        """Return the value that a cell holds."""
        if cell.kind == "formula":
            return CellValue("", Message("cell-formula.present"))
        if cell.kind == "overlaid" and plan.kind not in (COMPUTED, HISTORY):
            return CellValue("", Message("cell-overlaid", text=presentable(cell.text, 80)))
        if cell.text[:1] == "#" and _NO_ROOM.fullmatch(cell.text) and plan.cell.id not in _WORDS:
            return CellValue("", Message("cell-no-room", text=cell.text))
        if cell.struck:
            return CellValue("", Message("cell-struck", text=presentable(cell.text, 80)))
        if not cell.text or (cell.kind == "text" and is_empty(cell.text)):
            return CellValue()
        if cell.kind == "text":
            text, ask = self._clean(cell.text, plan, place)
            known = self._of_legacy(cell, plan, place)
            if known is not None:
                return known
            if ask is not None:
                return CellValue("", ask)
            if text != cell.text:
                cell = cell._replace(text=text)
        return self._typed(cell, plan, place)

    def _other_than_seen(self, cell: GridCell, shown: SeenText, plan: ColumnPlan, place: Place) -> Message | None:
        """Ask about a cell that holds something else than is seen of it. A number that is rounded as its column is, or
        that no hand has typed, is taken as it is stored.
        """
        if plan.kind in (COMPUTED, HISTORY):
            return None
        stored = presentable(stored_text(cell), 60)
        if not shown.text:
            return Message("cell-shown.nothing", stored=stored)
        values = {"shown": presentable(shown.text, 60), "stored": stored}
        is_same = plan.cell.id in _WRITTEN_APART or (plan.unit == "%" and shown.text.endswith("%"))
        if is_same and _digits(shown.text) == _digits(cell.text):
            return None
        if shown.places < 0:
            return Message("cell-shown.other", **values)
        asked = plan.column.spec.round
        if plan.kind == KNOWN or (asked is not None and shown.places >= asked):
            return None
        if len(stored.rstrip("%").partition(",")[2]) <= _MOST_TYPED:
            return Message("cell-shown.other", **values)
        self.notes.append(Problem(Message("cell-shown.rounded", **values), place, severity=Severity.WARNING))
        return None

    def _of_legacy(self, cell: GridCell, plan: ColumnPlan, place: Place) -> CellValue | None:
        """Return the value of a cell that its column takes only when it is read in a legacy encoding, such as the one
        choice that it can mean; None for any other.
        """
        if plan.cell.id in _WORDS or cell.text.isascii() or plan.kind in (COMPUTED, HISTORY):
            return None
        if plan.cell.reading(cell, plan.options).state is not State.WRONG:
            return None
        read = {name: read_as(cell.text, name) for name in ("TCVN3", "VNI")}
        fits = {
            name: found.value
            for name, text in read.items()
            if text
            and (found := plan.cell.reading(cell._replace(text=text), plan.options)).state is State.READ
            and found.value != ""
        }
        if len({*map(str, fits.values())}) != 1:
            return None
        name, value = next(iter(fits.items()))
        self.encodings.add(name)
        message = Message("cell-encoding", name=name, text=presentable(cell.text, 80), read=read[name])
        self.notes.append(Problem(message, place, severity=Severity.WARNING))
        return CellValue(value)

    def _typed(self, cell: GridCell, plan: ColumnPlan, place: Place) -> CellValue:
        options = replace(plan.options, days=self.days) if self.days[0] and plan.cell.id == "date" else plan.options
        found = plan.cell.reading(cell, options)
        if plan.cell.id == "name" and found.value:
            found = self._untitled(found, plan, place)
        if found.state is State.DOUBTFUL and cell.kind in ("text", "date"):
            sign, days_first, fraction_sign = self.writing()
            told = replace(options, decimal_sign=sign, days_first=days_first, fraction_sign=fraction_sign)
            found = plan.cell.reading(cell, told)
        doubt = None if plan.kind in (COMPUTED, HISTORY) else plan.cell.doubt(found.value, options)
        if doubt is not None and found.state in (State.READ, State.MENDED):
            return CellValue("", doubt)
        if plan.cell.remark is not None and found.state in (State.READ, State.MENDED):
            self._remark(plan.cell.remark(found.value, options), place)
        if found.state is State.READ or (found.state is State.MENDED and found.message is None):
            return CellValue(found.value)
        if found.state is State.MENDED and found.message is not None:
            self.notes.append(Problem(found.message, place, found.remedy, Severity.NOTE))
            return CellValue(found.value)
        return CellValue("", found.message, found.remedy)

    def _untitled(self, found: Reading, plan: ColumnPlan, place: Place) -> Reading:
        """Return the name of a person without what stands before it; what was left out is kept, to be told."""
        text = str(found.value)
        name = without_titles(text)
        if name == text or found.state not in (State.READ, State.MENDED) or is_of_bodies(plan.label):
            return found
        self.titled.setdefault(plan.label, []).append((text, place))
        return found._replace(value=name)

    def told_titles(self) -> Iterator[Problem]:
        """Yield what was left out before names, once for each column."""
        for label, cells in self.titled.items():
            names = ", ".join(
                [*(text for text, _place in cells[:_MOST_NAMES]), *(["…"] if cells[_MOST_NAMES:] else [])]
            )
            message = Message("column-name.titles", label=label, count=len(cells), names=presentable(names, 1_000))
            yield Problem(message, cells[0][1], severity=Severity.WARNING)

    def _remark(self, message: Message | None, place: Place) -> None:
        if message is not None:
            self.notes.append(Problem(message, place, severity=Severity.WARNING))

    def _clean(self, text: str, plan: ColumnPlan, place: Place) -> tuple[str, Message | None]:
        """Return a text with everything corrected that is certain, and the question about what is not."""
        if plan.cell.id in _WORDS and lost_letters(text):
            return text, Message("cell-letters-lost", text=presentable(text, 80))
        if _PLAIN.fullmatch(text):
            return text, self._too_long(text)
        # Why: a tab parts a name from what somebody is, which one space would not show
        text = nfc(text).strip().replace("\t", " | " if plan.cell.id == "name" else " ").replace("\r", "")
        if bare := _without_invisible(text):
            if plan.cell.id not in _WORDS and _PARTED.search(text):
                self._tell_mended(text, _INVISIBLE.findall(text), place)
            text = bare
        several = plan.cell.id in _WORDS and are_several_bodies(text, plan.label)
        if plan.cell.id == "text":
            text = _SPACES.sub(" ", text)
        if several:
            return text, Message("column-text.bodies", text=presentable(text, 80))
        text, ask = self._mended(text, place, is_name=plan.cell.id == "name")
        strange = not_carried(text) if ask is None and plan.cell.id not in TICKED_TYPES else ""
        if strange:
            ask = Message("cell-character", char=describe(strange))
        return text, ask or self._too_long(text)

    def _too_long(self, text: str) -> Message | None:
        return Message("cell-too-long", most=MOST_LETTERS) if len(text) > MOST_LETTERS else None

    def _mended(self, text: str, place: Place, *, is_name: bool) -> tuple[str, Message | None]:
        read = self._converted(text, is_name=is_name)
        if read is not None:
            self.encodings.add(read.encoding)
            message = Message("cell-encoding", name=read.encoding, text=presentable(text, 80), read=read.text)
            if not read.sure:
                return text, Message("cell-encoding.unsure", **message.values)
            self.notes.append(Problem(message, place, severity=Severity.WARNING))
            text = read.text
        said, mended = text, list[str]()
        for _round in range(20):
            flaws = [flaw for flaw in check_text(text) if flaw.code in (LOOK_ALIKE, FORBIDDEN)]
            if not flaws:
                self._tell_mended(said, mended, place)
                return text, None
            flaw = flaws[0]
            fixed = correct_look_alike(text, flaw) if flaw.code == LOOK_ALIKE else text
            if fixed == text:
                return text, flaw.message
            mended.append(text[flaw.offset])
            text = fixed
        return text, Message("cell-character", char=describe(text[0]))

    def _converted(self, text: str, *, is_name: bool) -> Converted | None:
        """Return a text brought out of its legacy encoding; that of the file where it is certain."""
        read = read_surely(text, self.encoding) if self.encoding else ""
        found = Converted(self.encoding, read, sure=True) if read else converted(text)
        if found is not None and is_name and found.encoding == "TCVN3":
            return found._replace(text=with_capitals(found.text))
        return found

    def _tell_mended(self, said: str, characters: Sequence[str], place: Place) -> None:
        """Tell once of all the characters of a cell that were put right."""
        if characters:
            found = ", ".join([*dict.fromkeys(map(describe, characters))][:_MOST_TOLD])
            message = Message("text-mended", found=found, words=presentable(said, 80))
            self.notes.append(Problem(message, place, severity=Severity.WARNING))


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text)).lstrip("0")


def _without_invisible(text: str) -> str:
    """Return a text without characters that nobody sees; what is a soft hyphen elsewhere is the ư of TCVN3."""
    if _SOFT_HYPHEN in text:
        read = converted(text)
        if read is not None and read.sure and "ư" in read.text.lower():
            return _INVISIBLE.sub(lambda found: found[0] if found[0] == _SOFT_HYPHEN else "", text)
    return _INVISIBLE.sub("", text)


def as_meant(cell: GridCell, plan: ColumnPlan, printed: Collection[str] = (), expected: Value = "") -> GridCell:
    """Return a cell in which a word may be parted with the one text that its column takes, or that was printed there;
    as it is where both may be meant.
    """
    texts = (cell.text, cell.whole)
    known = [text for text in texts if plain(text) in printed]
    read = [plan.cell.reading(GridCell(text), plan.options) for text in texts]
    if not known and expected != "":
        known = [text for text, found in zip(texts, read, strict=True) if found.value == expected]
    if not known:
        taken = [(text, found.value) for text, found in zip(texts, read, strict=True) if found.state is not State.WRONG]
        known = [taken[0][0]] if len(taken) == 1 or (taken and taken[0][1] == taken[1][1]) else []
    return cell._replace(text=known[0], whole="") if known else cell
