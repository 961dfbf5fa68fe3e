"""A context whose tables are of the sample."""

from __future__ import annotations

import pytest

from congvan.documents.common.context import ContentContext
from congvan.documents.tables import sources
from congvan.documents.tables.sources import Source
from congvan.model.loader import load
from congvan.model.project.assets import Assets
from congvan.pipeline.plan.dispatch_plan import DispatchPlan
from congvan.pipeline.plan.selection import Selection
from tests.documents.tables.sample import COLUMNS, DATA, ROWS


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
