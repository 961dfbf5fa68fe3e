"""Preview of a PDF: number of pages, paper, and its first page as a small PNG; or all pages, drawn by PDFium."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from congvan.core.cache import Cache
from congvan.core.threads import one_at_a_time

if TYPE_CHECKING:
    from PIL.Image import Image

    from congvan.pipeline.dashboard.schema import Preview

WIDTH, HEIGHT = 300, 424
"""Pixels that a picture fits into: twice what it is shown at, for fine screens."""
COLOURS = 64  # of a picture: it keeps its look and takes less than half the bytes
PAPERS = {(210, 297): "A4", (297, 420): "A3", (148, 210): "A5", (420, 594): "A2", (105, 148): "A6", (110, 220): "DL"}
POINT = 25.4 / 72  # mm
KIND = "thumb"
_TINT_DPI = 24


def preview(read: Callable[[], bytes], sha256: str, engine: str, *, picture: bool, cache: Cache) -> Preview:
    """Return the preview of a PDF; {} for anything else.

    Why cached: drawing takes some ten milliseconds, and most files are unchanged.
    """
    key = hashlib.sha256(f"{engine};{sha256};{WIDTH}x{HEIGHT}x{COLOURS};{picture}".encode()).hexdigest()
    kept = cache.get(KIND, key)
    if kept is not None:
        result: Preview = json.loads(kept)
        return result
    result = _draw(read(), picture)
    cache.put(KIND, key, json.dumps(result).encode())
    return result


@one_at_a_time
def _draw(data: bytes, picture: bool) -> Preview:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return {}
    try:
        page = document[0]
        left, bottom, right, top = page.get_trimbox()
        wide, high = right - left, top - bottom
        result: Preview = {"pages": len(document), "paper": paper(wide * POINT, high * POINT), "png": ""}
        if picture:
            scale = min(WIDTH / wide, HEIGHT / high)
            full_wide, full_high = page.get_size()
            crop = (left, bottom, full_wide - right, full_high - top)
            bitmap = page.render(scale=scale, crop=crop, rev_byteorder=True, may_draw_forms=False)
            image = base64.b64encode(png(bitmap.to_pil())).decode()
            result["png"] = f"data:image/png;base64,{image}"
            result["width"], result["height"] = bitmap.width, bitmap.height
            bitmap.close()
        page.close()
        return result
    finally:
        document.close()


def page_images(pdf: bytes, dpi: int, *, first: int = 1) -> Iterator[bytes]:
    """Yield a PNG of each page from the `first` on, counted from 1, drawn quickly rather than small.

    A page without colours is drawn as greys, which takes a third of the time.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in (document[number] for number in range(first - 1, len(document))):
            options = {"rev_byteorder": True, "may_draw_forms": False, "grayscale": not _coloured(page)}
            bitmap = page.render(scale=dpi / 72, **options)
            yield _quick_png(bitmap.to_pil())
            bitmap.close()
            page.close()
    finally:
        document.close()


def _coloured(page: Any) -> bool:
    """Whether a page has colours, by a small picture of it: whatever is drawn leaves its tint in one."""
    from PIL.ImageChops import difference

    bitmap = page.render(scale=_TINT_DPI / 72, rev_byteorder=True, may_draw_forms=False)
    red, green, blue = bitmap.to_pil().convert("RGB").split()
    bitmap.close()
    return difference(red, green).getbbox() is not None or difference(green, blue).getbbox() is not None


def _quick_png(image: Image) -> bytes:
    """Encode a picture as a PNG, its rows unfiltered. Why: the filters that Pillow tries double the time, and make
    pages of text no smaller.
    """
    image = image if image.mode == "L" else image.convert("RGB")
    (wide, high), data = image.size, image.tobytes()
    row = len(data) // high
    rows = b"".join(b"\0" + data[at : at + row] for at in range(0, len(data), row))
    head = struct.pack(">IIBBBBB", wide, high, 8, 0 if image.mode == "L" else 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def png(image: Image) -> bytes:
    """Encode a picture as a PNG with a reduced palette."""
    from PIL.Image import Dither, Quantize

    out = io.BytesIO()
    image.quantize(COLOURS, Quantize.FASTOCTREE, dither=Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def paper(wide: float, high: float) -> str:
    """Return the name of a paper size given in millimetres, or the size itself: A4, A4 ngang, 80 × 180 cm."""
    short, long_ = sorted((wide, high))
    for (a, b), name in PAPERS.items():
        if abs(short - a) < 1.5 and abs(long_ - b) < 1.5:
            return name if wide <= high else f"{name} ngang"
    return f"{wide / 10:.0f} × {high / 10:.0f} cm"
