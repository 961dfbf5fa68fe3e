"""Patterns of the text of components: what the first line of each begins with, blanks, number and date, omissions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.model.kinds import fold
from congvan.nd30.model.view import Paragraph

NATIONAL_NAME, MOTTO = "CONGHOAXAHOICHUNGHIAVIETNAM", "DOCLAPTUDOHANHPHUC"
NUMBER = re.compile(r"^S[ốôo](?:\s*[:.]|\s+(?=[\d/]))\s*.*", re.I)
DATE = re.compile(r"\bng[àa]y\b.*\bth[áa]ng\b", re.I)
SUBJECT_LINE = re.compile(r"^[“\"]?(?:V/v|V/V|v/v|Vv|Về việc)\b", re.I)
GREETING = re.compile(r"^K[íi]nh\s+g[ửữưuởơo]i\b", re.I)
MARKS = re.compile(
    r"^(?:HỎA TỐC|HOẢ TỐC|HỎA TỐC HẸN GIỜ|HOẢ TỐC HẸN GIỜ|THƯỢNG KHẨN|KHẨN|TUYỆT MẬT|TỐI MẬT|MẬT|XEM XONG TRẢ LẠI|"
    r"LƯU HÀNH NỘI BỘ)$",
    re.I,
)

OTHER_HEADS = ("DANGCONGSANVIETNAM", "DOANTNCSHOCHIMINH", "DOANTHANHNIENCONGSANHOCHIMINH")
"""What is, folded, in place of the Quốc hiệu on papers of the Party and its Youth Union: they have rules of their
own."""

ACCOMPANYING_LINE = re.compile(
    r"^\(\s*(?:(?:ban hành\s+)?k[èe]m theo\b|"
    r"(?:[^\W\d]+ ){1,4}k[èe]m theo (?:quyết định|nghị quyết|công văn|văn bản|tờ trình|kế hoạch|thông báo|số)\b)",
    re.I,
)
BASIS = re.compile(r"^(?:Căn cứ|Theo đề nghị|Xét |Trên cơ sở|Sau khi|Thực hiện|Theo )")
COMMAND = re.compile(r"^(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|NGHỊ QUYẾT|CHỈ THỊ|YÊU CẦU)\s*:?$")
DIVISION = re.compile(r"^(?:[IVX]+\.|\d+\.|Điều \d|(?:Chương|Phần) [IVX\d])")


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
    # A narrow column may cut it off.
    cut = text.isupper() and len(fold(text)) > 15 and NATIONAL_NAME.startswith(fold(text))
    if not cut and not matches_nearly(text, NATIONAL_NAME):
        return False
    return paragraph.cell is None or paragraph.box is None  # in a ruled table of a page it is an example


BLANK_TO_FILL = re.compile(r"[.…_]{2,}|…")

NUMBER_LINE = re.compile(
    r"^(?P<word>[SN]\S+?)(?P<colon>\s*[:.]?)\s*(?P<number>[^/]*?)(?P<gap>\s*)/(?P<symbol>.*)$", re.I
)


def split_number(document: DocumentComponents) -> re.Match[str] | None:
    """Split the number line into word, colon, number, gap and symbol; None if it has no slash."""
    return NUMBER_LINE.match(document.number_text.strip().replace("\xa0", " "))


def symbol_text(document: DocumentComponents) -> str:
    """Return the symbol, the text after the slash: "STTTT-BCVT"; "" if there is none."""
    pieces = split_number(document)
    return pieces["symbol"].strip() if pieces else ""


DOTTED_BLANK = re.compile(r"[.…_]{3,}|…")

_DATE_LINE = re.compile(r"^(?P<place>.*?)(?P<comma>\s*,?)\s*ngày(?P<day>.*?)tháng(?P<month>.*?)năm(?P<year>.*)$", re.I)


def split_date(document: DocumentComponents) -> re.Match[str] | None:
    """Split the date line into place, comma, day, month and year; None if it is written in another form."""
    return _DATE_LINE.match(document.date_text.replace("\xa0", " ").replace("\n", " ").strip())


def is_omission(paragraph: Paragraph) -> bool:
    """Return whether a line marks an omission in an extract: “[…]”, “(...)”, a line of dots."""
    text = paragraph.text
    return ("…" in text or "..." in text) and re.fullmatch(r"[\[(]?[.…]+[\])]?", text) is not None


_QUOTES_BEGIN = re.compile(r'(^|:\s*)([“"])')


def unquoted_paragraphs(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Yield the paragraphs outside quotations of other documents that may go over several.

    Such a quotation begins a paragraph, or ends one after a colon: the words before it are the document's own.
    """
    quoted = False
    for paragraph in paragraphs:
        text = paragraph.text
        surplus, odd = text.count("“") - text.count("”"), text.count('"') % 2 == 1
        if quoted:
            quoted = surplus >= 0 and not odd
            continue
        begin = _QUOTES_BEGIN.search(text) if surplus > 0 or odd else None
        quoted = begin is not None
        if begin is None or begin[1]:
            yield paragraph
