"""Write Office packages as zip files: members kept as deflated bytes, no timestamps.

Why: a document shares all but a few parts with its template. Copying a member in its deflated form costs nothing, while
`zipfile` would inflate and deflate it again and stamp the current date into it.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

STORED, DEFLATED = 0, 8
LEVEL = 2  # of zlib: a letter is 3 % larger than at level 6 and deflated in a third of the time (docs/docx.md)
_MEMORY = 7  # of zlib: with more, the C library gives the memory back each time, which costs more than deflating
CONTENT_TYPES = "[Content_Types].xml"

_UTF8_NAME = 0x800
_STAMP = (1 << 5) | 1  # 1980-01-01, the earliest day that a zip can hold
_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")


class ZipMember(NamedTuple):
    """A file of a zip: name, raw data, CRC-32 and size in bytes of the inflated content.

    The data are deflated, or plain where `method` is `STORED`.
    """

    name: str
    data: bytes
    crc: int
    size: int
    method: int = DEFLATED

    def content(self) -> bytes:
        """The inflated content."""
        return self.data if self.method == STORED else zlib.decompress(self.data, -15)


def deflate(name: str, content: bytes, level: int = LEVEL) -> ZipMember:
    """Deflate the content into a member."""
    compressor = zlib.compressobj(level, zlib.DEFLATED, -15, _MEMORY)
    data = compressor.compress(content) + compressor.flush()
    return ZipMember(name, data, zlib.crc32(content), len(content))


def store(name: str, content: bytes) -> ZipMember:
    """Return the content as a member that is not deflated."""
    return ZipMember(name, content, zlib.crc32(content), len(content), STORED)


def write_zip(members: Iterable[ZipMember]) -> bytes:
    """Write a zip of the members, `[Content_Types].xml` first, then in the order given; the same bytes on every day."""
    return PackageWriter(members).write(())


class ClocklessZip(zipfile.ZipFile):
    """A zip written by a library: every member bears the earliest day, whatever the clock says.

    Why: `zipfile` refuses dates before 1980, where the clock of a machine with a dead battery is.
    """

    def writestr(self, zinfo_or_arcname: Any, data: Any, *words: Any, **more: Any) -> None:
        info = zinfo_or_arcname
        if isinstance(info, str):
            info = zipfile.ZipInfo(info)
            info.compress_type = self.compression
        super().writestr(info, data, *words, **more)

    def write(self, filename: Any, arcname: Any = None, *words: Any, **more: Any) -> None:
        with open(filename, "rb") as file:
            self.writestr(str(arcname or filename), file.read(), *words, **more)


class PackageWriter:
    """Writes packages with the same constant members, laid out once as one run of bytes; `write` appends the others.

    Why: a letter of twenty members is then one join and as many headers as it has parts that vary.
    """

    __slots__ = ("_base", "_central", "_count", "_static")

    def __init__(self, members: Iterable[ZipMember]) -> None:
        ordered = sorted(members, key=lambda member: member.name != CONTENT_TYPES)
        self._static, self._central = _layout(ordered, 0)
        self._base = len(self._static)
        self._count = len(ordered)

    def state(self) -> tuple[bytes, bytes, int]:
        """Return plain values to keep in a cache, for `restore`."""
        return self._static, self._central, self._count

    @classmethod
    def restore(cls, state: tuple[bytes, bytes, int]) -> PackageWriter:
        """Rebuild a writer from its `state`."""
        package = cls(())
        package._static, package._central, package._count = state
        package._base = len(package._static)
        return package

    def write(self, members: Sequence[ZipMember]) -> bytes:
        """Return the bytes of the zip: the constant members, then these."""
        local, central = _layout(members, self._base)
        count = self._count + len(members)
        size = len(self._central) + len(central)
        end = _END.pack(0x06054B50, 0, 0, count, count, size, self._base + len(local), 0)
        return b"".join((self._static, local, self._central, central, end))


def _layout(members: Sequence[ZipMember], offset: int) -> tuple[bytes, bytes]:
    """Return the local headers with data, and the central directory, of members that start at `offset`."""
    local: list[bytes] = []
    central: list[bytes] = []
    for member in members:
        label = member.name.encode()
        flags = 0 if label.isascii() else _UTF8_NAME
        packed = len(member.data)
        fixed = (flags, member.method, 0, _STAMP, member.crc, packed, member.size, len(label), 0)
        local += (_LOCAL.pack(0x04034B50, 20, *fixed), label, member.data)
        central += (_CENTRAL.pack(0x02014B50, 20, 20, *fixed, 0, 0, 0, 0, offset), label)
        offset += _LOCAL.size + len(label) + packed
    return b"".join(local), b"".join(central)
