"""Phone numbers as they are typed: what is asked for where one can't be right."""

from __future__ import annotations

from congvan.columns.phone_numbers import read

CHANGED = """
0120 070 0121 079 0122 077 0123 083 0124 084 0125 085 0126 076 0127 081 0128 078 0129 082
0162 032 0163 033 0164 034 0165 035 0166 036 0167 037 0168 038 0169 039 0186 056 0188 058 0199 059
"""


def test_every_prefix_that_changed_in_2018_is_known() -> None:
    pairs = CHANGED.split()
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        found = read(f"{old}3456789", False)
        assert (found.phone, found.hint.values["number"]) == ("", f"{new}3456789"), old
