"""Phone numbers as they are typed: what is asked for where one can't be right."""

from __future__ import annotations

import sys

import pytest

from congvan.core.problems import EnvironmentFault
from congvan.values.columns import phone_numbers
from congvan.values.columns.phone_numbers import flaw, read

CHANGED = """
0120 070 0121 079 0122 077 0123 083 0124 084 0125 085 0126 076 0127 081 0128 078 0129 082
0162 032 0163 033 0164 034 0165 035 0166 036 0167 037 0168 038 0169 039 0186 056 0188 058 0199 059
"""


def test_every_prefix_that_changed_in_2018_is_known() -> None:
    pairs = CHANGED.split()
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        found = read(f"{old}3456789", False)
        assert (found.phone, found.hint.values["number"]) == ("", f"{new}3456789"), old


def test_numbers_that_are_sure_exist_by_the_librarys_tables() -> None:
    import phonenumbers

    made = [f"0{code:03}4567890"[:length] for code in range(1000) for length in (10, 11)]
    sure = [number for number in made if phone_numbers._SURE.fullmatch(number)]
    assert len(sure) > 300
    for number in sure:
        typed = f"{number[:4]} ({number[4:7]}).{number[7:]}"
        assert flaw(typed) == ""
        assert phonenumbers.is_valid_number(phonenumbers.parse(typed, "VN")), number


def test_a_landline_needs_no_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "phonenumbers", None)  # an import would fail
    assert [flaw(number) for number in ("0205 3812-345", "024.3943.6660", "0942215080")] == ["", "", ""]
    with pytest.raises(EnvironmentFault) as stop:
        flaw("0200 000 000")
    assert "congvan[office]" in stop.value.problems[0].hint
