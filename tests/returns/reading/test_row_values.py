"""The values of a row: amounts in thousands, merged figures, totals, printed entries, what was asked as it stood."""

from __future__ import annotations

import pytest

from congvan.core.problems import Severity
from congvan.grids import csv as csv_grid
from congvan.model.loader import load
from congvan.returns.reading.answer import read_answers
from congvan.returns.reading.identity import KnownForms
from tests.forms.office import LISTS, files
from tests.returns.reading.filled import codes, one, page, xlsx
from tests.returns.reading.test_reading import PEOPLE, people, put


def test_a_printed_entry_may_not_be_changed() -> None:
    made = page("tong-hop", {"xa": "xa-a", "don_vi": "dv-a"}, bang=[PEOPLE[0] | {"xa": "Phường Mẫu B"}])
    assert codes(one(xlsx(made))) == [("cell-locked", "E5")]


def test_what_was_asked_keeps_what_stood_there_as_paper_can_carry_it() -> None:
    answer = one(xlsx(people(), put(F6="微信 12")))
    (issue,) = [issue for row in answer.body["sections"]["bang"] for issue in row["issues"]]
    assert (issue["column"], issue["said"]) == ("dien-thoai", "[?][?] 12")


@pytest.mark.parametrize("amounts", [(1_500_000, 1500, 2e6), (500_000, 1150, 702_000)])
def test_thousands_beside_a_hundred_times_as_much_are_asked_about(amounts: tuple[float, ...]) -> None:
    typed = [
        {"ho-ten": f"Vi Văn {name}", "tien": tien} for name, tien in zip(("An", "Bình", "Chín"), amounts, strict=True)
    ]
    answer = one(xlsx(page("thi-dua", {"don_vi": "dv-a"}, chung=[{"tong-so": 9}], ca_nhan=typed)))
    assert [issue["code"] for row in answer.body["sections"]["ca-nhan"] for issue in row["issues"]] == ["column-money"]


@pytest.mark.parametrize(
    ("changed", "amount", "asked"),
    [
        ({"Tiền thưởng": "Tiền thưởng (nghìn đồng)"}, 1500, "column-unit"),
        ({"Tiền thưởng": "Tiền thưởng (VNĐ)"}, 1_500_000, ""),
        ({}, 57, "column-money"),
    ],
)
def test_amounts_that_may_be_thousands_are_asked_about(changed: dict[str, str], amount: int, asked: str) -> None:
    made = page(
        "thi-dua", {"don_vi": "dv-a"}, chung=[{"tong-so": 9}], ca_nhan=[{"ho-ten": "Vi Văn An", "tien": amount}]
    )
    made.cells.update({at: changed.get(str(text), text) for at, text in made.cells.items()})
    (row,) = one(xlsx(made)).body["sections"]["ca-nhan"]
    assert [issue["code"] for issue in row["issues"]] == ([asked] if asked else [])
    assert row["values"].get("tien") == (None if asked else amount)


@pytest.mark.parametrize(("line", "asked"), [("Đơn vị tính: nghìn đồng", True), ("Đơn vị tính: đồng", False)])
def test_a_line_over_the_table_that_makes_its_amounts_thousands(line: str, asked: bool) -> None:
    typed = [{"ho-ten": "Vi Văn An", "tien": 1500}]
    made = page("thi-dua", {"don_vi": "dv-a"}, chung=[{"tong-so": 9}], ca_nhan=typed)
    made.cells[min(made.cells)[0], 6] = line
    (row,) = one(xlsx(made)).body["sections"]["ca-nhan"]
    assert ([issue["code"] for issue in row["issues"]] == ["column-unit"]) == asked


def test_a_total_that_counts_people_is_no_person() -> None:
    typed = [{"ho-ten": "Vi Văn An", "tien": 1_500_000}, {"tt": 2, "ho-ten": "Cộng: 01 đ/c"}]
    answer = one(xlsx(page("thi-dua", {"don_vi": "dv-a"}, chung=[{"tong-so": 9}], ca_nhan=typed)))
    assert [row["values"]["ho-ten"] for row in answer.body["sections"]["ca-nhan"]] == ["Vi Văn An"]


def test_a_figure_merged_over_two_columns_is_asked_about() -> None:
    made = page("thi-dua", {"don_vi": "dv-a"}, chung=[{"tong-so": 9}], ca_nhan=[{"ho-ten": "Vi Văn An"}])
    line, column = next(at for at, text in made.cells.items() if text == "Vi Văn An")
    made.merges.append((line, column, line, column + 1))
    (row,) = one(xlsx(made)).body["sections"]["ca-nhan"]
    assert [issue["code"] for issue in row["issues"]] == ["cell-merged"]


OUTBREAKS = """\
forms:
  - id: tuan
    name: Biểu
    subject: Ổ dịch
    per: {xa: xa}
    period: {each: week, from: 2/11/2026, to: 27/12/2026}
    lines: ["Xã, phường: {{ xa.heading }}", "Kỳ báo cáo: {{ ky.name }}"]
    columns:
      - {id: ten, label: Ổ dịch}
      - {id: ngay, label: Ngày phát hiện, type: date}
      - {label: Thời hạn, columns: [{id: xong, label: Ngày, type: date}]}
"""


@pytest.mark.parametrize(
    ("found", "told"), [("01/9/2026", ["column-date"]), ("20/11/2026", []), ("23/11/2026", ["column-date"])]
)
def test_a_day_outside_the_period_counts_and_is_told(found: str, told: list[str]) -> None:
    known = KnownForms(load(files(OUTBREAKS, LISTS)))
    text = f"Xã, phường: Xã Mẫu A\nKỳ báo cáo: Tuần 47\nỔ dịch;Ngày phát hiện;Ngày\nSốt;{found};15/12/2026\n"
    (answer,), _problems = read_answers(csv_grid.read(text.encode(), "a.csv"), known, "csv")
    assert [row["state"] for row in answer.body["sections"]["bang"]] == ["taken"]
    assert [each.code for each in answer.problems if each.severity is Severity.WARNING] == told
