"""Identify a file that others made by its bytes and refuse unsafe ones before any parser opens them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from congvan.core.messages import Message, foreign
from congvan.core.opc import reader, sniff
from congvan.core.opc.xml_stream import Unreadable
from congvan.core.problems import Place, Problem, ProblemsFound

LARGEST = 16 << 20  # bytes of a form
LARGEST_SCAN = 64 << 20  # bytes of a scan or photo, which is kept unread
SCANS = sniff.IMAGES | {"pdf"}
LIMITS = reader.Limits(entries=2_000, total=64 << 20, part=4 << 20, ratio=200, thin=256 << 10)
MAIN = {reader.XLSX: "xlsx", reader.DOCX: "docx"}


class FileRefused(ProblemsFound):
    """Raised for a file that must not be read; holds one problem with the reason."""


_UNKNOWN = ("iwork", "google", "rtf", "markup", "unknown")
_NOT_READ = frozenset(("empty", "archive", "encrypted", "old-office", "outlook", "tnef", "mail", *_UNKNOWN))


def refuse(message: Message, name: str) -> FileRefused:
    problem = Problem(message, Place(name))
    return FileRefused(problem if problem.hint else problem._replace(remedy=Message("file-form.hint")))


def kind_of(data: bytes, name: str) -> str:
    """Return `zip`, `csv`, `pdf` or a kind of image by content; raise `FileRefused` for anything else."""
    kind = sniff.kind_of(data)
    if len(data) > (LARGEST_SCAN if kind in SCANS else LARGEST):
        raise _refused("large-scan" if kind in SCANS else "large", "", name)
    if kind == "old-office" and name.casefold().endswith(".msg"):
        kind = "outlook"
    if kind in _NOT_READ:
        raise _refused(kind, "", name)
    return "csv" if kind == "text" else kind


@contextmanager
def unreadable_as_refused(name: str) -> Iterator[None]:
    """Convert `Unreadable` to `FileRefused` for the named file."""
    try:
        yield
    except Unreadable as error:
        raise _refused(error.code, error.value, name) from error


def _refused(why: str, value: object, name: str) -> FileRefused:
    """Build the refusal; `why`: the kind of the file or the code of `Unreadable`, `value`: the value in its message."""
    messages = {
        "large": Message("file-large.file", size=LARGEST >> 20),
        "large-scan": Message("file-large.scan", size=LARGEST_SCAN >> 20),
        "empty": Message("file-empty"),
        "encrypted": Message("file-password"),
        "old-office": Message("file-old-office"),
        "archive": Message("file-kind.archive"),
        "outlook": Message("file-mail.outlook"),
        "tnef": Message("file-mail.tnef"),
        "mail": Message("file-mail.text"),
        "iwork": Message("file-kind.iwork"),
        "google": Message("file-kind.google"),
        "rtf": Message("file-kind.rtf"),
        "markup": Message("file-kind.workbook"),
        "unknown": Message("file-kind.unknown"),
        "doctype": Message("file-entities"),
        "part": Message("file-large.part", part=value),
        "entries": Message("file-bomb.file-holds", count=value),
        "twice": Message("file-bomb.two"),
        "total": Message("file-bomb.file-would", size=LIMITS.total >> 20),
        "ratio": Message("file-bomb.part", ratio=value),
        "damaged": Message("file-damaged.file-damaged", why=foreign(value)),
    }
    return refuse(messages[why], name)


class OfficePackage(reader.PackageReader):
    """An Office package within the limits, without macros or external links; `kind` is xlsx or docx."""

    def __init__(self, data: bytes, name: str, limits: reader.Limits = LIMITS) -> None:
        super().__init__(data, limits)
        self.name = name
        for entry in self.entries:
            self.prove_ratio(entry)
            low = entry.lower()
            if low.endswith(".bin") and "vbaproject" in low:
                raise refuse(Message("file-macros"), name)
            if "/externallinks/" in f"/{low}":
                raise refuse(Message("file-links.file-takes"), name)
        self.kind = self._kind()

    def _kind(self) -> str:
        types = self.types()
        if types is None and b"opendocument" in (self.read("mimetype") or b""):
            raise refuse(Message("file-kind.opendocument"), self.name)
        if types is None:
            raise refuse(Message("file-kind.zip"), self.name)
        if any(each.endswith(".sheet.binary.macroEnabled.main") for each in types.values()):  # .xlsb, macros or none
            raise refuse(Message("file-kind.binary"), self.name)
        if any("macroEnabled" in each for each in types.values()):
            raise refuse(Message("file-macros"), self.name)
        for content_type, kind in MAIN.items():
            if content_type in types.values():
                return kind
        raise refuse(Message("file-kind.neither"), self.name)

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Return {id: (target, kind)} of a part's relationships; raise `FileRefused` for an external one.

        Hyperlinks are exempt: nothing follows them.
        """
        targets = {}
        for each in self.relationships(part):
            if not each.external:
                targets[each.id] = (each.target, each.kind)
            elif each.kind != "hyperlink":
                raise refuse(Message("file-links.file-loads", kind=each.kind), self.name)
        return targets

    def form_id(self) -> str:
        """Return the form id stored in the file as its custom property; "" if none."""
        custom = _FORM.search(self.read("docProps/custom.xml") or b"")
        return custom[1].decode("utf-8", "replace").strip() if custom else ""

    @cached_property
    def _core(self) -> bytes:
        return self.read("docProps/core.xml") or b""

    def keywords_id(self) -> str:
        """Return the form id that stands among the keywords of the file; "" if none."""
        keywords = _KEYWORDS.search(self._core)
        value = keywords[1].decode("utf-8", "replace").strip() if keywords else ""
        return value if 2 <= value.count("/") <= 12 and " " not in value else ""

    def modified(self) -> str:
        """Return the last-modified time from the core properties; "" if there is none."""
        match = _MODIFIED.search(self._core)
        return match[1].decode("ascii", "replace") if match else ""


_FORM = re.compile(rb'<property\b[^>]*name="congvan-form"[^>]*>\s*<[^>]*lpwstr[^>]*>([^<]{0,400})<')
_KEYWORDS = re.compile(rb"<(?:\w+:)?keywords>([^<]{0,400})<")
_MODIFIED = re.compile(rb"modified[^>]*>(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?)<")
