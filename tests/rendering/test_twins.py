"""What drifts between a DOCX template and the HTML template of the same document is told, and nothing else."""

from __future__ import annotations

import functools
from dataclasses import replace

import pytest

from congvan.formats import compile_template
from congvan.nd30.model.view import CellPosition, PageGeometry, Paragraph, StyledRun, TextLine, View
from congvan.rendering.twins import TwinTemplates, compared, drift
from tests.formats.docx_samples import docx, run
from tests.package import parts_of, zipped

LONG = "Ngày 15/8/2020 Cục Viễn thông chỉ đạo các doanh nghiệp viễn thông phối hợp với Sở Thông tin " * 15
FONT = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'
TEMPLATES = TwinTemplates("templates/a.docx", "templates/a.html")
PAGE = (
    '<html lang="vi"><head><title>x</title><style>@page {{ size: 210mm 297mm; margin: 20mm 15mm 20mm {left}mm }}'
    'body {{ margin: 0 }} p {{ font: {size}pt "Times New Roman"; margin: 0; text-align: {align} }}</style></head><body>'
    "<p>{text}</p><p><b>Nơi nhận:</b> <i>{name}</i></p></body></html>"
)
SIZE = '<w:pgSz w:w="11906" w:h="16838"/>'
MARGINS = '<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="567" w:footer="567"/>'


def word(size: float = 14, text: str = LONG, bold: str = "<w:b/>", align: str = "both") -> bytes:
    look, plain = f'{FONT}<w:sz w:val="{size * 2:g}"/>', '<w:sz w:val="28"/>'
    body = f'<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr>{run(text, look)}</w:p>'
    foot = run("Nơi nhận:", FONT + bold + plain) + run(" {{ name }}", FONT + "<w:i/>" + plain)
    data = docx(f"{body}<w:p>{foot}</w:p>".replace("<w:t>", '<w:t xml:space="preserve">'))
    members = parts_of(data)
    xml = members["word/document.xml"].replace(SIZE.encode(), (SIZE + MARGINS).encode())
    template = compile_template("docx", zipped(members | {"word/document.xml": xml}))
    return template.render({"name": "Sở Y tế"})


@functools.cache
def page(size: float = 14, left: float = 30, align: str = "justify", name: str = "{{ name }}") -> bytes:
    text = PAGE.format(size=size, left=left, align=align, text=LONG, name=name)
    return compile_template("pdf", text.encode(), name="a.html").render({"name": "Sở Y tế"})


def told(one: bytes, other: bytes) -> list[str]:
    return [problem.message.id.partition(".")[2] for problem in drift(TEMPLATES, one, other)]


def test_twins_that_say_the_same_are_not_told() -> None:
    assert told(word(), page()) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (word(text=LONG + "Thêm một câu."), page(), ["docx-only"]),
        (word(), page(name="Sở Y tế, Bộ Y tế"), ["pdf-only"]),
        (word(size=13), page(), ["size"]),
        (word(bold=""), page(), ["bold-pdf"]),
        (word(align="left"), page(), ["align"]),
        (word(), page(left=35), ["left"]),
    ],
)
def test_what_drifts_is_told(one: bytes, other: bytes, expected: list[str]) -> None:
    assert told(one, other) == expected


def test_a_sentence_that_the_docx_alone_says_has_its_place() -> None:
    (problem,) = drift(TEMPLATES, word(text=LONG + "Thêm một câu."), page())
    assert str(problem.place) == "templates/a.docx, paragraph 1"
    assert "câu" in problem.text
    assert "templates/a.html" in problem.text


def test_a_size_is_told_once_for_all_words() -> None:
    (problem,) = drift(TEMPLATES, word(size=13), page())
    assert problem.message.values["docx"] == "13"
    assert problem.message.values["pdf"] == "14"
    assert problem.message.values["count"] == len(LONG.replace("/", "/ ").split())


def test_the_head_of_a_table_may_be_repeated_on_each_page() -> None:
    view = View("docx", paragraphs=(_cell("Họ tên", 1), _cell("An", 2)))
    pages = (PageGeometry(1, 210, 297), PageGeometry(2, 210, 297))
    paper = View("pdf", pages=pages, paragraphs=(_cell("Họ tên", 1), _cell("An", 2), _cell("Họ tên", 3)))
    assert list(compared(TEMPLATES, view, paper)) == []
    more = replace(paper, paragraphs=(*paper.paragraphs, _cell("Bình", 4)))
    assert [problem.message.id for problem in compared(TEMPLATES, view, more)] == ["twin-drift.pdf-only"]


def _cell(text: str, row: int) -> Paragraph:
    return Paragraph((TextLine((StyledRun(text, size=13.0),)),), cell=CellPosition(1, row, 1))
