"""Answers are worked out once, and anew when an event is added, the data change or the database is another one."""

from __future__ import annotations

from pathlib import Path

from congvan.model.loader import load
from congvan.model.project import assets
from congvan.returns.ledger.store import Event
from congvan.web.facts.answers import answers_now
from tests.returns.office import keep, office
from tests.returns.telling import answer, person

AB = {"xa": "xa-a", "don_vi": "dv-b"}


def test_answers_are_kept_until_something_changes(tmp_path: Path) -> None:
    root = office(tmp_path)
    dataset = load(assets.read(root))
    nothing = answers_now(root, dataset, "cv")
    assert not nothing.records.answers
    assert not (root / "office.db").exists(), "a look makes no database"
    keep(root, answer("a", "thanh-vien", AB, person(1), person(2)))
    first = answers_now(root, dataset, "cv")
    assert list(first.records.answers) == ["a"]
    assert answers_now(root, dataset, "cv") is first
    keep(root, Event("withdrawn", "a", {"undo": False, "reason": "nhầm"}, "cv"))
    second = answers_now(root, dataset, "cv")
    assert second.records.answers["a"].withdrawn == "nhầm"
    assert answers_now(root, load(assets.read(root)), "cv") is not second
    (root / "office.db").rename(root / "khac.db")
    keep(root, answer("b", "thanh-vien", AB, person(1)), answer("c", "thanh-vien", AB, person(1)))
    assert list(answers_now(root, dataset, "cv").records.answers) == ["b", "c"]
