"""Open a DOCX template: its main part, headers, footers, notes and properties. Refuses files that are no DOCX."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from congvan.core.messages import Message, foreign
from congvan.core.opc import reader, sniff
from congvan.core.opc.reader import DOCX, content_types, read_members, relationships, relationships_part, type_of
from congvan.core.opc.writer import CONTENT_TYPES, ZipMember, deflate
from congvan.core.opc.xml_stream import Unreadable
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.formats.docx.printed.note_order import NOTES, may_move
from congvan.formats.docx.proofs.refusals import refusals
from congvan.formats.docx.styles import NO_STYLES, StyleSheet, read_styles
from congvan.formats.docx.tags import location_message

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_APP = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
_CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
MAIN = "word/document.xml"
_MAIN_RENAMED = re.compile(r"word/document[^/]*\.xml")
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"  # the namespace of what Word calls Strict Open XML
NOT_BY_DOCXTPL = ("properties", "endnotes")  # kinds of parts that docxtpl doesn't render, or renders otherwise


class TemplatePart(NamedTuple):
    """A part that may hold tags: `kind` is "body", "header", "footer", "footnotes", "endnotes" or "properties";
    `moves`: whether records may have its notes in another order, or some of them alone; `pages`: of a header or footer
    the pages that it is on, "default", "first" or "even", and `number` the first section that has it; "" where no
    section names it, then `number` counts such parts.
    """

    kind: str
    member: ZipMember
    number: int = 1
    moves: bool = False
    pages: str = ""

    @property
    def label(self) -> Message:
        return part_label(self.kind, self.number, self.pages)


def part_label(kind: str, number: int, pages: str = "") -> Message:
    """Return the name of a part for messages; values as in `TemplatePart`. Word too names headers by section."""
    return Message(f"docx-part.{kind}-{pages}" if pages else f"docx-part.{kind}", number=number)


def running_parts(body: bytes, links: bytes) -> dict[str, tuple[str, int]]:
    """Return the headers and footers that the sections of a body name: the pages and the first section of each.

    `links`: the relationships of the body.
    """
    targets = {link.id: link.target for link in relationships(links, MAIN) if not link.external}
    found: dict[str, tuple[str, int]] = {}
    for number, section in enumerate(_SECTION.finditer(body), 1):
        for reference in _REFERENCE.finditer(section[0]):
            said = {name.decode(): value.decode() for name, value in _ATTRIBUTE.findall(reference[0])}
            pages, target = said.get("type", "default"), targets.get(said.get("id", ""))
            if target is not None and pages in ("default", "first", "even"):
                found.setdefault(target, (pages, number))
    return found


_SECTION = re.compile(rb"<w:sectPr(?:\s[^>]*?)?(?:/>|>.*?</w:sectPr>)", re.DOTALL)
_REFERENCE = re.compile(rb"<w:(?:header|footer)Reference\s[^>]*")
_ATTRIBUTE = re.compile(rb"\w:(type|id)=[\"']([^\"']*)")


def open_package(template: bytes, name: str, *, strict: bool) -> tuple[list[ZipMember], list[TemplatePart]]:
    """Return the members of a DOCX and its parts that may hold tags, the body first. Raises `ProblemsFound` if it is no
    DOCX, and with whatever a template must not hold.
    """
    members, sources, refused = read_package(template, name, strict=strict)
    if refused:
        raise ProblemsFound(refused)
    return members, [each._replace(moves=True) if _moves(each, sources[0], name) else each for each in sources]


def _moves(source: TemplatePart, body: TemplatePart, name: str) -> bool:
    """Whether records may have the notes of a part in another order, or some of them alone."""
    if source.kind not in NOTES or f"{NOTES[source.kind]}Reference".encode() not in body.member.content():
        return False
    return may_move(parse_part(body, name), parse_part(source, name), source.kind)


def read_package(
    template: bytes, name: str, *, strict: bool
) -> tuple[list[ZipMember], list[TemplatePart], list[Problem]]:
    """Return the members and parts as `open_package` does, and the problems of whatever a template must not hold."""
    _refuse_other_files(template, name)
    members = read_members(template, name=name)
    if strict:
        members = with_usual_name(members)
    by_name = {member.name: member for member in members}
    if CONTENT_TYPES not in by_name:
        described = by_name.get("mimetype")
        is_open = described is not None and described.content().startswith(_OPEN_DOCUMENT)
        raise _stop(Message("docx-kind.open-document") if is_open else Message("docx-kind.zip"), name)
    with _unreadable_as_stop(CONTENT_TYPES, name):
        types = content_types(by_name[CONTENT_TYPES].content())
    main = _main_part(by_name, types, name)
    sources = [TemplatePart("body", by_name[main])]
    links = by_name.get(relationships_part(main))
    with _unreadable_as_stop(relationships_part(main), name, relationships_part(main)):
        running = running_parts(by_name[main].content(), links.content()) if links else {}
    for kind in ("header", "footer"):
        targets = dict.fromkeys(_related_parts(by_name, main, kind, name))
        members_of_kind = [by_name[part] for part in targets if part in by_name]
        for number, member in enumerate(members_of_kind, 1):
            pages, section = running.get(member.name, ("", number))
            sources.append(TemplatePart(kind, member, section, pages=pages))
    kinds = {_TYPE + "footnotes+xml": "footnotes", _CORE: "properties"}
    if strict:
        kinds |= {_TYPE + "endnotes+xml": "endnotes", _CUSTOM: "properties", _APP: "properties"}
    sources += (
        TemplatePart(kinds[type_of(part, types)], by_name[part]) for part in by_name if type_of(part, types) in kinds
    )
    return members, sources, _refused(members, types, sources, name, strict=strict)


def _refused(
    members: Sequence[ZipMember], types: dict[str, str], sources: Sequence[TemplatePart], name: str, *, strict: bool
) -> list[Problem]:
    labels: dict[str, str | Message] = {source.member.name: source.label for source in sources}
    with _unreadable_as_stop("_rels", name):
        found = list(refusals(members, types, labels, strict=strict))
    places = [Place(name, part=labels.get(part, part), where=location_message(at)) for part, (_, at) in found]
    told = (Problem(message, place) for (_part, (message, _at)), place in zip(found, places, strict=True))
    return list(dict.fromkeys(told))


def read_template_styles(members: Sequence[ZipMember], main: str, name: str) -> StyleSheet:
    """Return the styles to which the main part has a relationship."""
    by_name = {member.name: member for member in members}
    part, settings = (
        next((part for part in _related_parts(by_name, main, kind, name) if part in by_name), "")
        for kind in ("styles", "settings")
    )
    if not part:
        return NO_STYLES
    with _unreadable_as_stop(part, name):
        return read_styles(by_name[part].content(), by_name[settings].content() if settings else b"")


def parse_part(source: TemplatePart, name: str) -> Any:
    """Parse a part as python-docx does: no entities, no blank text between elements."""
    with _unreadable_as_stop(source.member.name, name, source.label):
        return reader.parse(source.member.content(), remove_blank_text=True)


@contextmanager
def _unreadable_as_stop(part: str, name: str, where: str | Message = "") -> Iterator[None]:
    """Raise `Unreadable` of a part as a `ProblemsFound`."""
    try:
        yield
    except Unreadable as error:
        which = "declares" if error.code == "doctype" else "damaged"
        message = Message(f"docx-broken.part-{which}", part=part, error=foreign(error.value))
        raise _stop(message, name, where) from error


def _refuse_other_files(template: bytes, name: str) -> None:
    kind = sniff.kind_of(template)
    if kind in ("old-office", "encrypted"):
        which = "old"
    elif kind in ("markup", "rtf", "pdf"):
        which = "renamed"
    elif kind in ("empty", "text"):
        which = kind
    else:
        return
    raise ProblemsFound(Problem(Message(f"docx-kind.{which}"), Place(file=name)))


_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
_OTHERS = {
    "vnd.ms-word": "macros",
    "wordprocessingml.template": "template",
    "spreadsheetml": "workbook",
    "presentationml": "slides",
}
"""What the types of other Word files hold → what they are."""


def _main_part(by_name: dict[str, ZipMember], types: dict[str, str], name: str) -> str:
    main = next(_related_parts(by_name, "", "officeDocument", name), "")
    if main not in by_name:
        raise _stop(Message("docx-broken.file"), name)
    kind = type_of(main, types)
    if kind != DOCX:
        if which := next((which for sign, which in _OTHERS.items() if sign in (kind or "")), ""):
            raise _stop(Message(f"docx-kind.{which}"), name)
        raise _stop(Message("docx-kind.docx-but", kind=kind or Message("package.file-unknown-kind")), name)
    if _STRICT in by_name[main].content():
        raise _stop(Message("docx-kind.strict"), name)
    return main


def with_usual_name(members: Sequence[ZipMember]) -> list[ZipMember]:
    """Return the members with the main part under its usual name: some programs save it as `word/document2.xml`."""
    names = [member.name for member in members]
    main = next((name for name in names if _MAIN_RENAMED.fullmatch(name)), "")
    if MAIN in names or not main:
        return list(members)
    usual = {main: MAIN, relationships_part(main): relationships_part(MAIN)}
    out = []
    for member in members:
        if member.name in (CONTENT_TYPES, relationships_part("")):
            member = deflate(member.name, member.content().replace(main.encode(), MAIN.encode()))
        out.append(member._replace(name=usual.get(member.name, member.name)))
    return out


def _related_parts(by_name: dict[str, ZipMember], part: str, kind: str, name: str) -> Iterator[str]:
    """Yield the parts to which a part has a relationship of this kind, in its own order."""
    links_part = relationships_part(part)
    if links_part in by_name:
        with _unreadable_as_stop(links_part, name, links_part):
            links = relationships(by_name[links_part].content(), part)
        yield from (link.target for link in links if link.kind == kind and not link.external)


def _stop(message: Message, name: str, where: str | Message = "") -> ProblemsFound:
    return ProblemsFound(Problem(message, Place(file=name, part=where), Message("docx-broken.hint")))


def unchanged_members(members: Sequence[ZipMember], varying: Sequence[str]) -> list[ZipMember]:
    """Return the members that no record changes."""
    names = frozenset(varying)
    return [member for member in members if member.name not in names]
