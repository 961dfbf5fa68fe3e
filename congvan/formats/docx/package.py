"""What a DOCX template is made of: its main part, headers, footers, notes and properties; or why it is no DOCX."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from congvan.messages import Message
from congvan.opc import reader, sniff
from congvan.opc.reader import DOCX, content_types, read_members, relationships, relationships_part, type_of
from congvan.opc.writer import CONTENT_TYPES, Member
from congvan.opc.xml_stream import Unreadable
from congvan.problems import Place, Problem, ProblemsFound

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
OURS_ALONE = ("properties", "endnotes")  # kinds of parts that docxtpl doesn't render, or renders otherwise


@dataclass(frozen=True, slots=True)
class Source:
    """A part that may hold tags: `kind` is "body", "header", "footer", "footnotes", "endnotes", "properties"."""

    kind: str
    member: Member
    number: int = 1

    @property
    def label(self) -> Message:
        return label(self.kind, self.number)


def label(kind: str, number: int) -> Message:
    """The part in words; `kind` as of a Source."""
    return Message(f"docx-part.{kind}", number=number)


def open_package(template: bytes, name: str, *, strict: bool) -> tuple[list[Member], list[Source]]:
    """The members of a DOCX and those that may hold tags, the body first. Raises `ProblemsFound` where it is no DOCX."""
    _refuse_others(template, name)
    members = read_members(template, name=name)
    by_name = {member.name: member for member in members}
    if CONTENT_TYPES not in by_name:
        raise _stop(Message("docx-kind.zip"), name)
    with _sound(CONTENT_TYPES, name):
        types = content_types(by_name[CONTENT_TYPES].content())
    main = _main_part(by_name, types, name)
    sources = [Source("body", by_name[main])]
    for kind in ("header", "footer"):
        targets = dict.fromkeys(_related(by_name, main, kind, name))
        found = [by_name[part] for part in targets if part in by_name]
        sources += (Source(kind, member, i) for i, member in enumerate(found, 1))
    wanted = {_TYPE + "footnotes+xml": "footnotes", _CORE: "properties"}
    if strict:
        wanted |= {_TYPE + "endnotes+xml": "endnotes", _CUSTOM: "properties"}
    sources += (
        Source(wanted[type_of(part, types)], by_name[part]) for part in by_name if type_of(part, types) in wanted
    )
    return members, sources


def parse(source: Source, name: str) -> Any:
    """The part's root element, read as python-docx reads it: no entity, no blank text between elements."""
    with _sound(source.member.name, name, source.label):
        return reader.parse(source.member.content(), remove_blank_text=True)


@contextmanager
def _sound(part: str, name: str, where: str | Message = "") -> Iterator[None]:
    """What `Unreadable` says of a part, as a `ProblemsFound`."""
    try:
        yield
    except Unreadable as error:
        which = "declares" if error.code == "doctype" else "damaged"
        message = Message(f"docx-broken.part-{which}", part=part, error=error.value)
        raise _stop(message, name, where) from error


def _refuse_others(template: bytes, name: str) -> None:
    kind = sniff.kind_of(template)
    if kind in ("old-office", "encrypted"):
        which = "old"
    elif kind in ("markup", "pdf"):
        which = "renamed"
    elif kind == "empty":
        which = "empty"
    else:
        return
    raise ProblemsFound(Problem(Message(f"docx-kind.{which}"), Place(file=name)))


def _main_part(by_name: dict[str, Member], types: dict[str, str], name: str) -> str:
    main = next(_related(by_name, "", "officeDocument", name), "")
    if main not in by_name:
        raise _stop(Message("docx-broken.file"), name)
    kind = type_of(main, types)
    if kind != DOCX:
        raise _stop(Message("docx-kind.docx-but", kind=kind or Message("package.file-unknown-kind")), name)
    return main


def _related(by_name: dict[str, Member], part: str, kind: str, name: str) -> Iterator[str]:
    """The parts to which a part is related by this kind, in its own order."""
    links = relationships_part(part)
    if links in by_name:
        with _sound(links, name, links):
            found = relationships(by_name[links].content(), part)
        yield from (each.target for each in found if each.kind == kind and not each.external)


def _stop(message: Message, name: str, where: str | Message = "") -> ProblemsFound:
    return ProblemsFound(Problem(message, Place(file=name, part=where), Message("docx-broken.hint")))


def static(members: Sequence[Member], varying: Sequence[str]) -> list[Member]:
    """The members that no record changes."""
    names = frozenset(varying)
    return [member for member in members if member.name not in names]
