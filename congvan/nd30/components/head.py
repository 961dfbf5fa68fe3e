"""Locate the head (boxes 1 to 5b and the marks): national lines, issuing bodies, number, date, V/v line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.measures import bold_share
from congvan.nd30.model.kinds import fold, heading_kind
from congvan.nd30.model.view import Paragraph, enclosing_box

NATIONAL_NAME, MOTTO = "CONGHOAXAHOICHUNGHIAVIETNAM", "DOCLAPTUDOHANHPHUC"
NUMBER = re.compile(r"^S[ốôo](?:\s*[:.]|\s+(?=[\d/]))\s*.*", re.I)
DATE = re.compile(r"\bng[àa]y\b.*\bth[áa]ng\b", re.I)
_DATE_START = re.compile(r",\s*ngày\b")
_ISO_DATE = re.compile(r"^[A-ZĐ][^\d:;]{1,60},\s*(?:ngày\s*)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}$")
_PART_DATE = re.compile(r"^[A-ZĐ][^\d:;]{1,60}?,\s*(?:ngày\s*)?\d{1,2}\s*tháng\s*\d{1,2}\D{1,8}\d{4}$", re.I)
_SUBJECT_LINE = re.compile(r"^[“\"]?(?:V/v|V/V|v/v|Vv|Về việc)\b", re.I)
_DATE_REST = re.compile(r"^tháng\b.{0,12}\bnăm\b")
_WHOLE_DATE = re.compile(r"\bngày\b[^\d]{0,4}\d{0,2}\s*tháng\b[^\d]{0,4}\d{0,2}\s*năm\s+\d{4}$")
GREETING = re.compile(r"^K[íi]nh\s+g[ửữưuởơo]i\b", re.I)
_LOOSE_NUMBER = re.compile(r"^(?:S|N)\w{0,2}(?: hiệu| ký hiệu)?\s*[:;.,]?[\s\d.…]*/\s*[A-ZĐ]{2}")
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
MARKS = re.compile(
    r"^(?:HỎA TỐC|HOẢ TỐC|HỎA TỐC HẸN GIỜ|HOẢ TỐC HẸN GIỜ|THƯỢNG KHẨN|KHẨN|TUYỆT MẬT|TỐI MẬT|MẬT|XEM XONG TRẢ LẠI|"
    r"LƯU HÀNH NỘI BỘ)$",
    re.I,
)


OTHER_HEADS = ("DANGCONGSANVIETNAM", "DOANTNCSHOCHIMINH", "DOANTHANHNIENCONGSANHOCHIMINH")
"""What stands, folded, in place of the Quốc hiệu on papers of the Party and its Youth Union: they have rules of their
own."""

ACCOMPANYING_LINE = re.compile(
    r"^\(\s*(?:(?:ban hành\s+)?k[èe]m theo\b|"
    r"(?:[^\W\d]+ ){1,4}k[èe]m theo (?:quyết định|nghị quyết|công văn|văn bản|tờ trình|kế hoạch|thông báo|số)\b)",
    re.I,
)
_DRAFT = re.compile(r"^\(?\s*dự thảo\b.{0,20}$", re.I)


def matches_nearly(text: str, wanted: str) -> bool:
    """Return whether a text, folded, equals the wanted folded text but for a few misspelt letters."""
    folded = fold(text)
    if folded == wanted:
        return True
    if abs(len(folded) - len(wanted)) > 8:
        return False
    least = 0.43 * (len(folded) + len(wanted))  # common letters, checked first: comparing their order is slower
    return (Counter(folded) & Counter(wanted)).total() >= least and SequenceMatcher(
        None, folded, wanted
    ).ratio() >= 0.86


def is_national_name(paragraph: Paragraph) -> bool:
    """Return whether a paragraph is the Quốc hiệu, also misspelt."""
    text = paragraph.text
    if len(text) >= 60 or text[:1] not in ("C", "c", "Ç", "ç"):
        return False
    cut = (
        text.isupper() and len(fold(text)) > 15 and NATIONAL_NAME.startswith(fold(text))
    )  # truncated by a narrow column
    if not cut and not matches_nearly(text, NATIONAL_NAME):
        return False
    return paragraph.cell is None or paragraph.box is None  # in a ruled table of a page it is an example


def names_body(text: str) -> bool:
    """Return whether a line in capitals begins like the name of a body."""
    return text.isupper() and text.startswith(tuple(f"{name} " for name in _BODY_NAMES))


def _in_opposite_column(paragraph: Paragraph, national_name: Paragraph | None) -> bool:
    """Return whether a paragraph is in the column beside the Quốc hiệu (the left one, unless they are swapped)."""
    if national_name is None:
        return True
    if paragraph.box is not None and national_name.box is not None:
        return paragraph.box.centre < national_name.box.x0 or paragraph.box.x0 > national_name.box.x1
    if (
        paragraph.cell is not None
        and national_name.cell is not None
        and paragraph.cell.table == national_name.cell.table
    ):
        return paragraph.cell.column != national_name.cell.column
    return paragraph.cell is None and national_name.cell is None


def fill_head(
    document: DocumentComponents,
    paragraphs: Sequence[Paragraph],
    overlay: Sequence[Paragraph],
    national_name: Paragraph | None,
) -> set[int]:
    """Fill in boxes 1 to 5b and the marks above; return the ids of the paragraphs used."""
    taken: set[int] = set()
    if national_name is None:
        zone = list(paragraphs[:40])
    else:
        end = paragraphs.index(national_name) + 24
        zone = [p for p in paragraphs[:end] if p.page == national_name.page]
    _fill_lines(document, zone, national_name, taken)
    taken.update(id(line) for line in (document.motto, document.number, document.date) if line is not None)
    if document.national_name is not None:
        document.national_name = _join_wrapped(document.national_name, zone, NATIONAL_NAME, taken)
    if national_name is not None:
        _fill_bodies(document, zone, national_name, taken)
        _fill_subject_line(document, zone, national_name, taken)
        _fill_marks(document, zone, national_name, taken)
    document.number_text = _text_with_overlay(document.number, overlay)
    document.date_text = _text_with_overlay(document.date, overlay)
    return taken


def _fill_lines(
    document: DocumentComponents, zone: Sequence[Paragraph], national_name: Paragraph | None, taken: set[int]
) -> None:
    """Fill in Tiêu ngữ, number and date, reading no further than the first line below the head."""
    for paragraph in zone:
        text = paragraph.text
        if paragraph is national_name or _DRAFT.match(text):
            taken.add(id(paragraph))
        elif document.motto is None and len(text) < 60 and matches_nearly(text, MOTTO):
            document.motto = paragraph
        elif (
            NUMBER.match(text)
            and len(text) < 60
            and _in_opposite_column(paragraph, national_name)
            and _is_better_number(paragraph, document.number)
        ):
            document.number = paragraph
        elif document.date is None and (wrapped := _wrapped_date(paragraph, zone, national_name)) is not None:
            document.date = wrapped[0]
            taken.update((id(paragraph), id(wrapped[1])))
        elif document.date is None and len(text) < 90 and _is_date(paragraph, national_name):
            document.date = paragraph
        elif document.date is None and text.endswith("ngày") and (rest := _rest_of_date(paragraph, zone)) is not None:
            document.date = joined(paragraph, rest)
            taken.update((id(paragraph), id(rest)))
        elif heading_kind(text) or GREETING.match(text) or ACCOMPANYING_LINE.match(text):
            break
    if document.number is None:  # "Số" misspelt
        loose = (p for p in zone if len(p.text) < 60 and _LOOSE_NUMBER.match(p.text))
        document.number = next((p for p in loose if _in_opposite_column(p, national_name)), None)


def _rest_of_date(paragraph: Paragraph, zone: Sequence[Paragraph]) -> Paragraph | None:
    """Return the rest of a date behind a gap in which the day is stamped: "tháng 9 năm 2025"; None if there is none."""
    return next((p for p in zone if _DATE_REST.match(p.text) and are_beside(paragraph, p)), None)


def _wrapped_date(
    paragraph: Paragraph, zone: Sequence[Paragraph], national_name: Paragraph | None
) -> tuple[Paragraph, Paragraph] | None:
    """Return a date line joined with what a narrow column wrapped below it ("năm 2025"), and the rest; None if it is
    whole or none."""
    if not _DATE_START.search(paragraph.text) or _WHOLE_DATE.search(paragraph.text):
        return None
    for below in zone:
        if _is_right_below(paragraph, below) and _WHOLE_DATE.search(f"{paragraph.text} {below.text}"):
            both = replace(paragraph, lines=paragraph.lines + below.lines)
            return (both, below) if _is_date(both, national_name) else None
    return None


def _is_right_below(paragraph: Paragraph, below: Paragraph) -> bool:
    """Return whether a line of a page is the next one of the same column, set in its middle."""
    one, other = paragraph.box, below.box
    if one is None or other is None or paragraph.page != below.page:
        return False
    return 0 < other.y0 - one.y0 < 9 and abs(other.centre - one.centre) < 12


def are_beside(left: Paragraph, right: Paragraph) -> bool:
    """Return whether two paragraphs of a page are single lines on one height, the second to the right of the first."""
    one, other = left.box, right.box
    if one is None or other is None or left.page != right.page or len(left.lines) != 1 or len(right.lines) != 1:
        return False
    return abs(left.lines[0].baseline - right.lines[0].baseline) < 1.5 and other.x0 > one.x1 - 1


def joined(left: Paragraph, right: Paragraph) -> Paragraph:
    """Return two lines that stand side by side as one line."""
    line, other = left.lines[0], right.lines[0]
    gap = replace(line.runs[-1], text=" ")
    box = enclosing_box(each.box for each in (line, other) if each.box is not None)
    return replace(left, lines=(replace(line, runs=(*line.runs, gap, *other.runs), box=box),))


def _is_better_number(paragraph: Paragraph, known: Paragraph | None) -> bool:
    """Return whether a number line replaces a known one: one with a symbol, a bare "Số: 4512" being a stamp's."""
    return known is None or ("/" in paragraph.text and "/" not in known.text)


def _join_wrapped(first: Paragraph, zone: Sequence[Paragraph], wanted: str, taken: set[int]) -> Paragraph:
    """Return the line joined with the rest of its words, which a narrow column wrapped onto the next line."""
    folded = fold(first.text)
    if folded == wanted or not wanted.startswith(folded) or first.box is None:
        return first
    for paragraph in zone:
        near = _is_right_below(first, paragraph)
        if near and id(paragraph) not in taken and fold(paragraph.text) == wanted[len(folded) :]:
            taken.add(id(paragraph))
            return replace(first, lines=first.lines + paragraph.lines)
    return first


def _is_date(paragraph: Paragraph, national_name: Paragraph | None) -> bool:
    text = paragraph.text
    if (
        national_name is not None
        and _in_opposite_column(paragraph, national_name)
        and (paragraph.box is not None or paragraph.cell is not None)
    ):
        return False
    if text.startswith(("(", "Căn cứ", "- ", "Kính gửi")):
        return False
    return bool(
        (DATE.search(text) and re.search(r"n[ăa]m", text, re.I)) or _ISO_DATE.match(text) or _PART_DATE.match(text)
    )


def _fill_bodies(
    document: DocumentComponents, zone: Sequence[Paragraph], national_name: Paragraph, taken: set[int]
) -> None:
    limit = document.number or document.date
    names: list[Paragraph] = []
    for paragraph in zone:
        if paragraph is limit:
            break
        if (
            id(paragraph) in taken
            or not _in_opposite_column(paragraph, national_name)
            or not _in_head(paragraph, national_name)
        ):
            continue
        if _SUBJECT_LINE.match(paragraph.text) or heading_kind(paragraph.text) or GREETING.match(paragraph.text):
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


def _fill_subject_line(
    document: DocumentComponents, zone: Sequence[Paragraph], national_name: Paragraph, taken: set[int]
) -> None:
    start = next(
        (i for i, p in enumerate(zone) if _SUBJECT_LINE.match(p.text) and _in_opposite_column(p, national_name)), None
    )
    if start is None or (document.number is None and document.date is None):
        return
    first = zone[start]
    if any(heading_kind(paragraph.text) for paragraph in zone[:start]):
        return  # "Về việc …" below a named kind is its trích yếu, or a line of its text
    document.subject_line.append(first)
    bottom = first
    for paragraph in zone[start + 1 :]:
        if id(paragraph) in taken:
            continue
        if GREETING.match(paragraph.text) or heading_kind(paragraph.text) or MARKS.match(paragraph.text):
            break
        if MARKS.match(paragraph.text):  # a mark of urgency below the V/v line
            continue
        if not _in_opposite_column(paragraph, national_name) or not _continues_subject(bottom, paragraph, first):
            if paragraph.box is not None:
                continue
            break
        document.subject_line.append(paragraph)
        bottom = paragraph
    taken.update(id(p) for p in document.subject_line)


def _continues_subject(above: Paragraph, paragraph: Paragraph, first: Paragraph) -> bool:
    if above.box is not None and paragraph.box is not None:
        return paragraph.box.y0 - above.box.y0 < 9.5 and paragraph.box.width < 90
    return paragraph.cell is not None and paragraph.cell == first.cell


def _fill_marks(
    document: DocumentComponents, zone: Sequence[Paragraph], national_name: Paragraph, taken: set[int]
) -> None:
    for paragraph in zone:
        if id(paragraph) in taken:
            continue
        if MARKS.match(paragraph.text):
            document.marks.append(paragraph)
            taken.add(id(paragraph))
        elif (
            paragraph.box is not None
            and national_name.box is not None
            and paragraph.box.y1 < national_name.box.y0 + 1.5
        ):
            taken.add(id(paragraph))  # the text of a signature or stamp in the top margin


def _text_with_overlay(paragraph: Paragraph | None, overlay: Sequence[Paragraph]) -> str:
    """Return the text of a line with what a stamp wrote into its blanks: "Số:" + "507" + "/UBND"."""
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
