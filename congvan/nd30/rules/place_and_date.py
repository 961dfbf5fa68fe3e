"""Place and date of issue (box 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from congvan.core.messages import Message
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.measures import SAME_LINE_SLACK, is_capitals, vertical_offset
from congvan.nd30.components.patterns import BLANK_TO_FILL, split_date
from congvan.nd30.model.kinds import CONTRACTS
from congvan.nd30.rules.base import (
    LEFT_BLANK,
    MISSING,
    NO_LAYOUT,
    Answer,
    NotApplicable,
    NotEvaluated,
    kind_not_listed,
    violation,
)
from congvan.nd30.rules.word_lists import named_after


def _without_blanks(text: str) -> str:
    return text.strip(" .…_")


def date_present(document: DocumentComponents) -> Iterator[Answer]:
    """Every document except minutes (which have the time in the text) has place and date; an attached document has none
    of its own."""
    if document.national_name is None or document.is_attached or document.kind in ("bien-ban", *CONTRACTS):
        yield NotApplicable(Message("nd30.place-date-asked"))
    elif document.date is None and document.unlisted_heading is not None:
        yield kind_not_listed(document)
    elif document.date is None:
        yield violation(document.motto or document.national_name)


def date_form(document: DocumentComponents) -> Iterator[Answer]:
    """Day, month and year are written in full with their words, in Arabic figures."""
    if document.date is None:
        yield NotApplicable(MISSING)
        return
    pieces = split_date(document)
    if pieces is None:
        yield violation(document.date, text=document.date.text)
        return
    figures = [_without_blanks(pieces[k]) for k in ("day", "month", "year")]
    left_blank = figures[2] == "20" and not any(figures[:2])  # for handwriting: "ngày     tháng     năm 20   "
    if re.fullmatch(r"\d{2}", pieces["year"].lstrip()) and not left_blank:
        yield violation(document.date, text=document.date.text)
        return
    small = all(word in document.date_text for word in ("ngày", "tháng", "năm"))
    dotted = any(BLANK_TO_FILL.search(pieces[k]) for k in ("day", "month", "year"))
    if (not small and not is_capitals(document.date.text)) or (
        not dotted and any(f and not f.isdigit() for f in figures)
    ):
        yield violation(document.date, text=document.date.text)


def _date_figure(document: DocumentComponents, key: str) -> tuple[str, bool]:
    """Return (figure, whether it is a number) of the key day, month or year."""
    pieces = split_date(document)
    text = _without_blanks(pieces[key]) if pieces else ""
    return text, text.isdigit()


def date_day_zero(document: DocumentComponents) -> Iterator[Answer]:
    """Days below 10 are written with a leading 0."""
    day, known = _date_figure(document, "day")
    if not known:
        yield NotEvaluated(LEFT_BLANK) if document.date is not None else NotApplicable(MISSING)
    elif re.fullmatch(r"[1-9]", day):
        yield violation(document.date, day=day)


def date_month_zero(document: DocumentComponents) -> Iterator[Answer]:
    """January and February are written 01 and 02."""
    month, known = _date_figure(document, "month")
    if not known:
        yield NotEvaluated(LEFT_BLANK) if document.date is not None else NotApplicable(MISSING)
    elif month in ("1", "2"):
        yield violation(document.date, month=month)


def date_month_no_zero(document: DocumentComponents) -> Iterator[Answer]:
    """Only the months 1 and 2 take a leading 0; 3 to 9 do not."""
    month, known = _date_figure(document, "month")
    if not known:
        yield NotEvaluated(LEFT_BLANK) if document.date is not None else NotApplicable(MISSING)
    elif re.fullmatch(r"0[3-9]", month):
        yield violation(document.date, month=month, plain=month[1])


def date_real(document: DocumentComponents) -> Iterator[Answer]:
    """The date is a day of the calendar."""
    figures = {k: _date_figure(document, k) for k in ("day", "month", "year")}
    if not all(known for _text, known in figures.values()):
        yield NotEvaluated(LEFT_BLANK) if document.date is not None else NotApplicable(MISSING)
        return
    day, month, year = (int(figures[k][0][:6]) for k in ("day", "month", "year"))
    try:
        date(year, month, day)
    except ValueError:
        yield violation(document.date, day=day, month=month, year=year)


def date_of_issue(document: DocumentComponents) -> date | None:
    """Return the date of issue; None if it is left blank or not correctly written."""
    day, month, year = (_date_figure(document, key)[0] for key in ("day", "month", "year"))
    if not re.fullmatch(r"\d{2} (?:0[12]|[3-9]|1[0-2]) \d{4}", f"{day} {month} {year}"):
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def date_comma(document: DocumentComponents) -> Iterator[Answer]:
    """A comma follows the place."""
    pieces = split_date(document)
    if pieces is None or not pieces["place"].strip(" .…_,"):
        yield NotApplicable(MISSING)
    elif "," not in pieces["comma"] and not pieces["place"].endswith((",", "…", ".")):
        yield violation(document.date, text=document.date.text if document.date else "")


def date_place(document: DocumentComponents) -> Iterator[Answer]:
    """The place is before the date, and its initials are capital letters; common nouns before a name (huyện, xã) may be
    small or not."""
    pieces = split_date(document)
    place = pieces["place"].strip(" ,") if pieces else ""
    if pieces and document.date is not None and not place and not is_capitals(document.date.text):
        yield violation(document.date, town=document.date.text)
    elif not place or BLANK_TO_FILL.search(place) or any(c.isdigit() for c in place):
        yield NotApplicable(MISSING)
    elif not place[0].isupper() or place.split()[-1][:1].islower():
        yield violation(document.date, town=place)


_CITY = re.compile(r"^(?:(?:TP|Tp|tp|T\.P)\.? ?)?(?:Hồ Chí Minh|HCM|Hồ Chí minh)$")


def date_place_full(document: DocumentComponents) -> Iterator[Answer]:
    """Units named after persons, by numbers or after historical events are written with their full name: Thành phố Hồ
    Chí Minh, Quận 1, Phường Điện Biên Phủ. Evaluated if the issuing body's own name contains the unit."""
    pieces = split_date(document)
    place = pieces["place"].strip(" ,") if pieces else ""
    if not place or BLANK_TO_FILL.search(place):
        yield NotApplicable(MISSING)
    elif wanted := "Thành phố Hồ Chí Minh" if _CITY.match(place) else _full_place_name(place, document):
        yield violation(document.date, town=place, wanted=wanted)


def _full_place_name(place: str, document: DocumentComponents) -> str:
    """Return the full name of the unit whose own body issues the document; "" if the place alone is correct."""
    body = " ".join(p.text for p in document.issuer)
    unit = re.search(rf"(?<!\w)(QUẬN|HUYỆN|XÃ|PHƯỜNG|THỊ TRẤN) {re.escape(place.upper())}$", body)
    return f"{unit[1].capitalize()} {place}" if unit and (named_after(place) or place.isdigit()) else ""


def date_line(document: DocumentComponents) -> Iterator[Answer]:
    """Place and date are on the same line as number and symbol."""
    if document.number is None or document.date is None:
        yield NotApplicable(MISSING)
    elif document.number.box is not None and document.date.box is not None:
        if abs(document.number.lines[0].baseline - document.date.lines[0].baseline) > 3.2:
            yield violation(document.date)
    elif document.number.cell is not None and document.date.cell is not None:
        one, two = document.number.cell, document.date.cell
        rows = len({p.cell.row for p in document.view.paragraphs if p.cell is not None and p.cell.table == one.table})
        apart = vertical_offset(document, document.number, document.date)
        if one.table == two.table and (
            one.row != two.row or (apart is not None and abs(apart) > SAME_LINE_SLACK) or _date_above_motto(document)
        ):
            yield violation(document.date)
        elif one.table == two.table and rows == 1 and apart is None:
            yield NotEvaluated(NO_LAYOUT)
    elif document.number.cell is not None and document.date.region == "body" and _is_later(document):
        yield violation(document.date)  # below the table of the head
    else:
        yield NotEvaluated(NO_LAYOUT)


def _is_later(document: DocumentComponents) -> bool:
    """Return whether place and date are a paragraph after that of the number."""
    date, number = document.date, document.number
    return date is not None and number is not None and date.ordinal > number.ordinal


def _date_above_motto(document: DocumentComponents) -> bool:
    """Return whether place and date are above the Tiêu ngữ in a DOCX."""
    date, motto = document.date, document.motto
    if date is None or motto is None or date.cell != motto.cell or date.cell is None:
        return False
    return date.ordinal < motto.ordinal


def date_centred(document: DocumentComponents) -> Iterator[Answer]:
    """Place and date are centred under Quốc hiệu and Tiêu ngữ; blanks for the pen leave room for 8 mm."""
    above = document.national_name or document.motto
    if document.date is None or above is None:
        yield NotApplicable(MISSING)
    elif document.date.box is not None and above.box is not None:
        if abs(document.date.box.centre - above.box.centre) > 8:
            yield violation(document.date)
    elif (
        document.date.cell is not None
        and document.date.align in ("left", "justify", "right")
        and (document.date.first or 0) < 5
        and not document.date.raw.startswith("  ")
    ):
        from congvan.nd30.model.widths import text_width

        if document.date.cell.room - text_width(document.date.runs) > 14 and not document.date.tabbed:
            yield violation(document.date)
