"""Every property of a column against every type: it means something there, or it is refused with its remedy."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.core.i18n import using_language
from congvan.model.forms.column_properties import unfit
from congvan.model.forms.columns import FormColumn
from congvan.values.columns.base import ColumnType
from congvan.values.columns.table import REFERENCE, ROW_NUMBER, TYPES
from tests.forms.office import LISTS, told

BY_ID = {**TYPES, REFERENCE.id: REFERENCE, ROW_NUMBER.id: ROW_NUMBER}
STATED = {REFERENCE.id: "xa", ROW_NUMBER.id: "truoc"}
"""How a column states a type that has no name of its own."""
BOUNDS = {"date": "1/8/2026", "year": "2026"}
GIVEN = {
    **dict.fromkeys(("integer", "decimal", "percent", "money", "row-number"), "facts.it_nhat + 1"),
    "year": "2026",
    "date": "\"'2026-08-01'\"",
    "reference": "xa",
    "yes-no": "xa == xa_khac",
    "mark": "true",
}
"""An expression that gives what a column of a type holds; for the others a text."""
SAMPLES: dict[str, Any] = {
    "mm": "20",
    "align": "center",
    "unit": "chiếc",
    "help": "Ghi đủ",
    "code": "(1)",
    "choices": "[Một, Hai]",
    "required": "true",
    "round": "-3",
    "sum": "add",
    "unique": "form",
    "personal": "sensitive",
    "since": "2",
    "corrected_only": "true",
}
TABLE = """\
type        mm align unit help code choices required min max value open round sum equals unique personal since corrected
text        x  x     x    x    x    -       x        -   -   x     x    -     -   x      x      x        x     x
ordinal     x  x     x    -    x    -       -        -   -   -     -    -     -   -      -      -        x     x
name        x  x     x    x    x    -       x        -   -   x     x    -     -   x      x      x        x     x
phone       x  x     x    x    x    -       x        -   -   x     x    -     -   x      x      x        x     x
email       x  x     x    x    x    -       x        -   -   x     x    -     -   x      x      x        x     x
date        x  x     x    x    x    -       x        x   x   x     x    -     -   x      x      x        x     x
year        x  x     x    x    x    -       x        x   x   x     x    -     -   x      x      x        x     x
integer     x  x     x    x    x    -       x        x   x   x     x    x     x   x      x      x        x     x
decimal     x  x     x    x    x    -       x        x   x   x     x    x     x   x      x      x        x     x
percent     x  x     x    x    x    -       x        x   x   x     x    x     x   x      x      x        x     x
money       x  x     x    x    x    -       x        x   x   x     x    x     x   x      x      x        x     x
cccd        x  x     x    x    x    -       x        -   -   x     x    -     -   x      x      x        x     x
choice      x  x     x    x    x    x       x        -   -   x     x    -     -   x      x      x        x     x
yes-no      x  x     x    x    x    -       x        -   -   x     x    -     -   x      -      x        x     x
mark        x  x     x    x    x    -       x        -   -   x     x    -     -   x      -      x        x     x
reference   x  x     x    x    x    -       x        -   -   x     x    -     -   x      x      x        x     x
row-number  x  x     x    x    x    -       x        x   x   x     x    -     -   x      x      x        x     x
"""
KEYS = TABLE.replace("corrected", "corrected_only").split("\n", 1)[0].split()[1:]
FITS = {row.split()[0]: dict(zip(KEYS, row.split()[1:], strict=True)) for row in TABLE.splitlines()[1:]}


def sample(type_: ColumnType, key: str) -> dict[str, str]:
    """A column of a type with one property, and those that it can't do without."""
    column = {"type": STATED.get(type_.id, type_.id), **({"choices": "[Một, Hai]"} if type_.id == "choice" else {})}
    given = "\"'Một'\"" if type_.id == "choice" else GIVEN.get(type_.id, "xa.name")
    bound = BOUNDS.get(type_.id, "1")
    column[key] = {"min": bound, "max": bound, "value": given, "equals": given, "open": "true"}.get(key) or SAMPLES[key]
    return column | ({"value": given} if key == "open" else {})


def said(type_: ColumnType, key: str) -> list[tuple[str, str, int]]:
    """What is told of such a column: the id of the message, its remedy, the column of the line."""
    column = ", ".join(f"{name}: {value}" for name, value in sample(type_, key).items())
    text = (
        "forms:\n  - id: a\n    version: 2\n    name: A\n    subject: B\n    per: {xa: xa, xa_khac: xa}\n"
        "    lines: ['{{ xa.name }}', '{{ xa_khac.name }}']\n    sections:\n"
        "      - {id: truoc, columns: [{id: x, label: X}]}\n"
        f"      - {{id: sau, columns: [{{id: y, label: Y, {column}}}]}}\n"
    )
    with using_language("vi"):
        return [(each.message.id, each.hint, each.place.column) for each in told(text, LISTS)]


def test_the_table_has_every_type_and_every_property() -> None:
    assert set(FITS) == set(BY_ID)
    assert set(KEYS) == set(FormColumn.model_fields) - {"id", "label", "type", "columns"}


@pytest.mark.parametrize("type_", BY_ID.values(), ids=BY_ID)
def test_a_property_means_something_for_a_type_or_is_refused(type_: ColumnType) -> None:
    for key, fits in FITS[type_.id].items():
        found = said(type_, key)
        if fits == "x":
            assert found == [], (type_.id, key)
        else:
            assert found, (type_.id, key)
            assert {id_.split(".")[0] for id_, _hint, _column in found} <= {
                "property-unfit",
                "choices-unfit",
                "sum-type",
            }
            assert all(hint for _id, hint, _column in found), (type_.id, key)
        assert key == "sum" or (unfit(type_, key) is None) == (fits == "x"), (type_.id, key)
