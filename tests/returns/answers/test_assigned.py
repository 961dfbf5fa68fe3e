"""People of any form on posts of any list."""

from __future__ import annotations

from congvan.ledger.store import Event
from congvan.model.loader import load
from congvan.returns.answers.assigned import AssignedPosts, assignment_facts, proposed
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from tests.forms.office import LISTS, files
from tests.returns.telling import MEMBERS, act, answer, folded, person

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
