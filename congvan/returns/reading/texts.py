"""The texts of a form as they are found again in a file: its lines with labels, its foot, its words of a nil return."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from congvan.core.problems import Place
from congvan.core.text import fold
from congvan.forms.form import Dimension, DispatchForm
from congvan.grids.grid import Grid, GridCell, GridRow, SeenText
from congvan.model.lists.entries import EntryList
from congvan.returns.reading.heads import Same
from congvan.returns.reading.words import LONGEST_LABEL, is_empty, plain, static_pieces
from congvan.values.columns.base import ColumnOptions
from congvan.values.columns.dates import read_date
from congvan.values.columns.titles import bare_key, label_key

_FIELD = re.compile(r"\{\{\s*([a-z][a-z0-9_.\-]*)[^}]*\}\}")
_TAG = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_BEGINS_LINE = re.compile(r"(?:^|[;|\n\t]|\s{2,}|\.\s)\W*$")
"""What is before a label that begins a line, or a part of it."""
_GAP = r"\s*.{0,200}?\s*"
_SIGNED = re.compile(r"\(?ky\b.*\b(?:ho ten|dong dau)\b")
"""What is under the title of who signs, whatever the form says."""
_LEAST_OF_FOOT, _LEAST_OF_BEGINNING = 3, 8
"""Characters of a text under a table by which it is known again: as a whole, by its beginning."""


class TextCell(NamedTuple):
    """A cell or paragraph with its place, and the cells to its right. `in_row`: whether it is in a row of a table,
    `hidden`: whether nobody sees its row or column.
    """

    text: str
    place: Place
    right: tuple[tuple[GridCell, Place], ...] = ()
    in_row: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """A line of a form that names an entry or the period: its label, and the name whose value it shows."""

    label: str
    name: str

    @property
    def root(self) -> str:
        """The dimension, or `ky`, that the value belongs to."""
        return self.name.partition(".")[0]


class FormTexts:
    """The texts of a form, worked out once."""

    def __init__(self, form: DispatchForm) -> None:
        spec = form.spec
        self.lines = tuple(_labelled(spec.lines))
        closings = [section.spec.closing or "" for section in form.sections]
        signers = [text for signer in spec.signers for text in (signer.title, signer.hint or "")]
        pieces = (piece for text in (*closings, spec.note or "", *signers) for piece in static_pieces(text))
        self.foot = frozenset(piece for piece in pieces if len(piece) >= _LEAST_OF_FOOT)
        self._foot_begins = tuple(piece for piece in self.foot if len(piece) >= _LEAST_OF_BEGINNING)
        self._foot_text = "\n".join(self.foot)
        self.closings = tuple(_closing_pattern(text) for text in (*closings, spec.note or "") if text)
        self.nil = plain(spec.nil or "")
        self.placeholders = frozenset(
            plain(text) for section in form.sections for row in section.spec.as_issued_rows for text in row if text
        )
        entries = (entry for each in form.dimensions for entry in each.listed.entries)
        said = (entry.values.get(key) for entry in entries for key in ("name", "heading", "sentence"))
        self.entry_names = frozenset(plain(str(text)) for text in said if text)
        blocks = [section for section in form.sections if section.spec.shape == "lines"]
        self._questions = {label_key(column.spec.label) for section in blocks for column in section.columns}
        self._titles = {without_numbers(section.spec.title) for section in form.sections if section.spec.title}
        self._shown: dict[tuple[str, ...], dict[str, set[str]]] = {}
        labels = sorted({line.label for line in self.lines}, key=len, reverse=True)
        self.labels = re.compile("|".join(loose(label) for label in labels)) if labels else None
        self.label_words = tuple(label.rstrip(": ").split()[0] for label in labels)

    def entries_saying(self, dimension: Dimension, path: Sequence[str], said: str) -> set[str]:
        """Return the entries of which a line shows a text: “Đơn vị: {{ xa.receives.ubnd }}”."""
        place = (dimension.name, *path)
        if place not in self._shown:
            shown: dict[str, set[str]] = {}
            for entry in dimension.listed.entries:
                if text := _at(entry.values, path):
                    shown.setdefault(plain(text), set()).add(entry.id)
            self._shown[place] = shown
        return self._shown[place].get(plain(said), set())

    def figure(self, dimension: Dimension, path: Sequence[str], entry: str) -> Any:
        """Return what a line shows of an entry that does not name it, such as a number; None where it is a name."""
        last = path[-1].replace("-", "_") if path else ""
        if last in ("", "id", "name", "heading", "sentence") or "receives" in path:
            return None
        whole = dimension.listed.get(entry) or next(iter(dimension.listed.entries), None)
        found: Any = whole.values if whole is not None else {}
        for step in path:
            found = found.get(step, found.get(step.replace("_", "-"), "")) if isinstance(found, Mapping) else ""
        if not entry:  # a text may still tell which entry is meant, a number never
            return "" if isinstance(found, int | float) else None
        return None if isinstance(found, Mapping) else found

    def is_beside(self, text: str) -> bool:
        """Whether a text begins a line that is no row of a table: a question of the form's, the title of a table."""
        said = text.partition(":")[0]
        return (bare_key(said) in self._questions and ":" in text) or self.is_title(text)

    def is_title(self, text: str) -> bool:
        """Whether a text is the title of a table, be it of another year."""
        return without_numbers(text) in self._titles

    def ends(self, cell: TextCell) -> bool:
        """Whether a text is at the end of the form: a question, the words of a nil return, who signs."""
        bare = plain(cell.text)
        return bool(bare) and (
            self.is_beside(cell.text) or bool(self.nil and self.nil in bare) or self.is_foot(cell.text)
        )

    def is_foot(self, text: str) -> bool:
        """Whether a text is one of those under the tables of the form."""
        said = plain(text)
        bare = said.strip(" .:;,()").lstrip("*_ ")
        if not bare or bare in self.foot or bare.startswith(self._foot_begins) or _SIGNED.match(bare):
            return True
        return (len(bare) > 12 and bare in self._foot_text) or any(each.fullmatch(said) for each in self.closings)


def _closing_pattern(closing: str) -> re.Pattern[str]:
    """Return how the words under a table read, whatever is in their gaps."""
    pieces = _TAG.split(closing)
    return re.compile(_GAP.join(r"\s*".join(map(re.escape, plain(piece).split())) for piece in pieces))


def is_name_alone(text: str) -> bool:
    """Whether a text that stands alone can be meant as a name: the 3 of Phường 3 may count or number anything."""
    return any(map(str.isalpha, text))


def whole_names(listed: EntryList) -> dict[str, str]:
    """Return the ids of entries by their names; those that two share are left out."""
    names: dict[str, str] = {}
    shared: set[str] = set()
    for entry in listed.entries:
        told = [str(entry.values.get(key) or "") for key in ("name", "heading", "sentence")]
        told += [body.name for body in listed.receivers_by_entry.get(entry.id, ())]
        for text in filter(is_name_alone, {*map(plain, told)}):
            if names.setdefault(text, entry.id) != entry.id:
                shared.add(text)
    return {text: identifier for text, identifier in names.items() if text not in shared}


@lru_cache(maxsize=1 << 12)
def without_numbers(text: str) -> str:
    """Return a text for comparison without its figures, from two digits on: a year, a day."""
    return re.sub(r"\d{2,}", "#", plain(text)).strip(" .:;,")


def _at(values: Mapping[str, Any], path: Sequence[str]) -> str:
    """Return the text at a path of the values of an entry; "" where there is none."""
    found: Any = values
    for step in path:
        if not isinstance(found, Mapping):
            return ""
        found = found.get(step, found.get(step.replace("_", "-")))
    return found if isinstance(found, str) else ""


@lru_cache(maxsize=256)
def _texts_of(form: Same) -> FormTexts:
    return FormTexts(form.value)


def texts_of(form: DispatchForm) -> FormTexts:
    """Return the texts of a form."""
    return _texts_of(Same(form))


def _labelled(lines: Sequence[str]) -> Iterator[LabelledLine]:
    for line in lines:
        rest, start = line, 0
        for match in _FIELD.finditer(line):
            label = rest[start : match.start()].strip(" –-;")
            start = match.end()
            if label:
                yield LabelledLine(aligned(label).strip(), match[1].replace("-", "_"))


def aligned(text: str) -> str:
    """Return a text without marks and case, each character at its place."""
    return "".join(map(_aligned, text))


@lru_cache(maxsize=1 << 12)
def _aligned(char: str) -> str:
    return (fold(char) or char)[0]


def loose(label: str) -> str:
    """Return the pattern of a label: any spaces, with or without its unit in brackets and its colon. Behind one that
    goes on after its colon (`Nơi gửi: Trạm {{ xa.sentence }}`) anything may follow.
    """
    words = [re.escape(word) for word in label.rstrip(": ").split()]
    if any(":" in word for word in words):
        return r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)"
    return r"(?<!\w)" + r"\s+".join(words) + r"(?:\s*\([^()]{1,40}\))?(?:\s*:|(?=\s*$)|(?=\s+[^\s\Wa-z]|\s+[^\s\w]))"


def said_on(cell: TextCell, texts: FormTexts) -> Iterator[tuple[LabelledLine, str, Place]]:
    """Yield each line of the form that a cell or paragraph holds, with the text and place of its value."""
    found = _labels_on(cell, texts)
    for number, match in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(cell.text)
        line = _line_of(match[0], texts.lines)
        value, place = cell.text[match.end() : end].strip(" \t:;,–-"), cell.place
        if is_empty(value) and number + 1 == len(found):
            value, place = _beside(cell)
        if line is not None and not is_empty(value):
            yield line, value.strip(" ._…"), place


def has_label(cell: TextCell, texts: FormTexts) -> bool:
    """Whether a cell or paragraph holds a label of the form."""
    return bool(_labels_on(cell, texts))


def before_labels(cell: TextCell, texts: FormTexts) -> str:
    """Return what a cell or paragraph says before the first label of the form; all of it where it holds none."""
    found = _labels_on(cell, texts)
    return cell.text[: found[0].start()] if found else cell.text


def _labels_on(cell: TextCell, texts: FormTexts) -> list[re.Match[str]]:
    """Return where the labels of the form are within a cell or paragraph."""
    if texts.labels is None or len(cell.text) > 4 * LONGEST_LABEL:
        return []
    quick = plain(cell.text)
    for word in texts.label_words:
        if word in quick:
            break
    else:
        return []
    low = aligned(cell.text)
    return [match for match in texts.labels.finditer(low) if _is_label(match, low, cell, texts.lines)]


def _is_label(match: re.Match[str], text: str, cell: TextCell, lines: Sequence[LabelledLine]) -> bool:
    """Whether a label of the form is one here. One that is printed with a colon may lack it only where it begins a
    line: “Kèm theo Công văn số 77 ngày 01 tháng 10” is no line “Ngày:”, nor is a day in a row of the table.
    """
    line = _line_of(match[0], lines)
    lacks_colon = line is not None and line.label.endswith(":") and not match[0].endswith(":")
    begins = not cell.in_row and _BEGINS_LINE.search(text[: match.start()]) is not None
    return begins or not lacks_colon


def _line_of(found: str, lines: Sequence[LabelledLine]) -> LabelledLine | None:
    said = "".join(found.split()).rstrip(":")
    return next((line for line in lines if "".join(line.label.split()).rstrip(":") == said), None)


def _beside(cell: TextCell) -> tuple[str, Place]:
    for other, place in cell.right:
        if not is_empty(other.text):
            return shown(other), place
    return "", cell.place


def shown(cell: GridCell) -> str:
    """Return the text of a cell; a day cell as 2026-08-21."""
    if cell.kind != "date":
        return cell.text
    return str(read_date(cell, ColumnOptions()).value) or cell.text


def cells_of(grid: Grid, line: GridRow, *, in_row: bool = False) -> Iterator[TextCell]:
    """Yield the cells of a line, each with those to its right."""
    numbers = sorted(line.cells)
    unseen = grid.hidden_columns if not line.hidden else set(numbers)
    cells = line.cells
    if unseen:
        cells = {n: cell._replace(shown=SeenText("")) if n in unseen else cell for n, cell in cells.items()}
    placed = [(cells[number], grid.place(line.number, number)) for number in numbers]
    for at, (cell, place) in enumerate(placed, 1):
        yield TextCell(shown(cell), place, tuple(placed[at : at + 2]), in_row, numbers[at - 1] in unseen)
