"""The points of a PNG go into the PDF as they stand in its file, and look as Pillow decodes them."""

from __future__ import annotations

import base64
import io

import pypdfium2
import pytest
from PIL import Image

from congvan.formats.pdf import weasy
from congvan.formats.pdf.patches.png_data import points_of


def png(mode: str, **options: object) -> bytes:
    image = Image.new(mode, (40, 30))
    for x in range(40):
        for y in range(30):
            value = (6 * x, 8 * y, 99, 255)
            image.putpixel((x, y), value[: len(mode)] if mode in ("RGB", "RGBA") else 6 * x)
    out = io.BytesIO()
    image.save(out, "PNG", **options)
    return out.getvalue()


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P", "1"])
def test_a_picture_looks_as_its_file(mode: str) -> None:
    data = png(mode)
    assert (points_of(data) is not None) is (mode in ("RGB", "L"))
    source = f'<img src="data:image/png;base64,{base64.b64encode(data).decode()}" style="width:40px;height:30px">'
    page = weasy.weasyprint().HTML(string=f"<style>@page{{size:40px 30px;margin:0}}body{{margin:0}}</style>{source}")
    shown = pypdfium2.PdfDocument(page.write_pdf())[0].render(scale=4 / 3).to_pil().convert("L").resize((40, 30))
    wanted = Image.open(io.BytesIO(data)).convert("RGB").convert("L")
    assert max(abs(a - b) for a, b in zip(shown.tobytes(), wanted.tobytes(), strict=True)) <= 16


def test_the_points_of_a_plain_picture_are_those_of_its_file() -> None:
    data = png("RGB")
    points = points_of(data)
    assert points is not None
    assert points in data


@pytest.mark.parametrize(
    "broken",
    [b"", b"GIF89a", png("RGB")[:-12], png("RGB").replace(b"IDAT", b"IDAX"), png("RGB")[:60] + b"?" + png("RGB")[61:]],
)
def test_what_is_damaged_is_left_to_pillow(broken: bytes) -> None:
    assert points_of(broken) is None
