"""Office packages as zip files: members kept as deflated bytes, written without a clock.

Why: a document shares all but a few parts with its template. Copying a member as it is already deflated costs nothing,
while `zipfile` would inflate and deflate it again and stamp the day into it.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from congvan.i18n import _
from congvan.problems import Place, Problem, Stop

STORED, DEFLATED = 0, 8
LEVEL = 2  # of zlib: a letter is 3 % larger than at level 6 and deflated in a third of the time (docs/docx.md)
_MEMORY = 7  # of zlib: with more, the C library gives the memory back each time, which costs more than deflating
MAX_MEMBERS = 2_000
MAX_BYTES = 256 * 1024 * 1024  # of all members, inflated
CONTENT_TYPES = "[Content_Types].xml"

_UTF8_NAME = 0x800
_STAMP = (1 << 5) | 1  # 1980-01-01, the earliest day that a zip can hold
_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a zip: its name, its raw data (deflated, or as it is where `method` is `STORED`), the CRC-32 and the
    size in bytes of the inflated content."""

    name: str
    data: bytes
    crc: int
    size: int
    method: int = DEFLATED

    def content(self) -> bytes:
        """The inflated content."""
        return self.data if self.method == STORED else zlib.decompress(self.data, -15)


def deflate(name: str, content: bytes, level: int = LEVEL) -> Member:
    """The content as a member, deflated once."""
    squeeze = zlib.compressobj(level, zlib.DEFLATED, -15, _MEMORY)
    data = squeeze.compress(content) + squeeze.flush()
    return Member(name, data, zlib.crc32(content), len(content))


def read_members(data: bytes, *, name: str = "") -> list[Member]:
    """The members of a zip in its own order, each proved by its CRC; folders are left out.

    Raises `Stop` where the zip is broken, encrypted, holds a name twice or more than a document may.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _preflight(infos, name)
            return [_read(archive, data, info) for info in infos]
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError) as error:
        raise _refused(name, _("the file is damaged: {error}").format(error=error)) from error


def write_zip(members: Iterable[Member]) -> bytes:
    """A zip of the members, `[Content_Types].xml` first, then in the order given; the same bytes on every day."""
    return Package(members).write(())


class Package:
    """Members that never change, laid out once as one run of bytes; `write` adds those that do.

    Why: a letter of twenty members is then one join and as many headers as it has parts that vary.
    """

    __slots__ = ("_base", "_central", "_count", "_static")

    def __init__(self, members: Iterable[Member]) -> None:
        ordered = sorted(members, key=lambda member: member.name != CONTENT_TYPES)
        self._static, self._central = _layout(ordered, 0)
        self._base = len(self._static)
        self._count = len(ordered)

    def state(self) -> tuple[bytes, bytes, int]:
        """Plain values to keep in a cache, for `restore`."""
        return self._static, self._central, self._count

    @classmethod
    def restore(cls, state: tuple[bytes, bytes, int]) -> Package:
        package = cls(())
        package._static, package._central, package._count = state
        package._base = len(package._static)
        return package

    def write(self, members: Sequence[Member]) -> bytes:
        """The bytes of the whole zip: the members of the package, then these."""
        local, central = _layout(members, self._base)
        count = self._count + len(members)
        size = len(self._central) + len(central)
        end = _END.pack(0x06054B50, 0, 0, count, count, size, self._base + len(local), 0)
        return b"".join((self._static, local, self._central, central, end))


def _layout(members: Sequence[Member], offset: int) -> tuple[bytes, bytes]:
    """Local headers with data, and central directory, of members that start at `offset`."""
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


def _read(archive: zipfile.ZipFile, data: bytes, info: zipfile.ZipInfo) -> Member:
    content = archive.read(info)  # proves CRC and size
    if info.compress_type not in (STORED, DEFLATED):
        return deflate(info.filename, content)
    name_length, extra_length = struct.unpack_from("<HH", data, info.header_offset + 26)
    start = info.header_offset + 30 + name_length + extra_length
    raw = data[start : start + info.compress_size]
    return Member(info.filename, raw, info.CRC, info.file_size, info.compress_type)


def _preflight(infos: Sequence[zipfile.ZipInfo], name: str) -> None:
    """Refuse before anything is inflated; sound since `zipfile` never reads past the declared size."""
    names = [info.filename for info in infos]
    if len(infos) > MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_BYTES:
        raise _refused(name, _("the file holds more than a document may"))
    if any(info.flag_bits & 1 for info in infos):
        raise _refused(name, _("the file is protected by a password"))
    if len(set(names)) < len(names):
        twice = next(each for each in names if names.count(each) > 1)
        raise _refused(name, _("the file holds the part {part} twice").format(part=twice))


def _refused(name: str, message: str) -> Stop:
    hint = _("open it in Word or LibreOffice and save it again")
    return Stop(Problem("zip-broken", message, Place(file=name), hint))
