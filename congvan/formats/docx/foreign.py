"""What foreign templates and programs ask of docxtpl beside tags: links of rich texts, other pictures and files.

A link's id carries its address, so that it can be made before there is a document: `url_id("https://…")` for
docxtpl's `RichText(…, url_id=…)`. The relationship is written into whichever part prints it.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import escape

from congvan.core.messages import Message
from congvan.core.opc import reader
from congvan.core.opc.reader import read_members, relationships, relationships_part
from congvan.core.opc.writer import ZipMember, deflate, write_zip
from congvan.core.problems import Place, Problem, ProblemsFound

_LINK = "congvan-url-"
_USED = re.compile(rf'r:id="({_LINK}([\w-]+))"'.encode())
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_PRINTED = re.compile(r"word/(document|header\d*|footer\d*)\.xml")


class Replacements(NamedTuple):
    """Other contents for pictures and files that a template holds.

    pictures  by the name, title or alternative text of a picture (docxtpl's `replace_pic`)
    contents  by the bytes of the file as it was put in (`replace_media`, `replace_embedded`)
    members   by the name of the part (`replace_zipname`)
    """

    pictures: Mapping[str, bytes] = {}
    contents: Mapping[bytes, bytes] = {}
    members: Mapping[str, bytes] = {}


def url_id(url: str) -> str:
    """Return the id of a link to an address, for a rich text of docxtpl."""
    return _LINK + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")


def own_copy(value: Any, copies: dict[int, Any] | None = None) -> Any:
    """Copy the mappings and lists of a context, so that a template which appends to one leaves the caller's as it was.

    Objects of other types are the caller's own.
    """
    copies = {} if copies is None else copies
    if id(value) in copies:
        return copies[id(value)]
    if type(value) is dict:
        copied: Any = copies.setdefault(id(value), {})
        copied.update((key, own_copy(each, copies)) for key, each in value.items())
        return copied
    if type(value) is list:
        copied = copies.setdefault(id(value), [])
        copied.extend(own_copy(each, copies) for each in value)
        return copied
    return set(value) if type(value) is set else value


def uses_links(contents: Sequence[bytes]) -> bool:
    """Whether one of these parts holds a link whose id `url_id` made."""
    return any(_LINK.encode() in content for content in contents)


def with_links(data: bytes) -> bytes:
    """Return a document with a relationship for each link whose id `url_id` made."""
    members = {member.name: member for member in read_members(data)}
    for name in [name for name in members if name.endswith(".xml")]:
        used = dict(_USED.findall(members[name].content()))
        if used:
            links = relationships_part(name)
            old = members[links].content() if links in members else _NO_RELATIONS
            members[links] = deflate(links, old.replace(b"</Relationships>", _links(used) + b"</Relationships>"))
    return write_zip(list(members.values()))


def _links(used: Mapping[bytes, bytes]) -> bytes:
    out = []
    for number, coded in used.items():
        url = base64.urlsafe_b64decode(coded + b"=" * (-len(coded) % 4)).decode()
        kind = f'Type="{_HYPERLINK}" Target="{escape(url)}" TargetMode="External"'
        out.append(f'<Relationship Id="{number.decode()}" {kind}/>')
    return "".join(out).encode()


def replaced(data: bytes, replacements: Replacements, name: str) -> bytes:
    """Return a document with other pictures and files. Raises `ProblemsFound` for those that it does not hold."""
    members = {member.name: member for member in read_members(data)}
    new = dict(replacements.members)
    missing: list[str] = [part for part in new if part not in members]
    by_sum = {(binascii.crc32(old), len(old)): (old, data) for old, data in replacements.contents.items()}
    found = set()
    for part, member in members.items():
        key = (member.crc, member.size)
        if part.startswith(("word/media/", "word/embeddings/")) and key in by_sum:
            found.add(key)
            new.setdefault(part, by_sum[key][1])
    missing += [f"{len(old):,} bytes" for key, (old, _data) in by_sum.items() if key not in found]
    pictures = _pictures(members)
    for picture, content in replacements.pictures.items():
        new |= dict.fromkeys(pictures.get(picture, ()), content)
        missing += [] if picture in pictures else [picture]
    if missing:
        raise ProblemsFound(Problem(Message("docx-replacement", name=each), Place(file=name)) for each in missing)
    return write_zip([deflate(part, new[part]) if part in new else member for part, member in members.items()])


def _pictures(members: Mapping[str, ZipMember]) -> dict[str, set[str]]:
    """Return the parts that hold a picture, by its name, title and alternative text."""
    found: dict[str, set[str]] = {}
    for part in filter(_PRINTED.fullmatch, members):
        links = members.get(relationships_part(part))
        targets = {link.id: link.target for link in relationships(links.content(), part)} if links else {}
        for picture in reader.parse(members[part].content()).iter(f"{_PICTURE}pic"):
            ids = [each.get(_EMBED) for each in picture.iter() if each.get(_EMBED)]
            for properties in picture.iter(f"{_PICTURE}cNvPr") if ids else ():
                for key in ("name", "title", "descr"):
                    if properties.get(key) and ids[0] in targets:
                        found.setdefault(properties.get(key), set()).add(targets[ids[0]])
    return found
