"""The boxes of a paper as plain values: frozen, promised in docs/python.md."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from congvan.core.problems import Problem
from congvan.nd30.model.view import Box


class Confidence(StrEnum):
    """How sure a reading is.

    CERTAIN  both the words and the place are those of the decree: it may be registered as it is
    LIKELY   only one of the two is: it should be looked at
    UNSURE   a guess by what is around it: a person has to confirm it
    """

    CERTAIN = "certain"
    LIKELY = "likely"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class BoxPlace:
    """Where a box is.

    page       of a PDF, from 1; 0 in a DOCX
    paragraph  of a DOCX, from 1; 0 in a PDF
    box        of a PDF: x0, y0, x1, y1 in mm from the top left corner of the page; None in a DOCX
    """

    page: int = 0
    paragraph: int = 0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class ReadBox:
    """One box.

    text   as printed, on one line, in composed Unicode
    value  what it says, in the form that `Boxes` names for each field; "" where it is blank or not in that form
    """

    text: str
    value: str
    place: BoxPlace
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class ReadSigner:
    """One signer (box 7): the lines of authority (TM., KT., TL., TUQ.), the title, and the name without degrees."""

    authority: ReadBox | None
    title: ReadBox | None
    name: ReadBox | None


@dataclass(frozen=True, slots=True)
class Boxes:
    """The boxes of a paper, of the first document in its file; None or () for one that is absent.

    kind        value: a key of the 29 kinds, "quyet-dinh"; text: the heading, the V/v line of a công văn
    superior    the body above the issuing body (box 2)
    issuer      the issuing body; where several issue it, all of them
    number      value: "123"; "" where it is left blank (box 3)
    symbol      value: "STTTT-BCVT"
    locality    value: the place of issue, "Lạng Sơn" (box 4)
    date        value: ISO 8601, "2020-08-19"; "" where the day is left blank
    subject     the trích yếu, without "V/v" (box 5)
    marks       of urgency and circulation: "HỎA TỐC" (boxes 10, 11)
    addressees  who shall act, Kính gửi (box 9a); value: without dash and end mark
    recipients  who gets a copy, Nơi nhận (box 9b); likewise
    signers     each with authority, title and name (box 7)
    problem     why nothing, or not all, could be read: a scan, a password, a classified paper
    """

    kind: ReadBox | None = None
    superior: ReadBox | None = None
    issuer: ReadBox | None = None
    number: ReadBox | None = None
    symbol: ReadBox | None = None
    locality: ReadBox | None = None
    date: ReadBox | None = None
    subject: ReadBox | None = None
    marks: tuple[ReadBox, ...] = ()
    addressees: tuple[ReadBox, ...] = ()
    recipients: tuple[ReadBox, ...] = ()
    signers: tuple[ReadSigner, ...] = ()
    problem: Problem | None = None


def as_plain(value: Any) -> Any:
    """Return boxes, or a part of them, as plain values for JSON: by field; mm rounded to a tenth; without `problem`."""
    if isinstance(value, tuple):
        return [as_plain(each) for each in value]
    if isinstance(value, Box):
        return [round(edge, 1) for edge in (value.x0, value.y0, value.x1, value.y1)]
    if isinstance(value, (Boxes, ReadBox, ReadSigner, BoxPlace)):
        return {each.name: as_plain(getattr(value, each.name)) for each in fields(value) if each.name != "problem"}
    return value if value is None or isinstance(value, int) else str(value)
