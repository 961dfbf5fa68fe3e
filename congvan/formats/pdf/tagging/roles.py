"""What an element of the HTML is in the structure tree: its `data-role`, or what its name says.

    <p data-role="H1 joins=title starts">     a heading; lines that follow one another and join one word are one element
    <td data-role="P order=5">                read as the fifth in a table that is there for its layout
    <p data-role="LI level=2">                an item of a list within a list
    <p data-role="H1 opens">                  a heading that begins a part of its own
    <p data-role="P closes">                  ends the lists before it
    <td data-role="none total">               a cell of a row of sums; such rows at the end are the table's foot
    <table data-role="Table heads">           a table of nothing but heads
    <table data-role="layout">                no table for a reader: its cells give their content

`Artifact` is not read at all; `space` is a gap between two words; `head` and `foot` are in the margin and are read
first and last, on their first page.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

ROLE = "data-role"
UNORDERED = 50  # in a layout, after what has a place
_BY_TAG = {
    **dict.fromkeys(("section", "article"), "Sect"),
    **dict.fromkeys(("p", "pre", "address", "dt", "dd", "legend", "summary"), "P"),
    **dict.fromkeys(("ul", "ol"), "L"),
    **{name: name.upper() for name in ("h1", "h2", "h3", "h4", "h5", "h6", "tr", "th", "td", "li")},
    **dict.fromkeys(("img", "svg", "figure"), "Figure"),
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "caption": "Caption",
    "figcaption": "Caption",
    "blockquote": "BlockQuote",
    "a": "Link",
}
INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "em", "i", "mark", "q", "s", "small", "span", "strong"),
        *("sub", "sup", "symbol", "time", "u", "var", "wbr"),  # symbol: of `engine.symbol_faces`
    )
)
"""Elements whose text belongs to that around them."""


class Role(NamedTuple):
    """What an element is: a type of the tree, "" for none (what is in it belongs to what it is in)."""

    kind: str = ""
    joins: str = ""
    starts: bool = False
    order: int = UNORDERED
    level: int = 1
    opens: bool = False
    closes: bool = False
    total: bool = False
    heads: bool = False


@lru_cache(maxsize=256)
def _written(text: str) -> Role:
    kind, *words = text.split()
    options = dict(word.split("=", 1) for word in words if "=" in word)
    return Role(
        "" if kind == "none" else kind,
        options.get("joins", ""),
        "starts" in words,
        int(options.get("order", UNORDERED)),
        int(options.get("level", 1)),
        "opens" in words,
        "closes" in words,
        "total" in words,
        "heads" in words,
    )


def tag_name(element: Any) -> str:
    """Return the name of an element; "" for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def role_of(element: Any) -> Role:
    """Return the role of an element."""
    written = element.get(ROLE)
    if written:
        return _written(written)
    name = tag_name(element)
    if name == "table" and element.get("role") in ("presentation", "none"):
        return Role("layout")
    if (name == "a" and not element.get("href")) or (name == "figure" and not words_of(element)):
        return Role()
    other_language = "Span" if name in INLINE and element.get("lang") else ""
    return Role(_BY_TAG.get(name, other_language))


def words_of(element: Any) -> str:
    """Return the alternative text of a picture."""
    said = (each.get("alt") or each.get("aria-label") for each in element.iter() if isinstance(each.tag, str))
    return next((" ".join(words.split()) for words in said if words), "")
