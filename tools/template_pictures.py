"""Draw the pictures of docs/templates.md: the template as Word shows it, beside the letter that it makes, with numbers.

.venv/bin/python tools/template_pictures.py
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))

from congvan.formats import compile_template
from congvan.model.loader import load
from congvan.model.project import assets
from congvan.pipeline.dashboard.thumbnails import png
from congvan.pipeline.template_names import first_content

FOLDER = HOME / "docs/img"
TEMPLATE = HOME / "templates/van-ban.docx"
SCALE, GAP = 1.15, 10
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
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


def with_visible_tags(template: bytes) -> tuple[bytes, dict[str, str]]:
    """Return a template that prints the tags of another, and the content that it prints: the tags by their names."""
    tags: dict[str, str] = {}

    def named(match: re.Match[str]) -> str:
        name = f"tag_{len(tags)}"
        tags[name] = unescape(match[0])
        return f"{{{{ {name} }}}}"

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("docProps/"):
                data = _TAG.sub("", data.decode()).encode()
            elif name.startswith("word/") and b"{" in data:
                data = _TAG.sub(named, data.decode()).encode()
            new.writestr(name, data)
    return out.getvalue(), tags


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


def between_lines(image: Image.Image, y: int, step: int) -> int:
    """Return the nearest height from `y` on, upwards (-1) or downwards (1), that cuts no text."""
    while 0 < y < image.height and image.crop((0, y, image.width, y + 1)).getextrema() != ((255, 255),) * 3:
        y += step
    return min(max(y, 0), image.height)


def picture(name: str, marks: Sequence[tuple[str, str]], first: int, template: bytes, letter: bytes) -> None:
    """Write one picture: the page of the template where the first mark stands, beside that of the letter."""
    halves = []
    for pdf, column in ((template, 0), (letter, 1)):
        texts = [mark[column] for mark in marks]
        image, page = next(each for each in pages(pdf) if place(each[1], texts[0]))
        drawn, heights = numbered(image.copy(), page, texts, first)
        top = between_lines(image, int(min(heights)) - 40, 1)
        halves.append(drawn.crop((0, top, drawn.width, between_lines(image, int(max(heights)) + 90, -1))))
    left, right = halves
    both = Image.new("RGB", (left.width + GAP + right.width, max(left.height, right.height)), "white")
    both.paste(left, (0, 0))
    both.paste(GREY, (left.width, 0, left.width + GAP, both.height))
    both.paste(right, (left.width + GAP, 0))
    (FOLDER / name).write_bytes(png(both))
    print(f"docs/img/{name}: {(FOLDER / name).stat().st_size >> 10} KB")


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    data = TEMPLATE.read_bytes()
    dataset = load(assets.read(HOME))
    content = first_content(next(each for each in dataset.documents if each.id == "letter"), dataset)
    letter = compile_template("pdf", data, name="van-ban.docx").render(content)
    showing, tags = with_visible_tags(data)
    template = compile_template("pdf", showing, name="mau.docx").render(tags)
    picture("mau-dau-van-ban.png", HEAD, 1, template, letter)
    foot = [(tag, content["sign"]["name"] if words == SIGNER else words) for tag, words in FOOT]
    picture("mau-cuoi-van-ban.png", foot, 8, template, letter)
    return 0


if __name__ == "__main__":
    sys.exit(main())
