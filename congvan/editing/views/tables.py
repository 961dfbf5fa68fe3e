"""A list as a table: its columns by its head, its entries as they are written, each cell with its place and findings.

A cell is saved as any other value: `saving.save` with the file and the path of the cell. A list kept in XLSX is shown,
not changed: the file is uploaded (`editing.drafting.list_import`) and taken down as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Literal

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound, UsageError
from congvan.core.text import did_you_mean, spoken
from congvan.editing import history
from congvan.editing.findings import by_path
from congvan.model.lists.head import ID_TITLES, STANDARD, ListField, ListHead
from congvan.model.lists.read import LISTS, head_of, read_lists
from congvan.model.lists.rows import SheetSource
from congvan.model.project.assets import Assets
from congvan.model.project.csv_editor import parse_csv
from congvan.model.project.yaml_reader import KeyPath, YamlSource, scan
from congvan.model.schema.labels import label_of
from congvan.values.columns.dates import shown_text
from congvan.values.columns.table import TYPES

Kept = Literal["yaml", "csv", "xlsx"]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: the key of its field, its title, its type and what it may hold. `at`: of a CSV file, its number."""

    key: str
    label: str
    type: str = "text"
    choices: tuple[str, ...] = ()
    required: bool = False
    refers_to: str = ""
    at: int = -1


@dataclass(frozen=True, slots=True)
class EntryCell:
    """A cell: its path in the file, its text, and what is wrong with it. `plain`: whether it can be changed here."""

    path: KeyPath
    value: str = ""
    plain: bool = True
    findings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry: its path in the file (to remove or move it), its cells by key, and what is wrong with it as a whole."""

    path: KeyPath
    cells: Mapping[str, EntryCell]
    findings: tuple[Problem, ...] = ()
    place: Place = field(default_factory=Place)

    def text(self, key: str) -> str:
        """Return the text of a cell; "" where it has none."""
        return self.cells[key].value if key in self.cells else ""


@dataclass(frozen=True, slots=True)
class EntryTable:
    """A list as a table. `file`: where its entries are, to save cells in; `sha256`: the hash of that file.

    `kept`: as YAML, CSV or XLSX, as which a CSV file counts whose cells can't be changed one by
    one. `entries`: the path of its entries in a YAML file.
    """

    id: str
    label: str
    one: str
    file: str
    sha256: str
    kept: Kept
    columns: tuple[ListColumn, ...] = ()
    rows: tuple[EntryRow, ...] = ()
    findings: tuple[Problem, ...] = ()
    entries: KeyPath = ("entries",)
    head: ListHead = field(default_factory=ListHead, repr=False)

    def column(self, key: str) -> ListColumn | None:
        """Return a column by its key."""
        return next((each for each in self.columns if each.key == key), None)


def list_ids(assets: Assets) -> list[str]:
    """Return the ids of the lists in data/lists/."""
    return sorted(PurePosixPath(name).stem for name in assets if name.startswith(LISTS) and name.endswith(".yaml"))


def list_findings(assets: Assets) -> list[Problem]:
    """Return what is wrong in the lists of a project, and doubtful."""
    lists = read_lists(assets, {})
    return [*lists.problems, *lists.clashes]


def list_table(assets: Assets, identifier: str, findings: Iterable[Problem] | None = None) -> EntryTable:
    """Return a list as a table; `findings`: what is wrong in the lists of the project, where that is known already.

    Raises `ProblemsFound` for a list that there is not.
    """
    file = f"{LISTS}{identifier}.yaml"
    if file not in assets:
        hint = did_you_mean(identifier, list_ids(assets))
        raise UsageError(Problem(Message("usage-list-unknown", name=identifier), remedy=hint))
    source = scan(assets[file], file)
    told = list_findings(assets) if findings is None else list(findings)
    head = head_of(source)[0] if isinstance(source.data, dict) else None
    made = head or ListHead()
    label = made.label or spoken(identifier)
    table = EntryTable(identifier, label, made.one or label, file, "", "yaml")
    if head is not None and head.source:
        return _of_sheet(table, assets, head, source, told)
    entries: KeyPath = ("entries",) if isinstance(source.data, dict) else ()
    return _of_yaml(table, assets, made, source, told, entries)


# -- YAML --------------------------------------------------------------------------------------------------------------


def _of_yaml(
    table: EntryTable, assets: Assets, head: ListHead, source: YamlSource, told: list[Problem], entries: KeyPath
) -> EntryTable:
    data: Any = source.data
    found = (data.get("entries") if entries else data) if data is not None else []
    rows = [each if isinstance(each, dict) else {} for each in found] if isinstance(found, list) else []
    own = by_path(source, told)
    columns = _columns(head, rows)
    made, shown = [], set[Problem]()
    for index, entry in enumerate(rows):
        path = (*entries, index)
        inner = {at: each for at, each in own.items() if at[: len(path)] == path}
        cells = {}
        for column in columns:
            at = (*path, column.key)
            wrong = tuple(each for where, problems in inner.items() if where[: len(at)] == at for each in problems)
            cells[column.key] = _cell(at, entry.get(column.key), wrong)
        whole = tuple(each for problems in inner.values() for each in problems)
        shown.update(whole)
        rest = tuple(each for each in whole if not any(each in cell.findings for cell in cells.values()))
        made.append(EntryRow(path, cells, rest, source.place(path)))
    left = tuple(each for problems in own.values() for each in problems if each not in shown)
    version = history.remember(assets[table.file])
    return EntryTable(
        table.id, table.label, table.one, table.file, version, "yaml", columns, tuple(made), left, entries, head
    )


def _cell(path: KeyPath, value: Any, wrong: tuple[Problem, ...]) -> EntryCell:
    if isinstance(value, str) or value is None:
        return EntryCell(path, value or "", findings=wrong)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return EntryCell(path, "; ".join(value), plain=len(value) < 2, findings=wrong)
    return EntryCell(path, "…", plain=False, findings=wrong)


def _columns(head: ListHead, rows: list[dict[str, Any]]) -> tuple[ListColumn, ...]:
    """Return the columns of a list in YAML: id and name, its own fields, then what entries have besides."""
    used = list(dict.fromkeys(key for entry in rows for key in entry))
    keys = ["id"] if "id" in used or not head.id else []
    keys += ["name", *head.fields, *(key for key in STANDARD if key in used), *used]
    fields = head.all_fields()
    return tuple(_column(key, fields.get(key)) for key in dict.fromkeys(keys))


def _column(key: str, each: ListField | None, at: int = -1) -> ListColumn:
    if each is None:
        label = label_of(ListHead, "id").text() if key == "id" else key
        return ListColumn(key, ID_TITLES[1] if key == "id" else label, "id" if key == "id" else "text", at=at)
    label = each.label or key
    kind = each.type if each.type in TYPES else "reference"
    return ListColumn(key, label, kind, each.choices, each.required, each.refers_to, at)


# -- CSV and XLSX ------------------------------------------------------------------------------------------------------


def _of_sheet(table: EntryTable, assets: Assets, head: ListHead, source: YamlSource, told: list[Problem]) -> EntryTable:
    file = f"{LISTS}{head.source}"
    kept: Kept = "csv" if file.endswith(".csv") else "xlsx"
    own = [each for each in told if each.place.file in (file, table.file)]
    if file not in assets:
        return EntryTable(table.id, table.label, table.one, file, "", kept, findings=tuple(own), head=head)
    try:
        lines = parse_csv(assets[file], file).lines if kept == "csv" else ()
    except ProblemsFound:
        kept, lines = "xlsx", ()
    rows = SheetSource(assets[file], file, head, source).rows([])
    places = rows[0].columns if rows else _titles(assets[file], file, head) if kept == "csv" else {}
    fields = head.all_fields()
    columns = tuple(
        _column(key, fields.get(key), at - 1) for key, at in sorted(places.items(), key=lambda pair: pair[1])
    )
    starts = {line: n for n, line in enumerate(lines)}
    by_line: dict[int, list[Problem]] = {}
    for problem in own:
        line = problem.place.line or _line_of(problem.place)
        by_line.setdefault(line if problem.place.file == file else 0, []).append(problem)
    made = []
    for row in rows:
        number = starts.get(row.number, row.number)
        wrong = by_line.pop(row.number, [])
        cells = {
            column.key: EntryCell(
                (number, column.at),
                shown_text(row.values[column.key]) if column.key in row.values else "",
                plain=kept == "csv",
                findings=tuple(each for each in wrong if each.place == row.place(column.key)),
            )
            for column in columns
        }
        rest = tuple(each for each in wrong if not any(each in cell.findings for cell in cells.values()))
        made.append(EntryRow((number,), cells, rest, row.place()))
    left = tuple(each for problems in by_line.values() for each in problems)
    version = history.remember(assets[file])
    return EntryTable(table.id, table.label, table.one, file, version, kept, columns, tuple(made), left, (), head)


def _titles(data: bytes, file: str, head: ListHead) -> dict[str, int]:
    """Return the columns of a CSV file that has its titles alone."""
    first = next(iter(parse_csv(data, file).rows), [])
    return {key: at for at, key in reversed(head.fields_of(dict(enumerate(first, 1))).items())}


def _line_of(place: Place) -> int:
    """Return the row of a place in a sheet: of B12, 12."""
    digits = "".join(each for each in place.cell if each.isdecimal())
    return int(digits) if digits else 0
