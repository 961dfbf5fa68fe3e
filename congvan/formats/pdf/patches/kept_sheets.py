"""Style sheets of documents, kept as WeasyPrint has read them for the next layout in this process.

Why: a page that is laid out again after a change has the same styles, and reading them takes as long as matching them.
A sheet that names anything outside of itself (other sheets, fonts, counters, pictures) or that WeasyPrint says
anything about is read each time.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from inspect import signature
from typing import Any

MOST_SHEETS = 32
_OUTSIDE = re.compile(r"@(?!page\b|(?:top|bottom|left|right)-|footnote\b)|url\(|\\", re.IGNORECASE)
_kept: dict[tuple[str, str], Any] = {}


def keep_sheets() -> None:
    """Have WeasyPrint take sheets from here."""
    from weasyprint import css

    css.find_stylesheets = _kept_or(css.find_stylesheets)


def _kept_or(find: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    arguments = signature(find)

    def found(*given: Any, **named: Any) -> Iterator[Any]:
        """Yield the style sheets of a document, as `find_stylesheets` does."""
        bound = arguments.bind(*given, **named)
        wrapper, medium = bound.arguments["wrapper_element"], bound.arguments["device_media_type"]
        rules = bound.arguments["page_rules"]  # in all sheets
        elements = [each.etree_element for each in wrapper.query_all("style", "link")]
        text = elements[0].text or "" if len(elements) == 1 and not elements[0].attrib else ""
        if not text or elements[0].tag != "style" or len(elements[0]) or rules or _OUTSIDE.search(text):
            yield from find(*bound.args, **bound.kwargs)
            return
        sheet = _kept.get((medium, text))
        if sheet is None:
            with _WarningListener() as listener:
                bound.arguments["page_rules"] = []
                (sheet,) = find(*bound.args, **bound.kwargs)
            if not listener.heard:
                if len(_kept) >= MOST_SHEETS:
                    del _kept[next(iter(_kept))]
                _kept[medium, text] = sheet
        rules.extend(sheet.page_rules)
        yield sheet

    return found


class _WarningListener(logging.Handler):
    """Notes whether WeasyPrint logs a warning."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard = False

    def emit(self, record: logging.LogRecord) -> None:
        self.heard = True

    def __enter__(self) -> _WarningListener:
        logging.getLogger("weasyprint").addHandler(self)
        return self

    def __exit__(self, *_error: object) -> None:
        logging.getLogger("weasyprint").removeHandler(self)
