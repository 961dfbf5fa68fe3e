"""Break lines where a word processor does: not after a slash, and after a hyphen between digits.

Pango follows Unicode (UAX 14), which differs in these two: "3424/CVT" may end a line after the slash, "2019-2020" may
not after the hyphen. Zero-width characters override both while lines are broken, and are removed before anything is
painted. This is done in documents whose root element has the attribute `WORD_BREAKS`.
"""

from __future__ import annotations

import re
from typing import Any

WORD_BREAKS = ' data-breaks="word"'
"""Attribute of the root element."""
JOINER, BREAK = "\u2060", "\u200b"
_TEXT = re.compile(r">[^<]*[/-][^<]*")
_SLASH = re.compile(r"/(?=\S|$)")
_RANGE = re.compile(r"(?<=\d)-(?=\d)")
_ADDED = re.compile(f"(?<=[/-]){JOINER}|(?<=-){BREAK}")


def with_word_breaks(html: str) -> str:
    """Return a document with zero-width characters where its line breaks differ from Unicode."""
    start = html.find("<body")
    if start < 0 or WORD_BREAKS not in html[: html.find(">", html.find("<html"))]:
        return html
    return html[:start] + _TEXT.sub(lambda match: _marked(match[0]), html[start:])


def _marked(text: str) -> str:
    return _RANGE.sub(f"-{BREAK}", _SLASH.sub(f"/{JOINER}", text))


def remove_word_breaks(document: Any) -> None:
    """Remove these characters from the lines of a laid-out document."""
    for page in document.pages:
        _remove(page._page_box)


def _remove(box: Any) -> None:
    from weasyprint.formatting_structure import boxes
    from weasyprint.text.line_break import create_layout

    for child in box.children:
        if isinstance(child, boxes.TextBox):
            if JOINER in child.text or BREAK in child.text:
                child.text = _ADDED.sub("", child.text)
                layout = create_layout(child.text, child.style, None, None, child.justification_spacing)
                layout.deactivate()
                child.pango_layout = layout
        elif isinstance(child, boxes.ParentBox):
            _remove(child)
