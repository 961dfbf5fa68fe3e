"""The answers to one form as they count, now or when figures were closed; and what changed between the two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from congvan.core.returned import AnswerFacts, FigureChange, RowFacts
from congvan.forms.form import DispatchForm, SectionColumn
from congvan.returns.answers.parts import Choice, Entries, OwedRows, Parts, SheetPart
from congvan.returns.records.answers import Answer
from congvan.returns.records.fold import FoldedRecords

Least = Callable[[str], Mapping[Entries, OwedRows]]
"""Function: a period → what is owed of each sheet in it."""


class FormFigures:
    """The answers to a form at one time: what counts for each sheet of each period.

    `owed`: the rows owed at least decide whether a newer answer holds less.
    """

    def __init__(self, form: DispatchForm, answers: Iterable[Answer], owed: Least) -> None:
        self.form = form
        self._owed = owed
        self._answers: dict[str, list[Answer]] = {}
        for answer in answers:
            if not answer.withdrawn:
                self._answers.setdefault(answer.id.period, []).append(answer)
        self._choices: dict[str, Mapping[Entries, Choice]] = {}

    @property
    def periods(self) -> Sequence[str]:
        """The periods that have answers."""
        return list(self._answers)

    def choices(self, period: str) -> Mapping[Entries, Choice]:
        """Return what came for each sheet of a period, also for sheets that nobody owes."""
        if period not in self._choices:
            parts = Parts(self.form, self._answers.get(period, ()))
            found = {entries: parts.choice(entries, owed) for entries, owed in self._owed(period).items()}
            self._choices[period] = {**found, **dict(parts.unasked())}
        return self._choices[period]

    def parts(self, period: str) -> Iterator[tuple[Entries, SheetPart]]:
        """Yield what counts in a period, by entries: each once, though it may answer for several sheets."""
        counting = {entries: each.current for entries, each in self.choices(period).items() if each.current}
        shown = {part.entries for entries, part in counting.items() if part.entries == entries}
        for entries, part in counting.items():
            if part.entries == entries or part.entries not in shown:
                shown.add(part.entries)
                yield entries, part

    def facts(self, period: str) -> list[AnswerFacts]:
        """Return what counts in a period as plain values."""
        return [self.fact(period, entries, part) for entries, part in self.parts(period)]

    def fact(self, period: str, entries: Entries, part: SheetPart) -> AnswerFacts:
        """Return the rows of an answer that count."""
        keys = dict(zip((each.name for each in self.form.dimensions), entries, strict=True))
        sections: dict[str, list[RowFacts]] = {}
        for name in part.sections if not part.answer.nil else ():
            good = part.good(name)
            sections[name] = [{"n": row["n"], "entry": row["entry"], "values": row["values"]} for row in good]
        facts: AnswerFacts = {
            "form": self.form.id,
            "period": period,
            "keys": keys,
            "sections": sections,
            "nil": part.answer.nil,
        }
        return facts

    def same_as(self, other: FormFigures, periods: Iterable[str]) -> bool:
        """Whether the same answers count in these periods; answers that were corrected are others."""
        return all(
            [id(a) for a in self._answers.get(each, ())] == [id(a) for a in other._answers.get(each, ())]
            for each in periods
        )

    def changes_from(self, before: FormFigures, period: str) -> Iterator[FigureChange]:
        """Yield the cells of a period that are other than before."""
        if self.same_as(before, [period]):
            return
        earlier = dict(before.parts(period))
        for entries, part in self.parts(period):
            old = earlier.pop(entries, None)
            if old is None or old.answer is not part.answer:
                yield from self._changed(period, entries, old, part)
        for entries, old in earlier.items():
            yield from self._changed(period, entries, old, None)

    def _changed(
        self, period: str, entries: Entries, old: SheetPart | None, new: SheetPart | None
    ) -> Iterator[FigureChange]:
        keys = dict(zip((each.name for each in self.form.dimensions), entries, strict=True))
        for section in self.form.sections:
            before, after = _by_row(section.id, old), _by_row(section.id, new)
            for place in dict.fromkeys((*before, *after)):
                for column in section.columns:
                    one, other = _shown(column, before.get(place)), _shown(column, after.get(place))
                    if one != other and column.type.id != "ordinal":
                        yield {
                            "form": self.form.id,
                            "period": period,
                            "keys": keys,
                            "section": section.id,
                            "entry": place[0],
                            "n": place[1],
                            "column": column.id,
                            "before": one,
                            "after": other,
                        }


def _by_row(section: str, part: SheetPart | None) -> dict[tuple[str, int], RowFacts]:
    """Return the rows of a section by entry, else by number."""
    rows = part.good(section) if part is not None and not part.answer.nil else []
    return {
        (row["entry"], 0 if row["entry"] else row["n"]): {
            "n": row["n"],
            "entry": row["entry"],
            "values": row["values"],
        }
        for row in rows
    }


def _shown(column: SectionColumn, row: RowFacts | None) -> str:
    value = row["values"].get(column.id, "") if row else ""
    return str(column.type.plain(value)) if value != "" else ""


def figures_when_closed(records: FoldedRecords, now: FormFigures, owed: Least) -> dict[str, FormFigures]:
    """Return the figures of a form as they stood when those of each period were closed, by period."""
    form = now.form
    return {
        period: FormFigures(form, closing.answers, owed)
        for (dispatch, name, period), closing in records.closed.items()
        if (dispatch, name) == (form.dispatch_id, form.id)
    }
