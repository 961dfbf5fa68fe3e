"""“Ghi báo cáo” of a paper: what was given by telephone or letter, or is typed from a scan, as fields of the form."""

from __future__ import annotations

from collections.abc import Iterator

from congvan.core.messages import Message
from congvan.forms.form import DispatchForm, FormSection, SectionColumn
from congvan.forms.keys import PERIOD
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.requests import today
from congvan.web.refusals import NotThere
from congvan.web.views.returns.standing import begun, fields_of, forms_of, head
from congvan.web.visit import Content, Visit

ROWS = 10
"""Rows of a table whose rows are typed, that have fields."""


def content(visit: Visit) -> Content:
    """Return the fields of one form; with `quet`: beside the scan that it is typed from."""
    shared, answers = head(visit)
    if answers is None:
        return {**shared, "forms": [], "form": {}, "scan": {}}
    scan = _scan(answers, visit.query.get("quet", ""))
    asked = visit.query.get("bieu", "") or scan.get("form", "")
    form = answers.forms.get(asked) or next(iter(answers.forms.values()))
    shared["size"] = visit.settings.upload >> 20
    return {**shared, "forms": forms_of(answers), "form": _form(answers, form, scan.get("items", {})), "scan": scan}


def _scan(answers: DispatchAnswers, subject: str) -> Content:
    """Return the scan of an address; {} without one."""
    if not subject:
        return {}
    found = answers.records.evidence.get(subject)
    if found is None or found.dispatch not in ("", answers.dispatch_id):
        raise NotThere
    items = {name: entry for name, entry in found.keys if entry} | ({PERIOD: found.period} if found.period else {})
    return {"subject": subject, "file": found.file, "form": found.form, "items": items}


def _form(answers: DispatchAnswers, form: DispatchForm, items: Content) -> Content:
    periods = begun(answers.status(form.id)) if form.spec.period else []
    least = max((each.rows for each in answers.answers[form.id].owed_in("").values()), default=0)
    return {
        "id": form.id,
        "name": form.spec.name,
        "nil": form.spec.nil or "",
        "fields": fields_of(form, items),
        "period": {
            "asked": form.spec.period is not None,
            "label": str(Message("web-standing.period")),
            "value": items.get(PERIOD, "") or (periods[-1]["id"] if periods else today().isoformat()),
            "choices": [{"value": each["id"], "label": each["name"]} for each in reversed(periods)],
        },
        "sections": [_section(form, each, max(ROWS, least)) for each in form.sections],
    }


def _section(form: DispatchForm, section: FormSection, count: int) -> Content:
    """Return a table or block of lines with the names of its fields."""
    columns = [each for each in section.columns if _is_asked(section, each)]
    return {
        "id": section.id,
        "title": section.spec.title or form.spec.name,
        "head": section.each.one if section.each else str(Message("web-told.number")),
        "columns": [{"label": each.spec.label, "is_mark": each.type.id == "mark"} for each in columns],
        "rows": [
            {"head": head_, "fields": [{"name": f"={name}.{each.id}", "label": each.spec.label} for each in columns]}
            for name, head_ in _rows(section, count)
        ],
    }


def _rows(section: FormSection, count: int) -> Iterator[tuple[str, str]]:
    """Yield how each row is named in acts, and what is at its head."""
    if section.each is not None:
        yield from ((f"{section.id}.{entry.id}", entry.heading) for entry in section.each.entries)
    elif section.spec.shape == "table":
        yield from ((f"{section.id}.{number}", str(number)) for number in range(1, count + 1))
    else:
        yield f"{section.id}.1", ""


def _is_asked(section: FormSection, column: SectionColumn) -> bool:
    """Whether a column is filled in by whoever answers: no ordinal, nothing computed, not the entry of the row."""
    is_head = section.each is not None and column.listed is not None and column.listed.id == section.each.id
    return column.type.id != "ordinal" and not column.spec.value and not is_head
