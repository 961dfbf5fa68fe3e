"""A value is saved by its bytes alone; what somebody else saved stays, and the same value is a conflict."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.core.i18n import using_language
from congvan.editing.entries import AddRequest, add
from congvan.editing.saving import SaveRequest, save
from congvan.editing.undoing import UndoRequest, undo
from congvan.model.project.yaml_reader import KeyPath, parse
from tests.editing.files import AGENCY, DISPATCH, sha, value_in


def test_the_unit_that_keeps_a_copy_follows_the_drafting_unit(root: Path) -> None:
    before = (root / DISPATCH).read_bytes()
    save(SaveRequest(root, DISPATCH, ("unit",), "BCVT", "VP"))
    assert value_in(root, DISPATCH, ("archive", "unit")) == "VP"
    undo(UndoRequest(root, DISPATCH))  # one change
    assert (root / DISPATCH).read_bytes() == before
    save(SaveRequest(root, DISPATCH, ("archive", "unit"), "BCVT", "TTr"))
    save(SaveRequest(root, DISPATCH, ("unit",), "BCVT", "VP"))
    assert value_in(root, DISPATCH, ("archive", "unit")) == "TTr"


def test_the_bytes_of_the_value_alone_change(root: Path) -> None:
    before = (root / AGENCY).read_text("utf-8")
    told = save(SaveRequest(root, AGENCY, ("place",), "Lạng Sơn", "Cao Bằng", sha(root, AGENCY)))
    assert (told.exit_code, told.problems) == (0, [])
    assert (root / AGENCY).read_text("utf-8") == before.replace("place: Lạng Sơn", "place: Cao Bằng")
    assert told.data["sha256"] == sha(root, AGENCY)
    assert told.data["changed"]
    assert not told.data["merged"]


@pytest.mark.parametrize("file", [AGENCY, "data/documents.yaml", DISPATCH])
def test_a_file_that_cannot_be_read_is_saved_as_a_whole_once_it_can(file: str, root: Path) -> None:
    sound = (root / file).read_bytes()
    broken = sound + b"x: [\n"
    (root / file).write_bytes(broken)
    shown = sha(root, file)
    wrong = save(SaveRequest(root, file, ".", "", "x: [\n", shown))
    assert [problem.code for problem in wrong.problems] == ["yaml-slip"]
    assert save(SaveRequest(root, file, ".", "", "chữ", shown)).exit_code
    assert save(SaveRequest(root, file, ".", "", sound.decode(), "0" * 64)).exit_code  # somebody else has changed it
    assert (root / file).read_bytes() == broken
    assert save(SaveRequest(root, file, ".", "", sound.decode().replace("\n", "\r\n"), shown)).exit_code == 0
    assert (root / file).read_bytes() == sound
    undo(UndoRequest(root, file))
    assert (root / file).read_bytes() == broken


def test_another_value_changed_meanwhile_merges(root: Path) -> None:
    seen = sha(root, AGENCY)
    assert save(SaveRequest(root, AGENCY, ("place",), "Lạng Sơn", "Cao Bằng", seen)).exit_code == 0
    told = save(SaveRequest(root, AGENCY, ("signers", 0, "title"), "Phó Giám đốc", "Giám đốc", seen))
    assert told.exit_code == 0
    assert told.data["merged"]
    text = (root / AGENCY).read_text("utf-8")
    assert "place: Cao Bằng" in text
    assert "title: Giám đốc" in text


def test_the_same_value_changed_meanwhile_is_a_conflict(root: Path) -> None:
    seen = sha(root, AGENCY)
    save(SaveRequest(root, AGENCY, ("place",), "Lạng Sơn", "Cao Bằng", seen))
    before = (root / AGENCY).read_bytes()
    told = save(SaveRequest(root, AGENCY, ("place",), "Lạng Sơn", "Hà Nội", seen))
    assert told.exit_code == 1
    assert [problem.code for problem in told.problems] == ["edit-conflict"]
    assert told.data["conflict"] == {"before": "Lạng Sơn", "mine": "Hà Nội", "theirs": "Cao Bằng"}
    assert (root / AGENCY).read_bytes() == before
    again = save(SaveRequest(root, AGENCY, ("place",), "Lạng Sơn", "Cao Bằng", seen))  # both mean the same
    assert (again.exit_code, again.data["changed"]) == (0, False)


def test_an_edit_by_hand_merges_too(root: Path) -> None:
    seen = sha(root, DISPATCH)
    text = (root / DISPATCH).read_text("utf-8")
    (root / DISPATCH).write_text(text.replace("  - to: tinh-doan-lang-son\n", "", 1), "utf-8")
    told = save(SaveRequest(root, DISPATCH, ("receivers", 1, "text"), value(root, 0, "text"), "Các phòng", seen))
    assert told.exit_code == 0
    assert value(root, 0, "text") == "Các phòng"
    gone = save(SaveRequest(root, DISPATCH, ("receivers", 0, "to"), "tinh-doan-lang-son", "so-y-te", seen))
    assert gone.data["conflict"]["theirs"] is None


def value(root: Path, index: int, key: str) -> str:
    data = parse((root / DISPATCH).read_bytes(), DISPATCH).data
    return str(data["receivers"][index][key])


@pytest.mark.parametrize(
    ("path", "old", "new", "line"),
    [
        (("urgency",), "", "KHẨN", "urgency: KHẨN\n"),
        (("archive", "drafter"), "", "PL", "archive: {unit: BCVT, drafter: PL}\n"),
        (("deadlines", 0, "time"), "", "16h30", "    date: 2020-08-20\n    time: 16h30\n"),
        (("copies", 2, "purpose"), "p/h", "", "  - to: ubnd-cac-huyen-thanh-pho\n  - to: lanh-dao-so\n"),
        (("co_signer", "name"), "", "Nguyễn A", "\nco_signer: {name: Nguyễn A}\n"),
        (("number",), "blank", "123", "number: 123                                  # khi có số"),
    ],
)
def test_keys_come_and_go_in_their_usual_place(root: Path, path: KeyPath, old: str, new: str, line: str) -> None:
    told = save(SaveRequest(root, DISPATCH, path, old, new, sha(root, DISPATCH)))
    assert told.exit_code == 0, told.problems
    assert line in (root / DISPATCH).read_text("utf-8")


def test_a_text_alone_becomes_a_fact_when_more_is_said(root: Path) -> None:
    text = (root / DISPATCH).read_text("utf-8").replace("  - to: lanh-dao-so", "  - Lãnh đạo Sở  # giữ")
    (root / DISPATCH).write_text(text, "utf-8")
    assert save(SaveRequest(root, DISPATCH, ("copies", 3, "text"), "Lãnh đạo Sở", "Ban Giám đốc")).exit_code == 0
    assert "  - Ban Giám đốc  # giữ\n" in (root / DISPATCH).read_text("utf-8")
    assert save(SaveRequest(root, DISPATCH, ("copies", 3, "purpose"), "", "b/c")).exit_code == 0
    assert "  - {text: Ban Giám đốc, purpose: b/c}  # giữ\n" in (root / DISPATCH).read_text("utf-8")


def test_a_date_with_gaps_is_saved_as_it_is_shown(root: Path) -> None:
    seen = sha(root, DISPATCH)
    assert save(SaveRequest(root, DISPATCH, ("date",), "…/8/2020", "19/8/2020", seen)).exit_code == 0
    assert "\ndate: 19/8/2020\n" in (root / DISPATCH).read_text("utf-8")
    assert save(SaveRequest(root, DISPATCH, "/date", "19/8/2020", "…/9/2020")).exit_code == 0
    assert "\ndate: {day: blank, month: 9, year: 2020}\n" in (root / DISPATCH).read_text("utf-8")


def test_a_day_is_shown_as_offices_write_it_and_kept_as_the_file_writes_it(root: Path) -> None:
    due = ("deadlines", 0, "date")
    assert save(SaveRequest(root, DISPATCH, due, "20/8/2020", "20/8/2020")).data["record"] == ""
    assert save(SaveRequest(root, DISPATCH, due, "20/8/2020", "3/9/2020")).exit_code == 0
    assert "    date: 2020-09-03\n" in (root / DISPATCH).read_text("utf-8")
    told = save(SaveRequest(root, DISPATCH, due, "20/8/2020", "04/9/2020"))
    assert told.data["conflict"] == {"before": "2020-08-20", "mine": "2020-09-04", "theirs": "2020-09-03"}
    assert save(SaveRequest(root, DISPATCH, due, "03/9/2020", "hôm sau")).exit_code == 0  # told, as any other slip
    assert "    date: hôm sau\n" in (root / DISPATCH).read_text("utf-8")


def test_findings_are_told_and_not_forbidden(root: Path) -> None:
    told = save(SaveRequest(root, DISPATCH, ("number",), "blank", "12a", sha(root, DISPATCH)))
    assert told.exit_code == 0
    assert [(problem.code, problem.place.line) for problem in told.problems] == [("number-form", 6)]


@pytest.mark.parametrize("file", ["data/../secret.yaml", "outputs/x.yaml", "data/none.yaml", "templates/x.docx"])
def test_only_data_files_are_changed(root: Path, file: str) -> None:
    assert save(SaveRequest(root, file, ("a",), "", "b")).exit_code != 0


def test_characters_that_no_document_may_hold_are_refused(root: Path) -> None:
    before = (root / AGENCY).read_bytes()
    told = save(SaveRequest(root, AGENCY, ("place",), "Lạng Sơn", "Lạng\ufffd Sơn"))
    assert told.exit_code == 3
    assert (root / AGENCY).read_bytes() == before


def test_a_page_refuses_no_tab_and_a_numbered_line_is_a_paragraph(root: Path) -> None:
    before = value_in(root, DISPATCH, ("body",))
    typed = "Đề nghị:\n1.\tRà soát,\tbáo cáo\u200b.\na) Thôn"
    told = save(SaveRequest(root, DISPATCH, ("body",), before, typed, sha(root, DISPATCH)))
    assert told.exit_code == 0
    kept = "Đề nghị:\n\n1. Rà soát, báo cáo.\n\na) Thôn\n"
    assert (value_in(root, DISPATCH, ("body",)), told.data["kept"]) == (kept, kept)
    with using_language("vi"):
        assert [str(each) for each in told.remarks] == [
            "Khi lưu đã đổi: 1 số hoặc gạch đầu dòng tự động thành chữ; 1 dấu tab thành dấu cách; bỏ 1 ký tự ẩn; "
            "2 dòng có số hoặc gạch đầu dòng thành đoạn riêng."
        ]
    again = save(SaveRequest(root, DISPATCH, ("body",), kept, f"{kept} mới", told.data["sha256"]))
    assert (again.exit_code, again.data["kept"], again.remarks) == (0, "", [])


def test_an_entry_is_added_without_tabs(root: Path) -> None:
    signer = {"id": "b", "name": "Trần\tThị\u00a0B", "title": "Phó\tGiám đốc"}
    assert add(AddRequest(root, AGENCY, ("signers",), signer)).exit_code == 0
    assert value_in(root, AGENCY, ("signers",))[-1] == {"id": "b", "name": "Trần Thị B", "title": "Phó Giám đốc"}
