"""Drawings beside the text: where they are on the page, and that those behind the text are below it."""

from __future__ import annotations

import io

import pikepdf
import pytest

from congvan.core import libreoffice
from congvan.formats.docx_html.template import compile_template
from tests.formats.docx_html.certificate_samples import TEXT, Place, borders, certificate, in_text, painted, picture
from tests.formats.docx_html.test_docx_html import needs_libreoffice
from tests.formats.docx_html.word_parts import par
from tools.judge_pages import pages_of

_MM = 72 / 25.4
_NEAR = 0.2
_SMALL = (20, 10)
_PLACES: list[tuple[tuple[Place, Place], tuple[float, float]]] = [
    ((("page", "0"), ("page", "0")), (0, 0)),
    ((("page", "center"), ("page", "center")), (138.5, 100)),
    ((("page", "right"), ("margin", "bottom")), (277, 180)),
    ((("margin", "10"), ("margin", "5")), (30, 25)),
    ((("column", "center"), ("margin", "top")), (138.5, 20)),
    ((("leftMargin", "0"), ("topMargin", "3")), (0, 3)),
    ((("rightMargin", "0"), ("bottomMargin", "2")), (277, 192)),
]
"""How a picture of 20 x 10 mm is placed on a page with margins of 20 mm; where its corner is then, in millimetres."""


def _picture(pdf: bytes, page: int = 0) -> tuple[float, float, float, float]:
    (found,) = (each[1:] for each in painted(pdf)[page] if each[0] == "image")
    return found


@pytest.mark.parametrize(("places", "corner"), _PLACES)
@pytest.mark.parametrize("in_header", [True, False])
def test_a_picture_is_where_its_anchor_says(
    places: tuple[Place, Place], corner: tuple[float, float], in_header: bool
) -> None:
    drawn = picture(places, _SMALL)
    docx = certificate(drawn) if in_header else certificate(body=in_text(drawn, before=par("trước")))
    left, top = corner
    edges = tuple(each * _MM for each in (left, top, left + 20, top + 10))
    assert _picture(pages_of(docx)) == pytest.approx(edges, abs=0.2)


def test_a_picture_of_the_text_is_on_its_page_alone_and_one_of_the_header_on_each() -> None:
    second = par("trang hai", "<w:pageBreakBefore/>")
    of_text = painted(pages_of(certificate(body=par("một") + second + in_text(picture()))))
    of_header = painted(pages_of(certificate(picture(), body=par("một") + second)))
    assert [[each[0] for each in page].count("image") for page in of_text] == [0, 1]
    assert [[each[0] for each in page].count("image") for page in of_header] == [1, 1]


@pytest.mark.parametrize("behind", [True, False])
def test_a_picture_of_a_header_is_below_the_text_whatever_it_says(behind: bool) -> None:
    """As in Word, and in LibreOffice."""
    assert painted(pages_of(certificate(picture(behind=behind))))[0][0][0] == "image"


def test_stamped_values_are_above_the_picture_and_the_frame_is_above_all() -> None:
    template = compile_template(certificate(picture(), TEXT.replace("Nguyễn Văn Mẫu", "{{ ten }}"), borders()))
    for name in ("Trần Thị A", "Lê B"):
        kinds = [each[0] for each in painted(template.render({"ten": name}))[0]]
        assert kinds == ["image", *["text"] * (len(kinds) - 2), "path"]


@pytest.mark.parametrize("in_header", [True, False])
@pytest.mark.parametrize("alt", ["", "Khung hoa văn"])
def test_a_picture_behind_the_text_is_a_figure_if_it_has_words_else_no_part_of_the_reading(
    in_header: bool, alt: str
) -> None:
    drawn = picture(alt=alt)
    docx = certificate(drawn) if in_header else certificate(body=in_text(drawn))
    with pikepdf.open(io.BytesIO(compile_template(docx).render({}))) as pdf:
        found = [dict(each) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S")]
        figures = [str(each["/Alt"]) for each in found if each["/S"] == "/Figure"]
    assert figures == ([alt] if alt else [])


@needs_libreoffice
@pytest.mark.parametrize("in_header", [True, False])
def test_pictures_are_where_libreoffice_has_them(in_header: bool) -> None:
    files = {}
    for n, (places, _corner) in enumerate(_PLACES):
        drawn = picture(places, _SMALL)
        files[f"{n}.docx"] = certificate(drawn) if in_header else certificate(body=in_text(drawn))
    theirs = libreoffice.convert_all(files, "pdf")
    for name, docx in files.items():
        assert _picture(pages_of(docx)) == pytest.approx(_picture(theirs[name]), abs=_NEAR), name
