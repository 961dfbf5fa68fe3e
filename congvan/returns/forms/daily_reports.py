"""Daily reports: the form's columns, its day, lateness, and the figures that count."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from congvan.messages import Message
from congvan.model.dataset import Dataset
from congvan.model.dispatch import Column
from congvan.model.returned_forms import DailyReports
from congvan.problems import Place, Problem
from congvan.returns.files.sheet import HEAD_LINES, ReturnedFile
from congvan.returns.forms.recognise import FormKind, Identity, normalised
from congvan.returns.state import ReturnsState

NAME = "Biểu báo cáo ngày"
DISTRICT = Column(id="huyen", label="Huyện/thành phố", mm=38, kind="district")
ORDINAL = Column(id="tt", label="TT", mm=10, align="center", kind="ordinal")
_EPOCH = datetime.date(1899, 12, 30)


def report_kind(dispatch_id: str, dataset: Dataset) -> FormKind:
    """Return the daily report of a dispatch as a `FormKind`."""
    reports = dataset.reports
    assert reports
    columns = [ORDINAL, DISTRICT]
    for field in reports.fields:
        kind: Any = "number" if field.kind == "number" else "text"
        columns.append(Column(id=field.id.replace("_", "-"), label=field.label, mm=field.mm, kind=kind))
    foot = [normalised(enterprise.name) for enterprise in dataset.enterprises] + [
        "cong",
        normalised("(Ký, ghi rõ họ tên, đóng dấu)"),
    ]
    return FormKind(dispatch_id, reports.form, reports.version, NAME, tuple(columns), tuple(foot), daily=True)


def with_day(filled: ReturnedFile, kind: FormKind, identity: Identity) -> tuple[Identity | None, list[Problem]]:
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


@dataclass(frozen=True, slots=True)
class EffectiveReport:
    """The report that counts for an enterprise and day; `figures`: district ("" for all together) → field → value."""

    enterprise: str
    day: str
    received: str
    by: str  # form or phone
    figures: Mapping[str, Mapping[str, str]]


def reports_of(state: ReturnsState, dispatch: str, form: str) -> dict[tuple[str, str], EffectiveReport]:
    """Return the report that counts for each (enterprise, day): the current form, else telephone figures."""
    reports: dict[tuple[str, str], EffectiveReport] = {}
    for event in state.reports:
        body = event.body
        if event.dispatch == dispatch:
            earlier = reports.get((body["enterprise"], body["day"]))
            figures = _merge_figures(earlier.figures if earlier else {}, body["figures"])
            reports[body["enterprise"], body["day"]] = EffectiveReport(
                body["enterprise"], body["day"], event.received, "phone", figures
            )
    for slot, answer in state.current.items():
        if slot[0] == dispatch and slot[1] == form:
            figures = {}
            for row in answer.good():
                figures[row["district"]] = {k.replace("-", "_"): v for k, v in row["values"].items() if v}
            reports[slot[2], slot[4]] = EffectiveReport(slot[2], slot[4], answer.received, "form", figures)
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


def total(reports: Iterable[EffectiveReport], field: str) -> int:
    """Sum a numeric field over reports and districts."""
    return sum(int(values.get(field) or 0) for report in reports for values in report.figures.values())
