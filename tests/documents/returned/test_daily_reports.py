"""Figures of daily reports: sums over days, or each enterprise's last day, by enterprise, district and day."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from congvan.documents.returned.daily_reports import by_day, by_district, by_enterprise, cumulative, figure
from congvan.model.returned_forms import ReportField

INSTALLS = ReportField(id="cai_dat", label="Lượt cài đặt")
POINTS = ReportField(id="diem_mo", label="Điểm đang mở", cumulative="false")


def came(enterprise: str, day: str, **figures: tuple[str, str]) -> dict[str, Any]:
    """A report; `figures` by district: installs, and the points that are open. `all` stands for no district."""
    said = {name.replace("all", ""): {"cai_dat": one, "diem_mo": two} for name, (one, two) in figures.items()}
    return {"enterprise": enterprise, "day": day, "figures": said}


REPORTS = [
    came("vnpt", "2020-08-22", cao_loc=("10", "3"), binh_gia=("5", "1")),
    came("vnpt", "2020-08-21", cao_loc=("20", "9"), binh_gia=("", "")),
    came("viettel", "2020-08-21", all=("100", "7")),
]
DATASET: Any = SimpleNamespace(
    enterprises=[SimpleNamespace(id="vnpt"), SimpleNamespace(id="viettel"), SimpleNamespace(id="mobifone")],
    districts=[SimpleNamespace(id="cao_loc"), SimpleNamespace(id="binh_gia")],
)


def test_what_adds_up_is_the_sum_of_all_days_and_the_rest_that_of_each_ones_last_day() -> None:
    assert (figure(REPORTS, INSTALLS), figure(REPORTS, POINTS)) == (135, 11)
    assert (figure(REPORTS[::-1], INSTALLS), figure(REPORTS[::-1], POINTS)) == (135, 11)
    assert (figure([], INSTALLS), figure([], POINTS)) == (0, 0)


def test_by_enterprise_and_by_district_nothing_is_lost() -> None:
    assert by_enterprise(DATASET, REPORTS, INSTALLS) == {"vnpt": 35, "viettel": 100, "mobifone": 0}
    assert by_enterprise(DATASET, REPORTS, POINTS) == {"vnpt": 4, "viettel": 7, "mobifone": 0}
    assert by_district(DATASET, REPORTS, INSTALLS) == {"cao_loc": 30, "binh_gia": 5, "": 100}
    assert by_district(DATASET, REPORTS, POINTS) == {"cao_loc": 3, "binh_gia": 1, "": 7}
    assert by_district(DATASET, REPORTS[:2], INSTALLS) == {"cao_loc": 30, "binh_gia": 5}


def test_over_the_days() -> None:
    assert by_day(REPORTS, INSTALLS) == {"2020-08-21": 120, "2020-08-22": 15}
    assert cumulative(REPORTS, INSTALLS) == [("2020-08-21", 120), ("2020-08-22", 135)]
    assert cumulative(REPORTS, POINTS) == [("2020-08-21", 16), ("2020-08-22", 11)]
