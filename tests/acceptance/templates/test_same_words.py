"""DOCX and PDF of a content say the same words in the same order, and all the words of the content."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
import pytest

from congvan.documents.text.line_breaks import text_run
from congvan.nd30.model.view import View
from congvan.nd30.opening import read_view
from tests.acceptance.templates import making
from tests.acceptance.templates.pages import read

pytestmark = pytest.mark.filterwarnings("ignore:.*sRGB2014:pytest.PytestUnraisableExceptionWarning")


def docx_words(data: dict[str, Any], name: str) -> str:
    document = docx.Document(io.BytesIO(making.make_docx(data, name)))
    return squeezed("".join(paragraph.text for paragraph in making.paragraphs(document)))


def pdf_words(data: dict[str, Any], name: str) -> str:
    """The words inside the margins, in the order of the content stream."""
    pages = read(making.make_pdf(data, name))
    contact = squeezed(data.get("contact", ""))
    return "".join(glyph.char for glyph in pages.glyphs if glyph.base > 20).replace(contact, "")


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.every(3)
@pytest.mark.parametrize("name", making.NAMES)
def test_same_words_in_the_same_order(name: str) -> None:
    data = making.content(name)
    assert docx_words(data, name) == pdf_words(data, name)


@pytest.mark.parametrize("name", making.NAMES)
def test_alike_in_size_weight_slant_alignment_and_margins(name: str) -> None:
    """As the reader of the decree's check sees both."""
    data = making.content(name)
    ours, theirs = read_view(making.make_docx(data, name)), read_view(making.make_pdf(data, name))
    assert words_of(ours)
    assert words_of(ours) == words_of(theirs)
    sides = {each.text: each.align for each in theirs.paragraphs if len(each.lines) > 1 and each.align}
    aligned = {each.text: each.align for each in ours.paragraphs if each.align and not each.cell}
    assert {text: aligned[text] for text in sides.keys() & aligned.keys()}.items() <= sides.items()
    sheet, own = theirs.pages[0], ours.pages[0]
    assert (own.width, own.height) == pytest.approx((sheet.width, sheet.height), abs=1)
    full = [page for page in theirs.pages if abs(page.width - sheet.width) < 1 and page.chars >= FULL]
    for side, loose in (("left", 1), ("right", 1), ("top", 1.5)):
        shown = [value for page in full if (value := getattr(page, side)) is not None]
        assert not shown or abs(min(shown) - getattr(own, side)) <= loose, side


FULL = 1200
"""Characters of a page that shows its margins."""


def words_of(view: View) -> set[tuple[str, float, bool, bool]]:
    """Each word: its text, size in half points, weight and slant. A line may break behind a dash."""
    found = set()
    for paragraph in view.paragraphs:
        for line in paragraph.lines:
            runs = [each for each in line.runs for _char in each.text]
            for word in re.finditer(r"[^\s/–-]*[/–-]|[^\s/–-]+", line.text):
                look = runs[word.start()]
                found.add((word[0], round(look.size * 2) / 2, look.bold, look.italic))
    return found


def expected(data: dict[str, Any]) -> Iterator[str]:
    """The words of a letter in the order in which they are read: row by row, the left column before the right one."""
    head = data["head"]
    if data["letter"]:
        yield from (*head["parent"], *head["issuer"])
        yield from ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
        yield from (head["number"], head["place_date"], head["subject"], data["urgency"])
        yield from (data["heading"]["type"], *data["heading"]["trich_yeu"], *data["authority"])
        yield from (text_run["text"] for line in data["can_cu"] for text_run in line["runs"])
        yield data["enacting"]
        if data["receivers"]["one"] or data["receivers"]["items"]:
            yield from (data["receivers"]["label"], data["receivers"]["one"], *data["receivers"]["items"])
        yield from (text_run["text"] for block in data["body"] for text_run in block["runs"])
        yield from (
            data["noi_nhan"]["label"],
            *data["noi_nhan"]["items"],
            *data["noi_nhan"]["rest"],
            data["noi_nhan"]["drafter"],
        )
        yield from (*data["sign"]["lines"], data["sign"]["name"])
    for attachment in data["attachments"]:
        yield from (attachment["label"], *attachment["title"], *attachment["subtitle"], attachment["reference"])
        yield from attachment["facts"]
        yield from (text_run["text"] for block in attachment["body"] for text_run in block["runs"])
        yield from (column["label"] for column in attachment["table"]["columns"])
        yield from (cell for row in attachment["table"]["rows"] for cell in row)
        yield from (*attachment["foot"]["note"], *attachment["foot"]["sign"])


@pytest.mark.parametrize("name", [*making.LETTERS, "roster"])
def test_every_word_in_its_place(name: str) -> None:
    data = making.content(name)
    assert docx_words(data, name) == squeezed("".join(expected(data)))


BLOCKS = ["doan", "khoan", "diem", "gach", "dieu", "chuong", "muc", "tieu_de"]
RUNS = [
    text_run("thường "),
    text_run("đậm", bold=True),
    text_run(" và "),
    text_run("nghiêng", italic=True),
    text_run(" & <cả hai> {{ }}", bold=True, italic=True),
]


@pytest.mark.every(4)
@pytest.mark.parametrize("style", BLOCKS)
def test_every_style_keeps_bold_italic_and_blanks(style: str) -> None:
    block = {"style": style, "runs": RUNS}
    plain = {"style": "doan", "runs": [text_run("Cuối./.")]}
    data = making.changed("corrected", body=[block, plain, plain], attachments__0__body=[block])
    document = docx.Document(io.BytesIO(making.make_docx(data)))
    whole = "".join(text_run["text"] for text_run in RUNS)
    found = [paragraph for paragraph in making.paragraphs(document) if paragraph.text == whole]
    assert len(found) == 2
    for paragraph in found:
        assert [
            (text_run.text, bool(text_run.bold), bool(text_run.italic)) for text_run in paragraph.runs if text_run.text
        ] == [(text_run["text"], text_run["bold"], text_run["italic"]) for text_run in RUNS]
    assert docx_words(data, "") == pdf_words(data, "")


def test_several_appendices_each_counted_from_one() -> None:
    form = making.content("roster")["attachments"][0]
    many = form | {"table": form["table"] | {"rows": form["table"]["rows"] * 3}}
    data = making.changed("corrected", attachments=[many | {"label": "Phụ lục I"}, many | {"label": "Phụ lục II"}])
    head = squeezed("".join(column["label"] for column in form["table"]["columns"]))  # repeated on every page
    assert docx_words(data, "").replace(head, "") == pdf_words(data, "").replace(head, "")
    pages = read(making.make_pdf(data))
    numbers = [(glyph.char, glyph.page) for glyph in pages.glyphs if glyph.base < 20]
    assert numbers == [("2", 1), ("2", 3), ("2", 5)]
