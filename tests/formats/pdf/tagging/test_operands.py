"""Operands of text are cut between glyphs; kerns stay where they are."""

from __future__ import annotations

import pytest

from congvan.formats.pdf.tagging.operands import ShownText

TEXTS = {1: "a", 2: "b", 3: "ffi", 4: " "}


@pytest.mark.parametrize(
    ("cut", "parts"),
    [
        (0, ["", "<00010003>-7<0002>12.5<0004>"]),
        (1, ["<0001>", "<0003>-7<0002>12.5<0004>"]),
        (4, ["<00010003>", "-7<0002>12.5<0004>"]),
    ],
)
def test_an_operand_is_cut_between_glyphs(cut: int, parts: list[str]) -> None:
    shown = ShownText("<00010003>-7<0002>12.5<0004>", TEXTS)
    assert shown.text == "affib "
    assert [shown.operand(0, cut), shown.operand(cut, 6)] == parts
    assert [shown.is_cut(n) for n in range(7)] == [True, True, False, False, True, True, True]


def test_kerns_side_by_side_stay_apart() -> None:
    assert ShownText("<0001>0 -28.7<0002>", TEXTS).operand(0, 2) == "<0001>0 -28.7<0002>"
