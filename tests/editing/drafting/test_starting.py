"""A new project: neutral with the names of an office, or a whole sample; it builds at once."""

from __future__ import annotations

import datetime
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from congvan.core.bootstrap.environment import starter
from congvan.editing.drafting.scaffolding import InitRequest, init
from congvan.editing.drafting.starting import IGNORED, Office, abbreviated, samples, signing_steps
from congvan.model.project.yaml_reader import parse
from tests.sample_project import HOME, Project, docx_words

TODAY = datetime.date(2026, 11, 26)
NAMES = ("--agency", "Sở Mẫu: một", "--place", "Nơi Mẫu", "--signer", "Nguyễn Văn Mẫu", "--title", "Phó Giám đốc")
OFFICE = Office("Sở Mẫu", "Nơi Mẫu", "Nguyễn Văn Mẫu", "Giám đốc")


def files_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_neutral_start_is_small_and_builds_at_once(tmp_path: Path) -> None:
    project = Project(tmp_path / "mới")
    assert project.run("init", str(project.root), *NAMES, cwd=tmp_path).code == 0
    assert sorted(name for name in files_below(project.root / "data")) == [
        "agency.yaml",
        "dispatches/cong-van-dau-tien.yaml",
        "documents.yaml",
        "lists/noi-nhan.yaml",
    ]
    built = project.run("--format", "json", cwd=project.root / "data/lists")
    assert (built.code, built.codes()) == (0, [])
    letter = project.root / "outputs/cong-van-dau-tien/letter/cong-van.docx"
    words = " ".join(docx_words(letter))
    assert "SỞ MẪU: MỘT" in words
    assert "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC" in words
    assert "Nơi Mẫu, ngày" in words
    checked = project.run("check", str(letter), "--fail-on", "warning", "--format", "json")
    assert (checked.code, checked.codes()) == (0, [])
    assert checked.json["files"][0]["counts"]["broken"] == 0


def test_a_neutral_start_makes_forms_and_tables_of_a_dispatch(tmp_path: Path) -> None:
    project = Project(tmp_path / "p")
    assert init(InitRequest(project.root, office=OFFICE, today=TODAY)).exit_code == 0
    project.write(
        "data/dispatches/cong-van-dau-tien.yaml",
        project.read("data/dispatches/cong-van-dau-tien.yaml") + "forms:\n"
        "  - {id: dau-moi, name: Biểu, subject: Đầu mối, per: {noi: noi-nhan}, lines: ['Nơi: {{ noi.name }}'],\n"
        "     columns: [{id: ten, label: Họ tên, type: name}]}\n"
        "tables: [{id: noi, of: noi-nhan, name: Danh sách}]\n",
    )
    planned = project.run("-n", "--format", "json")
    assert (planned.code, planned.codes()) == (0, [])
    assert {output["path"].removeprefix("cong-van-dau-tien/") for output in planned.json["outputs"]} >= {
        "bieu/dau-moi/don-vi-thu-nhat.xlsx",
        "bieu/dau-moi/don-vi-thu-hai.docx",
        "bang/noi.xlsx",
        "letter/danh-sach-gui.docx",
    }


def test_a_template_that_congvan_has_is_told_with_its_place(tmp_path: Path) -> None:
    project = Project(tmp_path / "p")
    assert init(InitRequest(project.root, office=OFFICE, today=TODAY)).exit_code == 0
    (project.root / "templates/bieu.xlsx").unlink()
    (problem,) = project.run("validate", "--format", "json").json["problems"]
    assert problem["code"] == "template-missing"
    assert str(starter() / "templates/bieu.xlsx") in problem["hint"]


def test_a_new_dispatch_of_a_neutral_start_builds_with_all_that_its_draft_offers(tmp_path: Path) -> None:
    project = Project(tmp_path / "p")
    assert init(InitRequest(project.root, office=OFFICE, today=TODAY)).exit_code == 0
    assert project.run("new", "y", "--kind", "quyet-dinh").code == 0
    text, _mark, offered = project.read("data/dispatches/y.yaml").partition("# Khi cần thì bỏ dấu # ở đầu dòng:\n")
    uncommented = "".join(line.removeprefix("# ") for line in offered.splitlines(keepends=True))
    project.write("data/dispatches/y.yaml", text + uncommented)
    planned = project.run("-n", "--dispatch", "y", "--format", "json")
    assert (planned.code, planned.codes()) == (0, [])
    assert any("/copies/" in output["path"] for output in planned.json["outputs"])


def test_a_start_is_dated_by_the_day_and_speaks_its_language(tmp_path: Path) -> None:
    office = Office("Sở Mẫu", "Nơi Mẫu", "Nguyễn Văn Mẫu", "Giám đốc", language="en")
    assert init(InitRequest(tmp_path / "p", office=office, today=TODAY)).exit_code == 0
    agency = parse((tmp_path / "p/data/agency.yaml").read_bytes(), "agency.yaml").data
    dispatch = parse((tmp_path / "p/data/dispatches/cong-van-dau-tien.yaml").read_bytes(), "dispatch.yaml").data
    assert (agency["language"], agency["abbreviation"]) == ("en", "SM")
    assert "parent" not in agency
    assert dispatch["date"] == {"day": "blank", "month": "11", "year": "2026"}


def test_the_sample_is_copied_whole(tmp_path: Path) -> None:
    assert init(InitRequest(tmp_path / "p", "bluezone-2020")).exit_code == 0
    made = files_below(tmp_path / "p")
    wanted = {f"{top}/{name}": data for top in ("data", "templates") for name, data in files_below(HOME / top).items()}
    assert made == {**wanted, ".gitignore": IGNORED.encode()}


@pytest.mark.full("long runs")
def test_the_sample_of_today_plans_a_form_for_everybody_who_owes_one(tmp_path: Path) -> None:
    project = Project(tmp_path / "p")
    assert init(InitRequest(project.root, "to-cong-nghe-so-2026")).exit_code == 0
    planned = project.run("-n", "--format", "json")
    assert (planned.code, planned.codes()) == (0, [])
    folder = "to-cong-nghe-so-2026/bieu/"
    sheets = [output["path"] for output in planned.json["outputs"] if output["path"].startswith(folder)]
    made = Counter(path.removeprefix(folder).partition("/")[0] for path in sheets if path.endswith(".xlsx"))
    assert made == {"thanh-vien": 260, "ds-thon": 65, "th-don-vi": 4, "tuan": 1105}
    built = project.run("bieu", "letter", "--where", "xa=Cao Lộc", "--where", "don_vi=Đơn vị mẫu A", "--format", "json")
    assert (built.code, built.codes()) == (0, [])
    words = " ".join(docx_words(project.root / f"outputs/{folder}thanh-vien/xa-cao-loc/don-vi-mau-a.docx"))
    for said in ("Phụ lục I", "Xã, phường: Xã Cao Lộc", "Số CCCD", "Danh sách này có …… người"):
        assert said in words


def test_every_sample_of_the_table_has_data() -> None:
    assert all((folder / "data/agency.yaml").is_file() for folder in samples().values())


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (InitRequest(Path("p"), "bluezone-2021"), "sample-unknown"),
        (InitRequest(Path("p")), "init-names-missing"),
        (InitRequest(Path("p"), office=Office("Sở \u200b", "x", "y", "z"), today=TODAY), "text-forbidden"),
    ],
)
def test_a_start_that_cannot_be_writes_nothing(
    request_: InitRequest, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = init(request_)
    assert [problem.code for problem in outcome.problems] == [code]
    assert list(tmp_path.iterdir()) == []


def test_without_a_terminal_the_options_are_named(tmp_path: Path) -> None:
    run = Project(tmp_path).run("init", str(tmp_path / "p"), "--format", "json")
    assert (run.code, run.codes()) == (2, ["init-names-missing"])
    assert "--agency" in run.json["problems"][0]["hint"]


def test_what_came_back_is_not_committed(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text(IGNORED, "utf-8")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    kept = ["data/agency.yaml", "templates/signage/logo.png", "templates/van-ban.docx"]
    gone = ["office.db", "office.db-wal", "returns.db", "inbox/bieu.xlsx", "anh.jpg", "outputs/x/a.pdf", "data/a.png"]
    for name in (*kept, *gone):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    listed = ["git", "-C", str(tmp_path), "ls-files", "--others", "--exclude-standard"]
    found = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split()
    assert found == sorted([".gitignore", *kept])


@pytest.mark.parametrize(
    ("agency", "letters"),
    [
        ("Sở Khoa học và Công nghệ", "SKHCN"),
        ("Sở Giáo dục và Đào tạo", "SGDĐT"),
        ("Ủy ban nhân dân xã Mẫu", "UBND"),
        ("Sở (mẫu)", "S"),
    ],
)
def test_an_agency_is_abbreviated_by_its_initials(agency: str, letters: str) -> None:
    assert abbreviated(agency) == letters


def test_lines_over_the_title_follow_from_agency_and_title() -> None:
    assert signing_steps("Sở Mẫu", "Giám đốc") == []
    assert signing_steps("Sở Mẫu", "Phó Giám đốc") == [("KT", "Giám đốc")]
    assert signing_steps("Ủy ban nhân dân xã Mẫu", "Chủ tịch") == [("TM", "Ủy ban nhân dân")]
    assert signing_steps("Ủy ban nhân dân xã Mẫu", "Phó Chủ tịch") == [("TM", "Ủy ban nhân dân"), ("KT", "Chủ tịch")]
