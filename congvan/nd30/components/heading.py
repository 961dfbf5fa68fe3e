"""Locate box 5a: the type of a document, its trích yếu, and the authority that adopts it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from congvan.core.decree.kinds import KINDS
from congvan.core.units import pt_to_mm
from congvan.nd30.components.document import DocumentComponents, document_kind
from congvan.nd30.components.measures import bold_share
from congvan.nd30.components.patterns import ACCOMPANYING_LINE, BASIS, COMMAND, DIVISION, GREETING, MARKS
from congvan.nd30.model.kinds import fold, heading_kind, symbol_kind
from congvan.nd30.model.view import Paragraph

_ADOPTER = re.compile(
    r"(?:Chủ tịch|(?:Tổng )?Giám đốc|Hội đồng|Ủy ban|Uỷ ban|\w+ trưởng|Chánh|Sở|Bộ|Ban|Cục|Chi cục|Trường) [^,;]+$"
)


def take_heading(document: DocumentComponents, upper: Sequence[Paragraph]) -> int:
    """Fill in type, trích yếu and adopting authority; return the index after them."""
    at = next((i for i, p in enumerate(upper[:6]) if _is_heading(p)), None)
    if at is None:
        at = next((i for i, p in enumerate(upper[:6]) if _begins_with_kind(p, document)), None)
    if at is None:
        return 0
    document.heading = upper[at]
    at += 1
    while at < min(len(upper), 14) and not _ends_title(document, upper[at], upper[at + 1 : at + 2]):
        document.title.append(upper[at])
        at += 1
    while at < len(upper) and _names_adopting_authority(upper[at]):
        document.adopter.append(upper[at])
        at += 1
    before_bases = at < len(upper) and upper[at].text.startswith("Căn cứ")
    if before_bases and not document.adopter and len(document.title) > 1 and _is_small_adopter(document.title[-1]):
        document.adopter.append(document.title.pop())
    return at


def _is_small_adopter(paragraph: Paragraph) -> bool:
    """Return whether a bold line set apart below the trích yếu names who adopts, in small letters by mistake."""
    return _ADOPTER.match(paragraph.text) is not None and (paragraph.before or 0.0) > 3


def unlisted_heading(document: DocumentComponents, upper: Sequence[Paragraph]) -> Paragraph | None:
    """Return the heading that names none of the 29 kinds: a line in bold capitals in the middle, above any text.

    A document with a V/v line or a symbol of a kind has its kind by them.
    """
    if document.subject_line or document_kind(document) or any(_is_heading(p) for p in upper[:6]):
        return None
    for paragraph in upper[:6]:
        text = paragraph.text
        if GREETING.match(text) or ACCOMPANYING_LINE.match(text):
            return None
        if not text.isupper() and not fold(text).startswith("PHIEU"):
            return None
        if _is_centred(paragraph) and bold_share(paragraph) > 0.5 and not (MARKS.match(text) or COMMAND.match(text)):
            return paragraph
    return None


def _ends_title(document: DocumentComponents, paragraph: Paragraph, following: Sequence[Paragraph]) -> bool:
    """Return whether a paragraph below the type is not part of the trích yếu; `following`: the next paragraph, if
    any."""
    text = paragraph.text
    if GREETING.match(text) or COMMAND.match(text) or ACCOMPANYING_LINE.match(text):
        return True
    if BASIS.match(text) and bold_share(paragraph) < 0.5:
        return True
    continues = following and _is_bold_centred(paragraph) and _is_bold_centred(following[0])
    if (text.endswith(":") and not continues) or not _is_title_line(paragraph, document):
        return True
    precedes_bases = bool(following) and following[0].text.startswith("Căn cứ")
    return text.isupper() and len(text) > 6 and bool(document.title or (_names_adopter(text) and precedes_bases))


def _names_adopting_authority(paragraph: Paragraph) -> bool:
    """Return whether a paragraph below the trích yếu is in centred capitals, and neither enacting word nor division."""
    text = paragraph.text
    if not text.isupper() or not _is_centred(paragraph) or COMMAND.match(text):
        return False
    return re.match(r"^(?:[IVX]+\.|CHƯƠNG|PHẦN|MỤC)", text) is None


def _begins_with_kind(paragraph: Paragraph, document: DocumentComponents) -> bool:
    """Return whether a line in capitals begins with the kind that the symbol names: "CHƯƠNG TRÌNH HÀNH ĐỘNG"."""
    kind = symbol_kind(document.number_text.partition("/")[2])
    starts = bool(kind) and paragraph.text.startswith(f"{KINDS[kind].name.upper()} ")
    return starts and paragraph.text.isupper() and len(paragraph.text) < 70


def _names_adopter(text: str) -> bool:
    """Return whether a line in capitals names the authority that adopts the document."""
    return re.match(r"(?:VỀ|V/V)\b", text) is None


def _is_heading(paragraph: Paragraph) -> bool:
    """Return whether a line is the name of a kind, and not the enacting word of a decision ("QUYẾT ĐỊNH:")."""
    if not heading_kind(paragraph.text) or (COMMAND.match(paragraph.text) and paragraph.text.endswith(":")):
        return False
    return paragraph.text.isupper() or _is_centred(paragraph)


def _is_centred(paragraph: Paragraph) -> bool:
    return paragraph.align in ("centre", "")


def _is_bold_centred(paragraph: Paragraph) -> bool:
    """Return whether a line is set like a trích yếu, so that a colon at the end of the line above may be part of it."""
    return paragraph.align == "centre" and bold_share(paragraph) > 0.9 and not paragraph.text.isupper()


def _is_title_line(paragraph: Paragraph, document: DocumentComponents) -> bool:
    if not _spans_text(paragraph, document) or len(paragraph.text) > 400 or DIVISION.match(paragraph.text):
        return False
    if paragraph.box is not None:  # on a page: centred lines right under the type
        if not document.title and bold_share(paragraph) > 0.9:
            return len(paragraph.lines) < 3 or _stands_right_below(document.heading, paragraph)
        if document.title and _wraps_title(document.title[-1], paragraph):
            return True
        return paragraph.align == "centre" and (
            not document.title or bold_share(paragraph) > 0.5 or bold_share(document.title[0]) < 0.5
        )
    return paragraph.align == "centre" or (not document.title and bold_share(paragraph) > 0.9)


def _wraps_title(above: Paragraph, paragraph: Paragraph) -> bool:
    """Return whether a bold line of a page goes on with the bold line right above it, however wide it is."""
    if not _stands_right_below(above, paragraph) or above.box is None or paragraph.box is None:
        return False
    both = min(bold_share(above), bold_share(paragraph)) > 0.9 and paragraph.text.isupper() == above.text.isupper()
    return both and abs(paragraph.box.centre - above.box.centre) < 12


def _stands_right_below(above: Paragraph | None, paragraph: Paragraph) -> bool:
    """Return whether a paragraph of a page is on the line below another, without a space between."""
    if above is None or above.page != paragraph.page:
        return False
    step = paragraph.lines[0].baseline - above.lines[-1].baseline
    return 0 < step < pt_to_mm(1.5 * (max(run.size for run in paragraph.runs) or 14.0))


def _spans_text(paragraph: Paragraph, document: DocumentComponents) -> bool:
    """Return whether a paragraph is in no table, or in one of a single column without lines."""
    cell = paragraph.cell
    if cell is None:
        return True
    others = (p.cell for p in document.view.paragraphs if p.cell is not None and p.cell.table == cell.table)
    return not cell.ruled and paragraph.box is None and all(other.column == 1 for other in others)
