"""From the inbox to paper by the command line: status, lists, reminders, reports, posts; figures are summed again."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.pdf_judge import pdf_faults
from tests.acceptance.pdf_tree import structure_faults, tree
from tests.acceptance.poppler_tree import needs_poppler, poppler_faults
from tests.returns.filling import blank, dataset, fill, people, slots
from tests.sample_project import Project, built_project, docx_words, new_project, pdf_words

OWED = ("vnpt-lang-son", "viettel-lang-son", "mobifone-lang-son")


def count_of(index: int) -> int:
    """How many people the form of this number names: 0 to 3, of the first sixteen."""
    return index % 4 if index < 16 else 0


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project into which forms, reports, facilities and teams have come, and that was built."""
    root = tmp_path_factory.mktemp("project")
    made = built_project(root)
    (root / "inbox").mkdir()
    for index, (enterprise, district) in enumerate(slots()):
        if count_of(index):
            (root / "inbox" / f"{index}.xlsx").write_bytes(
                fill(blank(enterprise, district), people(index, count_of(index)))
            )
    assert made.run("collect", "inbox", "--received", "2020-08-20 14:00", "--register", "31").code == 0
    for day, figure in (("2020-08-21", 120), ("2020-08-22", 80)):
        for number, enterprise in enumerate(OWED):
            named = (f"doanh_nghiep={enterprise}", f"ky={day}", f"cai_dat={figure + number}", "diem_mo=4")
            assert made.run("report", "bao-cao-ngay", *named, "--received", f"{day} 15:59").code == 0
    late = ("report", "bao-cao-ngay", "doanh_nghiep=Bưu điện tỉnh", "ky=22/8/2020", "cao-loc.cai_dat=9")
    assert made.run(*late, "--received", "2020-08-22 16:01").code == 0
    table = (
        "Tên cơ sở y tế;Huyện/thành phố;Địa chỉ;Số tổ;Ngày trực\n"
        "Trạm Y tế mẫu A;Cao Lộc;;1;\nTrạm Y tế mẫu B;Huyện Cao Lộc;;1;\n"
    )
    (root / "facilities.csv").write_text(table, "utf-8")
    assert made.run("import", "co-so-y-te", "facilities.csv").code == 0
    assert made.run("assign").code == 0
    built = made.run("build", "returns", "reports", "--format", "json")
    assert built.code == 0, built.out
    return made


def folder(project: Project) -> Path:
    return project.root / "outputs/bluezone-2020/returns"


def test_the_matrix_says_who_owes_what(project: Project) -> None:
    shown = project.run("status", "--format", "json").json["dispatches"]["bluezone-2020"]["forms"]
    forms = {form["form"]: form for form in shown}
    expected = {}
    for index, (enterprise, district) in enumerate(slots()):
        named = count_of(index)
        if enterprise in OWED:
            state = "missing" if not named else "incomplete" if named < 2 else "complete"
            expected[enterprise, district] = (state, named)
        elif named:
            expected[enterprise, district] = ("not-owed", named)
    found = {
        (each["keys"]["doanh_nghiep"], each["keys"]["huyen"]): (each["state"], each["rows"].get("bang", 0))
        for each in forms["danh-sach"]["standings"]
    }
    assert found == expected
    few = next(each for each in forms["danh-sach"]["standings"] if each["state"] == "incomplete")
    assert few["reasons"] == [{"code": "rows-few", "count": 1, "text": "people"}]
    late = {
        (each["period"], each["keys"]["doanh_nghiep"]): each["late"] or each["state"]
        for each in forms["bao-cao-ngay"]["standings"]
    }
    assert late["2020-08-22", "vnpt-lang-son"] == "in-time"
    assert late["2020-08-22", "buu-dien-tinh"] == "late"
    assert late["2020-08-21", "buu-dien-tinh"] == "missing"


def test_the_consolidated_list_holds_everybody_once(project: Project) -> None:
    import openpyxl

    book: Any = openpyxl.load_workbook(folder(project) / "danh-sach-tong-hop.xlsx")
    sheet = book.active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(i for i, row in enumerate(rows) if row[:2] == ["TT", "Họ tên"])
    found = Counter((row[1], row[3]) for row in rows[head + 1 :] if row[1])
    wanted = Counter((p["name"], p["phone"]) for i, _slot in enumerate(slots()) for p in people(i, count_of(i)))
    assert found == wanted


PAPERS = ("danh-sach-tong-hop", "danh-sach-goi", "don-doc/vnpt-lang-son", "bao-cao", "to-nhom/cao-loc")


@pytest.mark.parametrize("name", PAPERS)
def test_docx_and_pdf_say_the_same(project: Project, name: str) -> None:
    """But for the heads of tables, which a PDF repeats on each page."""
    import docx

    path = folder(project) / name
    heads = [" ".join(" ".join(c.text for c in t.rows[0].cells).split()) for t in docx.Document(f"{path}.docx").tables]
    words = [" ".join(docx_words(path.with_suffix(".docx"))), " ".join(pdf_words(path.with_suffix(".pdf")))]
    for head in heads:
        if head.startswith(("TT ", "Doanh", "Huyện", "Ngày ")):
            assert head in words[0]
            words = [text.replace(f" {head}", "") for text in words]
    assert words[0] == words[1]


@needs_poppler
def test_another_reader_tells_every_word_of_a_reminder_and_a_report(project: Project) -> None:
    paths = [*sorted(folder(project).glob("don-doc/*.pdf"))[:1], *folder(project).glob("bao-cao.pdf")]
    assert len(paths) == 2
    assert {path.name: found for path in paths if (found := poppler_faults(path.read_bytes()))} == {}


@pytest.mark.parametrize("name", [*PAPERS, "bao-cao-ngay/*"])
def test_papers_pass_both_judges_of_pdf(project: Project, name: str) -> None:
    """Their charts too, each of which is one picture that says its figures."""
    paths = sorted(folder(project).glob(f"{name}.pdf"))
    assert paths
    for path in paths[:2]:
        assert pdf_faults(path.read_bytes()) == structure_faults(path.read_bytes()) == []
    read = tree(paths[0].read_bytes())
    assert {each.kind for each in read} >= {"H1", "Table", "TH"} or name == "don-doc/vnpt-lang-son"
    charts = [each.attributes["Alt"].partition(": ")[0] for each in read if each.kind == "Figure"]
    assert charts == ["Biểu đồ Lượt cài đặt trong ngày"] * {"bao-cao": 3, "bao-cao-ngay/*": 1}.get(name, 0)


def test_the_reminder_names_exactly_what_is_owed(project: Project) -> None:
    import docx

    table = docx.Document(str(folder(project) / "don-doc/vnpt-lang-son.docx")).tables
    rows = [[cell.text for cell in row.cells] for each in table for row in each.rows if row.cells[0].text.isdecimal()]
    names = {entry.id: entry.heading for entry in dataset().lists["huyen"].entries}
    wanted = [
        (names[district], "chưa gửi" if not count_of(index) else "còn thiếu 1 người")
        for index, (enterprise, district) in enumerate(slots())
        if enterprise == "vnpt-lang-son" and count_of(index) < 2
    ]
    assert [(row[1], row[2]) for row in rows] == wanted
    words = " ".join(docx_words(folder(project) / "don-doc/vnpt-lang-son.docx"))
    assert "/STTTT-BCVT" in words
    said = "gửi danh sách đầu mối và nhân viên theo từng huyện, thành phố về Sở Thông tin và Truyền thông"
    assert f"{said} trong ngày 20/8/2020." in words


def test_the_figures_of_the_report_upward(project: Project) -> None:
    words = " ".join(docx_words(folder(project) / "bao-cao.docx"))
    installs = sum(120 + n for n in range(3)) + sum(80 + n for n in range(3)) + 9
    flat = re.sub(r"\s+", " ", words)
    assert f"Cộng {installs} 12" in flat  # open points: those of each enterprise's last day


def test_charts_are_vector_and_their_words_are_text(project: Project) -> None:
    """The bars of the DOCX are as long as the figures that stand beside them say."""
    path = folder(project) / "bao-cao"
    with zipfile.ZipFile(f"{path}.docx") as package:
        xml = package.read("word/document.xml").decode()
        assert not [part for part in package.namelist() if part.startswith("word/media")]
    bars = [
        (int(said.replace(".", "")), int(wide))
        for wide, said in re.findall(r'<wp:extent cx="(\d+)" cy="122400"/><wp:docPr[^>]* descr="([\d.]+)"', xml)
    ]
    assert len(bars) >= 4
    unit = max(wide for _value, wide in bars[:4]) / max(value for value, _wide in bars[:4])
    assert all(wide == pytest.approx(unit * value, abs=400) for value, wide in bars[:4])
    ids = re.findall(r'<wp:docPr id="(\d+)"', xml)
    assert len(set(ids)) == len(ids)


def test_the_register_counts_on(project: Project) -> None:
    import openpyxl

    book: Any = openpyxl.load_workbook(folder(project) / "so-van-ban-den.xlsx")
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    head = next(i for i, row in enumerate(rows) if row[0] == "Ngày đến")
    assert len(rows[head]) == 10
    numbers = [int(row[1]) for row in rows[head + 1 :] if row[1]]
    assert numbers == list(range(31, 31 + sum(count_of(i) > 0 for i in range(len(slots())))))
    assert {row[0] for row in rows[head + 1 :] if row[1]} == {"20/08/2020"}


def test_the_first_screen_shows_it(project: Project) -> None:
    assert project.run("-q").code == 0
    page = (project.root / "outputs/bluezone-2020/index.html").read_text("utf-8")
    assert "Biểu danh sách, huyện, thành phố" in page
    assert "<polyline" in page  # the curve of the daily reports
    assert "unchanged" in project.run().out


def test_nothing_came_back_nothing_is_made(tmp_path: Path) -> None:
    made = new_project(tmp_path)
    assert made.run("build", "returns", "-q").code in (0, 2, 3)
    assert not (tmp_path / "outputs/bluezone-2020/returns").exists()


@pytest.mark.every(4)
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("collect", "nowhere"), "inbox-missing"),
        (("collect", "inbox", "--received", "yesterday"), "usage-received"),
        (("report", "bao-cao", "ky=2020-08-21"), "want-unknown"),
        (("report", "bao-cao-ngay", "doanh_nghiep=vnpt-lang-son", "ky=2020-13-21", "cai_dat=1"), "period-unknown"),
        (("report", "bao-cao-ngay", "doanh_nghiep=vnpt-lang-son", "ky=2020-08-21", "cai_dat=nhiều"), "column-number"),
        (("assign",), "posts-none"),
        (("import", "co-so-y-te", "data"), "list-ending"),
        (("withdraw", "x.xlsx", "--reason", "nhầm"), "file-named"),
        (("correct", "x.xlsx", "--register", "7"), "file-named"),
        (("reassign", "x.xlsx", "huyen=cao-loc"), "file-named"),
        (("close", "bao-cao-ngay"), "period-unnamed"),
        (("status", "--dispatch", "x"), "want-unknown"),
        (("collect", "inbox", "--database", "x"), "database-url"),
    ],
)
def test_words_that_name_nothing_are_refused(tmp_path: Path, words: tuple[str, ...], code: str) -> None:
    made = new_project(tmp_path)
    (tmp_path / "inbox").mkdir()
    ran = made.run(*words, "--format", "json")
    assert ran.code != 0
    assert ran.codes() == [code]
    assert json.loads(ran.out)["command"] == words[0]


@pytest.mark.full("long runs")
def test_validate_tries_what_came_back(project: Project) -> None:
    """A template that only papers about returned forms use is broken: `validate` finds it, and nothing else."""
    template = project.root / "templates/bang.xlsx"
    whole = template.read_bytes()
    try:
        template.write_bytes(whole[:200])
        ran = project.run("validate", "--format", "json")
        assert ran.code != 0
        assert {p["file"] for p in ran.json["problems"]} == {"templates/bang.xlsx"}
    finally:
        template.write_bytes(whole)
