"""What the first screen shows under Nhận về: sums, the matrix districts × enterprises, charts; without a clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from congvan.documents.daily import by_enterprise, cumulative, first_number
from congvan.documents.returned import why
from congvan.documents.returned_facts import back, short
from congvan.model.dataset import Dataset


def on_screen(dataset: Dataset, dispatch_id: str) -> dict[str, Any]:
    """What the first screen shows under Nhận về: sums, the matrix, charts; {} where nothing came back."""
    found = back(dataset, dispatch_id)
    shown = found.get("picture", {})
    if not shown.get("anything"):
        return {}
    cells = {(cell["district"], cell["enterprise"]): cell for cell in shown["cells"]}
    counts = shown["counts"]
    owed = counts["complete"] + counts["incomplete"] + counts["missing"]
    sums = [
        {"value": f"{counts['complete']}/{owed}", "label": "biểu đã đủ"},
        {"value": str(counts["incomplete"]), "label": "chưa đủ"},
        {"value": str(counts["missing"]), "label": "chưa gửi"},
        {"value": str(shown["people"]), "label": "người được cử"},
        {"value": str(shown["leads"]), "label": "đầu mối"},
    ]
    rows = [
        {
            "name": district["name"],
            "cells": [
                {"state": cells[district["id"], e["id"]]["state"], "why": why(cells[district["id"], e["id"]])}
                if cells[district["id"], e["id"]]["state"] in ("incomplete", "missing")
                else {"state": cells[district["id"], e["id"]]["state"], "why": ""}
                for e in shown["enterprises"]
            ],
        }
        for district in shown["districts"]
        if cells
    ]
    return {
        "summary": sums,
        "matrix": {"columns": [e["name"] for e in shown["enterprises"]], "rows": rows},
        "charts": [*_people_charts(shown), *_report_charts(dataset, found)],
    }


def _people_charts(shown: Mapping[str, Any]) -> list[dict[str, Any]]:
    points = []
    for district in shown["districts"]:
        mine = [cell for cell in shown["cells"] if cell["district"] == district["id"]]
        owed = sum(cell["owed"] for cell in mine)
        points.append({"label": district["name"], "value": sum(cell["people"] for cell in mine), "of": owed})
    return [{"title": "Người được cử theo huyện, thành phố", "kind": "bars", "points": points}]


def _report_charts(dataset: Dataset, found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Installs (the first numeric field) by enterprise, and their curve over the days."""
    field = first_number(dataset)
    if field is None or not found["reports"]:
        return []
    label = field.label
    names = {e["id"]: e["name"] for e in found["picture"]["enterprises"]}
    bars = [
        {"label": names[key], "value": value} for key, value in by_enterprise(dataset, found["reports"], field).items()
    ]
    curve = [
        {"label": short(day)[: -len("/2020")], "value": value} for day, value in cumulative(found["reports"], field)
    ]
    return [
        {"title": f"{label}, theo doanh nghiệp", "kind": "bars", "points": bars},
        {"title": f"{label}, cộng dồn", "kind": "curve", "points": curve},
    ]
