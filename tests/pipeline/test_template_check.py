"""`template check`: whatever an officer did to a template is told in one run, with the exit code of the worst."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from congvan.core.job import Outcome
from congvan.core.problems import Exit
from congvan.documents.letter.schema import OfficialDocument, TableDocument
from congvan.pipeline.template_check import TemplateCheckRequest, check_template
from tests.formats.fake_word import saved_by_word, with_track_changes
from tests.pipeline.notices import typed, with_notices
from tests.sample_project import Project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return with_notices(tmp_path_factory.mktemp("checked"), "{{ district.name }}")


def check(project: Project, template: str | Path, document: str = "") -> Outcome:
    return check_template(TemplateCheckRequest(project.root, str(template), document))


def codes(outcome: Outcome) -> set[str]:
    return {problem.code for problem in outcome.problems}


BOXES = set(OfficialDocument.__annotations__) - set(TableDocument.__annotations__)
UNREAD = {"danh-sach-gui": BOXES, "bi-van-ban": {"parent"}}
"""What a template of the project leaves out: a plain list the boxes of a letter, an envelope the parent."""


@pytest.mark.every(3)
@pytest.mark.parametrize("name", ["van-ban", "danh-sach-gui", "bi-van-ban"])
def test_the_templates_of_the_project_are_right(project: Project, name: str) -> None:
    outcome = check(project, f"{name}.docx")
    assert outcome.exit_code == Exit.OK, [f"{each.place}: {each.text}" for each in outcome.problems]
    assert codes(outcome) <= {"template-unused", "none-meets"}  # a list of the sample has no entries
    unused = [problem for problem in outcome.problems if problem.code == "template-unused"]
    unread = {each for problem in unused for each in problem.message.values["names"].split(", ")}
    assert unread <= UNREAD.get(name, set())  # what is printed ready-made is no gap
    assert outcome.data["tags"]
    assert outcome.data["documents"]


def test_everything_wrong_is_told_at_once(project: Project, tmp_path: Path) -> None:
    lines = (
        "{{ distrikt.name }}",
        "{% if district.kind == 'huyện' %}{% else %}{{ dispatch.nunber }}{% endif %}",
        "{{ agency.name|uper }}",
        "{{ agency.name|default(“x”) }}",
        "{%p for e in enterprises %}",
    )
    outcome = check(project, typed(tmp_path / "mau.docx", *lines), "notices")
    assert outcome.exit_code == Exit.DATA
    assert codes(outcome) >= {"template-not-given", "docx-tag-unknown", "docx-tag-unclosed", "template-curly"}
    unknown = {p.message.values["name"]: p for p in outcome.problems if p.code == "template-not-given"}
    assert set(unknown) == {"distrikt", "dispatch.nunber"}
    assert "district" in unknown["distrikt"].hint
    assert str(unknown["dispatch.nunber"].place.where) == "paragraph 2"


def test_a_value_that_a_record_lacks_is_told_once(project: Project, tmp_path: Path) -> None:
    outcome = check(project, typed(tmp_path / "mau.docx", "{{ district.nam }}", "{{ distrikt }}"), "notices")
    assert sorted(problem.code for problem in outcome.problems if problem.severity == "error") == ["template-not-given"]
    outcome = check(project, typed(tmp_path / "mau.docx", "{{ district.nam }}"), "notices")
    assert [(p.code, str(p.place.where)) for p in outcome.problems] == [("template-undefined", "paragraph 1")]


def test_a_loop_whose_values_are_not_printed_is_a_warning(project: Project, tmp_path: Path) -> None:
    outcome = check(project, typed(tmp_path / "mau.docx", "{{ agency.name }}"), "notices")
    assert (codes(outcome), outcome.exit_code) == ({"template-same-records"}, Exit.FAILED)


def test_track_changes_are_refused_with_the_words_of_the_menu(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "mau.docx"
    path.write_bytes(with_track_changes((project.root / "templates/thu.docx").read_bytes()))
    run = project.run("template", "check", str(path), "--lang", "vi")
    assert run.code == 3
    assert "Xem lại > Chấp nhận" in run.out


def test_saved_by_word_it_is_right(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "mau.docx"
    path.write_bytes(saved_by_word((project.root / "templates/bi-van-ban.docx").read_bytes()))
    outcome = check(project, path, "envelopes")
    assert outcome.exit_code == Exit.OK
    assert codes(outcome) <= {"template-unused", "template-curly"}


def test_a_block_in_a_template_without_the_styles(project: Project, tmp_path: Path) -> None:
    outcome = check(project, typed(tmp_path / "mau.docx", "{{ head.number }}", "{{p body }}"), "letter")
    missing, table = (problem for problem in outcome.problems if problem.code == "template-styles")
    assert "CV Bảng" in table.text
    assert "CV Khoản" in missing.text
    assert str(missing.place.where) == "paragraph 2"


def test_as_json(project: Project) -> None:
    run = project.run("template", "check", "templates/thu.docx", "--format", "json")
    assert (run.code, run.json["documents"]) == (0, ["notices"])
    assert run.json["tags"] == [{"tag": "{{ district.name }}", "part": "body", "where": "paragraph 1"}]


@pytest.mark.parametrize(
    ("words", "code"),
    [(("lettr",), "template-unknown"), (("report-forms",), "template-none"), ((), "template-which")],
)
def test_a_template_that_is_not_there(project: Project, words: tuple[str, ...], code: str) -> None:
    run = project.run("template", "check", *words, "--format", "json")
    assert (run.code, run.codes()) == (2, [code])


@pytest.mark.parametrize("change", [lambda data: b"", lambda data: data[:-30], lambda data: b"PK\x03\x04"])
def test_what_is_no_docx(project: Project, tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "mau.docx"
    path.write_bytes(change(io.BytesIO().getvalue() or (project.root / "templates/thu.docx").read_bytes()))
    outcome: Any = check(project, path)
    assert outcome.exit_code == Exit.DATA


def test_what_the_pages_do_not_follow_is_told_at_its_place(project: Project, tmp_path: Path) -> None:
    path = typed(tmp_path / "mau.docx", "mở đầu", "{{ district.name }}")
    document = docx.Document(str(path))
    properties = document.paragraphs[1]._p.get_or_add_pPr()
    properties.append(properties.makeelement(qn("w:framePr"), {qn("w:w"): "2000", qn("w:hAnchor"): "page"}))
    document.save(str(path))
    outcome = check(project, path, "notices")
    told = [problem for problem in outcome.problems if problem.code == "docx-unsupported"]
    assert [str(problem.place.where) for problem in told if "frame" in problem.message.text("en")] == ["paragraph 2"]
    assert outcome.exit_code == Exit.FAILED
