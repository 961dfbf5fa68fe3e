"""Tables that float: told where text may be beside them, where their place is not known from the template, and where a
page may end within or right below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from congvan.formats.docx.tags import Locations, location_message
from congvan.formats.docx_html.floating.order import Floated, FloatingTables
from congvan.formats.docx_html.floating.position import floats
from congvan.formats.docx_html.followed.not_followed import NotFollowed, text_parts
from congvan.formats.docx_html.heights import margin_height
from congvan.formats.docx_html.markup import W, attribute, child, is_on
from congvan.formats.docx_html.pages import PageSetup, page_setup, sections_of
from congvan.formats.docx_html.word_template import WordTemplate
from congvan.lazy import pattern
from congvan.opc.reader import parse

_TAGS_ALONE = pattern(r"\s*(?:\{%[^%]*%\}\s*)+")
"""The text of a paragraph that no record has: tags that begin or end a block."""
_GROWS = pattern(r"\{\{p |\{%[-+]?\s*(?:p |tr |)\s*for ")
_LINE = 18.0  # points that a line is high, as a rule
_SHARE = 0.04  # of the height of text, which an estimate may be off by


def floating_tables(package: Mapping[str, bytes], template: WordTemplate) -> Iterator[NotFollowed]:
    """Yield the tables that float and are not followed."""
    for member, label in text_parts(package):
        root = parse(package[member])
        tables = [each for each in root.iter(W + "tbl") if floats(each)]
        if not tables:
            continue
        followed = _followed(root, template) if member == "word/document.xml" else {}
        places = Locations(root)
        for table in tables:
            code = followed.get(table, "floating-table")
            cell = next(table.iter(W + "tc"), table)
            if code:
                yield NotFollowed(code, label, location_message(places.of(cell)))


def _followed(root: Any, template: WordTemplate) -> dict[Any, str]:
    """Return the tables that are followed, each with "", or the code of what is told of it."""
    found: dict[Any, str] = {}
    writer, setup = FloatingTables(template), None
    for number, (section, blocks, _end) in enumerate(sections_of(root.find(W + "body"))):
        before, setup = setup, page_setup(section, setup)
        tags = [bool(_TAGS_ALONE.fullmatch(_text(each))) for each in blocks]
        begins = "" if setup.goes_on(before) else "page" if number else "text"
        shown = [each for each, is_tag in zip(blocks, tags, strict=True) if not is_tag]
        order = writer.arranged(shown, setup, begins)
        for table in writer.places.keys() - found.keys():
            at, place = order.index(table), writer.places[table]
            surely = bool(begins) and _is_on_page(order[: at + 1], place, setup, template)
            found[table] = "" if surely else "floating-table-end"
            near = blocks.index(table)
            if any(tags[max(0, near - 1) : near + 2]):  # what is beside it depends on the record
                found[table] = "floating-table"
    return found


def _is_on_page(blocks: Sequence[Any], place: Floated, setup: PageSetup, template: WordTemplate) -> bool:
    """Whether the last of the blocks is surely not where a page ends, as far as its text can be estimated."""
    page = setup.height - abs(setup.margins.top) - abs(setup.margins.bottom)
    begin = max((n for n, each in enumerate(blocks) if _begins_page(each)), default=0)
    text = margin_height(blocks[begin:-1], setup.text_width, template.styles)
    table = margin_height(blocks[-1:], setup.text_width, template.styles)
    if any(_GROWS.search(_text(each)) for each in blocks[begin:]):
        return False
    values = sum("{{" in _text(each) for each in blocks[begin:])
    doubt = _LINE * (1 + values) + _SHARE * text if text else 0.0
    top = text % page
    height = max(0.0, place.above) + table * (1 + _SHARE) + _LINE
    return (text < page or top > doubt) and top + doubt + height < page


def _begins_page(block: Any) -> bool:
    return is_on(child(block, "pPr/pageBreakBefore")) or any(
        attribute(each, name="type") == "page" for each in block.iter(W + "br")
    )


def _text(block: Any) -> str:
    return "".join(each.text or "" for each in block.iter(W + "t"))
