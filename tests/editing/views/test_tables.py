"""A list is shown as a table, whatever it is kept in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from congvan.core.problems import ProblemsFound
from congvan.editing.saving import SaveRequest, save
from congvan.editing.views.tables import EntryTable, list_ids, list_table
from congvan.model.project.assets import Assets, read
from tests.sample_project import HOME

SAMPLE = HOME / "congvan/editing/drafting/starters/to-cong-nghe-so-2026"


def shown(table: EntryTable, row: int) -> dict[str, str]:
    return {key: cell.value for key, cell in table.rows[row].cells.items()}


def test_a_list_in_yaml() -> None:
    files = read(HOME)
    assert list_ids(files) == ["co-quan", "co-so-y-te", "dau-moi", "doanh-nghiep", "huyen", "xa"]
    table = list_table(files, "xa")
    assert (table.label, table.one, table.kept, table.file) == (
        "Xã, phường",
        "xã, phường",
        "yaml",
        "data/lists/xa.yaml",
    )
    assert [(each.key, each.label, each.type) for each in table.columns][:4] == [
        ("id", "Mã", "id"),
        ("name", "Tên", "text"),
        ("kind", "Loại", "text"),
        ("district", "Huyện, thành phố", "reference"),
    ]
    assert shown(table, 0) | {"valid_from": ""} == shown(table, 0) | {"valid_from": ""}
    assert table.rows[0].cells["name"].path == ("entries", 0, "name")
    assert table.rows[0].text("valid_from") == "2025-07-01"
    assert len(table.rows) == 265
    assert table.findings == ()


def test_a_list_in_csv_is_saved_cell_by_cell(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE / "data", tmp_path / "data")
    table = list_table(read(tmp_path), "thon")
    assert (table.kept, table.file) == ("csv", "data/lists/thon.csv")
    assert [(each.key, each.at) for each in table.columns] == [("name", 0), ("xa", 1), ("so_ho", 2)]
    cell = table.rows[0].cells["so_ho"]
    before = (tmp_path / table.file).read_bytes()
    told = save(SaveRequest(tmp_path, table.file, cell.path, cell.value, "99", table.sha256))
    assert told.exit_code == 0
    after = (tmp_path / table.file).read_bytes()
    assert after == before.replace(b";113\r", b";99\r", 1)
    again = save(SaveRequest(tmp_path, table.file, cell.path, cell.value, "98", table.sha256))
    assert again.data["conflict"] == {"before": "113", "mine": "98", "theirs": "99"}


def test_findings_stand_at_their_cells() -> None:
    files = dict(read(SAMPLE))
    files["data/lists/thon.csv"] = files["data/lists/thon.csv"].replace(b";113\r", b";x13\r", 1)
    text = files["data/lists/don-vi.yaml"].decode().replace("0205 3812 345", "0205")
    files["data/lists/don-vi.yaml"] = text.encode()
    table = list_table(Assets(files), "thon")
    assert [each.code for each in table.rows[0].cells["so_ho"].findings] == ["column-number"]
    assert table.rows[1].findings == ()
    other = list_table(Assets(files), "don-vi")
    assert [bool(row.cells["phone"].findings) for row in other.rows] == [True, False, False, False]


def test_a_list_that_there_is_not() -> None:
    with pytest.raises(ProblemsFound) as told:
        list_table(read(HOME), "xas")
    assert [each.code for each in told.value.problems] == ["usage-list-unknown"]
