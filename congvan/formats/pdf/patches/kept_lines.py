"""Lines that WeasyPrint has broken, kept for the next layout in this process.

Why: of a page that is laid out again after a change nearly all lines are the same, and Pango takes a third of the time
of a layout to find them again. What is kept is the outcome for a text, a style and a width, so a layout that finds a
line here is the same as one that does not. Documents with fonts of their own keep nothing: the fonts of the machine
are the same for all others, which share one configuration of them.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from congvan.formats.pdf.patches.font_configuration import shared_configuration
from congvan.formats.pdf.patches.symbol_faces import are_drawn

MOST_LINES = 8192
LONGEST = 2000
"""Characters of a text whose first line is kept: the rest of a longer one is in the key of each of its lines."""
_OF_STYLE = (
    *("direction", "font_language_override", "lang", "font_family", "font_style", "font_stretch", "font_weight"),
    *("font_size", "font_variation_settings", "text_decoration_line", "font_kerning", "font_variant_ligatures"),
    *("font_variant_position", "font_variant_caps", "font_variant_numeric", "font_variant_alternates"),
    *("font_variant_east_asian", "font_feature_settings", "word_spacing", "letter_spacing", "overflow_wrap"),
    *("tab_size", "white_space", "hyphens", "hyphenate_limit_chars", "hyphenate_limit_zone", "hyphenate_character"),
    "word_break",
)
"""What the lines of a text depend on besides its width."""
_kept: dict[tuple[Any, ...], tuple[Any, ...]] = {}


@lru_cache(maxsize=1)
def fonts_of_machine() -> Any:
    """Return the configuration of fonts that documents without fonts of their own share."""
    from weasyprint.text.fonts import FontConfiguration

    with shared_configuration():
        return FontConfiguration()


def fonts_for(text: str, assets: Mapping[str, bytes]) -> Any:
    """Return the configuration of fonts for a document; None: one of its own, since it may bring fonts."""
    sheets = [text.encode(), *(data for name, data in assets.items() if name.lower().endswith((".css", ".svg")))]
    own = any(b"\\" in data or b"@font-face" in data.lower() for data in sheets)  # a name may be escaped
    return None if own else fonts_of_machine()


def keep_lines() -> None:
    """Have WeasyPrint take lines from here."""
    from weasyprint.layout import inline, preferred

    inline.split_first_line = preferred.split_first_line = first_line
    inline.create_layout = _create_layout_later


def first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: Any,
    justification_spacing: Any,
    is_line_start: bool = True,
    minimum: bool = False,
) -> tuple[Any, ...]:
    """Return what `split_first_line` returns."""
    from weasyprint.text.line_break import split_first_line

    if are_drawn(text):
        drawn = split_first_line(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        letter = split_first_line("x", style, context, None, 0)
        return (*drawn[:-2], *letter[-2:])  # as high as a line of letters: symbols don't move it
    if len(text) > LONGEST or style.font_config is not fonts_of_machine():
        return tuple(split_first_line(text, style, context, max_width, justification_spacing, is_line_start, minimum))
    key = (text, _style_key(style), max_width, justification_spacing, is_line_start, minimum)
    line = _kept.get(key)
    if line is None:
        if len(_kept) >= MOST_LINES:
            for oldest in [*_kept][: MOST_LINES // 4]:
                del _kept[oldest]
        line = tuple(split_first_line(text, style, context, max_width, justification_spacing, is_line_start, minimum))
    else:
        del _kept[key]
    _kept[key] = line  # now the last used
    return (copy.copy(line[0]), *line[1:])


def _style_key(style: Any) -> str:
    """Return a key of the properties of a style that lines depend on."""
    known: str | None = vars(style).get("congvan_style_key")
    if known is None:
        known = style.congvan_style_key = repr([style[name] for name in _OF_STYLE])
    return known


def _create_layout_later(text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any) -> Any:
    """Stand in for `create_layout` on justified lines: Pango sets the text when it is drawn, so it need not do so here.

    An underlined line is set here too, since its underline is measured.
    """
    from weasyprint.text import line_break

    if style["text_decoration_line"] != "none":
        return line_break.create_layout(text, style, context, max_width, justification_spacing)
    layout = line_break.Layout.__new__(line_break.Layout)
    layout.justification_spacing, layout.max_width, layout.text = justification_spacing, max_width, text
    layout.first_line_direction = 0
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.layout = layout.language = layout.style = None  # `deactivate` takes them away
    return layout
