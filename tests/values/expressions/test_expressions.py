"""Expressions: laws that hold for every one, and the rules that the documentation states."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from congvan.values.expressions import UNKNOWN, ExpressionError, MappingScope, half_up, parse
from congvan.values.expressions.scopes import row_scopes
from tests.examples import examples

VALUES: dict[str, Any] = {
    "a": 7,
    "b": 2.5,
    "c": "1.500",
    "trong": "",
    "chu": "Nữ",
    "xa": {"id": "xa-mau", "name": "Xã Mẫu"},
}


def value(text: str, **values: Any) -> Any:
    return parse(text).evaluate(MappingScope({**VALUES, **values}))


def over(text: str, rows: list[dict[str, Any]], **values: Any) -> Any:
    outer = MappingScope({**VALUES, **values})
    return parse(text).evaluate(MappingScope({}, rows=row_scopes(rows, "", outer), outer=outer))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a + b * 2", Decimal(12)),
        ("(a - 1) / 4", Decimal("1.5")),
        ("-a + 10", Decimal(3)),
        ("c / 3", Decimal(500)),  # text of digits is a number
        ("a / (b - 2.5)", ""),  # division by nothing is empty
        ("a + trong", ""),
        ("chu == 'Nữ' and not trong", True),
        ("xa == 'xa-mau'", True),  # an entry equals its id
        ("xa.name in ['Xã Mẫu', 'Xã Khác']", True),
        ("xa not in ['xa-khac']", True),
        ("a < 07", False),
        ("ngay >= '1/7/2025'", True),  # days compare as days
        ("co == true", True),
        ("trong > 1 or a != 7", False),
    ],
)
def test_a_value_is_computed(text: str, wanted: Any) -> None:
    assert value(text, ngay="2025-07-01", co="Có") == wanted


def test_aggregates_go_over_the_rows_at_hand_and_over_lists() -> None:
    rows = [{"nam": 3, "nu": 1, "don_vi": "a"}, {"nam": 5, "nu": "", "don_vi": "b"}]
    assert over("count()", rows) == 2
    assert over("count(don_vi == 'b')", rows) == 1
    assert over("sum(nu)", rows) == 1  # empty cells are skipped
    assert over("sum(nam, don_vi == 'a')", rows) == 3
    assert over("mean(nam)", rows) == 4
    assert over("max(nam) - min(nam)", rows) == 2
    assert over("mean(nu, nam > 4)", rows) == ""
    thon = [{"name": "Một", "xa": {"id": "xa-mau"}, "so_ho": 10}, {"name": "Hai", "xa": {"id": "x"}, "so_ho": 30}]
    assert value("count(thon, thon.xa == xa)", thon=thon) == 1
    assert value("sum(thon.so_ho)", thon=thon) == 40
    assert value("sum(thon.so_ho, thon.xa == 'x')", thon=thon) == 30


def test_what_is_not_known_yet_makes_the_rest_unknown() -> None:
    assert value("a + o", o=UNKNOWN) is UNKNOWN
    assert value("a == 7 or o > 1", o=UNKNOWN) is True
    assert value("a == 8 and o > 1", o=UNKNOWN) is False
    assert over("sum(o)", [{"o": UNKNOWN}]) is UNKNOWN
    assert parse("count()").evaluate(MappingScope({}, rows=UNKNOWN)) is UNKNOWN


def test_earlier_periods_are_added_to_this_one() -> None:
    earlier = {"last": MappingScope({"mac": 3}), "so_far": MappingScope({"mac": 14})}
    scope = MappingScope({"mac": 2}, earlier=lambda before: earlier.get(before))
    assert parse("so_far(mac)").evaluate(scope) == 16
    assert parse("mac - last(mac)").evaluate(scope) == -1
    assert parse("year_ago(mac)").evaluate(scope) == ""
    assert parse("so_far(mac)").evaluate(MappingScope({"mac": UNKNOWN}, outer=scope)) is UNKNOWN


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("nu <= tong", None),
        ("tong >= 5", True),
        ("nu == '' and tong > 9", False),
        ("not (nu == 3)", None),
        ("nu or tong", True),
    ],
)
def test_a_check_with_an_empty_cell_is_not_applied(text: str, holds: bool | None) -> None:
    assert parse(text).check(MappingScope({"nu": "", "tong": 5})) is holds


@pytest.mark.parametrize(
    ("text", "offset", "code", "hint"),
    [
        ("don_vi.kind = 'v'", 12, "expression-form.equals", "don_vi.kind == 'v'"),
        ("a <> b", 2, "expression-form.instead", "a != b"),
        ("a && b", 2, "expression-form.instead", "a and b"),
        ("a và b", 2, "expression-form.instead", "a and b"),
        ("count(a; b)", 7, "expression-form.instead", "count(a, b)"),
        ("0,15 * a", 1, "expression-form.comma", "0.15 * a"),
        ("count(a", 5, "expression-form.bracket", None),
        ("chu == 'Nữ", 7, "expression-form.quote", None),
        ("a b", 2, "expression-form.word", None),
        ("a < b < 3", 6, "expression-form.chain", None),
        ("cout(a)", 0, "expression-form.function", None),
        ("", 0, "expression-form.end", None),
        ("a if b", 2, "expression-form.word", None),
        ("a.b[0]", 3, "expression-form.unexpected", None),
        ("a % 2", 2, "expression-form.character", None),
        ("1 + " * 60 + "1", 0, "expression-form.parts", None),
        ("(" * 30 + "1" + ")" * 30, 20, "expression-form.deep", None),
        ("a" * 501, 500, "expression-form.long", None),
    ],
)
def test_a_slip_is_told_with_its_place(text: str, offset: int, code: str, hint: str | None) -> None:
    with pytest.raises(ExpressionError) as found:
        parse(text)
    assert (found.value.offset, found.value.message.id) == (offset, code)
    if hint:
        assert found.value.hint is not None
        assert found.value.hint.text("vi") == hint


@pytest.mark.parametrize(
    ("text", "code"),
    [("chu + 1", "expression-type.number"), ("chu < 1", "expression-type.compared"), ("la + 1", "expression-name")],
)
def test_values_that_do_not_go_together_are_told(text: str, code: str) -> None:
    with pytest.raises(ExpressionError) as found:
        value(text)
    assert found.value.message.id == code


def test_a_parsed_expression_tells_what_it_reads() -> None:
    parsed = parse("a + count(thon, thon.xa == xa) / so_far(mac)")
    assert parsed.names == {"a"}
    assert parsed.all_names == {"a", "thon", "thon.xa", "xa", "mac"}
    assert [(call.function, len(call.arguments)) for call in parsed.calls] == [("count", 2), ("so_far", 1)]


def test_numbers_are_rounded_half_up() -> None:
    assert [half_up(Decimal(text), places) for text, places in (("2.345", 2), ("-2.5", 0), ("1250", -2))] == [
        Decimal("2.35"),
        Decimal(-3),
        Decimal(1300),
    ]


NUMBERS = st.integers(-50, 50).map(str) | st.sampled_from(["a", "b"])
ARITHMETIC = st.recursive(
    NUMBERS,
    lambda inner: st.tuples(inner, st.sampled_from(["+", "-", "*"]), inner).map(lambda each: f"({' '.join(each)})"),
    max_leaves=4,
)
CONDITIONS = st.recursive(
    st.tuples(ARITHMETIC, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), ARITHMETIC).map(" ".join),
    lambda inner: (
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda each: f"({' '.join(each)})")
        | inner.map(lambda each: f"not ({each})")
    ),
    max_leaves=2,
)


@settings(max_examples=examples(150), deadline=None)
@given(ARITHMETIC | CONDITIONS)
def test_it_means_what_the_same_text_means_in_a_template(text: str) -> None:
    assume(len(text) <= 70)  # 50 parts at most
    wanted = Environment().compile_expression(text)(a=7, b=Decimal("2.5"))
    assert value(text) == wanted
    assert value(text) == value(text)


@settings(max_examples=examples(300), deadline=None)
@given(
    st.text(alphabet=st.sampled_from("ab. ,()[]'\"=!<>+-*/0123count(sum and or not in{}|~ữ\n"), max_size=60)
    | st.text(max_size=60)
)
def test_any_text_is_an_expression_or_an_error(text: str) -> None:
    found = None
    try:
        parsed = parse(text)
        parsed.evaluate(MappingScope({**VALUES, "l": [VALUES]}))
        parsed.check(MappingScope(VALUES))
    except ExpressionError as error:
        found = error
    if found:
        assert 0 <= found.offset <= len(text)
        assert found.message.text("vi")
