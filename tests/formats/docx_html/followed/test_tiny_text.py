"""Text typed into a line of a point is told with its place; empty lines and readable text are not."""

from __future__ import annotations

import pytest

from congvan.formats.docx_html.converter import WordConverter
from congvan.opc.reader import read_members
from tests.formats.docx_html.word_parts import PAGE, SECTIONS, par, style, word_document, words
from tests.sample_project import HOME

TINY = style("CVHet", run='<w:sz w:val="2"/>')


def told(docx: bytes) -> list[tuple[str, str]]:
    package = {member.name: member.content() for member in read_members(docx, name="mau.docx")}
    found = WordConverter(package, "mau.docx").not_followed
    return [(str(each.part), str(each.where)) for each in found if each.code == "tiny-text"]


@pytest.mark.parametrize(("text", "count"), [("Trang 1", 1), ("", 0), ("  ", 0)])
def test_a_text_that_nobody_can_read_is_told(text: str, count: int) -> None:
    last = par(text, '<w:pStyle w:val="CVHet"/>')
    assert (
        len(told(word_document(par("chữ"), SECTIONS + PAGE, styles=TINY, footer1=par("a") + last, header1=par("b"))))
        == count
    )


def test_a_run_of_its_own_size_is_told_and_the_templates_hold_none() -> None:
    assert len(told(word_document(par("chữ", run='<w:sz w:val="6"/>') + par("chữ", run='<w:sz w:val="7"/>')))) == 1
    for template in ("van-ban", "danh-sach-gui", "bi-van-ban"):
        assert not told((HOME / f"templates/{template}.docx").read_bytes())


def test_a_text_in_a_text_box_is_told_once_where_it_is() -> None:
    tiny = '<w:sz w:val="4"/>'
    box = f"<w:txbxContent>{par('nhỏ', run=tiny)}</w:txbxContent>"
    copies = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    body = f"<w:p>{words('chữ')}<w:r><mc:AlternateContent>{copies}</mc:AlternateContent></w:r></w:p>"
    assert told(word_document(body)) == [("body", "paragraph 1")]
