"""A form of a dispatch with the lists that it names: dimensions, sections, columns ready to read and to print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from congvan.columns.base import ColumnOptions, ColumnType
from congvan.columns.table import REFERENCE, TYPES
from congvan.decree.numerals import roman
from congvan.model.dataset import Dataset
from congvan.model.dispatch import Dispatch
from congvan.model.forms.columns import FormColumn
from congvan.model.forms.form import Form
from congvan.model.forms.scalars import name_of
from congvan.model.forms.sections import Section
from congvan.model.lists.entries import Entry, EntryList

APPENDIX = "Phụ lục"


@dataclass(frozen=True, slots=True)
class Dimension:
    """A name of a form and the list that it stands for: one sheet for each entry."""

    name: str
    listed: EntryList


@dataclass(frozen=True, slots=True)
class SectionColumn:
    """A column that holds values: what the dispatch says of it, its type, how a cell of it is read.

    `name`: as expressions write it. `listed`: the list of a reference to a list. `rows_of`: the id of the section of a
    reference to its rows. `align`: by type where nothing is said; `mm` None: it takes a share of the rest.
    """

    spec: FormColumn
    name: str
    type: ColumnType
    options: ColumnOptions
    align: str
    mm: float | None = None
    listed: EntryList | None = None
    rows_of: str = ""

    @property
    def id(self) -> str:
        return self.spec.id or ""


@dataclass(frozen=True, slots=True)
class FormSection:
    """A table or block of lines of a form with its columns resolved; `each`: the list of its rows."""

    spec: Section
    columns: tuple[SectionColumn, ...]
    each: EntryList | None = None

    @property
    def id(self) -> str:
        return self.spec.id

    def column(self, name: str) -> SectionColumn | None:
        """Return a column by its id or name."""
        return next((each for each in self.columns if name in (each.id, each.name)), None)


@dataclass(frozen=True)
class DispatchForm:
    """A form of a dispatch: what is said of it, its place among the forms, its dimensions and sections.

    `appendix`: its number among the appendices; 0 where it is none. `only`: whether there is no other appendix.
    """

    dataset: Dataset
    dispatch_id: str
    spec: Form
    index: int
    dimensions: tuple[Dimension, ...]
    sections: tuple[FormSection, ...]
    appendix: int = 0
    only: bool = False

    @property
    def id(self) -> str:
        return self.spec.id

    @property
    def dispatch(self) -> Dispatch:
        return self.dataset.dispatches[self.dispatch_id]

    @property
    def ref(self) -> str:
        """How the text of the dispatch names it: Phụ lục II; the name of a form that is no appendix."""
        if not self.appendix:
            return self.spec.name
        return APPENDIX if self.only else f"{APPENDIX} {roman(self.appendix)}"

    @property
    def label(self) -> str:
        """What stands over its title: Phụ lục II; "" for a form that is no appendix."""
        return self.ref if self.appendix else ""

    @property
    def title(self) -> str:
        """Its name and subject: Danh sách Thành viên Tổ công nghệ số cộng đồng."""
        return f"{self.spec.name} {self.spec.subject}"

    @cached_property
    def _by_name(self) -> Mapping[str, Dimension]:
        return {each.name: each for each in self.dimensions}

    def dimension(self, name: str) -> Dimension | None:
        """Return a dimension by its name."""
        return self._by_name.get(name_of(name))

    def section(self, identifier: str = "") -> FormSection | None:
        """Return a section by its id; without one, the first."""
        found = (each for each in self.sections if identifier in ("", each.id, name_of(each.id)))
        return next(found, None)

    def place(self, *loc: str | int) -> tuple[str | int, ...]:
        """Return the key path of a value of the form in the file of its dispatch."""
        return ("forms", self.index, *loc)

    def section_path(self, section: FormSection, *loc: str | int) -> tuple[str | int, ...]:
        """Return the key path of a value of one of its sections."""
        if not self.spec.sections:
            return self.place(*loc)
        return self.place("sections", self.sections.index(section), *loc)


def forms_of(dataset: Dataset, dispatch_id: str) -> Mapping[str, DispatchForm]:
    """Return the forms of a dispatch by their ids. `dataset`: as of the day of the dispatch."""
    dispatch = dataset.dispatches[dispatch_id]
    before = len(dispatch.appendices)
    printed = [form.id for form in dispatch.forms if form.head == "appendix"]
    made = {}
    for index, form in enumerate(dispatch.forms):
        number = before + printed.index(form.id) + 1 if form.id in printed else 0
        only = before + len(printed) == 1
        sections = tuple(_sections(form, dataset.lists))
        dimensions = tuple(
            Dimension(name, dataset.lists[listed]) for name, listed in form.per.items() if listed in dataset.lists
        )
        made[form.id] = DispatchForm(dataset, dispatch_id, form, index, dimensions, sections, number, only)
    return made


def _sections(form: Form, lists: Mapping[str, EntryList]) -> Iterator[FormSection]:
    above: list[str] = []
    for section in form.all_sections:
        columns = tuple(_column(leaf, lists, above) for leaf in section.leaves)
        yield FormSection(section, columns, lists.get(section.rows.each or ""))
        above.append(section.id)


def _column(spec: FormColumn, lists: Mapping[str, EntryList], above: Sequence[str]) -> SectionColumn:
    """Return a column with its type, its options and the list that it refers to."""
    type_ = TYPES.get(spec.type, REFERENCE)
    listed = lists.get(spec.refers_to)
    options = ColumnOptions(choices=spec.choices)
    if listed is not None:
        options = ColumnOptions(find=listed.referred, near=listed.near)
    rows_of = spec.refers_to if listed is None and spec.refers_to in above else ""
    return SectionColumn(spec, spec.name, type_, options, spec.align or "left", spec.mm, listed, rows_of)


def entry_values(entry: Entry | None) -> Mapping[str, Any]:
    """Return the values of an entry as templates see them; {} for none."""
    return entry.values if entry else {}
