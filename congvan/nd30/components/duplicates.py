"""Take out repeated lines of the head before components are located."""

from __future__ import annotations

import re
from collections.abc import Sequence

from congvan.nd30.components.foot import is_recipients_label
from congvan.nd30.components.issuing_bodies import names_body
from congvan.nd30.components.measures import bold_share
from congvan.nd30.components.patterns import DATE, GREETING, MOTTO, NUMBER, is_national_name, matches_nearly
from congvan.nd30.model.kinds import heading_kind
from congvan.nd30.model.view import Paragraph


def split_duplicates(flow: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the paragraphs without repeated component lines, and the repeated lines.

    Of two Quốc hiệu the upper one is taken out, of other lines the lower one, so that the kept ones stay adjacent.
    """
    heads = [i for i, p in enumerate(flow) if is_national_name(p)]
    duplicates = []
    for i, paragraph in enumerate(flow):
        in_head = any(abs(i - head) < 9 for head in heads)
        for above in flow[max(0, i - 3) : i]:
            if _is_duplicate(above, paragraph, in_head):
                duplicates.append(above if is_national_name(above) else paragraph)
    duplicate_ids = {id(p) for p in duplicates}
    return [p for p in flow if id(p) not in duplicate_ids], duplicates


def _is_duplicate(above: Paragraph, paragraph: Paragraph, in_head: bool) -> bool:
    """Return whether a paragraph repeats the component line right above it in the same column."""
    text = paragraph.text
    if text != above.text or len(text) > 120 or (paragraph.cell is not None and paragraph.cell.ruled):
        return False
    if paragraph.box is not None and above.box is not None:
        down = paragraph.box.y0 - above.box.y0
        if paragraph.page != above.page or not 2 < down < 15 or abs(paragraph.box.centre - above.box.centre) > 12:
            return False
    elif paragraph.cell != above.cell or (paragraph.cell is None and paragraph.ordinal > above.ordinal + 1):
        return False
    if names_body(text) and (bold_share(above) > 0.5) != (bold_share(paragraph) > 0.5):
        return False  # the superior body's name begins as the issuing body's: ỦY BAN NHÂN DÂN / TỈNH …, … / XÃ …
    titular = bold_share(paragraph) > 0.9 and paragraph.align == "centre" and sum(c.isalpha() for c in text) > 15
    if titular or heading_kind(text) or GREETING.match(text) or is_recipients_label(paragraph):
        return True
    dated = DATE.search(text) is not None and re.search(r"\d{4}$", text) is not None
    numbered = NUMBER.match(text) is not None and "/" in text
    return in_head and (
        is_national_name(paragraph) or matches_nearly(text, MOTTO) or dated or numbered or names_body(text)
    )
