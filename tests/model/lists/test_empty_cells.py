"""Empty cells that a text would print, found at their place."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.core.problems import Place, Problem
from congvan.model.lists.empty_cells import EmptyCells
from congvan.model.loader import load
from congvan.model.project.assets import Assets
from tests.forms.office import files

LISTS = {
    "xa": "list: {label: Xã, fields: {truong: {label: Chủ tịch}}}\nentries:\n  - {id: a, name: Xã A}\n",
    "nguoi": """\
list:
  source: nguoi.csv
  fields:
    thanh_tich: {label: Thành tích}
    ghi_chu: {label: Ghi chú, required: false}
    chuc_vu: {label: Chức vụ, default: Chuyên viên}
    dau: {label: Dấu, type: mark}
    xa: {label: Xã, type: xa}
    con: {label: Con, many: true}
""",
}
CSV = "Tên,Thành tích,Ghi chú,Chức vụ,Dấu,Xã,Con\nAn,tốt,,,,a,B;C\nBình,,,,,,\n"


def told(path: str) -> list[Problem]:
    assets = files("", LISTS)
    lists = load(Assets({**{name: assets[name] for name in assets}, "data/lists/nguoi.csv": CSV.encode()})).lists
    an, binh = lists["nguoi"].values
    content: dict[str, Any] = {"an": an, "k": binh, "r": {**binh, "entry": binh}, "nguoi": lists["nguoi"].values}
    content |= {"rows": [[{"k": an}, {"k": binh}]], "other": {"thanh_tich": ""}}
    return list(EmptyCells(lists).problems(content, path, f"{{{{ {path} }}}}", lambda: Place("mau.docx")))


@pytest.mark.parametrize(
    ("path", "places"),
    [
        ("k.thanh_tich", ["nguoi.csv:3, B3"]),
        ("r.thanh_tich", ["nguoi.csv:3, B3"]),
        ("nguoi[].thanh_tich", ["nguoi.csv:3, B3"]),
        ("rows[][].k.thanh_tich", ["nguoi.csv:3, B3"]),
        ("k.xa.name", ["nguoi.csv:3, F3"]),
        ("k.con", ["nguoi.csv:3, G3"]),
        ("an.xa.truong", ["xa.yaml:3:5"]),
        ("k.phone", ["nguoi.csv:3"]),
        *((path, []) for path in ("an.thanh_tich", "k.ghi_chu", "k.chuc_vu", "k.dau", "k.con[]", "an.con", "k.id")),
        *((path, []) for path in ("other.thanh_tich", "none.x", "nguoi", "nguoi[]", "k.name")),
    ],
)  # fmt: skip  # a table: what belongs together on a line
def test_cells_that_have_to_be_filled(path: str, places: list[str]) -> None:
    found = told(path)
    assert [str(each.place).removeprefix("data/lists/") for each in found] == places
