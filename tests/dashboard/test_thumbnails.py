"""Pictures of the first screen: papers by their name, pixels as a PNG, each drawn once."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from congvan.cache import MemoryCache
from congvan.dashboard.thumbnails import look, paper, png


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
def test_png_holds_the_pixels(width: int) -> None:
    height, stride = 3, width * 3 + 2
    for colour in (False, True):
        pixels = bytearray(stride * height)
        for y in range(height):
            for x in range(width):
                value = (x * 37 + y * 91) % 256
                pixels[y * stride + 3 * x : y * stride + 3 * x + 3] = bytes(
                    [value, value, 255 - value if colour else value]
                )
        image = Image.open(io.BytesIO(png(bytes(pixels), width, height, stride, 3))).convert("RGB")
        assert image.size == (width, height)
        for y in range(height):
            for x in range(width):
                want = pixels[y * stride + 3 * x : y * stride + 3 * x + 3]
                got: Any = image.getpixel((x, y))
                assert all(abs(a - b) <= (5 if colour else 9) for a, b in zip(got, want, strict=True))


def test_what_is_no_pdf_has_no_look() -> None:
    assert look(lambda: b"not a PDF", "0" * 64, "e", picture=True, cache=MemoryCache()) == {}


def test_a_look_is_drawn_once() -> None:
    cache, reads = MemoryCache(), []
    data = b"not a PDF"
    for _ in range(2):
        look(lambda: reads.append(1) or data, "1" * 64, "e", picture=False, cache=cache)
    assert len(reads) == 1
