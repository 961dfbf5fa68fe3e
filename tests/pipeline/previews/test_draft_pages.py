"""The pages of a dispatch that is being written: of the files as they are, with the layouts of before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from congvan.core.problems import ProblemsFound, UsageError
from congvan.formats.pdf import template as pdf_template
from congvan.model.project import assets
from congvan.pipeline.previews.draft_pages import DraftPages
from congvan.pipeline.rendering.renderer import Renderer
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


def test_a_text_that_fits_its_lines_is_not_laid_out_again_and_looks_as_built(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = DraftPages(project.root)
    pages.show("bluezone-2020")
    laid_out: list[Any] = []
    project.replace(FILE, "kịp thời tháo gỡ", "kịp thời tháo bỏ")
    with monkeypatch.context() as watched:
        watched.setattr(pdf_template.PdfTemplate, "_layout", lambda *args, **kwargs: laid_out.append(args))
        made = pages.show("bluezone-2020")
    assert made.changed is not None
    assert not laid_out
    built = Renderer(assets.read(project.root)).render(replace(made.job, judged=False)).data
    assert letters(made.pdf) == pytest.approx(letters(built), abs=0.01)


def letters(pdf: bytes) -> list[float]:
    """Return every letter of a file, as a number, and where it stands, in points."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage() for page in document]
    return [each for text in texts for n, letter in enumerate(text.get_text_range()) for each in at(text, n, letter)]


def at(text: pypdfium2.PdfTextPage, number: int, letter: str) -> tuple[float, ...]:
    left, bottom, *_size = text.get_charbox(number)
    return ord(letter), left, bottom


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
