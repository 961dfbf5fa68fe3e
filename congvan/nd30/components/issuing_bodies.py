"""Locate box 2 in the head: the issuing bodies, their superior, and what a joint document has of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.measures import bold_share, in_opposite_column
from congvan.nd30.components.patterns import GREETING, SUBJECT_LINE
from congvan.nd30.model.kinds import heading_kind
from congvan.nd30.model.view import Paragraph

_BODY_NAMES = (
    "SỞ",
    "BAN",
    "CỤC",
    "CHI CỤC",
    "PHÒNG",
    "TRƯỜNG",
    "TRUNG TÂM",
    "VĂN PHÒNG",
    "ỦY BAN",
    "UỶ BAN",
    "UBND",
    "TỔNG",
    "CÔNG TY",
    "HỘI",
    "BỘ",
    "VIỆN",
    "THANH TRA",
    "CÔNG AN",
    "CHI NHÁNH",
    "BỆNH VIỆN",
    "ĐÀI",
    "QUỸ",
    "TỔ",
    "KHO BẠC",
    "BẢO HIỂM",
    "ĐOÀN",
    "HẠT",
    "HỌC VIỆN",
    "ĐẠI HỌC",
    "VỤ",
    "TÒA",
    "TOÀ",
    "LIÊN ĐOÀN",
    "TẬP ĐOÀN",
    "BƯU ĐIỆN",
    "TỈNH ĐOÀN",
    "TRẠM",
    "ĐỘI",
    "NHÀ",
)


def names_body(text: str) -> bool:
    """Return whether a line in capitals begins like the name of a body."""
    return text.isupper() and text.startswith(tuple(f"{name} " for name in _BODY_NAMES))


def fill_bodies(
    document: DocumentComponents, zone: Sequence[Paragraph], national_name: Paragraph, taken: set[int]
) -> None:
    limit = document.number or document.date
    names: list[Paragraph] = []
    for paragraph in zone:
        if paragraph is limit:
            break
        if (
            id(paragraph) in taken
            or not in_opposite_column(paragraph, national_name)
            or not _in_head(paragraph, national_name)
        ):
            continue
        if SUBJECT_LINE.match(paragraph.text) or heading_kind(paragraph.text) or GREETING.match(paragraph.text):
            break
        names.append(paragraph)
    names = [n for p in names for n in _split_lines(p)] if len(names) == 1 else names
    document.superior, document.issuer = split_names(names)
    if _is_superior(document):
        document.superior, document.issuer = document.issuer, []
    document.jointly_issued = _is_joint(document)
    if document.jointly_issued:
        document.superior, document.issuer = [], [*document.superior, *document.issuer]
    document.superior_below = _rank(document.superior) > _rank(document.issuer) >= 0
    if document.superior_below and bold_share(document.superior[0]) > 0.5 > bold_share(document.issuer[0]):
        document.superior, document.issuer = document.issuer, document.superior
    taken.update(id(p) for p in zone if p in names or any(p.ordinal == n.ordinal for n in names))


_RANKS = (
    re.compile(r"(?:UBND|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN)\b"),
    re.compile(r"SỞ (?!HỮU|GIAO DỊCH)"),
    re.compile(r"(?:CHI CỤC|PHÒNG|TRUNG TÂM|TRƯỜNG|BỆNH VIỆN)\b"),
)
"""Bodies of a province by rank: none is subordinate to one further down in this list."""
_DEPARTMENT = 1  # index in _RANKS; no department is subordinate to another


def _rank(names: Sequence[Paragraph]) -> int:
    text = names[0].text.upper() if names else ""
    return next((k for k, rank in enumerate(_RANKS) if rank.match(text)), -1)


def _is_joint(document: DocumentComponents) -> bool:
    """Return whether two bodies issue the document jointly.

    Their names are joined by a dash, or both bold on separate lines and neither is the other's superior.
    """
    above, own = _rank(document.superior), _rank(document.issuer)
    first, dash, second = " ".join(p.text for p in document.issuer).partition(" - ")
    if dash and not document.superior and names_body(first) and names_body(second):
        return True
    bold = all(bold_share(p) > 0.5 for p in (*document.superior, *document.issuer))
    return bold and (above > own >= 0 or above == own == _DEPARTMENT)


def _is_superior(document: DocumentComponents) -> bool:
    """Return whether the only name is that of the superior body: not bold, a committee that the symbol doesn't name."""
    words = " ".join(p.text for p in document.issuer)
    committee = re.match(r"(?:UBND|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN) ", words)
    symbol = document.number.text.partition("/")[2] if document.number is not None else ""
    regular = all(bold_share(p) < 0.5 for p in document.issuer)
    return bool(committee and regular and not document.superior and symbol and "UB" not in symbol.upper())


def _split_lines(paragraph: Paragraph) -> list[Paragraph]:
    """Split a paragraph into one per line, so that the weight of each name is known."""
    return [replace(paragraph, lines=(line,)) for line in paragraph.lines] if paragraph.lines else [paragraph]


def _in_head(paragraph: Paragraph, national_name: Paragraph) -> bool:
    if paragraph.box is not None and national_name.box is not None:
        return national_name.box.y0 - 9 < paragraph.box.y0 < national_name.box.y0 + 30
    if national_name.cell is not None:
        return paragraph.cell is not None and paragraph.cell.table == national_name.cell.table
    return paragraph.text.isupper()


def split_names(names: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return (superior body, issuing body), split where the weight changes, else where a second body's name begins."""
    weights = [bold_share(p) > 0.5 for p in names]
    if True in weights and False in weights:
        first = weights.index(True)
        if first > 0:
            return list(names[:first]), list(names[first:])
    for k in range(len(names) - 1, 0, -1):
        text, above = names[k].text.upper(), names[k - 1].text.upper()
        joined = above.endswith((" VÀ", ",", "-", " CỦA")) or above in (
            "ỦY BAN NHÂN DÂN",
            "UỶ BAN NHÂN DÂN",
            "HỘI ĐỒNG NHÂN DÂN",
            "CHỦ TỊCH",
        )
        if names_body(text) and not joined:
            return list(names[:k]), list(names[k:])
    return [], list(names)
