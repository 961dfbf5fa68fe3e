"""What a renderer says of a file beside its bytes."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from congvan.core.job import Artifact, BoundDocument, Job, Pack, count_mark
from congvan.formats import compile_template
from congvan.formats.pdf.objects import PdfObject
from congvan.formats.pdf.pack import _PackWriter
from congvan.formats.pdf.writer import SingleWriter
from congvan.pipeline.rendering.renderer import FailedJob, Renderer, render_each, with_counts
from tests.formats.docx_samples import docx, p
from tests.sample_project import docx_words, new_project

PAGE = (
    b'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title data-f>{{ name }}</title></head>'
    b"<body style=\"font-family: Tinos, 'Liberation Serif'\"><p data-f>{{ name }}</p></body></html>"
)
FILES = {"templates/a.html": PAGE, "templates/a.txt": b"{{ name }}"}


def job(format_: str, template: str, **content: Any) -> Job:
    return Job(f"a.{format_}", "a", "", format_, template, content)


def test_how_many_documents_were_stamped_and_laid_out() -> None:
    renderer = Renderer(FILES)

    def counts(*jobs: Job) -> dict[str, int]:
        (ways,) = [each for one in jobs for each in renderer.render(one).ways]
        return dict(ways.counts)

    def ways(name: str) -> dict[str, int]:
        return counts(job("pdf", "templates/a.html", name=name))

    assert ways("Huyện Cao Lộc") == {"laid out": 1}
    assert ways("Huyện Chi Lăng") == {"rendered": 1}
    assert ways("Huyện Ω") == {"laid out": 1}
    assert ways("Huyện Lộc Bình") == {"filled": 1}
    pack = Pack(tuple(BoundDocument("templates/a.html", {"name": name}, name) for name in ("A", "B")), duplex=False)
    cover = job("pdf", "templates/a.html", title="T", lang="vi", name="T")
    assert counts(replace(cover, pack=pack)) == {"filled": 3}  # of a cover it reads the same names
    assert counts(job("txt", "templates/a.txt", name="A")) == {"rendered": 1}


def test_a_template_that_can_t_be_read_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def compile_(*words: Any, **more: Any) -> Any:
        read.append(words)
        return compile_template(*words, **more)

    monkeypatch.setattr("congvan.pipeline.rendering.renderer.compile_template", compile_)
    renderer = Renderer({"templates/a.txt": b"{% for x in y %}"})
    found = list(render_each(renderer, [job("txt", "templates/a.txt", name=str(n)) for n in range(3)]))
    assert [item.problems[0].place.file for item in found if isinstance(item, FailedJob)] == ["templates/a.txt"] * 3
    assert found[0].problems == found[2].problems
    assert len(read) == 1


@pytest.mark.parametrize("bound", [False, True])
def test_a_pdf_that_does_not_open_is_a_problem_of_its_own(monkeypatch: pytest.MonkeyPatch, bound: bool) -> None:
    """The writer is given a fault after the second file: an object is said to be elsewhere, or is missing."""
    renderer = Renderer(FILES)
    jobs = [replace(job("pdf", "templates/a.html", name=name, title="T"), path=f"{name}.pdf") for name in "ABCD"]
    if bound:
        pack = Pack((BoundDocument("templates/a.html", {"name": "A"}, "A"),), duplex=False)
        jobs = [replace(one, pack=pack) for one in jobs]
    row, put = SingleWriter._joined, _PackWriter._put

    def shifted(self: SingleWriter, tail: Sequence[bytes], digest: Any) -> bytes:
        return row(self, tail, digest).replace(b"endobj\n", b"endobj\n\n", 1)

    def unplaced(self: _PackWriter, item: PdfObject) -> None:
        put(self, item)
        self._at += 5

    made = []
    for rendered in render_each(renderer, jobs):
        made.append(rendered)
        if len(made) == 2:
            monkeypatch.setattr(SingleWriter, "_joined", shifted)
            monkeypatch.setattr(_PackWriter, "_put", unplaced)
        if len(made) == 3:
            monkeypatch.undo()
    assert [type(each) for each in made] == [Artifact, Artifact, FailedJob, Artifact]
    (problem,) = [problem for each in made if isinstance(each, FailedJob) for problem in each.problems]
    assert (problem.code, problem.place.file, problem.record) == ("output-not-opened", "C.pdf", "a")
    assert "0x" not in problem.text


def test_a_docx_with_a_wrong_checksum_is_a_problem_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    renderer = Renderer({"templates/a.docx": docx(p("{{ name }}"))})
    made = []
    for rendered in render_each(renderer, [job("docx", "templates/a.docx", name=name) for name in "ABC"]):
        made.append(rendered)
        wrong = SimpleNamespace(**{**vars(zlib), "crc32": lambda *words: zlib.crc32(*words) ^ 1})
        monkeypatch.setattr("congvan.core.opc.writer.zlib", wrong if len(made) == 1 else zlib)
    assert [type(each) for each in made] == [Artifact, FailedJob, Artifact]
    (problem,) = [problem for each in made if isinstance(each, FailedJob) for problem in each.problems]
    assert (problem.code, problem.place.file) == ("output-not-opened", "a.docx")
    assert "word/document.xml" in problem.text


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
