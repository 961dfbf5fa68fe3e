"""The facts of one dispatch as plain values, available to every template and every text of the data."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

from congvan.core.decree.kinds import KINDS
from congvan.documents.common.returned_facts import returned_flags
from congvan.documents.common.schema import AppendixFacts, Day, Due, Facts, FormFacts
from congvan.documents.text.outline import appendix_labels
from congvan.forms.calendar import calendar_of
from congvan.forms.form import DispatchForm, forms_of
from congvan.model.dataset import Dataset
from congvan.model.directory import fact_as_plain
from congvan.model.dispatch import Deadline, Dispatch
from congvan.model.field_types import BLANK, DateWithGaps
from congvan.model.forms.scalars import DAYS, weekday_of
from congvan.model.lists.entries import EntryList

NBSP = "\u00a0"
NUMBER_GAP = NBSP * 9
_ABOUT = re.compile(r"^về việc\s+", re.IGNORECASE)
DAY_GAP = NBSP * 5


def day(date: datetime.date | None) -> Day:
    """Return a date in its written forms: short 20/8/2020, long “ngày 20 tháng 8 năm 2020”, iso 2020-08-20."""
    if date is None:
        return {"short": "", "long": "", "iso": ""}
    gaps = DateWithGaps(day=str(date.day), month=str(date.month), year=str(date.year))
    return {"short": f"{date.day}/{date.month}/{date.year}", "long": date_words(gaps), "iso": date.isoformat()}


def deadline_facts(deadlines: Iterable[Deadline]) -> dict[str, Due]:
    """Return days by the names of their ids."""
    return {template_name(d.id): {**day(d.date), "what": d.what, "time": d.time or ""} for d in deadlines}


def date_words(date: DateWithGaps) -> str:
    """Format `ngày 05 tháng 3 năm 2020`: days below 10 and months 1 and 2 with a leading 0 (Appendix I, II.4.b).

    A blank part is a run of no-break spaces as wide as what will be written by pen.
    """
    day_part = DAY_GAP if date.day == BLANK else f" {int(date.day):02d} "
    month_part = DAY_GAP if date.month == BLANK else f" {_month(int(date.month))} "
    year_part = DAY_GAP if date.year == BLANK else f" {date.year}"
    return f"ngày{day_part}tháng{month_part}năm{year_part}"


def _month(month: int) -> str:
    return f"{month:02d}" if month < 3 else str(month)


def short_date(date: DateWithGaps) -> str:
    """Format `ngày 19/8/2020`; the date has no gaps."""
    return f"ngày {int(date.day)}/{int(date.month)}/{date.year}"


def number_text(number: str) -> str:
    """Return the text between `Số:` and `/`: ` 05` (below 10 with a leading 0, II.3.a), or a gap for the pen."""
    return NUMBER_GAP if number == BLANK else f" {int(number):02d}"


def symbol(dataset: Dataset, dispatch: Dispatch) -> str:
    """Return the symbol: `STTTT-BCVT` of a công văn, `QĐ-STTTT` of a named kind (II.3.b)."""
    return dispatch.symbol(dataset.agency.abbreviation)


def without_about(kind: str, subject: str) -> str:
    """Return the subject of a công văn without the “về việc” that its head and its citations say themselves."""
    return subject if KINDS[kind].heading else _ABOUT.sub("", subject)


def template_name(identifier: str) -> str:
    """Return the name of an id in templates: `danh-sach` becomes `danh_sach`."""
    return identifier.replace("-", "_")


def dispatch_facts(dataset: Dataset, dispatch_id: str, edition: str) -> Mapping[str, Any]:
    """Return all facts of one dispatch and the lists of data/lists/, by their names in templates."""
    lists = lists_of(dataset)
    return {**_facts(dataset, dispatch_id, edition), **lists}


def lists_of(dataset: Dataset) -> dict[str, list[Mapping[str, Any]]]:
    """Return the lists by their names in templates; `contacts` are known by their ids."""
    return {template_name(name): listed.values for name, listed in dataset.lists.items() if name != "contacts"}


def by_id(listed: EntryList | None) -> dict[str, Mapping[str, Any]]:
    """Return the entries of a list by their ids as templates write them."""
    return {template_name(entry.id): entry.values for entry in listed.entries} if listed else {}


def cited(dataset: Dataset, dispatch: Dispatch) -> str:
    """Return `Công văn số 123/STTTT-BCVT ngày 19 tháng 8 năm 2020`, with gaps if it has no number yet."""
    number, kind = number_text(dispatch.number), KINDS[dispatch.kind].name
    return f"{kind} số{number}/{symbol(dataset, dispatch)} {date_words(dispatch.date)}"


def _form_facts(dataset: Dataset, dispatch_id: str) -> dict[str, FormFacts]:
    forms = forms_of(dataset, dispatch_id)
    return {
        template_name(name): {
            "ref": form.ref,
            "title": form.title,
            "due": due_words(form),
            "periods": [each.id for each in calendar_of(form).periods()],
        }
        for name, form in forms.items()
    }


def due_words(form: DispatchForm) -> str:
    """Return when a form is due: 28/8/2026; 16h00 thứ Sáu of each period; "" where nothing is said."""
    due = form.spec.due
    if due is None:
        return ""
    hour = f"{due.time.hour}h{due.time.minute:02d}" if due.time else ""
    deadline = next((each for each in form.dispatch.deadlines if each.id == due.deadline), None)
    date = deadline.date if deadline else due.date
    hour = hour or (deadline.time or "" if deadline else "")
    if due.hours:
        dues = (each.due for each in calendar_of(form).periods())
        hours = dict.fromkeys(f"{each.hour}h{each.minute:02d}" for each in dues if each)
        hour = " và ".join(hours)
    if date:
        return f"{hour} ngày {day(date)['short']}" if hour else day(date)["short"]
    return " ".join(filter(None, (hour, _day_of_period(form, due.day or ""))))


def _day_of_period(form: DispatchForm, said: str) -> str:
    """Return the day of each period in words: thứ Sáu, ngày 05 hằng tháng, ngày 10 tháng sau; "" for none."""
    weekday = weekday_of(said)
    if weekday is not None:
        return DAYS[weekday]
    each = form.spec.period.each if form.spec.period else ""
    if said.startswith("+"):
        after = int(said[1:])
        if not after:
            return "ngày cuối kỳ"
        return f"ngày {after:02d} tháng sau" if each == "month" and after <= 28 else f"sau kỳ {after} ngày"
    if not said:
        return ""
    of = {"month": " hằng tháng", "quarter": " tháng cuối quý", "year": " tháng 12"}.get(each, "")
    return f"ngày {int(said):02d}{of}"


def _appendix_facts(dispatch: Dispatch) -> dict[str, AppendixFacts]:
    labels = appendix_labels(dispatch)
    return {template_name(each.id): {"ref": labels[each.id].text, "title": each.title} for each in dispatch.appendices}


def _facts(dataset: Dataset, dispatch_id: str, edition: str) -> Facts:
    dispatch = dataset.dispatches[dispatch_id]
    kind = KINDS[dispatch.kind]
    signer = next(signer for signer in dataset.agency.signers if signer.id == dispatch.signer)
    return {
        "edition": edition,
        "agency": fact_as_plain(dataset.agency)
        | {"signers": [fact_as_plain(signer) for signer in dataset.agency.signers]},
        "signer": fact_as_plain(signer) | {"lines": signer.lines},
        "dispatch": {
            "id": dispatch_id,
            "kind": kind.name,
            "kind_id": dispatch.kind,
            "number": "" if dispatch.number == BLANK else dispatch.number,
            "number_text": number_text(dispatch.number),
            "symbol": symbol(dataset, dispatch),
            "cited": cited(dataset, dispatch),
            "date_text": date_words(dispatch.date),
            "date": day(dispatch.date.known),
            "subject": without_about(dispatch.kind, dispatch.subject),
            "medium": dispatch.medium,
            "signage": dispatch.signage or "",
            "forms": [form.id for form in dispatch.forms],
            "appendices": [appendix.id for appendix in dispatch.appendices],
            "envelopes": dispatch.envelopes,
        },
        "deadlines": deadline_facts(dispatch.deadlines),
        "facts": dict(dispatch.facts),
        "forms": _form_facts(dataset, dispatch_id),
        "appendices": _appendix_facts(dispatch),
        "contacts": by_id(dataset.lists.get("contacts")),
        "returned": returned_flags(dataset, dispatch_id),
    }
