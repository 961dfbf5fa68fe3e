"""Days and years: `19/8/2020` as offices write it, `2020-08-19`, and the day cells of spreadsheets.

The table `dates.json` has words of titles that ask for days outside the period of a report:

any day   before it or after it: Ngày ký hợp đồng, Hạn đăng kiểm
later     after it: Ngày hoàn thành; earlier: long before it: Ngày sinh
long ago  more than a life of work before it: Ngày sinh, Ngày nhập ngũ
"""

from __future__ import annotations

import datetime
import json
import re
from functools import cache, lru_cache
from pathlib import Path

from congvan.core.clock import today
from congvan.core.messages import Message
from congvan.core.text import nfc
from congvan.grids.grid import GridCell
from congvan.values.columns.base import ColumnOptions, Reading, State, Value, wrong

TABLE = Path(__file__).with_suffix(".json")
_AS_WRITTEN = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T00:00:00(?:\.0+)?)?")
_IN_WORDS = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}")
_SPACED_SIGN = re.compile(r"\s*([/.-])\s*")
_AROUND = re.compile(r"^ngày\s+|[.,;]$", re.IGNORECASE)
"""What is typed around a day in figures: ngày 5/8/2026."""
_TURNED = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})")
_PART = re.compile(r"(?:tháng )?\d{1,2}[/.-]\d{1,4}|\d{4}")
_MONTHS = 12
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_YEAR = 1900
"""Days of years before are slips of a digit: 1895 for 1985."""
_MOST_AHEAD = 366
"""Days from today; a day after them is more likely a slip: 2062 for 2026."""
_MOST_YEARS_AGO = 60
"""Years that what a form asks for goes back, but for births, foundings, and what people did in wars: 1926 for 2026."""
_SLIPS_OF_YEAR = (-10, -1, 1, 10)
"""How far a year is off for one digit, as nobody's year of birth is on a form: 2025 or 2016 for 2026."""
_MONTH = datetime.timedelta(days=31)
"""A period of so many days is short: nearly any other day lies outside. So long before it began what it tells of may
have begun: the case of a disease that is reported this week.
"""
_SERIAL = re.compile(r"[1-6]\d{4}(?:\.0+)?")
"""The number of a day of the years 1927 to 2091, as spreadsheets count them, in a cell without the format of a day."""
_FIRST_SERIAL = datetime.date(1899, 12, 30)


def day_of(text: str) -> datetime.date | None:
    """Return the day that `19/8/2020`, `19-8-2020` or `2020-08-19` means; None if there is no such day."""
    text = text.strip()
    if match := _ISO.fullmatch(text):
        year, month, day = map(int, match.groups())
    elif match := _AS_WRITTEN.fullmatch(text):
        day, month, year = map(int, match.groups())
    else:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def wrong_day(text: str) -> Message:
    """Return what is wrong with a day of the data files that `day_of` does not read."""
    text = text.strip()
    if _SHORT_YEAR.fullmatch(text):
        return Message("date-form.short-year", value=text)
    if _AS_WRITTEN.fullmatch(text) or _ISO.fullmatch(text):
        return Message("date-form.unreal", value=text)
    turned = _TURNED.fullmatch(text)
    said = _IN_WORDS.fullmatch(text)
    parts = turned.groups()[::-1] if turned else said.groups() if said else ()
    meant = day_of("/".join(parts)) if parts else None
    if meant is not None:
        return Message("date-form.order", value=text, meant=day_in_figures(meant))
    return Message("date-form.part" if _PART.fullmatch(text) else "date-form", value=text)


def written_day(text: str) -> str:
    """Return an ISO day as offices write it: `2020-08-20` is 20/8/2020, `2025-07-01` 01/7/2025; another as it is."""
    day = day_of(text) if _ISO.fullmatch(text) else None
    return text if day is None else day_in_figures(day)


def day_in_figures(day: datetime.date) -> str:
    """Return a day in figures as the decree has it for registers (Appendix VI): 03/02, 27/7 and 31/12, then the year.

    Every day that a screen or a message tells is written by this function.
    """
    return f"{day.day:02}/{day.month:02}/{day.year}" if day.month < 3 else f"{day.day:02}/{day.month}/{day.year}"


def written_moment(text: str) -> str:
    """Return a moment as offices write it: `2020-08-20T15:05` is 15h05, 20/8/2020; a day alone as a day."""
    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2}).*", text)
    return f"{int(match[2])}h{match[3]}, {written_day(match[1])}" if match else written_day(text)


_MONTH_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}")


def shown_day(value: Value) -> Value:
    """Return a kept day as a column of a table shows it, all of one width: 19/08/2020; "" for ""."""
    year, month, day = str(value).split("-") if value else ("", "", "")
    return f"{day}/{month}/{year}" if value else ""


def read_date(cell: GridCell, options: ColumnOptions) -> Reading:
    """Return a day. Doubtful are one before 1900, and a day cell whose day could be its month: a spreadsheet may have
    swapped them.
    """
    if cell.kind == "date":
        return _from_day_cell(cell, options)
    if _SERIAL.fullmatch(cell.text.strip()) and (day := day_in_cell(cell)) is not None:
        return Reading(
            day.isoformat(), State.MENDED, Message("column-date.serial", text=cell.text, day=day_in_figures(day))
        )
    said = _IN_WORDS.fullmatch(cell.text.strip())
    written = "/".join(said.groups()) if said else _AROUND.sub("", _SPACED_SIGN.sub(r"\1", cell.text.strip()))
    if turned := _TURNED.fullmatch(written):  # the year first leaves one reading: 2026/05/05
        written = "/".join(reversed(turned.groups()))
    day = day_of(written) if cell.kind not in ("number", "percent") else None
    if day is not None and day.year < _LEAST_YEAR:
        return Reading(day.isoformat(), State.DOUBTFUL, Message("column-date.old", text=cell.text))
    if day is not None:
        return Reading(day.isoformat())
    if _SHORT_YEAR.fullmatch(cell.text.strip()):
        return wrong(Message("column-date.short-year", text=cell.text))
    unreal = _AS_WRITTEN.fullmatch(cell.text.strip()) or _ISO.fullmatch(cell.text.strip())
    meant = wrong_day(cell.text)
    remedy = Message("date-form.order.hint", meant=meant.values["meant"]) if "meant" in meant.values else None
    return wrong(Message("column-date.unreal" if unreal else "column-date.form", text=cell.text), remedy)


def far_day(value: Value, options: ColumnOptions) -> Message | None:
    """Ask about a day that is long ago, or more than a year ahead, unless the column has a bound there; and about one
    that lies in the period at hand, but for one digit of its year.
    """
    day = day_of(str(value))
    if day is None:
        return None
    if day.year < _LEAST_YEAR and options.low == "":
        return Message("column-date.old", text=day_in_figures(day))
    if not _is_within(day, options) and (meant := _of_another_year(day, options)) is not None:
        return Message("column-date.other-year", text=day_in_figures(day), meant=day_in_figures(meant))
    if _is_long_ago(day, options):
        return Message("column-date.long-ago", text=day_in_figures(day))
    ahead = day > today() + datetime.timedelta(days=_MOST_AHEAD) and options.high == ""
    return Message("column-date.ahead", text=day_in_figures(day)) if ahead else None


def _is_long_ago(day: datetime.date, options: ColumnOptions) -> bool:
    """Whether a day lies longer before the period at hand, else before today, than what a column asks for goes back."""
    if options.low != "":
        return False
    now = int(options.days[0][:4]) if options.days[0] else today().year
    return day.year < now - _MOST_YEARS_AGO and not _asks_for("long ago", options.titles or options.label)


def outside_period(value: Value, options: ColumnOptions) -> Message | None:
    """Tell of a day after the period at hand, or more than a month before a short one, unless the column has a bound
    there or a title that asks for such days.
    """
    day = day_of(str(value)) if options.days[0] else None
    if day is None:
        return None
    first, last = map(datetime.date.fromisoformat, options.days)
    is_later = day > last and options.high == ""
    is_earlier = day < first - _MONTH and _is_short(options.days) and options.low == ""
    which = "later" if is_later else "earlier" if is_earlier else ""
    if not which or _asks_for(which, options.titles or options.label):
        return None
    period = f"{day_in_figures(first)}–{day_in_figures(last)}"
    return Message(f"column-date.{which}", text=day_in_figures(day), period=period)


@lru_cache(maxsize=1 << 10)
def _asks_for(which: str, titles: str) -> bool:
    """Whether the titles of a column ask for days later, earlier, or long before the period of a report."""
    words, table = " ".join(_WORD.findall(nfc(titles).casefold())), _table()
    always = table["any day"] if which != "long ago" else ()
    return any(f" {each} " in f" {words} " for each in (*always, *table[which]))


@cache
def _table() -> dict[str, list[str]]:
    return {name: [nfc(each) for each in words] for name, words in json.loads(TABLE.read_bytes()).items()}


@lru_cache(maxsize=1 << 8)
def _is_short(days: tuple[str, str]) -> bool:
    """Whether the period at hand is a month or less."""
    first, last = map(datetime.date.fromisoformat, days)
    return last - first < _MONTH


def _is_within(day: datetime.date, options: ColumnOptions) -> bool:
    """Whether a day lies within the period at hand; without a short one none does."""
    first, last = options.days
    return bool(first) and first <= day.isoformat() <= last and _is_short(options.days)


def is_only_within(day: datetime.date, days: tuple[str, str]) -> bool:
    """Whether a day whose day could be its month lies within the first and the last day of a short period, and would
    not with both exchanged.
    """
    first, last = days
    if not first or not _is_short(days) or day.day > _MONTHS or day.day == day.month:
        return False
    return first <= day.isoformat() <= last and not first <= f"{day.year}-{day.day:02}-{day.month:02}" <= last


def _of_another_year(day: datetime.date, options: ColumnOptions) -> datetime.date | None:
    """Return the same day of a year that differs in one digit, if it lies within the period at hand."""
    years = (day.year + by for by in _SLIPS_OF_YEAR if options.days[0])
    days = (day_of(f"{day.day}/{day.month}/{year:04}") for year in years)
    return next((each for each in days if each and _is_within(each, options)), None)


def far_year(value: Value, options: ColumnOptions) -> Message | None:
    """Ask about a year that is long ago, or after the next one, unless the column has a bound there."""
    if not isinstance(value, int):
        return None
    if value < _LEAST_YEAR and options.low == "":
        return Message("column-date.old", text=value)
    return Message("column-date.ahead", text=value) if value > today().year + 1 and options.high == "" else None


def _from_day_cell(cell: GridCell, options: ColumnOptions) -> Reading:
    day = day_in_cell(cell)
    if day is None:
        return wrong(Message("column-date.form", text=cell.text))
    if day.day <= _MONTHS and day.day != day.month:
        first, second = f"{day.day}/{day.month}/{day.year}", f"{day.month}/{day.day}/{day.year}"
        if options.days_first:
            return Reading(day.isoformat(), State.MENDED, Message("column-date.days-first", day=first))
        if is_only_within(day, options.days):
            return Reading(day.isoformat(), State.MENDED, Message("column-date.of-period", day=first))
        return Reading(day.isoformat(), State.DOUBTFUL, Message("column-date.swapped", first=first, second=second))
    if hour := _hour_beside(cell.text):
        return Reading(day.isoformat(), State.MENDED, Message("column-date.hour", day=day_in_figures(day), hour=hour))
    return Reading(day.isoformat())


def _hour_beside(serial: str) -> str:
    """Return the hour that a day cell holds beside its day: 46258.6875 is 16h30; "" for none."""
    try:
        minutes = round(float(serial) % 1 * 24 * 60)
    except ValueError:
        return ""
    return f"{minutes // 60:02d}h{minutes % 60:02d}" if 0 < minutes < 24 * 60 else ""


def day_in_cell(cell: GridCell) -> datetime.date | None:
    """Return the day of a day cell, which holds it as ISO or as the number that the spreadsheet counts it by."""
    try:
        return day_of(cell.text) or _FIRST_SERIAL + datetime.timedelta(days=int(float(cell.text)))
    except (ValueError, OverflowError):
        return None


def is_month_first(text: str) -> bool:
    """Whether a text is a day with its month before it, and nothing else: 9/25/2024."""
    found = _MONTH_FIRST.fullmatch(text.strip())
    return found is not None and int(found[1]) <= 12 < int(found[2]) <= 31


def shown_text(cell: GridCell) -> str:
    """Return what a cell shows to whoever opens the file: of a day cell the day, 02/03/1985; of another its text."""
    day = day_in_cell(cell) if cell.kind == "date" else None
    return str(shown_day(day.isoformat())) if day and day > _FIRST_SERIAL else cell.text


def read_year(cell: GridCell, _options: ColumnOptions) -> Reading:
    """Return a year of four digits as a number."""
    text = re.sub(r"[.]0+$", "", cell.text.strip()) if cell.kind == "number" else cell.text.strip()
    if cell.kind == "date" or not re.fullmatch(r"[12]\d{3}", text):
        which = "date" if cell.kind == "date" or day_of(text) else "form"
        return wrong(Message(f"column-year.{which}", text=shown_text(cell)))
    return Reading(int(text))
