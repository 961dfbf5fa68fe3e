"""What is patched for one document is as it was behind it."""

from __future__ import annotations

from congvan.formats.pdf import weasy
from congvan.formats.pdf.patches.per_document import painted


def test_painting_makes_no_subsets_and_leaves_weasyprint_as_it_was() -> None:
    from weasyprint.pdf.fonts import Font

    clean = Font.clean
    document = weasy.weasyprint().HTML(string="<p style='font-family: Liberation Serif'>Một</p>").render()
    pdf = painted(document, pdf_variant="pdf/a-2u")
    assert Font.clean is clean
    largest = max(len(part) for each in pdf.objects for part in getattr(each, "stream", []) if isinstance(part, bytes))
    assert largest > 100_000  # a whole font
    assert len(document.write_pdf()) < 100_000
