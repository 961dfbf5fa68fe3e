"""What a document or a sheet has in its margins, beside its rows and paragraphs: heads and feet of pages, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from congvan.core.opc.xml_stream import stream
from congvan.core.text import nfc
from congvan.grids.intake import OfficePackage

KINDS = ("header", "footer")
"""Kinds of parts of a document that lie in the margins."""
PARTS = frozenset(
    ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"),
)
"""Elements of a sheet that lie in the margins."""
MOST, MOST_NOTES, LONGEST = 20, 500, 500
"""Texts of the margins and notes that are read, and characters of each."""
_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|\d{1,3}|[A-Z])')
"""Codes of a sheet for faces, sizes, colours, and what it fills in itself: page, date, name of the file."""


def of_document(package: OfficePackage, parts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield each paragraph in the margins of a document. `parts`: targets and kinds of its relationships."""
    found: dict[str, None] = {}
    for target, kind in parts:
        if kind not in KINDS or target not in package.entries:
            continue
        data = package.read(target) or b""
        if b"t>" in data:  # a text: <w:t>, or <w:t xml:space="preserve">, which closes alike
            found |= dict.fromkeys(_paragraphs(data))
    yield from list(found)[:MOST]


def _paragraphs(data: bytes) -> list[str]:
    said: list[str] = []
    pieces: list[str] = []
    taken = False

    def start(tag: str, _attributes: object) -> None:
        nonlocal taken
        taken = tag == "t"
        if tag in ("tab", "br"):
            pieces.append(" ")

    def end(tag: str) -> None:
        nonlocal taken
        taken = False
        if tag == "p":
            text = " ".join(nfc("".join(pieces)).split())
            said.extend([text[:LONGEST]] if text else [])
            pieces.clear()

    stream((data,), start, end, lambda text: pieces.append(text) if taken else None)
    return said


def of_sheet(code: str) -> str:
    """Return the text of a head or foot of a sheet without its codes: `&CXã A &P` is Xã A."""
    text = _CODES.sub(" ", code.replace("&&", "\0")).replace("\0", "&")
    return " ".join(nfc(text).split())[:LONGEST]


def notes(package: OfficePackage, part: str, note: str) -> dict[str, str]:
    """Return the comments, footnotes or endnotes of a document by their ids."""
    comments: dict[str, str] = {}
    if part not in package.entries:
        return comments
    identifier, taken = "", False

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal identifier, taken
        if tag == note:
            identifier = attributes.get("id", "")
        taken = tag == "t"

    def end(_tag: str) -> None:
        nonlocal taken
        taken = False

    def text(piece: str) -> None:
        if taken and len(comments) < MOST_NOTES:
            comments[identifier] = (comments.get(identifier, "") + nfc(piece))[:LONGEST]

    stream(package.chunks(part), start, end, text)
    return comments
