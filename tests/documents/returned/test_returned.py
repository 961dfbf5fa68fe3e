"""From the inbox to paper by the command line: status, lists, reminders, reports, teams; figures are summed again."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.pdf_judge import pdf_faults
from tests.acceptance.pdf_tree import structure_faults, tree
from tests.returns.filling import blank, dataset, fill, people, slots
from tests.sample_project import Project, docx_words, new_project, pdf_words

OWED = ("vnpt-lang-son", "viettel-lang-son", "mobifone-lang-son")


def count_of(index: int) -> int:
    """How many people the form of this number names: 0 to 3."""
    return index % 4


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project into which forms, reports, facilities and teams have come, and that was built."""
    root = tmp_path_factory.mktemp("project")
    made = new_project(root)
    (root / "inbox").mkdir()
    for index, (enterprise, district) in enumerate(slots()):
        if count_of(index):
            (root / "inbox" / f"{index}.xlsx").write_bytes(
                fill(blank(enterprise, district), people(index, count_of(index)))
            )
    assert made.run("collect", "inbox", "--received", "2020-08-20 14:00", "--register", "31").code == 0
    for day, figure in (("2020-08-21", 120), ("2020-08-22", 80)):
        for number, enterprise in enumerate(OWED):
            words = ("report", enterprise, day, f"cai_dat={figure + number}", "diem_mo=4", "--received", f"{day} 15:59")
            assert made.run(*words).code == 0
    late = (
        "report",
        "buu-dien-tinh",
        "2020-08-22",
        "cai_dat=9",
        "--district",
        "cao-loc",
        "--received",
        "2020-08-22 16:01",
    )
    assert made.run(*late).code == 0
    table = "Tên cơ sở y tế;Huyện/thành phố;Số tổ\nTrạm Y tế mẫu A;Cao Lộc;1\nTrạm Y tế mẫu B;H. Cao Lộc;1\n"
    (root / "facilities.csv").write_text(table, "utf-8")
    assert made.run("import", "facilities", "facilities.csv").code == 0
    assert made.run("teams").code == 0
    built = made.run("build", "returns", "reports", "--format", "json")
    assert built.code == 0, built.out
    return made


def folder(project: Project) -> Path:
    return project.root / "outputs/bluezone-2020/returns"


def test_the_matrix_says_who_owes_what(project: Project) -> None:
    shown = project.run("status", "--format", "json").json["dispatches"]["bluezone-2020"]
    expected = {}
    for index, (enterprise, district) in enumerate(slots()):
        named = count_of(index)
        state = (
            "not-owed"
            if enterprise not in OWED
            else "missing"
            if not named
            else "incomplete"
            if named < 2
            else "complete"
        )
        expected[enterprise, district] = (state, named)
    found = {(c["enterprise"], c["district"]): (c["state"], c["people"]) for c in shown["cells"]}
    assert found == expected
    assert Counter(shown["counts"]) == Counter(state for state, _named in expected.values())
    assert shown["people"] == sum(named for _state, named in expected.values())
    few = next(c for c in shown["cells"] if c["state"] == "incomplete")
    assert few["reasons"] == [{"code": "people-few", "count": 1}]
    days = {row["day"]: {e["id"]: e["state"] for e in row["enterprises"]} for row in shown["reports"]}
    assert days["2020-08-22"]["vnpt-lang-son"] == "in-time"
    assert days["2020-08-22"]["buu-dien-tinh"] == "late"
    assert days["2020-08-21"]["buu-dien-tinh"] == "missing"


def test_the_consolidated_list_holds_everybody_once(project: Project) -> None:
    import openpyxl

    book: Any = openpyxl.load_workbook(folder(project) / "danh-sach-tong-hop.xlsx")
    sheet = book.active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(i for i, row in enumerate(rows) if row[:2] == ["TT", "Họ tên"])
    found = Counter((row[1], row[3]) for row in rows[head + 1 :] if row[1])
    wanted = Counter((p["name"], p["phone"]) for i, _slot in enumerate(slots()) for p in people(i, count_of(i)))
    assert found == wanted
    assert sheet.auto_filter.ref == f"A{head + 1}:G{head + 1 + sum(wanted.values())}"
    assert sheet.freeze_panes == f"A{head + 2}"


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


@pytest.mark.parametrize("name", [*PAPERS, "bao-cao-ngay/*"])
def test_papers_pass_both_judges_of_pdf(project: Project, name: str) -> None:
    """Their charts too: a curve is a picture with words, bars are what stands beside them."""
    paths = sorted(folder(project).glob(f"{name}.pdf"))
    assert paths
    for path in paths[:2]:
        assert pdf_faults(path.read_bytes()) == structure_faults(path.read_bytes()) == []
    kinds = {each.kind for path in paths[:1] for each in tree(path.read_bytes())}
    assert kinds >= {"H1", "Table", "TH"} or name in ("don-doc/vnpt-lang-son", "bao-cao")


def test_the_reminder_names_exactly_what_is_owed(project: Project) -> None:
    import docx

    table = docx.Document(str(folder(project) / "don-doc/vnpt-lang-son.docx")).tables
    rows = [[cell.text for cell in row.cells] for each in table for row in each.rows if row.cells[0].text.isdecimal()]
    names = {district.id: district.heading_name for district in dataset().districts}
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
    assert f"lượt cài đặt trong ngày: {installs}" in words
    assert "điểm hỗ trợ đang mở: 12" in words  # of each enterprise's last day, not of both days
    assert "1 báo cáo gửi muộn" in words


def test_charts_are_vector_in_both_and_their_words_are_text(project: Project) -> None:
    """The bars of the DOCX and those of the PDF are as long as the figures that stand beside them say."""
    for name in ("bao-cao", "bao-cao-ngay/2020-08-22"):
        path = folder(project) / name
        with zipfile.ZipFile(f"{path}.docx") as package:
            xml = package.read("word/document.xml").decode()
            assert not [part for part in package.namelist() if part.startswith("word/media")]
        words = " ".join(docx_words(Path(f"{path}.docx")))
        assert words.count(", theo doanh nghiệp") == words.count(", cộng dồn") == 1
        bars = [
            (int(said.replace(".", "")), int(wide))
            for wide, said in re.findall(r'<wp:extent cx="(\d+)" cy="122400"/><wp:docPr[^>]* descr="([\d.]+)"', xml)
        ]
        assert len(bars) >= 5
        unit = max(wide for _value, wide in bars[:4]) / max(value for value, _wide in bars[:4])
        assert all(wide == pytest.approx(unit * value, abs=400) for value, wide in bars[:4])
        ids = re.findall(r'<wp:docPr id="(\d+)"', xml)
        assert len(set(ids)) == len(ids) == len(bars) + 1


def test_the_register_counts_on(project: Project) -> None:
    import openpyxl

    book: Any = openpyxl.load_workbook(folder(project) / "so-van-ban-den.xlsx")
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    head = next(i for i, row in enumerate(rows) if row[0] == "Ngày đến")
    assert len(rows[head]) == 10
    numbers = [int(row[1]) for row in rows[head + 1 :] if row[1]]
    assert numbers == list(range(31, 31 + sum(count_of(i) > 0 for i in range(len(slots())))))
    assert {row[0] for row in rows[head + 1 :] if row[1]} == {"20/8/2020"}


def test_the_first_screen_shows_it(project: Project) -> None:
    assert project.run("-q").code == 0
    page = (project.root / "outputs/bluezone-2020/index.html").read_text("utf-8")
    assert "Người được cử theo huyện" in page
    assert "<polyline" in page  # the curve of the daily reports
    assert "unchanged" in project.run().out


def test_nothing_came_back_nothing_is_made(tmp_path: Path) -> None:
    made = new_project(tmp_path)
    assert made.run("build", "returns", "-q").code in (0, 2, 3)
    assert not (tmp_path / "outputs/bluezone-2020/returns").exists()


def test_a_daily_form_comes_back(tmp_path: Path) -> None:
    import openpyxl

    made = new_project(tmp_path)
    made.replace(
        "data/reports.yaml",
        "# first_day: 2020-08-21\n# last_day: 2020-09-20",
        "first_day: 2020-08-21\nlast_day: 2020-08-24\n",
    )
    made.replace("data/reports.yaml", "weekends: true", "weekends: false")
    assert made.run("build", "reports", "-q").code == 0
    days = sorted(p.name for p in (tmp_path / "outputs/bluezone-2020/reports").iterdir())
    assert days == ["2020-08-21", "2020-08-24"]
    book: Any = openpyxl.load_workbook(tmp_path / "outputs/bluezone-2020/reports/2020-08-21/vnpt-lang-son.xlsx")
    sheet = book.active
    head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "TT")
    for row in range(head + 1, head + 12):
        sheet.cell(row, 3).value = row
    sheet.cell(head + 2, 4).value = "nhiều"
    sheet.cell(head + 3, 6).value = "Mưa lũ"
    (tmp_path / "inbox").mkdir()
    out = io.BytesIO()
    book.save(out)
    (tmp_path / "inbox" / "x.xlsx").write_bytes(out.getvalue())
    ran = made.run("collect", "inbox", "--received", "2020-08-21 17:00", "--format", "json")
    assert [(p["code"], p["cell"]) for p in ran.json["problems"]] == [("number-wrong", f"D{head + 2}")]
    shown = made.run("status", "--format", "json").json["dispatches"]["bluezone-2020"]["reports"]
    assert {row["day"] for row in shown} == {"2020-08-21", "2020-08-24"}
    assert shown[0]["enterprises"][0] == {"id": "vnpt-lang-son", "state": "late"}
    assert f"  2020-08-21, vnpt-lang-son, Báo cáo!B{head + 2}: “nhiều” is not a whole number" in made.run("status").out
    assert made.run("build", "returns", "-q").code == 0
    words = docx_words(tmp_path / "outputs/bluezone-2020/returns/bao-cao-ngay/2020-08-21.docx")
    assert str(sum(range(head + 1, head + 12)) - head - 2) in words


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("collect", "nowhere"), "inbox-missing"),
        (("collect", "inbox", "--received", "yesterday"), "usage-received"),
        (("report", "vnpt", "2020-08-21", "cai_dat=1"), "want-unknown"),
        (("report", "vnpt-lang-son", "2020-13-21", "cai_dat=1"), "usage-date"),
        (("report", "vnpt-lang-son", "2020-08-21", "cai_dat=nhiều"), "usage-figure"),
        (("teams",), "facilities-none"),
        (("import", "facilities", "data"), "file-refused"),
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


def test_validate_tries_what_came_back(project: Project) -> None:
    """A template that only papers about returned forms use is broken: `validate` finds it."""
    template = project.root / "templates/tong-hop.xlsx"
    whole = template.read_bytes()
    assert project.run("validate").code == 0
    try:
        template.write_bytes(whole[:200])
        ran = project.run("validate", "--format", "json")
        assert ran.code != 0
        assert {p["file"] for p in ran.json["problems"]} == {"templates/tong-hop.xlsx"}
    finally:
        template.write_bytes(whole)
