"""Pictures of the first screen: papers by their name, pixels as a PNG, each drawn once."""

from __future__ import annotations

import io
from itertools import product

import pytest
from PIL import Image, ImageChops

from congvan.core.cache import MemoryCache
from congvan.pipeline.dashboard.thumbnails import page_images, paper, png, preview


@pytest.mark.parametrize(
    ("wide", "high", "name"),
    [
        (210, 297, "A4"),
        (297, 210, "A4 ngang"),
        (148, 210, "A5"),
        (420, 594, "A2"),
        (800, 1800, "80 × 180 cm"),
    ],
)
def test_papers_by_name(wide: float, high: float, name: str) -> None:
    assert paper(wide, high) == name


@pytest.mark.parametrize("width", [1, 2, 5, 8])
@pytest.mark.parametrize("colour", [False, True])
def test_png_looks_like_the_picture(width: int, colour: bool) -> None:
    image = Image.new("RGB", (width, 3))
    for x, y in product(range(width), range(3)):
        value = (x * 37 + y * 91) % 256
        image.putpixel((x, y), (value, value, 255 - value if colour else value))
    made = Image.open(io.BytesIO(png(image))).convert("RGB")
    assert made.size == image.size
    assert all(most <= 15 for _least, most in ImageChops.difference(made, image).getextrema())


def test_what_is_no_pdf_has_no_look() -> None:
    assert preview(lambda: b"not a PDF", "0" * 64, "e", picture=True, cache=MemoryCache()) == {}


def test_a_look_is_drawn_once() -> None:
    cache, reads = MemoryCache(), []
    data = b"not a PDF"
    for _ in range(2):
        preview(lambda: reads.append(1) or data, "1" * 64, "e", picture=False, cache=cache)
    assert len(reads) == 1


@pytest.mark.parametrize("colour", [(0, 0, 255), (90, 90, 90)])
def test_pages_without_colours_are_greys_and_all_look_as_they_are(colour: tuple[int, int, int]) -> None:
    out = io.BytesIO()
    Image.new("RGB", (20, 30), colour).save(out, "PDF")
    (made,) = page_images(out.getvalue(), 72)
    shown = Image.open(io.BytesIO(made))
    assert shown.mode == ("RGB" if len({*colour}) > 1 else "L")
    pixel = shown.convert("RGB").getpixel((5, 5))
    assert isinstance(pixel, tuple)
    assert max(abs(a - b) for a, b in zip(pixel, colour, strict=True)) <= 8
