"""What WeasyPrint's boxes say about the blocks that hold fields: their measure, styles, lines and places.

A block whose geometry a value could change in some other way than by its number of lines (floats, automatic table
columns, flexible boxes, generated content, …) is left out: its fields are pinned to the layout.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from congvan.fonts import fontconfig
from congvan.fonts.faces import IN_REPERTOIRE, Face
from congvan.fonts.fontconfig import FontRequest
from congvan.formats.pdf.typeset import Item, Style, Unit
from congvan.problems import EnvironmentFault

_INLINE = ("span", "b", "i", "strong", "em", "small")
# Style of a text that this program sets itself: anything else is WeasyPrint's.
_PLAIN = {
    "white_space": ("normal", "nowrap"),
    "direction": ("ltr",),
    "letter_spacing": ("normal",),
    "word_spacing": (0,),
    "text_transform": ("none",),
    "text_decoration_line": ("none",),
    "font_kerning": ("auto", "normal"),
    "font_variant_ligatures": ("normal",),
    "font_variant_position": ("normal",),
    "font_variant_caps": ("normal",),
    "font_variant_numeric": ("normal",),
    "font_variant_alternates": ("normal",),
    "font_variant_east_asian": ("normal",),
    "font_feature_settings": ("normal",),
    "font_variation_settings": ("normal",),
    "font_language_override": ("normal",),
    "font_stretch": ("normal",),
    "font_style": ("normal", "italic"),
    "hyphens": ("none", "manual"),
    "overflow_wrap": ("normal", "break-word"),
    "word_break": ("normal",),
    "visibility": ("visible",),
    "opacity": (1,),
}


class Place(NamedTuple):
    """A painted text box of a unit: its line in the unit, and its x."""

    line: int
    x: float


class Measured(NamedTuple):
    """The units of a document, and for each its painted text boxes, their places and its number of lines."""

    units: list[Unit]
    boxes: list[list[Any]]
    places: list[list[Place]]
    counts: list[int]


class _Unfit(Exception):
    """This block is WeasyPrint's."""


def wants(document: Any) -> set[FontRequest]:
    """Every face that the texts of a document ask for."""
    return {
        _want(box.style)
        for page in document.pages
        for box in _all(page._page_box)
        if hasattr(box, "text") and hasattr(box, "pango_layout") and box.text.strip()
    }


def _want(style: Any) -> FontRequest:
    return FontRequest(tuple(style["font_family"]), style["font_weight"], style["font_style"] != "normal")


def _all(box: Any) -> Iterator[Any]:
    yield box
    for child in box.children:
        yield from _all(child)


def measure(document: Any, faces: dict[FontRequest, Face]) -> Measured:
    """The units of a laid-out document. `faces` grows by the faces that only fields ask for."""
    fragments: dict[Any, list[tuple[Any, list[Any]]]] = {}
    for page in document.pages:
        if any(box.is_floated() for box in _all(page._page_box)):
            return Measured([], [], [], [])
        _collect(page._page_box, [], fragments)
    measured = Measured([], [], [], [])
    for element, found in fragments.items():
        try:
            unit, boxes, places, count = _unit(element, found, faces)
        except _Unfit:
            continue
        measured.units.append(unit)
        measured.boxes.append(boxes)
        measured.places.append(places)
        measured.counts.append(count)
    return measured


def _collect(box: Any, above: list[Any], fragments: dict[Any, list[tuple[Any, list[Any]]]]) -> None:
    """All blocks of lines that hold a marked element, by their element, with the boxes above them."""
    from weasyprint.formatting_structure import boxes

    children = box.children
    if isinstance(box, boxes.BlockContainerBox) and all(isinstance(child, boxes.LineBox) for child in children):
        inside = [box, *(inner for line in children for inner in _all(line))]
        if any(_field(inner) >= 0 for inner in inside):
            fragments.setdefault(box.element, []).append((box, above))
        return
    for child in children:
        _collect(child, [*above, box], fragments)


def _field(box: Any) -> int:
    """The number of the field that this box's element is marked as; -1 for none."""
    number = None if box.element is None else box.element.get("data-n")
    return int(number) if number and number.isdigit() else -1


def _unit(
    element: Any, fragments: list[tuple[Any, list[Any]]], faces: dict[FontRequest, Face]
) -> tuple[Unit, list[Any], list[Place], int]:
    from weasyprint.formatting_structure import boxes

    block = fragments[0][0]
    styles_of = {element: block.style}
    painted: list[Any] = []
    places: list[Place] = []
    count = 0
    for fragment, above in fragments:
        _check_block(fragment, above, element)
        if abs(fragment.width - block.width) > 1e-6 or abs(fragment.content_box_x() - block.content_box_x()) > 1e-6:
            raise _Unfit
        for line in fragment.children:
            texts = []
            for box in _all(line):
                if isinstance(box, boxes.TextBox):
                    texts.append(box)
                elif isinstance(box, boxes.InlineBox):
                    _check_inline(box)
                    styles_of[box.element] = box.style
                elif box is not line:
                    raise _Unfit
                if "::" in (box.element_tag or ""):
                    raise _Unfit
            painted += [box for box in texts if box.text.strip()]
            places += [Place(count, box.position_x) for box in texts if box.text.strip()]
            count += any(box.text for box in texts)
    styles: list[Style] = []
    items = [
        Item(_style(styles_of.get(owner), styles, faces), field, text)
        for owner, field, text in _items(element)
        if field >= 0 or text
    ]
    if not items or not all(
        IN_REPERTOIRE.issuperset(item.text.replace("\n", " ").replace("\t", " ")) for item in items
    ):
        raise _Unfit
    if len({styles_of[owner]["color"] for owner in styles_of}) > 1:
        raise _Unfit
    indent = block.style["text_indent"]
    width = block.width
    unit = Unit(
        items=tuple(items),
        styles=tuple(styles),
        x=block.content_box_x(),
        width=width,
        indent=indent.value * width / 100 if indent.unit == "%" else indent.value,
        align=block.style["text_align_all"],
        align_last=block.style["text_align_last"],
        wraps=all(styles_of[owner]["white_space"] == "normal" for owner in styles_of),
    )
    return unit, painted, places, count


def _items(element: Any) -> Iterator[tuple[Any, int, str]]:
    """(element whose style it has, field or -1, fixed text) in order."""
    number = element.get("data-n")
    if number is not None:
        yield element, int(number), ""
        return
    yield element, -1, element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            if child.tag not in _INLINE:
                raise _Unfit
            yield from _items(child)
        yield element, -1, child.tail or ""


def _style(style: Any, styles: list[Style], faces: dict[FontRequest, Face]) -> int:
    """The number of this style among the unit's."""
    if style is None or any(style[name] not in allowed for name, allowed in _PLAIN.items()):
        raise _Unfit
    want = _want(style)
    if want not in faces:
        try:
            faces[want] = fontconfig.find(want)
        except EnvironmentFault as error:
            raise _Unfit from error
    new = Style(faces[want].name, int(style["font_size"] * 1024) / 1024, style["lang"] or "")
    if new not in styles:
        styles.append(new)
    return styles.index(new)


def _check_block(block: Any, above: list[Any], element: Any) -> None:
    """Raise where something but the number of lines could move with a value."""
    from weasyprint.formatting_structure import boxes

    table = (boxes.TableBox, boxes.TableRowGroupBox, boxes.TableRowBox, boxes.TableCellBox)
    plain = (boxes.BlockBox, *table, boxes.GridBox, boxes.PageBox)
    if block.first_letter_style or block.first_line_style:
        raise _Unfit
    for box in [*above, block]:
        if not isinstance(box, plain) or isinstance(box, boxes.FootnoteAreaBox):
            raise _Unfit
        if box.is_column or box.string_set or not box.is_in_normal_flow():
            raise _Unfit
        if box.style["opacity"] != 1:
            raise _Unfit  # it is painted apart from its page
        if isinstance(box, boxes.TableBox) and not _fixed_table(box):
            raise _Unfit
        if isinstance(box, boxes.GridBox) and not _fixed_grid(box):
            raise _Unfit
        if box is not block and box.element is element:
            raise _Unfit  # an anonymous block: its element says more than it holds


def _fixed_table(table: Any) -> bool:
    """Whether no content can move a table's columns."""
    return bool(table.style["table_layout"] == "fixed" and table.style["width"] != "auto")


def _fixed_grid(grid: Any) -> bool:
    """Whether no content can move a grid's columns: lengths for all of them, items stretched and placed by number."""
    tracks = grid.style["grid_template_columns"][1::2]  # between the names of lines; of the word "none" some letters
    if any(getattr(track, "unit", "") != "px" for track in tracks):
        return False
    stretched = {"normal", "stretch"}
    if not set(grid.style["justify_items"]) <= stretched or not set(grid.style["justify_content"]) & {
        "normal",
        "start",
    }:
        return False
    numbers = [(None, number + 1, None) for number in range(len(tracks))]
    for item in grid.children:
        start, end = item.style["grid_column_start"], item.style["grid_column_end"]
        placed = start == "auto" or start in numbers
        if not placed or end != "auto" or not set(item.style["justify_self"]) <= {"auto", *stretched}:
            return False
    return True


def _check_inline(box: Any) -> None:
    edges = ("padding_left", "padding_right", "margin_left", "margin_right", "border_left_width", "border_right_width")
    if any(getattr(box, edge) for edge in edges) or box.style["position"] != "static":
        raise _Unfit
    if box.style["vertical_align"] != "baseline":
        raise _Unfit
