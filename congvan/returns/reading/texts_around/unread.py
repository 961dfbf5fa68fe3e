"""What nothing reads: texts above the tables, or beside what stands around them, that the form has not printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, Severity
from congvan.core.text import presentable
from congvan.forms.form import DispatchForm
from congvan.returns.reading.heads import Same
from congvan.returns.reading.tables import SectionAnswer
from congvan.returns.reading.texts import TextCell, has_label, said_on, texts_of
from congvan.returns.reading.texts_around.entry_names import words_of
from congvan.returns.reading.texts_around.stated import is_day_alone, is_of_the_sender, only_period
from congvan.returns.reading.words import is_empty, plain, static_pieces
from congvan.values.columns.bodies import names_body
from congvan.values.columns.words import is_like_person

_LEAST_UNREAD = 4
"""Words of a sentence; fewer are told where they may be a value, or no paper has them at its head."""
_PRINTED = (
    "cong hoa xa hoi",
    "doc lap",
    "phu luc",
    "kem theo",
    "(kem theo",
    "so:",
    "bieu ",
    "bieu:",
    "mau ",
    "mau:",
    "don vi tinh",
    "dvt",
)
"""How texts begin that any form may have at its head."""
_MOST_ADDED = 2.5
"""How many times as long as what is printed a text may be that holds it: `Danh sách` is in many a sentence."""
_LONGEST_PAGE = 2
"""Digits of the number of a page."""
_NUMBER_OF_PAPER = re.compile(r"so [\d.…_/]")


@lru_cache(maxsize=256)
def _pieces_of(form: Same) -> frozenset[str]:
    """Return what every blank of a form prints over its tables."""
    this: DispatchForm = form.value
    spec, agency = this.spec, this.dataset.agency
    titles = [section.spec.title or "" for section in this.sections]
    texts = [this.title, spec.name, spec.subject or "", *spec.lines, *titles, agency.name, agency.parent or ""]
    return frozenset(piece for text in (*texts, *(agency.lines or ())) for piece in static_pieces(text))


def read_places(form: DispatchForm, named: Iterable[TextCell], sections: Mapping[str, SectionAnswer]) -> set[Place]:
    """Return where the values of lines stand: of those among texts that name the sheet, and those asked for."""
    texts = texts_of(form)
    places = {place for cell in named for _line, _text, place in said_on(cell, texts)}
    lines = (section.id for section in form.sections if section.spec.shape == "lines")
    rows = (row for name in lines if name in sections for row in sections[name].rows)
    return places | {place for row in rows for place in row.places.values()}


class UnreadTexts:
    """Finds, of the texts around the tables of an answer, those that nothing reads. `printed`: whether the blank has a
    text; `read`: where values were read; `pages`: whether texts between tables may be numbers of pages.
    """

    def __init__(self, form: DispatchForm, printed: str, read: Set[Place], *, pages: bool = False) -> None:
        self.texts, self.pieces = texts_of(form), _pieces_of(Same(form))
        self.names = [words_of(each.listed) for each in form.dimensions]
        self.printed, self.read, self.pages = printed, read, pages
        lines = [section for section in form.sections if section.spec.shape == "lines"]
        self.units = {plain(column.spec.unit or "") for section in lines for column in section.columns}

    def above(self, over: Iterable[TextCell], behind: Sequence[TextCell]) -> Iterator[Problem]:
        """Tell of texts over the tables that the form has not printed; behind them of sentences alone."""
        signed = {id(cell) for cell in behind}
        for cell in over:
            is_sentence = len(_said(cell).split()) >= _LEAST_UNREAD
            if (is_sentence or id(cell) not in signed) and not self._is_known(cell, is_sentence=is_sentence):
                words, beside = presentable(cell.text, 120), cell.place == Place(cell.place.file)
                message = Message("text-above.paragraph", words=words) if beside else Message("text-above", words=words)
                yield Problem(message, cell.place, severity=_weight(cell))

    def beside(self, cells: Iterable[TextCell]) -> Iterator[Problem]:
        """Tell of texts beside lines and titles that are below a table."""
        for cell in cells:
            if plain(cell.text) not in self.units and not self._is_known(cell, is_sentence=False):
                words = presentable(cell.text, 120)
                yield Problem(Message("text-beside", words=words), cell.place, severity=_weight(cell))

    def _is_known(self, cell: TextCell, *, is_sentence: bool) -> bool:
        said = _said(cell)
        is_paragraph = cell.place == Place(cell.place.file)
        if is_empty(cell.text) or (cell.place in self.read and not is_paragraph):
            return True
        if self.pages and is_paragraph and said.isdecimal() and len(said) <= _LONGEST_PAGE:
            return True
        if said.startswith(_PRINTED) or _NUMBER_OF_PAPER.match(said):
            return True
        if self._is_printed(said, is_sentence=is_sentence):
            return True
        texts = self.texts
        if texts.ends(cell) or any(said in each.whole for each in self.names) or has_label(cell, texts):
            return True
        if is_sentence:
            return False
        of_paper = is_of_the_sender(plain(cell.text)) or is_day_alone(said)
        return of_paper or only_period(said) or names_body(cell.text)

    def _is_printed(self, said: str, *, is_sentence: bool) -> bool:
        if is_sentence:
            return any(
                said in piece or (piece in said and _MOST_ADDED * len(piece) > len(said))
                for piece in self.pieces
                if len(piece) > _LEAST_UNREAD
            )
        has_letter = any(map(str.isalpha, said))
        if not has_letter or said not in self.printed:
            return not said
        return re.search(rf"(?<!\w){re.escape(said)}(?!\w)", self.printed) is not None


def _said(cell: TextCell) -> str:
    return plain(cell.text).strip(" .:;,")


def _weight(cell: TextCell) -> Severity:
    """Return how much a text matters that was not read: more where it may be a value, or somebody."""
    is_value = is_like_person(cell.text) or not any(map(str.isalpha, cell.text))
    return Severity.WARNING if is_value else Severity.NOTE
