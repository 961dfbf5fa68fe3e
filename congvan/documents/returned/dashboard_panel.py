"""The panel Nhận về of the dashboard: sums, the matrix districts × enterprises, charts; independent of the clock."""

from __future__ import annotations

from congvan.documents.base.chart import Point, chart
from congvan.documents.base.returned_facts import returned_facts
from congvan.documents.returned.daily_reports import charts
from congvan.documents.returned.lists import ASK, why
from congvan.documents.returned.schema import MatrixCell, MatrixRow, Panel, Sum
from congvan.documents.text.schema import Chart
from congvan.model.dataset import Dataset
from congvan.returned import DispatchStatus, RosterCell
from congvan.templating.declared import empty

NARROW = 100.0  # mm: the page is read on a telephone, too


def returned_panel(dataset: Dataset, dispatch_id: str) -> Panel:
    """Return the panel Nhận về: sums, matrix, charts; all empty if nothing was returned."""
    returned = returned_facts(dataset, dispatch_id)
    picture = returned.get("picture")
    if not picture or not picture["anything"]:
        return empty(Panel)
    cells = {(cell["district"], cell["enterprise"]): cell for cell in picture["cells"]}
    counts = picture["counts"]
    owed = counts["complete"] + counts["incomplete"] + counts["missing"]
    sums: list[Sum] = [
        {"value": f"{counts['complete']}/{owed}", "label": "biểu đã đủ"},
        {"value": str(counts["incomplete"]), "label": "chưa đủ"},
        {"value": str(counts["missing"]), "label": "chưa gửi"},
        {"value": str(picture["people"]), "label": "người được cử"},
        {"value": str(picture["leads"]), "label": "đầu mối"},
    ]
    rows: list[MatrixRow] = []
    for district in picture["districts"] if cells else ():
        mine = [cells[district["id"], e["id"]] for e in picture["enterprises"]]
        shown: list[MatrixCell] = [{"state": cell["state"], "why": _why(cell)} for cell in mine]
        rows.append({"name": district["name"], "cells": shown})
    reports = charts(dataset, returned["reports"], returned["reports"], NARROW) if returned["reports"] else []
    return {
        "summary": sums,
        "matrix": {"columns": [e["name"] for e in picture["enterprises"]], "rows": rows},
        "charts": [*_people_charts(picture), *reports],
    }


def _why(cell: RosterCell) -> str:
    """Return why a form is not complete and which questions are open, without personal data."""
    if cell["state"] not in ("incomplete", "missing"):
        return ""
    asked = dict.fromkeys(ASK[code] for row in cell["to_ask"] for code in row["codes"] if code in ASK)
    return "; ".join([why(cell), *asked])


def _people_charts(picture: DispatchStatus) -> list[Chart]:
    points: list[Point] = []
    for district in picture["districts"]:
        mine = [cell for cell in picture["cells"] if cell["district"] == district["id"]]
        owed = sum(cell["owed"] for cell in mine)
        points.append({"label": district["name"], "value": sum(cell["people"] for cell in mine), "of": owed})
    return [chart("Người được cử theo huyện, thành phố", "bars", points, NARROW)]
