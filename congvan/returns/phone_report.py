"""A daily report that came by telephone, entered in one line; it stands until the enterprise's form comes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from congvan.ledger.store import Event, Store
from congvan.messages import Message, verbatim
from congvan.model.dataset import Dataset
from congvan.problems import Problem, UsageError
from congvan.returns.forms.daily import day_of
from congvan.returns.state import fold
from congvan.text import check_text, nearest, nfc


class Entry(NamedTuple):
    """What was said: the figures “cai_dat=120” of an enterprise and a day, of one district or (None) of all."""

    enterprise: str
    day: str
    figures: Sequence[str]
    district: str | None
    received: str
    who: str


def enter(dataset: Dataset, store: Store, dispatch: str, entry: Entry) -> Message:
    """Keep the figures of an enterprise and a day; returns what was kept in words. The same twice is one entry.

    Raises Misused where the entry is wrong.
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
    found = day_of(day)
    if found is None:
        problems.append(Problem(Message("usage-date", value=day), remedy=Message("usage-date.hint-write-like")))
    values, more = _figures(dataset, figures)
    problems += more
    if problems or found is None or not dataset.reports:
        raise UsageError(problems)
    body = {"enterprise": enterprise, "day": found.isoformat(), "figures": {district or "": values}}
    subject = f"{enterprise}/{found.isoformat()}/{district or '-'}"
    with store.change() as change:
        that_day = (enterprise, found.isoformat())
        reports = (e for e in reversed(change.events) if e.kind == "report")
        last = next((e for e in reports if (e.body["enterprise"], e.body["day"]) == that_day), None)
        if last is None or last.body != body:
            change.add(Event("report", subject, body, dispatch, received, who))
        form = fold(change.events).current.get((dispatch, dataset.reports.form, enterprise, "", found.isoformat()))
    said = ", ".join(f"{name} = {value}" for name, value in values.items())
    line = f"{enterprise}, {found.day}/{found.month}/{found.year}: {said}"
    if form:
        return Message("phone-report.beside-form", line=line, file=form.body["file"])
    return verbatim(line)


def _figures(dataset: Dataset, figures: Sequence[str]) -> tuple[dict[str, str], list[Problem]]:
    assert dataset.reports
    fields = {field.id: field for field in dataset.reports.fields}
    values: dict[str, str] = {}
    problems = []
    for item in figures:
        name, equals, value = nfc(item).partition("=")
        field = fields.get(name.strip().replace("-", "_"))
        if not equals:
            problems.append(Problem(Message("usage-figure.says", item=item)))
        elif field is None:
            problems.append(_unknown(Message("thing.field"), name, list(fields)))
        elif field.kind == "number" and not (value.isascii() and value.isdecimal() and len(value) < 10):
            problems.append(
                Problem(
                    Message("usage-figure.whole", value=value),
                    remedy=Message("usage-figure.hint-write-like", name=name),
                )
            )
        elif check_text(value):
            problems.append(Problem(check_text(value)[0].message))
        else:
            values[field.id] = value.strip()
    return values, problems


def _unknown(kind: Message, value: str, known: list[str]) -> Problem:
    near = nearest(value, known)
    hint = Message("did-you-mean", found=near) if near else Message("known-names", known=", ".join(known))
    return Problem(Message("want-unknown.name", kind=kind, name=value), remedy=hint)
