"""A file that would take the place of a list's entries: what is new, changed, left out, refused; then it is taken."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from congvan.core.job import Progress
from congvan.editing.comparing import CompareRequest, compare
from congvan.editing.drafting.list_import import ImportListRequest, import_list, replaced_files
from congvan.editing.views.tables import list_table
from congvan.model.project.assets import read
from tests.forms.office import LISTS
from tests.model.lists.test_lists import workbook
from tests.returns.office import done, office

HEAD = """\
list:
  label: Điểm trực
  source: diem.xlsx
  fields: {name: {label: Tên điểm}, xa: {type: xa, label: Xã}}
"""
TITLES = ["Mã", "Tên điểm", "Xã"]
FIRST = [["a", "Trạm A", "Xã Mẫu A"], ["b", "Trạm B", "Xã Mẫu A"], ["c", "Trạm C", "Phường Mẫu B"]]
SECOND = [["a", "Trạm A", "Xã Mẫu A"], ["b", "Trạm B mới", "Xã Mẫu A"], ["d", "Trạm D", "Phường Mẫu B"]]


def project(folder: Path) -> Path:
    root = office(folder, lists={**LISTS, "diem": HEAD})
    (root / "data/lists/diem.xlsx").write_bytes(workbook([TITLES, *FIRST]))
    return root


def states(root: Path, rows: list[list[str]], name: str = "moi.xlsx") -> dict[str, Any]:
    (root / name).write_bytes(workbook([TITLES, *rows]))
    before = (root / "data/lists/diem.xlsx").read_bytes()
    outcome = compare(CompareRequest(root, "diem", name), Progress())
    assert (root / "data/lists/diem.xlsx").read_bytes() == before
    return outcome.data


def test_what_a_file_would_change_is_shown_and_the_file_before_is_kept(tmp_path: Path) -> None:
    root = project(tmp_path)
    made = states(root, SECOND)
    assert made["states"] == {"new": 1, "changed": 1, "same": 1, "refused": 0, "gone": 1}
    changed = next(each for each in made["rows"] if each["state"] == "changed")
    assert changed["cells"]["name"] == {"new": "Trạm B mới", "old": "Trạm B"}
    done(import_list, ImportListRequest(root=root, listed="diem", file=str(root / "moi.xlsx")))
    (kept,) = replaced_files(root)
    assert (kept.listed, kept.file, len(kept.at)) == ("diem", "data/lists/diem.xlsx", 16)
    assert states(root, SECOND)["states"]["same"] == 3
    done(import_list, ImportListRequest(root=root, listed="diem", undo=True))
    assert states(root, FIRST)["states"]["same"] == 3


def test_a_row_that_could_not_be_read_is_refused_with_its_reason(tmp_path: Path) -> None:
    made = states(project(tmp_path), [*FIRST[:2], ["c", "Trạm C", "Xã không có"]])
    assert made["states"] == {"new": 0, "changed": 0, "same": 2, "refused": 1, "gone": 0}
    (refused,) = [each for each in made["rows"] if each["state"] == "refused"]
    assert refused["problems"][0]["text"]


def test_a_day_cell_is_shown_as_its_day(tmp_path: Path) -> None:
    head = HEAD.replace("}}", "}, hop: {type: date, label: Ngày họp}}")
    root = office(tmp_path, lists={**LISTS, "diem": head})
    rows = [[*TITLES, "Ngày họp"], ["a", "Trạm A", "Xã Mẫu A", datetime.date(1999, 6, 9)]]
    (root / "data/lists/diem.xlsx").write_bytes(workbook(rows))
    (row,) = list_table(read(root), "diem").rows
    assert row.text("hop") == "09/06/1999"
