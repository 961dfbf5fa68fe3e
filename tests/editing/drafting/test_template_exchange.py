"""A template takes the place of another, which is kept; what is no package or no template changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.core.job import Outcome, Progress
from congvan.editing.drafting.template_exchange import MOST_KEPT, ReplaceTemplateRequest, kept_before, replace_template
from tests.sample_project import new_project

TEMPLATE = "templates/van-ban.docx"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return new_project(tmp_path / "project").root


def exchange(root: Path, template: str = TEMPLATE, file: str | Path = "", undo: bool = False) -> Outcome:
    request = ReplaceTemplateRequest(root=root, template=template, file=str(file), undo=undo)
    return replace_template(request, Progress())


def test_the_one_before_comes_back(root: Path) -> None:
    before, other = (root / TEMPLATE).read_bytes(), (root / "templates/danh-sach-gui.docx").read_bytes()
    assert exchange(root, file=root / "templates/danh-sach-gui.docx").exit_code == 0
    assert (root / TEMPLATE).read_bytes() == other
    assert exchange(root, undo=True).exit_code == 0
    assert (root / TEMPLATE).read_bytes() == before
    assert [problem.code for problem in exchange(root, undo=True).problems] == ["template-nothing-before"]


def test_only_so_many_are_kept(root: Path) -> None:
    for _time in range(MOST_KEPT + 3):
        exchange(root, file=root / "templates/danh-sach-gui.docx")
    assert len(kept_before(root, TEMPLATE)) == MOST_KEPT


@pytest.mark.parametrize(
    ("template", "data", "code"),
    [
        (TEMPLATE, b"MZ\x90", "template-kind"),
        (TEMPLATE, b"", "template-kind"),
        (TEMPLATE, None, "file-unreadable"),
        ("templates/van-bam.docx", b"PK\x03\x04", "want-unknown"),
        ("../templates/van-ban.docx", b"PK\x03\x04", "want-unknown"),
        ("data/agency.yaml", b"PK\x03\x04", "want-unknown"),
    ],
)
def test_anything_else_changes_nothing(root: Path, template: str, data: bytes | None, code: str) -> None:
    before, file = (root / TEMPLATE).read_bytes(), root / "came"
    if data is not None:
        file.write_bytes(data)
    outcome = exchange(root, template, file)
    assert [problem.code for problem in outcome.problems] == [code]
    assert outcome.exit_code != 0
    assert (root / TEMPLATE).read_bytes() == before
    assert kept_before(root, TEMPLATE) == []
