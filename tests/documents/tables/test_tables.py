"""What the modules of tables do together: selection, order, groups, sums, across, folding, blocks."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvan.documents import table_paper
from congvan.documents.base.context import ContentContext
from congvan.documents.tables import sources
from congvan.documents.tables.across import spread
from congvan.documents.tables.blocks import built as table
from congvan.documents.tables.blocks import chart_block, inserter, text_table
from congvan.documents.tables.cells import kept, shown
from congvan.documents.tables.selection import belonging, ordered
from congvan.documents.tables.sources import Source, SourceColumn
from congvan.documents.tables.sums import sums_of
from congvan.documents.tables.table import BuiltTable, TableBuilder
from congvan.documents.text.tables import TEXT_MM
from congvan.expressions import parse
from congvan.formats.xlsx.template import compile_template
from congvan.model.forms.tables import TableSpec
from congvan.model.loader import load
from congvan.plan.dispatch_plan import DispatchPlan
from congvan.plan.selection import Selection
from congvan.problems import Place
from congvan.project.assets import Assets
from tests.examples import examples
from tests.forms.office import LISTS, office
from tests.sample_project import HOME

DATA = HOME / "tests/acceptance/dispatches/thuong/data"
COLUMNS = {
    each.name: each
    for each in (
        SourceColumn("ten", "Họ tên", "name"),
        SourceColumn("don_vi", "Đơn vị"),
        SourceColumn("tien", "Tiền", "money"),
        SourceColumn("dat", "Đạt", "integer"),
        SourceColumn("tong", "Tổng", "integer"),
        SourceColumn("ty_le", "Tỷ lệ", "percent", total="value", value=parse("dat / tong"), places=1),
        SourceColumn("to_truong", "Tổ trưởng", "mark"),
        SourceColumn("mat", "Số nhà", sensitive=True),
    )
}
ROWS: list[dict[str, Any]] = [
    {
        "ten": "Trần Thị Đức",
        "don_vi": "B",
        "tien": 1500000,
        "dat": 1,
        "tong": 4,
        "ty_le": 25,
        "to_truong": "",
        "mat": "1",
    },
    {
        "ten": "Lê Văn An",
        "don_vi": "A",
        "tien": 2000000,
        "dat": 2,
        "tong": 2,
        "ty_le": 100,
        "to_truong": "x",
        "mat": "2",
    },
    {"ten": "Vũ Ân", "don_vi": "A", "tien": "", "dat": 3, "tong": 6, "ty_le": 50, "to_truong": "", "mat": "3"},
]


@pytest.fixture
def context(monkeypatch: pytest.MonkeyPatch) -> ContentContext:
    """A context whose tables are of ROWS."""
    monkeypatch.setattr(
        sources,
        "SOURCES",
        [lambda _context, spec: Source(COLUMNS, ROWS, "người", "nguoi") if spec.of == "nguoi" else None],
    )
    files = {f"data/{path.relative_to(DATA).as_posix()}": path.read_bytes() for path in DATA.rglob("*.*")}
    files |= {f"templates/{name}": b"" for name in ("van-ban.docx", "bang.xlsx")}
    return DispatchPlan(load(Assets(files)), "qd-khen-thuong-2026", Selection()).context({})


def built(context: ContentContext, **keys: Any) -> BuiltTable:
    spec = TableSpec.model_validate({"id": "bang", "of": "nguoi", **keys})
    dispatch = context.dispatch.model_copy(update={"tables": (spec,)})
    dataset = replace(context.dataset, dispatches={**context.dataset.dispatches, context.dispatch_id: dispatch})
    context = replace(context, dataset=dataset)
    made = TableBuilder(context, spec).build()
    assert made is not None, context.problems
    return made


def lines(made: BuiltTable) -> list[str]:
    return [line.across or " | ".join(line.texts) for line in made.lines]


def test_rows_are_numbered_and_shown_as_paper_shows_them(context: ContentContext) -> None:
    made = built(context, columns=["tt", "ten", "tien", "ty_le", {"id": "ky", "label": "Ký", "mm": 30}])
    assert [each.label for each in made.columns] == ["TT", "Họ tên", "Tiền", "Tỷ lệ", "Ký"]
    assert lines(made) == [
        "1 | Trần Thị Đức | 1.500.000 | 25\u00a0% | ",
        "2 | Lê Văn An | 2.000.000 | 100\u00a0% | ",
        "3 | Vũ Ân |  | 50\u00a0% | ",
    ]


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


def test_equal_rows_fold(context: ContentContext) -> None:
    made = built(context, columns=["tt", "ten", "don_vi"], fold=1)
    assert lines(made) == ["1 | Trần Thị Đức | B", "2 người khác: A"]


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ({"columns": ["ten", "tienn"]}, "column-unknown"),
        ({"group": ["xa"]}, "column-unknown"),
        ({"columns": ["ten", {"id": "x", "value": "tien *"}]}, "expression-form"),
    ],
)
def test_a_slip_is_told(context: ContentContext, keys: dict[str, Any], code: str) -> None:
    built(context, **keys)
    assert [problem.code for problem in context.problems] == [code]


def test_a_table_of_nothing_is_told_with_what_there_is(context: ContentContext) -> None:
    with pytest.raises(AssertionError):
        built(context, of="nguoii")
    assert context.problems[0].code == "of-unknown"


def test_a_text_names_a_table_that_is_not_there(context: ContentContext) -> None:
    assert inserter(context)("tables", "tong_hop", TEXT_MM, Place("a.yaml", 3)) == []
    assert [(each.code, each.place.line) for each in context.problems] == [("table-unknown", 3)]


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


def test_rows_belong_to_an_entry_through_what_they_refer_to() -> None:
    rows = [{"thon": {"id": "t1", "xa": {"id": "x1"}}}, {"thon": {"id": "t2", "xa": {"id": "x2"}}}, {"thon": ""}]
    source = Source({"xa": SourceColumn("xa", "Xã")}, [{"xa": {"id": "x1"}}, {"xa": {"id": "x2"}}])
    assert belonging(source.rows, source, {"xa": {"id": "x1"}}, {"xa": "xa"}) == [{"xa": {"id": "x1"}}]
    assert belonging(rows, source, {}, {"xa": "xa"}) == rows  # no paper for one entry


def test_empty_cells_are_last_in_order() -> None:
    found = ordered(ROWS, ["tien"], Source(COLUMNS, ROWS))
    assert [row["ten"] for row in found] == ["Trần Thị Đức", "Lê Văn An", "Vũ Ân"]


def test_sums_of_nothing_are_empty() -> None:
    assert sums_of([], [COLUMNS["tien"], COLUMNS["ty_le"]], list(COLUMNS.values())) == {"tien": "", "ty_le": ""}


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


def cells(made: BuiltTable) -> list[str]:
    return [" | ".join(line.texts) for line in made.lines]


def test_rows_of_a_list_with_the_same_value_become_one(context: ContentContext) -> None:
    so_nguoi, dat = {"id": "so-nguoi", "value": "count()"}, {"id": "xong", "value": "count(dat >= 2)"}
    made = built(context, by=["don_vi"], columns=["tt", "don_vi", so_nguoi, dat, "tien", "ty_le"], total="Cộng")
    assert cells(made) == [
        "1 | B | 1 | 0 | 1.500.000 | 25\u00a0%",
        "2 | A | 2 | 2 | 2.000.000 | 62,5\u00a0%",
        " | Cộng | 3 | 2 | 3.500.000 | 50\u00a0%",
    ]


def test_rows_are_chosen_before_they_become_one(context: ContentContext) -> None:
    made = built(context, by=["don_vi"], where="dat > 2", order=["don_vi"], columns=["don_vi", "dat"])
    assert cells(made) == ["A | 3"]


def test_a_column_by_which_rows_become_one_is_there(context: ContentContext) -> None:
    built(context, by=["dv"], columns=["tien"])
    assert [problem.message.code for problem in context.problems] == ["column-unknown"]


def test_a_computed_column_names_those_to_its_left(context: ContentContext) -> None:
    thue, con = {"id": "thue", "value": "tien * 0.1"}, {"id": "con", "value": "tien - thue"}
    made = built(context, where="tien > 0", columns=["ten", "tien", thue, con])
    assert cells(made)[0] == "Trần Thị Đức | 1.500.000 | 150.000 | 1.350.000"


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
        assert table(asked, "bang", Place()) is None
        (problem,) = asked.problems
        assert (problem.code, "“thue”" in str(problem.remedy)) == ("expression-name", True)


def computed(**keys: Any) -> dict[str, Any]:
    return {"id": "x", "label": "X", **keys}


def total_of(context: ContentContext, *columns: Any, **keys: Any) -> list[str]:
    made = built(context, columns=["tt", "ten", *columns], total="Cộng", **keys)
    return list(made.lines[-1].texts)


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


def of_hamlets(keys: str, lists: dict[str, str] = LISTS, xa: str = "") -> BuiltTable:
    """A table of the hamlets of the small office, for one of its communes where `xa` names it."""
    data = office(f"tables: [{{id: bang, name: Bảng, of: thon, {keys}}}]\n", lists)
    commune = data.lists["xa"].get(xa)
    context = DispatchPlan(data, "cv", Selection()).context({"xa": commune.values} if commune else {})
    made = TableBuilder(context, context.dispatch.tables[0]).build()
    assert made is not None
    assert not context.problems
    return made


def test_groups_by_what_a_reference_leads_to() -> None:
    made = of_hamlets("group: [xa.kind], columns: [name, so_ho], subtotal: Cộng")
    assert lines(made) == [
        *("I. xã (2 thôn)", "Bản A1 | 120", "Bản A2 | 80", "Cộng | 200"),
        *("II. phường (1 thôn)", "Bản B1 | 95", "Cộng | 95"),
    ]


def test_rows_without_what_they_are_merged_by_are_one_row() -> None:
    hamlets = LISTS["thon"] + "  - {id: c-1, name: Bản C1, so_ho: 5}\n  - {id: c-2, name: Bản C2, so_ho: 6}\n"
    made = of_hamlets("by: [xa], columns: [xa, so_ho]", {**LISTS, "thon": hamlets})
    assert lines(made) == ["Xã Mẫu A | 200", "Phường Mẫu B | 95", " | 11"]


def test_words_under_the_table_of_an_area_name_it() -> None:
    made = of_hamlets("per: {xa: xa}, closing: '{{ xa.heading }}: {{ sum(so_ho) }} hộ', columns: [name]", xa="xa-b")
    assert (lines(made), made.closing) == (["Bản B1"], "Phường Mẫu B: 95 hộ")


def test_a_formula_over_the_sums_counts_each_entry_once() -> None:
    communes = LISTS["xa"].replace("kind: {type: text}", "kind: {type: text}, so: {type: integer}")
    communes = communes.replace("name: Mẫu A,", "name: Mẫu A, so: 100,").replace("name: Mẫu B}", "name: Mẫu B, so: 95}")
    made = of_hamlets(
        "columns: [xa, {id: tl, label: TL, value: so_ho / xa.so}], total: Cộng", {**LISTS, "xa": communes}
    )
    assert lines(made)[-1] == f"Cộng | {str(round(295 / 195, 2)).replace('.', ',')}"
