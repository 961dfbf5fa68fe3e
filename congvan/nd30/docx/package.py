"""Open a DOCX package and parse its parts, within limits that protect against untrusted files."""

from __future__ import annotations

from typing import Any

from congvan.core.opc import reader
from congvan.core.opc.sniff import kind_of
from congvan.core.opc.xml_stream import Unreadable

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


class WordPackage(reader.PackageReader):
    """A DOCX package whose parts are parsed on demand. `main`: the name of its document part."""

    def __init__(self, data: bytes) -> None:
        kind = kind_of(data)
        if kind in ("encrypted", "old-office"):
            raise Unreadable(kind)
        if len(data) > MAX_BYTES:
            raise Unreadable("total", MAX_BYTES)
        super().__init__(data, LIMITS)
        types = self.types()  # Word too refuses a package without readable content types
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
        """Return the root element of a part; None if the package has no such part."""
        data = self.read(name)
        return None if data is None else parse(data)

    def related(self, kind: str, usual: str) -> str:
        """Return the name of the part related to the document by this kind, or else the usual name."""
        return self._related.get(kind, usual)


def parse(data: bytes) -> Any:
    """Parse an XML part, with the namespaces of the transitional schema; refuse a DTD."""
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return reader.parse(data, remove_comments=True, remove_pis=True)
