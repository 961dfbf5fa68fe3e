"""DOCX bytes → parsed parts, refusing what a hostile file would do."""

from __future__ import annotations

from typing import Any

from congvan.opc import reader
from congvan.opc.sniff import kind_of
from congvan.opc.xml_stream import Unreadable

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
MAX_BYTES = 64 << 20  # of the file
LIMITS = reader.Limits(entries=5_000, total=512 << 20, part=48 << 20, ratio=300)
MAIN = "word/document.xml"


class Package(reader.PackageReader):
    """The parts of a DOCX by name; a part is parsed when asked for. `main`: the name of its document."""

    def __init__(self, data: bytes) -> None:
        kind = kind_of(data)
        if kind in ("encrypted", "old-office"):
            raise Unreadable(kind)
        if len(data) > MAX_BYTES:
            raise Unreadable("total", MAX_BYTES)
        super().__init__(data, LIMITS)
        types = self.types()  # Word refuses a package whose types it can't read
        mains = [each.target for each in self._inner("") if each.kind == "officeDocument"]
        if types is None or not mains:
            raise Unreadable("damaged" if MAIN in self.entries else "not-word")
        self.main = mains[0]
        related = self._inner(self.main)
        self.targets = {each.id: each.target for each in related}
        self._related = {each.kind: each.target for each in related}

    def _inner(self, part: str) -> list[reader.Relationship]:
        return [each for each in self.relationships(part) if not each.external]

    def part(self, name: str) -> Any | None:
        """The root element of a part; None when the package has no such part."""
        data = self.read(name)
        return None if data is None else parse(data)

    def related(self, kind: str, usual: str) -> str:
        """The part to which the document is related by this kind; without one, the part of the usual name."""
        return self._related.get(kind, usual)


def parse(data: bytes) -> Any:
    """An XML part as an element tree in the names of the transitional schema; anything with a DTD is refused."""
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return reader.parse(data, remove_comments=True, remove_pis=True)
