"""Sums of columns, computed ones among them: what is added, what is divided again, what has no sum."""

from __future__ import annotations

from typing import Any

from congvan.documents.common.context import ContentContext
from congvan.documents.tables.sums import sums_of
from tests.documents.tables.sample import COLUMNS, built, lines, of_hamlets
from tests.forms.office import LISTS


def computed(**keys: Any) -> dict[str, Any]:
    return {"id": "x", "label": "X", **keys}


def total_of(context: ContentContext, *columns: Any, **keys: Any) -> list[str]:
    made = built(context, columns=["tt", "ten", *columns], total="Cộng", **keys)
    return list(made.lines[-1].texts)


def test_sums_of_nothing_are_empty() -> None:
    assert sums_of([], [COLUMNS["tien"], COLUMNS["ty_le"]], list(COLUMNS.values())) == {"tien": "", "ty_le": ""}


def test_a_column_is_computed(context: ContentContext) -> None:
    columns = [
        "ten",
        {"id": "thue", "label": "Thuế", "value": "tien * 0.1"},
        {"id": "phan", "label": "Phần", "value": "dat / tong"},
    ]
    assert lines(built(context, columns=columns, total="Cộng")) == [
        "Trần Thị Đức | 150.000 | 0,25",
        "Lê Văn An | 200.000 | 1",
        "Vũ Ân |  | 0,5",
        "Cộng | 350.000 | 0,5",
    ]


def test_a_computed_column_names_those_to_its_left(context: ContentContext) -> None:
    thue, con = {"id": "thue", "value": "tien * 0.1"}, {"id": "con", "value": "tien - thue"}
    made = built(context, where="tien > 0", columns=["ten", "tien", thue, con])
    assert lines(made)[0] == "Trần Thị Đức | 1.500.000 | 150.000 | 1.350.000"


def test_a_column_that_divides_by_a_hundred_is_summed(context: ContentContext) -> None:
    assert total_of(context, computed(value="tien * ty_le / 100"))[-1] == "2.375.000"
    assert total_of(context, computed(value="dat / tong"))[-1] == "0,5"


def test_places_of_a_column_keep_their_noughts_and_are_summed_as_they_are_shown(context: ContentContext) -> None:
    made = built(context, columns=["tt", computed(value="dat / 4", round=1)], total="Cộng")
    assert [line.texts[-1] for line in made.lines] == ["0,3", "0,5", "0,8", "1,6"]


def test_a_column_may_have_no_sum(context: ContentContext) -> None:
    assert total_of(context, {"id": "tong", "sum": "none"})[-1] == ""


def test_a_product_with_per_cent_that_nothing_divides_is_told(context: ContentContext) -> None:
    built(context, columns=["tt", computed(value="tien * ty_le")])
    assert [problem.code for problem in context.problems] == ["expression-per-cent"]


def test_a_formula_over_the_sums_counts_each_entry_once() -> None:
    communes = LISTS["xa"].replace("kind: {type: text}", "kind: {type: text}, so: {type: integer}")
    communes = communes.replace("name: Mẫu A,", "name: Mẫu A, so: 100,").replace("name: Mẫu B}", "name: Mẫu B, so: 95}")
    made = of_hamlets(
        "columns: [xa, {id: tl, label: TL, value: so_ho / xa.so}], total: Cộng", {**LISTS, "xa": communes}
    )
    assert lines(made)[-1] == f"Cộng | {str(round(295 / 195, 2)).replace('.', ',')}"
