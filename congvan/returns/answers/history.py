"""Every file that was ever collected: when it came, what it answers, what became of it, who decided what about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NotRequired, TypedDict

from congvan.forms.form import DispatchForm
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.ledger.store import Event
from congvan.returns.reading.identity import BY_COLUMNS
from congvan.returns.records.answers import Answer
from congvan.returns.records.fold import FoldedRecords
from congvan.returns.records.identity import AnswerId, keys_of
from congvan.values.columns.base import Value

_DECISIONS = frozenset(("withdrawn", "corrected", "reassigned", "arrival", "register", "told"))


class Decision(TypedDict):
    """One act about a file: its kind (`columns`: the office chose them), whether it takes back the one before, who
    decided, and why; `answers`: what it was given to.
    """

    kind: str
    undo: bool
    who: str
    reason: str
    number: int
    answers: NotRequired[str]
    cells: NotRequired[list[tuple[str, str, str]]]


class HistoryEntry(TypedDict):
    """One file; `state`: counts, replaced, held, withdrawn, typed, to-be-typed or refused; `by`: by which file."""

    file: str
    answers: str
    received: str
    number: str
    state: str
    by: str
    subject: str
    acts: NotRequired[list[Decision]]


def history(
    records: FoldedRecords, views: Iterable[DispatchAnswers], events: Iterable[Event] = ()
) -> list[HistoryEntry]:
    """Return every file in order of coming."""
    views = list(views)
    states, cells = _states(views), _ChangedCells({each.dispatch_id: each.forms for each in views})
    acts: dict[str, list[Decision]] = {}
    for event in events:
        changed = cells.changed(event)
        if event.kind in _DECISIONS or event.body.get("how") == BY_COLUMNS:
            made: Decision = {
                "kind": event.kind if event.kind in _DECISIONS else BY_COLUMNS,
                "undo": bool(event.body.get("undo")),
                "who": event.who,
                "reason": str(event.body.get("reason", "")),
                "number": event.number,
            }
            if event.kind == "reassigned":
                made["answers"] = _given_to(event)
            if changed:
                made["cells"] = changed
            acts.setdefault(event.subject, []).append(made)
    found: list[tuple[int, HistoryEntry]] = []
    for subject, answer in records.answers.items():
        state, by = ("withdrawn", "") if answer.withdrawn else states.get(subject, ("counts", ""))
        found.append((answer.order, _entry(records, subject, answer.file, answer.id.path, state, by)))
    for subject, scan in records.evidence.items():
        typed = records.answers.get(records.typed.get(subject, ""))
        state = "withdrawn" if scan.withdrawn else "typed" if typed else "to-be-typed"
        found.append((scan.order, _entry(records, subject, scan.file, scan.form, state, typed.file if typed else "")))
    for subject, event in records.refused.items():
        state = "withdrawn" if event.body.get("withdrawn") else "refused"
        found.append((event.number, _entry(records, subject, event.body["file"], "", state, "")))
    for _order, entry in found:
        if entry["subject"] in acts:
            entry["acts"] = acts[entry["subject"]]
    return [entry for _order, entry in sorted(found, key=lambda each: each[0])]


_At = tuple[str, int, str]
"""Section, number of the row, column."""


class _ChangedCells:
    """The values of cells as the events change them one after the other. `forms`: by dispatch and id."""

    def __init__(self, forms: Mapping[str, Mapping[str, DispatchForm]]) -> None:
        self._forms = forms
        self._sheets: dict[str, tuple[str, str]] = {}  # dispatch and form, by subject
        self._values: dict[tuple[str, str, int, str], Value] = {}  # by subject, section, row, column
        self._before: dict[str, list[dict[tuple[str, str, int, str], Value]]] = {}  # of each correction

    def changed(self, event: Event) -> list[tuple[str, str, str]]:
        """Return the cells that a decision changes in what came: name, value before, value since."""
        body, subject = event.body, event.subject
        if event.kind == "corrected" and body.get("undo"):
            self._values |= made.pop() if (made := self._before.get(subject)) else {}
        if event.kind in ("answer", "told"):
            path = _given_to(event)
            self._sheets |= dict.fromkeys((subject, path), (event.dispatch, str(body["form"])))
            if event.kind == "answer":
                self._values |= {(each, *at): value for each in (subject, path) for at, value in _cells_of(body)}
                return []
            cells = [(at, value) for at, value in _cells_of(body) if (subject, *at) in self._values]
            self._values |= {
                (subject, *at): value for at, value in _cells_of(body) if (subject, *at) not in self._values
            }
        else:
            cells = [((each["section"], each["n"], each["column"]), each["value"]) for each in body.get("cells", ())]
        before = {(subject, *at): self._values.get((subject, *at), "") for at, _value in cells}
        self._values |= {(subject, *at): value for at, value in cells}
        if event.kind == "corrected" and (cells or body.get("accepted")):
            self._before.setdefault(subject, []).append(before)
        shown = ((at, before[subject, *at], value) for at, value in cells)
        return [self._shown(subject, at, was, now) for at, was, now in shown if was != now]

    def _shown(self, subject: str, at: _At, was: Value, now: Value) -> tuple[str, str, str]:
        dispatch, name = self._sheets.get(subject, ("", ""))
        form = self._forms.get(dispatch, {}).get(name)
        section = form.section(at[0]) if form else None
        column = section.column(at[2]) if section else None
        if column is None:
            return f"{at[1]}. {at[2]}", str(was), str(now)
        one, other = (str(column.type.shown(each)) if each != "" else "–" for each in (was, now))
        return f"{at[1]}. {column.spec.label}", one, other


def _cells_of(body: Mapping[str, Any]) -> Iterator[tuple[_At, Value]]:
    """Yield the cells of an answer with their values."""
    for name, rows in body["sections"].items():
        for row in rows:
            yield from (((name, row["n"], column), value) for column, value in row["values"].items())


def _given_to(event: Event) -> str:
    """Return what an answer was given to, as acts name it."""
    keys = keys_of(event.body.get("keys", {}))
    return AnswerId(event.dispatch, str(event.body.get("form", "")), keys, str(event.body.get("period", ""))).path


def _entry(records: FoldedRecords, subject: str, file: str, answers: str, state: str, by: str) -> HistoryEntry:
    return {
        "file": file or answers,
        "answers": answers,
        "received": records.received(subject),
        "number": str(records.register.get(subject, {}).get("number", "")),
        "state": state,
        "by": by,
        "subject": subject,
    }


def _states(views: Iterable[DispatchAnswers]) -> dict[str, tuple[str, str]]:
    """Return which answers count, and by which others were replaced; an answer counts if it does for any sheet."""
    found: dict[str, tuple[str, str]] = {}
    for view in views:
        for form in view.answers.values():
            for period in form.periods:
                for choice in form.now.choices(period).values():
                    current: Answer | None = choice.current.answer if choice.current else None
                    for part in choice.parts:
                        subject = part.answer.subject
                        if current is None or part.answer is current:
                            found[subject] = ("counts", "")
                        elif part in choice.held:
                            found.setdefault(subject, ("held", current.file))
                        else:
                            found.setdefault(subject, ("replaced", current.file))
    return found
