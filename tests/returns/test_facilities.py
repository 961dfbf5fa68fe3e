"""The list of health facilities: each fault at its cell, and a list with a fault replaces nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.ledger.store import Store
from congvan.problems import Severity
from congvan.returns.facilities import import_facility_list
from congvan.returns.state import fold_events
from tests.returns.filling import dataset

HEAD = "Tên cơ sở y tế;Huyện/thành phố;Số tổ\n"
GOOD = HEAD + "Trạm Y tế mẫu;Cao Lộc;2\nTrạm Y tế mẫu;TP Lạng Sơn;\n"


def bring(folder: Path, text: str) -> tuple[list[tuple[str, str]], list[str]]:
    """What was told of a list (code, cell), and the facilities that count after it."""
    path = folder / "list.csv"
    path.write_text(text, "utf-8")
    with Store.open(f"sqlite:///{folder / 'r.db'}") as store:
        _found, problems = import_facility_list(dataset(), store, path, "bluezone-2020", "", "test")
        kept = [facility["id"] for facility in fold_events(store.events()).facilities]
    return [(p.code, p.place.cell or str(p.place.line)) for p in problems if p.severity is Severity.ERROR], kept


def test_two_of_one_name_in_two_districts_are_two(tmp_path: Path) -> None:
    assert bring(tmp_path, GOOD) == ([], ["tram-y-te-mau", "tram-y-te-mau-thanh-pho-lang-son"])


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("Trạm Y tế mẫu;Cao Lộc;1", ("id-twice", "A4")),
        ("Trạm Y tế khác;Đâu đó;1", ("district-unknown", "B4")),
        ("Trạm Y tế khác;Bắc Sơn;hai", ("facility-wrong", "C4")),
        (";Bắc Sơn;1", ("name-missing", "4")),
    ],
)
def test_a_fault_is_told_at_its_cell_and_the_list_before_it_stays(
    tmp_path: Path, row: str, fault: tuple[str, str]
) -> None:
    _told, before = bring(tmp_path, GOOD)
    assert bring(tmp_path, f"{GOOD}{row}\n") == ([fault], before)


def test_a_sum_at_the_end_is_no_facility(tmp_path: Path) -> None:
    assert bring(tmp_path, f"{GOOD};;3\n")[0] == []
