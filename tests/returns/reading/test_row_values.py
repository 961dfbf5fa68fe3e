"""The values of a row: amounts in thousands, merged figures, totals, printed entries, what was asked as it stood."""

from __future__ import annotations

import pytest

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
