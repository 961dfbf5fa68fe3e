"""Files for the printer: finished pages bound in the order of printing, with what the print dialog begins with."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from congvan.core.units import pt_to_mm


@dataclass(frozen=True, slots=True)
class PagePart:
    """Pages of a file that belong together: all of them, or a document of a pack.

    title  its bookmark, "" for a whole file; `first`: its first page, from 0; `pages`: how many
    inked  how many of them are not blank; `size`: width and height of the first in mm, the shorter side first
    """

    title: str
    first: int
    pages: int
    inked: int
    size: tuple[int, int]


@dataclass(frozen=True, slots=True)
class BoundPages:
    """Pages of a file as they go into another: the file, the first from 0, how many, their bookmark."""

    path: Path
    first: int
    pages: int
    title: str


def parts_of(path: Path) -> list[PagePart]:
    """Return the documents of a pack, or the whole file as one part. Raises OSError, and ValueError for no PDF."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
            pages = list(pdf.pages)
            starts, titles = _documents(pdf.Root)
            ends = [*starts[1:], len(pages)]
            return [
                _part(pages[start:end], title, start) for start, end, title in zip(starts, ends, titles, strict=True)
            ]
    except pikepdf.PdfError as error:
        raise ValueError(str(error)) from None


def _part(pages: Sequence[Any], title: str, start: int) -> PagePart:
    left, bottom, right, top = (float(each) for each in pages[0].mediabox)
    short, long = sorted(round(pt_to_mm(each)) for each in (right - left, top - bottom))
    inked = sum("/Contents" in page.obj for page in pages)
    return PagePart(title, start, len(pages), inked, (short, long))


def _documents(root: Any) -> tuple[list[int], list[str]]:
    """Return where the documents of a pack begin, by its page labels, and their bookmarks."""
    if "/PageLabels" in root and "/Outlines" in root:
        starts, titles = [int(each) for each in list(root.PageLabels.Nums)[::2]], list(_bookmarks(root.Outlines))
        if len(starts) == len(titles) and starts[:1] == [0]:
            return starts, titles
    return [0], [""]


def _bookmarks(outline: Any) -> Iterator[str]:
    mark = outline.get("/First")
    while mark is not None:
        yield str(mark.Title)
        mark = mark.get("/Next")


def bind_pages(parts: Sequence[BoundPages], *, title: str, two_sided: bool, copies: int = 1) -> bytes:
    """Return a PDF with these pages for the printer: on both sides each part begins with a sheet of its own.

    What only a reader on the screen needs (links, structure) is left out.
    """
    import pikepdf

    opened: dict[Path, Any] = {}
    with pikepdf.new() as made:
        marks = []
        for part in parts:
            if part.path not in opened:
                opened[part.path] = pikepdf.open(io.BytesIO(part.path.read_bytes()))
            marks.append((part.title, len(made.pages)))
            made.pages.extend(opened[part.path].pages[part.first : part.first + part.pages])
            if two_sided and len(made.pages) % 2 and part is not parts[-1]:
                box = [float(each) for each in made.pages[-1].mediabox]
                made.add_blank_page(page_size=(box[2] - box[0], box[3] - box[1]))
        for page in made.pages:
            _for_paper(page)
        with made.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(words, page) for words, page in marks if words)
        made.docinfo["/Title"] = title
        made.Root.ViewerPreferences = preferences(two_sided=two_sided, copies=copies)
        file = io.BytesIO()
        made.save(file, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    for each in opened.values():
        each.close()
    return file.getvalue()


def preferences(*, two_sided: bool, copies: int) -> Any:
    """Return the viewer preferences of a file for the printer: true size, the sides, the copies."""
    from pikepdf import Dictionary, Name

    said: Any = Dictionary(DisplayDocTitle=True, PrintScaling=Name("/None"), PickTrayByPDFSize=True)
    said.Duplex = Name("/DuplexFlipLongEdge" if two_sided else "/Simplex")
    if copies > 1:
        said.NumCopies = copies
    return said


def sides_of(path: Path) -> tuple[int, bool]:
    """Return how many pages a file for the printer has, and whether it is printed on both sides."""
    import pikepdf

    with pikepdf.open(path) as pdf:
        said: Any = pdf.Root.get("/ViewerPreferences", {})
        return len(pdf.pages), str(said.get("/Duplex", "")) == "/DuplexFlipLongEdge"


def _for_paper(page: Any) -> None:
    for key in ("/StructParents", "/Tabs"):
        if key in page.obj:
            del page.obj[key]
    shown = [each for each in page.obj.get("/Annots", []) if str(each.get("/Subtype", "")) != "/Link"]
    if shown:
        page.obj.Annots = shown
    elif "/Annots" in page.obj:
        del page.obj["/Annots"]
