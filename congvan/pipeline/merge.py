"""Merge a list and a template without a project: a file of each record, as Word's mail merge makes them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, cast

from congvan.core.job import Outcome, Output, Progress, act
from congvan.core.messages import Message, foreign
from congvan.core.problems import (
    EnvironmentFault,
    Exit,
    Place,
    Problem,
    ProblemsFound,
    Severity,
    UsageError,
    reason_of,
)
from congvan.core.text import did_you_mean
from congvan.formats.compiled import CompiledTemplate, Filters, Format, compile_template
from congvan.grids.intake import LARGEST
from congvan.model.lists.table import SheetTable, read_table
from congvan.model.project.atomic_write import write_file
from congvan.publishing.opening import opening_fault
from congvan.publishing.paths import safe_name

_MADE_OF: Mapping[str, tuple[Format, ...]] = {
    ".docx": ("docx", "pdf"),
    ".html": ("pdf",),
    ".xlsx": ("xlsx",),
    ".txt": ("txt",),
}
"""What is made of a template by the ending of its file, the default first."""

_PROVED = 3
"""Files of a run that are opened whole; of those stamped into the same layout afterwards references are followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeRequest:
    """`name`: pattern of the names of files, "Giấy mời - {{ ho_va_ten }}.pdf"; its ending is the format. `sheet`: of
    the list, default the first with titles. `first`, `last`: records by their order, from 1; 0: to the end.
    """

    listed: Path
    template: Path
    out: Path
    name: str = ""
    sheet: str = ""
    first: int = 1
    last: int = 0


@act("merge")
def merge_list(request: MergeRequest, progress: Progress) -> Outcome:
    """Make a file of each row of an XLSX or CSV file; a row with a fault is reported and the others are made."""
    merging = _Merging.begun(request.template, request.out, request.name, kept=(request.listed, request.template))
    table = _table_of(request)
    merging.refuse_unknown_names(table)
    chosen = table.records[max(0, request.first - 1) : request.last or None]
    if not chosen:
        raise UsageError(Problem(Message("merge-records", count=len(table.records)), Place(request.listed.name)))
    with progress.steps(Message("progress.merge"), len(chosen)) as advance:
        for number, record in enumerate(chosen, max(1, request.first)):
            merging.make(number, record.values, record.place)
            advance(1)
    outcome = merging.outcome(table.problems)
    made = sum(output.status == "built" for output in outcome.outputs)
    remark = Message("merge.done", rows=len(chosen), made=made, out=os.fspath(request.out))
    outcome.remarks.append(remark)
    outcome.data = {"names": table.titles, "types": table.types, "rows": len(chosen), "made": made}
    return outcome


def merge(
    records: Iterable[Any],
    template: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    name: str = "",
    filters: Filters | None = None,
    assets: Mapping[str, bytes] | None = None,
) -> Outcome:
    """Make a file of each record in the folder `out`, one after the other; a generator is read as far as it is made.

    `records`: mappings of names to values, dataclasses, or a DataFrame. `name`: pattern of the names of files
    ("Giấy mời - {{ ten }}.pdf"), whose ending is the format; default: the template's, with numbers. `filters`,
    `assets`: as of `compile_template`. A record with a fault is in `problems` of the outcome, the others are made.
    Raises `ProblemsFound` with what is wrong in the template; UsageError: an argument is wrong.
    """
    merging = _Merging.begun(Path(template), Path(out), name, filters=filters, assets=assets, kept=(Path(template),))
    for number, record in enumerate(_rows_of(records), 1):
        merging.make(number, record)
    return merging.outcome([])


def _rows_of(records: Any) -> Iterator[Any]:
    """Yield the records; of a DataFrame its rows."""
    if hasattr(records, "to_dict") and getattr(records, "ndim", 0) == 2:
        records = records.to_dict("records")
    if isinstance(records, str | bytes | Mapping) or not isinstance(records, Iterable):
        raise UsageError(Problem(Message("merge-iterable", kind=type(records).__name__)))
    yield from records


def _table_of(request: MergeRequest) -> SheetTable:
    """Return the list of a request. Raises `ProblemsFound`."""
    file = request.listed
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(Problem(Message("file-unreadable", why=reason_of(error)), Place(file.name))) from None
    return read_table(data, file.with_suffix(file.suffix.lower()).name, request.sheet)


@dataclass(slots=True)
class _Merging:
    """A run: the compiled template and pattern, and what was made so far."""

    template: CompiledTemplate
    file: str  # of the template
    out: Path
    pattern: CompiledTemplate | None
    stem: str
    ending: str
    kept: tuple[Path, ...]
    outputs: list[Output] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    doubled: list[str] = field(default_factory=list)
    replaced: int = 0

    @classmethod
    def begun(
        cls,
        file: Path,
        out: Path,
        name: str,
        *,
        kept: tuple[Path, ...],
        filters: Filters | None = None,
        assets: Mapping[str, bytes] | None = None,
    ) -> _Merging:
        """Compile the template and the pattern of names, and make the folder."""
        known = _MADE_OF.get(file.suffix.lower(), ())
        stem, dot, ending = name.rpartition(".")
        if not dot or "}" in ending or not ending.isalnum():
            stem, ending = name, known[0] if known else ""
        if ending.lower() not in known:
            message = Message("merge-format", file=file.name, format=ending or file.suffix)
            formats = Message("merge-format.known", formats=", ".join(known) or ", ".join(_MADE_OF))
            raise UsageError(Problem(message, remedy=formats))
        format_ = cast(Format, ending.lower())
        template = compile_template(format_, file, assets=assets, filters=filters)
        pattern = compile_template("txt", stem.encode(), name="--name", filters=filters) if stem else None
        return cls(template, file.name, out, pattern, file.stem, f".{format_}", kept)

    def refuse_unknown_names(self, table: SheetTable) -> None:
        """Raise `ProblemsFound` with each name of the template or the pattern that no column of the list has."""
        asked = [(self.file, self.template.names())]
        asked += [("--name", self.pattern.names())] if self.pattern else []
        known = ", ".join(f"{name} ({title})" for name, title in table.titles.items())
        unknown = [
            Problem(
                Message("merge-column", name=name),
                Place(file),
                did_you_mean(name, list(table.titles)) or Message("known-names", known=known),
            )
            for file, names in asked
            for name in sorted({path.partition(".")[0] for path in names} - set(table.titles))
        ]
        if unknown:
            raise ProblemsFound(unknown)

    def make(self, number: int, record: Any, place: Place | None = None) -> None:
        """Make the file of one record; report what is wrong with it."""
        label = str(place) if place else str(number)
        try:
            name = self._name(number, record)
            data = self.template.render(record)
            file = self._free(name)
            if fault := self._fault(file, data):
                raise ProblemsFound(Problem(Message("output-not-opened", path=file, why=foreign(fault)), Place(file)))
        except EnvironmentFault:
            raise
        except ProblemsFound as stop:
            self.problems += [each._replace(record=label) for each in stop.problems]
            self.outputs.append(Output(f"{number}{self.ending}", "failed"))
            return
        self.replaced += (self.out / file).exists()
        try:
            self.out.mkdir(parents=True, exist_ok=True)
            write_file(self.out / file, data, sync=False)
        except OSError as error:
            message = Message("data-unwritable", why=reason_of(error))
            raise EnvironmentFault(Problem(message, Place(os.fspath(self.out / file)))) from None
        self.outputs.append(Output(file, "built"))

    def outcome(self, problems: Iterable[Problem]) -> Outcome:
        """Return what came of the run."""
        found = [*problems, *self.problems]
        if self.doubled:
            names = ", ".join(islice(dict.fromkeys(self.doubled), 5))
            message = Message("merge-names-twice", count=len(self.doubled), names=names)
            found.append(Problem(message, severity=Severity.WARNING))
        if self.replaced:
            found.append(Problem(Message("merge-replaced", count=self.replaced), severity=Severity.NOTE))
        code = Exit.FAILED if self.problems else Exit.OK
        if self.problems and not any(output.status == "built" for output in self.outputs):
            code = Exit.DATA
        return Outcome("merge", self.outputs, found, where=os.fspath(self.out), exit_code=code)

    def _name(self, number: int, record: Any) -> str:
        """Return the name of a file without its ending; the number where the pattern gives none."""
        made = safe_name(self.pattern.render(record).decode()) if self.pattern else ""
        return made or safe_name(f"{self.stem} {number:03}")

    def _free(self, name: str) -> str:
        """Return a name that no file of this run has, nor what is merged; note where another has it."""
        wanted, tries = name, 1
        while (file := f"{name}{self.ending}").casefold() in self.taken or self._is_kept(file):
            tries += 1
            name = f"{wanted} ({tries})"
        if tries > 1:
            self.doubled.append(f"{wanted}{self.ending}")
        self.taken.add(file.casefold())
        return file

    def _is_kept(self, file: str) -> bool:
        return any((self.out / file).absolute() == each.absolute() for each in self.kept)

    def _fault(self, file: str, data: bytes) -> str:
        """Return what keeps a finished file from being opened; "" if nothing does."""
        found = opening_fault(file, data, stamped=len(self.outputs) >= _PROVED)
        if found and len(self.outputs) >= _PROVED and self.ending == ".pdf":  # it may be laid out by itself
            found = opening_fault(file, data)
        return found.why if found else ""
