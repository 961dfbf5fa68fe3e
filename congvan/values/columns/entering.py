"""What a workbook asks of a cell to be filled, by the type of its column: number format, validation, prompt.

A validation is plain values, as `formats.xlsx` takes them; formulas name the cell itself RC. All are rules of Excel
2007, so that other office programs apply them as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from congvan.values.columns.base import ColumnOptions, Value

Rule = Mapping[str, Any]
LONGEST_LIST = 2_000
"""Entries of a drop-down; a longer list is typed, and checked when it comes back."""

_LARGEST = 999_999_999_999
_MOST_TYPED = 4
"""Places after the comma that somebody types."""
_DIGITS = 'SUBSTITUTE(SUBSTITUTE(RC," ",""),".","")'
_PHONE = f'AND(LEFT(TRIM(RC),1)="0",ISNUMBER(--{_DIGITS}),LEN({_DIGITS})>=10,LEN({_DIGITS})<=11)'
"""At most 255 characters, wherever the cell is."""


@dataclass(frozen=True, slots=True)
class Entering:
    """How cells of a type are entered. `format`: of a number without places of its own; "@" is text.

    `rule`: the validation of a column's options and the texts that it may hold; {} for none.
    """

    format: str = ""
    rule: Callable[[ColumnOptions, Sequence[str]], Rule] = lambda _options, _texts: {}
    prompt: str = ""
    error: str = ""


def _length(low: int, high: int) -> Callable[[ColumnOptions, Sequence[str]], Rule]:
    return lambda _options, _texts: {
        "type": "textLength",
        "operator": "between",
        "formula1": str(low),
        "formula2": str(high),
    }


def _custom(formula: str) -> Callable[[ColumnOptions, Sequence[str]], Rule]:
    return lambda _options, _texts: {"type": "custom", "formula1": formula}


def _number(kind: str, low: int, high: int) -> Callable[[ColumnOptions, Sequence[str]], Rule]:
    def rule(options: ColumnOptions, _texts: Sequence[str]) -> Rule:
        least, most = _bound(options.low, low), _bound(options.high, high)
        return {"type": kind, "operator": "between", "formula1": str(least), "formula2": str(most)}

    return rule


def _amount(options: ColumnOptions, texts: Sequence[str]) -> Rule:
    """Return the validation of an amount: a whole number, unless its column has decimal places."""
    kind = "decimal" if (options.places or 0) > 0 else "whole"
    rule = dict(_number(kind, 0, 10**14)(options, texts))
    if options.unit:
        said = f"Ghi số tiền bằng {options.unit}"
        rule |= {"prompt": f"{said}.", "error": f"{said}, chỉ ghi số."}
    return rule


def _bound(value: Value, otherwise: int) -> Value:
    return otherwise if value == "" else value


def _listed(_options: ColumnOptions, texts: Sequence[str]) -> Rule:
    if not texts or len(texts) > LONGEST_LIST:
        return {"type": "textLength", "operator": "lessThanOrEqual", "formula1": "200"}
    return {"type": "list", "choices": list(texts)}


_CHOSEN = ("Chọn trong danh sách.", "Hãy chọn một mục trong danh sách.")
TEXT = Entering("", _length(0, 200), "", "Ghi không quá 200 ký tự.")
ENTERING: Mapping[str, Entering] = {
    "text": TEXT,
    "ordinal": Entering("0"),
    "name": Entering("", _length(2, 60), "Ghi đủ họ và tên, mỗi người một dòng.", "Họ tên dài từ 2 đến 60 ký tự."),
    "phone": Entering(
        "@",
        _custom(_PHONE),
        "Ghi 10 hoặc 11 chữ số, bắt đầu bằng số 0; có thể cách nhóm bằng dấu chấm hoặc dấu cách.",
        "Số điện thoại phải có 10 hoặc 11 chữ số và bắt đầu bằng số 0. Ví dụ: 0900.000.000",
    ),
    "email": Entering(
        "@", _custom('ISNUMBER(FIND("@",RC))'), "Ghi một địa chỉ thư điện tử.", "Địa chỉ thư điện tử có dấu @."
    ),
    "date": Entering(
        "@", _length(8, 10), "Ghi ngày/tháng/năm. Ví dụ: 05/4/1990", "Ghi ngày/tháng/năm. Ví dụ: 05/4/1990"
    ),
    "year": Entering("0", _number("whole", 1900, 2100), "Ghi năm, đủ bốn chữ số.", "Ghi năm, đủ bốn chữ số."),
    "integer": Entering(
        "#,##0", _number("whole", -_LARGEST, _LARGEST), "Ghi số nguyên.", "Ghi một số nguyên, không ghi chữ."
    ),
    "decimal": Entering("", _number("decimal", -_LARGEST, _LARGEST), "Ghi số.", "Ghi một số, không ghi chữ."),
    "percent": Entering(
        "", _number("decimal", 0, 100), "Ghi phần trăm. Ví dụ: 92,3", "Ghi số phần trăm, từ 0 đến 100."
    ),
    "money": Entering("#,##0", _amount, "Ghi số tiền bằng đồng.", "Ghi số tiền bằng đồng, chỉ ghi số."),
    "cccd": Entering("@", _length(12, 12), "Ghi đủ 12 chữ số.", "Số căn cước công dân có 12 chữ số."),
    "choice": Entering("", _listed, *_CHOSEN),
    "yes-no": Entering("", _listed, *_CHOSEN),
    "mark": Entering("", _listed, "Ghi x nếu đúng.", "Ghi x, hoặc để trống."),
    "reference": Entering("", _listed, *_CHOSEN),
    "row-number": Entering("0", _number("whole", 1, 10_000), "Ghi số thứ tự của dòng.", "Ghi số thứ tự của một dòng."),
}
"""By the ids of types; a type of its own module adds a line here."""

OWN_TEXTS: Mapping[str, Sequence[str]] = {"yes-no": ("Có", "Không"), "mark": ("x",)}
"""The texts of types that always have the same."""


def number_format(type_id: str, places: int | None = None, *, typed: bool = False) -> str:
    """Return the number format of the cells of a type, with its places after the comma where they are said.

    `typed`: somebody fills them in; then further places show as well, so that what is seen is what is stored.
    """
    if type_id in ("decimal", "percent", "money") and places is not None and places > 0:
        return "#,##0." + "0" * places + "#" * (max(_MOST_TYPED - places, 0) if typed else 0)
    return ENTERING.get(type_id, TEXT).format


def entry_rule(type_id: str, options: ColumnOptions, texts: Sequence[str], title: str, help_: str = "") -> Rule:
    """Return the validation of the cells of a column; {} for none. `texts`: what they may hold, where that is known."""
    entering = ENTERING.get(type_id, TEXT)
    rule = dict(entering.rule(options, texts or options.choices or OWN_TEXTS.get(type_id, ())))
    if entering.rule is _listed and rule["type"] != "list":  # there is nothing to choose from: it is typed
        entering = TEXT
    if prompt := help_ or rule.get("prompt", entering.prompt):
        rule |= {"title": title, "prompt": prompt}
    if entering.error and rule.get("type"):
        rule |= {"error_title": title, "error": rule.get("error", entering.error)}
    return rule
