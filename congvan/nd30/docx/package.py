"""DOCX bytes → parsed parts, refusing what a hostile file would do.

Sizes are those that the archive declares; zipfile refuses to read past them, so their sum is a sound limit. No DTD, no
entity and no external link is ever followed.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Any

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
V = "urn:schemas-microsoft-com:vml"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R.encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", WP.encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/main", A.encode()),
)
MAX_BYTES, MAX_ENTRIES, MAX_DECLARED, MAX_PART, MAX_RATIO = 64 << 20, 5000, 512 << 20, 48 << 20, 300


class Unreadable(Exception):
    """The file can't be read; the argument is the reason's code."""


class Package:
    """The parts of a DOCX by name; a part is parsed when asked for."""

    def __init__(self, data: bytes) -> None:
        if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise Unreadable("locked" if b"E\x00n\x00c\x00r\x00y\x00p\x00t" in data else "old-word")
        if len(data) > MAX_BYTES:
            raise Unreadable("too-large")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except Exception as error:  # zipfile raises half a dozen kinds on a torn archive
            raise Unreadable("damaged") from error
        if len(infos) > MAX_ENTRIES or sum(i.file_size for i in infos) > MAX_DECLARED:
            raise Unreadable("too-large")
        if any(i.flag_bits & 1 for i in infos):
            raise Unreadable("locked")
        self._infos = {i.filename.lstrip("/"): i for i in infos}
        if self.part("[Content_Types].xml") is None:
            raise Unreadable("damaged" if "word/document.xml" in self._infos else "not-word")
        self.main = self._find_main()

    def _find_main(self) -> str:
        for target, kind, _id in self.relations(""):
            if kind.endswith("/officeDocument"):
                return target
        raise Unreadable("damaged" if "word/document.xml" in self._infos else "not-word")

    def part(self, name: str) -> Any | None:
        """The root element of a part; None when the package has no such part."""
        data = self.raw(name)
        return None if data is None else parse(data)

    def raw(self, name: str) -> bytes | None:
        """The bytes of a part; None when the package has no such part."""
        info = self._infos.get(name)
        if info is None:
            return None
        if info.file_size > MAX_PART or (
            info.file_size > 1 << 20 and info.file_size > MAX_RATIO * max(info.compress_size, 1)
        ):
            raise Unreadable("too-large")
        return self._read(info)

    def _read(self, info: zipfile.ZipInfo) -> bytes:
        try:
            return self._zip.read(info)
        except Exception as error:  # a lying header, an unknown method, a bad checksum
            raise Unreadable("damaged") from error

    def relations(self, part: str) -> list[tuple[str, str, str]]:
        """(target part, type, id) of the internal relations of a part ("" = the package)."""
        folder, name = posixpath.split(part)
        root = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = []
        for relation in root if root is not None else ():
            if not isinstance(relation.tag, str) or relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.append((path, relation.get("Type", ""), relation.get("Id", "")))
        return found


def parse(data: bytes) -> Any:
    """An XML part as an element tree; anything with a DTD is refused."""
    from lxml import etree

    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"<\x00!\x00" in data or b"\x00<\x00!" in data:
        raise Unreadable("hostile")
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("damaged") from error
