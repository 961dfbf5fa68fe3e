"""What is owed is fixed when the first answer is taken in, and so are the columns that were sent out."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.model.project import assets
from congvan.pipeline.parse import parse
from congvan.pipeline.request import BuildRequest
from congvan.returns.collecting import CollectRequest, collect
from congvan.returns.overview import StatusRequest, status
from tests.forms.office import DISPATCH, LISTS, files
from tests.returns.office import done, states

FORM = """\
forms:
  - id: ds
    name: Danh sách
    subject: Đầu mối
    per: {xa: xa}
    lines: ["Xã, phường: {{ xa.heading }}"]
    columns: [{id: ten, label: Họ và tên, type: name}, {id: so, label: Số thứ, type: integer}]
"""
ANSWER = "Xã, phường: Xã Mẫu A;\nHọ và tên;Số thứ\nNguyễn Văn An;3\n"


def written(root: Path, forms: str, number: str = '"5"', lists: dict[str, str] | None = None) -> None:
    dispatch = DISPATCH.replace("number: blank", f"number: {number}").replace("{day: blank,", "{day: 3,")
    for name, data in files(forms, lists or LISTS, dispatch).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    written(tmp_path, FORM)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.csv").write_text(ANSWER, "utf-8")
    done(collect, CollectRequest(root=tmp_path, inboxes=("in",)))
    return tmp_path


def test_an_entry_that_is_added_after_the_first_answer_owes_nothing(root: Path) -> None:
    more = {**LISTS, "xa": LISTS["xa"] + "  - {id: xa-c, kind: xã, name: Mẫu C}\n"}
    written(root, FORM, lists=more)
    assert states(root, "ds") == {"xa-a": "complete", "xa-b": "missing"}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (FORM, []),
        (FORM.replace("type: integer}", "type: integer}, {id: cccd, label: CCCD, type: cccd}"), ["version-kept"]),
        (FORM.replace("type: integer", "type: text"), ["version-kept"]),
        (
            FORM.replace("id: ds", "id: ds\n    version: 2").replace(
                "type: integer}", "type: integer}, {id: cccd, label: CCCD, type: cccd, since: 2}"
            ),
            [],
        ),
    ],
)
def test_a_form_that_is_changed_under_its_version_is_told(root: Path, changed: str, code: list[str]) -> None:
    written(root, changed)
    told = done(status, StatusRequest(root=root)).problems
    assert [each.code for each in told] == code
    _dataset, problems = parse(assets.read(root), BuildRequest(root))
    assert [each.code for each in problems if each.code == "version-kept"] == code


def test_an_answer_on_the_older_version_lacks_the_new_column(root: Path) -> None:
    newer = FORM.replace("id: ds", "id: ds\n    version: 2")
    written(root, newer.replace("type: integer}", "type: integer}, {id: cccd, label: CCCD, type: cccd, since: 2}"))
    assert states(root, "ds")["xa-a"] == "incomplete"
    (root / "in/b.csv").write_text(
        "Xã, phường: Xã Mẫu A;;\nHọ và tên;Số thứ;CCCD\nNguyễn Văn An;3;020080000001\n", "utf-8"
    )
    done(collect, CollectRequest(root=root, inboxes=("in",)))
    assert states(root, "ds")["xa-a"] == "complete"
    written(root, newer.replace("type: integer}", "type: integer}, {id: cccd, label: CCCD, type: text, since: 2}"))
    assert [each.code for each in done(status, StatusRequest(root=root)).problems] == ["version-kept"]
