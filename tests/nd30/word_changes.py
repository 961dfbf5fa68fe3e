"""Changes to a Word file made from our templates, as a clerk makes them in Word: its paragraphs are found by style."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import docx
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

BODY = ("CVNoidung", "CVNoidungcuoi", "CVKhoan", "CVDiem", "CVDieu")


class Absent(Exception):
    """The paper has no such paragraph or words."""


class Paper:
    """A Word file whose paragraphs are found by the styles of our templates."""

    def __init__(self, data: bytes) -> None:
        self.document = docx.Document(io.BytesIO(data))
        self.paragraphs = [Paragraph(p, self.document) for p in self.document.element.body.iter(qn("w:p"))]

    def all(self, *styles: str) -> list[Paragraph]:
        found = [p for p in self.paragraphs if p._p.style in styles and p.text.strip()]
        if not found:
            raise Absent(styles)
        return found

    def one(self, style: str, which: int = 0) -> Paragraph:
        try:
            return self.all(style)[which]
        except IndexError:
            raise Absent(style) from None

    def starting(self, pattern: str) -> Paragraph:
        """The first paragraph of the text that matches."""
        for paragraph in self.all(*BODY, "CVLama", "CVChuong"):
            if re.match(pattern, paragraph.text):
                return paragraph
        raise Absent(pattern)

    def ending(self, mark: str) -> Paragraph:
        """The first paragraph of the text that ends so."""
        return next(p for p in self.all(*BODY) if p.text.endswith(mark))

    def data(self) -> bytes:
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()


Change = Callable[[Paper], None]


def rewrite(paragraph: Paragraph, text: str) -> None:
    """Give the paragraph other words, set as its last run with words."""
    runs = [run for run in paragraph.runs if run.text.strip()]
    for run in paragraph.runs:
        if run._r is not runs[-1]._r:
            run._r.getparent().remove(run._r)
    runs[-1].text = text


def replace(paragraph: Paragraph, pattern: str, new: str) -> None:
    """Replace the first match; in the run that holds it, else in the whole paragraph."""
    for run in paragraph.runs:
        if re.search(pattern, run.text):
            run.text = re.sub(pattern, new, run.text, count=1)
            return
    if not re.search(pattern, paragraph.text):
        raise Absent(pattern)
    rewrite(paragraph, re.sub(pattern, new, paragraph.text, count=1))


def swap(style: str, pattern: str, new: str, which: int = 0) -> Change:
    return lambda paper: replace(paper.one(style, which), pattern, new)


def drop(*styles: str) -> Change:
    def change(paper: Paper) -> None:
        for paragraph in paper.all(*styles):
            for run in paragraph.runs:
                run.text = ""

    return change


def font(style: str, which: int = 0, **values: Any) -> Change:
    """Set size, bold, italic, face or colour of every run of a paragraph."""
    return lambda paper: set_font(paper.one(style, which), **values)


def set_font(paragraph: Paragraph, **values: Any) -> None:
    for run in paragraph.runs:
        for key, value in values.items():
            if key == "size":
                run.font.size = Pt(value)
            elif key == "colour":
                run.font.color.rgb = RGBColor.from_string(value)
            elif key == "face":
                run.font.name = value
                for name in ("w:hAnsi", "w:cs", "w:eastAsia"):
                    run._r.rPr.rFonts.set(qn(name), value)
            else:
                setattr(run.font, key, value)


def upper(style: str) -> Change:
    return lambda paper: rewrite(paper.one(style), paper.one(style).text.upper())


def lower(style: str) -> Change:
    return lambda paper: rewrite(paper.one(style), paper.one(style).text.capitalize())


def left(style: str) -> Change:
    def change(paper: Paper) -> None:
        paper.one(style).alignment = 0
        paper.one(style).paragraph_format.left_indent = Mm(0)

    return change


def twice(style: str) -> Change:
    def change(paper: Paper) -> None:
        paragraph = paper.one(style)._p
        paragraph.addnext(deepcopy(paragraph))

    return change


def no_line(style: str) -> Change:
    """Take away the drawn line, an empty bordered paragraph, under the last paragraph of the style."""

    def change(paper: Paper) -> None:
        after = paper.all(style)[-1]._p.getnext()
        if after is None or after.pPr is None or after.pPr.pStyle.val != "CVKe":
            raise Absent(style)
        after.getparent().remove(after)

    return change


def every(**values: Any) -> Change:
    """Set the paragraph format of the whole text."""

    def change(paper: Paper) -> None:
        for paragraph in paper.all(*BODY):
            for key, value in values.items():
                setattr(paragraph.paragraph_format, key, value)

    return change


def within(text: str) -> Change:
    """Add a sentence to the text, before its last paragraph."""

    def change(paper: Paper) -> None:
        paragraph = paper.all(*BODY)[0]
        paragraph.runs[-1].text = re.sub(r"[.;:]?$", f". {text}", paragraph.runs[-1].text)

    return change


def number(pattern: str, old: str, new: str) -> Change:
    return lambda paper: replace(paper.starting(pattern), old, new)


def page(**values: Any) -> Change:
    def change(paper: Paper) -> None:
        for section in paper.document.sections:
            for key, value in values.items():
                setattr(section, key, value)

    return change


def break_at_end(paper: Paper) -> None:
    paper.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    paper.document.add_paragraph()


def authority(*lines: str) -> Change:
    """Give the signer these lines of authority and title."""

    def change(paper: Paper) -> None:
        first, *others = paper.all("CVChucvu")
        if others:
            raise Absent("one line of authority")
        for line in reversed(lines[1:]):
            copy = deepcopy(first._p)
            first._p.addnext(copy)
            rewrite(Paragraph(copy, first._parent), line)
        rewrite(first, lines[0])

    return change


def in_turn(*changes: Change) -> Change:
    def change(paper: Paper) -> None:
        for one in changes:
            one(paper)

    return change
