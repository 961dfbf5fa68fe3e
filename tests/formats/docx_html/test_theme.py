"""The theme as drawings take it: colours by name, lighter and darker ones, widths of lines."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from congvan.formats.docx_html.markup import A
from congvan.formats.docx_html.theme import theme_of

NS = f'xmlns:a="{A[1:-1]}"'
THEME = (
    f'<a:theme {NS}><a:clrScheme><a:dk1><a:sysClr val="windowText" lastClr="101010"/></a:dk1><a:accent1><a:srgbClr '
    'val="4472C4"/></a:accent1></a:clrScheme><a:lnStyleLst><a:ln w="6350"/><a:ln w="12700"/></a:lnStyleLst></a:theme>'
)


def filled(inner: str) -> Any:
    return etree.fromstring(f"<a:solidFill {NS}>{inner}</a:solidFill>")


@pytest.mark.parametrize(
    ("inner", "colour"),
    [
        ('<a:srgbClr val="C00000"/>', "C00000"),
        ('<a:schemeClr val="accent1"/>', "4472C4"),
        ('<a:schemeClr val="tx1"/>', "101010"),
        ('<a:schemeClr val="bg1"/>', "FFFFFF"),
        ('<a:schemeClr val="accent6"/>', "000000"),
        ('<a:schemeClr val="accent1"><a:lumMod val="40000"/><a:lumOff val="60000"/></a:schemeClr>', "B4C7E7"),
        ('<a:schemeClr val="bg1"><a:lumMod val="75000"/></a:schemeClr>', "BFBFBF"),
    ],
)
def test_a_colour_is_that_of_the_theme(inner: str, colour: str) -> None:
    assert theme_of(etree.fromstring(THEME)).colour(filled(inner)) == colour


def test_widths_of_lines() -> None:
    theme = theme_of(etree.fromstring(THEME))
    assert [theme.width(index) for index in (1, 2, 3)] == [0.5, 1.0, 1.0]
    assert theme_of(None).width(1) == 0.75


def test_without_a_theme_text_is_black_and_paper_white() -> None:
    theme = theme_of(None)
    names = ("dk1", "tx1", "lt1", "bg1", "accent1")
    shown = [theme.colour(filled(f'<a:schemeClr val="{name}"/>')) for name in names]
    assert shown == ["000000", "000000", "FFFFFF", "FFFFFF", "000000"]
    assert theme.colour(None) == ""
