"""What the number format of a cell shows of its value, where that is something else: 12 under `0"000"` shows 12000.

Why not every format in full: a form needs to know where what is seen and what is stored differ. A nought that a format
hides or shows as a dash is a nought; fractions and formats with conditions are left alone.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from congvan.grids.grid import SeenText
from congvan.lazy import NamedTuple, pattern

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    16: "d-mmm",
    17: "mmm-yy",
    **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "h:mm"),
    **dict.fromkeys((37, 38), "#,##0;(#,##0)"),
    **dict.fromkeys((39, 40), "#,##0.00;(#,##0.00)"),
    **dict.fromkeys((41, 42), '#,##0;(#,##0);"-"'),
    **dict.fromkeys((43, 44), '#,##0.00;(#,##0.00);"-"'),
    48: "##0.0E+0",
}
"""Formats that a workbook has by their numbers alone; those of days that show all of the day are not among them."""

_FIRST_DAY = datetime.datetime(1899, 12, 30)
_TOKEN = pattern(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<general>general)'
    r"|(?P<power>E[+-]0+)|(?P<digit>[0#?])|(?P<sign>[.,%@;])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_MULTIPLE = pattern(r"(?<!\w)(?:nghìn|ngàn|triệu|tr|tỷ|tỉ|k)(?!\w)", re.IGNORECASE)
_WHITE = ("white", "color2")
_TIME = pattern(r"\[?h+\]?(?::m+)?(?::s+)?|m+:s+", re.IGNORECASE)
_LITERAL = pattern(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]|[_*].', re.IGNORECASE)
_DATE_PART = pattern(r"d+|m+|y+", re.IGNORECASE)
_GROUP = 3
_MOST_DIGITS = 30


class _FormatPart(NamedTuple):
    """One part of a format. `number`: its signs for digits, points and commas, "" for none; `places`: digits behind the
    comma, -1 for as many as there are; `parted`: digits behind a full stop or comma that is typed among them as text.
    """

    before: str = ""
    behind: str = ""
    number: str = ""
    places: int = 0
    thousands: int = 0
    parted: int = 0
    percent: bool = False
    power: bool = False
    text: bool = False
    white: bool = False
    known: bool = True


def shown_number(code: str, number: str) -> SeenText | None:
    """Return what a format shows of a number, where that is another number, or nothing; None else."""
    if code in _USUAL and number.isdecimal():
        return None
    sections = _sections(code)
    value = _value(number)
    if not value or not all(each.known for each in sections):
        return None
    is_below = value < 0 and len(sections) > 1
    section = sections[is_below]
    if section.white or not section.number:
        return None if section.text and not section.white else SeenText(_words(section))
    exact = value * 100 if section.percent else value
    if section.power:
        rounded = Decimal(f"{exact:.{section.places}E}")
    else:
        scaled = exact / 1000**section.thousands
        rounded = scaled if section.places < 0 else scaled.quantize(Decimal(1).scaleb(-section.places), ROUND_HALF_UP)
    figure = _written(abs(rounded) if is_below else rounded)
    if section.parted:  # 125 under 0","0 is seen as 12,5
        figure = f"{figure.replace('.', '')[: -section.parted]},{figure[-section.parted :]}"
    text = section.before + figure + section.behind + "%" * section.percent
    has_sign = not is_below or {*"-("} & {*section.before}
    if section.thousands or _is_other_number(section) or not has_sign:
        return SeenText(text.strip())
    return None if rounded == exact else SeenText(text.strip(), section.places)


def shown_text(code: str, text: str) -> SeenText | None:
    """Return what a format of four parts shows of a text, where that is nothing of it; None else."""
    sections = _sections(code)
    return SeenText(_words(sections[3])) if text and len(sections) > 3 and not sections[3].text else None


def shown_day(code: str, serial: str) -> SeenText | None:
    """Return what a format shows of a day, where that is a part of it: 5/2020."""
    parts = _day_parts(code)
    value = _value(serial)
    if {*parts} == {*"dmy"} or value is None or not 0 < value < 2_900_000:
        return None
    day = _FIRST_DAY + datetime.timedelta(days=float(value))
    said = {"d": day.day, "m": day.month, "y": day.year}
    return SeenText("/".join(str(said[each]) for each in parts) or f"{day.hour}:{day.minute:02}")


@lru_cache(maxsize=1 << 8)
def _day_parts(code: str) -> tuple[str, ...]:
    bare = _TIME.sub("", _LITERAL.sub("", code).partition(";")[0])
    return tuple(dict.fromkeys(each[0].lower() for each in _DATE_PART.findall(bare)))


def _words(section: _FormatPart) -> str:
    return "" if section.white else (section.before + section.behind).strip()


def _value(number: str) -> Decimal | None:
    """Return the number of a cell, without the digits that binary fractions leave behind."""
    try:
        value = Decimal(f"{float(number):.15g}")
    except (ValueError, OverflowError):
        return None
    return value if value.is_finite() and abs(value.adjusted()) < _MOST_DIGITS // 2 else None


def _written(value: Decimal) -> str:
    """Return a number as Vietnamese writes it: 1.234,5."""
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))


def _is_other_number(section: _FormatPart) -> bool:
    """Whether the words of a format make another number of the figure that they stand beside."""
    before, behind = section.before.rstrip(" .,"), section.behind.lstrip(" .,")
    digits = re.search(r"\d*$", before)
    led = digits is not None and bool(digits[0].strip("0"))
    return led or behind[:1].isdigit() or bool(_MULTIPLE.search(behind)) or section.parted not in (0, _GROUP)


@lru_cache(maxsize=1 << 10)
def _sections(code: str) -> tuple[_FormatPart, ...]:
    """Return the parts of a format: for numbers above, below nought and nought, and for texts."""
    parts: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code[:255]):
        if token["sign"] == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(map(_section, parts))


def _section(tokens: Sequence[re.Match[str]]) -> _FormatPart:
    at = [n for n, token in enumerate(tokens) if token["digit"] or token["general"]]
    first, last = (at[0], at[-1]) if at else (len(tokens), len(tokens))
    number = "".join(token["digit"] or (token["sign"] or "").strip("%@") for token in tokens if not token["power"])
    whole, _point, fraction = number.partition(".")
    brackets = [token["bracket"].lower() for token in tokens if token["bracket"]]
    general = any(token["general"] for token in tokens)
    signs = [n for n in range(first, last) if {*".,:"} & {*_literal(tokens[n])}]
    return _FormatPart(
        "".join(map(_literal, tokens[:first])),
        "".join(map(_literal, tokens[last + 1 :])),
        "0" if general else number.strip(".,") and number,
        -1 if general else min(fraction.count("0") + fraction.count("#") + fraction.count("?"), _MOST_DIGITS // 2),
        sum(len(each) - len(each.rstrip(",")) for each in (whole, fraction)),
        sum(n > signs[-1] for n in at) if signs else 0,
        any(token["sign"] == "%" for token in tokens),
        any(token["power"] for token in tokens),
        any(token["sign"] == "@" for token in tokens),
        any(each in _WHITE for each in brackets),
        not any(each[0] in "<>=" for each in brackets) and not any(token["other"] == "/" for token in tokens),
    )


def _literal(token: re.Match[str]) -> str:
    """Return what a sign of a format writes as it is: words, or the currency within brackets."""
    if bracket := token["bracket"]:
        return bracket[1:].partition("-")[0] if bracket.startswith("$") else ""
    return token["quoted"] or token["escaped"] or token["other"] or ""


_USUAL = frozenset(("", "General", "@", "0", "#,##0", "0.0", "0.00", "#,##0.0", "#,##0.00", "0%", "0.00%"))
"""Formats that show a whole number as it is."""
