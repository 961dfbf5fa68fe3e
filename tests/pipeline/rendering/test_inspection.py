"""Which finished files are judged by the decree: a sample of a large merge, the same whoever renders."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from congvan.core.job import Job
from congvan.core.problems import Severity
from congvan.formats.pdf.layout_record import ClippedRow
from congvan.pipeline.rendering import inspection
from congvan.pipeline.rendering.inspection import sample, told_of_layout
from congvan.pipeline.rendering.renderer import Renderer
from tests.formats.docx_html.word_parts import cell, par, row, table, word_document
from tests.nd30.as_pdf import to_pdf
from tests.nd30.letters import dispatch
from tests.package import parts_of, zipped
from tests.sample_project import new_project


def _job(number: int, document: str = "rosters", format_: str = "pdf", *, judged: bool = True) -> Job:
    return Job(f"{document}/{number}.{format_}", document, str(number), format_, "", {}, judged)


def test_the_first_and_then_every_hundredth_of_each_document_and_format() -> None:
    jobs = [
        _job(n, document, f) for n in range(1, 1001) for document in ("rosters", "letters") for f in ("pdf", "docx")
    ]
    told = [job for job in sample(jobs) if job.judged]
    assert [job.path for job in sample(jobs)] == [job.path for job in jobs]
    for document in ("rosters", "letters"):
        for format_ in ("pdf", "docx"):
            numbers = [int(job.record) for job in told if (job.document, job.format) == (document, format_)]
            assert numbers == [*range(1, inspection.ALL + 1), 400, 500, 600, 700, 800, 900, 1000]


def test_what_is_no_document_of_the_decree_is_never_judged() -> None:
    assert not any(job.judged for job in sample(_job(n, judged=False) for n in range(3)))


def test_jobs_are_taken_as_they_are_asked_for() -> None:
    asked = []

    def jobs():
        for n in range(10):
            asked.append(n)
            yield _job(n)

    next(sample(jobs()))
    assert asked == [0]


@pytest.mark.full("long runs")
def test_validate_judges_the_files_that_it_tries(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    letter = (
        "- {id: letter, name: Công văn, task: sign, content: letter, templates: {docx: van-ban.docx}, path: letter/1}"
    )
    (project.root / "data/documents.yaml").write_text(letter, "utf-8")
    template = project.root / "templates/van-ban.docx"
    body = parts_of(template.read_bytes())
    wide = body["word/document.xml"].replace(b'w:left="1701"', b'w:left="2551"')
    template.write_bytes(zipped(body | {"word/document.xml": wide}))
    assert "ND30-MARGIN-LEFT" in project.run("validate", "--format", "json").codes()


def test_what_is_told_of_a_layout_has_its_page_table_and_row() -> None:
    rows = [ClippedRow(3, 2, 5), ClippedRow(2, 0, 0)]
    found = told_of_layout("letter/a.pdf", [*rows, *rows])
    assert [(each.code, each.place.text("en")) for each in found] == [
        ("table-cut", "letter/a.pdf, table 2, row 5, p. 3"),
        ("table-cut", "letter/a.pdf, p. 2"),
    ]
    assert {each.severity for each in found} == {Severity.WARNING}


def test_what_is_told_of_a_layout_is_of_the_file_that_has_it() -> None:
    exact = '<w:trHeight w:val="400" w:hRule="exact"/>'
    letter = word_document(table([2000], row(cell(par("{{ name }}"), 2000), properties=exact)) + par(""))
    renderer = Renderer({"templates/a.docx": letter})
    for name, codes in (("ngắn", []), ("dài " * 30, ["table-cut"]), ("gọn", [])):
        job = Job("letter/a.pdf", "letter", "1", "pdf", "templates/a.docx", {"name": name}, judged=False)
        assert [each.code for each in renderer.render(job).problems] == codes


def test_the_margins_of_a_pdf_are_those_of_its_template(tmp_path: Path) -> None:
    """Lines of one length that are all indented: what is measured is the indent, and where they happen to end."""
    template = (new_project(tmp_path / "project").root / "templates/van-ban.docx").read_bytes()
    parts = parts_of(template)
    wide = re.sub(rb'w:left="1701"', b'w:left="1134"', parts["word/document.xml"])
    assert wide != parts["word/document.xml"]
    letter = dispatch()
    letter.body = [replace(letter.body[0], text="Các đại biểu thảo luận và thống nhất nội dung của cuộc họp.")] * 5
    pdf = to_pdf(letter)

    def margins(of: bytes) -> list[str]:
        found = inspection.decree_findings("a.pdf", pdf, of)
        return [str(told.message.values["found"]) for told, _place in found if "-MARGIN-" in told.code]

    assert margins(b"") == ["42.7", "47.8"]
    assert margins(template) == []
    assert margins(zipped({**parts, "word/document.xml": wide})) == ["20.0"]
