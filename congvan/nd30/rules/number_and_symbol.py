"""Number and symbol (box 3): presence, form, case, position."""

from __future__ import annotations

import re
from collections.abc import Iterator

from congvan.core.decree.kinds import KINDS
from congvan.core.messages import Message
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.patterns import BLANK_TO_FILL, NUMBER_LINE, split_number, symbol_text
from congvan.nd30.model.kinds import CONTRACTS, COPY_SYMBOLS
from congvan.nd30.rules.base import (
    LEFT_BLANK,
    MISSING,
    Answer,
    NotApplicable,
    NotEvaluated,
    kind_not_listed,
    violation,
)


def so_present(document: DocumentComponents) -> Iterator[Answer]:
    """Every document has a number and a symbol; before signing the number may be blank. An attached document has no
    number of its own."""
    between_parties = document.kind in CONTRACTS and not document.issuer  # the number is below its name
    if document.national_name is None or document.is_attached or document.kind == "thu-cong" or between_parties:
        yield NotApplicable(Message("nd30.administrative-document-own"))
    elif document.number is None and document.unlisted_heading is not None:
        yield kind_not_listed(document)
    elif document.number is None:
        yield violation(document.issuer[-1] if document.issuer else document.national_name)


def so_word(document: DocumentComponents) -> Iterator[Answer]:
    """The word "Số" is in lower case with a capital S and is followed by a colon."""
    if document.number is None:
        yield NotApplicable(MISSING)
    elif not re.match(r"^Số\s?:", document.number.text):
        yield violation(document.number, text=document.number.text[:12])


def so_form(document: DocumentComponents) -> Iterator[Answer]:
    """Number and symbol are separated by a slash."""
    if document.number is None:
        yield NotApplicable(MISSING)
    elif split_number(document) is None:
        rest = re.sub(r"^S\w\s*:?", "", document.number.text, flags=re.I).strip()
        yield violation(document.number, text=document.number.text) if rest.strip(".… ") else NotEvaluated(LEFT_BLANK)


def so_leading_zero(document: DocumentComponents) -> Iterator[Answer]:
    """Numbers below 10 are written with a leading 0."""
    pieces = split_number(document)
    if pieces is None:
        yield NotApplicable(MISSING)
    elif re.fullmatch(r"[1-9]", pieces["number"].strip()):
        yield violation(document.number, number=pieces["number"].strip())
    elif not pieces["number"].strip(" .…_"):
        yield NotEvaluated(LEFT_BLANK)


_NUMBER_IN_WORDS = re.compile(r"(?:một|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|mười|mươi|trăm|linh|lẻ|mốt)(?: |$)", re.I)


def so_arabic(document: DocumentComponents) -> Iterator[Answer]:
    """The number is written in Arabic figures."""
    pieces = split_number(document)
    if pieces is None:
        yield NotApplicable(MISSING)
        return
    number = pieces["number"].strip(" .…_:")
    if re.fullmatch(r"[IVXLC]+", number) or _NUMBER_IN_WORDS.match(number):
        yield violation(document.number, number=number)


def so_space(document: DocumentComponents) -> Iterator[Answer]:
    """There is no space between the number, the slash and the symbol. A number written or stamped into the blank of a
    signed original is not evaluated."""
    if document.number is None:
        yield NotApplicable(MISSING)
        return
    own = NUMBER_LINE.match(document.number.text.replace("\xa0", " "))
    if own is None:
        yield NotApplicable(MISSING)
    elif own["number"].strip().isdigit() and (own["gap"] or re.match(r"\s\S", own["symbol"])):
        if document.number_text != document.number.raw:
            yield NotEvaluated(Message("nd30.number-stamped"))
        else:
            yield violation(document.number, number=own["number"].strip())


def _is_filled_in(text: str) -> bool:
    return bool(text) and not BLANK_TO_FILL.search(text) and not re.search(r"[<{\[]", text)


def symbol_spaces(document: DocumentComponents) -> Iterator[Answer]:
    """The groups of the symbol are joined by hyphens without spaces."""
    text = symbol_text(document)
    if not _is_filled_in(text):
        yield NotApplicable(MISSING)
    elif re.search(r"\s", text) and not re.search(r"\s{3,}", text):
        yield violation(document.number, symbol=text)


def symbol_hyphen(document: DocumentComponents) -> Iterator[Answer]:
    """The groups are joined by a hyphen, not a dash or a second slash; the year is not part of the symbol."""
    text = symbol_text(document)
    if not _is_filled_in(text):
        yield NotApplicable(MISSING)
    elif document.unlisted_heading is not None:
        yield kind_not_listed(document)
    elif (
        re.search(r"[–—_]", text)
        or (re.search(r"/", text) and not re.match(r"^\d{4}/", text))
        or re.fullmatch(r"[^\W\d_]+(?:\.[^\W\d_]+)+", text)
    ):
        yield violation(document.number, symbol=text)


def _is_lower_case(group: str) -> bool:
    """Return whether a group is mostly in small letters, or begins with one."""
    return sum(c.islower() for c in group) > len(group) / 2 or (group[:1].islower() and len(group) > 2)


_MIXED_CASE = ("QyĐ", "CTr", "TTr", "TrS", "TTg", "CTrHĐ", "GVs", "PTTg")


def symbol_case(document: DocumentComponents) -> Iterator[Answer]:
    """The symbol is in capitals, except the small letter of QyĐ, CTr, TTr and TrS and those in a body's own
    abbreviation."""
    text = symbol_text(document)
    if not _is_filled_in(text):
        yield NotApplicable(MISSING)
        return
    groups = re.split(r"[-/\s]+", re.sub(r"\(.*?\)|\.\w+$", "", text))
    if any(g.isalpha() and g not in _MIXED_CASE and _is_lower_case(g) for g in groups):
        yield violation(document.number, symbol=text)


def symbol_type(document: DocumentComponents) -> Iterator[Answer]:
    """A named type's symbol begins with the type's abbreviation as Appendix III writes it."""
    text = symbol_text(document)
    kind = KINDS.get(document.kind)
    if not _is_filled_in(text) or kind is None or not kind.abbreviation or document.heading is None:
        yield NotApplicable(MISSING)
        return
    first = re.split(r"[-–/\s]", re.sub(r"^\d{4}/", "", text))[0]
    if first != kind.abbreviation and first not in COPY_SYMBOLS.values():
        yield violation(document.number, symbol=text, wanted=kind.abbreviation, kind=kind.name)


_NO_BODY = re.compile(r"^(?:(?:19|20)\d\d/|(?:CV|cv|QĐ|QyĐ|TTr|CTr|TB|KH|NQ|BB|GM)(?:[-/\s]|$))")
"""A year, or the abbreviation of a kind that can't be one of a body too (as CT, HĐ, TC can)."""


def symbol_cv(document: DocumentComponents) -> Iterator[Answer]:
    """A công văn has no type abbreviation and no year: its symbol names the body and the unit (or field)."""
    text = symbol_text(document)
    if not _is_filled_in(text) or document.kind != "cong-van":
        yield NotApplicable(MISSING)
    elif _NO_BODY.match(text):
        yield violation(document.number, symbol=text)


def symbol_unit(document: DocumentComponents) -> Iterator[Answer]:
    """A công văn's symbol has two groups: the body, and the unit that drafted it or the field."""
    text = symbol_text(document)
    if not _is_filled_in(text) or document.kind != "cong-van":
        yield NotApplicable(MISSING)
    elif re.fullmatch(r"[^\W_]+", text):
        yield violation(document.number, symbol=text)


def so_centred(document: DocumentComponents) -> Iterator[Answer]:
    """Number and symbol are centred under the issuing body. Judged in a DOCX by the paragraph, in a PDF with room
    for a gap left for the pen."""
    number = document.number
    if number is None or not document.issuer:
        yield NotApplicable(MISSING)
    elif number.box is not None and document.issuer[-1].box is not None:
        issuer = document.issuer[-1].box
        if abs(number.box.centre - issuer.centre) > 11:
            yield violation(number)
    elif number.cell is not None and number.align in ("right",):
        yield violation(number)
    elif (
        number.cell is not None
        and number.align in ("left", "justify")
        and (number.first or 0) < 5
        and not number.tabbed
    ):
        from congvan.nd30.model.widths import text_width

        if number.cell.room - text_width(number.runs) > 14 and not number.raw.startswith("  "):
            yield violation(number)
