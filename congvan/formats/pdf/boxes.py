"""Read the blocks that hold fields from WeasyPrint's boxes: measure, styles, lines and positions.

A block whose geometry a value could change in another way than by its number of lines (floats, automatic table columns,
flexible boxes, generated content, …) is left out: its fields are pinned to the layout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from congvan.core.fonts import fontconfig
from congvan.core.fonts.faces import IN_REPERTOIRE, Face
from congvan.core.fonts.fontconfig import FontRequest
from congvan.core.fonts.symbols import symbol_faces, without_symbols
from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Place, Problem, ProblemsFound
from congvan.formats.pdf.lines.baselines import stands_on_line
from congvan.formats.pdf.lines.shaping import UseWeasyPrint
from congvan.formats.pdf.lines.typeset import FieldBlock, InlineItem, Style
from congvan.formats.pdf.patches.page_ends import length_of

_TEXT_BOX = "__boxed"  # of a text box, as WeasyPrint names the custom property
_SPARE = 1.0  # pixels by which a line may be below its box
_SHOWN = 60  # characters of a text in a message
_SYMBOL = "symbol"  # the element of symbols, of `engine.symbol_faces`
_INLINE = ("span", "b", "i", "strong", "em", "small", _SYMBOL)
# Values of properties that the typesetter supports; WeasyPrint sets all other text.
_NORMAL = (
    *("letter_spacing", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric"),
    *("font_variant_alternates", "font_variant_east_asian", "font_feature_settings", "font_variation_settings"),
    *("font_language_override", "font_stretch", "word_break"),
)
_SUPPORTED_STYLE: dict[str, tuple[object, ...]] = {
    **dict.fromkeys(_NORMAL, ("normal",)),
    **dict.fromkeys(("text_transform", "text_decoration_line"), ("none",)),
    "white_space": ("normal", "nowrap"),
    "direction": ("ltr",),
    "word_spacing": (0,),
    "font_kerning": ("auto", "normal", "none"),
    "font_style": ("normal", "italic"),
    "hyphens": ("none", "manual"),
    "overflow_wrap": ("normal", "break-word"),
    "visibility": ("visible",),
    "opacity": (1,),
}


class BoxPosition(NamedTuple):
    """The position of a painted text box of a block: its line in the block, and its x."""

    line: int
    x: float


class MeasuredBlocks(NamedTuple):
    """The blocks of a document, and for each its painted text boxes, their positions and its number of lines."""

    units: list[FieldBlock]
    boxes: list[list[Any]]
    places: list[list[BoxPosition]]
    counts: list[int]


def requested_fonts(document: Any) -> set[FontRequest]:
    """Return every face that the texts of a document request."""
    return {
        _font_request(box.style)
        for page in document.pages
        for box in descendants(page._page_box)
        if hasattr(box, "text") and hasattr(box, "pango_layout") and box.text.strip()
    }


def _font_request(style: Any) -> FontRequest:
    return FontRequest(tuple(style["font_family"]), style["font_weight"], style["font_style"] != "normal")


def descendants(box: Any) -> Iterator[Any]:
    """Yield a box and all boxes below it, in order."""
    waiting = [box]
    while waiting:
        box = waiting.pop()
        yield box
        if box.children:
            waiting += box.children[::-1]


def check_text_boxes(document: Any, name: str) -> None:
    """Raise ProblemsFound where a text box has no room for its text: one of a fixed height (`--boxed:1`), whose text
    would be printed over what is below it, or one as high as its text (`--boxed:2`) that goes on below its page.

    Why an error: Word and LibreOffice cut such text off, and none shows it where it can be read.
    """
    problems = {}
    for page in (each._page_box for each in document.pages):
        sheet = page.position_y + page.margin_height()
        for box in _text_boxes_of(page):
            grown = length_of(box.style, _TEXT_BOX) > 1
            foot = (sheet if grown else box.border_box_y() + box.border_height()) + _SPARE
            lines = [each for each in descendants(box) if hasattr(each, "block_ellipsis")]
            cut = (_text_of(line) for line in lines if line.position_y + line.baseline > foot)
            if text := next(filter(None, cut), ""):
                first = next(filter(None, map(_text_of, lines)))
                message = Message("text-box-full.page") if grown else Message("text-box-full")
                problems[first, text] = Problem(message.given(box=first[:_SHOWN], text=text[:_SHOWN]), Place(name))
    if problems:
        raise ProblemsFound(problems.values())


def _text_boxes_of(box: Any) -> Iterator[Any]:
    if length_of(box.style, _TEXT_BOX):  # which those within it inherit
        yield box
    else:
        for child in box.children or ():
            yield from _text_boxes_of(child)


def _text_of(line: Any) -> str:
    return "".join(each.text for each in descendants(line) if hasattr(each, "text")).strip()


def tells_pages(document: Any) -> bool:
    """Whether the number of a page could show outside its margins, or decide about more than them."""
    from weasyprint.formatting_structure import boxes

    def within(box: Any) -> Iterator[Any]:
        yield box
        for child in box.children:
            if not isinstance(child, boxes.MarginBox):
                yield from within(child)

    return any(
        "::" in (box.element_tag or "") and "counter" in str(box.style["content"])
        for page in document.pages
        for box in within(page._page_box)
    )


def margin_lines(page: Any) -> Iterator[list[Any]]:
    """Yield the text boxes of the lines in the margins of a page."""
    from weasyprint.formatting_structure import boxes

    for margin in page.children:
        for line in descendants(margin) if isinstance(margin, boxes.MarginBox) else ():
            if isinstance(line, boxes.LineBox):
                yield [box for box in descendants(line) if isinstance(box, boxes.TextBox)]


def measure_boxes(document: Any, faces: dict[FontRequest, Face]) -> MeasuredBlocks:
    """Return the measured blocks of a laid-out document. Faces that only fields request are added to `faces`."""
    fragments: dict[Any, list[tuple[Any, list[Any]]]] = {}
    for page in document.pages:
        if any(box.is_floated() for box in descendants(page._page_box)):
            return MeasuredBlocks([], [], [], [])
        _collect(page._page_box, [], fragments)
    measured = MeasuredBlocks([], [], [], [])
    for element, parts in fragments.items():
        try:
            unit, boxes, places, count = _field_block(element, parts, faces)
        except UseWeasyPrint:
            continue
        measured.units.append(unit)
        measured.boxes.append(boxes)
        measured.places.append(places)
        measured.counts.append(count)
    return measured


def _collect(box: Any, above: list[Any], fragments: dict[Any, list[tuple[Any, list[Any]]]]) -> None:
    """Collect, by element, the blocks of lines that hold a marked element, with the boxes above them."""
    from weasyprint.formatting_structure import boxes

    children = box.children
    if isinstance(box, boxes.BlockContainerBox) and all(isinstance(child, boxes.LineBox) for child in children):
        inside = [box, *(inner for line in children for inner in descendants(line))]
        if any(field_number(inner) >= 0 for inner in inside):
            fragments.setdefault(box.element, []).append((box, above))
        return
    for child in children:
        _collect(child, [*above, box], fragments)


def field_number(box: Any) -> int:
    """Return the number of the field that this box's element is marked as; -1 for none."""
    number = None if box.element is None else box.element.get("data-n")
    return int(number) if number and number.isdigit() else -1


def _field_block(
    element: Any, fragments: list[tuple[Any, list[Any]]], faces: dict[FontRequest, Face]
) -> tuple[FieldBlock, list[Any], list[BoxPosition], int]:
    """A block, its painted text boxes, their positions and its number of lines. Raises `UseWeasyPrint`."""
    block = fragments[0][0]
    styles_of = {element: block.style}
    painted: list[Any] = []
    places: list[BoxPosition] = []
    count = 0
    for fragment, above in fragments:
        _check_block(fragment, above, element)
        if abs(fragment.width - block.width) > 1e-6 or abs(fragment.content_box_x() - block.content_box_x()) > 1e-6:
            raise UseWeasyPrint
        for line in fragment.children:
            texts = _text_boxes(line, styles_of)
            painted += [box for box in texts if box.text.strip()]
            places += [BoxPosition(count, box.position_x) for box in texts if box.text.strip()]
            count += any(box.text for box in texts)
    return _block(element, block, styles_of, faces), painted, places, count


def _text_boxes(line: Any, styles_of: dict[Any, Any]) -> list[Any]:
    """The text boxes of a line; the styles of its inline elements are added to `styles_of`."""
    from weasyprint.formatting_structure import boxes

    texts = []
    for box in descendants(line):
        if isinstance(box, boxes.TextBox):
            texts.append(box)
        elif isinstance(box, boxes.InlineBox):
            _check_inline(box)
            styles_of[box.element] = box.style
        elif box is not line:
            raise UseWeasyPrint
        if "::" in (box.element_tag or ""):
            raise UseWeasyPrint
    return texts


def _block(element: Any, block: Any, styles_of: dict[Any, Any], faces: dict[FontRequest, Face]) -> FieldBlock:
    """The content and measure of a block, whose texts must be of one colour and in the repertoire of the faces."""
    styles: list[Style] = []
    items = [
        InlineItem(_style(styles_of.get(owner), styles, faces, text if owner.tag == _SYMBOL else ""), field, text)
        for owner, field, text in _items(element)
        if field >= 0 or text
    ]
    if not items or not all(
        IN_REPERTOIRE.issuperset(without_symbols(item.text.replace("\n", " ").replace("\t", " "))) for item in items
    ):
        raise UseWeasyPrint
    if len({style["color"] for style in styles_of.values()}) > 1:
        raise UseWeasyPrint
    symbols = {
        (_style(styles_of.get(owner), styles, faces), _style(styles_of.get(each), styles, faces, each.text), each.text)
        for owner, field, _text in _items(element)
        for each in (owner.iter(_SYMBOL) if field >= 0 else ())
    }
    indent = block.style["text_indent"]
    return FieldBlock(
        items=tuple(items),
        styles=tuple(styles),
        x=block.content_box_x(),
        width=block.width,
        indent=indent.value * block.width / 100 if indent.unit == "%" else indent.value,
        align=block.style["text_align_all"],
        align_last=block.style["text_align_last"],
        wraps=all(style["white_space"] == "normal" for style in styles_of.values()),
        symbols=tuple(sorted(symbols)),
    )


def line_block(texts: Sequence[Any], x: float, width: float, align: str, faces: dict[FontRequest, Face]) -> FieldBlock:
    """Return the text boxes of a line as a block of fixed texts of this measure. Raises `UseWeasyPrint`."""
    styles: list[Style] = []
    items = tuple([InlineItem(_style(box.style, styles, faces), -1, box.text) for box in texts])
    return FieldBlock(items, tuple(styles), x, width, 0.0, align, "auto", wraps=False)


def _items(element: Any) -> Iterator[tuple[Any, int, str]]:
    """Yield (element that gives the style, field or -1, fixed text) in order."""
    number = element.get("data-n")
    if number is not None:
        yield element, int(number), ""
        return
    yield element, -1, element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            if child.tag not in _INLINE:
                raise UseWeasyPrint
            yield from _items(child)
        yield element, -1, child.tail or ""


def _style(style: Any, styles: list[Style], faces: dict[FontRequest, Face], symbols: str = "") -> int:
    """Return the number of this style among the block's; `symbols`: the text, which another face may draw."""
    if style is None or any(style[name] not in allowed for name, allowed in _SUPPORTED_STYLE.items()):
        raise UseWeasyPrint
    want = _font_request(style)
    if want not in faces:
        try:
            faces[want] = fontconfig.find_face(want)
        except EnvironmentFault as error:
            raise UseWeasyPrint from error
    kerned = style["font_kerning"] != "none"
    face = faces[want]
    if symbols and (missing := face.missing(symbols)):
        others = [*symbol_faces(tuple(missing), want).values()]
        if len(others) != 1 or len(missing) < len(set(symbols)):
            raise UseWeasyPrint
        (face,) = others
    new = Style(face.name, int(style["font_size"] * 1024) / 1024, style["lang"] or "", kerned)
    if new not in styles:
        styles.append(new)
    return styles.index(new)


def _check_block(block: Any, above: list[Any], element: Any) -> None:
    """Raise `UseWeasyPrint` if a value could move anything but the number of lines."""
    from weasyprint.formatting_structure import boxes

    table = (boxes.TableBox, boxes.TableRowGroupBox, boxes.TableRowBox, boxes.TableCellBox)
    plain = (boxes.BlockBox, *table, boxes.GridBox, boxes.PageBox)
    if block.first_letter_style or block.first_line_style:
        raise UseWeasyPrint
    for box in [*above, block]:
        if not isinstance(box, plain) or isinstance(box, boxes.FootnoteAreaBox):
            raise UseWeasyPrint
        if box.is_column or box.string_set or not box.is_in_normal_flow():
            raise UseWeasyPrint
        if box.style["opacity"] != 1:
            raise UseWeasyPrint  # it is painted as a group of its own
        if isinstance(box, boxes.TableBox) and not _fixed_table(box):
            raise UseWeasyPrint
        if isinstance(box, boxes.GridBox) and not _fixed_grid(box):
            raise UseWeasyPrint
        if box is not block and box.element is element:
            raise UseWeasyPrint  # an anonymous block: its element holds more than the block


def _fixed_table(table: Any) -> bool:
    """Whether no content can move a table's columns."""
    return bool(table.style["table_layout"] == "fixed" and table.style["width"] != "auto")


def _fixed_grid(grid: Any) -> bool:
    """Whether no content can move a grid's columns: all of fixed length, items stretched and placed by number."""
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
    """Raise `UseWeasyPrint` for an inline box that is more than styled text."""
    edges = ("padding_left", "padding_right", "margin_left", "margin_right", "border_left_width", "border_right_width")
    if any(getattr(box, edge) for edge in edges) or box.style["position"] != "static":
        raise UseWeasyPrint
    if not stands_on_line(box.style):
        raise UseWeasyPrint
    if box.background is not None:  # as long as the text is
        raise UseWeasyPrint
