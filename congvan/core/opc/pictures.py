"""How many points a picture has, by its first bytes: nothing is decoded."""

from __future__ import annotations

from typing import Literal, NamedTuple

MOST_POINTS = 178_000_000
"""What is read of a picture at most: Pillow refuses more, since a small file may hold any number."""
_LARGE_POINTS, _LARGE_BYTES = 25_000_000, 8_000_000  # a page at 400 points an inch has 15 million
_NO_FRAMES = frozenset((0xC4, 0xC8, 0xCC))  # markers of JPEG among those of frames that begin none


class PictureSize(NamedTuple):
    """The size of a picture in points, and of its file in bytes."""

    width: int
    height: int
    length: int

    @property
    def points(self) -> int:
        return self.width * self.height

    @property
    def is_large(self) -> bool:
        """Whether it holds far more than a page shows."""
        return self.points > _LARGE_POINTS or self.length > _LARGE_BYTES

    @property
    def megabytes(self) -> str:
        return f"{self.length / 1_000_000:.1f}"


def picture_size(data: bytes) -> PictureSize | None:
    """Return the size of a PNG, JPEG, GIF or BMP; None for anything else, or where its beginning is damaged."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        return _size(data, data[16:20], data[20:24], "big")
    if data[:2] == b"\xff\xd8":
        return _of_jpeg(data)
    if data[:4] == b"GIF8" and len(data) >= 10:
        return _size(data, data[6:8] + b"\0", data[8:10] + b"\0", "little")
    if data[:2] == b"BM" and len(data) >= 26:
        return _size(data, data[18:22], data[22:26], "little")
    return None


def _size(data: bytes, width: bytes, height: bytes, order: Literal["big", "little"]) -> PictureSize:
    across, down = (int.from_bytes(each, order, signed=True) for each in (width, height))
    return PictureSize(abs(across), abs(down), len(data))


def _of_jpeg(data: bytes) -> PictureSize | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF or marker == 0x01 or 0xD0 <= marker <= 0xD7:  # filling, or without a length
            at += 1 if marker == 0xFF else 2
            continue
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAMES:
            return _size(data, b"\0" + data[at + 7 : at + 9], b"\0" + data[at + 5 : at + 7], "big")
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
