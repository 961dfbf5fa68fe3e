"""Blocks: `{{p name }}` alone in a paragraph prints lines, paragraphs, tables and charts in the template's own styles.

The value is a text (one line; nothing if it is empty), a list of texts (a line each, in the style of the tag's own
paragraph), a list of blocks, or one block:

    {"style": "khoan", "runs": [{"text": "…", "bold": True, "italic": …, "underline": …, "superscript": …}]}
    {"style": "dieu", "level": 3, "runs": […]}: a heading of this level, in Word's outline and to a screen reader
    {"style": "kinh_gui_mot", "text": "…"}: one text; PDF of records that differ in it share a layout
    {"style": "bang", "table": {"columns": [{"label", "mm", "align"}], "rows": […], "row_mm": 7, "total": […]}}
    {"style": "bang", "table": {…, "heads": [[{"text", "unit", "columns", "rows", "covered"}]], "codes": ["A", "(1)"]}}
    {"style": "bieu_do", "chart": …}

The tag is expanded into Jinja when the template is compiled, so that a block is rendered, proved and traced as what an
officer writes by hand. A style is found by its name; the ids of contents stand for the names in `STYLE_NAMES`.
"""

from __future__ import annotations

import re
from typing import Any

from congvan.core.messages import Message
from congvan.core.templating.diagnosis import did_you_mean
from congvan.core.templating.tags import LIVE_TAG
from congvan.formats.docx.blocks.block_source import BlockPlace, BlockSource
from congvan.formats.docx.blocks.macros import BlockMacros
from congvan.formats.docx.printed.values import BadValue
from congvan.formats.docx.styles import StyleSheet, is_flagged
from congvan.formats.docx.tags import W, paragraph_texts

BLOCK_FILTER = "docx_block"
MARK = re.compile(rf"\s*\|{BLOCK_FILTER}\(\d+\)")
"""What is in a block tag between its marking and its expansion."""

STYLE_NAMES = {
    "doan": "CV Nội dung",
    "khoan": "CV Khoản",
    "diem": "CV Điểm",
    "gach": "CV Gạch",
    "dieu": "CV Điều",
    "la_ma": "CV Mục La Mã",
    "chuong": "CV Chương",
    "muc": "CV Mục",
    "tieu_de": "CV Tiêu đề",
    "giua": "CV Giữa",
    "ten_bang": "CV Tên bảng",
    "dong_bieu": "CV Dòng biểu",
    "ket_bieu": "CV Kết biểu",
    "kinh_gui": "CV Kính gửi",
    "kinh_gui_mot": "CV Kính gửi một nơi",
    "kinh_gui_lien": "CV Kính gửi liền dòng",
    "noi_gui": "CV Nơi gửi",
    "dien": "CV Điện",
    "khan": "CV Khẩn",
    "thuong_khan": "CV Thượng khẩn",
    "hoa_toc": "CV Hỏa tốc",
}
"""The paragraph styles of a template by the ids that contents use. A template without one takes the tag's own."""

_BLOCK_TAG = re.compile(r"\{\{p\s")
_MARKED = re.compile(r"\{\{\s*((?:(?!\}\}).)*?)\s*\|docx_block\((\d+)\)\s*\}\}", re.DOTALL)
_NAMESPACE = re.compile(r' xmlns:\w+="[^"]*"')
_NOT_COPIED = ("rPr", "sectPr", "pPrChange", "rPrChange", "lang", "noProof")


class BlockTags:
    """The block tags of a part: marked before docxtpl prepares it, expanded into Jinja afterwards. Changes the tree."""

    def __init__(self, root: Any, styles: StyleSheet) -> None:
        self._styles, self._places = styles, list[BlockPlace]()
        for paragraph in root.iter(W + "p"):
            texts = paragraph_texts(paragraph)
            joined = "".join(text.text or "" for text in texts)
            for tag in reversed([tag for tag in LIVE_TAG.finditer(joined) if _BLOCK_TAG.match(tag[0])]):
                self._places.append(_place(paragraph, _text_at(texts, tag.start())[0], styles))
                text, offset = _text_at(texts, tag.end() - 2)
                written = text.text or ""
                text.text = f"{written[:offset].rstrip()}|docx_block({len(self._places) - 1}) {written[offset:]}"

    def __bool__(self) -> bool:
        return bool(self._places)

    def expanded(self, source: str, macros: BlockMacros) -> str:
        """Return prepared source, with the lines of its tags marked or not, where each block tag calls one of the
        macros, which are added to.
        """

        def expand(match: re.Match[str]) -> str:
            place = self._places[int(match[2])]
            return BlockSource(place, self._styles, macros).printing(match[1], "\n" if "\n" in match[0] else "")

        return _MARKED.sub(expand, source) if self._places else source


def _text_at(texts: list[Any], at: int) -> tuple[Any, int]:
    """Return the `w:t` that holds a character of the paragraph's text, and its offset there."""
    for text in texts:
        length = len(text.text or "")
        if at < length:
            return text, at
        at -= length
    raise IndexError(at)


def _place(paragraph: Any, text: Any, styles: StyleSheet) -> BlockPlace:
    properties, run = paragraph.find(W + "pPr"), text.getparent().find(W + "rPr")
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    key = styles.default if style is None else style.get(W + "val")
    parent = paragraph.getparent()
    beside = [each for each in parent if each is not paragraph and each.tag in (W + "p", W + "tbl", W + "sdt")]
    before, after = paragraph.getprevious(), paragraph.getnext()
    return BlockPlace(
        "".join(_copied(properties)),
        tuple(_copied(run)),
        key,
        is_flagged(paragraph, "keepNext") or key in styles.kept,
        not beside and parent.tag != W + "body",
        after is not None and after.tag == W + "tbl",
        before is not None and before.tag == W + "tbl",
    )


def _copied(properties: Any) -> list[str]:
    """Return the properties that a printed paragraph or run takes from the tag's own."""
    from lxml import etree

    kept = [] if properties is None else [each for each in properties if each.tag.removeprefix(W) not in _NOT_COPIED]
    return [_NAMESPACE.sub("", etree.tostring(each, encoding="unicode", with_tail=False)) for each in kept]


def style_id(styles: StyleSheet, name: Any, own: str) -> str:
    """Return the id of the style that a block names, `own` for an id of contents that the template has no style for.

    Raises `BadValue` for another name that the template has not.
    """
    found = styles.paragraph(STYLE_NAMES.get(name, str(name)))
    if found or name in STYLE_NAMES:
        return found or own
    raise BadValue(Message("docx-style-unknown", style=name), did_you_mean(str(name), styles.names.values()))
