"""Daily reports: the day that a form is about, lateness, and the figures that count."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import replace

from congvan.grids.grid import HEAD_LINES, GridFile
from congvan.messages import Message
from congvan.model.dataset import Dataset
from congvan.model.returned_forms import DailyReports
from congvan.problems import Place, Problem
from congvan.returned import DailyReport
from congvan.returns.forms.kinds import normalised
from congvan.returns.forms.recognise import Identity
from congvan.returns.state import ReturnsState

_EPOCH = datetime.date(1899, 12, 30)


def with_day(filled: GridFile, identity: Identity) -> tuple[Identity | None, list[Problem]]:
    """Return the identity with its day, from the form id or the line “Ngày báo cáo: 21/8/2020”, and problems."""
    if identity.day:
        try:
            return replace(identity, day=datetime.date.fromisoformat(identity.day).isoformat()), []
        except ValueError:
            return None, [Problem(Message("report-day.day", day=identity.day), Place(filled.file))]
    for grid in filled.grids:
        for line in grid.lines[:HEAD_LINES]:
            cells = [line.cells[number] for number in sorted(line.cells)]
            joined = " ".join(cell.text for cell in cells)
            if not normalised(joined).startswith("ngay bao cao"):
                continue
            for cell in cells:
                day = day_of(cell.text.rpartition(":")[2] if cell.kind != "date" else cell.text)
                if day:
                    return replace(identity, day=day.isoformat()), []
    return None, [Problem(Message("report-day.report"), Place(filled.file))]


def day_of(text: str) -> datetime.date | None:
    """Parse a day as commonly written: 21/8/2020, 21-08-2020, 2020-08-21, 44064, ngày 21 tháng 8 năm 2020."""
    text = text.strip()
    try:
        if re.fullmatch(r"[0-9]{5}(\.0+)?", text):
            return _EPOCH + datetime.timedelta(days=int(float(text)))
        match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(T.*)?", text)
        if match:
            return datetime.date(int(match[1]), int(match[2]), int(match[3]))
        numbers = re.findall(r"\d+", text)
        if len(numbers) == 3 and len(numbers[2]) == 4:
            return datetime.date(int(numbers[2]), int(numbers[1]), int(numbers[0]))
    except (ValueError, OverflowError):
        return None
    return None


def lateness(reports: DailyReports, day: str, received: str) -> str:
    """Return `late`, `in-time`, or `unknown` if the arrival time is not precise enough to decide."""
    if not received:
        return "unknown"
    due = datetime.date.fromisoformat(day)
    if len(received) == 10:
        arrived = datetime.date.fromisoformat(received)
        return "late" if arrived > due else "in-time" if arrived < due else "unknown"
    return "late" if datetime.datetime.fromisoformat(received) > reports.deadline(due) else "in-time"


def reports_of(dataset: Dataset, state: ReturnsState, dispatch: str) -> dict[tuple[str, str], DailyReport]:
    """Return the report that counts for each (enterprise, day): the current form, else telephone figures."""
    settings = dataset.reports
    if settings is None:
        return {}
    reports: dict[tuple[str, str], DailyReport] = {}

    def keep(enterprise: str, day: str, by: str, received: str, figures: dict[str, dict[str, str]]) -> None:
        state = lateness(settings, day, received)
        reports[enterprise, day] = {"enterprise": enterprise, "day": day, "by": by, "state": state, "figures": figures}

    for event in state.reports:
        if event.dispatch == dispatch:
            enterprise, day = event.body["enterprise"], event.body["day"]
            earlier = reports.get((enterprise, day))
            figures = _merge_figures(earlier["figures"] if earlier else {}, event.body["figures"])
            keep(enterprise, day, "phone", event.received, figures)
    for slot, answer in state.current.items():
        if slot[:2] == (dispatch, settings.form):
            filled = {row["district"]: row["values"].items() for row in answer.good()}
            figures = {name: {k.replace("-", "_"): v for k, v in values if v} for name, values in filled.items()}
            keep(slot[2], slot[4], "form", answer.received, figures)
    return dict(sorted(reports.items(), key=lambda item: (item[0][1], item[0][0])))


def _merge_figures(
    before: Mapping[str, Mapping[str, str]], new: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """Merge the figures of one more telephone call; a field is given for all districts or by district, never both."""
    figures = {district: dict(values) for district, values in before.items()}
    for district, values in new.items():
        for other in figures:
            if bool(other) != bool(district):
                figures[other] = {field: value for field, value in figures[other].items() if field not in values}
        figures[district] = {**figures.get(district, {}), **values}
    return {district: values for district, values in figures.items() if values}
