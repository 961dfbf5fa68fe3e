"""Drawings in front of text: what they hide is an error with its page and its words."""

from __future__ import annotations

import pytest

from congvan.core.problems import ProblemsFound
from congvan.formats.docx_html.template import compile_template
from tests.formats.docx_html.certificate_samples import PAGE_CORNER, certificate, in_text, picture, png
from tests.formats.docx_html.drawing_samples import anchored
from tests.formats.docx_html.word_parts import par, words

_WHITE = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'


def _told(docx: bytes) -> list[tuple[object, object]]:
    """Return the page and the text of each drawing that hides some."""
    try:
        compile_template(docx, name="mau.docx").render({})
    except ProblemsFound as found:
        problems = found.problems
    else:
        return []
    kinds = {(each.code, each.place.file, bool(each.hint)) for each in problems}
    assert kinds == {("drawing-covers-text", "mau.docx", True)}
    return [(each.message.values["page"], each.message.values["text"]) for each in problems]


def test_a_box_to_tick_over_spaces_hides_nothing() -> None:
    """Papers for a signature have such white squares in their lines."""
    white = anchored("wrapNone", 25400, height=127000).replace("<a:ln ", f"{_WHITE}<a:ln ").replace("1270000", "190000")
    boxed = white.replace("635000", "1450000")
    line = "4.2. Thống nhất" + " " * 24 + "Sửa"
    assert _told(certificate(body=f"<w:p>{boxed}{words(line)}</w:p>")) == []
    assert _told(certificate(body=f"<w:p>{boxed.replace('1450000', '900000')}{words(line)}</w:p>")) == [(1, "nhất")]


def test_a_picture_that_hides_text_is_told_with_its_page_and_the_text() -> None:
    behind = par("trang hai", "<w:pageBreakBefore/>") + in_text(picture(behind=False), "neo đây")
    assert _told(certificate(body=par("một") + behind)) == [
        (2, "trang hai neo đây GIẤY KHEN Tặng ông Nguyễn Văn Mẫu Đã hoàn")
    ]


@pytest.mark.parametrize(
    "drawing", [picture(), picture((("page", "200"), ("page", "150")), (60, 40), behind=False), ""], ids=str
)
def test_a_picture_behind_text_or_beside_it_hides_nothing(drawing: str) -> None:
    assert _told(certificate(body=in_text(drawing))) == []


@pytest.mark.parametrize(("alpha", "told"), [(0, False), (60, False), (255, True)])
def test_a_picture_hides_text_where_it_is_not_transparent(alpha: int, told: bool) -> None:
    docx = certificate(body=in_text(picture(behind=False)), data=png("RGBA", (200, 0, 0, alpha)))
    assert bool(_told(docx)) == told


@pytest.mark.parametrize(("fill", "told"), [("", False), (_WHITE, True)])
def test_a_shape_hides_text_where_it_has_a_colour(fill: str, told: bool) -> None:
    shape = anchored("wrapNone", 0).replace("<a:ln ", f"{fill}<a:ln ")
    assert bool(_told(certificate(body=f"<w:p>{shape}{words('chữ ở dưới hình này dài hơn lề trái')}</w:p>"))) == told


def test_text_in_a_drawing_further_in_front_is_not_hidden() -> None:
    text = f"<wps:txbx><w:txbxContent>{par('hộp')}</w:txbxContent></wps:txbx><wps:bodyPr/>"
    box = anchored("wrapNone", 635000).replace("<wps:bodyPr/>", text).replace("cNvSpPr/", 'cNvSpPr txBox="1"/')
    over = picture((("column", "0"), ("paragraph", "0")), (120, 80), behind=False)
    assert _told(certificate(body=f"<w:p>{over}{box}</w:p>")) == []
    assert _told(certificate(body=f"<w:p>{box}{over}</w:p>")) == [(1, "hộp")]


def test_a_picture_in_front_of_nothing_but_a_header_hides_the_header() -> None:
    header = f"<w:p>{picture(PAGE_CORNER, (297, 25), behind=False)}{words('đầu trang')}</w:p>"
    assert _told(certificate(header1=header)) == [(1, "đầu trang")]
