"""A table of people with figures and one of the hamlets of a small office, as the tests of tables build them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from congvan.documents.common.context import ContentContext
from congvan.documents.tables.sources import SourceColumn
from congvan.documents.tables.table import BuiltTable, TableBuilder
from congvan.documents.tables.ties import Ties, ties_on_paper
from congvan.model.forms.tables import TableSpec
from congvan.pipeline.plan.dispatch_plan import DispatchPlan
from congvan.pipeline.plan.selection import Selection
from congvan.values.expressions import parse
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


def built(context: ContentContext, **keys: Any) -> BuiltTable:
    spec = TableSpec.model_validate({"id": "bang", "of": "nguoi", **keys})
    dispatch = context.dispatch.model_copy(update={"tables": (spec,)})
    dataset = replace(context.dataset, dispatches={**context.dataset.dispatches, context.dispatch_id: dispatch})
    context = replace(context, dataset=dataset)
    made = TableBuilder(context, spec).build()
    assert made is not None, context.problems
    return made


def of_hamlets(keys: str, lists: dict[str, str] = LISTS, xa: str = "") -> BuiltTable:
    """A table of the hamlets of the small office, for one of its communes where `xa` names it."""
    data = office(f"tables: [{{id: bang, name: Bảng, of: thon, {keys}}}]\n", lists)
    commune = data.lists["xa"].get(xa)
    context = DispatchPlan(data, "cv", Selection()).context({"xa": commune.values} if commune else {})
    spec = context.dispatch.tables[0]
    made = TableBuilder(context, spec, ties=ties_on_paper(context, spec) or Ties({})).build()
    assert made is not None
    assert not context.problems
    return made


def lines(made: BuiltTable) -> list[str]:
    return [line.across or " | ".join(line.texts) for line in made.lines]
