"""What must hold in an answer, and between answers of several forms."""

from __future__ import annotations

from typing import Any

from congvan.core.returned import AnswerFacts
from congvan.forms.answer_scopes import FormNames
from congvan.forms.checks import FormChecks, shown_number
from congvan.forms.form import DispatchForm, forms_of
from congvan.forms.keys import FormKeys
from congvan.forms.known_answers import ReceivedAnswers
from tests.forms.office import office

FORMS = """\
forms:
  - id: bieu-thon
    name: Biểu thôn
    subject: lao động
    per: {thon: thon}
    columns: [{id: nhom, label: Nhóm}, {id: tong, label: Tổng, type: integer}, {id: viec, label: Việc, type: integer}]
    checks: [{check: viec <= tong, say: việc làm lớn hơn tổng}, {check: count() >= 2, say: thiếu nhóm}]
  - id: bieu-xa
    name: Biểu xã
    subject: lao động
    per: {xa: xa}
    columns:
      - {id: thon, label: Thôn, type: thon, value: thon}
      - {id: tong, label: Tổng, type: integer, equals: sum(bieu_thon.tong)}
    rows: {each: thon, where: thon.xa == xa}
  - id: ca-tinh
    name: Biểu tỉnh
    subject: lao động
    per: {xa: xa}
    columns: [{id: nguoi, label: Người, type: integer, equals: "sum(bieu_thon.tong)"}]
"""


def forms() -> dict[str, DispatchForm]:
    return dict(forms_of(office(FORMS), "cv"))


def village(entry: str, *totals: int) -> AnswerFacts:
    rows: list[Any] = [{"n": n, "entry": "", "values": {"nhom": "a", "tong": t}} for n, t in enumerate(totals, 1)]
    return {"form": "bieu-thon", "period": "", "keys": {"thon": entry}, "sections": {"bang": rows}, "nil": False}


def failed(*rows: dict[str, Any]) -> list[tuple[str, int | None]]:
    checks = FormChecks(FormNames(forms()["bieu-thon"]))
    return [(each.say, each.row) for each in checks.failed(FormKeys({"thon": "a-1"}), {"bang": rows})]


def test_rows_and_sections() -> None:
    assert failed({"tong": 5, "viec": 4}, {"tong": 5, "viec": 5}) == []
    assert failed({"tong": 5, "viec": 4}, {"tong": 5, "viec": 6}) == [("việc làm lớn hơn tổng", 1)]
    assert failed({"tong": 5, "viec": 4}) == [("thiếu nhóm", None)]
    assert failed({"tong": 5}, {"viec": 4}) == []  # an empty cell keeps it from being told


def unequal(form: str, keys: FormKeys, rows: list[dict[str, Any]], *answers: AnswerFacts) -> list[tuple[Any, str]]:
    known = ReceivedAnswers(forms(), answers)
    checks = FormChecks(FormNames(forms()[form], known))
    found = checks.compared(keys, {"bang": rows})
    return [(each.said, shown_number(each.counted)) for each in found if each.differs]


def test_a_summary_waits_for_its_parts() -> None:
    absent = ReceivedAnswers(forms(), [village("a-2", 0)])
    checks = FormChecks(FormNames(forms()["bieu-xa"], ReceivedAnswers(forms(), [village("a-1", 9)])), absent)
    rows = [{"thon": "a-1", "tong": 60, "entry": "a-1"}, {"thon": "a-2", "tong": 8, "entry": "a-2"}]
    found = list(checks.compared(FormKeys({"xa": "xa-a"}), {"bang": rows}))
    assert [(each.waits, each.differs) for each in found] == [(False, True), (True, False)]


def test_a_summary_is_compared_row_by_row() -> None:
    keys, answers = FormKeys({"xa": "xa-a"}), (village("a-1", 40, 20), village("a-2", 7), village("b-1", 100))
    rows = [{"thon": "a-1", "tong": 60, "entry": "a-1"}, {"thon": "a-2", "tong": 8, "entry": "a-2"}]
    assert unequal("bieu-xa", keys, rows, *answers) == [(8, "7")]


def test_keys_are_followed_upwards() -> None:
    keys, answers = FormKeys({"xa": "xa-a"}), (village("a-1", 40, 20), village("a-2", 7), village("b-1", 100))
    assert unequal("ca-tinh", keys, [{"nguoi": 66}], *answers) == [(66, "67")]
    assert unequal("ca-tinh", keys, [{"nguoi": 67}], *answers) == []


def test_a_column_hides_a_list_of_its_name() -> None:
    text = FORMS.replace(
        "checks: [{check: viec <= tong,", "checks: [{check: count(xa) == 1, say: x}, {check: viec <= tong,", 1
    )
    form = forms_of(office(text.replace("{id: nhom, label: Nhóm}", "{id: xa, label: Xã}")), "cv")["bieu-thon"]
    checks = FormChecks(FormNames(form))
    rows = [{"xa": "", "tong": 1}, {"xa": "có", "tong": 1}]
    assert not list(checks.failed(FormKeys({"thon": "a-1"}), {"bang": rows}))
