"""A sheet of anybody's is read as records: titles found, totals left out, values typed by what is in the columns."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal

import openpyxl
import pytest

from congvan.core.problems import ProblemsFound, UsageError
from congvan.model.lists.table import read_table


def workbook(*rows: list[object], sheet: str = "DS") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


TITLES: list[object] = ["STT", "Họ và tên", "Ngày sinh", "ID", "Điểm", "Tiền thưởng"]


def test_titles_are_names_and_values_have_types() -> None:
    day = datetime.date(1980, 3, 5)
    rows = [[1, "Nguyễn Văn An", day, "0071", 8.5, 1500000], [2, "Nguyễn Văn An", day, "0072", 9, None]]
    table = read_table(workbook(["DANH SÁCH"], [], TITLES, *rows), "ds.xlsx")
    assert [*table.titles] == ["stt", "ho_va_ten", "ngay_sinh", "id", "diem", "tien_thuong"]
    assert table.types["ngay_sinh"] == "date"
    first, second = (record.values for record in table.records)
    assert (first["ho_va_ten"], first["ngay_sinh"], first["id"]) == ("Nguyễn Văn An", "1980-03-05", "0071")
    assert (first["diem"], first["tien_thuong"], second["tien_thuong"]) == (Decimal("8.5"), 1500000, None)
    assert str(table.records[1].place) == "ds.xlsx, DS!5"
    assert not table.problems


def test_totals_and_signatures_are_left_out_and_reported() -> None:
    rows: list[list[object]] = [[n, f"Trần Thị {n}", None, f"{n}", n, n * 100] for n in range(1, 6)]
    foot: list[list[object]] = [["", "Tổng cộng", None, None, None, 1500], [], ["", "", "", "", "Người lập biểu"]]
    table = read_table(workbook(TITLES, *rows, *foot), "ds.xlsx")
    assert len(table.records) == 5
    assert sorted(problem.code for problem in table.problems) == ["row-foot", "row-total"]


def test_a_csv_is_read_and_equal_titles_have_numbers() -> None:
    table = read_table("Tên,Ngày,Ngày\nAn,1/2/2026,3/2/2026\n".encode(), "ds.csv")
    assert table.records[0].values == {"ten": "An", "ngay": "2026-02-01", "ngay_2": "2026-02-03"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (workbook([1, 2, 3], [4, 5, 6]), "table-titles"),
        (workbook(TITLES), "table-empty"),
        (workbook(TITLES, [1, "An", None, "=A1", 1, 1]), "formula-unread"),
        (b"PK", "source-kind"),
    ],
)
def test_what_is_no_list_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(ProblemsFound) as stop:
        read_table(data, "ds.xlsx")
    assert [problem.code for problem in stop.value.problems] == [code]


def test_an_unknown_sheet_is_answered_with_those_there_are() -> None:
    with pytest.raises(UsageError) as stop:
        read_table(workbook(TITLES, [1, "An"]), "ds.xlsx", "Khác")
    assert "DS" in stop.value.problems[0].hint
