"""Locate the foot: Nơi nhận on the left, the signer on the right, and the end of both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from math import inf

from congvan.nd30.components.document import DocumentComponents, ListEntry
from congvan.nd30.components.measures import bold_share
from congvan.nd30.model.kinds import CAPITAL, COPY_SYMBOLS, SMALL, fold
from congvan.nd30.model.view import Box, CellPosition, Paragraph

_RECIPIENTS_LABEL = re.compile(r"^N[ơo]i nh[ậa]n\s*:?", re.I)


_APPENDIX_LABEL = re.compile(
    r"^PH[ỤU] L[ỤU]C(?:\s+(?:SỐ\s*)?(?:[IVXLC\d]{1,6}|[A-H]|một|hai|ba|bốn|năm)|\s*[.…]+.*)?\s*[.:]?$", re.I
)


_NAME_SYLLABLE = rf"[{CAPITAL}](?:['’ʼ](?:[{CAPITAL}]|(?= )))?[{SMALL}]*"
_NAME = re.compile(rf"^(?:{_NAME_SYLLABLE}\.?\s+){{1,6}}{_NAME_SYLLABLE}$")
"""A personal name, also one like H’Yim Kđoh."""


_WORD = rf"[{CAPITAL}][{SMALL}]+"
_NAME_WITH_SMALL_LETTER = re.compile(
    rf"^{_WORD} (?:(?:văn|thị) [{CAPITAL}][{SMALL}]*|(?:{_WORD} )?{_WORD} [{SMALL}]+)$"
)
"""A personal name with a small initial by mistake: Nguyễn văn An, Trần Thị thu."""


_OFFICE = re.compile(
    r"(?:PHÓ|QUYỀN|TỔNG|CHỦ (?:TỊCH|NHIỆM|TỌA|TOẠ|TRÌ)|GIÁM ĐỐC|CHÁNH|BÍ THƯ|HIỆU TRƯỞNG|BỘ TRƯỞNG|THỨ TRƯỞNG|THƯ KÝ|"
    r"(?:\w+ ){1,2}TRƯỞNG|TRƯỞNG)\b"
)
"""The beginnings of offices in capitals; a name in capitals by mistake has none of them."""

_SIGNING_PREFIX = re.compile(r"^(?:TM|KT|TL|TUQ|Q)\s*[.,/]|^T/M|^K/T", re.I)


def find_foot_start(document: DocumentComponents, rest: Sequence[Paragraph]) -> int:
    """Return the index of the first paragraph of the foot: "Nơi nhận:" or the signature block, whichever is first."""
    stop = next((i for i, p in enumerate(rest) if i > 3 and (is_appendix_label(p) or _is_copy(p))), len(rest))
    stop = _start_of_copy_head(rest, stop)  # not the foot of a copy: the document itself may have none
    labels = [i for i, p in enumerate(rest[:stop]) if is_recipients_label(p)]
    if labels:
        start = labels[0]
        while start > 0 and _belongs_to_signer(rest[start - 1], rest[labels[0]]):
            start -= 1
        while start < labels[0] and _is_remark(rest[start]):
            start += 1
        return start
    prefixes = [i for i, p in enumerate(rest[:stop]) if _SIGNING_PREFIX.match(p.text) and p.text.isupper()]
    if prefixes:
        return prefixes[0]
    ends = [i for i, p in enumerate(rest[:stop]) if p.text.endswith("./.")]
    return ends[-1] + 1 if ends else stop


def is_recipients_label(paragraph: Paragraph) -> bool:
    """Return whether a paragraph is the label "Nơi nhận:" of the foot, not the heading of a table column."""
    ruled = paragraph.cell is not None and paragraph.cell.ruled
    return not ruled and len(paragraph.text) < 24 and _RECIPIENTS_LABEL.match(paragraph.text) is not None


def _belongs_to_signer(paragraph: Paragraph, label: Paragraph) -> bool:
    """Return whether a paragraph before "Nơi nhận:" belongs to the signature block."""
    text = paragraph.text
    if text.endswith("./."):
        return False
    if paragraph.box is not None and label.box is not None and paragraph.page == label.page:
        return paragraph.box.x0 > label.box.x0 + 55 and paragraph.box.y0 > label.box.y0 - 60 and len(text) < 60
    if paragraph.cell is not None and label.cell is not None:
        return paragraph.cell.table == label.cell.table
    return bool(
        text.isupper() and len(text) < 60 and (_SIGNING_PREFIX.match(text) or paragraph.align in ("centre", "right"))
    )


def _is_remark(paragraph: Paragraph) -> bool:
    """Return whether a line above the signer is a remark to the text, such as "(gửi kèm hồ sơ)", or its last line."""
    slanted = bool(paragraph.ink) and all(run.italic for run in paragraph.ink)
    return slanted and not paragraph.text.isupper() and not _SIGNING_PREFIX.match(paragraph.text)


def take_foot(document: DocumentComponents, lower: list[Paragraph], upper: Sequence[Paragraph]) -> list[Paragraph]:
    """Fill in Nơi nhận and the signature block; return the paragraphs after the foot."""
    label = next((p for p in lower if is_recipients_label(p)), None)
    document.recipients_label = label
    if label is None and document.unlisted_heading is not None:  # no sheet says how it is signed
        return lower
    stop = next((i for i, p in enumerate(lower) if ends_foot(p) or _is_below_full_rule(document, p, label)), len(lower))
    stop = _start_of_copy_head(lower, stop)
    for i, p in enumerate(lower[:stop]):
        is_far = p.page and lower[0].page and p.page > lower[0].page + 1
        if i and p.new_page and is_far and not p.text.startswith("-"):  # else a long list continues
            stop = i
            break
    foot = lower[:stop]
    left: list[Paragraph] = []
    right: list[Paragraph] = []
    tail: list[Paragraph] = []
    for paragraph in foot:
        archived = "Lưu" in " ".join(p.text for p in left[-3:])
        closed = archived and left[-1].text.rstrip().endswith(".")
        side = _side(paragraph, label, closed, right[-1] if right else None)
        if side == "left" and archived and _is_set_apart(paragraph, label):
            side = "tail"
        (left if side == "left" else right if side == "right" else tail).append(paragraph)
    document.recipients = list_entries([p for p in left if p is not label])
    document.authority, document.name = split_signature_block(right)
    while document.name is not None and document.authority and document.authority[-1].text == document.name.text:
        document.duplicates.append(document.name)
        document.name = document.authority.pop()
    return [*tail, *lower[stop:]]


COPY_WORDS = {fold(words): words for words in COPY_SYMBOLS}


def _is_copy(paragraph: Paragraph) -> bool:
    return fold(paragraph.text) in COPY_WORDS


def _start_of_copy_head(flow: Sequence[Paragraph], at: int) -> int:
    """Return the index where the head of a copy begins: the copying body's name is left of the form of the copy."""
    copied = at < len(flow) and _is_copy(flow[at])
    start = at
    while copied and start > 0 and _in_same_row(flow[start - 1], flow[at]):
        start -= 1
    return start


def _in_same_row(paragraph: Paragraph, other: Paragraph) -> bool:
    """Return whether two paragraphs are in the same row of a head."""
    if paragraph.box is not None and other.box is not None:
        return paragraph.page == other.page and abs(paragraph.box.y0 - other.box.y0) < 8
    return paragraph.cell is not None and other.cell is not None and paragraph.cell.table == other.cell.table


def _is_below_full_rule(document: DocumentComponents, paragraph: Paragraph, label: Paragraph | None) -> bool:
    """Return whether a full-width line separates "Nơi nhận:" from the paragraph (a copy, notes, a contact line)."""
    if label is None or label.box is None or paragraph.box is None or paragraph.page != label.page:
        return False
    top, low = label.box.y1, paragraph.box.y0 + 0.5
    return low > top and any(top < s.y < low and s.page == label.page and s.length > 130 for s in document.view.strokes)


def ends_foot(paragraph: Paragraph) -> bool:
    """Return whether a paragraph ends the foot: the label of an appendix, the form of a copy, notes to a form."""
    return (
        is_appendix_label(paragraph) or _is_copy(paragraph) or re.match(r"^Ghi chú\s*:?$", paragraph.text) is not None
    )


def _is_set_apart(paragraph: Paragraph, label: Paragraph | None) -> bool:
    """Return whether a line below the list is no part of it: without a dash and far right, as lines to call are."""
    if label is None or label.box is None or paragraph.box is None or paragraph is label:
        return False
    return not re.match(r"^[-–—+•*]", paragraph.text) and paragraph.box.x0 > label.box.x0 + 15


def _side(paragraph: Paragraph, label: Paragraph | None, closed: bool, above: Paragraph | None) -> str:
    """Return the side of a paragraph of the foot: left (Nơi nhận), right (the signer) or tail (neither).

    `closed`: whether the list has its last entry; `above`: the last paragraph on the right.
    """
    if paragraph is label:
        return "left"
    if label is None:
        return "left" if re.match(r"^[-–—+•*]\s?\w", paragraph.text) else "right"
    if paragraph.box is not None and label.box is not None:
        return _side_on_page(paragraph, label, paragraph.box, label.box, closed)
    if label.cell is not None:
        return _side_of_table(paragraph, label.cell, closed, above)
    if paragraph.cell is not None:
        return "tail"
    if paragraph.text.startswith(("-", "–", "•")) and not closed:
        return "left"
    return "right" if len(paragraph.text) < 60 and (paragraph.text.isupper() or is_name(paragraph.text)) else "tail"


def _side_of_table(paragraph: Paragraph, label: CellPosition, closed: bool, above: Paragraph | None) -> str:
    """Return the side of a paragraph of a foot that is set in a table, or right below it; `label`: of Nơi nhận."""
    cell = paragraph.cell
    if cell is not None and cell.table == label.table:
        if cell.column != label.column:
            return "right"
        return "tail" if closed and not re.match(r"^[-–—+•*(]", paragraph.text) else "left"
    if paragraph.text.startswith("-") and not closed:
        return "left"
    if len(paragraph.text) >= 60 or paragraph.new_page:
        return "tail"
    if cell is not None:  # the signer in a table of its own
        own = above is None or (above.cell is not None and above.cell.table == cell.table)
        return "right" if own and not cell.ruled and (paragraph.text.isupper() or is_name(paragraph.text)) else "tail"
    apart = (paragraph.first or 0.0) > 50 or paragraph.align in ("centre", "right") or paragraph.region == "textbox"
    return "right" if apart and is_name(paragraph.text) else "tail"


def _side_on_page(paragraph: Paragraph, label: Paragraph, box: Box, label_box: Box, closed: bool) -> str:
    dashed = paragraph.text.startswith("-")
    right = box.x0 > label_box.x0 + 50
    if paragraph.cell is not None:
        return "tail"
    if paragraph.page != label.page:
        small = paragraph.lines[0].runs[0].size < 12.5
        if (dashed or small) and not closed and not right and box.width < 85:
            return "left"
        return "right" if right and len(paragraph.text) < 60 else "tail"
    if right:
        return "right"
    large = paragraph.lines[0].runs[0].size >= 12.5  # a separate block: the list is set in 11 points
    below = box.y0 - label_box.y0 > 130 or (not dashed and (paragraph.align == "centre" or large))
    return "tail" if closed and below else "left"


def split_signature_block(right: Sequence[Paragraph]) -> tuple[list[Paragraph], Paragraph | None]:
    """Split the lines of one signer into authority with title, and name, without stamps and bracketed additions."""
    lines = [n for p in right for n in _paragraph_per_line(p)]
    names = [p for p in lines if is_name(p.text) or p.text == "Họ và tên"]
    names = names or [p for p in lines[1:] if _NAME_WITH_SMALL_LETTER.match(p.text)]
    name = names[-1] if names else None
    last = lines[-1].text if lines else ""
    if name is None and len(lines) > 1 and last.isupper() and 2 <= len(last.split()) <= 5 and not _OFFICE.match(last):
        distance = lines[-1].box.y0 - lines[-2].box.y0 if lines[-1].box and lines[-2].box else 0.0
        if distance > 12 or lines[-1].line - lines[-2].line > 2 or (not lines[-1].box and (lines[-1].before or 0) > 24):
            name = lines[-1]
    authority: list[Paragraph] = []
    bracket = False
    for paragraph in lines:
        if paragraph is name:
            break
        words = paragraph.text
        inside, bracket = bracket or words.startswith("("), (bracket or words.startswith("(")) and ")" not in words
        aside = authority and not words.isupper() and bold_share(paragraph) < 0.5 and not _SIGNING_PREFIX.match(words)
        if inside or aside or re.search(r"\d{2}[:.]\d{2}|Ký bởi|^Đã ký|Signed|@", words):
            continue
        authority.append(paragraph)
    limit = next((i for i, p in enumerate(authority) if len(p.text) > 70), len(authority))
    return authority[:limit], name


DEGREES = re.compile(
    r"^(?:GS|PGS|TS|ThS|Th\.S|CN|KS|KTS|BS|DS|LS|BSCKI|BSCKII|BS\.CKI|NGND|NGƯT|NSND|AHLĐ|"
    r"Tiến s[ĩỹ]|Thạc s[ĩỹ]|Giáo sư|Phó Giáo sư|Cử nhân|Luật sư|"
    r"(?:Nhà giáo|Thầy thuốc|Nghệ sĩ) (?:[Ưư]u tú|[Nn]hân dân)|"
    r"Anh hùng Lao động|Ông|Bà|Đồng chí|"
    r"(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy|uý)|Bác s[ĩỹ]|Dược s[ĩỹ]|Kỹ sư|Kiến trúc sư)\b[.\s]",
    re.I,
)


def is_name(text: str) -> bool:
    """Return whether a line is a personal name, with a degree or rank before it or without."""
    return bool(_NAME.match(text) or (DEGREES.match(text) and len(text) < 50))


def _paragraph_per_line(paragraph: Paragraph) -> list[Paragraph]:
    return [replace(paragraph, lines=(n,)) for n in paragraph.lines] if len(paragraph.lines) > 1 else [paragraph]


def list_entries(paragraphs: Sequence[Paragraph]) -> list[ListEntry]:
    """Group paragraphs into list entries: a dash begins an entry; other lines continue the one above unless it has
    ended."""
    items: list[ListEntry] = []
    right = max((n.box.x1 for p in paragraphs for n in p.lines if n.box is not None), default=0.0)
    if not any(re.match(r"^[-–—+•*]", p.text) for p in paragraphs):  # a semicolon alone tells the entries apart
        right = inf
    for paragraph in (n for p in paragraphs for n in _paragraph_per_line(p)):
        text = paragraph.text
        if not items or re.match(r"^[-–—+•*]", text) or _entry_has_ended(items[-1], paragraph, right):
            items.append(ListEntry(text, [paragraph]))
        else:
            items[-1] = ListEntry(f"{items[-1].text} {text}", [*items[-1].paragraphs, paragraph])
    return items


def _entry_has_ended(item: ListEntry, paragraph: Paragraph, right: float) -> bool:
    """Return whether an entry has ended before a paragraph without a dash.

    It ends with a semicolon: in a DOCX, whose lines don't wrap, or on a line of a page with room for more words.
    """
    own, first = item.paragraphs[-1], item.paragraphs[0]
    if paragraph.box is not None and first.box is not None and paragraph.page == first.page:
        hangs = re.match(r"^[-–—+•*]", first.text) and 0.8 < paragraph.box.x0 - first.box.x0 < 8
        if hangs:  # under the words of a dashed entry
            return False
    ended = item.text.rstrip().endswith(";")
    return ended and (own.ordinal != paragraph.ordinal if own.box is None else own.box.x1 < right - 12)


def is_appendix_label(paragraph: Paragraph) -> bool:
    """Return whether a paragraph is the label of an appendix: "Phụ lục II"."""
    return (
        len(paragraph.text) < 40
        and not (paragraph.cell is not None and paragraph.cell.ruled)
        and bool(_APPENDIX_LABEL.match(paragraph.text))
        and (paragraph.align in ("centre", "") or bold_share(paragraph) > 0.9)
    )
