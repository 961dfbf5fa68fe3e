"""What a DOCX template is made of: its main part, headers, footers, notes and properties; or why it is no DOCX."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from congvan.i18n import _
from congvan.opc import reader, sniff
from congvan.opc.reader import DOCX, content_types, read_members, relationships, relationships_part, type_of
from congvan.opc.writer import CONTENT_TYPES, Member
from congvan.opc.xml_stream import Unreadable
from congvan.problems import Place, Problem, Stop

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
    def label(self) -> str:
        return label(self.kind, self.number)


def label(kind: str, number: int) -> str:
    """The part in words."""
    titles = {
        "body": _("body"),
        "header": _("header {number}"),
        "footer": _("footer {number}"),
        "footnotes": _("footnotes"),
        "endnotes": _("endnotes"),
        "properties": _("document properties"),
    }
    return titles[kind].format(number=number)


def open_package(template: bytes, name: str, *, strict: bool) -> tuple[list[Member], list[Source]]:
    """The members of a DOCX and those that may hold tags, the body first. Raises `Stop` where it is no DOCX."""
    _refuse_others(template, name)
    members = read_members(template, name=name)
    by_name = {member.name: member for member in members}
    if CONTENT_TYPES not in by_name:
        raise _stop("docx-kind", _("this is a zip file, but no DOCX"), name)
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
def _sound(part: str, name: str, where: str = "") -> Iterator[None]:
    """What `Unreadable` says of a part, as a `Stop`."""
    try:
        yield
    except Unreadable as error:
        message = _("the part {part} is damaged: {error}").format(part=part, error=error.value)
        if error.code == "doctype":
            message = _("the part {part} declares entities").format(part=part)
        raise _stop("docx-broken", message, name, where) from error


def _refuse_others(template: bytes, name: str) -> None:
    kind = sniff.kind_of(template)
    if kind in ("old-office", "encrypted"):
        message = _("this is no DOCX: an old .doc file, or one protected by a password")
        hint = _("open it in Word and save it as “Word Document (*.docx)” without a password")
    elif kind in ("markup", "pdf"):
        message = _("this is no DOCX: another kind of file with its name changed")
        hint = _("open it in the program that made it and save it as “Word Document (*.docx)”")
    elif kind == "empty":
        message, hint = _("the file is empty"), _("copy it again")
    else:
        return
    raise Stop(Problem("docx-kind", message, Place(file=name), hint))


def _main_part(by_name: dict[str, Member], types: dict[str, str], name: str) -> str:
    main = next(_related(by_name, "", "officeDocument", name), "")
    if main not in by_name:
        raise _stop("docx-broken", _("the file has no document part (word/document.xml)"), name)
    kind = type_of(main, types)
    if kind != DOCX:
        message = _("this is no DOCX but {kind}").format(kind=kind or _("a file of unknown kind"))
        raise _stop("docx-kind", message, name)
    return main


def _related(by_name: dict[str, Member], part: str, kind: str, name: str) -> Iterator[str]:
    """The parts to which a part is related by this kind, in its own order."""
    links = relationships_part(part)
    if links in by_name:
        with _sound(links, name, links):
            found = relationships(by_name[links].content(), part)
        yield from (each.target for each in found if each.kind == kind and not each.external)


def _stop(code: str, message: str, name: str, where: str = "") -> Stop:
    hint = _("open it in Word or LibreOffice and save it as “Word Document (*.docx)”")
    return Stop(Problem(code, message, Place(file=name, part=where), hint))


def static(members: Sequence[Member], varying: Sequence[str]) -> list[Member]:
    """The members that no record changes."""
    names = frozenset(varying)
    return [member for member in members if member.name not in names]
