"""Rows with the same values become one: their figures, their order, rows without such a value."""

from __future__ import annotations

from congvan.documents.base.context import ContentContext
from tests.documents.tables.sample import built, lines, of_hamlets
from tests.forms.office import LISTS


def test_rows_of_a_list_with_the_same_value_become_one(context: ContentContext) -> None:
    so_nguoi, dat = {"id": "so-nguoi", "value": "count()"}, {"id": "xong", "value": "count(dat >= 2)"}
    made = built(context, by=["don_vi"], columns=["tt", "don_vi", so_nguoi, dat, "tien", "ty_le"], total="Cộng")
    assert lines(made) == [
        "1 | B | 1 | 0 | 1.500.000 | 25\u00a0%",
        "2 | A | 2 | 2 | 2.000.000 | 62,5\u00a0%",
        " | Cộng | 3 | 2 | 3.500.000 | 50\u00a0%",
    ]


def test_rows_are_chosen_before_they_become_one(context: ContentContext) -> None:
    made = built(context, by=["don_vi"], where="dat > 2", order=["don_vi"], columns=["don_vi", "dat"])
    assert lines(made) == ["A | 3"]


def test_a_column_by_which_rows_become_one_is_there(context: ContentContext) -> None:
    built(context, by=["dv"], columns=["tien"])
    assert [problem.message.code for problem in context.problems] == ["column-unknown"]


def test_rows_without_what_they_are_merged_by_are_one_row() -> None:
    hamlets = LISTS["thon"] + "  - {id: c-1, name: Bản C1, so_ho: 5}\n  - {id: c-2, name: Bản C2, so_ho: 6}\n"
    made = of_hamlets("by: [xa], columns: [xa, so_ho]", {**LISTS, "thon": hamlets})
    assert lines(made) == ["Xã Mẫu A | 200", "Phường Mẫu B | 95", " | 11"]
