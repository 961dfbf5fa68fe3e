"""What a DOCX template is made of: its main part, headers, footers, notes and properties; or why it is no DOCX."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from congvan.i18n import _
from congvan.opc.writer import Member, read_members
from congvan.problems import Place, Problem, Stop

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
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
    types = _content_types(by_name, name)
    main = _main_part(by_name, types, name)
    sources = [Source("body", by_name[main])]
    for kind in ("header", "footer"):
        targets = dict.fromkeys(part for relation, part in _relations(by_name, main, name) if relation == kind)
        found = [by_name[part] for part in targets if part in by_name]
        sources += (Source(kind, member, i) for i, member in enumerate(found, 1))
    wanted = {_TYPE + "footnotes+xml": "footnotes", _CORE: "properties"}
    if strict:
        wanted |= {_TYPE + "endnotes+xml": "endnotes", _CUSTOM: "properties"}
    sources += (Source(wanted[types[part]], by_name[part]) for part in by_name if types.get(part) in wanted)
    return members, sources


def parse(source: Source, name: str) -> Any:
    """The part's root element, read as python-docx reads it: no entity, no blank text between elements."""
    return _parse(source.member, name, source.label)


def _parse(member: Member, name: str, where: str) -> Any:
    from lxml import etree

    content = member.content()
    parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        message = _("the part {part} is damaged: {error}").format(part=member.name, error=error.msg)
        raise _stop("docx-broken", message, name, where) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _stop("docx-broken", _("the part {part} declares entities").format(part=member.name), name, where)
    return root


def _refuse_others(template: bytes, name: str) -> None:
    head = template[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if template.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        message = _("this is no DOCX: an old .doc file, or one protected by a password")
        hint = _("open it in Word and save it as “Word Document (*.docx)” without a password")
    elif head.startswith((b"<!doctype", b"<html", b"<?xml", b"{\\rtf", b"%pdf")):
        message = _("this is no DOCX: another kind of file with its name changed")
        hint = _("open it in the program that made it and save it as “Word Document (*.docx)”")
    elif not template:
        message, hint = _("the file is empty"), _("copy it again")
    else:
        return
    raise Stop(Problem("docx-kind", message, Place(file=name), hint))


def _content_types(by_name: dict[str, Member], name: str) -> dict[str, str]:
    if "[Content_Types].xml" not in by_name:
        raise _stop("docx-kind", _("this is a zip file, but no DOCX"), name)
    root = _parse(by_name["[Content_Types].xml"], name, "")
    types = {}
    defaults = {}
    for element in root:
        kind = element.get("ContentType") or ""
        if element.get("PartName"):
            types[element.get("PartName").lstrip("/")] = kind
        elif element.get("Extension"):
            defaults[element.get("Extension").lower()] = kind
    return {part: types.get(part) or defaults.get(part.rpartition(".")[2].lower()) or "" for part in by_name}


def _main_part(by_name: dict[str, Member], types: dict[str, str], name: str) -> str:
    mains = [target for relation, target in _relations(by_name, "", name) if relation == "officeDocument"]
    if not mains or mains[0] not in by_name:
        raise _stop("docx-broken", _("the file has no document part (word/document.xml)"), name)
    kind = types[mains[0]]
    if kind != _TYPE + "document.main+xml":
        message = _("this is no DOCX but {kind}").format(kind=kind or _("a file of unknown kind"))
        raise _stop("docx-kind", message, name)
    return mains[0]


def _relations(by_name: dict[str, Member], part: str, name: str) -> Iterator[tuple[str, str]]:
    """(kind, target part) of a part's inner relationships."""
    folder, _slash, file = part.rpartition("/")
    member = by_name.get(posixpath.join(folder, "_rels", f"{file}.rels"))
    if member is None:
        return
    for element in _parse(member, name, member.name):
        kind = element.get("Type") or ""
        if element.get("TargetMode") == "External":
            continue
        for prefix in (_RELATIONS, _STRICT_RELATIONS):
            if kind.startswith(prefix):
                yield kind.removeprefix(prefix), _target(folder, element.get("Target") or "")


def _target(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _stop(code: str, message: str, name: str, where: str = "") -> Stop:
    hint = _("open it in Word or LibreOffice and save it as “Word Document (*.docx)”")
    return Stop(Problem(code, message, Place(file=name, part=where), hint))


def static(members: Sequence[Member], varying: Sequence[str]) -> list[Member]:
    """The members that no record changes."""
    names = frozenset(varying)
    return [member for member in members if member.name not in names]
