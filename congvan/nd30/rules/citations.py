"""Citations: the first one of a document names it in full (PL I/I/II.6.b); what no longer holds is named no more."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from congvan.core.messages import Message
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.patterns import ACCOMPANYING_LINE, BASIS, split_date, unquoted_paragraphs
from congvan.nd30.model.view import Paragraph
from congvan.nd30.rules.base import Answer, Holds, NotApplicable, violation

_SYMBOL = re.compile(r"(?:\bsố:?\s*|(?<=[hntoưị] ))(\d+(?:/\d{4})?/[A-ZĐ][\w&Đđ-]*)")
_TYPES = (
    *("nghị định", "nghị quyết", "thông tư", "quyết định", "chỉ thị", "kế hoạch", "công văn", "văn bản", "thông báo"),
    *("báo cáo", "tờ trình", "công điện", "hướng dẫn", "chương trình"),
)
_DATE = re.compile(r"\bngày\b|\bcùng ngày\b|\bnăm \d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|[.…]{3,}", re.I)
_BODY = re.compile(r"\b(?:của|do)\b", re.I)
_NAMED = re.compile(
    r"\b(?:UBND|HĐND|Ủy ban|Uỷ ban|Hội đồng|Chính phủ|Thủ tướng|Chủ tịch|Bộ|Sở|Cục|Tổng cục|Văn phòng)\b"
)
_SUBJECT = re.compile(
    r"\b(?:về|v/v|ban hành|quy định|hướng dẫn|phê duyệt|sửa đổi|thành lập|công bố|giao|triển khai|tổ chức|tăng cường|"
    r"kết luận|kiện toàn|điều chỉnh|bổ sung|báo cáo|đề nghị)\b",
    re.I,
)
_SPLIT_SYMBOL = re.compile(r"(?<=[A-ZĐ])- (?=[A-ZĐ])")  # a symbol broken by the end of a line
_END = re.compile(r";|(?<![A-ZĐp])\.(?=\s|$)")  # not the stop of "TP. Hồ Chí Minh"


def _documents_in_subject(document: DocumentComponents) -> list[str]:
    """Return the symbols of documents already named in the trích yếu with their date, or in the accompanying line."""
    subject = f"{document.title_text} {document.subject_text}"
    issued_by = [s for p in document.body if ACCOMPANYING_LINE.match(p.text) for s in _SYMBOL.findall(p.text)]
    return issued_by + (_SYMBOL.findall(subject) if _DATE.search(subject) else [])


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


_PAST = re.compile(r"\b(?:thay thế|bãi bỏ|hết hiệu lực|trước (?:đây|khi|sắp xếp|sáp nhập)|cũ)\b")
_CITING = re.compile(r"(?:căn cứ|theo|thực hiện|quy định)\b[^.;]*$", re.I)
_ASKED = re.compile(r"(?:^(?:[-–+•]|\d{1,2}[.)]|[a-zđ]\))?|\b(?:yêu cầu|đề nghị|giao|gửi))\s*(?:Chủ tịch )?$", re.I)


@cache
def _ended(kind: str) -> tuple[tuple[re.Pattern[str], dict[str, Any]], ...]:
    """Return the rows of the table beside this file on acts or bodies, each with its pattern."""
    rows = tomllib.loads(files(__package__).joinpath("ended.toml").read_text("utf-8"))[kind]
    named = [(row["pattern"].replace("NAMES", "|".join(row.get("names", ()))), row) for row in rows]
    return tuple((re.compile(rf"(?<!\d)(?:{pattern})"), row) for pattern, row in named)  # 147/2020 is not 47/2020


def _earliest_day(document: DocumentComponents) -> date | None:
    """Return the first day that the date of a paper leaves open where day or month are blank; None without a year."""
    parts = split_date(document)
    numbers = [int(n[0]) if parts and (n := re.search(r"\d+", parts[part])) else 0 for part in ("year", "month", "day")]
    try:
        return date(numbers[0], numbers[1] or 1, numbers[2] or 1) if numbers[0] else None
    except ValueError:
        return None


def _named_after_end(
    kind: str, document: DocumentComponents
) -> Iterator[tuple[dict[str, Any], re.Match[str], Paragraph]]:
    """Yield row, words and paragraph of each act or body that a paper names though it ended before the paper's day."""
    day = _earliest_day(document)
    rows = [row for row in _ended(kind) if day is not None and day >= row[1]["since"]]
    entries = [p for entry in (*document.addressees, *document.recipients) for p in entry.paragraphs]
    for paragraph in (*document.bases, *unquoted_paragraphs(document.body), *entries) if rows else ():
        if _PAST.search(paragraph.text):
            continue
        for wanted, row in rows:
            if match := wanted.search(paragraph.text):
                yield row, match, paragraph


def het_hieu_luc(document: DocumentComponents) -> Iterator[Answer]:
    """A legal basis is in force on the day of the paper. A few acts that letters still cite are known, with the day on
    which each was replaced; a sentence on the past is left alone."""
    for row, match, paragraph in _named_after_end("acts", document):
        if BASIS.match(paragraph.text) or _CITING.search(paragraph.text[: match.start()]):
            yield violation(paragraph, text=match[0], since=f"{row['since']:%d/%m/%Y}", now=row["now"])


def co_quan_cu(document: DocumentComponents) -> Iterator[Answer]:
    """A paper is sent to bodies that exist on its day, and gives tasks to them. The level of huyện and the provinces
    that were merged ended on 1 July 2025; a citation of what they did before is left alone."""
    receiving = {id(p) for entry in (*document.addressees, *document.recipients) for p in entry.paragraphs}
    for row, match, paragraph in _named_after_end("bodies", document):
        if id(paragraph) in receiving or _ASKED.search(paragraph.text[: match.start()]):
            yield violation(paragraph, text=match[0], since=f"{row['since']:%d/%m/%Y}")
