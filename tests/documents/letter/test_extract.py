"""TRÍCH SAO: which parts of a dispatch are kept, what stands for the rest, what is said of a part that is not there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from congvan.core.problems import Problem
from congvan.documents.text.tables import plain_text
from congvan.model.loader import load
from congvan.model.project import assets
from congvan.pipeline.plan.planner import Selection, plan
from tests.planned import jobs_of, problems_of
from tests.sample_project import Project, docx_words, new_project, pdf_words

NAME = "data/dispatches/mau.yaml"
DISPATCH = """\
kind: quyet-dinh
number: 5
date: 2020-08-19
subject: Về việc thí điểm (mẫu)
signer: phuong-thi-huong-lan
can_cu: [Căn cứ Luật Lưu trữ ngày 11 tháng 11 năm 2011]
body: |
  Lời dẫn của văn bản.

  Chương #
  Quy định chung

  Điều #. Phạm vi

  #. Khoản một.

  #hai. Khoản hai:

  #) Điểm một;

  #) Điểm hai.

  Điều #. Danh sách

  | TT | Tên |
  |:-:|---|
  | **Nhóm một** |
  | 1 | An |
  | **Nhóm hai** |
  | 2 | Bình |
  | 3 | Cường |

  Chương #

  TỔ CHỨC THỰC HIỆN

  Điều #thi-hanh. Các đơn vị chịu trách nhiệm thi hành {@phu-luc}./.

  #. Khoản sau.
attached:
  kind: quy-che
  subject: Về việc mẫu
  body: |
    Điều #. Một.

    Điều #. Hai.
appendices:
  - {id: phu-luc, title: Danh mục, body: "Mở đầu."}
  - {id: bieu, title: Biểu, body: "Số liệu."}
certified_copies:
  - {id: ban-trich, form: trich-sao, number: 1, date: 2020-08-20, signer: phuong-thi-huong-lan, extract: EXTRACT}
"""
HEAD = ["Chương I", "QUY ĐỊNH CHUNG"]
SECOND = ["Chương II", "TỔ CHỨC THỰC HIỆN"]
NOTHING_ATTACHED = "[Không trích sao: Quy chế, Phụ lục I, Phụ lục II]"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return new_project(tmp_path_factory.mktemp("extract") / "p")


def made(project: Project, extract: str) -> tuple[dict[str, Any], list[Problem]]:
    """The content of the copy, and what is wrong with it."""
    project.write(NAME, DISPATCH.replace("EXTRACT", extract))
    planned = plan(load(assets.read(project.root)), Selection(documents=["certified-copies"], dispatches=["mau"]))
    planned.check()
    (job, *_others) = jobs_of(planned)
    return dict(job.content), problems_of(planned)


def lines(blocks: list[dict[str, Any]]) -> list[str]:
    found = []
    for block in blocks:
        rows = block["table"]["rows"] if block["style"] == "bang" else []
        cells = [[row["across"], *(cell["runs"] for cell in row["cells"])] for row in rows]
        found += [" | ".join(filter(None, map(plain_text, row))) for row in cells] or [plain_text(block["runs"])]
    return found


KEPT = {
    "Điều 3": [*SECOND, "Điều 3. Các đơn vị chịu trách nhiệm thi hành Phụ lục I./.", "1. Khoản sau."],
    "thi-hanh": [*SECOND, "Điều 3. Các đơn vị chịu trách nhiệm thi hành Phụ lục I./.", "1. Khoản sau."],
    '"{@thi-hanh}"': [*SECOND, "Điều 3. Các đơn vị chịu trách nhiệm thi hành Phụ lục I./.", "1. Khoản sau."],
    "chương ii": [*SECOND, "Điều 3. Các đơn vị chịu trách nhiệm thi hành Phụ lục I./.", "1. Khoản sau."],
    "hai": [*HEAD, "Điều 1. Phạm vi", "2. Khoản hai:", "a) Điểm một;", "b) Điểm hai."],
    "điểm b khoản 2 Điều 1": [*HEAD, "Điều 1. Phạm vi", "2. Khoản hai:", "b) Điểm hai."],
    "điểm b": [*HEAD, "Điều 1. Phạm vi", "2. Khoản hai:", "b) Điểm hai."],
    "đoạn 1": ["Lời dẫn của văn bản."],
    "dòng 3": [*HEAD, "Điều 2. Danh sách", "Nhóm hai", "3 | Cường"],
    "dòng 1 Điều 2, dòng 2 chương I": [*HEAD, "Điều 2. Danh sách", "Nhóm một", "1 | An", "Nhóm hai", "2 | Bình"],
}


@pytest.mark.parametrize("extract", KEPT)
def test_what_is_kept_with_its_numbers_and_the_headings_over_it(project: Project, extract: str) -> None:
    content, problems = made(project, f"[{extract}]")
    assert not problems
    found = lines(content["body"])
    assert [line for line in found if line not in ("[…]", NOTHING_ATTACHED)] == KEPT[extract]
    assert found[-1] == NOTHING_ATTACHED
    assert content["attachments"] == []
    assert [plain_text(one["runs"]) for one in content["can_cu"]] == ["Căn cứ Luật Lưu trữ ngày 11 tháng 11 năm 2011."]


def test_each_place_where_something_is_left_out_is_marked_once(project: Project) -> None:
    found = lines(made(project, "[khoản 1 Điều 1, dòng 2]")[0]["body"])
    assert found == [
        *("[…]", *HEAD, "Điều 1. Phạm vi", "1. Khoản một.", "[…]"),
        *("Điều 2. Danh sách", "[…]", "Nhóm hai", "2 | Bình", "[…]", "[…]", NOTHING_ATTACHED),
    ]


def test_parts_of_what_is_attached(project: Project) -> None:
    content, problems = made(project, "[Điều 2 Quy chế, bieu]")
    assert not problems
    assert lines(content["body"]) == ["[…]", "[Không trích sao: Phụ lục I]"]
    regulation, appendix = content["attachments"]
    assert (regulation["title"], lines(regulation["body"])) == (["QUY CHẾ"], ["[…]", "Điều 2. Hai."])
    assert (appendix["label"], lines(appendix["body"])) == ("Phụ lục II", ["Số liệu."])


def test_everything_that_is_named_needs_no_mark(project: Project) -> None:
    content, _problems = made(project, "[đoạn 1, Chương I, Chương II, Quy chế, Phụ lục I, Phụ lục II]")
    assert "[…]" not in str(content)
    assert "Không trích sao" not in str(content)


WRONG = {
    "Điều 4": ("extract-unknown", "did you mean “Điều 3”?"),
    "thi-han": ("extract-unknown", "did you mean “thi-hanh”?"),
    "khoản 3 Điều 1": ("extract-unknown", "did you mean “khoản 2 Điều 1”?"),
    "Điều 3 Quy chế": ("extract-unknown", "did you mean “Điều 2 Quy chế”?"),
    "Phụ lục V": ("extract-unknown", "did you mean “Phụ lục I”?"),
    "dòng 9": ("extract-unknown", ""),
    "Khác": ("extract-unknown", ""),
    "khoản 1": ("extract-several", "add the part of the text that contains it: khoản 1 Điều 2"),
}


@pytest.mark.parametrize("item", WRONG)
def test_a_part_that_is_not_there_is_told_at_its_place(project: Project, item: str) -> None:
    _content, problems = made(project, f"[Điều 1, {item}]")
    code, hint = WRONG[item]
    assert [problem.code for problem in problems] == [code]
    assert not hint or problems[0].hint == hint
    text = project.read(NAME)
    line = next(n for n, words in enumerate(text.splitlines(), 1) if "extract:" in words)
    column = text.splitlines()[line - 1].index(f"Điều 1, {item}") + len("Điều 1, ") + 1
    assert (problems[0].place.file, problems[0].place.line, problems[0].place.column) == (NAME, line, column)


def test_two_parts_of_one_label_are_both_told(project: Project) -> None:
    problem = made(project, "[khoản 1]")[1][0]
    assert "khoản 1 Điều 1 Chương I, khoản 1 Điều 3 Chương II" in problem.text


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (", extract: EXTRACT", "", "extract-missing"),
        ("form: trich-sao", "form: sao-y", "extract-form"),
    ],
)
def test_an_extract_says_what_and_no_other_copy_does(project: Project, old: str, new: str, code: str) -> None:
    project.write(NAME, DISPATCH.replace(old, new).replace("EXTRACT", "[Điều 1]"))
    run = project.run("-n", "letter", "--dispatch", "mau", "--format", "json")
    assert run.codes() == [code]


def test_docx_and_pdf_of_the_extract_say_the_same_words(tmp_path: Path) -> None:
    project = new_project(tmp_path / "p")
    project.write(NAME, DISPATCH.replace("EXTRACT", "[dòng 3, Điều 1 Quy chế]"))
    run = project.run("certified-copies", "--dispatch", "mau")
    assert run.code == 0, run.out + run.err
    folder = project.root / "outputs/mau/copies"
    words = docx_words(folder / "ban-trich.docx")
    assert words == pdf_words((folder / "ban-trich.pdf").read_bytes())
    assert "[…] Nhóm hai […] 3 Cường […] [Không trích sao: Phụ lục I, Phụ lục II]" in " ".join(words)
    assert "TRÍCH SAO" in " ".join(words)
