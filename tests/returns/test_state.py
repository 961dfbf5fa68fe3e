"""What a failing disk makes of the stored events is told, whatever bit it turns."""

from __future__ import annotations

import json
import random
from pathlib import Path

from congvan.ledger.store import Event, Store
from congvan.problems import EnvironmentFault
from congvan.returns.answers.status import history
from congvan.returns.collect import ArrivalDetails, collect
from congvan.returns.phone_report import PhoneReport, enter_phone_report
from congvan.returns.state import fold_events, states_by_dispatch
from tests.returns.filling import blank, dataset, facts_of, fill, people

DISPATCH = "bluezone-2020"


def stored(tmp_path: Path) -> list[Event]:
    """The events of a form with a bad row, a scan, a file that is none, and a report by telephone."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    rows = people(1, 3)
    rows[1]["phone"] = "12"
    (inbox / "a.xlsx").write_bytes(fill(blank("viettel-lang-son", "cao-loc"), rows))
    (inbox / "a.pdf").write_bytes(b"%PDF-1.7")
    (inbox / "a.bin").write_bytes(b"\0\1\2" * 99)
    call = PhoneReport("viettel-lang-son", "2020-08-21", ("cai_dat=120",), None, "2020-08-21T15:00+07:00", "x")
    with Store.open(f"sqlite:///{tmp_path / 'r.db'}") as store:
        collect(dataset(), [inbox], store, ArrivalDetails("2020-08-20T15:30+07:00", "x", 1))
        enter_phone_report(dataset(), store, DISPATCH, call)
        return store.events()


def test_a_flipped_bit_is_told_or_changes_a_text(tmp_path: Path) -> None:
    events, chance = stored(tmp_path), random.Random(1)
    told: set[str] = set()
    for _round in range(300):
        number = chance.randrange(len(events))
        body = bytearray(json.dumps(events[number].body, ensure_ascii=False, sort_keys=True).encode())
        body[chance.randrange(len(body))] ^= 1 << chance.randrange(7)
        try:
            turned = json.loads(body)
        except ValueError:
            continue  # told when the database is read: tests/ledger
        event = events[number]
        damaged = [*events]
        damaged[number] = Event(
            event.kind, event.subject, turned, event.dispatch, event.received, event.who, number + 1
        )
        try:
            facts_of(states_by_dispatch(damaged)(DISPATCH))
            history(fold_events(damaged))
        except EnvironmentFault as stop:
            told |= {problem.code for problem in stop.problems}
    assert told == {"database"}
