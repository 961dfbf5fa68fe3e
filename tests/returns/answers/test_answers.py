"""How the sheets of any form stand, from the events alone."""

from __future__ import annotations

import datetime
import os
from dataclasses import replace
from typing import Any

import pytest

from congvan.core.problems import EnvironmentFault, Severity
from congvan.core.returned import Standing, owes
from congvan.documents.returned.wording import punctual_counts, reason_words
from congvan.model.loader import load
from congvan.model.project.assets import Assets
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.answers.overview import work_out
from congvan.returns.ledger.store import Event
from congvan.returns.records.computed import computed_of
from congvan.returns.records.fold import fold
from congvan.returns.records.many_values import many_values
from tests.forms.office import LISTS, files
from tests.pace import Watch
from tests.returns.telling import MEMBERS, SUMMARY, act, answer, answers, folded, person, row

AB = {"xa": "xa-a", "don_vi": "dv-b"}


def stands(form: str, *events: Event, forms: str = MEMBERS, period: str | None = None) -> dict[str, Standing]:
    status = answers(*events, forms=forms).status(form)
    kept = [each for each in status["standings"] if period in (None, each["period"])]
    return {"/".join(each["keys"].values()): each for each in kept}


ACCEPTED = act("corrected", "a", accepted=True, reason="đúng như đã gửi")


def members(*rows: dict[str, Any], subject: str = "a", **changes: Any) -> Event:
    return answer(subject, "thanh-vien", changes.pop("keys", AB), *rows, **changes)


def why(found: Standing) -> list[tuple[str, int, str]]:
    return [(each["code"], each["count"], each["text"]) for each in found["reasons"]]


def test_everybody_owes_until_it_came() -> None:
    found = stands("thanh-vien", members(person(1), person(2)))
    assert {name: each["state"] for name, each in found.items()} == {
        "xa-a/dv-a": "missing",
        "xa-a/dv-b": "complete",
        "xa-b/dv-a": "missing",
        "xa-b/dv-b": "missing",
    }
    assert (found["xa-a/dv-b"]["rows"], found["xa-a/dv-b"]["owed"]) == ({"bang": 2}, 1 + 1)
    assert found["xa-a/dv-b"]["sender"] == "ubnd-xa-a"


@pytest.mark.parametrize(
    ("event", "state", "reasons"),
    [
        (members(person(1)), "incomplete", [("rows-few", 1, "people")]),
        (members(person(2), person(3)), "incomplete", [("check-failed", 1, "chưa ghi tổ trưởng")]),
        (members(person(1), person(2), attachments=[]), "incomplete", [("attachment-missing", 1, "Biên bản")]),
        (members(person(1, cccd=""), person(2, cccd=""), version=1), "incomplete", [("columns-new", 1, "CCCD")]),
        (members(person(1), person(2), person(3), row(4, "asked", ho_ten="?")), "asked", [("rows-to-ask", 1, "")]),
    ],
)
def test_why_it_is_not_complete(event: Event, state: str, reasons: list[tuple[str, int, str]]) -> None:
    found = stands("thanh-vien", event)["xa-a/dv-b"]
    assert (found["state"], why(found)) == (state, reasons)


def test_a_question_names_cell_column_and_row() -> None:
    asked = stands("thanh-vien", members(row(1, "asked", dien_thoai="12", ho_ten="Mẫu")))["xa-a/dv-b"]["questions"]
    assert [(q["cell"], q["columns"], q["words"], q["mask"]) for q in asked] == [("B1", ["Điện thoại"], "Mẫu", True)]


def test_a_wide_answer_answers_what_it_has_rows_for() -> None:
    form = MEMBERS.replace("      - {id: ho-ten", "      - {id: xa, label: Xã, type: xa}\n      - {id: ho-ten", 1)
    wide = members(person(1, xa="xa-a"), person(2, xa="xa-a"), person(1, xa="xa-b"), keys={"xa": "", "don_vi": "dv-b"})
    found = stands("thanh-vien", wide, forms=form)
    assert [found[name]["rows"].get("bang") for name in ("xa-a/dv-b", "xa-b/dv-b", "xa-a/dv-a")] == [2, 1, None]


def test_of_two_that_came_at_once_the_office_says_which_counts() -> None:
    one = members(person(1), person(2), run=1)
    other = members(person(1), person(3), subject="b", run=1)
    found = stands("thanh-vien", one, other)["xa-a/dv-b"]
    assert (found["state"], found["file"], why(found)) == ("asked", "a.xlsx", [("answers-at-once", 1, "b.xlsx")])
    for decision, counts in (
        (act("corrected", "b", accepted=True, reason="hỏi lại"), "b.xlsx"),
        (act("corrected", "a", accepted=True, reason="hỏi lại"), "a.xlsx"),
        (act("withdrawn", "a", undo=False, reason="hỏi lại"), "b.xlsx"),
        (act("withdrawn", "b", undo=False, reason="hỏi lại"), "a.xlsx"),
        (members(person(1), person(4), subject="c", run=9), "c.xlsx"),
    ):
        decided = stands("thanh-vien", one, other, decision)["xa-a/dv-b"]
        assert (decided["state"], decided["file"]) == ("complete", counts)
    fuller = members(person(1), person(2), person(3), subject="b", run=1)
    for came in ((one, fuller), (fuller, one)):
        found = stands("thanh-vien", *came)["xa-a/dv-b"]
        assert (found["state"], found["rows"]) == ("complete", {"bang": 3})


def test_less_than_before_is_asked_until_the_office_decides() -> None:
    full, less = members(person(1), person(2)), members(person(1), subject="b")
    found = stands("thanh-vien", full, less)["xa-a/dv-b"]
    assert (found["state"], found["file"], why(found)) == ("asked", "a.xlsx", [("less-than-before", 1, "b.xlsx")])
    taken = stands("thanh-vien", full, less, act("corrected", "b", accepted=True, reason="xin rút"))["xa-a/dv-b"]
    assert (taken["state"], taken["file"]) == ("incomplete", "b.xlsx")
    gone = stands("thanh-vien", full, less, act("withdrawn", "b", undo=False, reason="nhầm"))["xa-a/dv-b"]
    assert (gone["state"], gone["file"]) == ("complete", "a.xlsx")


def test_what_is_asked_about_is_taken_as_it_came_where_the_office_says_so() -> None:
    unread = row(3, "asked", dien_thoai="", ho_ten="Lê Mẫu")
    came = members(person(1), person(2, state="asked"), unread)
    rows = [stands("thanh-vien", came, *more)["xa-a/dv-b"]["rows"] for more in ((), (ACCEPTED,))]
    assert rows == [{"bang": 1}, {"bang": 2}]  # the cell that could not be read is still asked about
    failed = members(person(2), person(3))
    reasons = [why(stands("thanh-vien", failed, *more)["xa-a/dv-b"]) for more in ((), (ACCEPTED,))]
    assert reasons == [[("check-failed", 1, "chưa ghi tổ trưởng")]] * 2  # else no later slip was seen


def test_a_row_that_was_taken_as_it_came_is_judged_by_the_checks_of_rows() -> None:
    form = MEMBERS.replace(
        "{check: count(to_truong) == 1", "{check: ho_ten != 'Lê Mẫu', say: tên mẫu}, {check: count(to_truong) == 1"
    )
    came = members(person(1), person(2), row(3, "asked", ho_ten="Lê Mẫu", dien_thoai="0942100003"))
    found = stands("thanh-vien", came, ACCEPTED, forms=form)["xa-a/dv-b"]
    assert (found["rows"], why(found)) == ({"bang": 3}, [("check-failed", 1, "tên mẫu")])


def test_a_successor_fills_what_its_predecessor_owed() -> None:
    ended = LISTS["xa"].replace("phone: 0205 3812 345}", "valid_to: 2026-09-30, successor: [xa-b]}")
    dataset = load(files(MEMBERS, {**LISTS, "xa": ended}))
    came = answer("a", "thanh-vien", {"xa": "xa-b", "don_vi": "dv-a"}, person(1), person(2))
    found = DispatchAnswers(dataset, "cv", folded(dataset, came)).status("thanh-vien")["standings"]
    assert [each["state"] for each in found] == ["complete", "missing", "complete", "missing"]


def test_what_was_owed_at_the_issue_is_owed() -> None:
    issued = act(
        "issued", "cv", forms={"thanh-vien": [{"xa": "xa-a", "don_vi": "dv-b"}, {"xa": "xa-z", "don_vi": "dv-b"}]}
    )
    assert list(stands("thanh-vien", issued)) == ["xa-a/dv-b", "xa-z/dv-b"]


def test_a_scan_waits_to_be_entered() -> None:
    scan = Event("evidence", "s", {"file": "s.pdf", "keys": {"xa": "xa-b", "don_vi": ""}, "form": "thanh-vien"}, "cv")
    found = stands("thanh-vien", scan)
    assert [(each["state"], why(each)) for name, each in found.items() if name.startswith("xa-b")] == [
        ("incomplete", [("to-be-typed", 1, "")])
    ] * 2
    assert found["xa-a/dv-b"]["state"] == "missing"


def test_what_came_and_cannot_be_read_is_not_said_to_be_lacking() -> None:
    keys = {"xa": "xa-b", "don_vi": "dv-b"}
    body = {"file": "b.xlsx", "codes": ["file-kind"], "form": "thanh-vien", "keys": keys, "period": ""}
    came, gone = Event("refused", "r", body, "cv"), act("withdrawn", "r", undo=False, reason="gửi nhầm")
    less = answer("a", "thanh-vien", keys, person(1))
    for events, state, reasons, still in (
        ([came], "incomplete", ["file-unread"], False),
        ([less, came], "incomplete", ["rows-few", "file-unread"], False),
        ([came, less], "incomplete", ["rows-few"], True),  # what came after it can be read
        ([came, gone], "missing", [], True),
        ([came, gone, act("withdrawn", "r", undo=True)], "incomplete", ["file-unread"], False),
    ):
        numbered = [replace(each, number=number) for number, each in enumerate(events, 1)]
        found = stands("thanh-vien", *numbered)["xa-b/dv-b"]
        assert (found["state"], [code for code, *_rest in why(found)]) == (state, reasons)
        assert owes(found) == still
        assert "missing" not in dict(punctual_counts([found])) or state == "missing"


def test_a_damaged_event_stops_its_own_dispatch_alone() -> None:
    given, other = files(MEMBERS), "data/dispatches/cv-2.yaml"
    dataset = load(Assets({**given, other: given["data/dispatches/cv.yaml"]}))
    keys = {"xa": "xa-b", "don_vi": "dv-b"}
    good = answer("a", "thanh-vien", keys, person(1))
    bad = [Event("answer", "b", {"form": 3}, "cv-2"), Event("closed", "c", {}, "cv-2")]
    with pytest.raises(EnvironmentFault):
        folded(dataset, good, *bad)
    overview, _past = work_out(dataset, [good, *bad], (), datetime.date(2026, 9, 1))
    assert list(overview["dispatches"]) == ["cv"]
    assert [(each.code, each.place.file) for each in overview["problems"] if each.severity is Severity.ERROR] == [
        ("database", other)
    ]
    with pytest.raises(EnvironmentFault):
        DispatchAnswers(dataset, "cv-2", fold([good, *bad], computed_of(dataset), apart=True))


def test_of_what_names_no_sender_nobody_knows_whom_to_remind() -> None:
    known = {"file": "a.xlsx", "codes": [], "form": "thanh-vien", "keys": {"xa": "xa-b", "don_vi": "dv-b"}}
    unknown = [Event("refused", "b", {"file": "b.xlsx", "codes": []}), Event("evidence", "c", {"file": "c.pdf"})]
    dataset = load(files(MEMBERS))
    records = folded(dataset, Event("refused", "a", known, "cv"), *unknown)
    assert [each.file for each in DispatchAnswers(dataset, "cv", records).unplaced] == ["c.pdf", "b.xlsx"]


def week(number: int, luot: int, xa: str = "xa-a", **changes: Any) -> Event:
    subject = changes.pop("subject", f"{xa}-{number}")
    return answer(subject, "tuan", {"xa": xa}, row(1, luot=luot), period=f"2026-t{number}", **changes)


def test_periods_are_owed_one_by_one() -> None:
    late = week(36, 5, received="2026-09-04T16:01+07:00")
    found = stands("tuan", late, week(36, 7, "xa-b", received="2026-09-04T16:00+07:00"), week(37, 9))
    assert (found["xa-b"]["state"], found["xa-b"]["period"]) == ("missing", "2026-t37")
    first = stands("tuan", late, week(36, 7, "xa-b", received="2026-09-04"), period="2026-t36")
    assert {name: each["late"] for name, each in first.items()} == {"xa-a": "late", "xa-b": "unknown"}


def test_nothing_to_report_is_an_answer() -> None:
    nil = answer("n", "tuan", {"xa": "xa-a"}, nil=True, period="2026-t36", sections={})
    assert stands("tuan", nil)["xa-a"]["state"] == "nil"


def test_a_correction_after_the_deadline_does_not_make_late() -> None:
    first = week(36, 5, received="2026-09-04T10:00+07:00")
    again = week(36, 6, received="2026-09-07T10:00+07:00", subject="again")
    found = stands("tuan", first, again)["xa-a"]
    assert (found["late"], found["file"]) == ("in-time", "again.xlsx")


def test_a_summary_is_judged_when_its_parts_are_there() -> None:
    forms = MEMBERS + SUMMARY
    rows = [row(1, entry="xa-a", xa="xa-a", so_nguoi=2), row(2, entry="xa-b", xa="xa-b", so_nguoi=3)]
    whole = answer("t", "tong-hop", {"don_vi": "dv-b"}, *rows)
    part = members(person(1), person(2))

    def notes(*events: Event) -> list[tuple[str, int]]:
        found = stands("tong-hop", *events, forms=forms)["dv-b"]
        return [(each["code"], each["count"]) for each in found["notes"]]

    assert notes(whole) == [("equals-wait", 2)]
    assert notes(whole, part) == [("equals-wait", 1)]
    other = members(person(1), person(2), subject="b", keys={"xa": "xa-b", "don_vi": "dv-b"})
    assert notes(whole, part, other) == [("equals-differ", 1)]
    (differing,) = stands("tong-hop", whole, part, other, forms=forms)["dv-b"]["notes"]
    assert differing["text"].endswith(": 3 ≠ 2")
    assert "xa-b" not in differing["text"]  # an entry as it is called
    assert differing["text"] in reason_words(differing)
    more = members(person(1), person(2), person(3), subject="c", keys={"xa": "xa-b", "don_vi": "dv-b"})
    assert notes(whole, part, other, more) == [("equals-agree", 2)]
    assert stands("tong-hop", whole, part, other, forms=forms)["dv-b"]["state"] == "asked"


def close(number: int, undo: bool = False) -> Event:
    return act("closed", "tuan", form="tuan", period=f"2026-t{number}", day="2026-09-07", undo=undo, reason="")


def test_what_comes_after_the_figures_are_closed_is_noted() -> None:
    events = [week(36, 5), close(36), week(36, 7, subject="again"), week(36, 3, "xa-b")]
    found = stands("tuan", *events)
    assert [each["code"] for each in found["xa-a"]["notes"]] == ["changed-after-close"]
    assert found["xa-b"]["after_close"]
    assert not any(
        each["notes"] or each["after_close"] for each in stands("tuan", *events, close(36, undo=True)).values()
    )


def test_many_answers_take_time_in_proportion() -> None:
    """A few hundred for each run; ten thousand with CONGVAN_LONG=1. Each has twelve rows and a check."""
    units = "list: {label: Đơn vị, one: đơn vị}\nentries:\n" + "".join(
        f"  - {{id: u-{n}, name: U {n}}}\n" for n in range(4)
    )

    def seconds(count: int) -> float:
        places = LISTS["xa"].partition("entries:")[0] + "entries:\n"
        places += "".join(f"  - {{id: xa-{n}, kind: xã, name: Mẫu {n}}}\n" for n in range(count // 4))
        dataset = load(files(MEMBERS, {"xa": places, "don-vi": units}))
        rows = [person(number) for number in range(1, 13)]
        keys = [{"xa": f"xa-{n}", "don_vi": f"u-{m}"} for n in range(count // 4) for m in range(4)]
        came = [members(*rows, subject=str(n), keys=each) for n, each in enumerate(keys)]
        watch = Watch()
        with many_values():
            found = DispatchAnswers(dataset, "cv", folded(dataset, *came)).status("thanh-vien")
        assert {each["state"] for each in found["standings"]} == {"complete"}
        return watch.seconds()

    few = 10_000 if os.environ.get("CONGVAN_LONG") else 400
    seconds(100)
    assert seconds(few) / few < 0.001


TABLES = """\
forms:
  - id: khen
    name: Danh sách
    subject: Khen thưởng
    per: {don_vi: don-vi}
    sections:
      - {id: tap-the, columns: [{id: ten, label: Tên tập thể}]}
      - {id: ca-nhan, columns: [{id: ho-ten, label: Họ tên, type: name}]}
"""


def named(subject: str, groups: int, people: int) -> Event:
    rows = {"tap-the": [row(n, ten=f"Phòng {n}") for n in range(groups)], "ca-nhan": [person(n) for n in range(people)]}
    return answer(subject, "khen", {"don_vi": "dv-a"}, sections=rows)


def test_the_rows_of_every_table_are_what_is_owed() -> None:
    assert stands("khen", named("a", 0, 2), forms=TABLES)["dv-a"]["state"] == "complete"


@pytest.mark.parametrize(("groups", "people", "counts"), [(1, 0, "a"), (0, 3, "a"), (1, 1, "b"), (3, 4, "b")])
def test_an_answer_that_lost_a_whole_table_does_not_replace_a_full_one(groups: int, people: int, counts: str) -> None:
    found = stands("khen", named("a", 2, 3), named("b", groups, people), forms=TABLES)["dv-a"]
    assert found["file"] == f"{counts}.xlsx"
    assert [code for code, _count, _text in why(found)] == (["less-than-before"] if counts == "a" else [])


def test_a_period_for_which_nobody_answered_is_owing_once_a_later_one_has_come() -> None:
    late = answer("a", "tuan", {"xa": "xa-a"}, row(1, luot=5), period="2026-t38")
    found = answers(late).status("tuan")["standings"]
    assert [(each["period"], each["keys"]["xa"], each["state"]) for each in found] == [
        ("2026-t36", "xa-a", "missing"),
        ("2026-t36", "xa-b", "missing"),
        ("2026-t37", "xa-a", "missing"),
        ("2026-t37", "xa-b", "missing"),
        ("2026-t38", "xa-a", "complete"),
        ("2026-t38", "xa-b", "missing"),
    ]
    assert [each["id"] for each in answers(late).status("tuan")["periods"]][:3] == ["2026-t36", "2026-t37", "2026-t38"]
