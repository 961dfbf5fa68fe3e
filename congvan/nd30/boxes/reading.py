"""Read the boxes of a paper from its located components: the value of each, its place, and how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from congvan.core.decree.kinds import KINDS
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem
from congvan.nd30.boxes.values import Boxes, BoxPlace, Confidence, ReadBox, ReadSigner
from congvan.nd30.components.document import DocumentComponents, ListEntry, LocatedSigner
from congvan.nd30.components.foot import DEGREES
from congvan.nd30.components.issuing_bodies import names_body
from congvan.nd30.components.locate import locate_components
from congvan.nd30.components.measures import bold_share, is_capitals
from congvan.nd30.components.patterns import BLANK_TO_FILL, split_date, split_number
from congvan.nd30.model.kinds import CAPITAL, SMALL, symbol_kind
from congvan.nd30.model.view import Paragraph, View, enclosing_box
from congvan.nd30.opening import open_file

_CERTAIN, _LIKELY, _UNSURE = Confidence.CERTAIN, Confidence.LIKELY, Confidence.UNSURE
_NUMBER = re.compile(r"\d{1,6}[a-zđ]?", re.I)
_SYMBOL = re.compile(rf"[{CAPITAL}Đ][{CAPITAL}{SMALL}\d&.]*(?:[-/–][{CAPITAL}{SMALL}\d&.]+)*")
_SUBJECT_WORDS = re.compile(r"^[“\"]?(?:V\s?/\s?v|Vv|Về việc|Về)\b[\s:.]*", re.I)
_GREETING_WORDS = re.compile(r"^K[íi]nh\s+g[ửữưuởơo]i\s*[:.]?\s*", re.I)
_LIST_MARK = re.compile(r"^[-–—+•*]\s*")
_ON_BEHALF = re.compile(r"^(?:TM|KT|TL|TUQ|T/M|K/T|T/L)\b", re.I)
_TITLE_WORD = re.compile(
    r"^(?:QUYỀN |Q\. ?)?(?:PHÓ|CHỦ|GIÁM|TỔNG|CHÁNH|HIỆU|VIỆN|BÍ THƯ|THỦ TƯỚNG|THƯ KÝ|(?:\w+ )?TRƯỞNG|[ỦU][YỶ] VIÊN)\b"
)
_NUMERIC_DATE = re.compile(
    r"^(?P<place>.*?),?\s*(?:ngày\s*)?(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})$"
)


def read_boxes(path: str | Path) -> Boxes:
    """Read the boxes of a DOCX, PDF or DOC file. Raises nothing for what is wrong with it: `problem` says it."""
    view = open_file(Path(path))
    return Boxes(problem=view) if isinstance(view, Problem) else boxes_of_view(view, str(path))


def boxes_of_view(view: View, name: str) -> Boxes:
    """Return the boxes of the first document of a view; `name`: of its file, for the problem."""
    if view.unreadable:
        return Boxes(problem=Problem(Message(f"unreadable.{view.unreadable}"), Place(name)))
    boxes = boxes_of(locate_components(view)[0])
    if view.unread:
        return replace(boxes, problem=Problem(Message("unreadable.part-scan"), Place(name)))
    if view.lacks_letters:
        return replace(boxes, problem=Problem(Message("unreadable.no-unicode"), Place(name)))
    return boxes


def boxes_of(document: DocumentComponents) -> Boxes:
    """Return the boxes of a document."""
    locality, day = _date(document)
    number, symbol = _number(document)
    return Boxes(
        kind=_kind(document),
        superior=_body(document, document.superior),
        issuer=_body(document, document.issuer),
        number=number,
        symbol=symbol,
        locality=locality,
        date=day,
        subject=_subject(document),
        marks=tuple(_box([mark], _CERTAIN, mark.text.upper()) for mark in document.marks),
        addressees=tuple(_addressees(document)),
        recipients=tuple(_entries(document.recipients, _CERTAIN if document.recipients_label else _UNSURE)),
        signers=tuple(_signer(signer) for signer in document.signers),
    )


def _box(lines: Sequence[Paragraph], sure: Confidence, value: str | None = None, text: str = "") -> ReadBox:
    """Return a box of one or more paragraphs; its value is its text unless it has one of its own."""
    text = text or " ".join(p.text for p in lines)
    return ReadBox(text, text if value is None else value, _place(lines), sure)


def _place(lines: Sequence[Paragraph]) -> BoxPlace:
    first = lines[0]
    if first.box is None:
        return BoxPlace(paragraph=first.line)
    return BoxPlace(first.page, 0, enclosing_box(p.box for p in lines if p.box is not None and p.page == first.page))


def _kind(document: DocumentComponents) -> ReadBox | None:
    """Return the kind: certain where heading and symbol agree, or where a công văn has its V/v line."""
    if document.kind not in KINDS:
        return None
    by_symbol = symbol_kind(document.number_text.partition("/")[2])
    lines = [p for p in (document.heading, *document.subject_line, document.number, document.greeting) if p is not None]
    if document.heading is not None:
        return _box([document.heading], _CERTAIN if by_symbol == document.kind else _LIKELY, document.kind)
    sure = _CERTAIN if document.kind == "cong-van" and document.subject_line and not by_symbol else _LIKELY
    return _box(document.subject_line or lines[:1], sure, document.kind) if lines else None


def _body(document: DocumentComponents, lines: Sequence[Paragraph]) -> ReadBox | None:
    """Return superior or issuing body: certain in capitals beside the Quốc hiệu, the issuing body in bold."""
    if not lines:
        return None
    text = " ".join(p.text for p in lines).strip(" -–_")
    bold = bold_share(lines[0]) > 0.5
    in_place = document.national_name is not None and is_capitals(text)
    as_set = bold == (lines[0] in document.issuer)
    sure = _CERTAIN if in_place and as_set else _LIKELY if in_place or names_body(text) else _UNSURE
    return _box(lines, sure, text)


def _number(document: DocumentComponents) -> tuple[ReadBox | None, ReadBox | None]:
    """Return number and symbol of the number line."""
    if document.number is None:
        return None, None
    line, pieces = [document.number], split_number(document)
    if pieces is None:  # without a slash
        return _box(line, _UNSURE, _digits(document.number_text), document.number.text), None
    symbol = re.sub(r"\s*-\s*", "-", " ".join(pieces["symbol"].split())).rstrip(" .")
    number = _digits(pieces["number"])
    formed = bool(_SYMBOL.fullmatch(symbol)) and document.national_name is not None
    printed = " ".join(document.number_text.split())
    sure = _CERTAIN if formed and pieces["word"].casefold() == "số" else _LIKELY
    return (
        _box(line, sure if number else _LIKELY, number, printed),
        _box(line, sure, symbol, symbol) if symbol else None,
    )


def _digits(text: str) -> str:
    """Return a number as given: “Số: 05” → "05"; "" for a blank, or where nothing or several things are."""
    found = _NUMBER.findall(text)
    return found[0] if len(found) == 1 else ""


def _date(document: DocumentComponents) -> tuple[ReadBox | None, ReadBox | None]:
    """Return place of issue and date; certain where written out and a day of the calendar."""
    if document.date is None:
        return None, None
    pieces = split_date(document)
    written = pieces is not None
    pieces = pieces or _NUMERIC_DATE.match(" ".join(document.date_text.split()))
    printed = " ".join(document.date_text.split())
    if pieces is None:
        return None, _box([document.date], _UNSURE, "", printed)
    day = _iso(*(pieces[part].strip(" .…_") for part in ("year", "month", "day")))
    place = pieces["place"].strip(" ,")
    sure = _CERTAIN if written and day and document.national_name is not None else _LIKELY
    locality = _box([document.date], sure if place[:1].isupper() else _UNSURE, place, place) if place else None
    return locality, _box([document.date], sure, day, printed)


def _iso(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _subject(document: DocumentComponents) -> ReadBox | None:
    """Return the trích yếu: certain as a V/v line, or in bold below a heading."""
    if document.subject_line:
        return _box(document.subject_line, _CERTAIN, _SUBJECT_WORDS.sub("", document.subject_text).strip('”" .'))
    if not document.title:
        return None
    sure = _CERTAIN if all(bold_share(p) > 0.5 for p in document.title) else _LIKELY
    return _box(document.title, sure, _SUBJECT_WORDS.sub("", document.title_text).rstrip(" ."))


def _addressees(document: DocumentComponents) -> Iterator[ReadBox]:
    """Yield who is on the line of Kính gửi, then the entries below it."""
    greeting = document.greeting
    if greeting is not None:
        for name in _GREETING_WORDS.sub("", greeting.text, count=1).split(";"):
            if value := _bare(name):
                yield _box([greeting], _CERTAIN, value, name.strip())
    yield from _entries(document.addressees, _CERTAIN if greeting is not None else _UNSURE)


def _entries(entries: Sequence[ListEntry], sure: Confidence) -> Iterator[ReadBox]:
    """Yield the entries of a list; one without a dash is only likely."""
    for entry in entries:
        if value := _bare(entry.text):
            dashed = sure is not _CERTAIN or _LIST_MARK.match(entry.text)
            yield _box(entry.paragraphs, sure if dashed else _LIKELY, value)


def _bare(text: str) -> str:
    """Return an entry without its dash and end mark, "" for a blank to fill in."""
    bare = _LIST_MARK.sub("", text.strip()).rstrip(" ;.,:")
    return "" if BLANK_TO_FILL.fullmatch(bare) else bare


def _signer(signer: LocatedSigner) -> ReadSigner:
    """Return a signer: the title is what follows the lines on whose behalf, from the first word of a title on."""
    lines = list(signer.authority)
    start = max((k + 1 for k, p in enumerate(lines) if _ON_BEHALF.match(p.text)), default=0)
    titled = [k for k in range(start, len(lines)) if _TITLE_WORD.match(lines[k].text.upper())]
    start = titled[0] if start and titled else start
    above, title = lines[:start], lines[start:]
    sure = _CERTAIN if lines and all(is_capitals(p.text) for p in lines) and signer.name is not None else _LIKELY
    return ReadSigner(
        _box(above, sure) if above else None,
        _box(title, sure) if title else None,
        _box([signer.name], sure, DEGREES.sub("", signer.name.text).strip()) if signer.name is not None else None,
    )
