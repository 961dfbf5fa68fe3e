"""`check` and `explain` as a clerk uses them: anybody's files, every form of report, exit codes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.core.test_libreoffice import as_doc, needs_libreoffice
from tests.nd30 import letters
from tests.nd30.as_docx import to_docx
from tests.nd30.as_pdf import to_pdf
from tests.nd30.letters import c
from tests.sample_project import Project, new_project


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = new_project(tmp_path_factory.mktemp("checked"))
    assert project.run("letter", "-q").code == 0
    assert project.run("letter", "-q", "--edition", "as-issued").code == 0
    return project


def letter(project: Project, edition: str = "", ending: str = "docx") -> str:
    return str(project.root / f"outputs/bluezone-2020{edition}/letter/cong-van.{ending}")


@pytest.mark.full("long runs")
def test_the_corrected_letter_has_no_finding_and_the_issued_one_has(built: Project) -> None:
    for ending in ("docx", "pdf"):
        assert built.run("check", letter(built, ending=ending)).code == 0
        run = built.run("check", letter(built, "-as-issued", ending), "--format", "json")
        assert run.code == 1
        rules = run.json["files"][0]["rules"]
        broken = {rule["id"] for rule in rules if rule["verdict"] == "broken" and rule["severity"] == "error"}
        assert broken == {"ND30-KINH-GUI-NEW-LINE", "ND30-KINH-GUI-SEMICOLON"}
        assert {rule["verdict"] for rule in rules} <= {"holds", "broken", "not-applicable", "not-evaluated"}
        assert all(rule["clause"] for rule in rules)


def test_fail_on_decides_the_exit_code(built: Project) -> None:
    assert built.run("check", letter(built, "-as-issued"), "--fail-on", "never").code == 0
    assert built.run("check", letter(built, "-as-issued"), "--fail-on", "warning").code == 1


def test_sarif_and_folders_and_patterns(built: Project) -> None:
    folder = str(built.root / "outputs/bluezone-2020-as-issued/letter")
    log = json.loads(built.run("check", folder, "--format", "sarif", "--fail-on", "never").out)
    assert log["version"] == "2.1.0"
    assert any(result["ruleId"] == "ND30-KINH-GUI-SEMICOLON" for result in log["runs"][0]["results"])
    run = built.run("check", f"{folder}/cong-van.*", "--format", "json")
    assert [Path(file["path"]).name for file in run.json["files"]] == ["cong-van.docx", "cong-van.pdf"]
    one, two = (built.run("check", folder, "--format", "json", "-j", n).json["files"] for n in ("1", "2"))
    assert one == two


def test_notes_are_written_into_a_copy(built: Project, tmp_path: Path) -> None:
    import pikepdf

    source = letter(built, "-as-issued", "pdf")
    before = Path(source).read_bytes()
    assert built.run("check", source, "--annotate", str(tmp_path)).code == 1
    assert Path(source).read_bytes() == before
    with pikepdf.open(tmp_path / "cong-van.pdf") as pdf:
        notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
        assert any("ND30-KINH-GUI-SEMICOLON" in str(note.get("/Contents", "")) for note in notes)


def test_copies_of_files_with_one_name_don_t_overwrite_each_other(built: Project, tmp_path: Path) -> None:
    for folder, edition in (("a", ""), ("b", "-as-issued")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "letter.pdf").write_bytes(Path(letter(built, edition, "pdf")).read_bytes())
    notes = tmp_path / "notes"
    built.run("check", str(tmp_path / "a"), str(tmp_path / "b"), "--annotate", str(notes))
    assert sorted(path.name for path in notes.iterdir()) == ["b-letter.pdf", "letter.pdf"]


def test_a_file_that_is_too_large_does_not_stop_the_others(built: Project, tmp_path: Path) -> None:
    with (tmp_path / "scans.pdf").open("wb") as scans:
        scans.truncate(65 << 20)
    (tmp_path / "z.docx").write_bytes(Path(letter(built)).read_bytes())
    first, second = built.run("check", str(tmp_path), "--format", "json").json["files"]
    assert {rule["verdict"] for rule in first["rules"]} == {"not-evaluated"}
    assert second["good"]


def test_what_can_t_be_judged_is_said(built: Project, tmp_path: Path) -> None:
    for words, code, exit_code in (
        (("check", str(tmp_path / "none.pdf")), "check-unreadable", 4),
        (("check", str(tmp_path)), "check-nothing", 3),
        (("check", letter(built), "--profile", "nd30-1920"), "profile-unknown", 3),
        (("explain", "ND30-MARGIN-LEF"), "rule-unknown", 3),
    ):
        run = built.run(*words, "--format", "json")
        assert (run.code, run.codes()) == (exit_code, [code])


def test_what_nothing_could_be_read_of_is_no_success(built: Project, tmp_path: Path) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    run = built.run("check", str(broken), "--format", "json")
    assert {rule["verdict"] for rule in run.json["files"][0]["rules"]} == {"not-evaluated"}
    assert (run.code, run.json["files"][0]["good"]) == (1, False)
    assert built.run("check", str(broken), "--fail-on", "never").code == 0


def test_a_file_that_can_t_be_opened_does_not_lose_what_is_said_of_the_others(built: Project, tmp_path: Path) -> None:
    gone, pipe, good = str(tmp_path / "gone.pdf"), tmp_path / "pipe.docx", letter(built)
    os.mkfifo(pipe)
    run = built.run("check", gone, good, str(pipe), "--format", "json")
    assert (run.code, run.codes()) == (4, ["check-unreadable"] * 2)
    assert [problem["file"] for problem in run.json["problems"]] == [gone, str(pipe)]
    assert [(file["path"], file["good"]) for file in run.json["files"]] == [(good, True)]
    told = json.loads(built.run("check", gone, good, "--format", "sarif").out)["runs"][0]
    assert not told["invocations"][0]["executionSuccessful"]
    assert "gone.pdf" in json.dumps(told["invocations"][0]["toolExecutionNotifications"])
    assert told["results"]


def test_quiet_tells_errors_alone(built: Project) -> None:
    assert built.run("check", "-q", letter(built)).out == ""
    found = built.run("check", "-q", letter(built, "-as-issued")).out
    assert "ND30-KINH-GUI-SEMICOLON" in found
    assert "warning" not in found


def test_a_rule_s_page_is_shown_in_both_languages(built: Project) -> None:
    assert "30 to 35 mm" in built.run("explain", "ND30-MARGIN-LEFT").out
    assert "lề trái" in built.run("explain", "ND30-MARGIN-LEFT", "--lang", "vi").out.lower()
    assert "ND30-MARGIN-LEFT" in built.run("explain").out


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_classified_paper_ends_alone_and_the_others_are_checked(built: Project, tmp_path: Path, form: str) -> None:
    paper = letters.dispatch()
    paper.marks.insert(0, c("MẬT", 13, bold=True, framed=True))
    secret, good = tmp_path / f"a.{form}", tmp_path / "b.docx"
    secret.write_bytes(to_docx(paper) if form == "docx" else to_pdf(paper))
    good.write_bytes(to_docx(letters.dispatch()))
    run = built.run("check", str(tmp_path), "--format", "json", "--annotate", str(tmp_path / "notes"))
    assert run.code == 1
    assert [(problem["code"], problem["file"]) for problem in run.json["problems"]] == [("classified", str(secret))]
    assert [file["path"] for file in run.json["files"]] == [str(good)]
    assert not list((tmp_path / "notes").iterdir())
    spoken = built.run("check", str(secret), "--lang", "vi", "--fail-on", "never")
    assert spoken.code == 1
    assert "Văn bản mật: không xử lý trên máy này" in spoken.out


@needs_libreoffice
def test_a_doc_is_found_in_a_folder_and_kept_in_the_cache_of_the_project(built: Project, tmp_path: Path) -> None:
    (tmp_path / "x.doc").write_bytes(as_doc(to_docx(letters.dispatch())))
    run = built.run("check", str(tmp_path), "--format", "json", "--fail-on", "never")
    assert [(file["kind"], file["converted"]) for file in run.json["files"]] == [("cong-van", True)]
    (kept,) = (built.root / ".cache/congvan/from-doc").iterdir()
    before = kept.stat().st_mtime_ns
    assert built.run("check", str(tmp_path), "--format", "json", "--fail-on", "never").out == run.out
    assert kept.stat().st_mtime_ns == before


def test_rules_left_out_by_the_office_and_one_page_on_all(built: Project, tmp_path: Path) -> None:
    paper = letter(built, "-as-issued", "pdf")
    built.write("data/check.yaml", "ND30-KINH-GUI-NEW-LINE: mẫu của tỉnh\nND30-KINH-GUI-SEMICOLON: mẫu của tỉnh\n")
    try:
        run = built.run("check", paper, "--format", "json", "--report", str(tmp_path / "r.html"))
        assert run.code == 0
        assert set(run.json["left_out"]) == {"ND30-KINH-GUI-NEW-LINE", "ND30-KINH-GUI-SEMICOLON"}
        assert not {rule["id"] for rule in run.json["files"][0]["rules"]} & set(run.json["left_out"])
        assert "mẫu của tỉnh" in (tmp_path / "r.html").read_text("utf-8")
        assert [path.name for path in tmp_path.iterdir()] == ["r.html"]
        run = built.run("check", paper, "--format", "json", "--report", str(tmp_path / "none/r.html"))
        assert ([problem["code"] for problem in run.json["problems"]], run.code) == (["report-unwritable"], 4)
    finally:
        (built.root / "data/check.yaml").unlink()
