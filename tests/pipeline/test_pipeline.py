"""The package of the real dispatch, as a clerk builds it: the tree, the words, the same bytes, partial builds."""

from __future__ import annotations

import functools
import json
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from congvan.core.problems import Severity
from congvan.editing.drafting.dispatch_draft import draft
from congvan.formats.press.artwork import inspect_artwork
from congvan.pipeline import parse
from congvan.pipeline.rendering import child_process
from tests.formats.press.test_artwork import SIZE, art
from tests.forms.office import files as office_files
from tests.package import parts_of, zipped
from tests.sample_project import HOME, Project, built_project, docx_words, letter_alone, new_project, pdf_words

DISTRICTS = [
    *("thanh-pho-lang-son", "trang-dinh", "binh-gia", "van-lang", "cao-loc", "van-quan"),
    *("bac-son", "huu-lung", "chi-lang", "loc-binh", "dinh-lap"),
]
ENTERPRISES = ["vnpt-lang-son", "viettel-lang-son", "mobifone-lang-son", "buu-dien-tinh", "buu-chinh-viettel"]


def expected_tree() -> set[str]:
    """Every path that the package of the dispatch must hold."""
    letter = {f"letter/cong-van.{f}" for f in ("docx", "pdf")}
    letter |= {f"letter/danh-sach-gui.{f}" for f in ("docx", "pdf", "xlsx")}
    letter |= {f"letter/phieu-giao-in.{f}" for f in ("docx", "pdf")}
    receivers = ["tinh-doan-lang-son", *(f"phong-vhtt-{d}" for d in DISTRICTS), *ENTERPRISES]
    letters = {f"letters/{r}.{f}" for r in receivers for f in ("docx", "pdf")}
    forms = {f"rosters/{d}/{d}--{e}.{f}" for d in DISTRICTS for e in ENTERPRISES for f in ("docx", "pdf", "xlsx")}
    forms |= {f"rosters/{e}.{f}" for e in ENTERPRISES for f in ("docx", "pdf", "xlsx")}
    packs = {f"packs/{name}.pdf" for name in (*DISTRICTS, *ENTERPRISES)}
    return {f"bluezone-2020/{path}" for path in letter | letters | forms | packs}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return built_project(tmp_path_factory.mktemp("built"))


def test_the_tree_is_that_of_the_dispatch(built: Project) -> None:
    tree = set(built.tree()) - {"manifest.json"}
    others = ("bluezone-2020/signage/", "bluezone-2020/reports/", "bluezone-2020/index.html")
    ours = {path for path in tree if not path.startswith(others)}
    assert ours == expected_tree()


def test_manifest_names_every_output_and_holds_no_clock(built: Project) -> None:
    tree = built.tree()
    manifest = json.loads(tree["manifest.json"])
    assert set(manifest["outputs"]) == set(tree) - {"manifest.json"}
    row = manifest["outputs"]["bluezone-2020/rosters/cao-loc/cao-loc--viettel-lang-son.pdf"]
    assert row["template"] == "templates/van-ban.docx"
    assert row["record"] == "district=cao-loc enterprise=viettel-lang-son"
    assert not re.search(r"20[2-9]\d-\d\d-\d\dT|\d\d:\d\d:\d\d", tree["manifest.json"].decode())


def test_docx_and_pdf_say_the_same_words_in_the_same_order(built: Project) -> None:
    folder = built.root / "outputs"
    compared = 0
    for path in sorted(folder.rglob("*.docx")):
        words, printed = docx_words(path), without_repeated_head(pdf_words(path.with_suffix(".pdf")))
        assert without_repeated_head(words) == printed, path
        compared += 1
    assert compared == 1 + 2 + 17 + 55 + 5


def without_repeated_head(words: list[str]) -> list[str]:
    """The words without a table's head where a further page repeats it."""
    text = " ".join(words)
    for head in (
        "TT Họ tên Chức vụ Điện thoại liên hệ Huyện/thành phố Đầu mối",
        "TT Nơi nhận Số bản Hình thức gửi Ký nhận",
    ):
        first, found, rest = text.partition(head)
        text = first + found + rest.replace(f" {head}", "")
    return text.split()


def test_no_gap_is_lost_and_nothing_of_the_template_is_left(built: Project) -> None:
    words = pdf_words(built.root / "outputs/bluezone-2020/letter/cong-van.pdf")
    text = " ".join(words)
    assert "Số: /STTTT-BCVT" in text
    assert "Lạng Sơn, ngày tháng 8 năm 2020" in text
    assert not re.search(r"\{\{|\{%|None|Undefined", text)


@pytest.mark.full("long runs")
def test_second_build_changes_nothing_and_a_clean_one_gives_the_same_bytes(built: Project, tmp_path: Path) -> None:
    before = built.tree()
    again = built.run("--format", "json").json
    assert again["counts"].get("built", 0) == 0
    other = new_project(tmp_path)  # a cold one: promise I1
    other.run("-q", env={"PYTHONHASHSEED": "7", "TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C"})
    assert other.tree() == before
    assert built.tree() == before


@pytest.mark.full("long runs")
def test_one_phone_changes_only_the_files_that_print_it(built: Project, tmp_path: Path) -> None:
    project = Project(shutil.copytree(built.root, tmp_path / "copy"))
    before = project.tree()
    project.replace("data/lists/dau-moi.yaml", "0934.531.666", "0934.531.667")
    project.run("-q")
    after = project.tree()
    changed = {path for path in after if after[path] != before.get(path)} - {"manifest.json"}
    for path in changed:
        if path.endswith(".pdf") and "/packs/" not in path:
            assert "0934.531.667" in " ".join(pdf_words(project.root / "outputs" / path)), path
    kinds = {path.split("/")[1] for path in changed}
    assert kinds <= {"letter", "letters", "packs"}
    assert not any(path.startswith("bluezone-2020/letter/danh-sach") for path in changed)


def test_partial_build_leaves_the_rest_and_its_manifest_rows_alone(built: Project) -> None:
    before = built.tree()
    words = ["rosters", "--where", "district=cao-loc", "--where", "enterprise=viettel-lang-son", "--only", "pdf"]
    run = built.run("build", *words, "--format", "json")
    assert [output["path"] for output in run.json["outputs"]] == [
        "bluezone-2020/rosters/cao-loc/cao-loc--viettel-lang-son.pdf"
    ]
    assert built.tree() == before


@pytest.mark.full("long runs")
def test_number_and_date_are_printed_everywhere_for_one_run(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    run = project.run("letter", "rosters", "--number", "5", "--date", "2020-08-09", "--only", "docx")
    assert run.code == 0
    letter = " ".join(docx_words(project.root / "outputs/bluezone-2020/letter/cong-van.docx"))
    assert "Số: 05/STTTT-BCVT" in letter
    assert "Lạng Sơn, ngày 09 tháng 8 năm 2020" in letter
    assert "(Kèm theo Công văn số 05/STTTT-BCVT ngày 09 tháng 8 năm 2020" in letter
    assert "number: blank" in project.read("data/dispatches/bluezone-2020.yaml")


def test_a_character_without_a_glyph_is_told_where_it_was_typed(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    text = project.read("data/dispatches/bluezone-2020.yaml")
    project.write("data/dispatches/bluezone-2020.yaml", text.replace("Bluezone tới", "\U0001f600 tới", 1))
    template = project.root / "templates/van-ban.docx"
    parts = parts_of(template.read_bytes())
    typed = parts["word/document.xml"].decode().replace(">Nơi nhận:", ">\U0001f600 Nơi nhận:", 1)
    template.write_bytes(zipped(parts | {"word/document.xml": typed}))
    run = project.run("letter", "--only", "pdf", "--format", "json")
    (problem,) = [problem for problem in run.json["problems"] if problem["code"] == "glyph-missing"]
    assert any("templates/van-ban.docx, body, table" in place for place in problem["also"])
    line = text[: text.index("Bluezone tới")].count("\n")
    assert (problem["file"], problem["line"]) == ("data/dispatches/bluezone-2020.yaml", line + 1)
    assert problem["column"] == text.split("\n")[line].index("Bluezone tới") + 1


@pytest.mark.full("long runs")
def test_validate_judges_a_record_of_every_dispatch(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    letter_alone(project)
    text = draft("quyet-dinh", "phuong-thi-huong-lan", ["ubnd-tinh"], 8, 2020)
    project.write("data/dispatches/quyet-dinh.yaml", text.replace("Chánh Văn phòng\n", "Chánh Văn phòng,\n", 1))
    assert "ND30-CAN-CU-STOP" in project.run("validate", "--format", "json").codes()
    left_out = project.root / "data/check.yaml"
    left_out.write_text("ND30-CAN-CU-STOP: quy chế của cơ quan (mẫu)\n", "utf-8")
    for act in ("validate", "build"):
        assert "ND30-CAN-CU-STOP" not in project.run(act, "--format", "json").codes()
    left_out.unlink()
    assert "ND30-CAN-CU-STOP" in project.run("build", "--format", "json").codes()


def test_dry_run_writes_nothing_and_says_why(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    run = project.run("-n", "letter", "--format", "json")
    assert {output["status"] for output in run.json["outputs"]} == {"would-build"}
    assert not (project.root / "outputs").exists()
    project.run("letter", "-q")
    again = project.run("-n", "letter", "--format", "json")
    assert {output["status"] for output in again.json["outputs"]} == {"would-keep"}


@pytest.mark.full("long runs")
def test_edited_output_is_kept_and_named_and_force_keeps_a_copy(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    project.run("letter", "-q")
    path = project.root / "outputs/bluezone-2020/letter/cong-van.docx"
    path.write_bytes(b"mine")
    name = "bluezone-2020/letter/cong-van.docx"
    for words, status in ((["-n"], "kept"), (["-n", "-F"], "kept"), (["-n", "--force"], "would-build")):
        foreseen = {o["path"]: o for o in project.run("letter", *words, "--format", "json").json["outputs"]}
        assert foreseen[name]["status"] == status
        assert "edited by hand" in foreseen[name]["why"]
    run = project.run("letter", "--format", "json")
    assert run.code == 6
    assert "output-edited" in run.codes()
    assert path.read_bytes() == b"mine"
    assert project.run("letter", "--force", "-q").code == 0
    assert path.read_bytes() != b"mine"
    assert (path.parent / "cong-van.docx.bak").read_bytes() == b"mine"


def test_verify_finds_what_was_changed(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    project.run("letter", "-q")
    for words, told in (((), "Opened 7 files: all sound"), (("--open",), "Opened 7 files and drew every page of PDFs")):
        run = project.run("verify", *words)
        assert (run.code, told in run.out) == (0, True), run.out
    path = project.root / "outputs/bluezone-2020/letter/cong-van.pdf"
    path.write_bytes(path.read_bytes() + b" ")
    run = project.run("verify", "--format", "json")
    assert run.code == 1
    assert run.codes() == ["output-edited"]


def test_per_copy_numbers(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    project.replace(
        "data/dispatches/bluezone-2020.yaml",
        "number: blank",
        "number: 123\nnumbering: per-copy\nnumbers: {vnpt-lang-son: 124}\n# number: blank",
    )
    assert project.run("letters", "--only", "docx").code == 0
    folder = project.root / "outputs/bluezone-2020/letters"
    assert "Số: 124/STTTT-BCVT" in " ".join(docx_words(folder / "vnpt-lang-son.docx"))
    assert "Số: /STTTT-BCVT" in " ".join(docx_words(folder / "viettel-lang-son.docx"))


def test_electronic_reference_is_not_filled_in(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    project.replace("data/dispatches/bluezone-2020.yaml", "medium: paper", "medium: electronic")
    project.run("letter", "--only", "docx", "-q")
    text = " ".join(docx_words(project.root / "outputs/bluezone-2020/letter/cong-van.docx"))
    assert "(Kèm theo Công văn số ngày tháng năm của Sở Thông tin và Truyền thông)" in text


SEED = HOME.parent / "shared/seed/dispatch.txt"


@pytest.mark.skipif(not SEED.exists(), reason="../shared, the seed's text, is not beside this checkout")
def test_as_issued_is_the_seed_word_for_word(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    run = project.run("--edition", "as-issued", "letter", "--format", "json")
    assert run.code == 0, run.out
    seed = SEED.read_text("utf-8").replace("CVT-\n\nVP", "CVT-VP").split()
    seed.remove("http://www.bluezone.gov.vn/")  # the address behind a link, no text of the page
    seed.remove("3")  # the page's number, in the margin
    at = [seed.index(word) for word in ("Số:", "V/v", "CỘNG", "Lạng", "Kính")]  # the seed has its head by columns
    at[3] = seed.index("Lạng", at[2])
    names, number, subject, motto, date, rest = (seed[a:b] for a, b in pairwise([0, *at, len(seed)]))
    seed = [*names, *motto, *number, *date, *subject, *rest]
    folder = project.root / "outputs/bluezone-2020-as-issued/letter"
    assert docx_words(folder / "cong-van.docx") == seed
    assert pdf_words(folder / "cong-van.pdf") == seed


@pytest.mark.full("long runs")
def test_artwork_that_swells_in_memory_stops_the_run_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few KB that unpack to gigabytes: read in a child process within limits."""
    limited = functools.partial(child_process.in_child, memory=64 << 20)
    monkeypatch.setattr(child_process, "in_child", limited)
    bomb, name = art(b"1 0 0 1 0 0 cm\n" * 1_000_000), "templates/signage/a.pdf"
    (problem,) = parse._within_limits(inspect_artwork, bomb, name, size=SIZE, bleed=0)
    assert (problem.code, problem.severity) == ("artwork-limit", Severity.ERROR)
    assert problem.place.file == name
    assert parse._within_limits(inspect_artwork, art(b""), name, size=SIZE, bleed=0) == []


def test_only_the_file_of_a_record_with_an_empty_cell_fails(tmp_path: Path) -> None:
    lists = "list: {label: Người, fields: {vi: {label: Thành tích}}}\n"
    lists += "entries: [{id: a, name: A, vi: x}, {id: b, name: B}]\n"
    document = '{id: d, name: D, task: issue, templates: {txt: a.txt}, for_each: {k: nguoi}, path: "d/{{ k.id }}"}'
    given = {name: data.decode() for name, data in office_files("").items()}
    given |= {"data/lists/nguoi.yaml": lists, "data/documents.yaml": f"- {document}\n", "templates/a.txt": "{{ k.vi }}"}
    project = Project(tmp_path)
    for name, text in given.items():
        project.write(name, text)
    run = project.run("build", "--format", "json")
    assert (run.code, run.codes()) == (3, ["cell-empty"])
    assert "d/a.txt" not in str(project.tree())
    run = project.run("build", "--keep-going", "--format", "json")
    assert (run.code, run.codes()) == (1, ["cell-empty"])
    assert {each["path"]: each["status"] for each in run.json["outputs"] if each["path"].endswith("txt")} == {
        "cv/d/a.txt": "built",
        "cv/d/b.txt": "failed",
    }
    assert project.run("validate", "--format", "json").codes() == ["cell-empty"]
    assert project.run("build", "-n", "--format", "json").codes() == ["cell-empty"]
    project.write("data/lists/nguoi.yaml", lists.replace("{label: Thành tích}", "{label: Thành tích, required: false}"))
    assert project.run("build").code == 0
