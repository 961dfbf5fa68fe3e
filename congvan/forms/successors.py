"""What comes in the place of entries that have come to an end: a successor answers, and owes, for them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from congvan.forms.calendar import Period
from congvan.forms.form import DispatchForm
from congvan.forms.keys import FormKeys
from congvan.model.lists.entries import Entry, EntryList

_FARTHEST = 8  # successors of successors


def heir(listed: EntryList, entry: Entry) -> Entry | None:
    """Return the one entry that came in the place of another, at last; None where there is none, or several."""
    found = entry
    for _ in range(_FARTHEST):
        if len(found.successors) != 1:
            break
        after = listed.whole.get(found.successors[0])
        if after is None:
            break
        found = after
    return found if found is not entry else None


def in_period(listed: EntryList, entry: Entry, period: Period) -> Entry | None:
    """Return who owes a period for an entry: itself, or the one that came in its place; None for nobody yet."""
    days = (period.first, period.last)
    if entry.exists(days):
        return entry
    if entry.valid_from and entry.valid_from > period.last:
        return None
    after = heir(listed, entry)
    return after if after and after.exists(days) else entry


class Predecessors:
    """Those in whose place others owe a period alone; what was cumulated of them is then the others'."""

    def __init__(self, form: DispatchForm) -> None:
        self._form = form
        self._found: dict[tuple[str, str], Mapping[str, Sequence[str]]] = {}  # by list and period

    def of(self, listed: EntryList, entry: str, period: Period) -> Sequence[str]:
        """Return the entries in whose place an entry came."""
        place = (listed.id, period.id)
        if place not in self._found:
            self._found[place] = found = dict[str, list[str]]()
            for each in listed.whole.entries:
                after = in_period(listed, each, period) if each.successors else None
                if after is not None and after is not each:
                    found.setdefault(after.id, []).append(each.id)
        return self._found[place].get(entry, ())

    def keys(self, keys: FormKeys, period: Period) -> list[FormKeys]:
        """Return the keys of a sheet, then those of the sheets in whose place it came."""
        names = [each.name for each in self._form.dimensions]
        chosen = [
            (entry := keys.entry(each.name), *self.of(each.listed, entry, period)) for each in self._form.dimensions
        ]
        return [FormKeys(dict(zip(names, each, strict=True)), keys.period) for each in itertools.product(*chosen)]


def _both_whole(entry: Entry, after: Entry, period: Period | None) -> bool:
    """Whether an entry and the one that came in its place later were beside each other all through a period."""
    if period is None or entry.valid_to is None or period.last > entry.valid_to:
        return False
    return after.exists((period.first, period.first))


def heirs(form: DispatchForm, keys: FormKeys, period: Period | None = None) -> FormKeys | None:
    """Return the keys under which an answer fulfils a sheet too: of those that came in the place of its entries.

    For a period that ended before an entry did, what was there beside it answers for itself alone.
    """
    changed = dict(keys.entries)
    for each in form.dimensions:
        entry = each.listed.whole.get(keys.entry(each.name))
        after = heir(each.listed, entry) if entry and entry.successors else None
        if entry and after and not _both_whole(entry, after, period):
            changed[each.name] = after.id
    return FormKeys(changed, keys.period) if changed != dict(keys.entries) else None
