"""What a file is: grids to read, a scan to keep, further files within it, or why it is refused."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from congvan.core import libreoffice
from congvan.core.messages import Message, foreign
from congvan.core.opc import sniff
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.grids import csv, docx, pdf, xlsx
from congvan.grids.grid import Grid, GridFile
from congvan.grids.intake import SCANS, OfficePackage, kind_of, refuse, unreadable_as_refused
from congvan.nd30.components.secrecy import is_mark
from congvan.nd30.opening import CLASSIFIED, read_view
from congvan.returns.intake import archives
from congvan.returns.intake.conversions import APT, suffix_of
from congvan.returns.intake.sent import SentFile

_HEAD_ROWS, _HEAD_CELLS = 12, 4  # where a mark of secrecy may be above a table: in which rows, beside how much
_WITH_TEXT = re.compile(r"word/(?:document|header|footer)\d*\.xml")
_OFFICE = (b"[Content_Types].xml", b"mimetypeapplication/", b"xl/workbook.xml", b"word/document.xml")
"""What only the packages of Office programs hold, the damaged ones too."""
_OF_PACKAGES = ("[Content_Types].xml", "mimetype", "xl/", "word/", "_rels/", "docProps/")
_FIRST_NAME = 30
"""Where the name of the first file of an archive begins."""
_GAP = r"(?:\s|<[^>]*>)*"
_SECRET = re.compile(rf"[mM]{_GAP}(?:[ậẬ]|[aA]\u0323\u0302|[aA]\u0302\u0323|[âÂ]\u0323|[ạẠ]\u0302){_GAP}[tT]")


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
        if not kind:
            yield sent
            return
        if depth >= archives.DEEPEST:
            raise refuse(Message("archive-deep"), sent.name)
        data = sent.load()
        if kind == "zip":
            inside: Iterable[SentFile] = archives.in_archive(data, sent.name)
        else:
            inside, told = archives.in_mail(data, sent.name)
            sent.notes += told
        for each in inside:
            yield from leaves(each, depth + 1)
            sent.notes += each.notes
    except ProblemsFound as stop:
        yield Opened(sent, problems=list(stop.problems))


def _container(sent: SentFile) -> str:
    """Return whether a file holds others: a mail, or an archive that is no Office file; "" for any other."""
    data = sent.load()
    kind = sniff.kind_of(data)
    if kind == "mail":
        return kind
    if kind == "zip" and (not any(mark in data for mark in _OFFICE) or _holds_files(data)):
        return kind
    return ""


def _holds_files(data: bytes) -> bool:
    """Whether an archive that shows marks of a package has them in its files alone, stored as they are."""
    if data[_FIRST_NAME : _FIRST_NAME + 20].startswith(tuple(each.encode() for each in _OF_PACKAGES)):
        return False
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except Exception:  # zipfile raises many kinds of errors on a damaged archive
        return False
    return not any(name.startswith(_OF_PACKAGES) for name in names)


def opened(sent: SentFile, made: Mapping[str, bytes]) -> Opened:
    """Open a file; what it holds becomes problems, never exceptions. `made`: converted files by name."""
    found = Opened(sent)
    try:
        _open(found, sent.load(), made)
    except ProblemsFound as stop:
        found.problems += stop.problems
    except Exception as error:  # whatever a stranger's file leads to, the other files are read
        found.problems.append(
            Problem(Message("file-damaged.unreadable", why=foreign(type(error).__name__)), Place(sent.name))
        )
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
    if found.format == "pdf":
        _open_pdf(found, data, name)
    elif found.format in SCANS:
        found.scan = True
    elif found.format == "csv":
        found.filled = csv.read(data, name)
    else:
        _open_package(found, data, name)
    if found.filled is not None and any(map(_is_classified, found.filled.grids)):
        found.classified = True


def _open_pdf(found: Opened, data: bytes, name: str) -> None:
    if read_view(data).unreadable == CLASSIFIED:
        found.classified = True
        return
    with unreadable_as_refused(name):
        found.filled = pdf.read(data, name)
    found.scan = found.filled is None


def _open_package(found: Opened, data: bytes, name: str) -> None:
    with unreadable_as_refused(name):
        package = OfficePackage(data, name)
        if found.format == "zip":
            found.format = package.kind
        if package.kind == "xlsx":
            found.filled = xlsx.read(package)
        elif _has_secret_word(package) and read_view(data).unreadable == CLASSIFIED:
            found.classified = True
        else:
            found.filled = docx.read(package)


def _has_secret_word(package: OfficePackage) -> bool:
    """Whether a document has the word of secrecy anywhere, so that it has to be measured to see if it is a mark."""
    parts = [name for name in package.entries if _WITH_TEXT.fullmatch(name)]
    return any(_SECRET.search(b"".join(package.chunks(name)).decode("utf-8", "replace")) for name in parts)


def _converted(name: str, made: Mapping[str, bytes]) -> bytes:
    if name in made:
        return made[name]
    if not libreoffice.program():
        raise refuse(Message("file-convert.missing", apt=APT), name)
    raise refuse(Message("file-convert.failed"), name)


def _is_classified(grid: Grid) -> bool:
    """Whether a sheet bears a mark of secrecy above its table; the same word in a row of data is none."""
    head = (line.cells.values() for line in grid.lines[:_HEAD_ROWS] if len(line.cells) <= _HEAD_CELLS)
    return any(is_mark(cell.text) for cells in head for cell in cells)
