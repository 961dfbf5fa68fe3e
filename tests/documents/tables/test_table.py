"""Rows with the same values become one: their figures, their order, rows without such a value."""

from __future__ import annotations

from dataclasses import replace

from congvan.documents.common.context import ContentContext
from congvan.documents.tables.blocks import text_table
from congvan.documents.tables.sources import SourceColumn
from congvan.documents.tables.table import spread
from congvan.documents.text.tables import TEXT_MM
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


def test_values_go_across() -> None:
    rows = [
        {"xa": "Một", "benh": "A", "mac": 1},
        {"xa": "Một", "benh": "B", "mac": 2},
        {"xa": "Hai", "benh": "B", "mac": 3},
    ]
    xa, benh, mac = SourceColumn("xa", "Xã"), SourceColumn("benh", "Bệnh"), SourceColumn("mac", "Mắc", "integer")
    made = spread(rows, [xa, mac], benh)
    assert [each.label for each in made.columns] == ["Xã", "Mắc", "Mắc"]
    assert made.heads == (("", 1), ("A", 1), ("B", 1))
    assert [[row.get(each.name, "") for each in made.columns] for row in made.rows] == [["Một", 1, 2], ["Hai", "", 3]]


def test_rows_that_meet_in_a_cell_are_added() -> None:
    rows = [
        {"xa": "Một", "benh": "A", "mac": 1},
        {"xa": "Một", "benh": "A", "mac": 4},
        {"xa": "Một", "benh": "A", "mac": ""},
    ]
    made = spread(rows, [SourceColumn("xa", "Xã"), SourceColumn("mac", "Mắc", "integer")], SourceColumn("benh", "Bệnh"))
    assert [row["mac/A"] for row in made.rows] == [5]


def test_a_table_across_has_a_head_of_two_rows(context: ContentContext) -> None:
    made = built(context, across="don_vi", columns=["ten", "tien"], total="Cộng")
    table = text_table(made, TEXT_MM)
    assert [
        [(head["text"], head["columns"], head["rows"], head["covered"]) for head in row] for row in table["heads"]
    ] == [
        [("Họ tên", 1, 2, False), ("B", 1, 1, False), ("A", 1, 1, False)],
        [("", 1, 1, True), ("Tiền", 1, 1, False), ("Tiền", 1, 1, False)],
    ]
    assert lines(made)[-1] == "Cộng | 1.500.000 | 2.000.000"
    assert round(sum(column["mm"] for column in table["columns"]), 1) == TEXT_MM


def test_a_table_across_without_words_over_its_groups_has_a_head_of_one_row(context: ContentContext) -> None:
    made = replace(built(context, across="don_vi", columns=["ten", "tien"]), heads=(("", 1), ("", 1), ("", 1)))
    assert [[head["text"] for head in row] for row in text_table(made, TEXT_MM)["heads"]] == [
        ["Họ tên", "Tiền", "Tiền"]
    ]
