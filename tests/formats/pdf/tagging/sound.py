"""Pages that are compiled and judged, and what is read of them."""

from __future__ import annotations

from typing import Any

from congvan.formats.pdf.template import PdfTemplate, compile_template
from tests.acceptance.pdf_judge import pdf_faults
from tests.acceptance.pdf_tree import outline, structure_faults
from tests.formats.pdf_samples import page

GAP = "\u00a0" * 5


def compiled(body: str, style: str = "", **assets: bytes) -> PdfTemplate:
    return compile_template(
        page(body, style), name="t.html", assets={k.replace("_", "."): v for k, v in assets.items()}
    )


def sound(body: str, record: dict[str, Any] | None = None, style: str = "", **assets: bytes) -> list[str]:
    """The tree of a page whose file both judges pass."""
    data = compiled(body, style, **assets).render(record or {})
    assert pdf_faults(data) == []
    assert structure_faults(data) == []
    return outline(data)[1:]
