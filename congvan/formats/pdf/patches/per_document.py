"""Patches of WeasyPrint that hold for one document: what is painted of it, tagged and numbered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol


class _Painted(Exception):
    """Raised when the pages of a document are painted, with them."""


def painted(document: Any, **options: Any) -> Any:
    """Return the painted pages of a document as pydyf's objects, of which no file is written.

    Fonts stay whole: a layout embeds its own, with what its records need.
    """
    from weasyprint.pdf.fonts import Font

    def stop(_document: Any, pdf: Any) -> None:
        raise _Painted(pdf)

    clean = Font.clean
    Font.clean = lambda self, to_unicode, hinting: None
    try:
        document.write_pdf(finisher=stop, **options)
    except _Painted as ended:
        return ended.args[0]
    finally:
        Font.clean = clean
    raise AssertionError("WeasyPrint did not call the finisher")


@contextmanager
def marked_boxes() -> Iterator[list[dict[int, Any]]]:
    """Keep, while a document is written with tags, each page's boxes by the numbers of their marks.

    Its structure tree is not made: it has an element for each line, and another on each page.
    """
    from weasyprint import pdf

    boxes: list[dict[int, Any]] = []

    def keep(_file: Any, _document: Any, _version: str, streams: Iterable[Any]) -> None:
        boxes.extend({tag["mcid"]: box for box, tag in stream._tags.items()} for stream in streams)

    add_tags, pdf.add_tags = pdf.add_tags, keep
    try:
        yield boxes
    finally:
        pdf.add_tags = add_tags


class ExcerptPages(Protocol):
    """Which pages of a document an excerpt has: the number of each in the whole document, both from 0; and how many
    more that one has.
    """

    @property
    def more(self) -> int: ...

    def whole_page(self, page: int) -> int: ...


@contextmanager
def numbered_pages(shown: ExcerptPages | None) -> Iterator[None]:
    """Number the pages of an excerpt in their margins as in the whole document; None: it is the whole document."""
    if shown is None:
        yield
        return
    from weasyprint import layout

    make = layout.make_margin_boxes

    def numbered(context: Any, page: Any, state: Any) -> Any:
        values = dict(state[1])
        at = context.current_page - 1
        if "page" in values:
            values["page"] = [*values["page"][:-1], values["page"][-1] + shown.whole_page(at) - at]
        values["pages"] = [count + shown.more for count in values["pages"]]
        return make(context, page, (state[0], values, *state[2:]))

    layout.make_margin_boxes = numbered
    try:
        yield
    finally:
        layout.make_margin_boxes = make
