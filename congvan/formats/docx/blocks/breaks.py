"""Breaks in the paragraph of a tag, where LibreOffice puts them when it saves: taken out of the tag's reach."""

from __future__ import annotations

import re
from typing import Any

from congvan.formats.docx.tags import W, paragraph_texts

_OWN_PARAGRAPH = re.compile(r"\s*\{[{%]p\s.*[}%]\}\s*", re.DOTALL)
_IN_ROW = re.compile(r"\s*\{[{%](?:p|tr|tc)\s.*[}%]\}\s*", re.DOTALL)
_THIN = {"before": "0", "after": "0", "line": "20", "lineRule": "exact"}


def free_section_breaks(root: Any) -> bool:
    """Put a section break that is in the paragraph of a tag into a paragraph of its own below it; return whether
    there was one.

    Why: LibreOffice keeps no empty paragraph for a break; when it saves, the break goes to the paragraph above.
    """
    freed = False
    for section in list(root.iter(W + "sectPr")):
        properties = section.getparent()
        paragraph = properties.getparent()
        if properties.tag == W + "pPr" and _OWN_PARAGRAPH.fullmatch(
            "".join(text.text or "" for text in paragraph_texts(paragraph))
        ):
            below = _thin_paragraph_below(paragraph)
            below[0].append(section)
            freed = True
    return freed


def _thin_paragraph_below(paragraph: Any) -> Any:
    """Add a paragraph that takes no room, and return it; all that it has are properties."""
    below = paragraph.makeelement(W + "p")
    own = paragraph.makeelement(W + "pPr")
    own.append(paragraph.makeelement(W + "spacing", {W + key: value for key, value in _THIN.items()}))
    mark = paragraph.makeelement(W + "rPr")
    mark.append(paragraph.makeelement(W + "sz", {W + "val": "2"}))  # half points: no line of its own
    own.append(mark)
    below.append(own)
    paragraph.addnext(below)
    return below


def free_page_breaks(root: Any) -> None:
    """Give a page break that ends the paragraph of a tag to the plain paragraph below it, or to the first one of a
    table; above a tag that prints blocks, to a thin one between them.

    Why: LibreOffice writes "page break before" of a paragraph or table as a break at the end of the paragraph above.
    """
    for broken in list(root.iter(W + "br")):
        run = broken.getparent()
        paragraph = run.getparent()
        below = _paragraph_below(paragraph)
        if broken.get(W + "type") != "page" or paragraph.tag != W + "p" or below is None:
            continue
        text, text_below = ("".join(each.text or "" for each in paragraph_texts(p)) for p in (paragraph, below))
        last = broken.getnext() is None and run.getnext() is None
        if not last or not _OWN_PARAGRAPH.fullmatch(text):
            continue
        in_table = below is not paragraph.getnext()
        if not (_IN_ROW if in_table else _OWN_PARAGRAPH).fullmatch(text_below):
            run.remove(broken)
            _break_before(below)
        elif not in_table and text_below.lstrip().startswith("{{p "):
            run.remove(broken)
            _break_before(_thin_paragraph_below(paragraph))


def _paragraph_below(paragraph: Any) -> Any:
    """Return the next paragraph: the first one of a table that is below; None for none."""
    below = paragraph.getnext()
    return below if below is None or below.tag == W + "p" else below.find(f"{W}tr/{W}tc/{W}p")


def _break_before(paragraph: Any) -> None:
    properties = paragraph.find(W + "pPr")
    if properties is None:
        properties = paragraph.makeelement(W + "pPr")
        paragraph.insert(0, properties)
    for old in properties.findall(W + "pageBreakBefore"):
        properties.remove(old)
    earlier = [properties.find(W + each) for each in ("keepLines", "keepNext", "pStyle")]
    at = next((properties.index(each) + 1 for each in earlier if each is not None), 0)
    properties.insert(at, paragraph.makeelement(W + "pageBreakBefore"))
