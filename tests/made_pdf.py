"""Small PDFs for tests: plain ones, and packs as `formats.pdf.pack` writes them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, String

A4 = (595.28, 841.89)


def plain_pdf(pages: int, blank: Sequence[int] = (), *, size: tuple[float, float] = A4, marked: bool = False) -> bytes:
    """A PDF with so many pages; `blank`: those without content, from 0. `marked`: with links and a structure."""
    with pikepdf.new() as pdf:
        for number in range(pages):
            _page(pdf, f"page {number}", blank=number in blank, size=size)
            if marked:
                pdf.pages[-1].obj.StructParents = number
                pdf.pages[-1].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 1, 1])])
        return _saved(pdf)


def pack_pdf(documents: Mapping[str, int]) -> bytes:
    """A pack for both sides: documents by bookmark, with their pages; each begins on an odd page."""
    with pikepdf.new() as pdf:
        labels = Array()
        with pdf.open_outline() as outline:
            for title, pages in documents.items():
                if len(pdf.pages) % 2:
                    _page(pdf, "", blank=True, size=A4)
                labels.extend([len(pdf.pages), Dictionary(S=Name.D, P=String("B"))])
                outline.root.append(pikepdf.OutlineItem(title, len(pdf.pages)))
                for number in range(pages):
                    _page(pdf, f"{number}", blank=False, size=A4)
        pdf.Root.PageLabels = Dictionary(Nums=labels)
        return _saved(pdf)


def _page(pdf: pikepdf.Pdf, text: str, *, blank: bool, size: tuple[float, float]) -> None:
    pdf.add_blank_page(page_size=size)
    if blank:
        del pdf.pages[-1].obj["/Contents"]
    else:
        pdf.pages[-1].obj.Contents = pdf.make_stream(f"% {text}".encode())


def _saved(pdf: pikepdf.Pdf) -> bytes:
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()
