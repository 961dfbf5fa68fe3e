"""The format of a run: what its properties set, and what they come to over styles and defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from congvan.core.units import half_points, points
from congvan.formats.docx_html.markup import W, colour_code, is_on, pt, says_yes, shading, tag_of, text_size
from congvan.formats.docx_html.styles.families import css_families

Settings = Mapping[str, Any]
"""The properties that one place sets, by the name of a field of the format."""

_RAISED_PERCENT = 58  # size of raised and lowered text, of which LibreOffice takes whole twips
_SMALL_CAPITALS = 0.8  # of the size of the text
_SHIFTS = {"superscript": -0.393, "subscript": 0.09}  # of the size, downwards
HIGHLIGHTS = {"black": "000000", "white": "FFFFFF", "darkGray": "808080", "lightGray": "C0C0C0"}
HIGHLIGHTS |= {"red": "FF0000", "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "blue": "0000FF"}
HIGHLIGHTS |= {"darkRed": "800000", "darkYellow": "808000", "darkGreen": "008000", "darkCyan": "008080"}
HIGHLIGHTS |= {"darkBlue": "000080", "darkMagenta": "800080", "magenta": "FF00FF"}
"""The colours of highlighted text: those of CSS by the same names are others."""
UNDERLINES = {"none": "", "single": "solid", "words": "solid", "double": "double 0.15em", "thick": "solid 0.1em"}
UNDERLINES |= {"dotted": "dotted", "dottedHeavy": "dotted 0.1em", "dash": "dashed", "dashedHeavy": "dashed 0.1em"}
UNDERLINES |= {"wave": "wavy", "wavyHeavy": "wavy 0.07em"}
"""The kinds of underline that are drawn, with the style and thickness of CSS."""


MARKED_FAMILY = "marked_family"
"""The setting that is the family of letters with marks, which no format has."""
_THEME_FACES = frozenset(
    kind + script for kind in ("major", "minor") for script in ("Ascii", "HAnsi", "EastAsia", "Bidi")
)


class RunFormat(NamedTuple):
    """The format of a run; lengths in points. `kerned_from`: the size from which on pairs are kerned, 0 for never."""

    family: str = "Times New Roman"
    size: float = 10.0
    bold: bool = False
    italic: bool = False
    underline: str = ""  # one of UNDERLINES; "" for none
    underline_colour: str = ""
    strike: bool = False
    capitals: bool = False
    small_capitals: bool = False
    small: bool = False  # a capital in the place of a small letter, in a line of the full size
    colour: str = ""
    spacing: float = 0.0
    kerned_from: float = 0.0
    level: str = ""  # "superscript", "subscript"
    raised: float = 0.0
    highlight: str = ""
    shading: str = ""  # what LibreOffice writes of a highlight that is none of Word's sixteen
    hidden: bool = False
    character_style: str = ""

    @property
    def differs_by_letter(self) -> bool:
        """Whether letters of one text look different: the text itself must be known."""
        return self.small_capitals or self.underline == "words"

    @property
    def of_lines(self) -> RunFormat:
        """This format without what CSS would draw along whole lines, or hand down to all that is in them."""
        drawn = self.underline or self.strike or self.highlight or self.shading
        return _without_lines(self) if drawn else self

    @property
    def background(self) -> str:
        """The colour behind the text; a highlight is before a shading."""
        colour = HIGHLIGHTS.get(self.highlight, self.shading)
        return f"#{colour}" if colour else ""

    @property
    def is_kerned(self) -> bool:
        return 0 < self.kerned_from <= self.size

    @property
    def shown_size(self) -> float:
        size = self.size * (_SMALL_CAPITALS if self.small else 1.0)
        return round(20 * size) * _RAISED_PERCENT // 100 / 20 if self.level in _SHIFTS else size

    def declarations(self, base: RunFormat, exact: bool = False, lift: float = 0.0) -> str:
        """Return the CSS that makes this format of that of the paragraph; `exact`: its lines don't grow; `lift`: how
        far the box of the text is raised.
        """
        out = []
        if self.shown_size != base.shown_size:
            out.append(f"font-size:{pt(self.shown_size)}")
        if self.family.lower() != base.family.lower():
            out.append(f"font-family:{css_families(self.family)}")
        out += [f"{name}:{own}" for name, own, theirs in self._pairs(base) if own != theirs]
        if self.level in _SHIFTS:
            # raised text must not make the line taller: half of its size is what Word keeps for it
            # and stand in the order of the text, which what is shifted by its position does not
            out.append(f"vertical-align:{pt(-_SHIFTS[self.level] * self.size)};line-height:0")
            return ";".join(out)
        if self.raised and exact:
            out.append(f"position:relative;top:{pt(-self.raised)}")
        raised = lift if exact else self.raised + lift
        if raised:
            out.append(f"vertical-align:{pt(raised)}")
        return ";".join(out)

    def _pairs(self, base: RunFormat) -> list[tuple[str, str, str]]:
        """Return, by property, the CSS values of this format and of another."""
        return [(name, value(self), value(base)) for name, value in _CSS.items()]

    def plain_declarations(self) -> list[str]:
        """Return the CSS of a paragraph of this format, sizes and families left out."""
        return [f"{name}:{own}" for name, own, initial in self._pairs(_INITIAL) if own != initial]


_CSS: Mapping[str, Callable[[RunFormat], str]] = {
    "font-weight": lambda own: "bold" if own.bold else "normal",
    "font-style": lambda own: "italic" if own.italic else "normal",
    "text-decoration": lambda own: _decoration(own),
    "text-transform": lambda own: "uppercase" if own.capitals else "none",
    "color": lambda own: f"#{own.colour}" if own.colour else "#000",
    "letter-spacing": lambda own: pt(own.spacing) if own.spacing else "normal",
    "font-kerning": lambda own: "normal" if own.is_kerned else "none",
    "background": lambda own: own.background or "none",
}
_INITIAL = RunFormat()


def _decoration(own: RunFormat) -> str:
    """Return the lines through and below a text: CSS gives them one style, that of the underline."""
    style = UNDERLINES.get(own.underline, "solid") if own.underline else "solid"
    if not (own.underline or own.strike):
        return "none"
    kinds = ["underline"] * bool(own.underline) + ["line-through"] * own.strike
    colour = f"#{own.underline_colour}" if own.underline_colour else ""
    return " ".join(filter(None, [*kinds, style if style != "solid" else "", colour]))


def _without_lines(own: RunFormat) -> RunFormat:
    return own._replace(underline="", strike=False, highlight="", shading="")


def _font(element: Any, themes: Mapping[str, str]) -> Settings:
    """Read the faces of a text, that of letters with marks apart; "" for a face of a theme that has none by that name.

    Why: Word draws letters with marks in the second one, LibreOffice all of them in the first.
    """
    found = {}
    for name, kind in (("family", "ascii"), (MARKED_FAMILY, "hAnsi")):
        theme = element.get(f"{W}{kind}Theme")
        named = themes.get(theme, "") if theme in _THEME_FACES else element.get(W + kind)
        if named is not None:
            found[name] = named.partition(";")[0]  # LibreOffice writes several: the first, else the next
    return found


def _set(name: str, read: Callable[[str], Any]) -> Callable[[Any], Settings]:
    return lambda element: {name: read(element.get(W + "val") or "")}


def _switch(name: str) -> Callable[[Any], Settings]:
    return lambda element: {name: is_on(element)}


def _underline(element: Any) -> Settings:
    """Read an underline; one of a kind that is not drawn is a plain one."""
    kind, colour = element.get(W + "val") or "none", colour_code(element.get(W + "color"))
    shown = "" if not says_yes(kind) else kind if kind in UNDERLINES else "single"
    return {"underline": shown, "underline_colour": colour}


def _size(element: Any) -> Settings:
    size = text_size(element.get(W + "val"))
    return {} if size is None else {"size": size}


_READERS: Mapping[str, Callable[[Any], Settings]] = {
    "b": _switch("bold"),
    "i": _switch("italic"),
    "caps": _switch("capitals"),
    "smallCaps": _switch("small_capitals"),
    "strike": _switch("strike"),
    "dstrike": _switch("strike"),
    "vanish": _switch("hidden"),
    "sz": _size,
    "u": _underline,
    "color": _set("colour", colour_code),
    "vertAlign": _set("level", lambda text: text if text in _SHIFTS else ""),
    "spacing": _set("spacing", points),
    "kern": _set("kerned_from", half_points),
    "position": _set("raised", half_points),
    "highlight": _set("highlight", lambda text: text if text in HIGHLIGHTS else ""),
    "shd": lambda element: {"shading": shading(element)},
    "rStyle": _set("character_style", str),
}


def run_settings(element: Any, themes: Mapping[str, str]) -> Settings:
    """Return what a `w:rPr` sets; `themes`: the theme's families by the name that refers to them."""
    found: dict[str, Any] = {}
    for inner in element if element is not None else ():
        name = tag_of(inner)
        if name == "rFonts":
            found |= _font(inner, themes)
        elif name in _READERS:
            found |= _READERS[name](inner)
    return found
