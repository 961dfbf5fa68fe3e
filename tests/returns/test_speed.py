"""Collecting forms, with everything that is checked and kept, takes less than openpyxl takes to open them."""

from __future__ import annotations

import time
from pathlib import Path

import openpyxl

from congvan.ledger.store import Store
from congvan.returns.collect import ArrivalDetails, collect
from tests.returns.filling import blank, dataset, fill, people, slots


def test_faster_than_openpyxl_opens(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for index, slot in enumerate(slots()):
        (inbox / f"{index:02}.xlsx").write_bytes(fill(blank(*slot), people(index, 10)))
    paths = sorted(inbox.iterdir())
    with Store.open(f"sqlite:///{tmp_path / 'r.db'}") as store:
        collect(dataset(), paths[:1], store, ArrivalDetails())  # first imports
        started = time.process_time()
        collect(dataset(), [inbox], store, ArrivalDetails())
        ours = time.process_time() - started
    started = time.process_time()
    for path in paths:
        openpyxl.load_workbook(path).close()
    assert ours < time.process_time() - started
