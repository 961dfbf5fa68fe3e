"""PDF by LibreOffice: many files in one process, the same bytes each time; what it can't make is reported."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pikepdf
import pytest

from congvan.core import libreoffice
from congvan.core.job import BY_LIBREOFFICE, Artifact, Job
from congvan.core.problems import EnvironmentFault
from congvan.formats import compile_template
from congvan.pipeline.rendering.renderer import FailedJob, Renderer, render_each
from tests.formats.docx_samples import docx, p

TEMPLATE = docx(p("Kính gửi: {{ a }}"))


def pdf(date: str, pages: int = 1) -> bytes:
    with pikepdf.new() as made:
        for _page in range(pages):
            made.add_blank_page()
        made.docinfo["/CreationDate"] = date
        made.trailer["/DocChecksum"] = pikepdf.Name(f"/{date[2:]}")
        made.Root.Metadata = made.make_stream(date.encode())
        made.save(written := io.BytesIO())
    return written.getvalue()


class Office:
    """LibreOffice that notes how many files each process converts. `fails`: a text whose document it can't convert."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fails: str = "", crashes: bool = False) -> None:
        self.calls: list[int] = []
        self._fails, self._crashes = compile_template("docx", TEMPLATE).render({"a": fails}), crashes
        monkeypatch.setattr(libreoffice, "program", lambda: "soffice")
        monkeypatch.setattr(libreoffice, "convert_all", self)

    def __call__(self, files: Mapping[str, bytes], form: str) -> dict[str, bytes]:
        assert form == "pdf"
        self.calls.append(len(files))
        bad = self._fails in files.values()
        if bad and self._crashes:
            raise libreoffice.ConversionFailed
        return {name: pdf(f"D:{len(self.calls)}{name}") for name, data in files.items() if data != self._fails}


def jobs(count: int) -> list[Job]:
    return [Job(f"{n}.pdf", "d", str(n), BY_LIBREOFFICE, "templates/t.docx", {"a": f"Sở {n}"}) for n in range(count)]


def test_what_differs_from_run_to_run_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(monkeypatch)
    template = compile_template(BY_LIBREOFFICE, TEMPLATE, name="t.docx")
    first, again = template.render({"a": "Sở Y tế"}), template.render({"a": "Sở Y tế"})
    assert first == again
    assert b"/CreationDate" not in first
    assert office.calls == [1, 1]
    assert template.names() == {"a"}
    assert template.ways.counts["rendered"] == 2


def test_fifty_files_are_converted_in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(monkeypatch)
    renderer = Renderer({"templates/t.docx": TEMPLATE})
    made = list(render_each(renderer, jobs(101)))
    assert office.calls == [50, 50, 1]
    assert [each.job.path for each in made] == [f"{n}.pdf" for n in range(101)]
    assert all(isinstance(each, Artifact) for each in made)
    assert sum(sum(ways.counts.values()) for each in made if isinstance(each, Artifact) for ways in each.ways) == 101


@pytest.mark.parametrize("crashes", [False, True])
def test_one_bad_file_costs_the_others_nothing(monkeypatch: pytest.MonkeyPatch, crashes: bool) -> None:
    office = Office(monkeypatch, "Sở 3", crashes)
    made = list(render_each(Renderer({"templates/t.docx": TEMPLATE}), jobs(6)))
    failed = [each for each in made if isinstance(each, FailedJob)]
    assert [(each.job.path, each.problems[0].code) for each in failed] == [("3.pdf", "libreoffice-failed")]
    assert office.calls == ([6, *[1] * 6] if crashes else [6, 1])


def test_a_record_that_can_not_be_merged_is_reported_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    Office(monkeypatch)
    asked = jobs(3)
    asked[1] = Job("1.pdf", "d", "1", BY_LIBREOFFICE, "templates/t.docx", {})
    made = list(render_each(Renderer({"templates/t.docx": TEMPLATE}), asked))
    assert [isinstance(each, Artifact) for each in made] == [True, False, True]


def test_without_libreoffice_the_command_that_brings_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: "")
    with pytest.raises(EnvironmentFault) as stop:
        compile_template(BY_LIBREOFFICE, TEMPLATE, name="t.docx").render({"a": "x"})
    assert libreoffice.APT in str(stop.value.problems[0].hint)


def test_a_damaged_pdf_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    Office(monkeypatch)
    monkeypatch.setattr(libreoffice, "convert", lambda *_words: b"%PDF-")
    with pytest.raises(EnvironmentFault) as stop:
        compile_template(BY_LIBREOFFICE, TEMPLATE, name="t.docx").render({"a": "x"})
    assert stop.value.problems[0].code == "libreoffice-failed"


@pytest.mark.full("LibreOffice")
def test_libreoffice_itself_gives_the_same_bytes() -> None:
    alone = compile_template(BY_LIBREOFFICE, TEMPLATE).render({"a": "Sở 1"})
    made = list(render_each(Renderer({"templates/t.docx": TEMPLATE}), jobs(3)))
    assert [each.data == alone for each in made if isinstance(each, Artifact)] == [False, True, False]
