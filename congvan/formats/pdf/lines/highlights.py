"""Colour the whole height of highlighted text, as a style sheet asks by `--highlight: 16pt`: the height of its lines.

`--whole-line` says that a line of nothing else is coloured from its top to its bottom.

Why: CSS colours a box as high as the size of the text, which leaves white stripes between lines, and colours it before
`lines.baselines` moves the line; a word processor colours the line of the text at its place.
"""

from __future__ import annotations

from typing import Any

from congvan.formats.pdf.lines.baselines import own_length

_HIGHLIGHT, _WHOLE, _SHIFT = "__highlight", "__whole_line", "__shift"  # as WeasyPrint names the custom properties


def colour_lines(document: Any, html: str) -> None:
    """Move the colours behind the text of a laid-out document to its lines; `html`: its source, which asks for it."""
    from weasyprint.formatting_structure import boxes

    for page in document.pages if "--highlight" in html else ():
        for box in page._page_box.descendants():
            if isinstance(box, boxes.LineBox):
                _colour(box, box, True)


def _colour(line: Any, parent: Any, alone: bool) -> None:
    """Colour the texts of a line that are in one of its boxes; `alone`: the line holds nothing else than it."""
    from weasyprint.formatting_structure import boxes

    alone = alone and len(parent.children) == 1
    for box in parent.children:
        if not isinstance(box, boxes.InlineBox):
            continue
        height = own_length(box.style, _HIGHLIGHT) if box.background else 0.0
        if height and alone and own_length(box.style, _WHOLE):
            _paint(box.background, line.position_y - own_length(line.style, _SHIFT), line.height)
        elif height and (text := next((each for each in box.descendants() if isinstance(each, boxes.TextBox)), None)):
            _paint(box.background, text.content_box_y() + text.height - height, height)
        _colour(line, box, alone)


def _paint(background: Any, top: float, height: float) -> None:
    """Give a colour another top and height."""
    for n, layer in enumerate(background.layers):
        x, _top, width, _height = layer.painting_area
        corners = [(each[0], top, each[2], height, *each[4:]) for each in layer.clipped_boxes]
        background.layers[n] = layer._replace(painting_area=(x, top, width, height), clipped_boxes=corners)
