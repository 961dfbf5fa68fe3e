"""What the number format of a cell shows of its value, where that is something else: 12 under `0"000"` shows 12000.

Why not every format in full: a form needs to know where what is seen and what is stored differ. A nought that a format
hides or shows as a dash is a nought.
"""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from congvan.grids.grid import SeenText

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
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<general>general)'
    r"|(?P<power>E[+-]0+)|(?P<digit>[0#?])|(?P<sign>[.,%@;])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_MULTIPLE = re.compile(
    r"(?<!\w)(?:nghìn|ngàn|triệu|tr|tỷ|tỉ|k|chục|trăm|vạn|tá|mươi)(?!\w)|[%‰]|[x×*+]\s*\d", re.IGNORECASE
)
_ABOUT = re.compile(r"(?:[<>≤≥~≈±]|(?<!\w)(?:khoảng|trên|dưới|hơn|gần|ước|tối đa|tối thiểu))$", re.IGNORECASE)
"""What makes of a figure behind it one that is not exact."""
_MINUS = ("-", "−", "–", "(")
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_FRACTION = re.compile(r"/\s*(?:(?P<fixed>\d*[1-9]\d*)|(?P<signs>[0#?]+))")
_COMPARED: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_WHITE = ("white", "color2")
_TIME = re.compile(r"\[?h+\]?(?::m+)?(?::s+)?|m+:s+", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]|[_*].', re.IGNORECASE)
_DATE_PART = re.compile(r"d+|m+|y+", re.IGNORECASE)
_GROUP = 3
_MOST_DIGITS = 30


class _FormatPart(NamedTuple):
    """One part of a format. `number`: its signs for digits, points and commas, "" for none; `places`: digits behind the
    comma, -1 for as many as there are; `parted`: digits behind a full stop or comma that is typed among them as text;
    `joined`: another sign that is; `condition`: a sign of comparison and the number, "" where it has none;
    `fraction`: the largest denominator, or the only one, 0 for no fraction.
    """

    before: str = ""
    behind: str = ""
    number: str = ""
    places: int = 0
    thousands: int = 0
    parted: int = 0
    joined: str = ""
    percent: bool = False
    power: bool = False
    text: bool = False
    white: bool = False
    condition: tuple[str, Decimal] = ("", Decimal(0))
    fraction: int = 0
    is_fixed: bool = False  # whether `fraction` is the only denominator

    def holds(self, value: Decimal) -> bool:
        """Whether its condition holds for a number."""
        sign, said = self.condition
        return _COMPARED[sign](value, said)


def shown_number(code: str, number: str) -> SeenText | None:
    """Return what a format shows of a number, where that is another number, or nothing; None else."""
    if code in _USUAL and number.isdecimal():
        return None
    sections = _sections(code)
    value = _value(number)
    if value is None:
        return None
    conditional = any(each.condition[0] for each in sections)
    if not value and not conditional:
        return None
    is_below = value < 0 and len(sections) > 1 and not conditional
    section = _chosen(sections, value) if conditional else sections[is_below]
    if section is None:  # then the cell is full of ###
        return SeenText("")
    if section.white or not section.number:
        return None if not value or (section.text and not section.white) else SeenText(_words(section))
    if section.fraction:
        return _shown_fraction(section, value)
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
    led = {*section.before.rstrip()[-1:]} & {*_MINUS}
    has_sign = bool({*"-("} & {*section.before}) if is_below else not led or not value
    if section.thousands or _is_other_number(section) or not has_sign:
        return SeenText((text + section.joined).strip())
    if rounded != exact:
        return SeenText(text.strip(), section.places)
    digits = f"{rounded:f}"
    padded = digits.zfill(section.number.count("0")) if digits.isdecimal() and section.number.isdecimal() else digits
    return SeenText(padded) if padded != digits and text == figure and not section.parted else None


def _chosen(sections: Sequence[_FormatPart], value: Decimal) -> _FormatPart | None:
    """Return the part of a format with conditions that shows a number; None for none."""
    of_numbers = [each for each in sections[:3] if each.condition[0] or not each.text or each.number]
    for at, section in enumerate(of_numbers):
        if section.condition[0]:
            if section.holds(value):
                return section
        elif at != 1 or len(of_numbers) < len(("above", "below", "others")) or value < 0:
            return section
    return None


def _shown_fraction(section: _FormatPart, value: Decimal) -> SeenText | None:
    """Return what a format shows of a number as a fraction, where that is another number: 12,37 as 12 3/8."""
    exact = Fraction(value)
    if section.is_fixed:
        seen = Fraction(round(exact * section.fraction), section.fraction)
    else:
        seen = exact.limit_denominator(section.fraction)
    if seen == exact:
        return None
    whole, rest = divmod(abs(seen), 1)
    return SeenText(f"{'-' * (value < 0)}{whole} {rest.numerator}/{rest.denominator}")


def shown_text(code: str, text: str) -> SeenText | None:
    """Return what a format shows of a text, where that is nothing of it, or more words than it has; None else."""
    sections = _sections(code)
    section = sections[3] if len(sections) > 3 else next((each for each in sections if each.text), None)
    if not text or section is None or section.number:
        return None
    if not section.text or section.white:
        return SeenText(_words(section))
    more = any(map(str.isalnum, section.before + section.behind))
    return SeenText(section.before + text + section.behind) if more else None


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
    is_other = led or behind[:1].isdigit() or bool(section.joined) or section.parted not in (0, _GROUP)
    return is_other or bool(_MULTIPLE.search(behind)) or bool(_ABOUT.search(before))


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
    at = at or [n for n, token in enumerate(tokens) if token["sign"] == "@"]
    first, last = (at[0], at[-1]) if at else (len(tokens), len(tokens))
    number = "".join(token["digit"] or (token["sign"] or "").strip("%@") for token in tokens if not token["power"])
    whole, _point, fraction = number.partition(".")
    brackets = [token["bracket"].lower() for token in tokens if token["bracket"]]
    general = any(token["general"] for token in tokens)
    between = [(n, _literal(tokens[n])) for n in range(first, last)]
    signs = [n for n, words in between if {*".,:"} & {*words}]
    parts = _FRACTION.search("".join(token[0] for token in tokens if token["other"] or token["digit"]))
    condition = next(filter(None, map(_CONDITION.fullmatch, brackets)), None)
    return _FormatPart(
        "".join(map(_literal, tokens[:first])),
        "".join(map(_literal, tokens[last + 1 :])),
        "0" if general else number.strip(".,") and number,
        -1 if general else min(fraction.count("0") + fraction.count("#") + fraction.count("?"), _MOST_DIGITS // 2),
        sum(len(each) - len(each.rstrip(",")) for each in (whole, fraction)),
        sum(n > signs[-1] for n in at) if signs else 0,
        "" if parts else "".join(words for _n, words in between).strip(" .,:\u00a0\u202f'’"),
        any(token["sign"] == "%" for token in tokens),
        any(token["power"] for token in tokens),
        any(token["sign"] == "@" for token in tokens),
        any(each in _WHITE for each in brackets),
        (condition[1], Decimal(condition[2])) if condition else ("", Decimal(0)),
        (int(parts["fixed"] or 10 ** min(len(parts["signs"]), _GROUP) - 1) if parts else 0),
        bool(parts and parts["fixed"]),
    )


def _literal(token: re.Match[str]) -> str:
    """Return what a sign of a format writes as it is: words, or the currency within brackets."""
    if bracket := token["bracket"]:
        return bracket[1:].partition("-")[0] if bracket.startswith("$") else ""
    if token[0][:1] == "*" and token[0][1:].isdigit():  # which fills the cell
        return token[0][1:]
    return token["quoted"] or token["escaped"] or token["other"] or ""


_USUAL = frozenset(("", "General", "@", "0", "#,##0", "0.0", "0.00", "#,##0.0", "#,##0.00", "0%", "0.00%"))
"""Formats that show a whole number as it is."""
