"""Capital letters (Appendix II): sentences, citations, dates; for names see proper_names.py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.model.kinds import SMALL
from congvan.nd30.rules import word_lists
from congvan.nd30.rules.base import Answer, NotApplicable, violation
from congvan.nd30.rules.capitals.spelling import NO_TEXT, Finder, Misspelling


def sentence(text: str) -> Iterator[Misspelling]:
    """Find small letters after a full stop, question or exclamation mark."""
    for match in re.finditer(rf"(?<=[\w)”%])(?P<sign>[.?!]) (?P<word>[{SMALL}]{{2,}})(?![\w.@/-])", text):
        above = text[max(0, match.start() - 60) : match.start()]
        closed = above[-1] in ")”%" and match.start() > 4  # "1). …" and "a). …" number a paragraph
        before = re.split(r"[^\w)”%]", above)[-1]
        if not closed and (
            before.lower() in word_lists.SHORT or len(before) < 3 or before.isdigit() or before.isupper()
        ):
            continue
        shown = re.split(r"[\s(“]", above)[-1] + match["sign"]
        yield f"{shown} {match['word']}", f"{shown} {match['word'].capitalize()}"


def viet_hoa_xuong_dong(document: DocumentComponents) -> Iterator[Answer]:
    """A new line begins with a capital letter. Evaluated for the first paragraph and after a line that is complete;
    after a dash or a letter with a bracket both spellings are common, so these are not evaluated."""
    flow = [p for p in document.body if p.cell is None]
    if not flow:
        yield NotApplicable(NO_TEXT)
        return
    begins = [p for p in flow[:1] if len(p.text) > 60]  # a short paragraph may still belong to Kính gửi
    begins += [p for above, p in pairwise(flow) if re.search(r"[.;:!?]$", above.text)]
    for paragraph in begins:
        small = re.match(rf"(?!điều \d+\.)[{SMALL}]{{2,}} [{SMALL}\d]", paragraph.text)
        indented = not document.view.laid_out or (paragraph.first or 0.0) > 5
        if small and indented and paragraph.align != "centre":
            yield violation(paragraph, text=paragraph.text[:30])


_TYPES = (
    "luật|bộ luật|pháp lệnh|nghị định|nghị quyết|thông tư|thông tư liên tịch|quyết định|chỉ thị|kế hoạch|"
    "công văn|thông báo|báo cáo|tờ trình|công điện|hướng dẫn|chương trình|quy chế|quy định|kết luận|đề án|phương án|"
    "biên bản|giấy mời|giấy giới thiệu|hợp đồng"
)


_LAW = re.compile(
    rf"(?<!Khoa )(?<!khoa )(?<!môn )(?<!ngành )(?<!\w)(Luật|Bộ luật|Pháp lệnh) ((?i:{'|'.join(word_lists.LAWS)}))(?!\w)"
)


_SMALL_LAW = re.compile(
    r"(?:(?<=ăn cứ )|(?<=heo )|(?<=quy định của )|(?<=quy định tại ))"
    rf"(luật|bộ luật|pháp lệnh) ((?i:{'|'.join(word_lists.LAWS)}))(?!\w)"
)
_NUMBERED = re.compile(
    rf"(?<!\w)(?<!hông báo )({_TYPES}) "
    r"(số:? ?\d+[\d/]*[/-][\wĐđ-]+|\d+/(?:\d{4}/)?[A-ZĐ][\wĐđ-]+|\d+-[A-ZĐ]+/[A-ZĐ]+)"
)
_CAPITAL_NUMBER = re.compile(rf"(?<!\w)((?i:{_TYPES})) Số(:? ?\d+[\d/]*[/-][\wĐđ-]+)")
_THIS = re.compile(
    r"(?<!\w)(thi hành|thực hiện|triển khai|theo|tại|kèm theo|của) "
    r"(quyết định|nghị quyết|chỉ thị|kế hoạch|công văn|quy chế|thông báo|công điện|hướng dẫn|tờ trình|quy định|"
    r"nghị định|thông tư|đề án|phương án|báo cáo) này(?!\w)"
)


def documents(text: str) -> Iterator[Misspelling]:
    """Find small letters on the type of a cited document ("quyết định số …", "quyết định này") or the name of a law."""
    for match in _NUMBERED.finditer(text):
        yield match[0], f"{match[1].capitalize()} {match[2]}"
    for match in _CAPITAL_NUMBER.finditer(text) if " Số" in text else ():
        yield match[0], f"{match[1].capitalize()} số{match[2]}"
    for match in _THIS.finditer(text) if " này" in text else ():
        yield match[0], f"{match[1]} {match[2].capitalize()} này"
    for match in _LAW.finditer(text) if "uật " in text or "Pháp lệnh " in text else ():
        if match[2] != match[2].capitalize() and not match[2].isupper():
            yield match[0], f"{match[1]} {match[2].capitalize()}"
    for match in _SMALL_LAW.finditer(text) if " luật " in text else ():
        yield match[0], f"{match[1].capitalize()} {match[2].capitalize()}"


_LEGAL = r"Luật|Bộ luật|Pháp lệnh|Hiến pháp|Nghị định|Nghị quyết|Thông tư|Quyết định|Quy chế|Quy định|Điều lệ|Phụ lục"
_CITED = rf"(?:{_LEGAL}|Chỉ thị|Kế hoạch|Công văn|Hướng dẫn|Chương trình|Đề án)"
_ARTICLE = re.compile(
    r"(?<!các )(?<!\w)(điều|chương|tiểu mục) (\d{1,3}|[IVX]{1,5})"
    rf"(?=[,;.)]|\s*\n|$| (?:của|và|đến|Chương|Mục|Phần|khoản|này|nêu|trên|thuộc|quy định|{_CITED})(?!\w))"
)
_PART = re.compile(
    r"(?:(?:[Tt]ại|[Tt]heo|thuộc|khoản \d{1,2},?|điểm [\w.]{1,5},?) )(mục|phần) (\d{1,2}|[IVX]{1,5})"
    rf"(?= (?:của )?(?:Chương|Phần|{_LEGAL})(?!\w))"
)


def article(text: str) -> Iterator[Misspelling]:
    """Find small letters on a cited điều, chương, mục or phần.

    Not meant are "điều 20 cán bộ" (to dispatch), "các điều 5, 6" (a common noun) and "mục 1 Công văn này" (any
    numbered paragraph).
    """
    for match in _ARTICLE.finditer(text):
        own_article = match.start() == 0 and text[match.end() :].startswith(".")  # another rule checks its form
        if not own_article and (match[1] != "chương" or not match[2].isdigit()):
            yield match[0], f"{match[1].capitalize()} {match[2]}"
    for match in _PART.finditer(text):
        yield f"{match[1]} {match[2]}", f"{match[1].capitalize()} {match[2]}"


_CLAUSE = re.compile(
    rf"(?:(?<=[{SMALL},;(] )|(?<=\()|(?<=iểm [a-zđ]\) ))(Khoản|Điểm) (\d{{1,2}}|[a-zđ])"
    r"(?:(?=[,;.)]|\s*\n|$| (?:khoản|Khoản|Điều|điều|và|của))|(?<=Khoản \d)(?= )|(?<=Khoản \d\d)(?= ))"
)


def clause(text: str) -> Iterator[Misspelling]:
    """Find capitals on khoản or điểm cited in mid-sentence."""
    for match in _CLAUSE.finditer(text):
        yield match[0], f"{match[1].lower()} {match[2]}"


_DAY = re.compile(
    r"\b(?:sáng|chiều|tối) [Tt]hứ (hai|ba|tư|năm|sáu|bảy)\b"
    r"|\bvào [Tt]hứ (hai|ba|tư|năm|sáu|bảy)\b(?=\s*\n|$|[,;.]| (?:hằng|hàng|tuần|ngày|và|đến))"
    r"|\b[Tt]hứ (hai|ba|tư|năm|sáu|bảy)(?=,? ngày \d| đến (?:hết )?thứ |,? \(?\d{1,2}/\d| hằng tuần| hàng tuần)"
    r"|\bđến (?:hết )?thứ (hai|ba|tư|năm|sáu|bảy)\b(?= hằng| hàng|\s*\n|$|[,;.])"
    r"|\b(?:sáng|chiều|tối|vào|ngày|và|hoặc) (chủ) nhật\b"
)
_MONTH = re.compile(
    r"\b(?:đầu|cuối|giữa) tháng (giêng|chạp|tư|sáu|bảy|tám|chín|mười)\b"
    r"|\b(?:trong|từ|đến|vào|hết) tháng (giêng|chạp|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)\b"
    r"(?=\s*\n|$|[,;.]| năm \d| âm lịch| đến tháng)"
    r"|\b(?:ngày (?:mùng )?\d{1,2}|[Rr]ằm) tháng (giêng|chạp)\b"
)
_CAPITAL_DAY = re.compile(r"(?:(?<=sáng )|(?<=chiều )|(?<=tối )|(?<=vào ))Thứ (Hai|Ba|Tư|Năm|Sáu|Bảy)\b")


def weekday(text: str) -> Iterator[Misspelling]:
    """Find small letters on weekdays and months that are named by words, and a capital on the word "thứ"."""
    if "hứ " in text or " tháng " in text or "chủ nhật" in text:
        for match in (*_DAY.finditer(text), *_MONTH.finditer(text)):
            start, end = match.span(match.lastindex or 0)
            word = text[start:end].capitalize()
            before = text[match.start() : start].replace(" Thứ ", " thứ ")
            yield match[0], before + word + text[end : match.end()]
    for match in _CAPITAL_DAY.finditer(text) if " Thứ " in text else ():
        yield match[0], f"thứ {match[1]}"


def lunar(text: str) -> Iterator[Misspelling]:
    """Find lunar years whose name lacks a capital: Ất tỵ."""
    for match in re.finditer(r"(?<!\w)(năm|xuân|Xuân|Tết|tết|đán|Đán) ([^\W\d_]+ [^\W\d_]+)(?!\w)", text):
        proper = word_lists.LUNAR.get(match[2].lower())
        if proper and match[2] != proper and not match[2].isupper():
            yield match[2], proper


FINDERS: dict[str, Finder] = {
    "CAU": sentence,
    "VAN-BAN": documents,
    "DIEU": article,
    "KHOAN": clause,
    "THU": weekday,
    "NAM-AM-LICH": lunar,
}
"""What finds misspellings beside the lists of names, by the end of the rule's id."""
