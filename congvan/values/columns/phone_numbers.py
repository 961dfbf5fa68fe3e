"""Phone numbers: keep valid ones, restore damaged ones where certain, else ask.

Why: a spreadsheet treats 0942215080 as a number and stores 942215080 or 9.42E+08. A lost leading zero can be restored,
since every national number starts with it; lost trailing digits cannot.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Problem
from congvan.grids.grid import GridCell
from congvan.values.columns.base import ColumnOptions, Reading, State, wrong

#: Mobile prefixes of eleven-digit numbers and what they became in 2018 (Ministry of Information and Communications).
CHANGED_PREFIXES = {
    **{f"012{old}": f"0{new}" for old, new in zip("0126834579", (70, 79, 77, 76, 78, 83, 84, 85, 81, 82), strict=True)},
    **{f"016{digit}": f"03{digit}" for digit in "23456789"},
    "0186": "056",
    "0188": "058",
    "0199": "059",
}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")  # copied from chats and web pages
_FORM = re.compile(r"\+?[0-9][0-9 .()-]{6,24}")
_MOBILE = r"(?:3[2-9]|7[06-9]|8[1-8]|9[0-8])[0-9]{7}"
_LANDLINE = (
    r"2(?:0[3-9]|1[0-689]|2[0-25-9]|3[2-9]|4[2-8]|5[124-9]|6[0-39]|7[0-7]|8[2-9]|9[0-4679])[0-9]{7}"  # by area codes
)
_SURE = re.compile(rf"0(?:{_MOBILE}|{_LANDLINE})")
_MARKS = str.maketrans("", "", " .()-")
_SERVICES = ("1800", "1900")  # numbers of services have no leading 0
_EXPONENT = re.compile(r"([0-9])(?:[.,]([0-9]+))?[eE]\+?0*([0-9]{1,2})")


class ParsedPhone(NamedTuple):
    """Result of parsing: the number ("" if unusable), whether it was restored, and the message and hint if unusable."""

    phone: str
    restored: bool = False
    why: Message | None = None
    hint: Message | None = None


@lru_cache(maxsize=1 << 14)
def read(text: str, number: bool) -> ParsedPhone:
    """Parse a cell's text as a phone number; `number`: the cell is numeric and `text` is its stored notation."""
    if not number and valid(text):
        return ParsedPhone(text)
    text = unicodedata.normalize("NFKC", text)  # digits of full width, typed on a phone
    cleaned = " ".join(_INVISIBLE.sub("", text).strip("'’‘` ").split())
    if not number and cleaned != text and valid(cleaned):
        return ParsedPhone(cleaned, True)
    exponent = _EXPONENT.fullmatch(cleaned)
    if exponent:
        digits, power = exponent[1] + (exponent[2] or ""), int(exponent[3])
        if len(digits) - 1 < power:
            return _ask(Message("phone-wrong.spreadsheet", count=len(digits), text=text))
        cleaned = digits[: power + 1] if not digits[power + 1 :].strip("0") else cleaned
    cleaned = re.sub(r"(?<=[0-9])[.,]0$", "", cleaned) if number else cleaned
    digits_only = re.sub(r"[ .,()\-–‑]", "", cleaned)
    if not re.fullmatch(r"\+?[0-9]+", digits_only):
        return _ask(Message("phone-wrong.phone", text=text))
    if number and re.fullmatch(r"[0-9]{2,4}0{6,}", digits_only):
        return _ask(Message("phone-wrong.lost", text=text))
    if digits_only.startswith(_SERVICES) and flaw(digits_only) == "":
        return ParsedPhone(digits_only)
    for candidate in (
        digits_only,
        f"0{digits_only}" if not digits_only.startswith("0") else "",
        f"0{digits_only[2:]}" if digits_only.startswith("84") else "",
        f"0{digits_only[4:]}" if digits_only.startswith("0084") else "",
    ):
        if candidate and valid(candidate):
            return ParsedPhone(candidate, True)
    whole = digits_only if digits_only.startswith("0") else f"0{digits_only}"
    new = CHANGED_PREFIXES.get(whole[:4])
    if new and len(whole) == 11 and valid(new + whole[4:]):
        hint = Message("phone-wrong.hint-prefix", number=new + whole[4:])
        return _ask(Message("phone-wrong.number", text=text), hint)
    return _ask(Message("phone-wrong.vietnamese", text=text))


def _ask(why: Message, hint: Message | None = None) -> ParsedPhone:
    return ParsedPhone("", False, why, hint or Message("phone-wrong.hint"))


@lru_cache(maxsize=1 << 14)
def valid(text: str) -> bool:
    """Whether a text is a complete number of Vietnam, with its leading 0 or +84; a foreign one begins with 00."""
    if text.startswith("00") and not text.startswith("0084"):
        return False
    return text.startswith(("0", "+84")) and flaw(text) == ""


def flaw(text: str) -> str:
    """Return what is wrong with a number typed into a data file: `form`, `number`, `zero` (its first 0 is missing), or
    "" if nothing is.
    """
    if not _FORM.fullmatch(text):
        return "form"
    if not text.startswith(("0", "+", *_SERVICES)):
        return "zero" if _exists(f"0{text}") else "number"
    return "" if _exists(text) else "number"


def _exists(text: str) -> bool:
    """Whether a number of the right form exists, by the library's tables where it is neither a mobile nor a landline.

    Why: to import the tables of all countries takes longer than to read the lists of a province.
    """
    if _SURE.fullmatch(text.translate(_MARKS)):
        return True
    try:
        import phonenumbers
    except ModuleNotFoundError as error:
        raise EnvironmentFault(Problem(Message("package-missing.office", package=error.name))) from None
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text, "VN"))
    except phonenumbers.NumberParseException:
        return False


def read_phone(cell: GridCell, _options: ColumnOptions) -> Reading:
    """Return a number as typed; what a spreadsheet made of it gets its 0 back, and that is reported."""
    found = read(cell.text, cell.kind == "number")
    if found.why is not None:
        return wrong(found.why, found.hint)
    if found.restored and re.sub(r"\D", "", found.phone) != re.sub(r"\D", "", cell.text):
        return Reading(found.phone, State.MENDED, Message("phone-restored", found=cell.text, phone=found.phone))
    return Reading(found.phone)


def digits(phone: str) -> str:
    """Return the digits of a number in national form, for comparison."""
    if phone.isascii() and phone.isdecimal() and not phone.startswith("00"):
        return phone
    return re.sub(r"^(?:\+|00)84", "0", re.sub(r"\(0\)|[^0-9+]", "", phone))
