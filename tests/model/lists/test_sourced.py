"""Lists that a program gives to a build: they take the place of the entries, for this run."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

import congvan
from congvan.model.lists.sourced import with_lists
from congvan.model.loader import load
from congvan.model.project.assets import Assets, read
from tests.sample_project import new_project

HEAD = "list:\n  label: Khách\n  fields:\n    tien: {type: money, label: Số tiền}\n    ngay: {type: date}\n"


def given(root: Path, head: str, rows: Any) -> Any:
    (root / "data/lists/khach.yaml").write_text(head, "utf-8")
    return load(with_lists(read(root), {"khach": rows})).lists["khach"].entries


@pytest.mark.parametrize(
    "entries",
    [
        "\nentries:\n- {name: Người cũ}\n# cuối\n",
        "entries: [{name: Người cũ},\n  {name: Người cũ hơn}]\n",
        "  source: cu.csv\n",
    ],
)
def test_entries_of_a_program_take_the_place_of_those_of_the_list(tmp_path: Path, entries: str) -> None:
    new_project(tmp_path)
    if "cu.csv" in entries:
        (tmp_path / "data/lists/cu.csv").write_text("name\nNgười cũ\n", "utf-8")
    rows = [
        {"name": "Nguyễn Văn An", "tien": 1500000.0, "ngay": datetime.datetime(2026, 3, 5)},
        {"name": 'Trần "Bình", xã X', "tien": float("nan"), "ngay": datetime.date(2026, 12, 1)},
    ]
    found = given(tmp_path, HEAD + entries, rows)
    assert [each.values["name"] for each in found] == [row["name"] for row in rows]
    assert [each.values.get("ngay") for each in found] == ["05/03/2026", "01/12/2026"]
    assert str(found[0].values["tien"]) == "1500000"
    assert not found[1].values.get("tien")


def test_what_is_wrong_names_the_row_and_the_list(tmp_path: Path) -> None:
    new_project(tmp_path)
    with pytest.raises(congvan.ProblemsFound, match=r"khach\.csv.*3"):
        given(tmp_path, HEAD + "entries: []\n", [{"name": "An"}, {"name": "Bình", "ngay": "31/2/2026"}])
    with pytest.raises(congvan.ProblemsFound, match="names of fields"):
        given(tmp_path, HEAD + "entries: []\n", ["An"])
    with pytest.raises(congvan.ProblemsFound, match="“khac” is not the id of a list"):
        with_lists(read(tmp_path), {"khac": []})
    with pytest.raises(congvan.ProblemsFound, match="begins with"):
        with_lists(Assets({"data/lists/a.yaml": b"- {id: x}\n"}), {"a": []})


def test_a_build_takes_them_and_writes_no_data(tmp_path: Path) -> None:
    new_project(tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()}
    selection = congvan.Selection(documents=["rosters-by-enterprise"], formats=["xlsx"])
    one = {"doanh-nghiep": [{"id": "mot-don-vi", "name": "Đơn vị Mẫu", "short_name": "Mẫu"}]}
    outcome = congvan.build(congvan.BuildRequest(tmp_path, selection, dry_run=True, lists=one))
    assert [each.text for each in outcome.problems if each.severity is congvan.Severity.ERROR] == []
    assert {each.path.rpartition("/")[2] for each in outcome.outputs} == {"mot-don-vi.xlsx"}
    assert before == {path: path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()}
