"""The height of lines that show no text."""

from __future__ import annotations

from congvan.formats.docx_html.styles.paragraph_format import ParagraphFormat
from congvan.formats.docx_html.text.inline import DRAWING, Piece
from congvan.formats.docx_html.text.shown_pieces import is_blank


def sized_blank(form: ParagraphFormat, pieces: list[Piece], in_cell: bool) -> tuple[ParagraphFormat, list[Piece]]:
    """Return a line that shows no text as high as the mark of its paragraph, in a cell as its first run: as LibreOffice
    has it."""
    if not is_blank(pieces):
        return form, pieces
    by_run = in_cell and pieces and all(piece.kind != DRAWING for piece in pieces)
    size = (pieces[0].format if by_run else form.mark).size
    form = form._replace(mark=form.mark._replace(size=size))
    return form, [piece._replace(format=piece.format._replace(size=size)) for piece in pieces]
