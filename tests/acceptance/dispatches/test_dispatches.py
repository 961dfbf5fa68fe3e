"""Whole dispatches written in YAML alone: awards with sums in words, invitations of 80, a list of 2,000 schools.

In `make test` the guests are 20 and the schools 404: all that is said of them follows from how many they are. Every
name, number and amount in them is invented.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest
from docx.shared import Mm, Pt
from PIL import Image

from congvan.core import libreoffice
from tests.examples import FULL
from tests.sample_project import Project, docx_words, new_project

HERE = Path(__file__).parent


def copied(name: str, to: Path) -> Project:
    """A project of this folder, with the templates of the program."""
    project = new_project(to)
    shutil.rmtree(to / "data")
    shutil.copytree(HERE / name / "data", to / "data")
    return project


def built(project: Project, *words: str) -> Path:
    """The folder of what was built for the one dispatch."""
    ran = project.run("build", "--format", "json", *words)
    assert ran.code == 0, ran.out
    (folder,) = (each for each in (project.root / "outputs").iterdir() if each.is_dir())
    return folder


def words(pdf: Path) -> str:
    """The words of all pages, single spaces between them."""
    with pypdfium2.PdfDocument(pdf.read_bytes()) as file:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in file).split())


def pages(pdf: Path) -> int:
    with pypdfium2.PdfDocument(pdf.read_bytes()) as file:
        return len(file)


def workbook(rows: list[list[Any]], title: str = "Sheet1") -> bytes:
    book: Any = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def card(path: Path, *lines: str, margin: float = 0) -> None:
    """A card drawn in Word: a line a paragraph, on a page of A4."""
    document: Any = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(margin)
    section.header_distance = section.footer_distance = Mm(0)
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(12)
    document.styles["Normal"].paragraph_format.space_after = Pt(0)
    for line in lines:
        document.add_paragraph(line)
    document.save(path)


# -- awards ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def awards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(copied("thuong", tmp_path_factory.mktemp("thuong")))


@pytest.mark.full("long runs")
def test_sums_stand_in_the_decision_in_figures_and_in_words(awards: Path) -> None:
    said = words(awards / "quyet-dinh.pdf")
    assert "Thưởng tiền cho 5 cá nhân có tên trong danh sách tại Phụ lục kèm theo Quyết định này." in said
    assert "12.500.000 đồng (Bằng chữ: Mười hai triệu năm trăm nghìn đồng)." in said


def test_the_list_stands_in_the_appendix_with_its_groups_and_sums(awards: Path) -> None:
    said = words(awards / "quyet-dinh.pdf")
    for part in (
        "I. Đơn vị mẫu A (3 người) 1 Nguyễn Văn Mẫu Chuyên viên 1.500.000 2",
        "Cộng 4.500.000 II. Đơn vị mẫu B (2 người) 1 Phạm Thị Mẫu",
        "Cộng 8.000.000 Tổng cộng 12.500.000",
        "Tổng số tiền: 12.500.000 đồng (Bằng chữ: Mười hai triệu năm trăm nghìn đồng).",
    ):
        assert part in said, said


def test_the_same_table_is_a_paper_and_a_workbook_of_numbers(awards: Path) -> None:
    assert "Cộng 8.000.000 Tổng cộng 12.500.000" in words(awards / "danh-sach.pdf")
    sheet: Any = openpyxl.load_workbook(awards / "danh-sach.xlsx").active
    rows = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    assert [1, "Nguyễn Văn Mẫu", "Chuyên viên", 1500000] in rows
    assert ["I. Đơn vị mẫu A (3 người)"] in rows
    assert ["Tổng cộng", 12500000] in rows


# -- invitations -------------------------------------------------------------------------------------------------------

GUESTS = 80 if FULL else 20
GIVEN = ("Đức", "Ân", "An", "Bình", "Đạt", "Ánh", "Yến", "Ích")


@pytest.fixture(scope="module")
def invitations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = copied("giay-moi", tmp_path_factory.mktemp("giay-moi"))
    rows: list[list[Any]] = [
        ["Danh sách khách mời (mẫu)"],
        [],
        ["TT", "Cơ quan", "Đại biểu", "Chức vụ", "Giờ", "Phòng", "Ảnh"],
    ]
    for n in range(1, GUESTS + 2):  # the last one has no room yet
        room = str(301 + n % 3) if n <= GUESTS else None
        rows.append(
            [
                n,
                f"Sở mẫu {n}",
                f"Nguyễn Văn {GIVEN[n % 8]}",
                "Phó Giám đốc",
                f"{7 + n % 3}h00",
                room,
                f"anh/{n % 2}.png",
            ]
        )
    (project.root / "data/lists/khach-moi.xlsx").write_bytes(workbook(rows, "DS moi"))
    (project.root / "templates/anh").mkdir()
    for n, colour in enumerate(("red", "blue")):
        Image.new("RGB", (6, 4), colour).save(project.root / f"templates/anh/{n}.png")
    lines = (
        "{{ khach.anh|anh(12) }}",
        "{{ khach.nguoi }}",
        "{{ khach.chuc_vu }}, {{ khach.name }}",
        "Phòng {{ khach.phong }}",
    )
    card(project.root / "templates/the-ten.docx", *lines, margin=12)
    return built(project)


@pytest.mark.full("long runs")
def test_every_invited_body_gets_its_own_room_under_one_number(invitations: Path) -> None:
    assert len(list((invitations / "letters").iterdir())) == GUESTS
    said = words(invitations / "letters/so-mau-1.pdf")
    assert "Số: 45/GM-SKHCN" in said
    assert "trân trọng kính mời: Nguyễn Văn Ân, Phó Giám đốc, Sở mẫu 1" in said
    assert "8h00, ngày 27 tháng 10 năm 2026 Địa điểm: Phòng 302, trụ sở Sở" in said


@pytest.mark.full("long runs")
def test_all_invitations_are_one_file_without_a_cover(invitations: Path) -> None:
    assert pages(invitations / "giay-moi.pdf") == 2 * GUESTS - 1  # each begins on an odd page
    assert words(invitations / "giay-moi.pdf").count("GIẤY MỜI") == GUESTS


@pytest.mark.full("long runs")
def test_the_sign_in_sheet_goes_by_room_and_given_name(invitations: Path) -> None:
    said = words(invitations / "ky-ten.pdf")
    in_301 = sum(n % 3 == 0 for n in range(1, GUESTS + 1))
    assert f"Phòng 301 ({in_301} đại biểu) 1 Nguyễn Văn An Phó Giám đốc Sở mẫu 18" in said
    assert said.index("Nguyễn Văn Ánh") > said.index("Nguyễn Văn An")
    assert f"Danh sách này có {GUESTS} đại biểu." in said


@pytest.mark.full("long runs")
def test_ten_name_cards_share_a_sheet_each_with_its_picture(invitations: Path) -> None:
    assert pages(invitations / "the-ten.pdf") == GUESTS // 10
    assert words(invitations / "the-ten.pdf").count("Phó Giám đốc, Sở mẫu") == GUESTS
    document: Any = docx.Document(str(invitations / "the-ten.docx"))
    (table,) = document.tables
    assert (len(table.rows), len(table.columns)) == (GUESTS // 2, 2)
    with zipfile.ZipFile(invitations / "the-ten.docx") as package:
        assert len([name for name in package.namelist() if name.startswith("word/media/")]) == 2


@pytest.mark.full("long runs")
def test_the_slip_for_the_print_room_counts_copies_sheets_and_seals(invitations: Path) -> None:
    said = " ".join(docx_words(invitations / "phieu-in.docx"))
    copies = GUESTS + 2
    assert f"{GUESTS} bản giấy + 2 bản lưu = {copies} bản, {copies} tờ (in hai mặt), {copies} dấu." in said


# -- two thousand schools ----------------------------------------------------------------------------------------------

SCHOOLS = 2000 if FULL else 404
LEVELS = ("Mầm non", "Tiểu học", "THCS", "THPT")


@pytest.fixture(scope="module")
def schools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = copied("truong", tmp_path_factory.mktemp("truong"))
    rows: list[list[Any]] = [["TT", "Tên trường", "Cấp học", "Địa chỉ", "Số học sinh"]]
    for n in range(1, SCHOOLS + 1):
        rows.append([n, f"Trường {LEVELS[n % 4]} mẫu {n}", LEVELS[n % 4], f"Xã mẫu {n % 65 + 1}", 300 + n % 700])
    (project.root / "data/lists/truong.xlsx").write_bytes(workbook(rows))
    card(project.root / "templates/nhan.docx", "Kính gửi:", "{{ truong.name }}", "{{ truong.address }}")
    return built(project, "--only", "docx", "--only", "xlsx")


def test_the_letter_counts_what_the_workbook_holds(schools: Path) -> None:
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(schools / "cong-van.docx")).paragraphs)
    pupils = f"{sum(300 + n % 700 for n in range(1, SCHOOLS + 1)):,}".replace(",", ".")
    asked = f"{SCHOOLS:,}".replace(",", ".")
    assert f"Đề nghị {asked} trường ({SCHOOLS // 4} trường THPT), với {pupils} học sinh" in text


def test_many_rows_go_by_level_in_the_order_of_the_choices(schools: Path) -> None:
    sheet: Any = openpyxl.load_workbook(schools / "danh-sach.xlsx").active
    heads = [row[0].value for row in sheet.iter_rows() if f"({SCHOOLS // 4} trường)" in str(row[0].value)]
    assert heads == [
        f"{n}. {level} ({SCHOOLS // 4} trường)" for n, level in zip(("I", "II", "III", "IV"), LEVELS, strict=True)
    ]
    assert sheet.max_row > SCHOOLS


def test_labels_are_twenty_four_to_a_sheet(schools: Path) -> None:
    document: Any = docx.Document(str(schools / "nhan.docx"))
    (table,) = document.tables
    assert (len(table.rows), len(table.columns)) == (-(-SCHOOLS // 3), 3)
    last = [cell.text for cell in table.rows[-1].cells]
    assert last[1].startswith(f"Kính gửi:\nTrường Mầm non mẫu {SCHOOLS}")
    assert last[2] == ""


@pytest.mark.full("LibreOffice")
def test_word_processors_keep_the_sheets(schools: Path, tmp_path: Path) -> None:
    (tmp_path / "nhan.pdf").write_bytes(libreoffice.convert((schools / "nhan.docx").read_bytes(), "docx", "pdf"))
    assert pages(tmp_path / "nhan.pdf") == -(-SCHOOLS // 24)
