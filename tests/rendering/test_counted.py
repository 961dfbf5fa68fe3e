"""Marks that count pages: of documents that are laid out, times copies, both sides of a sheet."""

from __future__ import annotations

from pathlib import Path

from congvan.job import count_mark
from congvan.rendering.counted import with_counts
from tests.sample_project import docx_words, new_project


def test_marks_become_pages_and_sheets() -> None:
    content = {"a": [f"{count_mark('pages', 0)} trang, {count_mark('sheets', 0, 10)} tờ", 3], "b": True}
    assert with_counts(content, [3]) == {"a": ["3 trang, 20 tờ", 3], "b": True}
    assert with_counts(count_mark("sheets", 0), []) == "……"


def test_the_slip_counts_the_pages_of_the_letter(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    run = project.run("print-slip", "--only", "docx")
    assert run.code == 0, run.out
    words = " ".join(docx_words(project.root / "outputs/bluezone-2020/letter/phieu-giao-in.docx"))
    assert "32 bản, 64 tờ (in hai mặt), 32 dấu." in words
