"""Lines under the table of a period: who had nothing to report, who is missing, what changed after it was closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from congvan.core.messages import Message
from congvan.core.returned import FigureChange, Standing
from congvan.documents.common.context import ContentContext
from congvan.forms.calendar import calendar_of
from congvan.forms.form import DispatchForm

PAPER = "vi"
_NAMED = 20
"""More names than these are only counted."""
_CELLS = 8
"""More changes of one answer than these are only counted."""


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
    when = when[:1].lower() + when[1:]
    told = {"period": when, "name": _name(form, first["keys"])}
    if len(changes) > _CELLS and not any(each["before"] for each in changes):  # the answer as a whole
        return Message("table-note.came", **told).text(PAPER)
    if len(changes) > _CELLS and not any(each["after"] for each in changes):
        return Message("table-note.gone", **told).text(PAPER)
    shown = [each for each in changes if _is_figure(form, each)] or list(changes)
    cells = "; ".join(_cell(form, each) for each in shown[:_CELLS])
    if len(shown) > _CELLS:
        cells += Message("table-note.more", count=len(shown) - _CELLS).text(PAPER)
    return Message("table-note.changed", **told, cells=cells).text(PAPER)


def _is_figure(form: DispatchForm, change: FigureChange) -> bool:
    """Whether a change is for a paper to tell: no name of a person, no phone, not the entry that names the row."""
    section = form.section(change["section"])
    column = section.column(change["column"]) if section else None
    return column is not None and column.personal == "none" and (column.listed is None or not change["entry"])


def _cell(form: DispatchForm, change: FigureChange) -> str:
    section = form.section(change["section"])
    column = section.column(change["column"]) if section else None
    label = section.labels().get(column.id, column.spec.label) if section and column else change["column"]
    entry = section.each.get(change["entry"]) if section and section.each else None
    place = f"{entry.heading}, {label[:1].lower() + label[1:]}" if entry else label
    before, after = change["before"] or "–", change["after"] or "–"
    return f"{place}: {before} → {after}"
