"""Codes under a head: letters, numbers, and what is computed from them."""

from __future__ import annotations

import pytest

from congvan.forms.blanks.codes import codes
from tests.forms.office import form

KEYS = "{id: a, label: A, type: integer}, {id: b, label: B, type: integer}"


def coded(*columns: str) -> tuple[str, ...]:
    text = ", ".join(columns)
    return codes(form(f"forms:\n  - {{id: f, name: A, subject: B, columns: [{text}]}}\n").sections[0].columns)


def test_words_have_letters_and_figures_numbers() -> None:
    assert coded("{id: tt, label: TT, type: ordinal}", "{id: ten, label: T}", KEYS, "{id: ghi, label: G}") == (
        *("A", "B", "(1)", "(2)", "(3)"),
    )
    assert coded("{id: ten, label: T, code: X}", KEYS) == ("X", "(1)", "(2)")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a + b", "(3)=(1)+(2)"),
        ("a - (b - a)", "(3)=(1)−((2)−(1))"),
        ("a - b + a", "(3)=(1)−(2)+(1)"),
        ("b / (a + b)", "(3)=(2)/((1)+(2))"),
        ("a / (a / b)", "(3)=(1)/((1)/(2))"),
        ("(a + b) * 1.5", "(3)=((1)+(2))×1,5"),
        ("-a", "(3)=−(1)"),
        ("so_far(a)", "(3)"),
        ("a * facts.it_nhat", "(3)"),
    ],
)
def test_computed_columns_say_how(value: str, expected: str) -> None:
    assert coded(KEYS, f"{{id: c, label: C, type: decimal, value: {value}}}")[2] == expected
