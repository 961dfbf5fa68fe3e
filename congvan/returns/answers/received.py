"""The answers to one dispatch, read once: its roster, the people named on it, the daily reports that count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from congvan.model.dataset import Dataset
from congvan.returned import DailyReport
from congvan.returns.forms.daily_reports import reports_of
from congvan.returns.forms.kinds import FormKind, kinds_of
from congvan.returns.forms.people import NamedPerson, duplicates_across_forms, people, roles
from congvan.returns.state import ReturnsState


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to one dispatch.

    roster      the form on which enterprises name people, None if there is none; `name_column`: that of the names
    doubles     people named twice and shared phone numbers: message code, first and second row
    reports     the daily report that counts, by enterprise and day
    report_days days for which reports are owed or were received
    """

    dataset: Dataset
    state: ReturnsState
    dispatch: str
    roster: FormKind | None
    name_column: str
    people: Sequence[NamedPerson]
    doubles: Sequence[tuple[str, NamedPerson, NamedPerson]]
    reports: Mapping[tuple[str, str], DailyReport]
    report_days: Sequence[str]

    @property
    def deadline(self) -> str:
        """The first dated deadline of the dispatch, by which rosters are due; "" if none."""
        return next((d.date.isoformat() for d in self.dataset.dispatches[self.dispatch].deadlines if d.date), "")


def answers_to(dataset: Dataset, state: ReturnsState, dispatch: str) -> Answers:
    """Read the answers to one dispatch."""
    kinds = kinds_of(dataset, dispatch)
    roster = next((kind for kind in kinds if kind.is_roster), None)
    name = roles(roster.columns)[0] if roster else ""
    named = list(people(dataset, state, kinds))
    doubles = duplicates_across_forms(named)
    reports = reports_of(dataset, state, dispatch)
    owed = dataset.reports.days() if dataset.reports else []
    days = sorted({day.isoformat() for day in owed} | {day for _enterprise, day in reports})
    return Answers(dataset, state, dispatch, roster, name, named, doubles, reports, days)
