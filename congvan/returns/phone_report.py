"""Enter a daily report received by telephone; it counts until the enterprise's own form is collected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from congvan.ledger.store import Event, Store
from congvan.messages import Message, verbatim
from congvan.model.dataset import Dataset
from congvan.problems import Problem, UsageError
from congvan.returns.forms.daily_reports import day_of
from congvan.returns.state import fold_events
from congvan.text import check_text, did_you_mean, nfc


class PhoneReport(NamedTuple):
    """One telephone report: `figures` as “cai_dat=120” for a day; `district` None means all districts together."""

    enterprise: str
    day: str
    figures: Sequence[str]
    district: str | None
    received: str
    who: str


def enter_phone_report(dataset: Dataset, store: Store, dispatch: str, entry: PhoneReport) -> Message:
    """Store the figures of an enterprise and a day; return a one-line confirmation. Repeating a report stores nothing.

    Raises `UsageError` if a name, date or figure is invalid.
    """
    enterprise, day, figures, district, received, who = entry
    if not dataset.reports:
        raise UsageError(Problem(Message("reports-none")))
    problems = []
    names = [known.id for known in dataset.enterprises]
    districts = [known.id for known in dataset.districts]
    if enterprise not in names:
        problems.append(_unknown(Message("thing.enterprise"), enterprise, names))
    if district is not None and district not in districts:
        problems.append(_unknown(Message("thing.district"), district, districts))
    date = day_of(day)
    if date is None:
        problems.append(Problem(Message("usage-date", value=day), remedy=Message("usage-date.hint-write-like")))
    values, figure_problems = _figures(dataset, figures)
    problems += figure_problems
    if problems or date is None or not dataset.reports:
        raise UsageError(problems)
    body = {"enterprise": enterprise, "day": date.isoformat(), "figures": {district or "": values}}
    subject = f"{enterprise}/{date.isoformat()}/{district or '-'}"
    with store.change() as change:
        that_day = (enterprise, date.isoformat())
        reports = (e for e in reversed(change.events) if e.kind == "report")
        last = next((e for e in reports if (e.body["enterprise"], e.body["day"]) == that_day), None)
        if last is None or last.body != body:
            change.add(Event("report", subject, body, dispatch, received, who))
        slot = (dispatch, dataset.reports.form, enterprise, "", date.isoformat())
        answer = fold_events(change.events).current.get(slot)
    figures_text = ", ".join(f"{name} = {value}" for name, value in values.items())
    line = f"{enterprise}, {date.day}/{date.month}/{date.year}: {figures_text}"
    if answer:
        return Message("phone-report.beside-form", line=line, file=answer.body["file"])
    return verbatim(line)


def _figures(dataset: Dataset, figures: Sequence[str]) -> tuple[dict[str, str], list[Problem]]:
    """Parse “field=value” items; return values by field id, and problems."""
    assert dataset.reports
    fields = {field.id: field for field in dataset.reports.fields}
    values: dict[str, str] = {}
    problems = []
    for item in figures:
        name, equals, value = nfc(item).partition("=")
        field = fields.get(name.strip().replace("-", "_"))
        if not equals:
            problems.append(Problem(Message("usage-figure.form", item=item)))
        elif field is None:
            problems.append(_unknown(Message("thing.field"), name, list(fields)))
        elif field.kind == "number" and not (value.isascii() and value.isdecimal() and len(value) < 10):
            hint = Message("usage-figure.hint-write-like", name=name)
            problems.append(Problem(Message("usage-figure.whole", value=value), remedy=hint))
        elif check_text(value):
            problems.append(Problem(check_text(value)[0].message))
        else:
            values[field.id] = value.strip()
    return values, problems


def _unknown(kind: Message, value: str, known: list[str]) -> Problem:
    hint = did_you_mean(value, known) or Message("known-names", known=", ".join(known))
    return Problem(Message("want-unknown.name", kind=kind, name=value), remedy=hint)
