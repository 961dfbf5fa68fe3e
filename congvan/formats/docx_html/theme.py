"""The theme of a document as drawings take it: its colours by name, and the widths of its lines."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from typing import Any, NamedTuple

from congvan.core.units import number
from congvan.formats.docx_html.markup import EMU_PER_PT, A, tag_of

_ALIASES = {"tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2"}
_PLAIN = {"dk1": "000000", "lt1": "FFFFFF"}
MIXED = ("lumMod", "lumOff")
"""The changes of a colour that are reckoned."""


class Theme(NamedTuple):
    """The colours of a theme by name, and the widths in points of its lines, the thinnest first."""

    colours: Mapping[str, str] = _PLAIN
    widths: tuple[float, ...] = ()

    def colour(self, element: Any) -> str:
        """Return the colour of an element that holds one ("solidFill", "lnRef"), black if the theme lacks it; "" for no
        element."""
        if element is None:
            return ""
        for inner in element:
            kind, name = tag_of(inner), inner.get("val") or ""
            if kind == "srgbClr":
                return name
            if kind == "schemeClr":
                return _mixed(self.colours.get(_ALIASES.get(name, name), "000000"), inner)
        return "000000"

    def width(self, index: int) -> float:
        """Return the width of one of the theme's lines, counted from 1."""
        return self.widths[min(index, len(self.widths)) - 1] if self.widths and index > 0 else 0.75


def theme_of(root: Any) -> Theme:
    """Read `word/theme/theme1.xml`."""
    if root is None:
        return Theme()
    scheme, lines = next(root.iter(A + "clrScheme"), ()), next(root.iter(A + "lnStyleLst"), ())
    colours = {tag_of(each): each[0].get("lastClr") or each[0].get("val") or "" for each in scheme if len(each)}
    return Theme({**_PLAIN, **colours}, tuple(number(each.get("w"), 9525) / EMU_PER_PT for each in lines))


def _mixed(colour: str, element: Any) -> str:
    """Return a colour made lighter or darker, as the children of an element say (ECMA-376 part 1, 20.1.2.3.20)."""
    share = {tag_of(each): number(each.get("val"), 100000) / 100000 for each in element}
    if not share.keys() & set(MIXED):
        return colour
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    light = min(1.0, max(0.0, light * share.get("lumMod", 1.0) + share.get("lumOff", 0.0)))
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, full))
