"""Resolve the settings of paragraphs and runs as Word does: defaults, styles and their ancestors, tables, theme.

Source: ECMA-376-1, 17.7.2 (style hierarchy), 17.7.3 (toggle properties), 17.9 (numbering), 20.1.6.9 (theme fonts).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from congvan.core.opc.theme import theme_faces
from congvan.core.units import twips_to_mm
from congvan.nd30.docx.package import W, WordPackage, parse

Properties = dict[str, Any]
_ON = {"", "1", "true", "on"}
TOGGLES = ("b", "i", "caps", "smallCaps", "vanish")
CELL_MARGIN = 1.9  # mm at each side of a cell, Word's default
_BROKEN_LINES = ("dash", "dot", "wave", "doubleWave")
_MAX_CACHED = 1 << 20  # bytes; larger styles are not cached
WHITE = "FFFFFF"
_FONTS = ("ascii", "hAnsi", "asciiTheme", "hAnsiTheme")


@lru_cache(512)
def w(name: str) -> str:
    """Return a name in the word namespace, in Clark notation."""
    return f"{{{W}}}{name}"


def value(element: Any, name: str = "val") -> str:
    """Return an attribute in the word namespace; "" if absent."""
    return str(element.get(w(name), ""))


def child_of(element: Any | None, name: str) -> Any | None:
    """Return the first child of that name in the word namespace; None if there is none, or no element."""
    return None if element is None else element.find(w(name))


def is_on(element: Any) -> bool:
    """Return whether a switch element is on: present without a value, or with 1, true, on."""
    return value(element).lower() in _ON


@lru_cache(1024)
def to_number(text: str) -> float | None:
    """Return a measure as a number in its own unit (twips, half-points …), "12pt" in twips; None if it isn't one."""
    match = re.fullmatch(r"(-?\d+(?:\.\d+)?)(pt|mm|cm|in)?", text or "")
    if match is None:
        return None
    factor = {None: 1.0, "pt": 20.0, "mm": 1440 / 25.4, "cm": 14400 / 25.4, "in": 1440.0}[match[2]]
    return float(match[1]) * factor


def has_border(borders: Any, sides: tuple[str, ...]) -> bool:
    """Return whether a border is drawn on one of the sides."""
    return any(part.tag.rpartition("}")[2] in sides and value(part) not in ("", "none", "nil") for part in borders)


def is_shaded(element: Any) -> bool:
    """Return whether a run or cell has a ground of its own colour, on which white words are seen."""
    settings = next((child for child in element if str(child.tag).endswith("Pr")), None)
    return settings is not None and (_has_fill(settings) or settings.find(w("highlight")) is not None)


def _has_fill(settings: Any) -> bool:
    """Return whether settings fill the ground with a colour other than white, or with a pattern."""
    shade = settings.find(w("shd"))
    if shade is None:
        return False
    return value(shade, "fill").upper() not in ("", "AUTO", WHITE) or value(shade) not in ("", "clear", "nil")


def run_properties(element: Any | None) -> Properties:
    """Return the explicit settings of a w:rPr."""
    properties: Properties = {}
    if element is None:
        return properties
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name in TOGGLES:
            properties[name] = is_on(child)
        elif name == "sz":
            properties["sz"] = to_number(value(child))
        elif name == "color":
            properties["color"] = value(child).upper()
        elif name == "u":
            properties["u"] = value(child) not in ("none", "")
        elif name == "rStyle":
            properties["rStyle"] = value(child)
        elif name == "vertAlign":
            properties["raised"] = value(child) in ("superscript", "subscript")
        elif name == "rFonts":
            fonts = {key: value(child, key) for key in _FONTS if value(child, key)}
            for kind in ("ascii", "hAnsi"):  # a theme face overrides a named one at the same level
                if f"{kind}Theme" in fonts:
                    properties[kind] = "theme:" + fonts[f"{kind}Theme"]
                elif kind in fonts:
                    properties[kind] = fonts[kind]
    return properties


def paragraph_properties(element: Any | None) -> Properties:
    """Return the explicit settings of a w:pPr: alignment, indents (twips), spacing, numbering, borders, style."""
    properties: Properties = {}
    if element is None:
        return properties
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name == "jc":
            properties["jc"] = value(child)
        elif name == "pStyle":
            properties["pStyle"] = value(child)
        elif name == "ind":
            _indents(child, properties)
        elif name == "spacing":
            for key in ("before", "after", "line", "lineRule", "beforeAutospacing", "afterAutospacing"):
                if value(child, key):
                    properties[key] = value(child, key)
        elif name == "numPr":
            for part in child:
                key = part.tag.rpartition("}")[2]
                if key in ("numId", "ilvl"):
                    properties[key] = value(part)
        elif name == "pBdr":
            properties["border"] = [
                part.tag.rpartition("}")[2] for part in child if value(part) not in ("", "none", "nil")
            ]
            properties["border_solid"] = not any(value(part).startswith(_BROKEN_LINES) for part in child)
        elif name == "tabs":
            stops = [(to_number(value(part, "pos")), value(part)) for part in child if value(part) != "clear"]
            properties["tabs"] = sorted(place for place, _kind in stops if place is not None)
            properties["middles"] = [place for place, kind in stops if place is not None and kind == "center"]
        elif name in ("pageBreakBefore", "contextualSpacing"):
            properties[name] = is_on(child)
        elif name == "shd":
            properties["shaded"] = _has_fill(element)
        elif name == "framePr":
            properties["frame"] = value(child, "xAlign") or ("x" if value(child, "x") else "left")
    return properties


def _indents(element: Any, properties: Properties) -> None:
    for keys, name in ((("left", "start"), "left"), (("right", "end"), "right")):
        for key in keys:
            if value(element, key):
                properties[name] = to_number(value(element, key))
    if value(element, "hanging") and value(element, "hanging") != "0":
        properties["first"] = -(to_number(value(element, "hanging")) or 0)
    elif value(element, "firstLine"):
        properties["first"] = to_number(value(element, "firstLine"))
    elif value(element, "hanging") == "0":
        properties["first"] = 0.0


def styles_of(package: WordPackage) -> tuple[Styles, Any | None]:
    """Return the styles of a document, shared by documents with the same ones, and the root of its numbering."""
    styles = package.read(package.related("styles", "word/styles.xml"))
    theme = package.read(package.related("theme", "word/theme/theme1.xml"))
    small = len(styles or b"") + len(theme or b"") < _MAX_CACHED
    numbering = package.part(package.related("numbering", "word/numbering.xml"))
    tag = child_of(package.part(package.related("settings", "word/settings.xml")), "themeFontLang")
    language = "" if tag is None else value(tag)
    return (_cached_styles if small else Styles)(styles, theme, language), numbering


class Styles:
    """The styles and theme faces of a document, from the bytes of their parts; None for a missing part.

    `language`: that of the faces of the theme.
    """

    def __init__(self, styles: bytes | None, theme: bytes | None, language: str = "") -> None:
        root = None if styles is None else parse(styles)
        self.defaults_run: Properties = {}
        self.defaults_paragraph: Properties = {}
        self._styles: dict[str, tuple[str, Properties, Properties, str]] = {}
        self.default_paragraph = self.default_table = ""
        self._ruled: set[str] = set()
        self._styled_runs: dict[tuple[str, ...], Properties] = {}
        self._styled_paragraphs: dict[tuple[str, ...], Properties] = {}
        self._ancestries: dict[str, tuple[str, ...]] = {}
        self._shaded: set[str] = set()
        self._parts: dict[str, dict[str, tuple[Properties, Properties]]] = {}  # of a table style: first row, bands …
        self._cell_margins: dict[str, dict[str, float]] = {}
        if root is not None:
            self._read(root)
        self._faces = theme_faces(None if theme is None else parse(theme), language)

    def _read(self, root: Any) -> None:
        base = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
        self.defaults_run = run_properties(base)
        self.defaults_paragraph = paragraph_properties(root.find(f"{w('docDefaults')}/{w('pPrDefault')}/{w('pPr')}"))
        for style in root.iter(w("style")):
            name, kind = value(style, "styleId"), value(style, "type")
            based = style.find(w("basedOn"))
            self._styles[name] = (
                value(based) if based is not None else "",
                paragraph_properties(style.find(w("pPr"))),
                run_properties(style.find(w("rPr"))),
                kind,
            )
            borders = style.find(f"{w('tblPr')}/{w('tblBorders')}")
            if borders is not None and has_border(borders, ("insideV", "left", "start")):
                self._ruled.add(name)
            if kind == "table" and any(_has_fill(shade.getparent()) for shade in style.iter(w("shd"))):
                self._shaded.add(name)
            self._parts[name] = {
                value(part, "type"): (
                    paragraph_properties(part.find(w("pPr"))),
                    run_properties(part.find(w("rPr"))),
                )
                for part in style.iterfind(w("tblStylePr"))
            }
            self._cell_margins[name] = cell_margins(style.find(f"{w('tblPr')}/{w('tblCellMar')}"))
            if value(style, "default").lower() in ("1", "true", "on"):
                if kind == "paragraph":
                    self.default_paragraph = name
                elif kind == "table":
                    self.default_table = name

    def _chain(self, name: str) -> Iterator[tuple[Properties, Properties]]:
        """Yield (paragraph, run) settings from a style's base style down to itself."""
        for link in self._ancestry(name):
            yield self._styles[link][1], self._styles[link][2]

    def _ancestry(self, name: str) -> tuple[str, ...]:
        """Return a style's ancestors, base style first, and itself; a cycle ends where it closes."""
        if name not in self._styles:  # only those that there are, so that no more are kept
            return ()
        if name not in self._ancestries:
            chain: list[str] = []
            above = name
            while above in self._styles and above not in chain:
                chain.append(above)
                above = self._styles[above][0]
            self._ancestries[name] = tuple(chain[::-1])
        return self._ancestries[name]

    def _table(self, name: str, parts: Iterable[str]) -> Iterator[tuple[Properties, Properties]]:
        """Yield (paragraph, run) settings that a table style gives a cell: those of the table, then of its parts."""
        yield from self._chain(name)
        for part in parts:
            for link in self._ancestry(name):
                if part in self._parts.get(link, {}):
                    yield self._parts[link][part]

    def ruled(self, name: str) -> bool:
        """Return whether a table style draws vertical borders."""
        return not self._ruled.isdisjoint(self._ancestry(name))

    def shaded(self, name: str) -> bool:
        """Return whether a table style gives any of its parts a ground of its own colour."""
        return not self._shaded.isdisjoint(self._ancestry(name))

    def cell_margins(self, name: str) -> dict[str, float]:
        """Return the left and right cell margins of a table style, in mm; Word's defaults where it sets none."""
        margins = {"left": CELL_MARGIN, "right": CELL_MARGIN}
        for link in self._ancestry(name):
            margins.update(self._cell_margins.get(link, {}))
        return margins

    def paragraph(self, direct: Properties, table_style: str = "", table_parts: Sequence[str] = ()) -> Properties:
        """Return the resolved paragraph settings; `table_parts`: the parts of the table style active in the cell."""
        wanted = str(direct.get("pStyle") or self.default_paragraph)
        style, table = (name if name in self._styles else "" for name in (wanted, table_style))
        key = (style, table, *table_parts)
        if key not in self._styled_paragraphs:
            properties = dict(self.defaults_paragraph)
            for settings, _run in (*self._table(table, table_parts), *self._chain(style)):
                properties.update(settings)
            self._styled_paragraphs[key] = properties
        return {**self._styled_paragraphs[key], **direct}

    def named(self, name: str) -> Properties:
        """Return the paragraph settings of a style and its ancestors, without the document's defaults."""
        properties: Properties = {}
        for settings, _run in self._chain(name or self.default_paragraph):
            properties.update(settings)
        return properties

    def run(
        self, paragraph_style: str, direct: Properties, table_style: str = "", table_parts: Sequence[str] = ()
    ) -> Properties:
        """Return the resolved run settings, with theme faces replaced by their names."""
        wanted = (paragraph_style or self.default_paragraph, str(direct.get("rStyle", "")))
        styles = [style if style in self._styles else "" for style in wanted]  # so that as many are kept as there are
        key = (*styles, table_style, *table_parts)
        if key not in self._styled_runs:
            self._styled_runs[key] = self._styled_run(styles, table_style, table_parts)
        properties = {**self._styled_runs[key], **direct}
        for kind in ("ascii", "hAnsi"):
            face = str(properties.get(kind, ""))
            if face.startswith("theme:"):
                properties[kind] = self._faces.get(face.removeprefix("theme:"), "")
        return properties

    def _styled_run(self, styles: Sequence[str], table_style: str, table_parts: Sequence[str]) -> Properties:
        """Return the run settings of a paragraph style and a character style in a cell of a table style."""
        properties = dict(self.defaults_run)
        for _settings, run in self._table(table_style, table_parts):
            properties.update(run)
        toggled: dict[str, bool] = {}
        for style in styles:
            merged: Properties = {}
            for _settings, run in self._chain(style):
                merged.update(run)
            for name in TOGGLES:
                if name in merged:
                    toggled[name] = toggled.get(name, False) ^ bool(merged.pop(name))
            properties.update(merged)
        for name, state in toggled.items():
            properties[name] = state or bool(self.defaults_run.get(name))
        return properties


@lru_cache(8)
def _cached_styles(styles: bytes | None, theme: bytes | None, language: str) -> Styles:
    return Styles(styles, theme, language)


def cell_margins(element: Any | None) -> dict[str, float]:
    """Return the left and right margins set by a `tblCellMar` or `tcMar`, in mm."""
    margins: dict[str, float] = {}
    for name, side in (("start", "left"), ("left", "left"), ("end", "right"), ("right", "right")):
        margin = element.find(w(name)) if element is not None else None
        if margin is not None and value(margin, "type") in ("", "dxa"):
            margins[side] = twips_to_mm(to_number(value(margin, "w")) or 0)
    return margins
