"""What a file is: grids to read, a scan to keep, further files within it, or why it is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from congvan import libreoffice
from congvan.grids import csv, docx, pdf, xlsx
from congvan.grids.grid import Grid, GridFile
from congvan.grids.intake import SCANS, OfficePackage, kind_of, refuse, unreadable_as_refused
from congvan.messages import Message
from congvan.nd30.components.secrecy import is_mark
from congvan.nd30.opening import CLASSIFIED, read_view
from congvan.opc import sniff
from congvan.problems import Place, Problem, ProblemsFound
from congvan.returns.intake import archives
from congvan.returns.intake.conversions import APT, suffix_of
from congvan.returns.intake.sent import SentFile

_HEAD_ROWS, _HEAD_CELLS = 12, 4  # where a mark of secrecy may stand above a table: in which rows, beside how much
_BROKEN = (RecursionError, MemoryError, ValueError, KeyError, IndexError, OverflowError, LookupError, ArithmeticError)


@dataclass(slots=True)
class Opened:
    """A file after opening. `filled`: what is to be read; None for a scan, and for what is refused or classified.

    `scan`: whether it is kept unread. `classified`: nothing of it is kept, not even its hash.
    """

    sent: SentFile
    format: str = ""
    filled: GridFile | None = None
    scan: bool = False
    classified: bool = False
    problems: list[Problem] = field(default_factory=list)


def leaves(sent: SentFile, depth: int = 0) -> Iterator[SentFile | Opened]:
    """Yield a file, or the files within it; an archive that can't be opened as one that is refused."""
    try:
        kind = _container(sent)
        if not kind or depth >= archives.DEEPEST:
            yield sent
            return
        data = sent.load()
        inside = archives.in_archive(data, sent.name) if kind == "zip" else archives.in_mail(data, sent.name)[0]
        for each in inside:
            yield from leaves(each, depth + 1)
    except ProblemsFound as stop:
        yield Opened(sent, problems=list(stop.problems))


def _container(sent: SentFile) -> str:
    """Return whether a file holds others: a mail, or an archive that is no Office file; "" for any other."""
    data = sent.load()
    kind = sniff.kind_of(data)
    if kind == "mail":
        return kind
    if kind == "zip" and not any(mark in data for mark in (b"[Content_Types].xml", b"mimetypeapplication/")):
        return kind
    return ""


def opened(sent: SentFile, made: Mapping[str, bytes]) -> Opened:
    """Open a file; what it holds becomes problems, never exceptions. `made`: converted files by name."""
    found = Opened(sent)
    try:
        _open(found, sent.load(), made)
    except ProblemsFound as stop:
        found.problems += stop.problems
    except _BROKEN as error:
        found.problems.append(Problem(Message("file-damaged.unreadable", why=type(error).__name__), Place(sent.name)))
    if found.classified:
        return Opened(sent, classified=True, problems=[Problem(Message("classified"), Place(sent.name))])
    return found


def _open(found: Opened, data: bytes, made: Mapping[str, bytes]) -> None:
    name, suffix = found.sent.name, suffix_of(data, sniff.kind_of(data))
    if suffix:
        found.format = suffix
        data = _converted(name, made)
    else:
        found.format = kind_of(data, name)
    if sniff.kind_of(data) in ("pdf", "zip") and read_view(data).unreadable == CLASSIFIED:
        found.classified = True
        return
    if found.format == "pdf":
        found.filled = pdf.read(data, name)
        found.scan = found.filled is None
    elif found.format in SCANS:
        found.scan = True
    else:
        found.filled = _filled(found, data, name)
    if found.filled is not None and any(map(_is_classified, found.filled.grids)):
        found.classified = True


def _converted(name: str, made: Mapping[str, bytes]) -> bytes:
    if name in made:
        return made[name]
    if not libreoffice.program():
        raise refuse(Message("file-convert.missing", apt=APT), name)
    raise refuse(Message("file-convert.failed"), name)


def _filled(found: Opened, data: bytes, name: str) -> GridFile:
    """Read a file by its format."""
    if found.format == "csv":
        return csv.read(data, name)
    with unreadable_as_refused(name):
        package = OfficePackage(data, name)
        if found.format == "zip":
            found.format = package.kind
        return xlsx.read(package) if package.kind == "xlsx" else docx.read(package)


def _is_classified(grid: Grid) -> bool:
    """Whether a sheet bears a mark of secrecy above its table; the same word in a row of data is none."""
    head = (line.cells.values() for line in grid.lines[:_HEAD_ROWS] if len(line.cells) <= _HEAD_CELLS)
    return any(is_mark(cell.text) for cells in head for cell in cells)
