"""What is told of drawings, and what is not."""

from __future__ import annotations

import pytest

from tests.formats.docx_html.followed.test_followed import told

TEXT_BOX = "<wps:txbx><w:txbxContent/></wps:txbx>"
LINE = '<a:prstGeom prst="line"/>'


def shape(properties: str, beside: str = "") -> str:
    return f"<wps:wsp><wps:spPr>{properties}</wps:spPr>{beside}</wps:wsp>"


def picture(inner: str, properties: str = "") -> str:
    pic = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    return f'<pic:pic xmlns:pic="{pic}"><pic:blipFill>{inner}</pic:blipFill><pic:spPr>{properties}</pic:spPr></pic:pic>'


def reference(kind: str, index: int, inner: str = "") -> str:
    return f'<wps:style><a:{kind} idx="{index}"><a:schemeClr val="accent1">{inner}</a:schemeClr></a:{kind}></wps:style>'


FILL = '<a:solidFill><a:schemeClr val="accent1">{}</a:schemeClr></a:solidFill>'
TOLD = {
    "crop": (picture('<a:blip/><a:srcRect l="1000"/>'), "drawing-effect"),
    "colours": (picture("<a:blip><a:grayscl/></a:blip>"), "drawing-effect"),
    "outline": (picture("<a:blip/>", "<a:ln><a:solidFill/></a:ln>"), "drawing-effect"),
    "turned": (picture("<a:blip/>", '<a:xfrm rot="5400000"/>'), "drawing-effect"),
    "mirrored": (picture("<a:blip/>", '<a:xfrm flipH="1"/>'), "drawing-effect"),
    "shadow": (shape("<a:effectLst><a:outerShdw/></a:effectLst>"), "drawing-effect"),
    "gradient": (shape("<a:gradFill/>"), "drawing-effect"),
    "dashes": (shape('<a:ln><a:prstDash val="dash"/></a:ln>'), "drawing-effect"),
    "arrow": (shape('<a:ln><a:tailEnd type="triangle"/></a:ln>'), "drawing-effect"),
    "glass": (shape(FILL.format('<a:alpha val="50000"/>')), "drawing-effect"),
    "shade": (shape(LINE, reference("lnRef", 2, '<a:shade val="50000"/>')), "theme-colour"),
    "fill of the theme": (shape('<a:prstGeom prst="rect"/>', reference("fillRef", 2)), "theme-colour"),
    "text at the foot": (shape("", f'{TEXT_BOX}<wps:bodyPr anchor="b"/>'), "text-box"),
    "text turned": (shape("", f'{TEXT_BOX}<wps:bodyPr vert="vert270"/>'), "text-box"),
}
UNTOLD = {
    "whole picture": picture("<a:blip><a:extLst/></a:blip><a:srcRect/>", "<a:xfrm/><a:ln><a:noFill/></a:ln>"),
    "mirrored line": shape(f'<a:xfrm flipV="1"/>{LINE}<a:ln><a:prstDash val="solid"/><a:tailEnd/></a:ln>'),
    "line of the theme": shape(LINE, reference("lnRef", 1) + "<wps:bodyPr/>"),
    "lighter fill": shape(FILL.format('<a:lumMod val="40000"/>')),
    "own fill": shape("<a:noFill/>", reference("fillRef", 3)),
    "no effect": shape("<a:effectLst/>", f'{TEXT_BOX}<wps:bodyPr vert="horz" anchor="t" rot="0"/>'),
}


def drawn(inner: str) -> str:
    return f"<w:p><w:r><w:drawing><wp:inline><wp:extent cx='1' cy='1'/>{inner}</wp:inline></w:drawing></w:r></w:p>"


@pytest.mark.parametrize("name", TOLD)
def test_what_is_not_drawn_is_told(name: str) -> None:
    inner, code = TOLD[name]
    assert {each.code for each in told(drawn(inner))} == {code}


@pytest.mark.parametrize("name", UNTOLD)
def test_what_is_drawn_is_not_told(name: str) -> None:
    assert told(drawn(UNTOLD[name])) == []
