"""Numbers as Vietnamese writes them: 1.500.000 and 1,5. What can be read in two ways is asked about.

A number cell of a spreadsheet is exact; a text is not: 12.375 is twelve thousand for one clerk, twelve and a bit for
another. Groups of three digits are sure where there are two of them, or where the last is round (1.500); a point before
any other count of digits parts decimals (58.7), as does one behind a lone 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from congvan.core.messages import Message
from congvan.core.templating.numbers import NO_BREAK_SPACE, grouped
from congvan.grids.grid import GridCell
from congvan.values.columns.base import ColumnOptions, Reading, State, Value, outside, wrong
from congvan.values.columns.dates import shown_text
from congvan.values.columns.measures import is_in_dong, is_plain_money

_DIGITS = re.compile(r"-?\d{1,15}")
_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:\.\d{3})+")
_GROUPED_ABROAD = re.compile(r"-?\d{1,3}(?:,\d{3}){2,}")
_PARTED_ABROAD = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+\.\d{1,6}")
_GROUP_ABROAD = re.compile(r"-?[1-9]\d{0,2},\d{3}")
_ONE_GROUP = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
_COMMA = re.compile(r"(-?\d{1,12}|-?\d{1,3}(?:\.\d{3})+),(\d{1,6})")
_POINT = re.compile(r"(-?\d{1,12})\.(\d{1,6})")
_SPACED_GROUPS = re.compile(r"-?\d{1,3}(?: \d{3})+(?:,\d+)?")
_SPACE_BETWEEN = re.compile(r"(?<!\d) +| +(?!\d)")
_CURRENCY = re.compile(r"\s*(?:đ|đồng|vnđ|vnd|®|®ång|ñ|ñoàng)\.?$", re.IGNORECASE)
"""Behind an amount; in TCVN3 and VNI too, where no word tells the encoding."""
_PLAIN_SIGNS = str.maketrans("\u00a0\u202f\u2212", "  -")
_RAISED = str.maketrans("²³", "23")
"""Of square and cubic units, which are typed as m2 and m3."""
_WHOLE = 100
MOST_COUNTED, MOST_MONEY = 10**9, 10**12
"""What a figure of a form is above by a slip, unless its column has a `max`: ten times the people of the country; a
thousand tỷ đồng.
"""
_MULTIPLE = re.compile(r"\d\s*(?:nghìn|ngàn|triệu|tr|tỷ|tỉ)\b", re.IGNORECASE)
_SCALED = re.compile(r"(.*\d)\s*(nghìn|ngàn|triệu|tr|tỷ|tỉ)(?:\s*(?:đ|đồng|vnđ|vnd))?\.?", re.IGNORECASE)
_SCALES = {"ngàn": "nghìn", "tr": "triệu", "tỉ": "tỷ"}


def _bare(cell: GridCell) -> str:
    """Return the text without spaces, but for one between digits that parts no groups of three: `1 2` is no 12; groups
    without the full stop of a sentence: 1.170.000.
    """
    text = _SPACE_BETWEEN.sub("", cell.text.translate(_PLAIN_SIGNS))
    if text.endswith(".") and _GROUPED.fullmatch(text[:-1]):
        text = text[:-1]
    return text.replace(" ", "") if _SPACED_GROUPS.fullmatch(text) else text


def _whole(number: float) -> int | float:
    return int(number) if number == int(number) else number


def _from_number_cell(cell: GridCell) -> int | float | None:
    """Return the number of a number cell; None for a cell of another kind."""
    if cell.kind not in ("number", "formula", "percent"):
        return None
    try:
        number = float(f"{float(cell.text):.15g}")
    except (ValueError, OverflowError):
        return None
    return _whole(number) if abs(number) < 1e15 else None


def shown_figure(cell: GridCell) -> str:
    """Return the figure of a number cell without the digits that binary fractions leave behind."""
    number = _from_number_cell(cell)
    return cell.text if number is None else f"{number:.15g}"


def stored_text(cell: GridCell) -> str:
    """Return what a cell holds as people write it: 12,46; per cent as 92,3%; a day as a day."""
    number = _from_number_cell(cell) if cell.kind in ("number", "percent") else None
    if number is None:
        return shown_text(cell)
    return f"{number * 100:.15g}%".replace(".", ",") if cell.kind == "percent" else f"{number:.15g}".replace(".", ",")


def _read(cell: GridCell) -> Reading:
    """Return the number that a cell means, whole or not."""
    if cell.kind in ("date", "yes-no", "error"):
        return wrong(Message(f"column-text.{cell.kind}", text=shown_text(cell)))
    exact = _from_number_cell(cell)
    if exact is not None and cell.kind == "percent":
        shown = f"{exact * 100:.10g}".replace(".", ",")
        return Reading(exact, State.DOUBTFUL, Message("column-number.percent", text=shown, number=cell.text))
    if exact is not None:
        return Reading(exact)
    text = _bare(cell)
    if _DIGITS.fullmatch(text):
        return Reading(int(text))
    if _GROUPED.fullmatch(text):
        whole = int(text.replace(".", ""))
        if text.count(".") > 1 or text.endswith("0"):
            return Reading(whole)
        return Reading(whole, State.DOUBTFUL, Message("column-number.two-ways", text=text, first=whole))
    if _GROUPED_ABROAD.fullmatch(text):
        return Reading(int(text.replace(",", "")), State.MENDED, Message("column-number.groups", text=text))
    if _PARTED_ABROAD.fullmatch(text):
        number = float(text.replace(",", ""))
        return Reading(_whole(number), State.MENDED, Message("column-number.groups", text=text))
    if match := _COMMA.fullmatch(text):
        number = float(f"{match[1].replace('.', '')}.{match[2]}")
        return _two_ways(text, number) if _may_group(match) else Reading(_whole(number))
    if match := _POINT.fullmatch(text):
        number = float(text)
        point = Message("column-number.point", text=text, shown=text.replace(".", ","))
        return _two_ways(text, number) if _may_group(match) else Reading(_whole(number), State.MENDED, point)
    return wrong(Message("column-number.form", text=cell.text))


def _may_group(match: re.Match[str]) -> bool:
    """Whether the digits behind a sign may be a group of thousands: three of them, behind more than a lone 0."""
    return len(match[2]) == 3 and match[1].lstrip("-") != "0"


def _two_ways(text: str, number: float) -> Reading:
    shown = str(number).replace(".", ",")
    return Reading(_whole(number), State.DOUBTFUL, Message("column-number.two-ways", text=text, first=shown))


def read_integer(cell: GridCell, options: ColumnOptions) -> Reading:
    """Return a whole number."""
    cell = _counted(cell, options)
    found = _read(cell)
    text = _bare(cell)
    if cell.kind == "text" and _GROUP_ABROAD.fullmatch(text):
        whole = int(text.replace(",", ""))
        if options.decimal_sign == ".":
            return _as_others(text, whole)
        return Reading(whole, State.DOUBTFUL, Message("column-number.two-ways", text=text, first=grouped(whole)))
    if cell.kind == "text" and found.state is State.DOUBTFUL and isinstance(found.value, int):
        return _as_others(text, found.value) if options.decimal_sign == "," else found
    if isinstance(found.value, float):
        return wrong(Message("column-number.whole", text=shown_figure(cell)))
    return found


def _as_others(text: str, number: float) -> Reading:
    """Return a number whose sign parts thousands, or decimals, as the other numbers of the file tell."""
    return Reading(number, State.MENDED, Message("column-number.as-others", text=text, read=grouped(number)))


def _counted(cell: GridCell, options: ColumnOptions) -> GridCell:
    """Return a cell without the unit of its column, however that is spaced: 15 người, 12,5 lít/100km."""
    if not options.unit or cell.kind != "text":
        return cell
    unit = "".join(options.unit.casefold().split()).translate(_RAISED)
    if not "".join(cell.text.casefold().split()).translate(_RAISED).endswith(unit):
        return cell
    text, left = cell.text, len(unit)
    while left:
        left -= not text[-1].isspace()
        text = text[:-1]
    return cell._replace(text=text.strip())


def read_decimal(cell: GridCell, options: ColumnOptions) -> Reading:
    """Return a number, whole or not. A group of three digits behind one sign is asked about, unless the file tells how
    it writes decimals, or the bounds of the column leave one reading.
    """
    cell = _counted(cell, options)
    found = _read(cell)
    text = _bare(cell)
    if cell.kind != "text" or not _ONE_GROUP.fullmatch(text):
        return found
    whole, part = int(re.sub(r"[.,]", "", text)), float(text.replace(",", "."))
    sign = "," if "," in text else "."
    if options.fraction_sign:
        return _as_others(text, _whole(part) if sign == options.fraction_sign else whole)
    within = [each for each in (whole, part) if _is_within(each, options)]
    if len(within) == 1:
        read = Message("column-number.within", text=text, read=grouped(within[0]))
        return Reading(_whole(within[0]), State.MENDED, read)
    if found.state is State.READ:
        return Reading(found.value, State.DOUBTFUL, Message("column-number.two-ways", text=text, first=found.value))
    return found


def _is_within(number: float, options: ColumnOptions) -> bool:
    """Whether a number lies within the bounds of its column, where it has any."""
    bounds = ((options.low, True), (options.high, False))
    return not any(bound != "" and outside(number, bound, below=below) for bound, below in bounds)


def read_percent(cell: GridCell, options: ColumnOptions) -> Reading:
    """Return per cent: 92,3 or 92,3 %. A fraction of one in a plain cell may be 92,3 % typed as 0,923."""
    exact = _from_number_cell(cell) if cell.kind == "percent" else None
    if exact is not None:
        return _at_most(Reading(_whole(float(f"{exact * 100:.12g}"))), cell, options)
    found = read_decimal(cell._replace(text=cell.text.strip().removesuffix("%").strip()), options)
    if isinstance(found.value, str) or found.state is State.DOUBTFUL:
        return found
    if not cell.text.strip().endswith("%") and 0 < found.value < 1:
        return Reading(found.value, State.DOUBTFUL, Message("column-percent.fraction", text=shown_figure(cell)))
    return _at_most(found, cell, options)


def _at_most(found: Reading, cell: GridCell, options: ColumnOptions) -> Reading:
    """Ask about more than the whole, unless the column says how much is possible."""
    if options.high != "" or not isinstance(found.value, int | float) or found.value <= _WHOLE:
        return found
    return Reading(found.value, State.DOUBTFUL, Message("column-percent.more", text=cell.text))


def read_money(cell: GridCell, options: ColumnOptions) -> Reading:
    """Return an amount: 1.500.000, 1.500.000đ. One in đồng has no decimals, so that 384,000 is 384.000; 125,5 is read
    where the column has decimal places, as one in millions has; 125,5 triệu is read there, 125.500đ is asked about.
    """
    cell = _without_scale(cell, options)
    if _MULTIPLE.search(cell.text):
        return wrong(Message("column-money.multiple", text=cell.text))
    if _CURRENCY.search(cell.text.strip()) and not is_plain_money(options.label, options.unit):
        return wrong(Message("column-money.unit", text=cell.text, unit=options.unit or options.label))
    cell = cell._replace(text=_CURRENCY.sub("", cell.text.strip()))
    if (options.places or 0) > 0:
        found = _read(_counted(cell, options))
        return read_decimal(cell, options) if found.state is State.DOUBTFUL else found
    text = _bare(cell)
    if cell.kind == "text" and _GROUP_ABROAD.fullmatch(text) and text.endswith("000"):
        return Reading(int(text.replace(",", "")), State.MENDED, Message("column-number.groups", text=text))
    return read_integer(cell, options)


def _without_scale(cell: GridCell, options: ColumnOptions) -> GridCell:
    """Return a cell without the multiple of đồng behind its number, where its column counts in the same one."""
    found = _SCALED.fullmatch(cell.text.strip()) if cell.kind == "text" else None
    scale = found[2].casefold() if found else ""
    words = {_SCALES.get(each, each) for each in re.findall(r"\w+", f"{options.label} {options.unit}".casefold())}
    return cell._replace(text=found[1]) if found and _SCALES.get(scale, scale) in words else cell


def unlikely(most: int = 0) -> Callable[[Value, ColumnOptions], Message | None]:
    """Return what asks about a number below nought, or above `most` (0: any may be), unless the column says how low or
    high it may be. A figure in đồng may be as high as an amount.
    """

    def doubt(value: Value, options: ColumnOptions) -> Message | None:
        if isinstance(value, str):
            return None
        if value < 0 and options.low == "":
            return Message("column-number.negative", text=grouped(value))
        if options.high != "" or value <= (most or MOST_MONEY):
            return None
        likely = max(most, MOST_MONEY) if is_in_dong(options.label, options.unit) else most
        return Message("column-number.large", text=grouped(value)) if likely and value > likely else None

    return doubt


def shown_number(value: Value) -> str:
    """Return a number as paper shows it: 1.500.000; 1,5."""
    return grouped(value) if isinstance(value, int | float) else value


def shown_percent(value: Value) -> str:
    """Return per cent as paper shows it: 92,3 %."""
    return f"{shown_number(value)}{NO_BREAK_SPACE}%" if value != "" else ""
