"""A sign that was built as a picture for the screen: its trimmed face, as many pixels wide as asked for."""

from __future__ import annotations

from pathlib import Path

from congvan.pipeline.dashboard.thumbnails import png
from congvan.publishing.manifest import OUTPUTS

HIGHEST = 6000
"""Pixels; a picture of a tall sign is less wide than asked for."""


def sign_picture(root: Path, path: str, wide: int) -> bytes:
    """Return the PNG of a file below outputs/; b"" if it is none that can be drawn."""
    try:
        return picture_of((root / OUTPUTS / path).read_bytes(), wide)
    except OSError:
        return b""


def picture_of(pdf: bytes, wide: int) -> bytes:
    """Return the PNG of the file of a sign; b"" if it is none that can be drawn."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return b""
    try:
        page = document[0]
        left, bottom, right, top = page.get_trimbox()
        full_wide, full_high = page.get_size()
        scale = min(wide / (right - left), HIGHEST / (top - bottom))
        crop = (left, bottom, full_wide - right, full_high - top)
        bitmap = page.render(scale=scale, crop=crop, rev_byteorder=True, may_draw_forms=False)
        return png(bitmap.to_pil())
    finally:
        document.close()
