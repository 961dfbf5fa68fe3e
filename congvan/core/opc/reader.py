"""Read Office packages: limits, content types, relationships. Nothing is inflated before the archive has passed them.

Why that is sound: `zipfile` never reads beyond the size that a member declares, so declared sizes can be added up
first, and a header that is fails its checksum. No DTD, entity or external relationship is ever followed.
"""

from __future__ import annotations

import io
import posixpath
import struct
import sys
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from congvan.core.messages import Message, foreign
from congvan.core.opc.writer import CONTENT_TYPES, DEFLATED, STORED, ZipMember, deflate
from congvan.core.opc.xml_stream import Unreadable, elements
from congvan.core.problems import Place, Problem, ProblemsFound

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
CHUNK = 64 << 10
_DOCTYPE = (b"<!DOCTYPE", b"<\0!\0D\0", b"\0<\0!\0D")  # in UTF-8, in UTF-16 of either order


class Limits(NamedTuple):
    """Limits of a package, in sizes as the archive declares them, inflated.

    entries  members
    total    bytes of all members
    part     bytes of a part that is read in one piece
    ratio    the highest compression ratio of a part larger than `thin` bytes
    """

    entries: int
    total: int
    part: int = sys.maxsize
    ratio: int = sys.maxsize
    thin: int = 1 << 20


TEMPLATE = Limits(entries=2_000, total=256 << 20)


class PackageReader:
    """The parts of a package by name. Raises `Unreadable` where it is damaged, encrypted or beyond the limits."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data, self._limits = data, limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except Exception as error:  # zipfile raises many kinds of errors on a damaged archive
            raise Unreadable("damaged", error) from error
        if len(infos) > limits.entries:
            raise Unreadable("entries", len(infos))
        if sum(info.file_size for info in infos) > limits.total:
            raise Unreadable("total", limits.total)
        if any(info.flag_bits & 1 for info in infos):
            raise Unreadable("encrypted")
        self.entries: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            if self.entries.setdefault(info.filename.lstrip("/"), info) is not info:
                raise Unreadable("twice", info.filename)

    def prove_ratio(self, part: str) -> None:
        """Raise `Unreadable` if the part's compression ratio exceeds the limit."""
        info, limits = self.entries[part], self._limits
        if info.file_size > limits.thin and info.file_size > limits.ratio * max(info.compress_size, 1):
            raise Unreadable("ratio", limits.ratio)

    def chunks(self, part: str) -> Iterator[bytes]:
        """Yield the bytes of a part in chunks of `CHUNK`, so that memory stays flat."""
        self.prove_ratio(part)
        try:
            with self._zip.open(self.entries[part]) as file:
                while piece := file.read(CHUNK):
                    yield piece
        except Exception as error:  # a lying header, an unknown method, a bad checksum, a broken stream
            raise Unreadable("damaged", error) from error

    def read(self, part: str) -> bytes | None:
        """Return the bytes of a part; None if there is no such part."""
        if part not in self.entries:
            return None
        if self.entries[part].file_size > self._limits.part:
            raise Unreadable("part", part)
        return b"".join(self.chunks(part))

    def types(self) -> dict[str, str] | None:
        """Return the content types, see `content_types`; None if the package declares none and is no Office file."""
        data = self.read(CONTENT_TYPES)
        return None if data is None else content_types(data)

    def relationships(self, part: str) -> list[Relationship]:
        """Return the relationships of a part ("" = the package); an empty list if it has none."""
        data = self.read(relationships_part(part))
        return [] if data is None else relationships(data, part)

    def members(self) -> list[ZipMember]:
        """Return every part in the order of the archive, CRC verified, deflated bytes kept; folders are left out."""
        return [self._member(part, info) for part, info in self.entries.items() if not info.is_dir()]

    def _member(self, part: str, info: zipfile.ZipInfo) -> ZipMember:
        content = b"".join(self.chunks(part))  # proves CRC and size
        if info.compress_type not in (STORED, DEFLATED):
            return deflate(info.filename, content)
        name_length, extra_length = struct.unpack_from("<HH", self._data, info.header_offset + 26)
        start = info.header_offset + 30 + name_length + extra_length
        raw = self._data[start : start + info.compress_size]
        return ZipMember(info.filename, raw, info.CRC, info.file_size, info.compress_type)


def read_members(data: bytes, *, name: str = "", limits: Limits = TEMPLATE) -> list[ZipMember]:
    """Return the members of a template's zip in their order. Raises `ProblemsFound` if it is not a usable zip."""
    try:
        return PackageReader(data, limits).members()
    except Unreadable as error:
        which = error.code if error.code in ("damaged", "encrypted", "twice") else "large"
        value = error.value if which == "twice" else foreign(error.value)
        raise ProblemsFound(Problem(Message(f"zip-broken.{which}", value=value), Place(file=name))) from error


def content_types(data: bytes) -> dict[str, str]:
    """Parse `[Content_Types].xml`: the type by "/part" or, for all other parts, by file extension ("xml")."""
    types = {}
    for _tag, attributes in elements(data):
        part = attributes.get("PartName", "").lstrip("/")
        if name := f"/{part}" if part else attributes.get("Extension", "").lower():
            types[name] = attributes.get("ContentType", "")
    return types


def type_of(part: str, types: Mapping[str, str]) -> str:
    """Return the content type of a part; "" if none is declared."""
    return types.get(f"/{part}") or types.get(part.rpartition(".")[2].lower(), "")


class Relationship(NamedTuple):
    """A relationship of a part.

    kind    the last segment of its type ("header")
    target  the name of a part, or the address as written if it is external
    """

    id: str
    kind: str
    target: str
    external: bool = False


def relationships_part(part: str) -> str:
    """Return the name of the part that holds the relationships of a part ("" = the package)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relationships(data: bytes, part: str) -> list[Relationship]:
    """Parse the relationships of a part from the bytes of its relationships part."""
    links = []
    for tag, attributes in elements(data):
        if tag == "Relationship":
            target, external = attributes.get("Target", ""), attributes.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
            kind = attributes.get("Type", "").rpartition("/")[2]
            links.append(Relationship(attributes.get("Id", ""), kind, target, external))
    return links


def declares_type(data: bytes) -> bool:
    """Whether an XML part has a DOCTYPE, which could declare entities."""
    return any(mark in data for mark in _DOCTYPE)


def parse(data: bytes, **dropped: bool) -> Any:
    """Parse an XML part into an lxml tree; `dropped` are the parser's `remove_…` options."""
    from lxml import etree

    if declares_type(data):
        raise Unreadable("doctype")
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, **dropped))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("damaged", error) from error
    if root.getroottree().docinfo.internalDTD is not None:  # in an encoding of its own
        raise Unreadable("doctype")
    return root
