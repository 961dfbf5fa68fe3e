"""Versions of a form: its columns as they were sent out, and a change of them that keeps the version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Problem, Severity
from congvan.forms.form import DispatchForm


def columns_sent(form: DispatchForm) -> dict[str, Any]:
    """Return version and columns of a form as plain values, to be kept with the event that fixes what is owed of it."""
    columns = {f"{section.id}/{column.id}": column.spec.type for section, column in _columns(form)}
    return {"version": form.spec.version, "columns": columns}


def _columns(form: DispatchForm) -> Iterator[tuple[Any, Any]]:
    return ((section, column) for section in form.sections for column in section.columns)


def changed_columns(form: DispatchForm, sent: Mapping[str, Any]) -> Iterator[Problem]:
    """Report columns that were added, or read otherwise, under a version that was sent out already; `sent`: as
    `columns_sent` gave it.
    """
    if sent.get("version") != form.spec.version:
        return
    known: Mapping[str, str] = sent.get("columns", {})
    values = {"form": form.id, "version": form.spec.version, "next": form.spec.version + 1}
    for section, column in _columns(form):
        was = known.get(f"{section.id}/{column.id}")
        path = form.column_path(section, column.name)
        place = form.dataset.dispatch_place(form.dispatch_id, *path)
        if was is None and column.spec.since <= form.spec.version:
            yield Problem(Message("version-kept", column=column.id, **values), place, severity=Severity.WARNING)
        elif was is not None and was != column.spec.type:
            message = Message("version-kept.type", column=column.id, type=was, **values)
            yield Problem(message, place, severity=Severity.WARNING)
