"""Files that only LibreOffice reads: XLS and ODS as XLSX, DOC, ODT and RTF as DOCX, several in one process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from congvan.core import libreoffice
from congvan.core.opc import sniff
from congvan.core.opc.reader import PackageReader
from congvan.core.opc.xml_stream import Unreadable
from congvan.grids.intake import LIMITS

MOST_AT_ONCE = 20
"""Files that one process converts: its start takes longer than they do."""
APT = "apt install libreoffice-calc libreoffice-writer"
_KIND_OF_OPEN_DOCUMENT = "mimetype"
"""The file of an archive that says which kind of document it is."""
_OPEN_DOCUMENT = {b"spreadsheet": "ods", b"text": "odt"}
TARGETS = {"xls": "xlsx", "ods": "xlsx", "doc": "docx", "odt": "docx", "rtf": "docx"}


def suffix_of(data: bytes, kind: str) -> str:
    """Return the ending of a file that LibreOffice could convert, by its bytes; "" for any other."""
    if kind == "old-office":
        if "WordDocument".encode("utf-16-le") in data:
            return "doc"
        return "xls" if any(each.encode("utf-16-le") in data for each in ("Workbook", "Book")) else ""
    if kind == "rtf":
        return "rtf"
    return _open_document(data) if kind == "zip" and _KIND_OF_OPEN_DOCUMENT.encode() in data else ""


def _open_document(data: bytes) -> str:
    try:
        kind = PackageReader(data, LIMITS).read(_KIND_OF_OPEN_DOCUMENT) or b""
    except Unreadable:
        return ""
    return next((suffix for word, suffix in _OPEN_DOCUMENT.items() if kind.endswith(b"opendocument." + word)), "")


def converted(files: Mapping[str, tuple[str, bytes]]) -> dict[str, bytes]:
    """Return files converted, by their keys: {key: (ending, bytes)}; those that LibreOffice makes nothing of are left
    out.
    """
    made: dict[str, bytes] = {}
    if not libreoffice.program():
        return made
    for target in ("xlsx", "docx"):
        keys = [key for key, (suffix, _data) in files.items() if TARGETS[suffix] == target]
        for begin in range(0, len(keys), MOST_AT_ONCE):
            made |= _batch(keys[begin : begin + MOST_AT_ONCE], files, target)
    return made


def _batch(keys: Sequence[str], files: Mapping[str, tuple[str, bytes]], target: str) -> dict[str, bytes]:
    named = {f"f{number}.{files[key][0]}": key for number, key in enumerate(keys)}
    try:
        found = libreoffice.convert_all({name: files[key][1] for name, key in named.items()}, target)
    except libreoffice.ConversionFailed:
        if len(keys) == 1:
            return {}
        middle = len(keys) // 2  # one that hangs takes none of the others with it
        return _batch(keys[:middle], files, target) | _batch(keys[middle:], files, target)
    return {named[name]: data for name, data in found.items()}


def is_convertible(data: bytes) -> str:
    """Return the ending of a file that would be converted; "" for what is read as it is."""
    return suffix_of(data, sniff.kind_of(data))
