"""What the modules of tables do together: selection, order, groups, folding, heads, blocks of a text."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvan.core.problems import Place
from congvan.documents import table_paper
from congvan.documents.common.context import ContentContext
from congvan.documents.tables import sources
from congvan.documents.tables.blocks import built as table
from congvan.documents.tables.blocks import chart_block, inserter, table_chart, text_table
from congvan.documents.tables.cells import kept, shown
from congvan.documents.tables.selection import by_entries, ordered, ranked
from congvan.documents.tables.sources import Source, SourceColumn
from congvan.documents.tables.table import TableBuilder
from congvan.documents.tables.ties import ties_on_paper
from congvan.documents.text.tables import TEXT_MM
from congvan.formats.xlsx.template import compile_template
from congvan.model.forms.tables import TableSpec
from congvan.pipeline.plan.dispatch_plan import DispatchPlan
from congvan.pipeline.plan.selection import Selection
from tests.documents.tables.sample import COLUMNS, ROWS, built, lines, of_hamlets
from tests.examples import examples
from tests.forms.office import LISTS, office
from tests.sample_project import HOME


def test_rows_are_numbered_and_shown_as_paper_shows_them(context: ContentContext) -> None:
    made = built(context, columns=["tt", "ten", "tien", "ty_le", {"id": "ky", "label": "Ký", "mm": 30}])
    assert [each.label for each in made.columns] == ["TT", "Họ tên", "Tiền", "Tỷ lệ", "Ký"]
    assert lines(made) == [
        "1 | Trần Thị Đức | 1.500.000 | 25\u00a0% | ",
        "2 | Lê Văn An | 2.000.000 | 100\u00a0% | ",
        "3 | Vũ Ân |  | 50\u00a0% | ",
    ]


def test_equal_rows_have_equal_ranks() -> None:
    source = Source({"n": SourceColumn("n", "N", "integer")}, [])
    rows = [{"n": n} for n in (5, 9, "", 7, 7)]
    assert [row["rank"] for row in ranked(rows, ["-n"], source)] == [4, 1, "", 2, 2]
    assert [row["rank"] for row in ranked(rows, ["n"], source)] == [1, 4, "", 2, 2]


def test_empty_values_are_last_in_both_orders() -> None:
    source = Source({"n": SourceColumn("n", "N", "integer"), "t": SourceColumn("t", "T", "text")}, [])
    rows = [{"n": n, "t": t} for n, t in (("", "b"), (5, ""), (9, "a"), (None, "c"), (-7, "c"))]
    assert [row["n"] for row in ordered(rows, ["-n"], source)] == [9, 5, -7, "", None]
    assert [row["n"] for row in ordered(rows, ["n"], source)] == [-7, 5, 9, "", None]
    assert [row["t"] for row in ordered(rows, ["-t", "n"], source)] == ["c", "c", "b", "a", ""]


def test_a_rank_is_a_column_of_the_table(context: ContentContext) -> None:
    made = built(context, rank=["-tien"], columns=["rank", "ten"])
    assert lines(made) == ["2 | Trần Thị Đức", "1 | Lê Văn An", " | Vũ Ân"]


def test_a_list_with_a_field_rank_is_refused_where_a_table_ranks() -> None:
    fields = "list: {label: Thôn, one: thôn, fields: {rank: {label: Hạng, type: integer}, diem: {type: integer}}}\n"
    lists = {**LISTS, "thi": fields + "entries: [{id: a, name: Đội A, rank: 2, diem: 9}]\n"}
    data = office("tables: [{id: bang, name: Bảng, of: thi, rank: [-diem]}]\n", lists)
    context = DispatchPlan(data, "cv", Selection()).context({})
    assert TableBuilder(context, context.dispatch.tables[0]).build() is None
    ((code, line),) = [(each.code, each.place.line) for each in context.problems]
    assert (code, line > 1) == ("column-name-taken", True)


@pytest.mark.parametrize(("count", "orientation"), [(3, "portrait"), (12, "landscape")])
def test_the_workbook_of_a_wide_table_lies_across(context: ContentContext, count: int, orientation: str) -> None:
    columns = ["ten", *({"id": f"o{n}", "label": f"Ô {n}", "mm": 20} for n in range(count - 1))]
    spec = TableSpec.model_validate({"id": "bang", "of": "nguoi", "columns": columns})
    dispatch = context.dispatch.model_copy(update={"tables": (spec,)})
    dataset = replace(context.dataset, dispatches={context.dispatch_id: dispatch})
    content = table_paper.content(replace(context, dataset=dataset, made_of="bang"))
    template = compile_template((HOME / "templates/bang.xlsx").read_bytes(), name="bang.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(template.render(content))).active
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == (orientation, 1)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_without_columns_all_are_shown_but_sensitive_ones(context: ContentContext) -> None:
    assert [each.name for each in built(context, group=["don_vi"]).columns] == [
        "tt",
        "ten",
        "tien",
        "dat",
        "tong",
        "ty_le",
        "to_truong",
    ]


def test_groups_have_heads_and_sums(context: ContentContext) -> None:
    made = built(
        context,
        group=["don_vi"],
        order=["ten"],
        subtotal="Cộng",
        total="Tổng cộng",
        columns=["tt", "ten", "tien", "ty_le", "to_truong"],
    )
    assert lines(made) == [
        "I. B (1 người)",
        "1 | Trần Thị Đức | 1.500.000 | 25\u00a0% | ",
        " | Cộng | 1.500.000 | 25\u00a0% | 0",
        "II. A (2 người)",
        "1 | Lê Văn An | 2.000.000 | 100\u00a0% | x",
        "2 | Vũ Ân |  | 50\u00a0% | ",
        " | Cộng | 2.000.000 | 62,5\u00a0% | 1",
        " | Tổng cộng | 3.500.000 | 50\u00a0% | 1",
    ]
    assert made.lines[-1].values[2] == 3500000


def test_rows_are_chosen_ordered_and_counted(context: ContentContext) -> None:
    made = built(
        context,
        where="tien == '' or tong > 3",
        order=["-to_truong", "ten"],
        columns=["ten"],
        closing="Có {{ count() }} người, {{ sum(tien)|tien }} đồng.",
    )
    assert lines(made) == ["Vũ Ân", "Trần Thị Đức"]
    assert made.closing == "Có 2 người, 1.500.000 đồng."


def test_a_condition_that_no_row_meets_is_told_and_noted_of_what_comes_back(
    context: ContentContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(context, where="don_vi == 'C'")
    (problem,) = context.problems
    assert (problem.code, problem.text, problem.severity) == (
        "none-meets",
        "0 of 3 rows meet “where” of table “bang”: it is empty",
        "note",
    )
    assert problem.hint == "there is: “B”, “A”"
    listed = Source(COLUMNS, ROWS, "người", "nguoi", lasting=True)
    monkeypatch.setattr(sources, "SOURCES", [lambda _context, _spec: listed])
    context.problems.clear()
    built(context, where="don_vi == 'C'")
    built(context, where="tien > 0")
    assert [(each.code, each.severity) for each in context.problems] == [("none-meets", "warning")]


def test_equal_rows_fold(context: ContentContext) -> None:
    made = built(context, columns=["tt", "ten", "don_vi"], fold=1)
    assert lines(made) == ["1 | Trần Thị Đức | B", "2 người khác: A"]


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ({"columns": ["ten", "tienn"]}, "column-unknown"),
        ({"group": ["xa"]}, "column-unknown"),
        ({"columns": ["ten", {"id": "x", "value": "tien *"}]}, "expression-form"),
        ({"columns": ["ten", {"id": "x", "value": "last(tien)"}]}, "table-earlier"),
        ({"where": "tien > last(tien)"}, "table-earlier"),
        ({"chart": "bars", "charted": ["tienn"]}, "column-unknown"),
        ({"chart": "bars", "charted": ["don_vi"]}, "chart-figures"),
    ],
)
def test_a_slip_is_told(context: ContentContext, keys: dict[str, Any], code: str) -> None:
    built(context, **keys)
    assert [problem.code for problem in context.problems] == [code]


def test_a_chart_shows_the_columns_that_are_named(context: ContentContext) -> None:
    keys = {"columns": ["ten", "don_vi", "tien", "dat"], "group": ["don_vi"], "chart": "bars"}
    drawn = {
        names: [(row["label"], row["text"]) for row in table_chart(built(context, charted=names, **keys), 100)["rows"]]
        for names in ((), ("tong",), ("dat", "tong"))
    }
    assert drawn == {
        (): [("B", "1.500.000"), ("A", "2.000.000")],
        ("tong",): [("B", "4"), ("A", "8")],
        ("dat", "tong"): [("", "Đạt"), ("", "Tổng"), ("B", "1"), ("", "4"), ("A", "5"), ("", "8")],
    }
    for kind, names in (("line", ["dat", "tong"]), ("bars", ["dat", "tong", "tien"])):
        with pytest.raises(ValueError, match="chart-columns"):
            TableSpec.model_validate({"id": "bang", "of": "nguoi", "chart": kind, "charted": names})


def test_a_table_of_nothing_is_told_with_what_there_is(context: ContentContext) -> None:
    with pytest.raises(AssertionError):
        built(context, of="nguoii")
    assert context.problems[0].code == "of-unknown"


def test_a_text_names_a_table_that_is_not_there(context: ContentContext) -> None:
    assert inserter(context)("tables", "tong_hop", TEXT_MM, Place("a.yaml", 3)) == []
    assert [(each.code, each.place.line) for each in context.problems] == [("table-unknown", 3)]


def test_rows_belong_to_an_entry_through_what_they_refer_to() -> None:
    rows = [{"thon": {"id": "t1", "xa": {"id": "x1"}}}, {"thon": {"id": "t2", "xa": {"id": "x2"}}}, {"thon": ""}]
    source = Source({"xa": SourceColumn("xa", "Xã")}, [{"xa": {"id": "x1"}}, {"xa": {"id": "x2"}}])
    assert by_entries(source.rows, source, {"xa": "xa"}, {})["x1",] == [{"xa": {"id": "x1"}}]
    lists = office("").lists
    thon = Source({"thon": SourceColumn("thon", "Thôn", "reference", lists["thon"])}, rows)
    found = by_entries(rows, thon, {"x": "xa"}, lists)
    assert found == {("x1",): rows[:1], ("x2",): rows[1:2]}


def test_empty_cells_are_last_in_order() -> None:
    found = ordered(ROWS, ["tien"], Source(COLUMNS, ROWS))
    assert [row["ten"] for row in found] == ["Trần Thị Đức", "Lê Văn An", "Vũ Ân"]


def test_a_workbook_keeps_numbers() -> None:
    assert kept("1500000", COLUMNS["tien"]) == 1500000
    assert kept("", COLUMNS["tien"]) == ""
    assert shown("2026-08-05", SourceColumn("ngay", "Ngày", "date")) == "05/08/2026"


NAMES = st.sampled_from([*COLUMNS, "tt", "xx", "nguoi.ten"])
FORMULAS = st.sampled_from(["tien*2", "dat/tong", "ten", "tien +", "sum(tien)", "tien > 1"])
KEYS = st.fixed_dictionaries(
    {},
    optional={
        "group": st.lists(NAMES, max_size=2),
        "order": st.lists(NAMES | NAMES.map("-{}".format), max_size=3),
        "columns": st.lists(
            NAMES | st.builds(lambda text: {"id": "c", "label": "C", "value": text}, FORMULAS), min_size=1, max_size=4
        ),
        "across": NAMES,
        "subtotal": st.just("Cộng"),
        "total": st.just("Tổng"),
        "fold": st.integers(1, 3).map(str),
        "where": st.sampled_from(["tien > 1", "ten == 'x'", "to_truong", "tien + ten", "mat in ['1']", "not dat"]),
        "closing": st.just("{{ count() }} {{ sum(tien)|tien }} {{ max(dat) }}"),
        "chart": st.sampled_from(["bars", "line"]),
    },
)
CELLS = st.sampled_from(["", 3, "abc", "2026-01-02", True])
SOME_ROWS = st.lists(
    st.builds(lambda row, name, cell: {**row, name: cell}, st.sampled_from(ROWS), st.sampled_from([*COLUMNS]), CELLS),
    max_size=5,
)


@settings(max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(KEYS, SOME_ROWS)
def test_any_keys_and_rows_give_a_table_or_a_problem(context: ContentContext, keys: Any, rows: Any) -> None:
    spec = TableSpec.model_validate({"id": "bang", "of": "nguoi", **keys})
    dataset = context.dataset.with_dispatch(context.dispatch_id, tables=(spec,))
    context = replace(context, dataset=dataset, problems=[])
    sources.SOURCES[:] = [lambda _context, _spec: Source(COLUMNS, rows, "người", "nguoi")]
    made = TableBuilder(context, spec).build()
    if made is None:
        assert context.problems
    else:
        assert {len(line.texts) for line in made.lines if not line.across} <= {len(made.columns)}
        assert round(sum(each["mm"] for each in text_table(made, TEXT_MM)["columns"]), 1) == TEXT_MM
        assert chart_block(made, TEXT_MM)["style"] == "bieu_do"


def test_heads_keep_their_common_head_and_unit(context: ContentContext, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = {
        **COLUMNS,
        "tien": replace(COLUMNS["tien"], unit="đồng", above="Thưởng"),
        "dat": replace(COLUMNS["dat"], above="Kết quả"),
        "tong": replace(COLUMNS["tong"], above="Kết quả"),
    }
    monkeypatch.setattr(sources, "SOURCES", [lambda _context, _spec: Source(columns, ROWS, "người", "nguoi")])
    made = built(context, columns=["ten", "tien", "dat", "tong"])
    assert made.heads == (("", 1), ("Thưởng", 1), ("Kết quả", 2))
    assert [each["label"] for each in text_table(made, TEXT_MM)["columns"]] == ["Họ tên", "Tiền (đồng)", "Đạt", "Tổng"]
    own = built(context, columns=["ten", {"id": "tien", "label": "Số tiền"}])
    assert (own.heads, own.columns[1].title) == ((), "Số tiền")


def test_an_entry_reads_in_a_workbook_as_on_paper(context: ContentContext, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{**ROWS[0], "don_vi": {"id": "a", "name": "Cao Lộc", "heading": "Xã Cao Lộc"}}]
    monkeypatch.setattr(sources, "SOURCES", [lambda _context, _spec: Source(COLUMNS, rows, "xã", "xa")])
    (line,) = built(context, columns=["tt", "don_vi"]).lines
    assert (line.texts[1], line.values[1]) == ("Xã Cao Lộc", "Xã Cao Lộc")


def test_a_table_that_is_wrong_is_told_to_whoever_asks_for_it(context: ContentContext) -> None:
    thue, con = {"id": "thue", "value": "tien * 0.1"}, {"id": "con", "value": "tien - thuee"}
    spec = TableSpec.model_validate({"id": "bang", "of": "nguoi", "columns": ["ten", thue, con]})
    dispatch = context.dispatch.model_copy(update={"tables": (spec,)})
    dataset = replace(context.dataset, dispatches={**context.dataset.dispatches, context.dispatch_id: dispatch})
    for _time in range(2):
        asked = replace(context, dataset=dataset, problems=[])
        assert table(asked, "bang", Place(), ties_on_paper) is None
        (problem,) = asked.problems
        assert (problem.code, "“thue”" in str(problem.remedy)) == ("expression-name", True)


def test_groups_by_what_a_reference_leads_to() -> None:
    made = of_hamlets("group: [xa.kind], columns: [name, so_ho], subtotal: Cộng")
    assert lines(made) == [
        *("I. xã (2 thôn)", "Bản A1 | 120", "Bản A2 | 80", "Cộng | 200"),
        *("II. phường (1 thôn)", "Bản B1 | 95", "Cộng | 95"),
    ]


def test_words_under_the_table_of_an_area_name_it() -> None:
    made = of_hamlets("per: {xa: xa}, closing: '{{ xa.heading }}: {{ sum(so_ho) }} hộ', columns: [name]", xa="xa-b")
    assert (lines(made), made.closing) == (["Bản B1"], "Phường Mẫu B: 95 hộ")
