"""Acts in any order – answers, late ones, nil returns, two at once, calls, withdrawals, corrections, decisions,
reassignments, closings, each taken back, of communes one of which comes in the place of another within a month –
against a ledger that is kept by the test: after every act each paper, and the history, shows what the ledger says.
"""

from __future__ import annotations

import copy
import random
from dataclasses import dataclass, field
from typing import Any

import pytest

from congvan.model.loader import load
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.answers.history import history
from congvan.returns.ledger.store import Event
from tests.documents.returned.test_sources import lines
from tests.forms.office import LISTS, files
from tests.returns.telling import HERE, act, answer, folded, row

PERIODS = ("2025-08", "2025-09", "2026-07", "2026-08", "2026-09", "2026-10")
CUMULATED = "2026-01"
BODIES = {"xa-a": "Xã Mẫu A", "xa-b": "Phường Mẫu B", "xa-c": "Xã Mẫu C", "xa-d": "Xã Mẫu D"}
GONE, AFTER, UNTIL = "xa-c", "xa-d", "2026-09"
"""One commune, the one that came in its place, and the month within which it did."""
ANIMALS = {"trau": "Trâu", "lon": "Lợn"}
FORMS = """\
forms:
  - id: tiem-phong
    name: Báo cáo
    subject: Kết quả tiêm phòng
    per: {xa: xa}
    sender: xa.ubnd
    period: {each: month, from: 2025-08, to: 2026-12, cumulate: 1/1/2026}
    due: {day: 5}
    columns:
      - {id: vat-nuoi, label: Vật nuôi, type: vat-nuoi, value: vat_nuoi}
      - {id: tiem, label: Đã tiêm, type: integer}
      - {id: luy-ke, label: Lũy kế, type: integer, value: so_far(tiem)}
      - {id: truoc, label: Tháng trước, type: integer, value: last(tiem)}
      - {id: cung-ky, label: Cùng kỳ, type: integer, value: year_ago(tiem)}
    rows: {each: vat-nuoi}
    nil: Không tiêm
tables:
  - {id: thang, of: tiem-phong, per: {ky: answered-periods}, columns: [xa, vat-nuoi, tiem, luy-ke, truoc, cung-ky]}
"""
CHANGED = """\
  - {id: xa-c, kind: xã, name: Mẫu C, valid_to: 2026-09-15, successor: [xa-d]}
  - {id: xa-d, kind: xã, name: Mẫu D, valid_from: 2026-09-16}
"""
NAMES = {
    **LISTS,
    "xa": LISTS["xa"] + CHANGED,
    "vat-nuoi": "list: {label: Vật nuôi, one: vật nuôi}\nentries: [{id: trau, name: Trâu}, {id: lon, name: Lợn}]\n",
}
ISSUED = act("issued", "cv", forms={"tiem-phong": [{"xa": name} for name in BODIES if name != AFTER]})
"""What is owed, as it is fixed once the dispatch has its number."""
Sheet = tuple[str, str]


@dataclass
class Kept:
    """An answer in the ledger: the sheet that it is for, when it came and in which run, its figures, none of a nil
    return, whether the office took it, and how figures and decision were before. `said`: what a call said itself;
    its figures are those with the answer that it corrects, and it `waits` where that is undecided.
    """

    sheet: Sheet
    received: str
    order: int
    run: int
    figures: dict[str, int]
    accepted: bool = False
    before: list[tuple[dict[str, int], bool]] = field(default_factory=list)
    withdrawn: bool = False
    said: dict[str, int] = field(default_factory=dict)
    waits: bool = False
    is_nil: bool = False
    is_call: bool = False
    base: Kept | None = None

    @property
    def counts_for(self) -> Sheet:
        """The sheet that it is an answer to: of one that came in the place of another, that of the other."""
        body, period = self.sheet
        return (GONE, period) if body == AFTER and period <= UNTIL else self.sheet

    @property
    def owed(self) -> int:
        """The rows owed of its sheet."""
        body, period = self.counts_for
        return 0 if body == GONE and period > UNTIL else len(ANIMALS)

    @property
    def counted(self) -> dict[str, int]:
        return {} if self.waits else self.figures

    @property
    def place(self) -> tuple[str, int, int, int]:
        """Where it stands among others: by arrival, run and coming; in a run a nil return before figures."""
        return (self.received, self.run or self.order, len(self.figures), self.order)

    def differs_at_once(self, other: Kept) -> bool:
        """Whether it came at once with another and says something else."""
        at_once = bool(self.run) and (self.run, self.received) == (other.run, other.received)
        return at_once and self.figures != other.figures

    def is_open(self, other: Kept) -> bool:
        """Whether it has to be decided which of the two counts."""
        return self.differs_at_once(other) and not (self.accepted or other.accepted)

    def replaces(self, other: Kept) -> bool:
        """Whether it counts in place of an older one without a question: unless it holds less."""
        if self.accepted or other.waits or self.waits:
            return self.accepted or not self.waits or other.waits
        had, has = len(other.counted), len(self.counted)
        if other.is_nil or not had or had < self.owed:
            return True
        return not self.is_nil and has >= min(had, self.owed)


@dataclass
class Book:
    """The ledger: every answer by its subject, and the figures that were closed by their period."""

    kept: dict[str, Kept] = field(default_factory=dict)
    closed: dict[str, dict[Sheet, dict[str, int]]] = field(default_factory=dict)

    def counting(self) -> dict[Sheet, dict[str, int]]:
        """The figures that count, by sheet: those of the newest answer that was not withdrawn and has not to wait."""
        return {sheet: dict(current.counted) for sheet, (current, _held) in self.choices().items()}

    def _work_out(self, call: Kept) -> None:
        """What a call says with the answer that it corrects: the newest before it, or the one that was decided for."""
        files = [k for k in self.kept.values() if not (k.is_call or k.withdrawn) and k.sheet == call.sheet]
        files = sorted((k for k in files if k.order < call.order), key=lambda kept: kept.place)
        call.base, call.waits, call.figures = None, False, dict(call.said)
        if call.is_nil or not files:
            return
        decided = [k for k in files if k.accepted and not files[-1].accepted and k.differs_at_once(files[-1])]
        base = decided[-1] if decided else files[-1]
        call.figures = {**base.figures, **call.said}
        if call.figures == call.said:
            return
        call.base = base
        others = [{**k.figures, **call.said} for k in files if k.is_open(base)]
        call.waits = not call.accepted and any(each != call.figures for each in others)

    def choices(self) -> dict[Sheet, tuple[Kept, list[Kept]]]:
        """What counts for each sheet, and what waits for a decision."""
        for each in self.kept.values():
            if each.is_call:
                self._work_out(each)
        found: dict[Sheet, tuple[Kept, list[Kept]]] = {}
        for each in sorted(self.kept.values(), key=lambda kept: kept.place):
            if each.withdrawn:
                continue
            current, held = found.setdefault(each.counts_for, (each, []))
            if current is each or (current.accepted and not each.accepted and each.differs_at_once(current)):
                continue
            rivals = [k for k in held if k.is_open(current)]
            same = [k for k in (current, *held) if k.is_open(each)]
            if not same and all(each.replaces(k) for k in (current, *rivals)):
                beside = [k for k in held if k not in rivals and k is not each.base]
                found[each.counts_for] = each, beside if each.base else []
            else:
                kept = [k for k in held if k in rivals or k in same]
                found[each.counts_for] = current, [*kept, each]
        return found

    def history(self) -> dict[str, str]:
        """What became of each answer."""
        states: dict[int, str] = {}
        for current, held in self.choices().values():
            states |= {current.order: "counts", **{each.order: "held" for each in held}}
        return {
            subject: "withdrawn" if each.withdrawn else states.get(each.order, "replaced")
            for subject, each in self.kept.items()
        }

    def _shown(self, period: str) -> dict[Sheet, dict[str, int]]:
        return self.closed.get(period, self.counting())

    def is_answered(self, period: str) -> bool:
        """Whether there is a paper of a period: somebody reported."""
        return any(when == period for _body, when in self._shown(period))

    def paper(self, period: str) -> list[str]:
        """The rows that the paper of a period shows."""
        figures = self._shown(period)
        return [line for body in BODIES for animal in ANIMALS for line in _line(figures, body, animal, period)]


def _line(figures: dict[Sheet, dict[str, int]], body: str, animal: str, period: str) -> list[str]:
    def at(when: str) -> int | None:
        found = figures.get((body, when))
        return found.get(animal) if found else None

    def shown(figure: int | None) -> str:
        return "" if figure is None else str(figure)

    year, month = int(period[:4]), int(period[5:])
    last = f"{year}-{month - 1:02}"
    earlier = [at(each) for each in PERIODS if CUMULATED <= each < period]
    came = [each for each in earlier if each is not None]
    own = at(period)
    if own is None and not came:
        return []
    so_far = (own or 0) + (sum(came) if period >= CUMULATED else 0)
    cells = (
        BODIES[body],
        ANIMALS[animal],
        shown(own),
        str(so_far),
        shown(at(last)),
        shown(at(f"{year - 1}-{month:02}")),
    )
    return [" | ".join(cells)]


class Office:
    """Does one act after the other, in the events and in the ledger."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.events: list[Event] = [ISSUED] if seed % 2 else []
        self.book = Book()
        others = [(body, period) for body in BODIES for period in PERIODS]
        self.sheets: list[Sheet] = [*self.rng.sample(others, 4), (GONE, UNTIL), (AFTER, UNTIL)]

    def act(self) -> None:
        acts = [self.comes, self.comes, self.comes, self.two_come, self.is_withdrawn, self.is_corrected]
        acts += [self.is_taken, self.is_moved, self.arrives, self.calls]
        self.rng.choice([*acts, self.closes, self.opens, self.is_uncorrected])()

    def comes(self) -> None:
        """An answer comes: on time, late, or for a period of long ago."""
        sheet = self.rng.choice(self.sheets)
        self._comes(sheet, self._day())

    def two_come(self) -> None:
        """Two or three answers to one sheet come in one run."""
        sheet = self.rng.choice(self.sheets)
        received, run = self._day(), len(self.events) + 1
        for _each in range(self.rng.choice((2, 2, 3))):
            self._comes(sheet, received, run)

    def _comes(self, sheet: Sheet, received: str, run: int = 0) -> None:
        subject, (body, period), nil = f"s{len(self.events)}", sheet, self.rng.random() < 0.2
        figures = {} if nil else {animal: self.rng.randrange(100) for animal in ANIMALS}
        rows = [row(n, entry=each, vat_nuoi=each, tiem=figures[each]) for n, each in enumerate(figures, 1)]
        more: dict[str, Any] = {"received": received, "period": period, "version": 1, "nil": nil, "run": run}
        self.events.append(answer(subject, "tiem-phong", {"xa": body}, *rows, **more))
        self.book.kept[subject] = Kept(sheet, received, len(self.events), run, figures, is_nil=nil)

    def calls(self) -> None:
        """Somebody calls about a sheet of which something came: a figure of it, or that there is nothing to report."""
        if subject := self._one():
            sheet = self.book.kept[subject].sheet
            (animal, value), received = self.rng.choice([*zip(ANIMALS, (201, 202), strict=True)]), self._day()
            nil, keys = self.rng.random() < 0.2, {"xa": sheet[0]}
            name = f"{HERE}/tiem-phong/xa={sheet[0]}/ky={sheet[1]}"
            if name in self.book.kept:
                return
            rows = [] if nil else [row(1, entry=animal, vat_nuoi=animal, tiem=value)]
            more: dict[str, Any] = {"received": received, "period": sheet[1], "version": 1, "nil": nil, "file": ""}
            self.events.append(answer("", "tiem-phong", keys, *rows, kind="told", how="phone", **more))
            said = {} if nil else {animal: value}
            self.book.kept[name] = Kept(sheet, received, len(self.events), 0, said, said=said, is_nil=nil, is_call=True)

    def _day(self) -> str:
        return f"2026-10-{self.rng.randint(1, 28):02}T08:00:00+07:00"

    def _one(self) -> str:
        return self.rng.choice(list(self.book.kept)) if self.book.kept else ""

    def is_withdrawn(self) -> None:
        """An answer is withdrawn, or one that was counts again."""
        if subject := self._one():
            kept = self.book.kept[subject]
            self.events.append(act("withdrawn", subject, undo=kept.withdrawn, reason="nhầm"))
            kept.withdrawn = not kept.withdrawn

    def is_corrected(self) -> None:
        subject = self._one()
        if subject and self.book.kept[subject].figures and not self.book.kept[subject].is_call:
            kept, (n, animal) = self.book.kept[subject], self.rng.choice(list(enumerate(ANIMALS, 1)))
            value = self.rng.randrange(100)
            cells = [{"section": "bang", "n": n, "column": "tiem", "value": value}]
            self.events.append(act("corrected", subject, cells=cells, reason="hỏi lại"))
            kept.before.append((dict(kept.figures), kept.accepted))
            kept.figures[animal] = value

    def is_taken(self) -> None:
        """The office decides that an answer counts."""
        if subject := self._one():
            kept = self.book.kept[subject]
            self.events.append(act("corrected", subject, accepted=True, reason="hỏi lại"))
            kept.before.append((dict(kept.figures), kept.accepted))
            kept.accepted = True

    def is_uncorrected(self) -> None:
        """The last correction of an answer, or decision about it, is taken back."""
        if subject := self._one():
            kept = self.book.kept[subject]
            self.events.append(act("corrected", subject, undo=True, reason="nhầm"))
            if kept.before:
                kept.figures, kept.accepted = kept.before.pop()

    def is_moved(self) -> None:
        """An answer is said to be that of another body or period."""
        subject = self._one()
        if subject and not self.book.kept[subject].is_call:
            sheet = self.rng.choice(self.sheets)
            body = {"form": "tiem-phong", "keys": {"xa": sheet[0]}, "period": sheet[1], "reason": "nhầm"}
            self.events.append(act("reassigned", subject, **body))
            self.book.kept[subject].sheet = sheet

    def arrives(self) -> None:
        """The arrival of an answer is put right."""
        if subject := self._one():
            received = f"2026-10-{self.rng.randint(1, 28):02}T09:00:00+07:00"
            self.events.append(act("arrival", subject, received, reason="sổ"))
            self.book.kept[subject].received = received

    def closes(self) -> None:
        period = self.rng.choice(PERIODS)
        if period not in self.book.closed:
            self.events.append(self._closing(period, undo=False))
            self.book.closed[period] = copy.deepcopy(self.book.counting())

    def opens(self) -> None:
        if self.book.closed:
            period = self.rng.choice(list(self.book.closed))
            self.events.append(self._closing(period, undo=True))
            del self.book.closed[period]

    def _closing(self, period: str, *, undo: bool) -> Event:
        return act("closed", "tiem-phong", form="tiem-phong", period=period, day="2026-10-30", undo=undo, reason="chốt")

    def papers(self) -> dict[str, list[str]]:
        """The rows of each paper, notes below them left out."""
        return {period: self._paper(period) for period in PERIODS}

    def history(self) -> dict[str, str]:
        """What the history tells of each answer."""
        dataset = load(files(FORMS, NAMES))
        records = folded(dataset, *self.events)
        told = history(records, [DispatchAnswers(dataset, HERE, records)])
        return {each["subject"]: each["state"] for each in told}

    def _paper(self, period: str) -> list[str]:
        month: Any = {"id": period, "name": period}
        made = lines("thang", *self.events, forms=FORMS, lists=NAMES, ky=month) if self.events else []
        return [line for line in made if " | " in line]


def run(seed: int, acts: int) -> None:
    office = Office(seed)
    for number in range(acts):
        office.act()
        papers = office.papers()
        for period in filter(office.book.is_answered, PERIODS):
            assert sorted(papers[period]) == sorted(office.book.paper(period)), (
                seed,
                number,
                period,
                office.events[-1],
            )
        assert office.history() == office.book.history(), (seed, number, office.events[-1])


@pytest.mark.parametrize("seed", range(2))
def test_papers_are_what_the_ledger_says_after_every_act(seed: int) -> None:
    run(seed, 8)
