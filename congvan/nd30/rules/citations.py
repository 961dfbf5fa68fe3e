"""Citations: the first one of a document names it in full (PL I/I/II.6.b)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from congvan.lazy import pattern
from congvan.messages import Message
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.patterns import ACCOMPANYING_LINE
from congvan.nd30.rules.base import NOTE, Answer, Holds, NotApplicable, rule, violation

_SYMBOL = pattern(r"(?:\bsố:?\s*|(?<=[hntoưị] ))(\d+(?:/\d{4})?/[A-ZĐ][\w&Đđ-]*)")
_TYPES = (
    *("nghị định", "nghị quyết", "thông tư", "quyết định", "chỉ thị", "kế hoạch", "công văn", "văn bản", "thông báo"),
    *("báo cáo", "tờ trình", "công điện", "hướng dẫn", "chương trình"),
)
_DATE = pattern(r"\bngày\b|\bcùng ngày\b|\bnăm \d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|[.…]{3,}", re.I)
_BODY = pattern(r"\b(?:của|do)\b", re.I)
_NAMED = pattern(r"\b(?:UBND|HĐND|Ủy ban|Uỷ ban|Hội đồng|Chính phủ|Thủ tướng|Chủ tịch|Bộ|Sở|Cục|Tổng cục|Văn phòng)\b")
_SUBJECT = pattern(
    r"\b(?:về|v/v|ban hành|quy định|hướng dẫn|phê duyệt|sửa đổi|thành lập|công bố|giao|triển khai|tổ chức|tăng cường|"
    r"kết luận|kiện toàn|điều chỉnh|bổ sung|báo cáo|đề nghị)\b",
    re.I,
)
_SPLIT_SYMBOL = pattern(r"(?<=[A-ZĐ])- (?=[A-ZĐ])")  # a symbol broken by the end of a line
_END = pattern(r";|(?<![A-ZĐp])\.(?=\s|$)")  # not the stop of "TP. Hồ Chí Minh"


def _documents_in_subject(document: DocumentComponents) -> list[str]:
    """Return the symbols of documents already named in the trích yếu with their date, or in the accompanying line."""
    subject = f"{document.title_text} {document.subject_text}"
    issued_by = [s for p in document.body if ACCOMPANYING_LINE.match(p.text) for s in _SYMBOL.findall(p.text)]
    return issued_by + (_SYMBOL.findall(subject) if _DATE.search(subject) else [])


@rule(
    "VIEN-DAN",
    "PL I/I/II.6.b",
    NOTE,
    right=("Quyết định số 12/QĐ-UBND ngày 05 tháng 01 năm 2020 của Ủy ban nhân dân tỉnh về tổ chức bộ máy",),
    wrong=("Quyết định số 12/QĐ-UBND của Ủy ban nhân dân tỉnh",),
)
def vien_dan(document: DocumentComponents) -> Iterator[Answer]:
    """A document that is cited for the first time is named in full: type, number and symbol, date, issuing body,
    subject (laws and ordinances by type and name only); later by type, number and symbol. Only a sentence without any
    date is a finding; a missing body or subject is a hint, since the sentence may give it in other words. Tables are
    not evaluated, because the date may be in another column."""
    own_number = re.sub(r"^số:?|\s+", "", document.number_text.strip(), flags=re.I)
    seen: set[str] = {own_number, *_documents_in_subject(document)}
    known = len(seen)
    incomplete: list[str] = []
    for paragraph in (*document.bases, *document.body):
        text = _SPLIT_SYMBOL.sub("-", paragraph.text)
        for match in _SYMBOL.finditer(text):
            before = _END.split(text[: match.start()])[-1].rstrip()
            kind = next((before[-len(k) :] for k in _TYPES if before.lower().endswith(k)), "")
            if not kind or match[1] in seen:
                continue
            seen.add(match[1])
            after = _END.split(text[match.end() :], maxsplit=1)[0]
            if not _DATE.search(before) and not _DATE.search(after):
                yield violation(paragraph, text=f"{kind} {match[0]}")
            elif not ((_NAMED.search(before) or _BODY.search(before + after)) and _SUBJECT.search(after)):
                incomplete.append(f"{kind} {match[0]}")
    if len(seen) == known:
        yield NotApplicable(Message("nd30.document-cites-none"))
    elif incomplete:
        yield Holds(Message("nd30.cited-first-time-say", text=incomplete[0]))


RULES = (vien_dan,)
