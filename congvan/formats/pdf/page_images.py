"""Draw the pages of a PDF as PNG pictures, by PDFium."""

from __future__ import annotations

import io
from collections.abc import Iterator


def page_images(pdf: bytes, dpi: int) -> Iterator[bytes]:
    """Yield a PNG of each page in grey or colour, whichever it needs."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            bitmap = page.render(scale=dpi / 72, rev_byteorder=True, may_draw_forms=False)
            out = io.BytesIO()
            bitmap.to_pil().convert("RGB").save(out, "PNG", compress_level=1)
            yield out.getvalue()
            bitmap.close()
            page.close()
    finally:
        document.close()
