"""How the columns of a section are read: asked, printed and locked, or computed; worked out once for a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from congvan.forms.form import DispatchForm, FormSection, SectionColumn
from congvan.grids.grid import GridCell
from congvan.model.forms.scalars import name_of
from congvan.returns.reading.heads import Same, titles_of
from congvan.returns.reading.words import is_dash, plain, without_brackets
from congvan.values.columns.base import ColumnOptions, ColumnType
from congvan.values.columns.bodies import is_of_bodies, names_body
from congvan.values.columns.table import TYPES
from congvan.values.expressions import Expression, parse

ASKED, KNOWN, COMPUTED, HISTORY = "asked", "known", "computed", "history"
"""What is in a column: what the sender is asked; what is printed and locked; what is computed from the row; what
is computed from other answers, so that only they can tell."""
_BEFORE = frozenset(("last", "year_ago", "so_far"))
TICKED_TYPES = frozenset(("mark", "yes-no", "choice"))
SUMMED_TYPES = frozenset(("integer", "decimal", "money"))
MEASURED_TYPES = SUMMED_TYPES | {"percent"}
PARTED_TYPES = frozenset(("decimal", "percent"))
"""Types whose figures have decimals."""


@dataclass(frozen=True)
class ColumnPlan:
    """How one column is read. `value`: its expression, `cell`: the type that reads its cells."""

    column: SectionColumn
    kind: str
    cell: ColumnType
    options: ColumnOptions
    value: Expression | None = None

    @cached_property
    def id(self) -> str:
        return self.column.id

    @cached_property
    def label(self) -> str:
        return self.column.spec.label

    @cached_property
    def unit(self) -> str:
        """What its figures count: the column's unit, of money đồng."""
        return self.column.spec.unit or {"money": "đồng", "percent": "%"}.get(self.cell.id, "")

    @cached_property
    def is_filled(self) -> bool:
        """Whether the sender fills it in, so that a row with nothing else is no row."""
        return self.kind == ASKED and self.cell.id != "ordinal"

    @cached_property
    def reads_before(self) -> bool:
        """Whether its value comes from other periods, so that what was printed depends on what had come by then."""
        return self.value is not None and any(call.function in _BEFORE for call in self.value.calls)

    @cached_property
    def is_summed(self) -> bool:
        """Whether its total is the sum of its rows."""
        said = self.column.spec.sum
        return self.cell.id in SUMMED_TYPES and said not in ("none", "value", "mean")

    def is_nought(self, cell: GridCell) -> bool:
        """Whether a cell of a row that the form has printed is a dash for a figure: nothing occurred."""
        return self.is_filled and self.is_summed and cell.kind == "text" and is_dash(cell.text)


class SectionPlan:
    """How the columns of a section are read, which names its rows, and what is checked."""

    def __init__(self, form: DispatchForm, section: FormSection) -> None:
        self.form, self.section = form, section
        self.columns: Mapping[str, ColumnPlan] = {c.id: _column(form, section, c) for c in section.columns}
        self.key = _key_column(section)
        self.total = section.spec.total or ""

    @cached_property
    def prefilled(self) -> Mapping[int, Mapping[str, str]]:
        """The cells of rows that are printed as typed in the dispatch, by row and column."""
        rows: dict[int, Mapping[str, str]] = {}
        ids = [column.id for column in self.section.columns]
        asked = [column.id for column in self.section.columns if column.type.id != "ordinal"]
        for number, row in enumerate(self.section.spec.rows.typed):
            own = ids if len(row) > len(asked) else asked  # as blanks print them
            rows[number] = dict(row) if isinstance(row, dict) else dict(zip(own, row, strict=False))
        return rows

    @cached_property
    def printed(self) -> Mapping[str, frozenset[str]]:
        """Texts that the dispatch prints into rows, by column."""
        found: dict[str, set[str]] = {}
        for row in self.prefilled.values():
            for name, text in row.items():
                found.setdefault(name, set()).add(plain(text))
        return {name: frozenset(texts - {""}) for name, texts in found.items()}

    @cached_property
    def label_column(self) -> str:
        """The column whose printed texts tell rows apart; "" where there is none."""
        rows = self.prefilled.values()
        for name in self.columns:
            texts = [plain(row[name]) for row in rows if row.get(name)]
            if len(texts) == len({*texts}) == len(rows) > 1:
                return name
        return ""

    @cached_property
    def sex_column(self) -> ColumnPlan | None:
        """The column of a choice between Nam and Nữ."""
        choices = ((each, {plain(choice) for choice in each.column.spec.choices}) for each in self.columns.values())
        return next((each for each, chosen in choices if chosen == {"nam", "nu"}), None)

    @cached_property
    def birth_column(self) -> ColumnPlan | None:
        """The column of a day or year of birth, by its label."""
        days = (each for each in self.columns.values() if each.cell.id in ("date", "year"))
        return next((each for each in days if "sinh" in plain(each.label).split()), None)

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """The places of the entries, or of the texts, that name the printed rows, in a table with row numbers."""
        if not any(each.cell.id == "ordinal" for each in self.columns.values()):
            return {}
        if self.key and self.section.each is not None:
            return {each: n for n, each in enumerate(self.section.each.ids)}
        name = self.label_column
        return {plain(row[name]): n for n, row in self.prefilled.items()} if name else {}

    @cached_property
    def _choices(self) -> frozenset[str]:
        return frozenset(plain(each) for column in self.section.columns for each in column.spec.choices or ())

    def is_group(self, text: str, column: ColumnPlan) -> bool:
        """Whether a text alone in its line is the head of a group: what may be chosen, or a body where people are
        named.
        """
        if column.cell.id not in ("name", "text"):
            return False
        body = column.cell.id == "name" and names_body(text) and not is_of_bodies(column.label)
        return body or without_brackets(text) in self._choices


@lru_cache(maxsize=512)
def _plan_of(form: Same, section: Same) -> SectionPlan:
    return SectionPlan(form.value, section.value)


def plan_of(form: DispatchForm, section: FormSection) -> SectionPlan:
    """Return how a section is read, worked out once."""
    return _plan_of(Same(form), Same(section))


def _key_column(section: FormSection) -> str:
    """Return the column that names the entries of the rows; "" for rows that are for none."""
    if section.each is None:
        return ""
    return next((c.id for c in section.columns if c.listed is not None and c.listed.id == section.each.id), "")


def _column(form: DispatchForm, section: FormSection, column: SectionColumn) -> ColumnPlan:
    spec = column.spec
    titles = f"{titles_of(section).headings.get(column.id, '')} {spec.label}".strip()
    options = replace(column.options, label=spec.label, unit=spec.unit or "", titles=titles)
    cell = TYPES["integer"] if column.rows_of else column.type
    if not spec.value:
        return ColumnPlan(column, ASKED, cell, options)
    value = parse(spec.value)
    return ColumnPlan(column, ASKED if spec.open else _kind(form, section, column, value), cell, options, value)


def _kind(form: DispatchForm, section: FormSection, column: SectionColumn, value: Expression) -> str:
    """Return whether a value is known when the form is printed, computed from its row, or from other answers."""
    if any(call.function in _BEFORE for call in value.calls):
        return HISTORY
    own = {each.name for each in section.columns} - {column.name}
    roots = {name_of(name).partition(".")[0] for name in value.all_names}
    others = {name_of(each) for each in _form_ids(form)} | {name_of(each.id) for each in form.sections}
    if value.calls and (roots & others or not roots):
        return HISTORY
    return COMPUTED if roots & own else KNOWN


def _form_ids(form: DispatchForm) -> Iterator[str]:
    return (each.id for each in form.dispatch.forms)
