"""Finds the head of a document (boxes 1 to 5b and the marks): national lines, issuing bodies, number, date, V/v."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from congvan.nd30.components.document import Part, bold_share
from congvan.nd30.model.kinds import fold, heading_kind
from congvan.nd30.model.view import Paragraph

NATION, MOTTO = "CONGHOAXAHOICHUNGHIAVIETNAM", "DOCLAPTUDOHANHPHUC"
NUMBER = re.compile(r"^S[ốôo](?:\s*[:.]|\s+(?=[\d/]))\s*.*", re.I)
DATE = re.compile(r"\bng[àa]y\b.*\bth[áa]ng\b", re.I)
_ISO_DATE = re.compile(r"^[A-ZĐ][^\d:;]{1,60},\s*(?:ngày\s*)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}$")
_PART_DATE = re.compile(r"^[A-ZĐ][^\d:;]{1,60}?,\s*(?:ngày\s*)?\d{1,2}\s*tháng\s*\d{1,2}\D{1,8}\d{4}$", re.I)
_ABOUT = re.compile(r"^(?:V/v|V/V|v/v|Vv|Về việc)\b", re.I)
GREETING = re.compile(r"^K[íi]nh\s+g[ửữưuởơo]i\b", re.I)
_LOOSE_NUMBER = re.compile(r"^(?:S|N)\w{0,2}(?: hiệu| ký hiệu)?\s*[:;.,]?[\s\d.…]*/\s*[A-ZĐ]{2}")
_BODY_NAME = (
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
MARKS = re.compile(
    r"^(?:HỎA TỐC|HOẢ TỐC|HỎA TỐC HẸN GIỜ|HOẢ TỐC HẸN GIỜ|THƯỢNG KHẨN|KHẨN|TUYỆT MẬT|TỐI MẬT|MẬT|XEM XONG TRẢ LẠI|"
    r"LƯU HÀNH NỘI BỘ)$",
    re.I,
)


def nearly(text: str, wanted: str) -> bool:
    """Whether a folded text is the wanted words, give or take a slip."""
    own = fold(text)
    if own == wanted:
        return True
    if abs(len(own) - len(wanted)) > 8:
        return False
    least = 0.43 * (len(own) + len(wanted))  # letters in common, before asking for their order, which costs more
    return (Counter(own) & Counter(wanted)).total() >= least and SequenceMatcher(None, own, wanted).ratio() >= 0.86


def is_nation(paragraph: Paragraph) -> bool:
    text = paragraph.text
    if len(text) >= 60 or text[:1] not in ("C", "c", "Ç", "ç"):
        return False
    cut = text.isupper() and len(fold(text)) > 15 and NATION.startswith(fold(text))  # by a narrow column
    if not cut and not nearly(text, NATION):
        return False
    return paragraph.cell is None or paragraph.box is None  # in a ruled table of a page it is an example, no head


def names_body(text: str) -> bool:
    """Whether a line in capitals begins as the name of a body does."""
    return text.isupper() and text.startswith(tuple(f"{name} " for name in _BODY_NAME))


def _left(paragraph: Paragraph, nation: Paragraph | None) -> bool:
    """Whether the paragraph stands in the column beside the Quốc hiệu (the left one, unless they were swapped)."""
    if nation is None:
        return True
    if paragraph.box is not None and nation.box is not None:
        return paragraph.box.centre < nation.box.x0 or paragraph.box.x0 > nation.box.x1
    if paragraph.cell is not None and nation.cell is not None and paragraph.cell.table == nation.cell.table:
        return paragraph.cell.column != nation.cell.column
    return paragraph.cell is None and nation.cell is None


def fill_head(part: Part, own: Sequence[Paragraph], overlay: Sequence[Paragraph], nation: Paragraph | None) -> set[int]:
    """Boxes 1 to 5b and the marks above; returns the ids of the paragraphs taken."""
    taken: set[int] = set()
    zone = list(own[:40]) if nation is None else [p for p in own[: own.index(nation) + 24] if p.page == nation.page]
    for paragraph in zone:
        text = paragraph.text
        if paragraph is nation:
            taken.add(id(paragraph))
        elif part.motto is None and len(text) < 60 and nearly(text, MOTTO):
            part.motto = paragraph
        elif NUMBER.match(text) and len(text) < 60 and _left(paragraph, nation) and _better(paragraph, part.number):
            part.number = paragraph
        elif part.date is None and len(text) < 90 and _is_date(paragraph, nation):
            part.date = paragraph
        elif heading_kind(text) or GREETING.match(text):
            break
    if part.number is None:  # its word misspelt
        loose = (p for p in zone if len(p.text) < 60 and _LOOSE_NUMBER.match(p.text) and _left(p, nation))
        part.number = next(loose, None)
    for component in (part.motto, part.number, part.date):
        if component is not None:
            taken.add(id(component))
    if part.nation is not None:
        part.nation = _unwrap(part.nation, zone, NATION, taken)
    if nation is not None:
        _fill_bodies(part, zone, nation, taken)
        _fill_about(part, zone, nation, taken)
        _fill_marks(part, zone, nation, taken)
    part.number_text = _with_overlay(part.number, overlay)
    part.date_text = _with_overlay(part.date, overlay)
    return taken


def _better(paragraph: Paragraph, known: Paragraph | None) -> bool:
    """Whether a number is the document's own: the first, but one with a symbol before a stamp's bare "Số: 4512"."""
    return known is None or ("/" in paragraph.text and "/" not in known.text)


def _unwrap(first: Paragraph, zone: Sequence[Paragraph], wanted: str, taken: set[int]) -> Paragraph:
    """The line with the rest of its words that a narrow column pushed onto the next line."""
    own = fold(first.text)
    if own == wanted or not wanted.startswith(own) or first.box is None:
        return first
    for paragraph in zone:
        near = paragraph.box is not None and 0 < paragraph.box.y0 - first.box.y0 < 9
        if near and id(paragraph) not in taken and fold(paragraph.text) == wanted[len(own) :]:
            taken.add(id(paragraph))
            return replace(first, lines=first.lines + paragraph.lines)
    return first


def _is_date(paragraph: Paragraph, nation: Paragraph | None) -> bool:
    text = paragraph.text
    if nation is not None and _left(paragraph, nation) and (paragraph.box is not None or paragraph.cell is not None):
        return False
    if text.startswith(("(", "Căn cứ", "- ", "Kính gửi")):
        return False
    return bool(
        (DATE.search(text) and re.search(r"n[ăa]m", text, re.I)) or _ISO_DATE.match(text) or _PART_DATE.match(text)
    )


def _fill_bodies(part: Part, zone: Sequence[Paragraph], nation: Paragraph, taken: set[int]) -> None:
    limit = part.number or part.date
    names: list[Paragraph] = []
    for paragraph in zone:
        if paragraph is limit:
            break
        if id(paragraph) in taken or not _left(paragraph, nation) or not _in_head(paragraph, nation):
            continue
        if _ABOUT.match(paragraph.text) or heading_kind(paragraph.text) or GREETING.match(paragraph.text):
            break
        names.append(paragraph)
    names = [n for p in names for n in _split_lines(p)] if len(names) == 1 else names
    part.superior, part.issuer = split_names(names)
    if _is_superior(part):
        part.superior, part.issuer = part.issuer, []
    part.joint = _is_joint(part)
    if part.joint:
        part.superior, part.issuer = [], [*part.superior, *part.issuer]
    part.upside_down = _rank(part.superior) > _rank(part.issuer) >= 0
    if part.upside_down and bold_share(part.superior[0]) > 0.5 > bold_share(part.issuer[0]):
        part.superior, part.issuer = part.issuer, part.superior
    taken.update(id(p) for p in zone if p in names or any(p.ordinal == n.ordinal for n in names))


_RANKS = (
    re.compile(r"(?:UBND|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN)\b"),
    re.compile(r"SỞ (?!HỮU|GIAO DỊCH)"),
    re.compile(r"(?:CHI CỤC|PHÒNG|TRUNG TÂM|TRƯỜNG|BỆNH VIỆN)\b"),
)
"""Bodies of a province: none is under one that stands further down here."""
_DEPARTMENT = 1  # no department is under another


def _rank(names: Sequence[Paragraph]) -> int:
    text = names[0].text.upper() if names else ""
    return next((k for k, rank in enumerate(_RANKS) if rank.match(text)), -1)


def _is_joint(part: Part) -> bool:
    """Whether two bodies issue the document together: a dash between their names, or both bold on lines of their own
    and none the other's superior."""
    above, own = _rank(part.superior), _rank(part.issuer)
    first, dash, second = " ".join(p.text for p in part.issuer).partition(" - ")
    if dash and not part.superior and names_body(first) and names_body(second):
        return True
    bold = all(bold_share(p) > 0.5 for p in (*part.superior, *part.issuer))
    return bold and (above > own >= 0 or above == own == _DEPARTMENT)


def _is_superior(part: Part) -> bool:
    """Whether the only name is that of the body above: regular, and of a committee that the symbol doesn't name."""
    words = " ".join(p.text for p in part.issuer)
    committee = re.match(r"(?:UBND|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN) ", words)
    symbol = part.number.text.partition("/")[2] if part.number is not None else ""
    regular = all(bold_share(p) < 0.5 for p in part.issuer)
    return bool(committee and regular and not part.superior and symbol and "UB" not in symbol.upper())


def _split_lines(paragraph: Paragraph) -> list[Paragraph]:
    """A paragraph with a break in it, a paragraph a line, so that each name has its own weight."""
    return [replace(paragraph, lines=(line,)) for line in paragraph.lines] if paragraph.lines else [paragraph]


def _in_head(paragraph: Paragraph, nation: Paragraph) -> bool:
    if paragraph.box is not None and nation.box is not None:
        return nation.box.y0 - 9 < paragraph.box.y0 < nation.box.y0 + 30
    if nation.cell is not None:
        return paragraph.cell is not None and paragraph.cell.table == nation.cell.table
    return paragraph.text.isupper()


def split_names(names: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """(superior body, issuing body) by weight where the weights differ, else by where a second body's name begins."""
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


def _fill_about(part: Part, zone: Sequence[Paragraph], nation: Paragraph, taken: set[int]) -> None:
    start = next((i for i, p in enumerate(zone) if _ABOUT.match(p.text) and _left(p, nation)), None)
    if start is None or (part.number is None and part.date is None):
        return
    first = zone[start]
    if any(heading_kind(paragraph.text) for paragraph in zone[:start]):
        return  # "Về việc …" under a named type is its trích yếu, or a line of its text
    part.about.append(first)
    bottom = first
    for paragraph in zone[start + 1 :]:
        if id(paragraph) in taken:
            continue
        if GREETING.match(paragraph.text) or heading_kind(paragraph.text) or MARKS.match(paragraph.text):
            break
        if MARKS.match(paragraph.text):  # the stamp of urgency under the V/v line
            continue
        if not _left(paragraph, nation) or not _follows(bottom, paragraph, first):
            if paragraph.box is not None:
                continue
            break
        part.about.append(paragraph)
        bottom = paragraph
    taken.update(id(p) for p in part.about)


def _follows(above: Paragraph, paragraph: Paragraph, first: Paragraph) -> bool:
    if above.box is not None and paragraph.box is not None:
        return paragraph.box.y0 - above.box.y0 < 9.5 and paragraph.box.width < 90
    return paragraph.cell is not None and paragraph.cell == first.cell


def _fill_marks(part: Part, zone: Sequence[Paragraph], nation: Paragraph, taken: set[int]) -> None:
    for paragraph in zone:
        if id(paragraph) in taken:
            continue
        if MARKS.match(paragraph.text):
            part.marks.append(paragraph)
            taken.add(id(paragraph))
        elif paragraph.box is not None and nation.box is not None and paragraph.box.y1 < nation.box.y0 + 1.5:
            taken.add(id(paragraph))  # a signature's text or a stamp in the top margin


def _with_overlay(paragraph: Paragraph | None, overlay: Sequence[Paragraph]) -> str:
    """The line's words with what a stamp wrote into its gaps: "Số:" + "507" + "/UBND"."""
    if paragraph is None:
        return ""
    box = paragraph.box
    if box is None:
        return paragraph.raw
    pieces = [(p.box.x0, p.text) for p in overlay if p.box and p.page == paragraph.page and abs(p.box.y1 - box.y1) < 3.5
              and box.x0 - 3 < p.box.centre < box.x1 + 3]  # fmt: skip
    if not pieces:
        return paragraph.raw
    text = paragraph.raw
    for _x, piece in sorted(pieces):
        gap = re.search(r"(?<=Số:)\s*(?=/)|(?<=ngày)\s+(?=tháng)|(?<=tháng)\s+(?=năm)", text)
        if gap is None:
            return text
        text = f"{text[: gap.start()]} {piece} {text[gap.end() :]}"
    return text
