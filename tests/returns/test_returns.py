"""From the inbox to the status: scans entered later, reasons that outlive the files, what replaces what, damage."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from congvan.core.i18n import using_language
from congvan.core.problems import EnvironmentFault, Problem, ProblemsFound, Severity
from congvan.core.returned import Standing
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.answers.facts import return_facts
from congvan.returns.answers.history import HistoryEntry, history
from congvan.returns.inboxes import ArrivalDetails, collect
from congvan.returns.ledger.store import Event, Store
from congvan.returns.records.computed import computed_of
from congvan.returns.records.fold import FoldedRecords, fold
from tests.returns.filling import blank, dataset, fill, people

DISPATCH = "bluezone-2020"
SLOT = ("viettel-lang-son", "cao-loc")
SCAN = "cao-loc--viettel-lang-son.pdf"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / SCAN).write_bytes(b"%PDF-1.4 (sample)")
    return tmp_path


def events(folder: Path) -> list[Event]:
    with Store.open(f"sqlite:///{folder / 'r.db'}") as store:
        return store.events()


def gather(folder: Path, *files: Path, **arrival: Any) -> list[Problem]:
    with Store.open(f"sqlite:///{folder / 'r.db'}") as store:
        return list(collect(dataset(), list(files), store, ArrivalDetails(who="test", **arrival)).problems)


def records(folder: Path) -> FoldedRecords:
    return fold(events(folder), computed_of(dataset()))


def view(folder: Path) -> DispatchAnswers:
    return DispatchAnswers(dataset(), DISPATCH, records(folder))


def standing(folder: Path) -> Standing:
    found = view(folder).status("danh-sach")["standings"]
    return next(each for each in found if each["keys"] == {"huyen": SLOT[1], "doanh_nghiep": SLOT[0]})


def told(folder: Path) -> list[HistoryEntry]:
    return history(records(folder), [view(folder)])


def typed(folder: Path, rows: list[dict[str, Any]]) -> Path:
    path = folder / "typed.xlsx"
    path.write_bytes(fill(blank(*SLOT), rows))
    return path


def test_a_scan_is_typed_in_and_both_are_kept(inbox: Path) -> None:
    problems = gather(inbox, inbox / "inbox", received="2020-08-20T15:30+07:00", register=7)
    assert [p.code for p in problems] == ["to-be-typed"]
    assert [each["code"] for each in standing(inbox)["reasons"]] == ["to-be-typed"]
    form = typed(inbox, people(5))
    assert not gather(inbox, form, scan=SCAN)
    assert (standing(inbox)["state"], standing(inbox)["received"]) == ("complete", "2020-08-20T15:30+07:00")
    (scan,) = return_facts(view(inbox))["waiting"]
    assert (scan["state"], scan["typed_as"]) == ("typed", "typed.xlsx")
    assert [(line["file"], line["state"], line["by"], line["number"]) for line in told(inbox)] == [
        (SCAN, "typed", "typed.xlsx", "7"),
        ("typed.xlsx", "counts", "", ""),
    ]
    before = events(inbox)
    for again in ([form], [inbox / "inbox"], [inbox / "inbox", form]):
        assert not [p for p in gather(inbox, *again) if p.severity is not Severity.NOTE]
    assert events(inbox) == before  # once more changes nothing, and the scan stays typed


def test_a_damaged_file_is_known_by_its_name_until_it_comes_again(inbox: Path) -> None:
    (damaged := inbox / "cao-loc--viettel-lang-son.xlsx").write_bytes(b"PK damaged")
    assert gather(inbox, damaged)
    assert [each["code"] for each in standing(inbox)["reasons"]] == ["file-unread"]
    assert [each["state"] for each in told(inbox)] == ["refused"]
    (whole := inbox / "again.xlsx").write_bytes(fill(blank(*SLOT), people(5)))
    gather(inbox, whole)
    assert (standing(inbox)["state"], standing(inbox)["reasons"]) == ("complete", [])


def test_words_about_a_scan_that_are_wrong_change_nothing(inbox: Path) -> None:
    form = typed(inbox, people(5))
    other = inbox / "other.xlsx"
    other.write_bytes(fill(blank("viettel-lang-son", "bac-son"), people(6)))
    gather(inbox, inbox / "inbox")
    for files, scan, code in (((form,), "x.pdf", "scan-unknown"), ((form, other), SCAN, "scan-forms")):
        with pytest.raises(ProblemsFound) as stop:
            gather(inbox, *files, scan=scan)
        assert [p.code for p in stop.value.problems] == [code]
    assert [event.kind for event in events(inbox)] == ["evidence"]


def test_why_a_form_is_not_complete_is_known_without_its_file(inbox: Path) -> None:
    rows = people(5)
    rows[1]["phone"] = "0942 215"
    form = typed(inbox, rows)
    (problem,) = [p for p in gather(inbox, form) if p.severity is Severity.ERROR]
    form.unlink()
    found = standing(inbox)
    (question,) = found["questions"]
    assert question["said"] == ["0942 215"]
    assert problem.text.startswith(str(question["why"][0]))
    assert [each["code"] for each in found["reasons"]] == ["rows-few", "rows-to-ask"]


def test_another_language_is_no_other_answer(inbox: Path) -> None:
    rows = people(5)
    rows[1]["phone"] = "0942 215"
    form = typed(inbox, rows)
    gather(inbox, form)
    with using_language("vi"):
        gather(inbox, form)
    assert len([event for event in events(inbox) if event.kind == "answer"]) == 1


def test_history_says_what_counts(inbox: Path) -> None:
    """An older form, one that came back empty, one that holds less, and a summary that answers for the district."""
    forms = {"full.xlsx": people(5, 3), "empty.xlsx": [], "other.xlsx": people(6, 2), "less.xlsx": people(8, 1)}
    for name, rows in forms.items():
        (inbox / name).write_bytes(fill(blank(*SLOT), rows))
        gather(inbox, inbox / name)
    assert standing(inbox)["rows"] == {"bang": 2}
    rows = [person | {"district": "Huyện Cao Lộc"} for person in people(7, 4)]
    (inbox / "all.xlsx").write_bytes(fill(blank(SLOT[0]), rows, first=8))
    gather(inbox, inbox / "all.xlsx")
    assert [(line["file"], line["state"], line["by"]) for line in told(inbox)] == [
        ("full.xlsx", "replaced", "all.xlsx"),
        ("empty.xlsx", "refused", ""),
        ("other.xlsx", "replaced", "all.xlsx"),
        ("less.xlsx", "replaced", "all.xlsx"),
        ("all.xlsx", "counts", ""),
    ]


def test_a_flipped_bit_is_told_or_changes_a_text(inbox: Path) -> None:
    """What a failing disk makes of the stored events is told, whatever bit it turns."""
    rows = people(1, 3)
    rows[1]["phone"] = "12"
    gather(inbox, typed(inbox, rows), inbox / "inbox", received="2020-08-20T15:30+07:00", register=1)
    stored, chance, found = events(inbox), random.Random(1), set()
    for _round in range(300):
        number = chance.randrange(len(stored))
        body = bytearray(json.dumps(stored[number].body, ensure_ascii=False, sort_keys=True).encode())
        body[chance.randrange(len(body))] ^= 1 << chance.randrange(7)
        try:
            turned = json.loads(body)
        except ValueError:
            continue  # told when the database is read: tests/returns/ledger
        event = stored[number]
        damaged = [*stored]
        damaged[number] = Event(
            event.kind, event.subject, turned, event.dispatch, event.received, event.who, number + 1
        )
        try:
            folded = fold(damaged, computed_of(dataset()))
            shown = DispatchAnswers(dataset(), DISPATCH, folded)
            return_facts(shown)
            history(folded, [shown])
        except EnvironmentFault as stop:
            found |= {problem.code for problem in stop.problems}
    assert found == {"database"}
