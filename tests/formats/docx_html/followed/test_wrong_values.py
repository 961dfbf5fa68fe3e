"""Colours, sizes and measures that no page can have are told with their place; LibreOffice's own ways to write them
are read.
"""

from __future__ import annotations

import pytest

from congvan.formats.docx_html.followed.not_followed import NotFollowed, not_followed
from congvan.formats.docx_html.template import compile_template
from congvan.problems import ProblemsFound
from tests.formats.docx_html.test_converter import members
from tests.formats.docx_html.word_parts import cell, par, row, table, word_document


def told(body: str) -> list[NotFollowed]:
    return list(not_followed(members(word_document(body)), 14))


@pytest.mark.parametrize(
    ("properties", "run", "codes"),
    [
        ("", '<w:color w:val="#FF0000"/><w:shd w:val="clear" w:color="auto" w:fill="auto"/>', []),
        ("", '<w:sz w:val="{{ c }}"/><w:color w:val="{{ c }}"/>', []),
        ("", '<w:sz w:val="14pt"/><w:highlight w:val="none"/>', []),
        ("", '<w:shd w:val="clear" w:color="auto" w:fill="xanh"/><w:highlight w:val="hong"/>', ["colour"]),
        ("", '<w:u w:val="single" w:color="12345"/>', ["colour"]),
        ('<w:pBdr><w:top w:val="single" w:sz="4" w:space="1" w:color="ng"/></w:pBdr>', "", ["colour"]),
        ("", '<w:sz w:val="99999999999999999999"/>', ["size"]),
        ('<w:pBdr><w:top w:val="single" w:sz="-4"/></w:pBdr>', "", ["measure"]),
        ('<w:spacing w:line="-240" w:lineRule="exact"/>', "", ["measure"]),
        ('<w:ind w:firstLine="99999999999999999999"/>', "", ["measure"]),
        ('<w:tabs><w:tab w:val="left" w:pos="1000000"/></w:tabs>', "", ["measure"]),
        ('<w:ind w:left="-567" w:hanging="nan"/><w:spacing w:before="1e400"/>', "", []),
    ],
)
def test_colours_sizes_and_measures_that_no_page_can_have_are_told(properties: str, run: str, codes: list[str]) -> None:
    assert [each.code for each in told(par("x", properties, run))] == codes
    assert all(str(each.where) == "paragraph 1" for each in told(par("x", properties, run)))


def test_a_measure_of_which_no_page_can_be_made_is_raised_with_its_place() -> None:
    body = table([-240], row(cell(par("x"), 3000)))
    with pytest.raises(ProblemsFound) as caught:
        compile_template(word_document(body), name="mau.docx").render({})
    assert [each.message.id for each in caught.value.problems] == ["docx-not-followed.measure"]
    assert "table 1" in caught.value.problems[0].place.text("en")
