"""The pages of a dispatch that is being written: of the files as they are, with the layouts of before."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.pipeline.previews.draft_pages import DraftPages
from congvan.problems import ProblemsFound, UsageError
from tests.sample_project import Project, new_project

FILE = "data/dispatches/bluezone-2020.yaml"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path / "project")


def test_the_place_of_a_change_is_found(project: Project) -> None:
    pages = DraftPages(project.root)
    first = pages.show("bluezone-2020")
    assert (first.job.document, len(first.sizes), first.changed) == ("letter", 3, None)
    project.replace(FILE, "16h00", "17h45")
    second = pages.show("bluezone-2020")
    assert second.version != first.version
    assert second.changed is not None
    assert "17h45" in second.texts[second.changed.page - 1]
    assert pages.show("bluezone-2020").version == second.version
    assert pages.page(first.version, 1, 40) == pages.page(second.version, 1, 40)


def test_what_can_be_shown_is_named(project: Project) -> None:
    pages = DraftPages(project.root)
    shown = pages.show("bluezone-2020", "rosters")
    assert "signage" not in shown.documents
    assert next(iter(shown.documents)) == "letter"
    assert len(shown.records) == 55
    eighth, called = list(shown.records.items())[7]
    assert called not in ("", eighth)
    assert pages.show("bluezone-2020", "rosters", eighth).job.record == eighth
    with pytest.raises(UsageError):
        pages.show("bluezone-2020", "khong-co")
    project.replace(FILE, "subject:", "subject")
    with pytest.raises(ProblemsFound):
        pages.show("bluezone-2020")
