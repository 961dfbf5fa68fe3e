"""An arrival or a number that was put right or withdrawn by mistake is again as it was."""

from __future__ import annotations

from pathlib import Path

from congvan.returns.decisions import CorrectRequest, WithdrawRequest, correct, withdraw
from congvan.returns.ledger.store import Event
from congvan.returns.records.computed import nothing_computed
from congvan.returns.records.fold import FoldedRecords, fold
from tests.returns.office import codes, done, keep, office, stored
from tests.returns.telling import act, answer, row


def folded(events: list[Event]) -> FoldedRecords:
    """What counts by some events."""
    return fold(events, nothing_computed)


def test_each_act_about_an_arrival_or_a_number_is_taken_back(tmp_path: Path) -> None:
    root = office(tmp_path)
    keep(
        root,
        answer("a", "tuan", {"xa": "xa-a"}, row(1, luot=5), period="2026-t36", received="2026-09-04T17:00+07:00"),
        act("register", "a", number=7, first=7, date="2026-09-04"),
    )

    def now() -> tuple[str, str, object]:
        records = folded(stored(root))
        return records.received("a"), records.answers["a"].since, records.register.get("a", {}).get("number")

    def corrected(**fields: object) -> None:
        done(correct, CorrectRequest(root=root, file="a.xlsx", **fields))

    def withdrawn(what: str, *, undo: bool = False) -> None:
        done(withdraw, WithdrawRequest(root=root, file="a.xlsx", what=what, undo=undo, reason="" if undo else "nhầm"))

    before = now()
    assert codes(correct, CorrectRequest(root=root, file="a.xlsx", undo=True)) == ["correct-undo"]
    for what in ("arrival", "register"):
        withdrawn(what)
        assert now() != before
        withdrawn(what, undo=True)
        assert now() == before
        assert codes(withdraw, WithdrawRequest(root=root, file="a.xlsx", what=what, undo=True)) == ["withdraw-undo"]
    corrected(register=9)
    corrected(received="2026-09-03 15:00")
    corrected(received="2026-09-03 16:00")
    for said in (("2026-09-03T15:00+07:00", 9), ("2026-09-04T17:00+07:00", 9), ("2026-09-04T17:00+07:00", 7)):
        corrected(undo=True)
        received, _since, number = now()
        assert (received[:16], number) == (said[0][:16], said[1])
    assert now() == before
