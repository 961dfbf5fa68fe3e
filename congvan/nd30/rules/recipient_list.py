"""Nơi nhận (box 9b): label, position, list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from congvan.core.decree.kinds import KINDS
from congvan.nd30.components.document import DocumentComponents, ListEntry
from congvan.nd30.components.measures import SAME_LINE_SLACK, vertical_offset
from congvan.nd30.components.patterns import DOTTED_BLANK
from congvan.nd30.model.kinds import ADDRESSED, CONTRACTS
from congvan.nd30.rules.addressees import excerpt
from congvan.nd30.rules.base import (
    MISSING,
    NO_LAYOUT,
    Answer,
    NotApplicable,
    NotEvaluated,
    violation,
)


def noi_nhan_present(document: DocumentComponents) -> Iterator[Answer]:
    """Every document lists its receivers. Contracts and minutes of understanding are not evaluated."""
    if (
        document.national_name is None
        or document.is_attached
        or not document.authority
        or document.kind in (*CONTRACTS, "thu-cong")
    ):
        yield NotApplicable(MISSING)
    elif document.recipients_label is None:
        yield violation(document.authority[0])


def noi_nhan_word(document: DocumentComponents) -> Iterator[Answer]:
    """The word is on its own line, followed by a colon."""
    if document.recipients_label is None:
        yield NotApplicable(MISSING)
    elif not re.fullmatch(r"(?:Nơi nhận|NƠI NHẬN)\s?:", document.recipients_label.text):
        yield violation(document.recipients_label, text=document.recipients_label.text)


def noi_nhan_level(document: DocumentComponents) -> Iterator[Answer]:
    """The word is on the line of the signer's authority and title. Minutes have it below the secretary's block."""
    if document.recipients_label is None or not document.authority or document.kind == "bien-ban":
        yield NotApplicable(MISSING)
        return
    label, first = document.recipients_label, document.authority[0]
    if label.box is not None and first.box is not None:
        if label.page != first.page or abs(label.lines[0].baseline - first.lines[0].baseline) > 4.5:
            yield violation(label)
    elif label.cell is not None and first.cell is not None and label.cell.table == first.cell.table:
        apart = vertical_offset(document, label, first)
        if label.cell.row != first.cell.row or (apart is not None and abs(apart) > SAME_LINE_SLACK):
            yield violation(label)
    else:
        yield NotEvaluated(NO_LAYOUT)


def noi_nhan_left(document: DocumentComponents) -> Iterator[Answer]:
    """The word and the dashes of the list are flush with the left margin."""
    if document.recipients_label is None:
        yield NotApplicable(MISSING)
        return
    signer = document.authority[0].cell if document.authority else None
    own = document.recipients_label.cell
    if own is not None and signer is not None and own.table == signer.table and own.column > signer.column:
        yield violation(document.recipients_label, text=document.recipients_label.text)
        return
    starts = [document.recipients_label, *(i.paragraphs[0] for i in document.recipients if i.text.startswith("-"))]
    edge = next((p.left for p in document.view.pages if p.left is not None), None)
    for paragraph in starts:
        if paragraph.box is not None:
            off = edge is not None and abs(paragraph.box.x0 - edge) > 4.0
        elif paragraph.align in ("centre", "right"):
            off = True
        else:
            off = (paragraph.first or 0.0) > 3.0
        if off:
            yield violation(paragraph, text=paragraph.text[:40])
            return


def _entries(document: DocumentComponents) -> list[ListEntry]:
    """Return the entries, without the notes that may follow them."""
    archive_index = next((index for index, item in enumerate(document.recipients) if _is_archive_entry(item)), 0)
    return [
        entry
        for index, entry in enumerate(document.recipients)
        if not re.match(r"^\(|^Ghi chú" + r"|^\*" * (index > archive_index), entry.text)
    ]


def _opens_group(item: ListEntry, following: ListEntry) -> bool:
    """Return whether an entry opens a group: it ends with a colon and the next one begins with "+"."""
    return item.text.rstrip().endswith(":") and following.text.startswith("+")


def noi_nhan_dash(document: DocumentComponents) -> Iterator[Answer]:
    """Each entry begins with a hyphen; wrapped lines belong to the entry above, and those of a group that an entry
    opens with a colon may begin with "+"."""
    items = _entries(document)
    if not items:
        yield NotApplicable(MISSING)
    group = False
    for at, item in enumerate(items):
        if not item.text.startswith("-") and not (group and item.text.startswith("+")):
            yield violation(item.paragraphs[0], text=excerpt(item))
            return
        group = (group and item.text.startswith("+")) or (at + 1 < len(items) and _opens_group(item, items[at + 1]))


def noi_nhan_semicolon(document: DocumentComponents) -> Iterator[Answer]:
    """Each entry but the last ends with a semicolon."""
    items = _entries(document)
    if len(items) < 2:
        yield NotApplicable(MISSING)
    for item, following in pairwise(items):
        ends = item.text.rstrip().endswith(";") or _opens_group(item, following)
        if not ends and not DOTTED_BLANK.search(item.text):
            yield violation(item.paragraphs[-1], text=excerpt(item))


def _is_archive_entry(item: ListEntry) -> bool:
    return bool(re.match(r"^\W*Lưu\b", item.text))


def noi_nhan_luu(document: DocumentComponents) -> Iterator[Answer]:
    """The last entry is "Lưu", a colon, "VT", and after a comma the drafting unit and the copies kept."""
    items = _entries(document)
    if not items:
        yield NotApplicable(MISSING)
        return
    archive_index = next((k for k in reversed(range(len(items))) if _is_archive_entry(items[k])), len(items) - 1)
    entry_below = next((i for i in items[archive_index + 1 :] if re.match(r"^-\s*\w", i.text)), None)
    last = entry_below or items[archive_index]
    if entry_below or not re.match(r"^\W*Lưu\s?:\s*(?:HC-)?(?:VT(?:[\s.…]*$|\s*[,.(…])|Văn thư|VP)", last.text):
        yield violation(last.paragraphs[0], text=excerpt(last))


def noi_nhan_stop(document: DocumentComponents) -> Iterator[Answer]:
    """The last entry ends with a full stop; the drafter's mark and number of copies may follow it (box 12)."""
    items = _entries(document)
    if not items:
        yield NotApplicable(MISSING)
        return
    last = items[-1]
    if not any(_is_archive_entry(item) for item in items):
        yield NotApplicable(MISSING)  # another rule reports it
    elif not re.search(r"\.\s*(?:[\w.,/()]{0,24})?\s*$", last.text) and not DOTTED_BLANK.search(last.text):
        yield violation(last.paragraphs[-1], text=excerpt(last))


def _greeting_is_misplaced(document: DocumentComponents) -> bool:
    """Return whether a Kính gửi would be misplaced on this kind, which another rule reports."""
    return document.kind in KINDS and document.kind not in ADDRESSED


def noi_nhan_first(document: DocumentComponents) -> Iterator[Answer]:
    """Where there is a Kính gửi, the first entry is "Như trên" ("Như Kính gửi" is accepted practice)."""
    items = _entries(document)
    if not items or document.greeting is None or _greeting_is_misplaced(document):
        yield NotApplicable(MISSING)
    elif not re.match(r"^\W*Như\s(?!Điều)", items[0].text):
        yield violation(items[0].paragraphs[0], text=excerpt(items[0]))


def noi_nhan_article(document: DocumentComponents) -> Iterator[Answer]:
    """The sheets of resolutions and decisions begin the list with the điều that names the bodies responsible."""
    items = _entries(document)
    if not items or document.kind not in ("quyet-dinh", "nghi-quyet") or document.greeting is not None:
        yield NotApplicable(MISSING)
    elif re.match(r"^-?\s*Như trên", items[0].text):
        yield violation(items[0].paragraphs[0], text=excerpt(items[0]))


def noi_nhan_tren(document: DocumentComponents) -> Iterator[Answer]:
    """The words "Như trên" refer to the receivers after Kính gửi; documents without Kính gửi list their receivers.
    Telegrams, invitations, letters of introduction and slips name them in the text; decisions have a rule of their
    own."""
    items = _entries(document)
    if not items or document.greeting is not None or document.kind not in _KINDS_WITHOUT_GREETING:
        yield NotApplicable(MISSING)
    elif re.match(r"^-?\s*Như (?:trên|[Kk]ính gửi)", items[0].text):
        yield violation(items[0].paragraphs[0], text=excerpt(items[0]))


_KINDS_WITHOUT_GREETING = (
    "chi-thi",
    "thong-bao",
    "huong-dan",
    "chuong-trinh",
    "ke-hoach",
    "phuong-an",
    "de-an",
    "du-an",
    "bao-cao",
)
