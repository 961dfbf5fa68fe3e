"""Widths of columns: as typed, by type, and shares of what is left."""

from __future__ import annotations

import pytest

from congvan.core.fonts.times_metrics import text_width
from congvan.core.units import pt_to_mm
from congvan.forms.blanks.sheet import ACROSS_MM, UPRIGHT_MM, widths
from congvan.forms.form import SectionColumn
from tests.forms.office import form


def columns(text: str) -> tuple[SectionColumn, ...]:
    return form(f"forms:\n  - {{id: a, name: A, subject: B, columns: [{text}]}}\n").sections[0].columns


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{id: a, label: TT, type: ordinal}, {id: b, label: B}", [10, 155]),
        ("{id: a, label: STT, type: ordinal}, {id: b, label: B}", [12.27, 152.73]),
        ("{id: a, label: A, mm: 40}, {id: b, label: B}, {id: c, label: C}", [40, 62.5, 62.5]),
        ("{id: a, label: A, type: integer}, {id: b, label: B, type: money}", [68.75, 96.25]),
        ("{id: a, label: A, mm: 60}, {id: b, label: B, mm: 60}", [60, 60]),
        ("{id: a, label: A, mm: 125}, {id: b, label: B, type: name}", [125, 40]),
    ],
)
def test_widths_fill_an_upright_page(text: str, expected: list[float]) -> None:
    made, across = widths(columns(text))
    assert list(made) == pytest.approx(expected, abs=0.01)
    assert not across


def test_many_columns_shrink_before_the_page_is_laid_across() -> None:
    made, across = widths(columns(", ".join(f"{{id: c{n}, label: C{n}, type: integer}}" for n in range(10))))
    assert (sum(made), across) == (pytest.approx(UPRIGHT_MM), False)
    made, across = widths(columns(", ".join(f"{{id: c{n}, label: C{n}, type: integer}}" for n in range(12))))
    assert (sum(made), across) == (pytest.approx(ACROSS_MM), True)


def test_a_column_is_as_wide_as_the_longest_word_of_its_head() -> None:
    narrow, wide = widths(
        columns("{id: a, label: X, type: year}, {id: b, label: Nghiêng, type: year}, {id: c, label: C}")
    )[0][:2]
    assert wide > narrow


def test_no_word_of_a_head_is_broken_where_columns_shrink() -> None:
    many = ", ".join(f"{{id: c{n}, label: Kế hoạch {n}, type: integer}}" for n in range(7))
    made, across = widths(columns(f"{{id: tt, label: TT, type: ordinal}}, {{id: ten, label: Tên}}, {many}"))
    assert (sum(made), across) == (pytest.approx(UPRIGHT_MM), False)
    assert made[0] > 9.5
    assert min(made[2:]) > 17


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("date", "28/09/1983"),
        ("phone", "0942215080"),
        ("cccd", "014203004567"),
        ("money", "999.999.999"),
        ("decimal, round: 5", "105,12345"),
    ],
)
@pytest.mark.parametrize("names", [1, 4])
def test_a_value_that_is_always_as_long_stands_on_one_line(kind: str, text: str, names: int) -> None:
    others = ", ".join(f"{{id: c{n}, label: Họ và tên {n}, type: name}}" for n in range(names))
    made, _across = widths(columns(f"{others}, {{id: x, label: A, type: {kind}}}"))
    assert made[-1] >= pt_to_mm(text_width(text, 13, bold=False)) + 3.8


def test_words_of_values_go_on_several_lines_before_one_of_a_head_is_broken() -> None:
    money = ", ".join(f"{{id: m{n}, label: Nguyên giá {n}, type: money}}" for n in range(5))
    choice = "{id: k, label: Tình trạng, type: choice, choices: [Tốt, Hỏng chờ thanh lý]}"
    dates = "{id: d, label: Ngày mua, type: date}, {id: t, label: Tên tài sản}, {id: g, label: Lượng, type: integer}"
    other = choice.replace("id: k, label: Tình trạng", "id: o, label: Nơi")
    text = f"{{id: tt, label: STT, type: ordinal}}, {dates}, {money}, {choice}, {other}"
    made, across = widths(columns(text))
    assert (sum(made), across) == (pytest.approx(ACROSS_MM), True)
    assert made[0] >= pt_to_mm(text_width("STT", 13, bold=True)) + 3.6
    assert made[3] >= pt_to_mm(text_width("Lượng", 13, bold=True)) + 3.6
