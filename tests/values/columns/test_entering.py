"""What a workbook asks of cells to be filled, by the type of their column."""

from __future__ import annotations

import pytest

from congvan.formats.xlsx.relative import as_a1
from congvan.values.columns.base import ColumnOptions
from congvan.values.columns.entering import ENTERING, LONGEST_LIST, entry_rule, number_format
from congvan.values.columns.table import TYPES

NONE = ColumnOptions()


def test_every_type_says_how_it_is_entered() -> None:
    assert set(TYPES) | {"reference", "row-number"} == set(ENTERING)


@pytest.mark.parametrize("kind", ENTERING)
def test_a_rule_fits_the_limits_of_excel_wherever_its_cell_stands(kind: str) -> None:
    rule = entry_rule(kind, NONE, ["Một", "Hai"], "Tên cột")
    for key in ("formula1", "formula2"):
        assert len(as_a1(str(rule.get(key, "")), 1_048_576, 16_384)) <= 255
    assert len(str(rule.get("prompt", ""))) <= 255
    assert len(str(rule.get("error", ""))) <= 225


def test_bounds_of_the_column_are_those_of_the_rule() -> None:
    rule = entry_rule("year", ColumnOptions(low=1950, high=2008), (), "Năm")
    assert (rule["formula1"], rule["formula2"]) == ("1950", "2008")


def test_a_list_too_long_to_choose_from_is_typed() -> None:
    assert entry_rule("reference", NONE, ["x"] * LONGEST_LIST, "Xã")["type"] == "list"
    assert entry_rule("reference", NONE, ["x"] * (LONGEST_LIST + 1), "Xã")["type"] == "textLength"
    assert entry_rule("reference", NONE, (), "Xã")["type"] == "textLength"


def test_a_mark_and_a_yes_have_their_own_texts() -> None:
    assert entry_rule("mark", NONE, (), "Đầu mối")["choices"] == ["x"]
    assert entry_rule("yes-no", NONE, (), "Đã có")["choices"] == ["Có", "Không"]


@pytest.mark.parametrize(
    ("kind", "places", "format_"),
    [
        ("integer", 0, "#,##0"),
        ("percent", 1, "#,##0.0"),
        ("decimal", 2, "#,##0.00"),
        ("money", 0, "#,##0"),
        ("money", 1, "#,##0.0"),
        ("cccd", None, "@"),
        ("text", None, ""),
    ],
)
def test_number_formats(kind: str, places: int | None, format_: str) -> None:
    assert number_format(kind, places) == format_


def test_every_place_that_somebody_types_shows() -> None:
    """Else 66,67 in our own blank would be seen as 66,7."""
    assert number_format("percent", 1, typed=True) == "#,##0.0###"
    assert number_format("money", 0, typed=True) == "#,##0"


def test_help_takes_the_place_of_the_prompt() -> None:
    assert entry_rule("cccd", NONE, (), "CCCD", "Đủ 12 số")["prompt"] == "Đủ 12 số"
    assert "prompt" not in entry_rule("text", NONE, (), "Tên")


def test_an_amount_is_asked_for_in_the_unit_of_its_column() -> None:
    rule = entry_rule("money", ColumnOptions(unit="triệu đồng", places=1), (), "Kinh phí")
    assert (rule["type"], rule["prompt"]) == ("decimal", "Ghi số tiền bằng triệu đồng.")
    assert entry_rule("money", NONE, (), "Kinh phí")["type"] == "whole"
