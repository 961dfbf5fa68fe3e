"""Frames in headers and footers are followed where one is beside an almost empty line, and told elsewhere."""

from __future__ import annotations

import pytest

from congvan.formats.docx_html.followed.margin_frames import crowded_frames
from congvan.formats.docx_html.word_template import word_template
from tests.formats.docx_html.test_converter import members
from tests.formats.docx_html.word_parts import NUMBER, SECTIONS, par, spacing, word_document
from tests.formats.docx_html.word_parts import PAGE as A4

FRAME = '<w:framePr w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="{}" w:y="1"/>'
RIGHT, CENTRE, LEFT = (FRAME.format(side) for side in ("right", "center", "left"))
CENTRED = CENTRE + '<w:jc w:val="center"/>'


@pytest.mark.parametrize(
    ("footer", "is_told"),
    [
        (par("1", RIGHT) + par("chân"), False),
        (par("1", RIGHT) + par("chân trang dài " * 6), True),
        (par("1", LEFT) + par(""), False),
        (par("1", LEFT) + par("chân"), True),
        (par("Trang", CENTRED) + f"<w:p><w:pPr>{CENTRED}</w:pPr>{NUMBER}</w:p>" + par(""), False),
        (par("Trang", CENTRED) + par("1", CENTRED) + par("chân"), True),
        (par("Trang", RIGHT) + par("1", RIGHT) + par(""), True),
        (par("chân") + par("1", RIGHT), True),
        (par("1", RIGHT + spacing(100)) + par("chân"), True),
        (par("1", RIGHT) + par("chân") + par("2", RIGHT) + par("x"), True),
    ],
)
def test_frames_are_told_where_they_are_crowded(footer: str, is_told: bool) -> None:
    package = members(word_document(par("x"), SECTIONS + A4, header1=par("h"), footer1=footer))
    found = list(crowded_frames(package, word_template(package).styles))
    assert [each.code for each in found] == ["crowded-frame"] * is_told
