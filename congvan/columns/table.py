"""The table of all types of values: a new type is a reader and a line here, and its words in the catalogue."""

from __future__ import annotations

from congvan.columns import choices, citizen_ids, dates, numbers, phone_numbers, references, words
from congvan.columns.base import ColumnType, table_of

REFERENCE = ColumnType("reference", references.read_reference)
"""The type of a field that is typed by the id of a list."""

TYPES = table_of(
    ColumnType("text", words.read_text),
    ColumnType("ordinal", words.read_ordinal),
    ColumnType("name", words.read_name),
    ColumnType("phone", phone_numbers.read_phone),
    ColumnType("email", words.read_email),
    ColumnType("date", dates.read_date, dates.shown_day, bounded=True),
    ColumnType("year", dates.read_year, bounded=True),
    ColumnType("integer", numbers.read_integer, bounded=True),
    ColumnType("decimal", numbers.read_decimal, bounded=True),
    ColumnType("percent", numbers.read_percent, bounded=True),
    ColumnType("money", numbers.read_money, bounded=True),
    ColumnType("cccd", citizen_ids.read_cccd),
    ColumnType("choice", choices.read_choice),
    ColumnType("yes-no", choices.read_yes_no, choices.shown_yes_no),
    ColumnType("mark", choices.read_mark),
)
