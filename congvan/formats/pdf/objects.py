"""The syntax of PDF: objects and streams as bytes, text strings, metadata."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from congvan import __version__

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
REFERENCE = re.compile(rb"(?<![\w.])(\d+) 0 R\b")


def viewer_preferences(*, two_sided: bool = False) -> bytes:
    """Return what a viewer shows and its print dialog begins with: the title; true size, else the margins of the decree
    are scaled away; for files made for two sides, turned on the long edge.
    """
    duplex = b"/Duplex/DuplexFlipLongEdge" if two_sided else b""
    return b"/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None%s>>" % duplex


def text_string(text: str) -> bytes:
    """Return a PDF text string."""
    if text.isascii() and text.isprintable():
        return b"(" + text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode() + b")"
    data = text.encode("utf-16-be").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    return b"(\xfe\xff%s)" % data.replace(b"\r", rb"\r")


def xml_text(text: str) -> str:
    """Return the text as character data of XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


PRODUCER = f"congvan {__version__}"


_UA = (
    "<pdfuaid:part>1</pdfuaid:part>"
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA</pdfaSchema:schema>'
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    '<rdf:li pdfaProperty:name="part" pdfaProperty:valueType="Integer" pdfaProperty:category="internal"'
    ' pdfaProperty:description="Part"/></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>'
)
_UA_NAMES = (
    ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"'
)
"""What a tagged file claims besides: PDF/UA-1, and the schema that PDF/A wants of such a claim."""


def xmp(title: str, metadata: Mapping[str, str], tagged: bool = False) -> bytes:
    """Return the XMP metadata of PDF/A-2u, or of PDF/A-2a and PDF/UA-1; they agree with the information dictionary."""

    def lang_alt(name: str, text: str) -> str:
        return (
            f'<dc:{name}><rdf:Alt><rdf:li xml:lang="x-default">{xml_text(text)}</rdf:li></rdf:Alt></dc:{name}>'
            if text
            else ""
        )

    author, keywords = metadata.get("author", ""), metadata.get("keywords", "")
    creator = f"<dc:creator><rdf:Seq><rdf:li>{xml_text(author)}</rdf:li></rdf:Seq></dc:creator>" if author else ""
    keys = f"<pdf:Keywords>{xml_text(keywords)}</pdf:Keywords>" if keywords else ""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        f' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"{_UA_NAMES if tagged else ""}><pdfaid:part>2</pdfaid:part>'
        f"<pdfaid:conformance>{'A' if tagged else 'U'}</pdfaid:conformance>"
        f"{lang_alt('title', title)}{lang_alt('description', metadata.get('subject', ''))}{creator}{keys}"
        f"<pdf:Producer>{PRODUCER}</pdf:Producer>{_UA if tagged else ''}</rdf:Description></rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="r"?>'
    ).encode()


def info_entries(title: str, metadata: Mapping[str, str]) -> bytes:
    """Return the entries of the information dictionary."""
    names = (("Title", title), ("Author", metadata.get("author", "")), ("Subject", metadata.get("subject", "")))
    entries = [*names, ("Keywords", metadata.get("keywords", "")), ("Producer", PRODUCER)]
    return b"".join(b"/%s %s" % (name.encode(), text_string(text)) for name, text in entries if text)


class PdfObject(NamedTuple):
    """An indirect object: the object itself, or the dictionary entries of a stream."""

    number: int
    body: bytes
    stream: bytes = b""

    def serial(self) -> bytes:
        """Return the object as written in a file."""
        if self.stream:
            head = b"%d 0 obj\n<<%s/Length %d>>\nstream\n" % (self.number, self.body, len(self.stream))
            end = b"\r\n" if self.stream.endswith(b"\r") else b"\n"  # "\r\n" is one end of line: it would take the "\r"
            return head + self.stream + end + b"endstream\nendobj\n"
        return b"%d 0 obj\n%s\nendobj\n" % (self.number, self.body)


def deflated_stream(number: int, entries: bytes, data: bytes | bytearray, level: int = 9) -> PdfObject:
    """Return a stream object, deflated."""
    return PdfObject(number, entries + b"/Filter/FlateDecode", zlib.compress(data, level))


def object_stream(number: int, held: Iterable[PdfObject], level: int = 9) -> PdfObject:
    """Combine objects without streams into an object stream."""
    count, head, bodies = 0, bytearray(), bytearray()
    for item in held:
        count += 1
        head += b"%d %d " % (item.number, len(bodies))
        bodies += item.body + b"\n"
    head[-1:] = b"\n"
    entries = b"/Type/ObjStm/N %d/First %d" % (count, len(head))
    return deflated_stream(number, entries, head + bodies, level)


def renumbered(data: bytes, numbers: Sequence[int]) -> bytes:
    """Replace references to a layout's own objects by their numbers in a file."""
    return REFERENCE.sub(lambda m: b"%d 0 R" % numbers[int(m[1])], data) if data else b""


def font_objects(
    first: int, fonts: Mapping[str, Sequence[tuple[bytes, bytes]]], written: dict[tuple[bytes, bytes], int]
) -> tuple[list[PdfObject], dict[str, int]]:
    """Return the fonts' objects numbered from `first`, and the number of each font by its resource name.

    `written`: streams that the file holds already (the ToUnicode map of another face), by content; it grows.
    """
    out: list[PdfObject] = []
    names = {}
    for name in sorted(fonts):
        numbers: list[int] = []
        at = first + len(out)
        for held in fonts[name]:
            numbers.append(written.setdefault(held, at) if held[1] else at)
            at += numbers[-1] == at
        names[name] = numbers[0]
        for number, (entries, stream) in zip(numbers, fonts[name], strict=True):
            if number == first + len(out):
                entries_here = renumbered(entries, numbers)
                out.append(
                    PdfObject(number, entries_here + b"/Filter/FlateDecode", stream)
                    if stream
                    else PdfObject(number, b"<<%s>>" % entries_here)
                )
    return out, names
