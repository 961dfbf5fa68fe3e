"""Answers of any form by telephone and letter; people on posts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from congvan.core.messages import Message, as_plain
from congvan.returns.entering import AssignRequest, ReportRequest, assign, report
from congvan.returns.overview import StatusRequest, status
from tests.forms.office import LISTS
from tests.returns.answers.test_assigned import ASSIGNMENT, POSTS, people
from tests.returns.office import codes, done, keep, office, states, stored
from tests.returns.telling import MEMBERS, answer, row


def told(root: Path, *items: str, **options: object) -> ReportRequest:
    return ReportRequest(root=root, form="tuan", items=items, **options)


def test_figures_by_telephone(tmp_path: Path) -> None:
    root = office(tmp_path)
    line = done(report, told(root, "xa=Mẫu A", "ky=4/9/2026", "luot=1.500")).data["entered"]
    assert str(line) == "Báo cáo tuần, Xã Mẫu A, Tuần 36 (31/8–06/9): Lượt = 1.500"
    assert states(root, "tuan")["xa-a/2026-t36"] == "complete"
    done(report, told(root, "xa=Mẫu A", "ky=4/9/2026", "luot=1.500"))
    assert len(stored(root)) == 1


def test_nothing_to_report_by_letter(tmp_path: Path) -> None:
    root = office(tmp_path)
    done(report, told(root, "xa=xa-b", "ky=2026-t36", nil=True, letter=True))
    assert states(root, "tuan")["xa-b/2026-t36"] == "nil"
    assert stored(root)[0].body["how"] == "letter"
    assert codes(report, ReportRequest(root=root, form="thanh-vien", items=("xa=xa-a", "don_vi=dv-a"), nil=True)) == [
        "report-nil"
    ]


def test_a_call_corrects_a_form(tmp_path: Path) -> None:
    root = office(tmp_path)
    keep(root, answer("a", "tuan", {"xa": "xa-a"}, row(1, luot=5), period="2026-t36"))
    line = done(report, told(root, "xa=xa-a", "ky=Tuần 36", "luot=7")).data["entered"]
    assert "a.xlsx" in str(line)
    found = done(status, StatusRequest(root=root, history=True)).data["history"]
    assert [(each["file"], each["state"]) for each in found] == [("a.xlsx", "replaced"), ("a.xlsx", "counts")]


def test_nothing_to_report_over_rows_is_asked_first(tmp_path: Path) -> None:
    root = office(tmp_path)
    keep(root, answer("a", "tuan", {"xa": "xa-a"}, row(1, luot=5), period="2026-t36"))
    sheet = ("xa=xa-a", "ky=2026-t36")
    assert codes(report, told(root, *sheet, nil=True)) == ["report-nil"]
    assert len(stored(root)) == 1
    done(report, told(root, *sheet, nil=True, over_rows=True))


CHECKED = """\
forms:
  - id: bieu
    name: Biểu
    subject: Hộ
    per: {xa: xa}
    sections:
      - id: mot
        columns:
          - {id: ten, label: Tên thôn}
          - {id: ho, label: Hộ, type: integer}
          - {id: ngheo, label: Nghèo, type: integer}
        checks: [{check: ngheo <= ho, say: hộ nghèo nhiều hơn số hộ}]
      - id: hai
        columns: [{id: ten, label: Tên trường}, {id: lop, label: Số lớp, type: integer}]
"""


def failing(n: int) -> dict[str, object]:
    issue = {
        "code": "check-failed",
        "column": "",
        "cell": f"A{n}",
        "said": "",
        "why": as_plain(Message("check-failed")),
    }
    return {**row(n, "taken", ten=f"Thôn {n}", ho=5, ngheo=7), "state": "asked", "issues": [issue]}


def test_a_row_that_failed_a_check_is_put_right_by_telephone_and_judged_anew(tmp_path: Path) -> None:
    root = office(tmp_path, CHECKED)
    sections = {"mot": [failing(1), row(2, ten="Thôn 2", ho=9, ngheo=1)], "hai": [row(1, ten="Trường A", lop=4)]}
    keep(root, answer("a", "bieu", {"xa": "xa-a"}, sections=sections))
    assert states(root, "bieu")["xa-a"] == "asked"
    call = ReportRequest(root=root, form="bieu", items=("xa=xa-a", "1.ngheo=6"))
    done(report, call)
    assert states(root, "bieu")["xa-a"] == "incomplete"  # it still fails
    done(report, replace(call, items=("xa=xa-a", "1.ngheo=3")))
    assert states(root, "bieu")["xa-a"] == "complete"


def test_a_column_of_two_tables_is_asked_about(tmp_path: Path) -> None:
    root = office(tmp_path, CHECKED)
    call = ReportRequest(root=root, form="bieu", items=("xa=xa-a", "1.ten=Thôn 1"))
    assert codes(report, call) == ["column-which"]
    done(report, replace(call, items=("xa=xa-a", "hai.1.ten=Trường A", "1.lop=4")))


@pytest.mark.parametrize(
    ("items", "code"),
    [
        (("xa=Mẫu Z", "ky=2026-t36", "luot=1"), "want-unknown"),
        (("xa=xa-a", "luot=1"), "period-unnamed"),
        (("ky=2026-t36", "luot=1"), "key-unnamed"),
        (("xa=xa-a", "ky=tháng ba", "luot=1"), "period-unknown"),
        (("xa=xa-a", "ky=2026-t36", "luot=12.375"), "column-number"),
        (("xa=xa-a", "ky=2026-t36", "luott=1"), "want-unknown"),
        (("xa=xa-a", "ky=2026-t36", "luot"), "usage-figure"),
        (("xa=xa-a", "ky=2026-t36"), "report-figures"),
    ],
)
def test_what_is_not_clear_is_told(tmp_path: Path, items: tuple[str, ...], code: str) -> None:
    root = office(tmp_path)
    assert codes(report, told(root, *items)) == [code]
    assert not stored(root)


def test_people_are_put_on_posts(tmp_path: Path) -> None:
    root = office(tmp_path, MEMBERS + ASSIGNMENT, {**LISTS, "diem": POSTS})
    keep(root, people("xa-a", "dv-a", 1, 2), people("xa-b", "dv-b", 3))
    outcome = done(assign, AssignRequest(root=root, fix=("d-1=0942 100 001",)))
    assert [str(remark) for remark in outcome.remarks] == ["4 posts, 0 full"]
    assert [problem.message.values["count"] for problem in outcome.problems] == [2, 2]
    before = len(stored(root))
    done(assign, AssignRequest(root=root))
    assert len(stored(root)) == before
    assert codes(assign, AssignRequest(root=root, fix=("d-9=0942100001",))) == ["post-unknown"]
    assert codes(assign, AssignRequest(root=root, fix=("d-1=0942100099",))) == ["phone-unknown"]
    assert codes(assign, AssignRequest(root=root, assignment="khac")) == ["assignment-which"]
