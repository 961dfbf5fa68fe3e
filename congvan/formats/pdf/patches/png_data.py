"""The points of a PNG as they stand in its file: PDF has them in the same form.

Why: WeasyPrint decodes and encodes each picture anew, twice for each layout; one of 50 MB takes 2 seconds of it.
"""

from __future__ import annotations

import zlib
from typing import Any

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PLAIN = {(8, 0), (8, 2)}  # bits a sample and kind of colour: grey, red-green-blue


def take_png_data() -> None:
    """Have WeasyPrint take the points of plain pictures as they are."""
    from weasyprint.images import RasterImage

    encoded = RasterImage._get_png_data

    def png_data(pillow_image: Any) -> bytes:
        file = getattr(pillow_image, "fp", None)
        if pillow_image.format == "PNG" and file is not None:
            file.seek(0)
            found = points_of(file.read())
            if found is not None:
                return found
            file.seek(0)
        return bytes(encoded(pillow_image))

    RasterImage._get_png_data = staticmethod(png_data)


def points_of(png: bytes) -> bytes | None:
    """Return the compressed points of a picture that is grey or coloured with 8 bits a sample, line after line; None
    for others and where it is damaged."""
    if png[:8] != _SIGNATURE or png[12:16] != b"IHDR" or (png[24], png[25]) not in _PLAIN or png[28]:
        return None
    whole, at, found = memoryview(png), 8, []
    while at + 12 <= len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        kind, end = png[at + 4 : at + 8], at + 8 + length
        if zlib.crc32(whole[at + 4 : end]) != int.from_bytes(png[end : end + 4], "big"):
            return None
        if kind == b"IDAT":
            found.append(whole[at + 8 : end])
        elif kind == b"IEND":
            return b"".join(found)
        at = end + 4
    return None
