"""What a returned file is, told from its bytes, and whether it may be opened at all: before any parser sees it.

Why: returned files come from outside. A ZIP package states the size of its members, and Python's reader stops at the
stated size, so that adding the sizes up first is a sound guard (measured; a lying header fails its checksum).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from congvan.i18n import _
from congvan.problems import Place, Problem, Stop

LARGEST = 16 << 20  # bytes of the file
MOST_ENTRIES = 2_000
MOST_DECLARED = 64 << 20  # bytes of all members together
MOST_RATIO = 200
SMALL = 256 << 10  # members up to this size may be as thin as they like
CHUNK = 64 << 10

MAIN = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
}
IMAGES = {b"\xff\xd8\xff": "jpg", b"\x89PNG": "png", b"II*\0": "tif", b"MM\0*": "tif", b"GIF8": "gif", b"BM": "bmp"}


class Refused(Stop):
    """The file is not read at all; its one problem says why."""


def refuse(code: str, message: str, name: str, hint: str = "") -> Refused:
    return Refused(Problem(code, message, Place(name), hint or _("ask the sender for the form saved as .xlsx")))


def kind_of(data: bytes, name: str) -> str:
    """`zip`, `csv`, `pdf` or a kind of picture, by content; Refused for what can't be a returned form."""
    if len(data) > LARGEST:
        raise refuse(
            "file-large",
            _("the file is larger than {size} MiB").format(size=LARGEST >> 20),
            name,
            _("ask the sender for the form itself, without pictures"),
        )
    if not data:
        raise refuse("file-empty", _("the file is empty"), name)
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data[:4] == b"PK\x03\x04" or data[:4] == b"PK\x05\x06":
        return "zip"
    if data[:5] == b"%PDF-" or b"%PDF-" in data[:1024]:
        return "pdf"
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return "heic"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    for start, kind in IMAGES.items():
        if data.startswith(start):
            return kind
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise refuse(
                "file-password", _("the file has a password"), name, _("ask the sender for the file without a password")
            )
        raise refuse("file-old-office", _("this is a file of old Office (.xls or .doc)"), name)
    low = head[:200].lower()
    if low.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"{\\rtf")):
        raise refuse("file-kind", _("this is no workbook, whatever its name says: it holds markup"), name)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" not in data[:4096]:
        return "csv"
    raise refuse("file-kind", _("nobody can tell what kind of file this is"), name)


class Package:
    """A ZIP package that passed the preflight; `kind` is xlsx or docx."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError) as error:
            raise refuse("file-damaged", _("the file is damaged: {why}").format(why=error), name) from error
        self.members = {info.filename: info for info in self._zip.infolist()}
        self._check(self._zip.infolist())
        self.kind = self._kind()

    def _check(self, entries: list[zipfile.ZipInfo]) -> None:
        def bomb(message: str) -> Refused:
            return refuse("file-bomb", message, self.name, _("do not open it; ask the sender what it is"))

        if len(entries) > MOST_ENTRIES:
            raise bomb(_("the file holds {count} parts, far more than any form").format(count=len(entries)))
        if len(self.members) != len(entries):
            raise bomb(_("two parts of the file have the same name"))
        if sum(entry.file_size for entry in entries) > MOST_DECLARED:
            raise bomb(_("the file would unpack to more than {size} MiB").format(size=MOST_DECLARED >> 20))
        for entry in entries:
            if entry.file_size > SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
                raise bomb(_("a part of the file is packed more than {ratio} times").format(ratio=MOST_RATIO))
            if entry.flag_bits & 0x1:
                raise refuse(
                    "file-password",
                    _("the file has a password"),
                    self.name,
                    _("ask the sender for the file without a password"),
                )
            low = entry.filename.lower()
            if low.endswith((".bin",)) and "vbaproject" in low:
                raise refuse("file-macros", _("the file holds macros"), self.name)
            if "/externallinks/" in f"/{low}":
                raise refuse(
                    "file-links",
                    _("the file takes values from other workbooks"),
                    self.name,
                    _("ask the sender to paste the values as text and to save the form again"),
                )

    def _kind(self) -> str:
        types = self.read("[Content_Types].xml")
        if types is None and b"opendocument" in (self.read("mimetype") or b""):
            raise refuse("file-kind", _("this is an OpenDocument file (.ods, .odt)"), self.name)
        if types is None:
            raise refuse("file-kind", _("this is a ZIP file, no workbook and no document"), self.name)
        if b"macroEnabled" in types:
            raise refuse("file-macros", _("the file holds macros"), self.name)
        for content_type, kind in MAIN.items():
            if content_type.encode() in types:
                return kind
        raise refuse("file-kind", _("this is neither a workbook (.xlsx) nor a document (.docx)"), self.name)

    def read(self, member: str, most: int = 4 << 20) -> bytes | None:
        """The bytes of a small part; None where there is none; Refused where it is damaged or too large."""
        if member not in self.members:
            return None
        if self.members[member].file_size > most:
            raise refuse("file-large", _("the part {part} is too large").format(part=member), self.name)
        return b"".join(self.chunks(member))

    def chunks(self, member: str) -> Iterator[bytes]:
        """The bytes of a part, piece by piece, so that memory stays flat."""
        try:
            with self._zip.open(self.members[member]) as file:
                while piece := file.read(CHUNK):
                    yield piece
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError) as error:
            raise refuse("file-damaged", _("the file is damaged: {why}").format(why=error), self.name) from error
        except Exception as error:  # zlib.error, lzma.LZMAError: what a broken stream raises
            raise refuse("file-damaged", _("the file is damaged: {why}").format(why=error), self.name) from error

    def relations(self, member: str) -> dict[str, tuple[str, str]]:
        """Target and kind of each relation of a part by its id; Refused where one leads out of the file.

        A hyperlink is text for the eye and may lead anywhere: nothing follows it.
        """
        folder, _slash, base = member.rpartition("/")
        data = self.read(f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels")
        found = {}
        for tag in _RELATION.findall(data or b""):
            values = {key.decode(): value.decode("utf-8", "replace") for key, value in _ATTRIBUTE.findall(tag)}
            kind = values.get("Type", "").rpartition("/")[2]
            if values.get("TargetMode") == "External":
                if kind == "hyperlink":
                    continue
                raise refuse(
                    "file-links", _("the file loads something from outside ({kind})").format(kind=kind), self.name
                )
            found[values.get("Id", "")] = (_resolve(folder, values.get("Target", "")), kind)
        return found

    def form_id(self) -> str:
        """What the file says it answers: its custom property, else its keywords."""
        custom = _FORM.search(self.read("docProps/custom.xml") or b"")
        if custom:
            return custom[1].decode("utf-8", "replace").strip()
        keywords = _KEYWORDS.search(self.read("docProps/core.xml") or b"")
        found = keywords[1].decode("utf-8", "replace").strip() if keywords else ""
        return found if found.count("/") == 4 else ""

    def modified(self) -> str:
        """When the program that saved the file says it did; "" where it says nothing."""
        found = _MODIFIED.search(self.read("docProps/core.xml") or b"")
        return found[1].decode("ascii", "replace") if found else ""


_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb'(\w+)\s*=\s*"([^"]*)"')
_FORM = re.compile(rb'<property\b[^>]*name="congvan-form"[^>]*>\s*<[^>]*lpwstr[^>]*>([^<]{0,400})<')
_KEYWORDS = re.compile(rb"<(?:\w+:)?keywords>([^<]{0,400})<")
_MODIFIED = re.compile(rb"modified[^>]*>(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?)<")


def _resolve(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    steps = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in (".", ""):
            steps.append(step)
    return "/".join(steps)
