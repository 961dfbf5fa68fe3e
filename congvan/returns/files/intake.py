"""What a returned file is, told from its bytes, and whether it may be opened at all: before any parser sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from congvan.messages import Message
from congvan.opc import reader, sniff
from congvan.opc.xml_stream import Unreadable
from congvan.problems import Place, Problem, ProblemsFound

LARGEST = 16 << 20  # bytes of the file
LIMITS = reader.Limits(entries=2_000, total=64 << 20, part=4 << 20, ratio=200, thin=256 << 10)
MAIN = {reader.XLSX: "xlsx", reader.DOCX: "docx"}


class Refused(ProblemsFound):
    """The file is not read at all; its one problem says why."""


def refuse(message: Message, name: str) -> Refused:
    problem = Problem(message, Place(name))
    return Refused(problem if problem.hint else replace(problem, remedy=Message("file-form.hint")))


def kind_of(data: bytes, name: str) -> str:
    """`zip`, `csv`, `pdf` or a kind of picture, by content; Refused for what can't be a returned form."""
    kind = "large" if len(data) > LARGEST else sniff.kind_of(data)
    if kind in ("large", "empty", "encrypted", "old-office", "markup", "unknown"):
        raise _refused(kind, "", name)
    return "csv" if kind == "text" else kind


@contextmanager
def refusing(name: str) -> Iterator[None]:
    """What `Unreadable` says of the file, as Refused."""
    try:
        yield
    except Unreadable as error:
        raise _refused(error.code, error.value, name) from error


def _refused(why: str, value: object, name: str) -> Refused:
    """`why`: the kind of a file that is no form, or the code of `Unreadable`, with what its message names."""
    messages = {
        "large": Message("file-large.file", size=LARGEST >> 20),
        "empty": Message("file-empty"),
        "encrypted": Message("file-password"),
        "old-office": Message("file-old-office"),
        "markup": Message("file-kind.workbook"),
        "unknown": Message("file-kind.nobody"),
        "doctype": Message("file-entities"),
        "part": Message("file-large.part", part=value),
        "entries": Message("file-bomb.file-holds", count=value),
        "twice": Message("file-bomb.two"),
        "total": Message("file-bomb.file-would", size=LIMITS.total >> 20),
        "ratio": Message("file-bomb.part", ratio=value),
        "damaged": Message("file-damaged.file-damaged", why=value),
    }
    return refuse(messages[why], name)


class Package(reader.Package):
    """A package that passed the limits and holds nothing that runs or reaches out; `kind` is xlsx or docx."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data, LIMITS)
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
        if any("macroEnabled" in each for each in types.values()):
            raise refuse(Message("file-macros"), self.name)
        for content_type, kind in MAIN.items():
            if content_type in types.values():
                return kind
        raise refuse(Message("file-kind.neither"), self.name)

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Target and kind of each relationship of a part by its id; Refused where one leads out of the file.

        A hyperlink is text for the eye and may lead anywhere: nothing follows it.
        """
        found = {}
        for each in self.relationships(part):
            if not each.external:
                found[each.id] = (each.target, each.kind)
            elif each.kind != "hyperlink":
                raise refuse(Message("file-links.file-loads", kind=each.kind), self.name)
        return found

    def form_id(self) -> str:
        """What the file says it answers: its custom property, else its keywords."""
        custom = _FORM.search(self.read("docProps/custom.xml") or b"")
        if custom:
            return custom[1].decode("utf-8", "replace").strip()
        keywords = _KEYWORDS.search(self.read("docProps/core.xml") or b"")
        found = keywords[1].decode("utf-8", "replace").strip() if keywords else ""
        return found if found.count("/") == 4 else ""

    def modified(self) -> str:
        """When the program that saved the file says it did; "" where it says nothing."""
        found = _MODIFIED.search(self.read("docProps/core.xml") or b"")
        return found[1].decode("ascii", "replace") if found else ""


_FORM = re.compile(rb'<property\b[^>]*name="congvan-form"[^>]*>\s*<[^>]*lpwstr[^>]*>([^<]{0,400})<')
_KEYWORDS = re.compile(rb"<(?:\w+:)?keywords>([^<]{0,400})<")
_MODIFIED = re.compile(rb"modified[^>]*>(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?)<")
