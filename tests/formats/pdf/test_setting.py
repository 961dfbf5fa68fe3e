"""A value set into a block, over a face of one width: lines, places and operators to the last digit."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.formats.pdf.typeset import BLANK, MAX_REMEMBERED, FieldBlock, InlineItem, TypesetMemory, Typesetter
from tests.formats.pdf_grid import FACES, Spaced, lines, said, unit

FIELD, BOLD = InlineItem(0, 0, ""), InlineItem(1, 1, "")


@pytest.mark.parametrize(
    ("made", "text", "placed"),
    [
        # lines break where the next word has no room: twelve letters of 5 px
        (unit(), "aaa bbb ccc", [(100, "aaa bbb ccc")]),
        (unit(), "aaa bbb ccc ddd", [(100, "aaa bbb ccc"), (100, "ddd")]),
        (unit(), "aaaa bbbb ccc ddddddddddd e", [(100, "aaaa bbbb"), (100, "ccc"), (100, "ddddddddddd"), (100, "e")]),
        (unit(indent=10.0), "aaa bbb ccc ddd", [(110, "aaa bbb"), (100, "ccc ddd")]),
        (unit(indent=-10.0), "aaa bbb ccc dd ee ff gg", [(90, "aaa bbb ccc dd"), (100, "ee ff gg")]),
        # the last line is aligned as the others unless it has an alignment of its own
        (unit(align="center"), "ab cd", [(118, "ab cd")]),
        (unit(align="center", indent=10.0), "ab cd", [(123, "ab cd")]),
        (unit(align="right"), "aaa bbb ccc ddd", [(106, "aaa bbb ccc"), (146, "ddd")]),
        (unit(align="end"), "ab", [(151, "ab")]),
        (unit(align="start"), "ab", [(100, "ab")]),
        (unit(align="justify", align_last="right"), "aaa bbb ccc ddd", [(100, "aaa bbb ccc"), (146, "ddd")]),
        (unit(align="justify"), "ab", [(100, "ab")]),  # no space to spread
        # white space is one space, none at the edges of the block; what is escaped is a letter
        (unit(), " \n ab \t cd", [(100, "ab cd")]),
        (unit(), "a &amp; &lt;", [(100, "a & <")]),
        (unit(), "a\u00a0b", [(100, "a\u00a0b")]),
        (unit(), "\u00a0", []),
        (unit(InlineItem(0, -1, "x "), FIELD), " ab", [(100, "x "), (110, "ab")]),
        (unit(FIELD, InlineItem(0, -1, " ")), "ab", [(100, "ab")]),
    ],
)
def test_where_a_value_stands(made: FieldBlock, text: str, placed: list[tuple[float, str]]) -> None:
    found = lines(made, text)
    assert found is not None
    assert [(x, said) for line in found for _style, x, said in line] == placed


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (unit(), "<b>x</b>"),
        (unit(), "a 漢"),
        (unit(width=60.0), "aaa bbb cccc"),  # as wide as the block, to the digit
        (unit(width=60.05), "aaa bbb cccc"),
        (unit(width=59.95), "aaa bbb cccc"),
        (unit(width=60.0), "aaa bbb cccc ddd"),
        (unit(wraps=False), "aaa bbb ccc ddd"),
        (unit(), "aaa bbb ccc ddd "),
        (unit(InlineItem(0, -1, "x"), FIELD), "aaa bbb ccc ddd"),  # two boxes in more than a line
        (unit(), "aaaaaaaaaaaaaaa"),  # a word wider than the block
        (unit(), "aaa bbbb ccc-ddd e"),  # a word with a break of its own
        (unit(), "aaa bbb ccc) ) d"),
        (unit(align="justify"), "ab cd "),
        (unit(align="justify"), "a\u00a0 b"),  # spaces side by side
    ],
)
def test_what_is_not_sure_is_left_to_weasyprint(made: FieldBlock, text: str) -> None:
    setter = Typesetter(made, FACES)
    assert setter.lines([text]) is None
    assert setter.typeset([text]) == (None, ())
    assert setter.typeset(["ab"])[0] == (1,)


@pytest.mark.parametrize(("wide", "broken"), [(57.5, None), (58.045, None), (58.1, ["aaa bbb ccc", "ddd"])])
def test_a_line_is_measured_alone_and_before_its_space(wide: float, broken: list[str] | None) -> None:
    """Alone it is 57 px wide, with a space behind it 58: both have to have room."""
    faces: Any = {"R": Spaced(), "B": Spaced()}
    found = Typesetter(unit(width=wide), faces).lines(["aaa bbb ccc ddd"])
    assert broken == (found and [said(line.runs[0].show) for line in found])


@pytest.mark.parametrize(
    ("made", "values", "masks", "operators"),
    [
        (unit(), ["ab"], (1,), [b"100 0 Td[(\0a\0b)]TJ -100 0 Td\n"]),  # of one style: its font is left to who calls
        (unit(InlineItem(1, 0, "")), ["ab"], (2,), [b"100 0 Td[(\0a\0b)]TJ -100 0 Td\n"]),
        (unit(), ["aaa bbb ccc ddd"], (1, 1), None),
        (
            unit(FIELD, BOLD),
            ["a ", "b"],
            (3,),
            [b"/R 10 Tf 100 0 Td[(\0a\0 )]TJ /B 10 Tf 10 0 Td[(\0b)]TJ -110 0 Td\n"],
        ),
        (
            unit(InlineItem(1, 1, ""), FIELD, InlineItem(0, -1, "!")),
            ["a ", "b"],
            (3,),
            [b"/B 10 Tf 100 0 Td[(\0b)]TJ /R 10 Tf 5 0 Td[(\0a\0 )]TJ 10 0 Td[(\0!)]TJ -115 0 Td\n"],
        ),
        (unit(), ["\u00a0"], (1 | BLANK,), [b""]),
        (unit(FIELD, BOLD), ["", "b"], (2,), [b"100 0 Td[(\0b)]TJ -100 0 Td\n"]),
        (unit(), [""], (), []),
        (
            unit(align="justify"),  # 11 px for the space: 1100 thousandths, half of them before it
            ["aaaaa bbbb"],
            (1,),
            [b"100 0 Td[(\0a\0a\0a\0a\0a)-563.2(\0 )-536(\0b\0b\0b\0b)]TJ -100 0 Td\n"],
        ),
    ],
)
def test_what_is_written(
    made: FieldBlock, values: list[str], masks: tuple[int, ...], operators: list[bytes] | None
) -> None:
    setter = Typesetter(made, FACES)
    assert setter.typeset(values)[0] == masks
    if operators is not None:
        assert list(setter.typeset(values)[1]) == operators
    assert setter.typeset(values) is setter.typeset(list(values))  # remembered


def test_a_line_that_is_spread_fills_the_block() -> None:
    found = Typesetter(unit(align="justify", indent=10.0), FACES).lines(["aa bb cc dd ee ff"])
    assert found is not None
    first, last = found
    assert first.runs[0].x == 110
    assert b"-" in first.operators.split(b"[")[1].split(b"]")[0]
    assert last.runs[0].x == 100


def test_units_that_say_the_same_remember_together() -> None:
    shared: TypesetMemory = {}
    one, other, bold = (
        Typesetter(made, FACES, shared) for made in (unit(), unit(InlineItem(0, 7, "")), unit(InlineItem(1, 7, "")))
    )
    values = [str(n) for n in range(8)]
    assert one.typeset(["7"]) is other.typeset(values)
    assert bold.typeset(values) is not other.typeset(values)
    assert (one.fields, other.fields) == ((0,), (7,))
    many = [one.typeset([str(n)]) for n in range(3 * MAX_REMEMBERED)]
    assert len(one.memory) <= MAX_REMEMBERED
    assert one.typeset([str(3 * MAX_REMEMBERED - 1)]) is many[-1]
    assert one.typeset(["7"]) == many[7]


def test_two_fields_are_remembered_by_both_values() -> None:
    setter = Typesetter(unit(FIELD, InlineItem(0, 2, "")), FACES)
    values: list[Any] = [["a", "x", "b"], ["a", "y", "b"], ["a", "x", "c"], ["b", "x", "b"]]
    assert setter.typeset(values[0]) is setter.typeset(values[1])  # the second is not its own
    assert len({setter.typeset(each) for each in values}) == 3
