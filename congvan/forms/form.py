"""A form of a dispatch with the lists that it names: dimensions, sections, columns ready to read and to print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from congvan.core.problems import Place, ProblemsFound
from congvan.core.text.numerals import roman
from congvan.grids.grid import GridCell
from congvan.model.dataset import Dataset
from congvan.model.dispatch import Dispatch
from congvan.model.forms.column_checks import columns_of
from congvan.model.forms.columns import FormColumn
from congvan.model.forms.form import Form
from congvan.model.forms.scalars import name_of
from congvan.model.forms.sections import Section
from congvan.model.lists.entries import EntryList
from congvan.model.project.assets import DISPATCHES
from congvan.values.columns.base import Align, ColumnOptions, ColumnType, Value
from congvan.values.columns.measures import is_in_millions
from congvan.values.columns.table import REFERENCE, ROW_NUMBER, TYPES
from congvan.values.expressions import Expression, ExpressionError, parse

APPENDIX = "Phụ lục"


@dataclass(frozen=True, slots=True)
class Dimension:
    """A name of a form and the list that it stands for: one sheet for each entry."""

    name: str
    listed: EntryList


@dataclass(frozen=True)
class SectionColumn:
    """A column that holds values: what the dispatch says of it, its type, how a cell of it is read.

    `name`: as expressions write it. `listed`: the list of a reference to a list. `rows_of`: the id of the section of a
    reference to its rows. `align`, `mm`: by type where nothing is said; `mm` None: it takes a share of the rest.
    """

    spec: FormColumn
    name: str
    type: ColumnType
    options: ColumnOptions
    align: Align
    mm: float | None = None
    listed: EntryList | None = None
    rows_of: str = ""

    @property
    def id(self) -> str:
        return self.spec.id or ""

    @cached_property
    def expression(self) -> Expression | None:
        """The expression of its value; None for what is asked. Raises `ExpressionError`."""
        return parse(self.spec.value) if self.spec.value else None

    @cached_property
    def equals(self) -> Expression | None:
        """The expression over other forms that it must equal."""
        return parse(self.spec.equals) if self.spec.equals else None

    @property
    def places(self) -> int | None:
        """The decimal places of its computed values; negative ones round to tens; None: not rounded."""
        return places_of(self.spec, self.type)

    @property
    def sums(self) -> str:
        """What totals show of it: add, last, mean (over periods; within one, rows add up), value, count or none."""
        return self.spec.sum or self.type.sums

    @property
    def personal(self) -> str:
        """Whether its values are personal: none, basic or sensitive."""
        return self.spec.personal or ("basic" if self.type.personal else "none")


@dataclass(frozen=True, slots=True)
class FormSection:
    """A table or block of lines of a form with its columns resolved; `each`: the list of its rows."""

    spec: Section
    columns: tuple[SectionColumn, ...]
    each: EntryList | None = None

    @property
    def id(self) -> str:
        return self.spec.id

    def labels(self) -> dict[str, str]:
        """Return the labels of the columns by their ids; those alike with the head of their group: Mắc (cộng dồn)."""
        named = dict(_labels(self.spec.columns))
        counts = Counter(label for label, _group in named.values())
        return {
            identifier: f"{label} ({group[:1].lower()}{group[1:]})" if group and counts[label] > 1 else label
            for identifier, (label, group) in named.items()
        }

    def column(self, name: str) -> SectionColumn | None:
        """Return a column by its id or name."""
        return next((each for each in self.columns if name in (each.id, each.name)), None)


def _labels(columns: Iterable[FormColumn], group: str = "") -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the id of each column with its label and the head of the group above it."""
    for each in columns:
        if each.columns:
            yield from _labels(each.columns, each.label)
        elif each.id is not None:
            yield each.id, (each.label, group)


@dataclass(frozen=True)
class DispatchForm:
    """A form of a dispatch: what is said of it, its place among the forms, its dimensions and sections.

    `appendix`: its number among the appendices; 0 where it is none. `only`: whether there is no other appendix. `memo`:
    what is worked out once for all of its sheets.
    """

    dataset: Dataset
    dispatch_id: str
    spec: Form
    index: int
    dimensions: tuple[Dimension, ...]
    sections: tuple[FormSection, ...]
    appendix: int = 0
    only: bool = False
    memo: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

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
        """What is over its title: Phụ lục II; "" for a form that is no appendix."""
        return self.ref if self.appendix else ""

    @property
    def title(self) -> str:
        """Its name and subject: Danh sách Thành viên Tổ công nghệ số cộng đồng."""
        return f"{self.spec.name} {self.spec.subject}"

    @cached_property
    def _by_name(self) -> Mapping[str, Dimension]:
        return {each.name: each for each in self.dimensions}

    def people_section(self, named: str = "") -> FormSection:
        """Return the section that names people: the one named, else the first table with names, else the first."""
        tables = [each for each in self.sections if each.spec.shape == "table"] or list(self.sections)
        with_names = (each for each in tables if any(column.type.id == "name" for column in each.columns))
        found = self.section(named) if named else None
        return found or next(with_names, tables[0])

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

    def refused(self, error: ExpressionError, path: tuple[str | int, ...]) -> ProblemsFound:
        """Return what is wrong with an expression, at its place in the file of the dispatch, to be raised."""
        source = self.dataset.sources.get(f"{DISPATCHES}{self.dispatch_id}.yaml")
        while source is not None and path and path not in source.spans:
            path = path[:-1]

        def locate(offset: int) -> Place:
            if source is None or not path:
                return self.dataset.dispatch_place(self.dispatch_id, *path)
            return source.place_in(path, offset)

        return ProblemsFound(error.problem(locate))

    def column_path(self, section: FormSection, column: str) -> tuple[str | int, ...]:
        """Return the key path of a column, by its name."""
        stated = columns_of(section.spec, self.section_path(section))
        return next((each.path for each in stated if each.column.name == column), self.section_path(section))

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
    listed = lists.get(spec.refers_to) if spec.refers_to else None
    rows_of = spec.refers_to if spec.refers_to in above else ""
    type_ = ROW_NUMBER if rows_of else TYPES.get(spec.type, REFERENCE)
    places = places_of(spec, type_)
    options = ColumnOptions(choices=spec.choices, label=spec.label, unit=spec.unit or "", places=places)
    if listed is not None and not rows_of:
        options = replace(options, find=listed.referred, near=listed.near)
    low, high = (_bound(type_, text, options) for text in (spec.min, spec.max))
    options = replace(options, low=low, high=high)
    mm = spec.mm or type_.mm or None
    return SectionColumn(spec, spec.name, type_, options, spec.align or type_.align, mm, listed, rows_of)


def places_of(spec: FormColumn, type_: ColumnType) -> int | None:
    """Return the decimal places of a column: amounts in millions of đồng have those of decimals."""
    if spec.round is None and type_.id == "money" and is_in_millions(spec.label, spec.unit or ""):
        return TYPES["decimal"].places
    return type_.places if spec.round is None else spec.round


def _bound(type_: ColumnType, text: str | None, options: ColumnOptions) -> Value:
    return type_.read(GridCell(text), options).value if text and type_.bounded else ""
