"""Reports by telephone: each call corrects what it names, and nothing is counted twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.ledger.store import Store
from congvan.returns.forms.daily_reports import reports_of
from congvan.returns.phone_report import PhoneReport, enter_phone_report
from congvan.returns.state import fold_events
from tests.returns.filling import dataset

Call = tuple[list[str], str | None]


@pytest.mark.parametrize(
    ("calls", "installs", "people"),
    [
        ([(["cai_dat=120"], None), (["huong_dan=45"], None)], 120, 45),
        ([(["cai_dat=120", "huong_dan=4"], None), (["huong_dan=45"], None)], 120, 45),
        ([(["cai_dat=120"], None), (["cai_dat=30"], "cao-loc"), (["cai_dat=20"], "bac-son")], 50, 0),
        ([(["cai_dat=30", "huong_dan=7"], "cao-loc"), (["cai_dat=120"], None)], 120, 7),
        ([(["cai_dat=30"], "cao-loc"), (["cai_dat=30"], "cao-loc")], 30, 0),
        ([(["cai_dat=30"], "cao-loc"), (["cai_dat=120"], None), (["cai_dat=30"], "cao-loc")], 30, 0),
    ],
)
def test_calls_about_one_day(tmp_path: Path, calls: list[Call], installs: int, people: int) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'r.db'}") as store:
        for figures, district in calls:
            entry = PhoneReport("vnpt-lang-son", "21/8/2020", figures, district, "", "test")
            enter_phone_report(dataset(), store, "bluezone-2020", entry)
        (report,) = reports_of(dataset(), fold_events(store.events()), "bluezone-2020").values()
    counted = [
        sum(int(values.get(name, 0)) for values in report["figures"].values()) for name in ("cai_dat", "huong_dan")
    ]
    assert counted == [installs, people]
