"""Artwork made for the tests: a page of an inch, with pictures and forms as a print shop's PDF may have them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

INCH = 72  # a page of 72 points is one inch wide: a picture that fills it has its pixels to the inch
SIZE = (25.4, 25.4)
Fill = Callable[[pikepdf.Pdf], dict[str, Any]]


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def art(stream: bytes = b"", fill: Fill = lambda pdf: {}, *, beyond: float = 0, **entries: Any) -> bytes:
    """A page with a trim of an inch, `beyond` points of bleed, and the resources that `fill` makes."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(INCH + 2 * beyond, INCH + 2 * beyond))
    page = pdf.pages[0].obj
    page.TrimBox = Array([beyond, beyond, INCH + beyond, INCH + beyond])
    page.Contents = Stream(pdf, stream)
    page.Resources = Dictionary({f"/{kind}": Dictionary(named) for kind, named in fill(pdf).items()})
    for name, value in entries.items():
        page[f"/{name}"] = value
    return saved(pdf)


def image(pdf: pikepdf.Pdf, space: Any = None, width: int = 1000, height: int = 1000, **entries: Any) -> Stream:
    more = {} if space is None else {"ColorSpace": space}
    return Stream(pdf, b"", Subtype=Name.Image, Width=width, Height=height, BitsPerComponent=8, **more, **entries)


def form(pdf: pikepdf.Pdf, stream: bytes, shown: dict[str, Any] | None = None, **entries: Any) -> Stream:
    made = Stream(pdf, stream, Subtype=Name.Form, BBox=Array([0, 0, INCH, INCH]), **entries)
    if shown is not None:
        made.Resources = Dictionary(XObject=Dictionary({f"/{name}": each for name, each in shown.items()}))
    return made


def profile(pdf: pikepdf.Pdf, components: int) -> Array:
    return Array([Name.ICCBased, pdf.make_indirect(Stream(pdf, b"", N=components))])
