"""A PDF as it looks: number of pages, paper, and its first page as a small PNG, drawn by PDFium."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import zlib
from collections.abc import Callable

from congvan.cache import Cache
from congvan.dashboard.schema import Look

WIDTH, HEIGHT = 300, 424
"""Pixels that a picture fits into: twice what it is shown at, for fine screens."""
PAPERS = {(210, 297): "A4", (297, 420): "A3", (148, 210): "A5", (420, 594): "A2", (105, 148): "A6", (110, 220): "DL"}
POINT = 25.4 / 72  # mm
KIND = "thumb"


def look(read: Callable[[], bytes], sha256: str, engine: str, *, picture: bool, cache: Cache) -> Look:
    """How a PDF looks; {} for what is no PDF.

    Why cached: a picture costs some ten milliseconds, and most files are what they were.
    """
    key = hashlib.sha256(f"{engine};{sha256};{WIDTH}x{HEIGHT};{picture}".encode()).hexdigest()
    kept = cache.get(KIND, key)
    if kept is not None:
        found: Look = json.loads(kept)
        return found
    found = _draw(read(), picture)
    cache.put(KIND, key, json.dumps(found).encode())
    return found


def _draw(data: bytes, picture: bool) -> Look:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return {}
    try:
        page = document[0]
        left, bottom, right, top = page.get_trimbox()
        wide, high = right - left, top - bottom
        found: Look = {"pages": len(document), "paper": paper(wide * POINT, high * POINT), "png": ""}
        if picture:
            scale = min(WIDTH / wide, HEIGHT / high)
            full_wide, full_high = page.get_size()
            crop = (left, bottom, full_wide - right, full_high - top)
            bitmap = page.render(scale=scale, crop=crop, rev_byteorder=True, may_draw_forms=False)
            pixels = bytes(bitmap.buffer)
            size = (bitmap.width, bitmap.height)
            image = png(pixels, *size, bitmap.stride, bitmap.n_channels)
            found["png"] = f"data:image/png;base64,{base64.b64encode(image).decode()}"
            found["width"], found["height"] = size
            bitmap.close()
        page.close()
        return found
    finally:
        document.close()


def paper(wide: float, high: float) -> str:
    """The name of a paper of these millimetres, or its size: A4, A4 ngang, 80 × 180 cm."""
    short, long_ = sorted((wide, high))
    for (a, b), name in PAPERS.items():
        if abs(short - a) < 1.5 and abs(long_ - b) < 1.5:
            return name if wide <= high else f"{name} ngang"
    return f"{wide / 10:.0f} × {high / 10:.0f} cm"


def png(pixels: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    """A PNG of 8-bit RGB pixels: 16 greys where there is no colour, else 32 steps of each of red, green and blue.

    Why fewer steps: a thumbnail keeps its look and takes half the bytes.
    """
    rows = [pixels[y * stride : y * stride + width * channels] for y in range(height)]
    if channels == 1 or all(row[::channels] == row[1::channels] == row[2::channels] for row in rows):
        pad = b"\x0f" * (width % 2)
        packed = []
        for row in rows:
            grey = row[::channels].translate(_SIXTEEN) + pad
            high, low = int.from_bytes(grey[::2], "big"), int.from_bytes(grey[1::2], "big")
            packed.append((high << 4 | low).to_bytes(len(grey) // 2, "big"))
        return _png(packed, width, height, depth=4, colour=0)
    return _png([row.translate(_THIRTY_TWO) for row in rows], width, height, depth=8, colour=2)


_SIXTEEN = bytes((value * 15 + 127) // 255 for value in range(256))
_THIRTY_TWO = bytes(((value * 31 + 127) // 255) * 255 // 31 for value in range(256))


def _png(rows: list[bytes], width: int, height: int, *, depth: int, colour: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    packed = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
