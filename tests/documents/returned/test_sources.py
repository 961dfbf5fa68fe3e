"""Tables of what came back: answers with sums, what is owed, the register, people on posts, notes under them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from congvan.core.returned import FigureChange
from congvan.documents.common.context import ContentContext
from congvan.documents.common.facts import dispatch_facts
from congvan.documents.contents import CONTENTS
from congvan.documents.returned import notes
from congvan.documents.tables.table import TableBuilder
from congvan.forms.form import forms_of
from congvan.model.loader import load
from congvan.model.validity import as_of
from congvan.returns.answers.assigned import AssignedPosts, proposed
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.answers.facts import return_facts
from congvan.returns.ledger.store import Event
from tests.forms.office import LISTS, files
from tests.returns.answers.test_assigned import ASSIGNMENT, POSTS, people
from tests.returns.telling import MEMBERS, act, answer, folded, person, row

BB = {"xa": "xa-b", "don_vi": "dv-b"}
TABLES = """\
tables:
  - {id: thanh-vien, of: thanh-vien, group: [xa], columns: [tt, don_vi, ho_ten], closing: "Có {{ count() }} người."}
  - {id: tuan, name: Tổng hợp, of: tuan, per: {ky: answered-periods}, columns: [xa, luot, luy_ke], total: Cộng}
  - {id: den-nay, of: tuan, by: [xa], columns: [xa, luot, luy_ke], total: Cộng}
  - {id: theo-ky, of: tuan, by: [ky], columns: [ky, luot]}
  - {id: ngang, of: tuan, by: [xa], across: ky, columns: [xa, luot]}
  - {id: dem, of: thanh-vien, by: [xa], columns: [xa, {id: so, label: Số, value: count()}]}
  - id: so-sanh
    of: tuan
    per: {ky: answered-periods}
    columns: [xa, truoc, {id: t, label: T, value: last(luot)}, luy_ke, {id: c, label: C, value: so_far(luot)}]
  - {id: can-goi, of: owing, columns: [sender, what, why, phone]}
  - {id: so-den, of: register, columns: [arrived, number, author, what, note]}
"""


def lines(table: str, *events: Event, forms: str = MEMBERS + TABLES, lists: Any = LISTS, **values: Any) -> list[str]:
    """The lines of a table as its paper shows them, cells parted by |, and the notes below it."""
    assert CONTENTS  # the sources are known
    dataset = load(files(forms, lists))
    answers = DispatchAnswers(dataset, "cv", folded(dataset, *events))
    dataset = replace(as_of(dataset, "cv"), returned={"cv": return_facts(answers)})
    facts = dispatch_facts(dataset, "cv", "corrected")
    problems: list[Any] = []
    context = ContentContext(dataset, "cv", "corrected", {**facts, **values}, values, problems)
    spec = next(each for each in context.dispatch.tables if each.id == table)
    made = TableBuilder(context, spec).build()
    assert made is not None, problems
    assert not problems
    shown = [line.across or " | ".join(line.texts) for line in made.lines]
    return [*shown, *filter(None, [made.closing, *made.source.notes])]


def week(number: int, luot: int, xa: str = "xa-a", subject: str = "", **changes: Any) -> Event:
    name = subject or f"{xa}-{number}"
    return answer(name, "tuan", {"xa": xa}, row(1, luot=luot), period=f"2026-t{number}", **changes)


def close(number: int) -> Event:
    return act("closed", "tuan", form="tuan", period=f"2026-t{number}", day="2026-09-07", undo=False, reason="")


def ky(number: int) -> Any:
    return {"id": f"2026-t{number}", "name": f"Tuần {number}"}


def test_people_by_place() -> None:
    came = answer(
        "a", "thanh-vien", {"xa": "xa-b", "don_vi": "dv-b"}, person(1), person(2), row(3, "asked", ho_ten="?")
    )
    assert lines("thanh-vien", came) == [
        "Phường Mẫu B (2 người)",
        "1 | Đơn vị B | Nguyễn Văn Mẫu 1",
        "2 | Đơn vị B | Nguyễn Văn Mẫu 2",
        "Có 2 người.",
    ]


def test_rows_are_counted_where_none_has_come_yet() -> None:
    assert lines("dem") == []
    came = answer("a", "thanh-vien", {"xa": "xa-b", "don_vi": "dv-b"}, person(1), person(2))
    assert lines("dem", came) == ["Phường Mẫu B | 2"]


def test_the_paper_of_a_period() -> None:
    nil = answer("n", "tuan", {"xa": "xa-b"}, nil=True, period="2026-t37", sections={})
    assert lines("tuan", week(36, 5), week(37, 20), nil, ky=ky(37)) == [
        "Xã Mẫu A | 20 | 25",
        "Phường Mẫu B | 0 | 0",
        "Cộng | 20 | 25",
        "Không phát sinh: 1 xã, phường.",
    ]
    carried = ["Xã Mẫu A | 20 | 25", "Phường Mẫu B |  | 7", "Cộng | 20 | 32"]
    before = (week(36, 5), week(36, 7, "xa-b"), week(37, 20))
    assert lines("tuan", *before, nil, ky=ky(37))[:3] == [each.replace("|  |", "| 0 |") for each in carried]
    assert lines("ngang", *before, nil)[1] == "Phường Mẫu B | 7 | 0"
    assert lines("tuan", *before, close(37), week(37, 3, "xa-b"), ky=ky(37))[:3] == carried
    assert lines("tuan", week(36, 5), ky=ky(36))[-1] == "Chưa báo cáo: 1 xã, phường (Phường Mẫu B)."


def test_a_closed_paper_keeps_its_figures_and_the_next_notes_the_change() -> None:
    events = [
        week(36, 5),
        week(36, 1, "xa-b"),
        close(36),
        week(36, 7, subject="again"),
        week(37, 2),
        week(37, 0, "xa-b"),
    ]
    assert lines("tuan", *events, ky=ky(36))[0] == "Xã Mẫu A | 5 | 5"
    assert lines("tuan", *events, ky=ky(37)) == [
        "Xã Mẫu A | 2 | 9",
        "Phường Mẫu B | 0 | 1",
        "Cộng | 2 | 10",
        "Số liệu tuần 36 của Xã Mẫu A được điều chỉnh sau khi chốt (Lượt: 5 → 7).",
    ]


def test_a_table_reads_earlier_periods_as_a_form_does() -> None:
    came = [week(36, 5), week(36, 7, "xa-b"), week(37, 20), week(37, 3, "xa-b")]
    later = [close(36), close(37), week(36, 6, subject="again"), week(36, 9, "xa-b", subject="late"), week(38, 1)]
    for events in (came, [*came, *later]):
        assert lines("so-sanh", *events, ky=ky(37)) == ["Xã Mẫu A | 5 | 5 | 25 | 25", "Phường Mẫu B | 7 | 7 | 10 | 10"]
    assert lines("so-sanh", *came, *later, ky=ky(38))[0] == "Xã Mẫu A | 20 | 20 | 27 | 27"


def test_an_answer_that_came_after_closing_is_one_sentence_without_names() -> None:
    form = forms_of(load(files(MEMBERS)), "cv")["thanh-vien"]

    def told(*columns: str, n: int = 1, before: str = "") -> str:
        made = [
            FigureChange(
                form="thanh-vien",
                period="",
                keys={"xa": "xa-a", "don_vi": ""},
                section="bang",
                entry="",
                n=row,
                column=column,
                before=before,
                after="x",
            )
            for column in columns
            for row in range(n)
        ]
        return notes._changed(form, made)

    assert told("ho-ten", "to-truong", n=9).endswith("của Xã Mẫu A được bổ sung sau khi chốt.")
    assert told("ho-ten", "to-truong", before="y").endswith("(Tổ trưởng: y → x).")
    assert told("to-truong", n=10, before="y").endswith("; và 2 chỗ khác).")


def test_a_closed_paper_keeps_what_was_given_to_another_period_since() -> None:
    moved = act("reassigned", "s", form="tuan", keys={"xa": "xa-a"}, period="2026-t38", reason="nhầm")
    events = [week(36, 5, subject="s"), week(37, 2), close(37), moved]
    assert lines("tuan", *events, ky=ky(37))[0] == "Xã Mẫu A | 2 | 7"
    assert lines("tuan", *events, ky=ky(38))[0] == "Xã Mẫu A | 5 | 7"


def test_sums_over_all_periods() -> None:
    events = [week(36, 5), week(37, 20), week(36, 1, "xa-b")]
    assert lines("den-nay", *events) == ["Xã Mẫu A | 25 | 25", "Phường Mẫu B | 1 | 1", "Cộng | 26 | 26"]
    assert lines("ngang", *events) == ["Xã Mẫu A | 5 | 20", "Phường Mẫu B | 1 | "]
    assert lines("theo-ky", *events) == ["Tuần 36 (31/8–06/9) | 6", "Tuần 37 (07/9–13/9) | 20"]


def test_what_is_owed() -> None:
    came = answer("a", "thanh-vien", {"xa": "xa-a", "don_vi": "dv-b"}, person(1))
    asked = answer(
        "b", "thanh-vien", {"xa": "xa-b", "don_vi": "dv-b"}, person(1), person(2), row(3, "asked", ho_ten="?")
    )
    found = lines("can-goi", came, asked, week(36, 5))
    assert found == [
        "Ủy ban nhân dân xã Mẫu A | Danh sách, Đơn vị A | chưa gửi | 0205 3812 345",
        "Ủy ban nhân dân xã Mẫu A | Danh sách, Đơn vị B | còn thiếu 1 người | 0205 3812 345",
        "Ủy ban nhân dân phường Mẫu B | Danh sách, Đơn vị A | chưa gửi | ",
        "Ủy ban nhân dân phường Mẫu B | Danh sách, Đơn vị B | ?: hỏi lại họ và tên (ghi “?”) | ",
        "Ủy ban nhân dân phường Mẫu B | Báo cáo tuần, Tuần 36 (31/8–06/9) | chưa gửi | ",
    ]
    assert len(lines("can-goi", came, sender={"id": "ubnd-xa-a"})) == 2


def test_the_register() -> None:
    came = answer("a", "thanh-vien", {"xa": "xa-a", "don_vi": "dv-b"}, person(1))
    number = act("register", "a", number=7, first=7, date="2026-09-01")
    assert lines("so-den", came, number) == ["01/09/2026 | 7 | Ủy ban nhân dân xã Mẫu A | Danh sách Đơn vị B | "]


def test_people_on_posts() -> None:
    tables = "tables: [{id: truc, of: truc, columns: [tt, post, ho_ten, dien_thoai, body, {id: ky, label: Ký}]}]\n"
    forms, lists = MEMBERS + ASSIGNMENT + tables, {**LISTS, "diem": POSTS}
    came = people("xa-a", "dv-a", 1, 2)
    dataset = load(files(forms, lists))
    answers = DispatchAnswers(dataset, "cv", folded(dataset, came))
    body, _unmet = proposed(AssignedPosts(answers, answers.dataset.dispatches["cv"].assignments[0]), [])
    assert lines("truc", came, act("proposed", "truc", **body), forms=forms, lists=lists)[:5] == [
        "1 | Điểm 1 | Nguyễn Văn Mẫu 1 | 0942100001 | Đơn vị A | ",
        "2 | Điểm 1 |  |  | Đơn vị B | ",
        "3 | Điểm 1, tổ 2 | Nguyễn Văn Mẫu 2 | 0942100002 | Đơn vị A | ",
        "4 | Điểm 1, tổ 2 |  |  | Đơn vị B | ",
        "5 | Điểm 2, ngày 25/8/2026 |  |  | Đơn vị A | ",
    ]


def test_the_figure_of_a_year_ago_is_there_where_nobody_typed_another() -> None:
    forms = """\
forms:
  - id: tuan
    name: Báo cáo tuần
    subject: Kết quả
    per: {xa: xa}
    period: {each: week, from: 1/9/2025, to: 27/9/2026}
    columns:
      - {id: luot, label: Lượt, type: integer}
      - {id: cung, label: Cùng kỳ, type: integer, value: year_ago(luot), open: true}
    rows: 1
tables: [{id: tuan, of: tuan, per: {ky: answered-periods}, columns: [xa, luot, cung]}]
"""
    before = [answer(xa, "tuan", {"xa": xa}, row(1, luot=4), period="2025-t36") for xa in ("xa-a", "xa-b")]
    now = (week(36, 5), answer("b", "tuan", {"xa": "xa-b"}, row(1, luot=6, cung=3), period="2026-t36"))
    assert lines("tuan", *before, *now, forms=forms, ky=ky(36)) == ["Xã Mẫu A | 5 | 4", "Phường Mẫu B | 6 | 3"]


def test_two_periods_of_one_day_cumulate_in_the_order_of_their_list_and_decimals_are_as_typed() -> None:
    entry = "  - {{id: {0}, name: Kỳ {0}, valid_from: {1}/10/2026, valid_to: {1}/10/2026}}\n"
    periods = "".join(entry.format(*each) for each in (("sang-5", 5), ("chieu-5", 5), ("sang-6", 6)))
    lists = {**LISTS, "dot": f"list: {{label: Kỳ, one: kỳ}}\nentries:\n{periods}"}
    forms = """\
forms:
  - id: lu
    name: Báo cáo
    subject: Thiệt hại
    per: {xa: xa}
    period: {each: dot}
    rows: 1
    columns:
      - {id: lua, label: Lúa, type: decimal}
      - {id: luy-ke, label: Lũy kế, type: decimal, value: so_far(lua)}
      - {id: tien, label: Tiền, type: money, unit: triệu đồng}
tables: [{id: lu, of: lu, per: {ky: answered-periods}, columns: [xa, lua, luy_ke, tien]}]
"""
    said = {"sang-6": (4.0, 2), "chieu-5": (2.125, 87.25), "sang-5": (1.5, 125.5)}
    came = [
        answer(each, "lu", {"xa": "xa-a"}, row(1, lua=lua, tien=tien), period=each, version=1)
        for each, (lua, tien) in said.items()
    ]
    shown = {each: lines("lu", *came, forms=forms, lists=lists, ky={"id": each})[0] for each in said}
    assert shown == {
        "sang-5": "Xã Mẫu A | 1,5 | 1,5 | 125,5",
        "chieu-5": "Xã Mẫu A | 2,125 | 3,63 | 87,25",
        "sang-6": "Xã Mẫu A | 4 | 7,63 | 2",
    }


SCORES = """\
forms:
  - id: cham
    version: 2
    name: Chấm điểm
    subject: thi đua
    per: {xa: xa}
    sections:
      - {id: chung, columns: [{id: nd, label: Việc}, {id: diem, label: Điểm, type: integer}]}
      - {id: chuyen-mon, columns: [{id: nd, label: Việc}, {id: diem, label: Điểm, type: integer}]}
      - id: tong
        columns: [{id: tong-diem, label: Tổng, type: integer, value: sum(chung.diem) + sum(chuyen_mon.diem)}]
        rows: 1
tables: [{id: xep, of: cham.tong, columns: [tt, xa, tong_diem], order: [-tong_diem]}]
"""


def test_a_value_sums_the_tables_above_it() -> None:
    def scored(xa: str, *points: int) -> Event:
        rows = [row(n, nd=f"Việc {n}", diem=each) for n, each in enumerate(points, 1)]
        return answer(xa, "cham", {"xa": xa}, sections={"chung": rows[:-1], "chuyen-mon": rows[-1:]})

    came = scored("xa-a", 5, 4, 3), scored("xa-b", 9, 9, 1)
    nil = answer("n", "cham", {"xa": "xa-b"}, sections={}, nil=True)
    assert lines("xep", *came, forms=SCORES) == ["1 | Phường Mẫu B | 19", "2 | Xã Mẫu A | 12"]
    assert lines("xep", came[0], nil, forms=SCORES) == ["1 | Xã Mẫu A | 12", "2 | Phường Mẫu B | 0"]
    doubled = SCORES.replace("sum(chung.diem) +", "2 * sum(chung.diem) +")  # no longer a sum of what is typed
    assert lines("xep", came[0], nil, forms=doubled) == ["1 | Xã Mẫu A | 21", "2 | Phường Mẫu B | "]
    spaced = SCORES.replace("sum(chung.diem) + sum(", "( sum( chung.diem ) ) + sum (")
    assert lines("xep", came[0], nil, forms=spaced)[1] == "2 | Phường Mẫu B | 0"
