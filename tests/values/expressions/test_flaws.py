"""What is wrong with the names and kinds of an expression, before it meets a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pytest

from congvan.values.expressions import ValueKind, flaws, parse


class Names:
    def __init__(self, kinds: Mapping[str, ValueKind], inside: Mapping[str | None, Names] | None = None) -> None:
        self._kinds, self._inside = kinds, inside or {}

    def kind(self, name: str) -> ValueKind | None:
        return self._kinds.get(name)

    def rows(self, name: str | None) -> Names | None:
        return self._inside.get(name)

    def names(self) -> Iterable[str]:
        return self._kinds

    def choices(self, name: str) -> Sequence[str]:
        return ("Nam", "Nữ") if name == "gioi_tinh" else ()


COLUMNS = {
    "so_ho": ValueKind.NUMBER,
    "ten": ValueKind.TEXT,
    "nam": ValueKind.RANK,
    "gioi_tinh": ValueKind.TEXT,
    "ngay": ValueKind.DAY,
    "to_truong": ValueKind.TRUTH,
    "xa": ValueKind.ENTRY,
}
KNOWN = Names(COLUMNS, {None: Names(COLUMNS), "thon": Names({**COLUMNS, "thon.xa": ValueKind.ENTRY})})


@pytest.mark.parametrize(
    "text",
    [
        "so_ho > 3 and ten == 'Một'",
        "so_ho + '2' > 2 and so_ho == ten",  # text of digits counts as a number
        "2026 - nam > 18 and min(nam) < max(so_ho) and max(ngay) > '1/7/2025' and count(ten) > 1",
        "ngay < '1/7/2025'",
        "xa == 'xa-mau' or xa in ['a', 'b']",
        "count(thon, thon.xa == xa) > count(to_truong)",
        "sum(thon.so_ho) + mean(so_ho)",
        "ten == '' or so_ho == ''",
        "gioi_tinh == 'Nữ' or gioi_tinh in ['Nam', ''] or gioi_tinh == ten",
    ],
)
def test_nothing_is_said_of_what_is_right(text: str) -> None:
    assert [error.message for error in flaws(parse(text), KNOWN)] == []


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("so_hoo > 1", "expression-name", "so_ho"),
        ("gioi_tinh == 'Nu'", "expression-choice", "Nữ"),
        ("gioi_tinh in ['Nam', 'qqq']", "expression-choice", "Nam, Nữ"),
        ("xa == xa", "expression-same", ""),
        ("so-ho > 1", "expression-name", "so_ho"),
        ("xa == vien-thong", "expression-name", "'vien-thong'"),
        ("ten == Nữ", "expression-name", "'Nữ'"),
        ("so_ho > 'nhiều'", "expression-type", ""),
        ("xa > 3", "expression-type", ""),
        ("to_truong + 1", "expression-type.computed", ""),
        ("ten in 'abc'", "expression-type.in", "["),
        ("xa == ['a', 'b']", "expression-type.several", "in"),
        ("count(thonn, so_ho > 1) > 1", "expression-name", ""),
        ("sum(thon.ngay)", "expression-type.sum-of", "count(thon, ngay)"),
        ("sum(ten)", "expression-type.sum-of", "count(ten); to sum, choose a number: so_ho"),
        ("mean(gioi_tinh)", "expression-type.sum-of", "so_ho"),
        ("max(ten) > 1", "expression-type.sum-of", "so_ho"),
        ("so_far(ten)", "expression-type.sum-of", "so_ho"),
        ("sum(nam)", "expression-type.sum-of", "so_ho"),
        ("so_ho + ten", "expression-type.computed", "so_ho"),
        ("so_ho <= ten", "expression-type", ""),
        ("sum(thon.so_hoo)", "expression-name", "so_ho"),
    ],
)
def test_a_slip_is_told_with_what_was_meant(text: str, code: str, hint: str) -> None:
    found = next(flaws(parse(text), KNOWN))
    assert found.message.id == code
    assert hint in str(found.hint or "")


def test_no_rows_are_at_hand() -> None:
    (found,) = flaws(parse("count() > 1"), Names({}))
    assert found.message.id == "expression-type.rows"
