"""A list and a template make a file of each row, without a project; a fault stays with its row."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pikepdf
import pytest

import congvan
from congvan.cli.app import main
from congvan.core.problems import Exit, ProblemsFound, UsageError
from congvan.pipeline.merge import MergeRequest, merge, merge_list
from tests.model.lists.test_table import workbook

ROWS: list[list[object]] = [
    ["Họ và tên", "Đơn vị", "Tiền"],
    ["Nguyễn Văn An", "Sở Y tế", 1500000],
    ["Trần Thị Bình", None, 90000],
    ["Nguyễn Văn An", "Sở Y tế/Phòng A", 20000],
    ["Cộng", None, 1610000],
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ds.xlsx").write_bytes(workbook(*ROWS))
    letter = docx.Document()
    letter.styles["Normal"].font.name = "Times New Roman"
    letter.add_paragraph("Kính mời {{ ho_va_ten }}, {{ don_vi }}, {{ tien|tien }} đồng.")
    letter.save(str(tmp_path / "mau.docx"))
    return tmp_path


def request(folder: Path, **more: object) -> MergeRequest:
    given: dict[str, object] = {"listed": folder / "ds.xlsx", "template": folder / "mau.docx", "out": folder / "out"}
    return MergeRequest(**(given | more))  # type: ignore[arg-type]  # fields by their names


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "out").iterdir())


def test_a_row_with_a_fault_is_reported_and_the_others_are_made(folder: Path) -> None:
    outcome = merge_list(request(folder, name="Mời {{ ho_va_ten }}.pdf"))
    assert outcome.exit_code == Exit.FAILED
    assert names(folder) == ["Mời Nguyễn Văn An (2).pdf", "Mời Nguyễn Văn An.pdf"]
    found = {problem.code: problem for problem in outcome.problems}
    assert {*found} == {"value-missing", "row-total", "merge-names-twice"}
    assert str(found["value-missing"].record) == "ds.xlsx, DS!3"
    with pikepdf.open(folder / "out/Mời Nguyễn Văn An.pdf") as pdf:
        assert len(pdf.pages) == 1


def test_without_a_pattern_files_have_the_numbers_of_their_rows(folder: Path) -> None:
    outcome = merge_list(request(folder, first=3, last=3))
    assert outcome.exit_code == Exit.OK
    assert names(folder) == ["mau 003.docx"]
    text = docx.Document(io.BytesIO((folder / "out/mau 003.docx").read_bytes())).paragraphs[0].text
    assert text == "Kính mời Nguyễn Văn An, Sở Y tế/Phòng A, 20.000 đồng."


def test_names_made_of_values_are_valid_on_every_system(folder: Path) -> None:
    merge_list(request(folder, name="{{ don_vi }}?.docx", first=3))
    assert names(folder) == ["Sở Y tế-Phòng A.docx"]


def test_a_name_that_no_column_has_stops_before_anything_is_made(folder: Path) -> None:
    outcome = merge_list(request(folder, name="{{ ho_va_te }}.pdf"))
    assert outcome.exit_code == Exit.DATA
    assert [problem.code for problem in outcome.problems] == ["merge-column"]
    assert "ho_va_ten" in outcome.problems[0].hint
    assert not (folder / "out").exists()


def test_list_and_template_are_never_written_over(folder: Path) -> None:
    before = (folder / "mau.docx").read_bytes()
    merge_list(request(folder, name="mau.docx", out=folder, last=1))
    assert (folder / "mau.docx").read_bytes() == before
    assert (folder / "mau (2).docx").exists()


def test_files_that_are_replaced_are_counted(folder: Path) -> None:
    for code in ([], ["merge-replaced"]):
        assert [each.code for each in merge_list(request(folder, last=1)).problems if each.code[:5] == "merge"] == code


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"name": "{{ ho_va_ten }}.xlsx"}, "merge-format"),
        ({"template": Path("mau.odt")}, "merge-format"),
        ({"listed": Path("khong-co.xlsx")}, "file-unreadable"),
        ({"first": 9}, "merge-records"),
    ],
)
def test_a_wrong_request_is_said(folder: Path, more: dict[str, object], code: str) -> None:
    outcome = merge_list(request(folder, **more))
    assert (outcome.exit_code, [problem.code for problem in outcome.problems][:1]) == (Exit.USAGE, [code])


def test_the_command_takes_a_range(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["merge", str(folder / "ds.xlsx"), str(folder / "mau.docx"), "--out", str(folder / "out"), "--lang", "en"]
    assert main([*words, "--records", "1-1"]) == 0
    assert "1 rows → 1 files" in capsys.readouterr().out
    assert main([*words, "--first", "1"]) == 0
    with pytest.raises(SystemExit):
        main([*words, "--records", "5-1"])


def test_records_of_a_program_are_read_one_by_one(folder: Path) -> None:
    made: list[int] = []

    def records() -> Iterator[dict[str, object]]:
        for n in range(4):
            made.append(len([*(folder / "out").glob("*")]))
            yield {"ho_va_ten": f"Bà {n}", "don_vi": None if n == 2 else "Sở", "tien": n}

    outcome = congvan.merge(records(), folder / "mau.docx", folder / "out", name="{{ ho_va_ten }}.pdf")
    assert made == [0, 1, 2, 2]
    assert [problem.record for problem in outcome.problems] == ["3"]
    assert names(folder) == ["Bà 0.pdf", "Bà 1.pdf", "Bà 3.pdf"]


def test_what_is_no_records_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="mapping"):
        merge({"ho_va_ten": "An"}, folder / "mau.docx", folder / "out")
    (folder / "sai.docx").write_bytes(b"PK")
    with pytest.raises(ProblemsFound):
        merge([], folder / "sai.docx", folder / "out")
