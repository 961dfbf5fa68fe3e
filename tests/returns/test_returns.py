"""Forms from arrival to answer: scans typed in later, reasons that outlive the files, all of it in little time."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from congvan.i18n import using_language
from congvan.ledger.store import Store
from congvan.problems import Problem, ProblemsFound, Severity
from congvan.returns.answers.received import answers_to
from congvan.returns.answers.status import dispatch_status, history
from congvan.returns.collect import ArrivalDetails, collect
from congvan.returns.state import ReturnsState, fold_events
from tests.returns.filling import blank, dataset, facts_of, fill, people, slots

DISPATCH = "bluezone-2020"
SLOT = ("viettel-lang-son", "cao-loc")
SCAN = "cao-loc--viettel-lang-son.pdf"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / SCAN).write_bytes(b"%PDF-1.4 (sample)")
    return tmp_path


def gather(folder: Path, *files: Path, **arrival: Any) -> tuple[ReturnsState, list[Problem]]:
    with Store.open(f"sqlite:///{folder / 'r.db'}") as store:
        _found, state, problems = collect(dataset(), list(files), store, ArrivalDetails(who="test", **arrival))
    return state, problems


def cell(state: ReturnsState) -> dict[str, Any]:
    return next(
        c
        for c in dispatch_status(answers_to(dataset(), state, DISPATCH))["cells"]
        if (c["enterprise"], c["district"]) == SLOT
    )


def typed(folder: Path, rows: list[dict[str, Any]]) -> Path:
    path = folder / "typed.xlsx"
    path.write_bytes(fill(blank(*SLOT), rows))
    return path


def test_a_scan_is_typed_in_and_both_are_kept(inbox: Path) -> None:
    state, problems = gather(inbox, inbox / "inbox", received="2020-08-20T15:30+07:00", register=7)
    assert [p.code for p in problems] == ["to-be-typed"]
    assert [r["code"] for r in cell(state)["reasons"]] == ["to-be-typed"]
    assert not [c for c in facts_of(state)["owing"] if (c["enterprise"], c["district"]) == SLOT]
    form = typed(inbox, people(5))
    state, problems = gather(inbox, form, scan=SCAN)
    assert not problems
    assert cell(state)["state"] == "complete"
    assert cell(state)["received"] == "2020-08-20T15:30+07:00"  # it came when the scan did
    (evidence,) = dispatch_status(answers_to(dataset(), state, DISPATCH))["evidence"]
    assert (evidence["state"], evidence["typed_as"]) == ("typed", "typed.xlsx")
    told = [(line["file"], line["state"], line["by"], line["number"]) for line in history(state)]
    assert told == [(SCAN, "typed", "typed.xlsx", "7"), ("typed.xlsx", "counts", "", "")]
    with Store.open(f"sqlite:///{inbox / 'r.db'}") as store:
        before = store.events()
        assert all(store.file(line["sha256"]) for line in history(state))
    for again in ([form], [inbox / "inbox"], [inbox / "inbox", form]):
        state, problems = gather(inbox, *again)
        assert not problems
    with Store.open(f"sqlite:///{inbox / 'r.db'}") as store:
        assert store.events() == before  # once more changes nothing, and the scan stays typed


def test_words_about_a_scan_that_are_wrong_change_nothing(inbox: Path) -> None:
    form = typed(inbox, people(5))
    other = inbox / "other.xlsx"
    other.write_bytes(fill(blank("viettel-lang-son", "bac-son"), people(6)))
    gather(inbox, inbox / "inbox")
    for files, scan, code in (((form,), "x.pdf", "scan-unknown"), ((form, other), SCAN, "scan-forms")):
        with pytest.raises(ProblemsFound) as stop:
            gather(inbox, *files, scan=scan)
        assert [p.code for p in stop.value.problems] == [code]
    with Store.open(f"sqlite:///{inbox / 'r.db'}") as store:
        assert [event.kind for event in store.events()] == ["evidence"]


def test_why_a_form_is_not_complete_is_known_without_its_file(inbox: Path) -> None:
    rows = people(5)
    rows[1]["phone"] = "0942 215"
    form = typed(inbox, rows)
    _state, problems = gather(inbox, form)
    (told,) = [p for p in problems if p.severity is Severity.ERROR]
    form.unlink()
    with Store.open(f"sqlite:///{inbox / 'r.db'}") as store:
        found = cell(fold_events(store.events()))
    (row,) = found["to_ask"]
    assert row["said"] == {"phone-wrong": "0942 215"}
    assert told.text.startswith(str(row["why"][0]))
    assert [r["code"] for r in found["reasons"]] == ["people-few", "rows-to-ask"]


def test_another_language_is_no_other_answer(inbox: Path) -> None:
    rows = people(5)
    rows[1]["phone"] = "0942 215"
    form = typed(inbox, rows)
    gather(inbox, form)
    with using_language("vi"):
        gather(inbox, form)
    with Store.open(f"sqlite:///{inbox / 'r.db'}") as store:
        assert len(store.events()) == 1


def test_a_row_of_a_summary_that_names_no_district_is_asked_about_once(inbox: Path) -> None:
    rows = [
        person | {"district": name}
        for person, name in zip(people(5, 3), ("Cao Lộc", "Bắc Sơn", "Ở đâu đó"), strict=True)
    ]
    path = inbox / "all.xlsx"
    path.write_bytes(fill(blank(SLOT[0]), rows))
    state, _problems = gather(inbox, path)
    asked = [
        (c["district"], row["words"])
        for c in dispatch_status(answers_to(dataset(), state, DISPATCH))["cells"]
        for row in c["to_ask"]
    ]
    assert asked == [("cao-loc", rows[2]["name"])]


def test_history_says_what_counts(inbox: Path) -> None:
    """An older form, one that came back empty, and a summary that answers for the district."""
    forms = {"full.xlsx": people(5, 3), "empty.xlsx": [], "other.xlsx": people(6, 2)}
    for name, rows in forms.items():
        (inbox / name).write_bytes(fill(blank(*SLOT), rows))
        state, problems = gather(inbox, inbox / name)
        assert [p.code for p in problems] == (["form-empty"] if not rows else [])
    assert cell(state)["people"] == 2
    (inbox / "all.xlsx").write_bytes(
        fill(blank(SLOT[0]), [person | {"district": "Cao Lộc"} for person in people(7, 4)])
    )
    state, _problems = gather(inbox, inbox / "all.xlsx")
    assert [(line["file"], line["state"], line["by"]) for line in history(state)] == [
        ("full.xlsx", "replaced", "other.xlsx"),
        ("empty.xlsx", "refused", ""),
        ("other.xlsx", "replaced", "all.xlsx"),
        ("all.xlsx", "counts", ""),
    ]


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
