"""The table of all types of values: a new type is a reader and a line here, and its words in the catalogue."""

from __future__ import annotations

from typing import Any

from congvan.core.messages import Message
from congvan.grids.grid import GridCell
from congvan.values.columns import choices, citizen_ids, dates, numbers, phone_numbers, words
from congvan.values.columns.base import ColumnOptions, ColumnType, Reading, table_of, wrong

# References: a cell names an entry of a list by its id, its name, or as it reads in a heading or a sentence.


def read_reference(cell: GridCell, options: ColumnOptions) -> Reading:
    """Return the id of the one entry that a text means."""
    text = cell.text.strip()
    found = options.find(text)
    if len(found) == 1:
        return Reading(found[0].id)
    if not found:
        return wrong(Message("column-reference.unknown", text=text), options.near(text))
    several = ", ".join(f"{each.name} ({each.id})" for each in found[:5])
    return wrong(Message("column-reference.several", text=text), Message("column-reference.hint-id", known=several))


_NUMBER: Any = {"bounded": True, "align": "right", "show": numbers.shown_number}
_COUNTED: Any = _NUMBER | {"doubt": numbers.unlikely(numbers.MOST_COUNTED), "sums": "add"}
_MONEY: Any = _NUMBER | {"doubt": numbers.unlikely(numbers.MOST_MONEY), "sums": "add"}
_SHARE: Any = _NUMBER | {"doubt": numbers.unlikely(), "show": numbers.shown_percent}
_DAY: Any = {"bounded": True, "align": "center"}

REFERENCE = ColumnType("reference", read_reference, mm=40)
"""The type of a field that is typed by the id of a list."""

ROW_NUMBER = ColumnType("row-number", numbers.read_integer, bounded=True, mm=15, align="center", places=0)
"""The type of a column that is typed by the id of a section: the number of one of its rows."""

TYPES = table_of(
    ColumnType("text", words.read_text),
    ColumnType("ordinal", words.read_ordinal, mm=10, align="center"),
    ColumnType("name", words.read_name, mm=40, sums="count", personal=True),
    ColumnType("phone", phone_numbers.read_phone, mm=27, whole_mm=27, align="center", personal=True),
    ColumnType("email", words.read_email, mm=45, personal=True),
    ColumnType(
        "date",
        dates.read_date,
        dates.shown_day,
        **_DAY,
        mm=25,
        whole_mm=25,
        doubt=dates.far_day,
        remark=dates.outside_period,
    ),
    ColumnType("year", dates.read_year, **_DAY, mm=15, whole_mm=13.5, places=0, doubt=dates.far_year),
    ColumnType("integer", numbers.read_integer, **_COUNTED, mm=20, places=0),
    ColumnType("decimal", numbers.read_decimal, **_COUNTED, mm=20, places=2),
    ColumnType("percent", numbers.read_percent, **_SHARE, mm=18, places=1),
    ColumnType("money", numbers.read_money, **_MONEY, mm=28, whole_mm=28, places=0),
    ColumnType("cccd", citizen_ids.read_cccd, mm=32, whole_mm=32, align="center", personal=True),
    ColumnType("choice", choices.read_choice, sums="count"),
    ColumnType("yes-no", choices.read_yes_no, choices.shown_yes_no, mm=17, align="center", sums="count"),
    ColumnType("mark", choices.read_mark, mm=17, align="center", sums="count"),
)
