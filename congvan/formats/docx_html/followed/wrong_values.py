"""Values of attributes that no page can show: colours that are no codes, sizes of text that Word does not have, and
measures less than nothing or larger than any page.

Why: programs other than Word write them, and CSS refuses them where nobody finds the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from congvan.formats.docx_html.markup import W, colour_code, tag_of, text_size
from congvan.formats.docx_html.styles.run_format import HIGHLIGHTS
from congvan.units import number

_FARTHEST = 100_000.0  # twips, or what else a measure counts: Word has none larger
_MOST_COLUMNS = 1000.0
_SIDES = ("top", "left", "start", "bottom", "right", "end", "insideH", "insideV", "between")
_COLOURS: Mapping[str, tuple[str, ...]] = {
    "color": ("val",),
    "u": ("color",),
    "shd": ("fill", "color"),
    **dict.fromkeys(_SIDES, ("color",)),
}
_ANY, _POSITIVE, _COLUMNS = (-_FARTHEST, _FARTHEST), (0.0, _FARTHEST), (0.0, _MOST_COLUMNS)
_MEASURES: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "spacing": {"line": _POSITIVE, "val": _ANY, "before": _ANY, "after": _ANY},
    "ind": dict.fromkeys(("left", "right", "start", "end", "firstLine", "hanging"), _ANY),
    "tab": {"pos": _ANY},
    **{key: {"val": _ANY} for key in ("position", "kern")},
    **{key: {"w": _ANY} for key in ("tblW", "tblInd")},
    **{key: {"sz": _POSITIVE, "space": _POSITIVE, "w": _ANY} for key in _SIDES},
    **{key: {"val": _COLUMNS} for key in ("gridSpan", "gridBefore", "gridAfter")},
    "gridCol": {"w": _POSITIVE},
    "trHeight": {"val": _POSITIVE},
    "pgSz": {"w": _POSITIVE, "h": _POSITIVE},
    "pgMar": dict.fromkeys(("top", "bottom", "left", "right", "header", "footer", "gutter"), _ANY),
}
"""By element and attribute, the least and the most."""


CHECKED = frozenset(f"{W}{name}" for name in (*_COLOURS, *_MEASURES, "highlight", "sz"))
"""The tags of the elements that have such values: most have none, and are not asked."""


def wrong_value(element: Any) -> str:
    """Return the code of what is wrong with a value of an element; "" where none is.

    What a tag prints into an attribute is checked when it is printed.
    """
    name = tag_of(element)
    if any(not _is_colour(element.get(W + each)) for each in _COLOURS.get(name, ())):
        return "colour"
    value = element.get(W + "val")
    if name == "highlight" and not (value is None or value == "none" or value in HIGHLIGHTS):
        return "colour"
    if name == "sz" and value is not None and "{" not in value and text_size(value) is None:
        return "size"
    for each, (least, most) in _MEASURES.get(name, {}).items():
        measure = element.get(W + each)
        if measure is not None and not least <= number(measure, least) <= most:
            return "measure"
    return ""


def _is_colour(text: str | None) -> bool:
    return text is None or text == "auto" or "{" in text or bool(colour_code(text))
