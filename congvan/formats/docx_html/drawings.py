"""Draw what is in a `w:drawing`: pictures, lines and shapes as SVG, text boxes at their anchor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from markupsafe import escape

from congvan.core.units import number
from congvan.formats.docx_html.anchors import DrawingRoom, offset_down, place_css
from congvan.formats.docx_html.css import PLAIN_TEXT, CssClasses
from congvan.formats.docx_html.markup import EMU_PER_PT, MC, VML, WP, WPS, A, R, W, pt, tag_of
from congvan.formats.docx_html.theme import Theme

SHOWN_PICTURES = (".png", ".jpg", ".jpeg", ".svg")
_GROUP = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}"
_THINNEST = 0.01
_HALF_STROKE = 0.06  # points that LibreOffice has below an outline beyond half of its width
_INSET = 7.2  # left and right of the text in a text box
_LINES = ("line", "straightConnector1")
_RECTANGLES = ("rect", "roundRect", "flowChartProcess")
_SQUARE = ("rect", "flowChartProcess")  # rectangles with square corners
DRAWN_SHAPES = frozenset([*_LINES, *_RECTANGLES, "ellipse"])
"""The shapes that are drawn, by their names; free forms are drawn too."""


class Drawn(NamedTuple):
    """HTML of a drawing: in the line of text, and at its place beside it."""

    inline: str = ""
    placed: str = ""
    room: float = 0.0  # above the text, for what the text is below of


class LineRoom(NamedTuple):
    """Room above and below a drawing that is in a line, in points; `single`, `least`: of a line of drawings alone, the
    height that its text would have, and the height of the whole line, at least.

    Why: a line is as high as the drawing above the text and what the text has below; of that CSS knows half the
    surplus of the line alone, and lines are moved once they are laid out.
    """

    above: float = 0.0
    below: float = 0.0
    single: float = 0.0
    least: float = 0.0

    def css(self, height: float) -> str:
        """Return the margins of a drawing of this height."""
        above = self.above + max(0.0, self.least - max(height, self.single))
        below = self.below + max(0.0, self.single - height)
        sides = (("top", above), ("bottom", below))
        return "".join(f"margin-{side}:{pt(room)};" for side, room in sides if room)


class _Rectangle(NamedTuple):
    """A rectangle in points."""

    x: float
    y: float
    width: float
    height: float


class _Scale(NamedTuple):
    """How the coordinates inside a group become points."""

    x: float
    y: float
    across: float
    down: float

    def box(self, transform: Any) -> _Rectangle:
        off, ext = transform.find(A + "off"), transform.find(A + "ext")
        return _Rectangle(
            (number(off.get("x")) - self.x) * self.across,
            (number(off.get("y")) - self.y) * self.down,
            number(ext.get("cx")) * self.across,
            number(ext.get("cy")) * self.down,
        )


_EMU = _Scale(0, 0, 1 / EMU_PER_PT, 1 / EMU_PER_PT)


class DrawingWriter:
    """Writes the drawings of one part; `pictures`: the member of each picture by its relationship."""

    def __init__(
        self, classes: CssClasses, theme: Theme, pictures: Mapping[str, str], text_box: Callable[[Any, float], str]
    ) -> None:
        self._classes, self._theme, self._pictures, self._text_box = classes, theme, pictures, text_box

    def draw(self, element: Any, room: DrawingRoom, line: LineRoom) -> Drawn:
        """Draw an element of a run."""
        name = tag_of(element)
        if name == "AlternateContent":
            chosen = element.find(MC + "Choice")
            parts = [self.draw(inner, room, line) for inner in (chosen if chosen is not None else ())]
            rooms = max((part.room for part in parts), default=0.0)
            return Drawn("".join(part.inline for part in parts), "".join(part.placed for part in parts), rooms)
        if name != "drawing":
            return Drawn(placed=self._vml_line(element, room))
        inline, placed, high = "", "", 0.0
        for frame in element:
            extent = frame.find(WP + "extent")
            if extent is None:
                continue
            width, height = (number(extent.get(side)) / EMU_PER_PT for side in ("cx", "cy"))
            if frame.tag == WP + "inline":
                css = line.css(height)
                content = self._content(frame, width, height, css)
                inline += self._in_line(content, css, width, 0.0 if grows(frame) else height)
            else:
                name = self._classes.name(place_css(frame, width, height, room, self._hides(frame)))
                placed += f'<div class="{name}">{self._content(frame, width, height, "display:block;")}</div>'
                if frame.find(WP + "wrapTopAndBottom") is not None:
                    high = max(high, offset_down(frame) + height + _room_below(frame, self._theme))
        return Drawn(inline, placed, high)

    def _in_line(self, content: str, css: str, width: float, height: float) -> str:
        """Return a drawing that is in a line as a letter does: one with text is on the line with its foot, not
        with its last line. `height`: 0 for one that is as high as its text."""
        if not content.endswith("</div>"):
            return content
        if not height:
            outer = self._classes.name(f"display:inline-block;text-indent:0;--shift:0pt;width:{pt(width)}")
            inner = self._classes.name(f"display:block;text-align:left;{css}")
            foot, end = map(self._classes.name, ("display:block;font-size:0;line-height:0", "display:inline-block"))
            line = f'<span class="{foot}"><span class="{end}"></span></span>'
            return f'<span class="{outer}"><span class="{inner}">{content}</span>{line}</span>'
        size = f"{css}width:{pt(width)};height:{pt(height)}"
        outer = self._classes.name(f"display:inline-block;position:relative;text-indent:0;--shift:0pt;{size}")
        inner = self._classes.name("position:absolute;left:0;top:0;text-align:left")
        return f'<span class="{outer}"><span class="{inner}">{content}</span></span>'

    def _content(self, frame: Any, width: float, height: float, css: str = "") -> str:
        """Return what a frame holds, as large as it is; `css`: declarations of its picture or shapes."""
        # Why: a level or upright line has no height or no width, and what has none is not painted
        width, height = max(width, _THINNEST), max(height, _THINNEST)
        size = f"{css}width:{pt(width)};height:{pt(height)}"
        blip = next(frame.iter(A + "blip"), None)
        shapes = list(frame.iter(WPS + "wsp"))
        if blip is not None and not shapes:
            member = self._pictures.get(blip.get(R + "embed") or "", "")
            if not member.lower().endswith(SHOWN_PICTURES):
                return ""
            words = _words(frame)
            name = self._classes.name(size)
            return f'<img class="{name}" src="asset:{escape(quote(member))}" alt="{words}">'
        if grows(frame):
            return self._growing(shapes[0], width)
        texts = "".join(self._boxed_text(shape) for shape in shapes)
        paths = "".join(_svg_shape(shape, scale, self._theme) for shape, scale in _scaled(frame, width, height))
        if not paths:
            return texts
        name = self._classes.name(f"overflow:visible;{size}" + (";display:block;position:absolute" if texts else ""))
        wide, high, words = _digits(width), _digits(height), _words(frame)
        said = f' role="img" aria-label="{words}"' if words else ""
        size = f'viewBox="0 0 {wide} {high}" width="{wide}pt" height="{high}pt"'
        return f'<svg class="{name}"{said} {size}>{paths}</svg>{texts}'

    def _growing(self, shape: Any, width: float) -> str:
        """Return a text box that is as high as its text, with the outline and the colour around it."""
        (colour, thick), fill = _stroke(shape, self._theme), _fill(shape, self._theme)
        css = [f"{side}:{pt(-thick / 2 if colour else 0.0)}" for side in ("left", "top", "right", "bottom")]
        css += [f"border:{pt(thick)} solid #{colour}"] * bool(colour) + [f"background:#{fill}"] * bool(fill)
        around = self._classes.name(";".join(["position:absolute", *css]))
        # Why a line with a block in it: any other block would end at the foot of the page, without the rest
        outer = self._classes.name(f"position:relative;width:{pt(width)};line-height:0;--drop:0pt;--shift:0pt")
        return f'<div class="{outer}"><div class="{around}"></div>{self._boxed_text(shape, grown=True)}</div>'

    def _boxed_text(self, shape: Any, grown: bool = False) -> str:
        content = next(shape.iter(W + "txbxContent"), None)
        extent = shape.find(f".//{A}xfrm/{A}ext")
        if content is None or extent is None:
            return ""
        width, height = (number(extent.get(side)) / EMU_PER_PT for side in ("cx", "cy"))
        body = shape.find(WPS + "bodyPr")
        insets = [
            number(body.get(side) if body is not None else None, default * EMU_PER_PT) / EMU_PER_PT
            for side, default in (("tIns", 3.6), ("rIns", _INSET), ("bIns", 3.6), ("lIns", _INSET))
        ]
        padding = " ".join(map(pt, insets))
        css = f"position:relative;box-sizing:border-box;width:{pt(width)};padding:{padding};{PLAIN_TEXT}"
        # `pdf.boxes` asks of either whether its text has room: in the box, or on the page
        css += ";display:inline-block;vertical-align:top;line-height:normal;--shift:0pt;--boxed:2" if grown else ""
        css += "" if grown else f";height:{pt(height)};--boxed:1"
        inner = self._text_box(content, width - insets[1] - insets[3])
        return f'<div class="{self._classes.name(css)}">{inner}</div>'

    def _hides(self, frame: Any) -> bool:
        """Whether a drawing may hide what is below it: a picture, or a shape with a colour inside."""
        shapes = list(frame.iter(WPS + "wsp"))
        return any(_fill(shape, self._theme) for shape in shapes) if shapes else frame.find(f".//{A}blip") is not None

    def _vml_line(self, element: Any, room: DrawingRoom) -> str:
        """Draw a line of the older markup; nothing else of it is drawn."""
        for line in element.iter(VML + "line"):
            ends = [(line.get(end) or "").replace("pt", "").split(",") for end in ("from", "to")]
            if all(len(end) == 2 for end in ends):
                (x, y), (right, _bottom) = ((number(a), number(b)) for a, b in ends)
                place = f"left:{pt(x - room.indent)};top:{pt(y - room.above)};width:{pt(right - x)}"
                return f'<div class="{self._classes.name(f"position:absolute;{place};border-top:0.75pt solid")}"></div>'
        return ""


def is_in_line(element: Any) -> bool:
    """Whether a drawing is in its line as a letter is."""
    return next(element.iter(WP + "inline"), None) is not None


def grows(frame: Any) -> bool:
    """Whether a drawing is a text box that is as high as its text: higher or lower than the file says."""
    shapes = list(frame.iter(WPS + "wsp"))
    if len(shapes) != 1 or next(frame.iter(_GROUP + "wgp"), None) is not None:
        return False
    preset = shapes[0].find(f"{WPS}spPr/{A}prstGeom")
    has_text = next(shapes[0].iter(W + "txbxContent"), None) is not None
    fits = has_text and shapes[0].find(f"{WPS}bodyPr/{A}spAutoFit") is not None
    return fits and (preset is None or preset.get("prst") in _SQUARE)


def holds_shape(element: Any) -> bool:
    """Whether a drawing is a shape without text, or holds one, not a picture alone."""
    return any(next(shape.iter(W + "txbxContent"), None) is None for shape in element.iter(WPS + "wsp"))


def width_in_line(element: Any) -> float:
    """Return the room that the drawings of a run's element take in their line, in points."""
    if tag_of(element) == "AlternateContent":
        return sum(width_in_line(inner) for inner in element.findall(f"{MC}Choice/*"))
    extents = element.findall(f"{WP}inline/{WP}extent") if tag_of(element) == "drawing" else ()
    return sum(number(extent.get("cx")) for extent in extents) / EMU_PER_PT


def _room_below(frame: Any, theme: Theme) -> float:
    """Return how far text stays below a drawing: its distance, and its outline or the room for its effects."""
    strokes = (_stroke(shape, theme) for shape in frame.iter(WPS + "wsp"))
    outline = max((_HALF_STROKE + width / 2 for colour, width in strokes if colour), default=0.0)
    effect = frame.find(WP + "effectExtent")
    extent = number(effect.get("b")) / EMU_PER_PT if effect is not None else 0.0
    return number(frame.get("distB")) / EMU_PER_PT + max(outline, extent)


def _words(frame: Any) -> str:
    """Return the alternative text of a drawing."""
    properties = frame.find(WP + "docPr")
    return str(escape(properties.get("descr") or "")) if properties is not None else ""


def _scaled(frame: Any, width: float, height: float) -> list[tuple[Any, _Scale]]:
    """Return the shapes of a drawing with the scale of the group in which each is."""
    group = next(frame.iter(_GROUP + "wgp"), None)
    if group is None:
        return [(shape, _EMU) for shape in frame.iter(WPS + "wsp")]
    transform = group.find(f"{_GROUP}grpSpPr/{A}xfrm")
    origin = transform.find(A + "chOff") if transform is not None else None
    extent = transform.find(A + "chExt") if transform is not None else None
    scale = _EMU
    if origin is not None and extent is not None:
        across = width / (number(extent.get("cx")) or 1)
        down = height / (number(extent.get("cy")) or 1)
        scale = _Scale(number(origin.get("x")), number(origin.get("y")), across, down)
    return [(shape, scale) for shape in group.iter(WPS + "wsp")]


def _svg_shape(shape: Any, scale: _Scale, theme: Theme) -> str:
    """Return a shape as SVG: a rectangle, an ellipse, a line, a path; "" for any other."""
    properties = shape.find(WPS + "spPr")
    transform = properties.find(A + "xfrm") if properties is not None else None
    if transform is None:
        return ""
    box = scale.box(transform)
    if scale is _EMU:
        box = box._replace(x=0.0, y=0.0)
    paint = _paint(shape, theme)
    preset = properties.find(A + "prstGeom")
    kind = preset.get("prst") if preset is not None else ""
    x, y, wide, high = map(_digits, box)
    if kind in _LINES:
        right, bottom = _digits(box.x + box.width), _digits(box.y + box.height)
        if transform.get("flipV") in ("1", "true"):
            y, bottom = bottom, y
        return f'<line x1="{x}" y1="{y}" x2="{right}" y2="{bottom}"{paint}/>'
    if kind == "ellipse":
        cx, cy = _digits(box.x + box.width / 2), _digits(box.y + box.height / 2)
        radii = f'rx="{_digits(box.width / 2)}" ry="{_digits(box.height / 2)}"'
        return f'<ellipse cx="{cx}" cy="{cy}" {radii}{paint}/>'
    if kind in _RECTANGLES:
        round_ = f' rx="{_digits(min(box.width, box.height) / 6)}"' if kind == "roundRect" else ""
        return f'<rect x="{x}" y="{y}" width="{wide}" height="{high}"{round_}{paint}/>'
    return "".join(f'<path d="{_path(path, box)}"{paint}/>' for path in properties.iter(A + "path"))


def _path(path: Any, box: _Rectangle) -> str:
    across = box.width / (number(path.get("w")) or 1)
    down = box.height / (number(path.get("h")) or 1)
    out = []
    for step in path:
        letter = {"moveTo": "M", "lnTo": "L", "cubicBezTo": "C", "close": "Z"}.get(tag_of(step), "")
        places = (
            f"{_digits(box.x + number(point.get('x')) * across)} {_digits(box.y + number(point.get('y')) * down)}"
            for point in step.iter(A + "pt")
        )
        out.append(letter + " ".join(places))
    return "".join(out)


def _paint(shape: Any, theme: Theme) -> str:
    """Return fill and stroke of a shape: its own, or those of the theme that it refers to."""
    fill, line, (stroke, width) = _fill(shape, theme), shape.find(f"{WPS}spPr/{A}ln"), _stroke(shape, theme)
    shown = f' fill="{f"#{fill}" if fill else "none"}"'
    if stroke:
        joins = ' stroke-linejoin="round"' if line is not None and line.find(A + "round") is not None else ""
        shown += f' stroke="#{stroke}" stroke-width="{_digits(width)}"{joins}'
    return shown


def _fill(shape: Any, theme: Theme) -> str:
    """Return the colour of a shape's inside, "" for none."""
    properties, of_fill = shape.find(WPS + "spPr"), _reference(shape.find(WPS + "style"), "fillRef")
    fill = theme.colour(properties.find(A + "solidFill"))
    if not fill and of_fill is not None and properties.find(A + "noFill") is None:
        fill = theme.colour(of_fill)
    return fill


def _stroke(shape: Any, theme: Theme) -> tuple[str, float]:
    """Return the colour of a shape's outline, "" for none, and its width."""
    properties = shape.find(WPS + "spPr")
    line = properties.find(A + "ln") if properties is not None else None
    of_line = _reference(shape.find(WPS + "style"), "lnRef")
    stroke, width = "", 0.75
    if of_line is not None:
        stroke, width = theme.colour(of_line), theme.width(int(number(of_line.get("idx"))))
    if line is not None:
        stroke = theme.colour(line.find(A + "solidFill")) or stroke or "000"
        stroke = "" if line.find(A + "noFill") is not None else stroke
        width = number(line.get("w"), width * EMU_PER_PT) / EMU_PER_PT
    return stroke, width


def _reference(style: Any, kind: str) -> Any:
    """Return what a shape refers to in the theme; None for nothing."""
    found = style.find(A + kind) if style is not None else None
    return found if found is not None and number(found.get("idx")) else None


def _digits(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
