"""HTML that is written as plainly as XML, read by expat: as the parser of HTML reads it, in a tenth of its time.

Why: the pages of Word templates are written by this program, every element closed, and reading them by the rules for
all that HTML may be takes a tenth of a layout. Whatever those rules would change (an element that is implied, moved or
closed by another; white space; what is no XML) is left to the parser of HTML: None.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

_EMPTY = re.compile(r"<((?:meta|col|br|img|wbr)(?=[ >])[^<>]*)>")
_HEAD = re.compile(r"<!DOCTYPE html><html[^<>]*><head>(?:(?!</head>).)*</head><body[^<>]*>", re.DOTALL)
_END = "</body></html>"
_UNLIKE = re.compile(r"[\n\r\t\f\0]|<[a-z]+[^<>]*/>|<[!?]|&(?!(?:amp|lt|gt|quot|#34|#39);)|<style>[^<]*&")
"""What HTML and XML read differently, behind the declaration of the type."""
_OF_HEADS = frozenset(("meta", "title", "style"))
_INLINE = ("span", "a", "b", "i", "em", "strong", "small", "sub", "sup", "br", "wbr", "img")
_IN_TEXT = frozenset(("div", "p", "table", *_INLINE))
_OF_TABLES = {
    "table": frozenset(("col", "thead", "tbody")),
    **dict.fromkeys(("thead", "tbody"), frozenset(("tr",))),
    "tr": frozenset(("td", "th")),
}
"""What may be in the elements of tables, beside which there is no text."""
_BLOCKS = frozenset(("div", "p", "table"))
_NOTHING: frozenset[str] = frozenset()


def read_html(text: str, fetcher: Any) -> Any:
    """Return a document as WeasyPrint's `HTML`; `fetcher`: what opens its addresses."""
    from weasyprint import HTML

    root = plain_tree(text)
    if root is None:
        return HTML(string=text, url_fetcher=fetcher)
    from cssselect2 import ElementWrapper

    source = HTML.__new__(HTML)
    source.base_url, source.url_fetcher, source.media_type = None, fetcher, "print"
    source.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
    source.etree_element = source.wrapper_element.etree_element
    return source


def plain_tree(text: str) -> Any:
    """Return the root of a document; None for one that the parser of HTML has to read."""
    if not (_HEAD.match(text) and text.endswith(_END)) or _UNLIKE.search(text, len("<!DOCTYPE html>")):
        return None
    try:
        root = ElementTree.fromstring(_EMPTY.sub(r"<\1/>", text))
    except (ElementTree.ParseError, ValueError):
        return None
    if [child.tag for child in root] != ["head", "body"] or not _is_head(root[0]) or not _is_plain(root[1], _NOTHING):
        return None
    for table in [*root.iter("table")]:
        _group_columns(table)
    return root


def _is_head(head: Any) -> bool:
    return not head.text and all(each.tag in _OF_HEADS and not len(each) and not each.tail for each in head)


def _is_plain(element: Any, within: frozenset[str]) -> bool:
    """Whether an element stays as it is written; `within`: what around it another of these would close."""
    tag = element.tag
    inside = _OF_TABLES.get(tag)
    if inside is not None:
        tags = [child.tag for child in element]
        if element.text or any(child.tail for child in element) or not inside.issuperset(tags):
            return False
        if "col" in tags[tags.count("col") :]:  # behind rows
            return False
    elif any(child.tag not in _IN_TEXT for child in element):
        return False
    if (tag in _BLOCKS and "p" in within) or (tag == "a" and "a" in within):
        return False
    if any(":" in name or name != name.lower() for name in element.attrib):
        return False
    if tag in ("td", "th"):
        within = _NOTHING
    elif tag in ("p", "a"):
        within |= {tag}
    return all(_is_plain(child, within) for child in element)


def _group_columns(table: Any) -> None:
    """Put the columns of a table into the group that HTML implies."""
    columns = [child for child in table if child.tag == "col"]
    if columns:
        group = table.makeelement("colgroup", {})
        group.extend(columns)
        for column in columns:
            table.remove(column)
        table.insert(0, group)
