"""A list of somebody else takes its place, whole or not at all, and gives it back."""

from __future__ import annotations

from pathlib import Path

from congvan.editing.drafting.list_import import ImportListRequest, import_list
from congvan.model.loader import load
from congvan.model.project import assets
from tests.forms.office import LISTS
from tests.returns.office import codes, done, office

HEAD = """\
list:
  label: Điểm trực
  fields: {name: {label: Tên điểm}, xa: {type: xa, label: Xã}}   # giữ nguyên ghi chú
entries: []
"""


def points(root: Path) -> list[str]:
    return list(load(assets.read(root)).lists["diem"].ids)


def test_a_list_is_imported_and_taken_back(tmp_path: Path) -> None:
    root = office(tmp_path, lists={**LISTS, "diem": HEAD})
    first, second = tmp_path / "lan-1.csv", tmp_path / "lan-2.csv"
    first.write_text("Tên điểm,Xã\nTrạm Mẫu 1,Xã Mẫu A\n")
    second.write_text("Tên điểm,Xã\nTrạm Mẫu 2,Phường Mẫu B\nTrạm Mẫu 3,Mẫu A\n")
    done(import_list, ImportListRequest(root=root, listed="diem", file=str(first)))
    assert points(root) == ["tram-mau-1"]
    assert "# giữ nguyên ghi chú" in (root / "data/lists/diem.yaml").read_text()
    done(import_list, ImportListRequest(root=root, listed="Điểm trực", file=str(second)))
    assert points(root) == ["tram-mau-2", "tram-mau-3"]
    done(import_list, ImportListRequest(root=root, listed="diem", undo=True))
    assert points(root) == ["tram-mau-1"]


def test_with_an_error_in_it_nothing_is_written(tmp_path: Path) -> None:
    root = office(tmp_path, lists={**LISTS, "diem": HEAD})
    wrong = tmp_path / "sai.csv"
    wrong.write_text("Tên điểm,Xã\nTrạm Mẫu 1,Xã Không Có\n")
    before = assets.read(root)
    assert codes(import_list, ImportListRequest(root=root, listed="diem", file=str(wrong)))
    assert dict(assets.read(root)) == dict(before)
    assert codes(import_list, ImportListRequest(root=root, listed="xa", file=str(wrong))) == ["import-entries"]
    assert codes(import_list, ImportListRequest(root=root, listed="diêm", file=str(wrong))) == ["usage-list-unknown"]
    assert codes(import_list, ImportListRequest(root=root, listed="diem", undo=True)) == ["import-undo"]
    assert codes(import_list, ImportListRequest(root=root, listed="diem", file="sai.pdf")) == ["list-ending"]
