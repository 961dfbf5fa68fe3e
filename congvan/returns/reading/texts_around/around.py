"""Texts around the tables of an answer, and the names of other entries than its own among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from congvan.forms.form import DispatchForm
from congvan.forms.keys import FormKeys
from congvan.messages import Message
from congvan.problems import Place, Problem, Severity
from congvan.returns.reading.issues import Issue
from congvan.returns.reading.parts import FilePart
from congvan.returns.reading.texts import TextCell
from congvan.returns.reading.texts_around.entry_names import ADDRESSED, meant_by
from congvan.returns.reading.words import plain
from congvan.text import presentable


def above(part: FilePart) -> list[TextCell]:
    """Return the texts of a part over its first table; of a document, those between its tables too."""
    inside = {
        table.head.grid.place(line.number, n) for table in part.tables for line in table.lines for n in line.cells
    }
    return [cell for cell in part.texts if cell.place not in inside]


def other_names(
    form: DispatchForm, keys: FormKeys, over: Iterable[TextCell], under: Sequence[TextCell]
) -> Iterator[Issue | Problem]:
    """Ask about a text over the tables, or at the foot, that is the name of another entry than the answer's, or over
    the tables of one that no list has; tell of one at the foot that holds such a name.
    """
    agency = plain(form.dataset.agency.name)
    agencies = {agency, plain(form.dataset.agency.parent or "")}
    over = tuple(over)
    alone = {plain(cell.text).strip(" .:;,") for cell in (*over, *under)}
    for each in meant_by(form, keys):
        words = each.words
        if each.is_printed:
            continue
        for cell, is_foot in (*((cell, False) for cell in over), *((cell, True) for cell in under)):
            if each.is_referred and plain(cell.text).startswith(ADDRESSED):
                continue
            whole = words.alone(cell.text)
            if whole and each.entries.isdisjoint(whole) and each.begins_with(plain(cell.text), alone):
                continue
            if whole and each.entries.isdisjoint(whole) and plain(cell.text) != agency:
                yield Issue("", each.differs(min(whole), is_foot=is_foot), cell.place, cell.text)
                break
            unknown = "" if whole or is_foot else words.unknown_in(cell.text)
            if unknown and plain(cell.text) not in agencies:
                message = Message("form-words-unknown", what=each.listed.one, text=presentable(unknown, 80))
                yield Issue("", message, cell.place, cell.text)
                break
            named = words.named_in(cell.text) - words.whole.get(agency, set()) if is_foot and not whole else set()
            if named and each.entries.isdisjoint(named) and not each.begins_with(plain(cell.text), alone):
                message = Message("foot-names-another", meant=each.heading, words=presentable(cell.text, 80))
                yield Problem(message, cell.place, severity=Severity.WARNING)


def at_foot(cells: Sequence[TextCell], part: FilePart) -> list[TextCell]:
    """Return the texts at the foot of an answer: those below its tables, and the paragraphs of a document; its tables
    behind those of the form hold who signs.
    """
    paragraphs = (cell for cell in part.texts if cell.place == Place(cell.place.file))
    return [*cells, *paragraphs, *(cell for cell in part.behind if cell.place.where and not cell.in_row)]
