"""People of any form on posts of any list."""

from __future__ import annotations

import pytest

from congvan.model.loader import load
from congvan.returns.answers.assigned import AssignedPosts, assignment_facts, proposed
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.ledger.store import Event
from tests.forms.office import LISTS, files, told
from tests.returns.telling import MEMBERS, act, answer, folded, person, row

POSTS = """\
list:
  label: Điểm
  one: điểm
  fields: {xa: {type: xa, label: Xã}, to: {type: integer, label: Số tổ}, ngay: {type: date, label: Ngày, many: true}}
entries:
  - {id: d-1, name: Điểm 1, xa: xa-a, to: 2}
  - {id: d-2, name: Điểm 2, xa: xa-b, ngay: [25/8/2026, 26/8/2026]}
"""
ASSIGNMENT = """\
assignments:
  - id: truc
    name: Phân công trực
    posts: {each: diem, times: diem.to, days: diem.ngay}
    same: xa
    from: [{form: thanh-vien, by: don_vi, least: 1}]
"""


def people(xa: str, unit: str, *numbers: int) -> Event:
    return answer(f"{xa}-{unit}", "thanh-vien", {"xa": xa, "don_vi": unit}, *(person(number) for number in numbers))


def posts(*events: Event) -> AssignedPosts:
    dataset = load(files(MEMBERS + ASSIGNMENT, {**LISTS, "diem": POSTS}))
    answers = DispatchAnswers(dataset, "cv", folded(dataset, *events))
    return AssignedPosts(answers, answers.dataset.dispatches["cv"].assignments[0])


def lines(*events: Event, choices: list[tuple[str, str]] | None = None) -> list[str]:
    body, unmet = proposed(posts(*events), choices or [])
    assert not unmet
    return [" ".join(map(str, (x["post"], x["number"], x["day"], x["body"], x["key"]))) for x in body["posts"]]


def test_posts_are_filled_within_their_area() -> None:
    found = lines(people("xa-a", "dv-a", 1, 2), people("xa-b", "dv-b", 3))
    assert found == [
        "d-1 1  thanh-vien/dv-a 0942100001",
        "d-1 1  thanh-vien/dv-b ",
        "d-1 2  thanh-vien/dv-a 0942100002",
        "d-1 2  thanh-vien/dv-b ",
        "d-2 1 2026-08-25 thanh-vien/dv-a ",
        "d-2 1 2026-08-25 thanh-vien/dv-b 0942100003",
        "d-2 1 2026-08-26 thanh-vien/dv-a ",
        "d-2 1 2026-08-26 thanh-vien/dv-b 0942100003",
    ]


def test_a_choice_of_the_office_comes_first() -> None:
    found = lines(people("xa-a", "dv-a", 1, 2), people("xa-b", "dv-b", 3), choices=[("d-2", "0942100002")])
    assert [line for line in found if line.endswith("02")] == [
        "d-2 1 2026-08-25 thanh-vien/dv-a 0942100002",
        "d-2 1 2026-08-26 thanh-vien/dv-a 0942100002",
    ]


def test_who_leaves_is_a_blank_line() -> None:
    came = people("xa-a", "dv-a", 1, 2)
    body, _unmet = proposed(posts(came), [])
    kept = act("proposed", "truc", **body)
    left = act("corrected", "xa-a-dv-a", rows=[{"section": "bang", "n": 2, "struck": True}], reason="nghỉ")
    dataset = load(files(MEMBERS + ASSIGNMENT, {**LISTS, "diem": POSTS}))
    found = assignment_facts(DispatchAnswers(dataset, "cv", folded(dataset, came, kept, left)))[0]["lines"]
    assert [line["key"] for line in found if line["post"] == "d-1" and line["by"] == "dv-a"] == ["0942100001", ""]
    assert found[0]["row"]
    assert found[0]["row"]["values"]["ho-ten"] == "Nguyễn Văn Mẫu 1"


TWO_TABLES = """\
forms:
  - id: khen
    name: Danh sách
    subject: Khen thưởng
    per: {don_vi: don-vi}
    sections:
      - {id: tap-the, columns: [{id: ten, label: Tên tập thể}]}
      - id: ca-nhan
        columns: [{id: ho-ten, label: Họ tên, type: name}, {id: dien-thoai, label: Điện thoại, type: phone}]
assignments:
  - id: to
    name: Tổ
    posts: {each: diem}
    same: cum
    from: [{form: FORM, by: don_vi, least: 0}]
"""
AREAS = {
    **LISTS,
    "cum": "list: {label: Cụm}\nentries: [{id: cum-1, name: Cụm 1}, {id: cum-2, name: Cụm 2}]\n",
    "don-vi": """\
list: {label: Đơn vị, one: đơn vị, fields: {cum: {type: cum, label: Cụm}}}
entries: [{id: dv-a, name: Đơn vị A, cum: cum-1}, {id: dv-b, name: Đơn vị B, cum: cum-2}]
""",
    "diem": """\
list: {label: Điểm, one: điểm, fields: {cum: {type: cum, label: Cụm}}}
entries: [{id: d-1, name: Điểm 1, cum: cum-2}]
""",
}


@pytest.mark.parametrize("form", ["khen", "khen.ca-nhan"])
def test_people_of_a_table_behind_the_first_in_the_area_that_their_body_refers_to(form: str) -> None:
    named = {"ca-nhan": [person(3)], "tap-the": [row(1, ten="Phòng A")]}
    dataset = load(files(TWO_TABLES.replace("FORM", form), AREAS))
    events = [answer(unit, "khen", {"don_vi": unit}, sections=named) for unit in ("dv-a", "dv-b")]
    made = DispatchAnswers(dataset, "cv", folded(dataset, *events))
    found = AssignedPosts(made, made.dataset.dispatches["cv"].assignments[0])
    assert [(each.section, each.area) for each in found.people().values()] == [("ca-nhan", "cum-1")]
    assert {slot.post: area for slot, area in found.slots().items()} == {"d-1": "cum-2"}


def test_a_table_that_the_form_lacks_is_told() -> None:
    assert [each.code for each in told(TWO_TABLES.replace("FORM", "khen.nhom"), AREAS)][-1:] == ["section-unknown"]
