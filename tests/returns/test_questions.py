"""What waits for a decision: rows, whole answers, fuller answers that a later one would replace, scans."""

from __future__ import annotations

from pathlib import Path

from congvan.core.messages import Message, as_plain
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.decisions import CorrectRequest, WithdrawRequest, correct, withdraw
from congvan.returns.ledger.store import Event
from congvan.returns.questions import OpenQuestions, open_questions
from congvan.returns.records.fold import fold
from congvan.returns.requests import ReturnsRequest, opened
from tests.returns.office import done, keep, office, states
from tests.returns.telling import MEMBERS, answer, person, row

AB = {"xa": "xa-a", "don_vi": "dv-b"}


def waiting(root: Path) -> OpenQuestions:
    with opened(ReturnsRequest(root)) as (dataset, store):
        return open_questions(DispatchAnswers(dataset, "cv", fold(store.events())))


def asked_of(root: Path) -> dict[str, dict[str, str]]:
    """By file and row: what the cells in question hold, by column."""
    found = waiting(root)
    return {
        f"{each['file']} {line['name']}": {issue["column"]: issue["said"] for issue in line["issues"]}
        for each in found.answers
        for line in each["rows"]
    }


def test_rows_are_told_with_their_cell_until_they_are_answered(tmp_path: Path) -> None:
    root = office(tmp_path)
    keep(root, answer("a", "thanh-vien", AB, person(1), person(2), row(3, "asked", dien_thoai="12", ho_ten="Mẫu")))
    assert list(asked_of(root)) == ["a.xlsx bang.3"]
    (open_,) = waiting(root).answers
    assert open_["keys"] == ["don_vi=dv-b", "xa=xa-a"]
    done(correct, CorrectRequest(root=root, file="a", cells=("bang.3.dien-thoai=0942100003",), reason="hỏi lại"))
    assert not asked_of(root)
    done(correct, CorrectRequest(root=root, file="a", undo=True))
    assert list(asked_of(root)) == ["a.xlsx bang.3"]
    assert states(root, "thanh-vien")["xa-a/dv-b"] == "asked"


def test_days_that_could_be_months_are_kept_in_one_act(tmp_path: Path) -> None:
    forms = MEMBERS.replace("type: cccd, since: 2", "type: date")
    root = office(tmp_path, forms)
    why = as_plain(Message("column-date.swapped", first="2/3/2026", second="3/2/2026"))
    asked = [row(n, "asked", ho_ten=f"Mẫu {n}") for n in (1, 2)]
    for each in asked:
        each["issues"] = [{**each["issues"][0], "code": "column-date", "why": why, "column": "cccd"}]
    keep(root, answer("a", "thanh-vien", AB, *asked, row(3, "asked", dien_thoai="12", ho_ten="Mẫu")))
    (open_,) = waiting(root).answers
    assert [each["days_alone"] for each in open_["rows"]] == [True, True, False]
    cells = tuple(cell for each in open_["rows"] for cell in each["keep"])
    assert cells == ("bang.1.cccd=2/3/2026", "bang.2.cccd=2/3/2026")
    done(correct, CorrectRequest(root=root, file="a", cells=cells, reason="đã xem"))
    assert list(asked_of(root)) == ["a.xlsx bang.3"]


def test_a_smaller_answer_waits_beside_the_fuller_one(tmp_path: Path) -> None:
    root = office(tmp_path)
    keep(root, answer("a", "thanh-vien", AB, person(1), person(2)), answer("b", "thanh-vien", AB, person(1)))
    (open_,) = waiting(root).answers
    assert (open_["file"], open_["instead_of"]) == ("b.xlsx", "a.xlsx")
    done(correct, CorrectRequest(root=root, file="b", accept=True, reason="đã hỏi"))
    assert not waiting(root).answers
    done(correct, CorrectRequest(root=root, file="b", undo=True))
    assert waiting(root).answers


def test_scans_wait_and_what_was_withdrawn_can_come_back(tmp_path: Path) -> None:
    root = office(tmp_path)
    body = {"file": "q.pdf", "state": "", "form": "thanh-vien", "keys": {"xa": "xa-a", "don_vi": ""}, "period": ""}
    keep(root, Event("evidence", "s", body, "cv"), Event("evidence", "t", {**body, "file": "t.pdf", "form": ""}, ""))
    found = waiting(root)
    assert [(each["file"], each["items"]) for each in found.scans] == [("q.pdf", {"xa": "xa-a"}), ("t.pdf", {})]
    done(withdraw, WithdrawRequest(root=root, file="q.pdf", reason="gửi nhầm"))
    found = waiting(root)
    assert [each["file"] for each in found.scans] == ["t.pdf"]
    assert found.withdrawn == [("s", "q.pdf")]
