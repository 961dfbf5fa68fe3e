"""The faces of a theme follow the language that a document names for them."""

from __future__ import annotations

import pytest
from lxml import etree

from congvan.core.opc.theme import theme_faces

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
THEME = f"""<a:theme xmlns:a="{A}"><a:themeElements><a:fontScheme>
<a:majorFont><a:latin typeface="Calibri Light"/><a:ea typeface=""/><a:cs typeface="Arial"/>
<a:font script="Jpan" typeface="MS Gothic"/><a:font script="Viet" typeface="Times New Roman"/></a:majorFont>
<a:minorFont><a:latin typeface="Calibri"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>"""


@pytest.mark.parametrize(
    ("language", "heading"),
    [("vi-VN", "Times New Roman"), ("vi", "Times New Roman"), ("en-US", "Calibri Light"), ("", "Calibri Light")],
)
def test_the_face_of_the_language_comes_before_that_of_its_letters(language: str, heading: str) -> None:
    faces = theme_faces(etree.fromstring(THEME), language)
    assert faces == {
        **dict.fromkeys(("majorAscii", "majorHAnsi"), heading),
        "majorBidi": "Arial",
        **dict.fromkeys(("minorAscii", "minorHAnsi"), "Calibri"),  # it has none of its own
    }


def test_without_a_theme_there_are_no_faces() -> None:
    assert theme_faces(None, "vi-VN") == {}
