"""The size of a picture by its first bytes: as Pillow has it, of every kind, and nothing of what is damaged."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from congvan.core.opc.pictures import picture_size


def picture(kind: str, mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (321, 123)).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP"])
def test_the_size_is_in_the_first_bytes(kind: str) -> None:
    data = picture(kind)
    found = picture_size(data)
    assert found == (321, 123, len(data))
    assert not found.is_large


def test_a_jpeg_has_its_size_behind_whatever_it_carries() -> None:
    found = picture_size(picture("JPEG", progressive=True, exif=b"Exif\0\0" + b"\xff\xc0" * 300, comment="x" * 500))
    assert found is not None
    assert found[:2] == (321, 123)


def test_large_are_many_points_or_many_bytes() -> None:
    small = picture("PNG")
    many = picture_size(small[:16] + (20_000).to_bytes(4, "big") * 2 + small[24:])
    long = picture_size(small + bytes(9_000_000))
    assert many
    assert (many.is_large, many.points) == (True, 400_000_000)
    assert long
    assert (long.is_large, long.megabytes) == (True, "9.0")


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"\xff\xd8\xff\xe0\0", b"GIF8", b"BM"]
)
def test_anything_else_has_none(data: bytes) -> None:
    assert picture_size(data) is None
