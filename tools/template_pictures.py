"""Draw the pictures of docs/templates.md: the template as Word shows it, beside the letter that it makes, with numbers.

.venv/bin/python tools/template_pictures.py
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))

from congvan.dashboard.thumbnails import png
from congvan.formats import compile_template
from congvan.model.loader import load
from congvan.pipeline.template_names import first_content
from congvan.project import assets

FOLDER = HOME / "docs/img"
TEMPLATE = HOME / "templates/van-ban.docx"
SCALE = 1.15
RED, GREY = (200, 0, 0), (190, 190, 190)
SIGNER = "sign.name"
HEAD: tuple[tuple[str, str], ...] = (
    ("{{p head.parent }}", "UBND TỈNH"),
    ("CỘNG HÒA", "CỘNG HÒA"),
    ("{{ head.number }}", "Số:"),
    ("{{ head.place_date }}", "Lạng Sơn, ngày"),
    ("{{p head.subject }}", "V/v"),
    ("{{p kinh_gui }}", "Kính gửi"),
    ("{{p body }}", "Ngày 15/8/2020"),
)
FOOT: tuple[tuple[str, str], ...] = (
    ("{{ noi_nhan.label }}", "Nơi nhận:"),
    ("{{p noi_nhan.lines }}", "- Như trên"),
    ("{{p sign.lines }}", "KT. GIÁM ĐỐC"),
    ("{{ sign.name }}", SIGNER),
)


def with_visible_tags(template: bytes) -> bytes:
    """Return the template with each tag as a text, so that a page shows it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("word/") and b"{" in data:
                text = re.sub(r"\{([{%])(.*?)([%}])\}", r"{_\1\2\3_}", data.decode())
                data = text.encode()
            new.writestr(name, re.sub(rb"\{\{.*?\}\}|\{%.*?%\}", b"", data) if name.startswith("docProps/") else data)
    return out.getvalue()


def pages(pdf: bytes) -> Iterator[tuple[Image.Image, Any]]:
    for page in pypdfium2.PdfDocument(pdf):
        yield page.render(scale=SCALE).to_pil().convert("RGB"), page


def place(page: Any, text: str) -> tuple[float, float] | None:
    """Return where a text last begins on a page, in pixels; None if it is not there."""
    search = page.get_textpage().search(text, match_case=True)
    found = list(iter(search.get_next, None))
    if not found:
        return None
    left, _bottom, _right, top = page.get_textpage().get_charbox(found[-1][0])
    return left * SCALE, (page.get_height() - top) * SCALE


def numbered(image: Image.Image, page: Any, texts: Sequence[str], first: int) -> tuple[Image.Image, list[float]]:
    """Write the number of each text beside it; return the picture and the heights of the numbers."""
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(13)
    heights = []
    for number, text in enumerate(texts, first):
        at = place(page, text)
        if at is None:
            continue
        x, y = at[0] - 13, at[1] + 5
        draw.ellipse((x - 9, y - 9, x + 9, y + 9), fill=RED)
        draw.text((x, y), str(number), fill="white", font=font, anchor="mm")
        heights.append(y)
    return image, heights


def picture(name: str, marks: Sequence[tuple[str, str]], first: int, template: bytes, letter: bytes) -> None:
    """Write one picture: the page of the template where the first mark stands, beside that of the letter."""
    halves = []
    for pdf, column in ((template, 0), (letter, 1)):
        texts = [mark[column] for mark in marks]
        image, page = next(each for each in pages(pdf) if place(each[1], texts[0]))
        drawn, heights = numbered(image, page, texts, first)
        halves.append(drawn.crop((0, max(0, int(min(heights)) - 40), drawn.width, int(max(heights)) + 90)))
    height = max(half.height for half in halves)
    both = Image.new("RGB", (sum(half.width for half in halves) + 10, height), GREY)
    for number, half in enumerate(halves):
        both.paste(half, (number * (halves[0].width + 10), 0))
    (FOLDER / name).write_bytes(png(both))
    print(f"docs/img/{name}: {(FOLDER / name).stat().st_size >> 10} KB")


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    data = TEMPLATE.read_bytes()
    dataset = load(assets.read(HOME))
    content = first_content(next(each for each in dataset.documents if each.id == "letter"), dataset)
    letter = compile_template("pdf", data, name="van-ban.docx").render(content)
    template = compile_template("pdf", with_visible_tags(data), name="mau.docx").render({})
    picture("mau-dau-van-ban.png", HEAD, 1, template, letter)
    foot = [(tag, content["sign"]["name"] if words == SIGNER else words) for tag, words in FOOT]
    picture("mau-cuoi-van-ban.png", foot, 8, template, letter)
    return 0


if __name__ == "__main__":
    sys.exit(main())
