"""Inspect a DOCX template for its author: every tag with its place, everything wrong at once, and what will surprise.

A compile stops at what a template must not hold; here the tags are read all the same, so that one run tells all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from congvan.core.cache import Cache
from congvan.core.messages import Message
from congvan.core.opc import reader
from congvan.core.opc.pictures import picture_size
from congvan.core.opc.reader import relationships, relationships_part
from congvan.core.opc.writer import ZipMember
from congvan.core.problems import Place, Problem, ProblemsFound, Severity
from congvan.core.templating.name_check import TagSource
from congvan.core.templating.tags import CURLY_QUOTE, LIVE_TAG
from congvan.core.templating.typed import as_meant
from congvan.formats.docx.blocks.block_source import TABLE_STYLE
from congvan.formats.docx.blocks.expansion import STYLE_NAMES
from congvan.formats.docx.compiler import compile_parts
from congvan.formats.docx.package import TemplatePart, parse_part, read_package, read_template_styles
from congvan.formats.docx.styles import StyleSheet
from congvan.formats.docx.tags import Locations, Tag, W, find_tags, location_message, paragraph_texts
from congvan.formats.docx.template import compile_template, docx_environment

_SETTINGS, _MEDIA = "word/settings.xml", "word/media/"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_BRACKETS = re.compile(r"\[[^\W\d_]+(?: [^\W\d_]+){0,4}\]")
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_OFF = ("0", "false", "off")
_FRAMES = (_WP + "inline", _WP + "anchor")


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in a template.

    `problems`: errors that stop a build, warnings and notes that don't. `tags`: every tag that is no comment with its
    place, in document order. `sources`: the tags of each part as one template, for a check of their names.
    """

    problems: list[Problem]
    tags: list[tuple[str, Place]]
    sources: list[TagSource]
    styles: StyleSheet

    @property
    def blocks(self) -> list[tuple[str, Place]]:
        """The tags that print blocks."""
        return [(tag, place) for tag, place in self.tags if tag.startswith("{{p ")]

    @property
    def missing_table_style(self) -> str:
        """The name of the style of tables in blocks if the template has it not; else ""."""
        return "" if self.styles.table(TABLE_STYLE) else TABLE_STYLE

    def missing_styles(self, ids: list[str]) -> list[str]:
        """Return the names of the styles of these ids of contents that the template has not."""
        return [STYLE_NAMES[one] for one in ids if one in STYLE_NAMES and not self.styles.paragraph(STYLE_NAMES[one])]


def inspect_template(template: bytes, name: str, cache: Cache | None = None) -> Inspection:
    """Inspect a template. Raises `ProblemsFound` only if it is no DOCX that can be read.

    `cache`: keeps it compiled for a render afterwards."""
    members, sources, problems = read_package(template, name, strict=True)
    styles = read_template_styles(members, sources[0].member.name, name)
    env = docx_environment(strict=True, styles=styles)
    try:
        if problems:
            compile_parts(sources, env, name, strict=True, styles=styles)
        else:
            compile_template(template, name=name, cache=cache)
    except ProblemsFound as stop:
        problems += stop.problems
    tags: list[tuple[str, Place]] = []
    named: list[TagSource] = []
    for source in sources:
        found = _tags(source, name)
        tags += found
        named.append(TagSource(found, env))
        problems += _warnings(source, name)
        problems += [
            Problem(Message("template-curly", tag=tag), place, severity=Severity.NOTE)
            for tag, place in found
            if CURLY_QUOTE.search(tag) and as_meant(tag) != tag
        ]
    problems += _unsaid_pictures(sources, members, name)
    problems += _large_pictures(members, name)
    problems += _tracking({member.name: member.content() for member in members if member.name == _SETTINGS}, name)
    return Inspection(problems, tags, named, styles)


def _tags(source: TemplatePart, name: str) -> list[tuple[str, Place]]:
    """Return the tags of a part with their places, as their author wrote them."""
    root = parse_part(source, name)
    found = find_tags(root)[0]
    if source.kind == "properties":
        found = [Tag(text, ()) for text in LIVE_TAG.findall("".join(root.itertext()))]
    return [
        (tag.text, Place(name, part=source.label, where=location_message(tag.location)))
        for tag in found
        if LIVE_TAG.match(tag.text)
    ]


def _warnings(source: TemplatePart, name: str) -> Iterator[Problem]:
    """Yield what is in every document that the template makes though nobody may want it there."""
    root = parse_part(source, name)
    locations = Locations(root)
    for element in root.iter(W + "commentReference"):
        place = Place(name, part=source.label, where=location_message(locations.of(element)))
        yield Problem(Message("template-comment"), place, severity=Severity.WARNING)
    for element in root.iter(W + "p"):
        for message in _unfilled(element):
            where = location_message(locations.of(element))
            yield Problem(message, Place(name, part=source.label, where=where), severity=Severity.WARNING)
    for element in root.iter(W + "dataBinding"):
        if LIVE_TAG.search("".join(each.text or "" for each in _control(element).iter(W + "t"))):
            place = Place(name, part=source.label, where=location_message(locations.of(_control(element))))
            yield Problem(Message("template-bound"), place, severity=Severity.WARNING)


def _unfilled(paragraph: Any) -> Iterator[Message]:
    """Yield the messages of what is in a paragraph and is printed nowhere, or not as its author means it."""
    texts = paragraph_texts(paragraph)
    if found := _BRACKETS.search("".join(each.text or "" for each in texts)):
        yield Message("template-brackets", text=found[0])
    hidden = (each for each in texts if (each.text or "").lstrip().startswith("{{") and _is_hidden(each.getparent()))
    if (first := next(hidden, None)) is not None:
        yield Message("template-hidden", text=first.text.strip())


def _is_hidden(run: Any) -> bool:
    found = run.find(f"{W}rPr/{W}vanish")
    return found is not None and found.get(W + "val", "1") not in _OFF


def _unsaid_pictures(sources: Iterable[TemplatePart], members: Iterable[ZipMember], name: str) -> Iterator[Problem]:
    """Yield the pictures without alternative text. The same one in several headers and footers is told once: programs
    copy it to those of each section.
    """
    by_name = {member.name: member for member in members}
    repeated: dict[tuple[str, str], list[Place]] = {}
    for source in sources:
        root = parse_part(source, name)
        pictures = [each for each in root.iter(_PICTURE) if not _is_said(each)]
        locations, files = Locations(root), _files(source, by_name) if pictures else {}
        for number, picture in enumerate(pictures):
            place = Place(name, part=source.label, where=location_message(locations.of(picture)))
            drawn = next((each.get(_EMBED) for each in picture.iter(_BLIP)), None)
            file = files.get(drawn or "", "") if source.kind in ("header", "footer") else ""
            repeated.setdefault((file or source.member.name, "" if file else str(number)), []).append(place)
    for places in repeated.values():
        several = Message("template-picture-words.several", count=len(places))
        message = several if len(places) > 1 else Message("template-picture-words")
        yield Problem(message, places[0], severity=Severity.WARNING)


def _files(source: TemplatePart, by_name: Mapping[str, ZipMember]) -> dict[str, str]:
    """Return the files that a part names, by the ids of its relationships."""
    part = source.member.name
    links = by_name.get(relationships_part(part))
    return {each.id: each.target for each in relationships(links.content(), part)} if links else {}


def _large_pictures(members: Iterable[ZipMember], name: str) -> Iterator[Problem]:
    """Yield the pictures that hold far more than a page shows: each document would carry and draw all of it."""
    for member in members:
        if not member.name.startswith(_MEDIA):
            continue
        size = picture_size(member.content())
        if size is None or not size.is_large:
            continue
        message = Message("template-picture-large", width=size.width, height=size.height, megabytes=size.megabytes)
        yield Problem(message, Place(name, part=member.name), severity=Severity.WARNING)


def _is_said(picture: Any) -> bool:
    """Whether a picture has alternative text, or is one that its author calls decorative."""
    frame = next((each for each in picture.iterancestors() if each.tag in _FRAMES), None)
    properties = frame.find(_WP + "docPr") if frame is not None else None
    if properties is None or (properties.get("descr") or "").strip():
        return True
    return any(each.get("val") in ("1", "true") for each in properties.iter("{*}decorative"))


def _control(element: Any) -> Any:
    return next(element.iterancestors(W + "sdt"))


def _tracking(settings: dict[str, bytes], name: str) -> Iterator[Problem]:
    """Yield a warning if Track Changes is on, or editing is restricted: so it would be in every document."""
    for xml in settings.values():
        root = reader.parse(xml)
        found, kept = root.find(W + "trackRevisions"), root.find(W + "documentProtection")
        if found is not None and found.get(W + "val", "1") not in _OFF:
            yield Problem(Message("template-tracking"), Place(name), severity=Severity.WARNING)
        if kept is not None and kept.get(W + "enforcement", "0") not in _OFF:
            yield Problem(Message("template-protected"), Place(name), severity=Severity.WARNING)
