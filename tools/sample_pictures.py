"""Draw the pictures of the sample in the READMEs, docs/screen.md and docs/signage.md from what `make build` has made.

python3 build.py && .venv/bin/python tools/sample_pictures.py

The first screen is shown by Chromium (apt-get install chromium).
"""

from __future__ import annotations

import base64
import io
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps
from PIL.Image import Dither, Quantize

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))

from tests.acceptance.browser.devtools import Chromium

FOLDER, OUTPUTS = HOME / "docs/img", HOME / "outputs/bluezone-2020"
PAPERS = ("letter/cong-van.pdf", "rosters/cao-loc/cao-loc--viettel-lang-son.pdf", "packs/cao-loc.pdf")
BESIDE, ALONE = (408, 16), (("letter.png", 747), ("form.png", 687), ("pack-cover.png", 687))  # widths in pixels
SIGNS = (
    ("bang-ron-600x100", 1180, (20, 20)),
    ("bang-ron-300x80", 560, (20, 236)),
    ("to-roi-a5", 210, (20, 405)),
    ("poster-a2", 320, (600, 236)),
    ("standee-80x180", 210, (960, 236)),
)
"""Each sign of the common set with its width and place in the picture, in pixels."""
GREY, EDGE = (229, 229, 229), (160, 160, 160)
NARROW, WIDE, HIGH, PRINTED = 390, 1280, 1180, 672


def drawn(pdf: pypdfium2.PdfDocument, width: int, page: int = 0) -> Image.Image:
    """Return a page as it is cut (TrimBox), so many pixels wide."""
    sheet = pdf[page]
    left, bottom, right, top = sheet.get_trimbox()
    whole = sheet.get_mediabox()
    crop = (left - whole[0], bottom - whole[1], whole[2] - right, whole[3] - top)
    image: Image.Image = sheet.render(scale=2 * width / (right - left), crop=crop, may_draw_forms=False).to_pil()
    return image.convert("RGB").resize((width, round(width * image.height / image.width)), Image.Resampling.LANCZOS)


def in_a_row(images: Sequence[Image.Image], gap: int, ground: tuple[int, int, int] | str = "white") -> Image.Image:
    row = Image.new("RGB", (sum(each.width for each in images) + gap * (len(images) - 1), images[0].height), ground)
    x = 0
    for each in images:
        row.paste(each, (x, 0))
        x += each.width + gap
    return row


def papers() -> Iterator[tuple[str, Image.Image]]:
    """Yield the letter, a form and the cover of a pack, together and one by one."""
    pdfs = [pypdfium2.PdfDocument(OUTPUTS / path) for path in PAPERS]
    width, gap = BESIDE
    yield "outputs.png", in_a_row([ImageOps.expand(drawn(pdf, width - 2), 1, EDGE) for pdf in pdfs], gap).convert("L")
    for pdf, (name, wide) in zip(pdfs, ALONE, strict=True):
        yield name, ImageOps.expand(drawn(pdf, wide - 2), 1, EDGE).convert("L")


def signs() -> Image.Image:
    """Return the common set of signs on one picture."""
    images = [
        (drawn(pypdfium2.PdfDocument(OUTPUTS / f"signage/chung/{name}.pdf"), width), place)
        for name, width, place in SIGNS
    ]
    high = max(place[1] + image.height for image, place in images) + 20
    sheet = Image.new("RGB", (1220, high), GREY)
    for image, place in images:
        sheet.paste(image, place)
    return sheet


@contextmanager
def chromium() -> Iterator[Chromium]:
    program = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Chromium(program, Path(profile))
        try:
            yield browser
        finally:
            browser.close()


def first_screen() -> Iterator[tuple[str, Image.Image]]:
    """Yield the first screen at a desk, on a telephone and on paper."""
    with chromium() as browser:
        browser.call("Page.navigate", url=(OUTPUTS / "index.html").as_uri())
        browser.until(lambda: browser.js("document.readyState + location.protocol") == "completefile:")
        for name, width in (("first-screen.png", WIDE), ("first-screen-390.png", NARROW)):
            size = {"width": width, "height": HIGH, "deviceScaleFactor": 1, "mobile": width == NARROW}
            browser.call("Emulation.setDeviceMetricsOverride", **size)
            browser.js("document.documentElement.style.scrollbarWidth = 'none'")
            shot = browser.call("Page.captureScreenshot", format="png")["data"]
            yield name, Image.open(io.BytesIO(base64.b64decode(shot))).convert("RGB")
        printed = browser.call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)["data"]
    pdf = pypdfium2.PdfDocument(base64.b64decode(printed))
    pages = in_a_row([drawn(pdf, PRINTED, page) for page in (0, 1)], 10, EDGE)
    yield "first-screen-print.png", ImageOps.expand(pages, 10, EDGE)


def main() -> int:
    if not (OUTPUTS / "index.html").exists():
        sys.exit("build the sample first: python3 build.py")
    for name, image in (*papers(), ("signs.png", signs()), *first_screen()):
        image.quantize(16 if image.mode == "L" else 256, Quantize.MEDIANCUT, dither=Dither.NONE).save(
            FOLDER / name, "PNG", optimize=True
        )
        print(f"docs/img/{name}: {(FOLDER / name).stat().st_size >> 10} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
