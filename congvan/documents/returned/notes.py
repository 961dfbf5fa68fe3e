"""Lines under the table of a period: who had nothing to report, who is missing, what changed after it was closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from congvan.documents.base.context import ContentContext
from congvan.forms.calendar import calendar_of
from congvan.forms.form import DispatchForm
from congvan.messages import Message
from congvan.returned import FigureChange, Standing

PAPER = "vi"
_NAMED = 20
"""More names than these are only counted."""


def period_notes(context: ContentContext, form: DispatchForm, period: str) -> Iterator[str]:
    """Yield the notes of the paper of a period."""
    statuses = [each for each in context.returned.get("forms", []) if each["form"] == form.id]
    standings = [each for status in statuses for each in status["standings"] if each["period"] == period]
    said = []
    for variant, state in (("nil", "nil"), ("missing", "missing")):
        found = [each for each in standings if each["state"] == state]
        if found:
            said.append(_counted(form, found, variant))
    if said:
        yield " ".join(said)
    for changes in _by_sheet(context.returned.get("changes", {}).get(f"{form.id}/{period}", [])):
        yield _changed(form, changes)


def _counted(form: DispatchForm, found: Sequence[Standing], variant: str) -> str:
    one = form.dimensions[-1].listed.one if form.dimensions else ""
    names = [_name(form, each["keys"]) for each in found]
    listed = f" ({', '.join(names)})" if len(names) <= _NAMED and any(names) else ""
    return Message(f"table-note.{variant}", count=len(found), one=one, names=listed).text(PAPER)


def _name(form: DispatchForm, keys: dict[str, str]) -> str:
    """Return what tells a sheet: the headings of its entries."""
    entries = (each.listed.get(keys.get(each.name, "")) for each in form.dimensions)
    return ", ".join(entry.heading for entry in entries if entry)


def _by_sheet(changes: Sequence[FigureChange]) -> Iterator[list[FigureChange]]:
    found: dict[tuple[str, ...], list[FigureChange]] = {}
    for each in changes:
        found.setdefault((each["period"], *each["keys"].values()), []).append(each)
    yield from found.values()


def _changed(form: DispatchForm, changes: Sequence[FigureChange]) -> str:
    """Return the sentence on the figures of one sheet that changed after they were closed."""
    first = changes[0]
    period = calendar_of(form).find(first["period"])
    when = period.name.partition(" (")[0] if period else first["period"]
    cells = ", ".join(_cell(form, each) for each in changes)
    when = when[:1].lower() + when[1:]
    return Message("table-note.changed", period=when, name=_name(form, first["keys"]), cells=cells).text(PAPER)


def _cell(form: DispatchForm, change: FigureChange) -> str:
    section = form.section(change["section"])
    column = section.column(change["column"]) if section else None
    label = column.spec.label if column else change["column"]
    entry = section.each.get(change["entry"]) if section and section.each else None
    place = f"{entry.heading}, {label[:1].lower() + label[1:]}" if entry else label
    before, after = change["before"] or "–", change["after"] or "–"
    return f"{place}: {before} → {after}"
