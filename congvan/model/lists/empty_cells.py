"""Cells of lists that are empty where a text prints them: an error, unless their field says `required: false`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem
from congvan.core.templating.bare_tags import LIST, steps_of
from congvan.model.lists.entries import Entry, EntryList, distinct
from congvan.model.lists.rows import SheetRow
from congvan.values.expressions.entries import Entries

_SAY_BY_NOTHING = ("mark", "ordinal")
"""Types whose empty cells say something: no mark, a number that is counted."""
Cell = tuple[EntryList, Entry, str]


class EmptyCells:
    """Finds the cells of some lists that are empty at a path of a content."""

    def __init__(self, lists: Mapping[str, EntryList]) -> None:
        self._lists = lists
        self._of_lists: dict[tuple[int, str], list[Cell]] = {}

    def problems(
        self, content: Mapping[str, Any], path: str, tag: str, locate: Callable[[], Place]
    ) -> Iterable[Problem]:
        """Return a problem for each cell that a tag would print as nothing, at the cell, with the place of the tag.

        `locate` gives that place, which only a problem needs.
        """
        value: Any = content
        steps = steps_of(path)
        for step in steps:  # nearly always there is a value, which is asked of every record
            value = value.get(step) if isinstance(value, dict) else None
        return () if value else self._problems(content, steps, tag, locate)

    def _problems(
        self, content: Mapping[str, Any], steps: Sequence[str], tag: str, locate: Callable[[], Place]
    ) -> Iterator[Problem]:
        for listed, entry, field in self._cells(content, steps):
            label = listed.head.all_fields()[field].label or field
            message = Message("cell-empty", label=label, entry=entry.heading, tag=tag)
            where = entry.row.place(field) if isinstance(entry.row, SheetRow) else entry.row.place()
            hint = Message("cell-empty.hint", tag=_with_default(tag), field=field)
            yield Problem(message, where, hint, also=(locate(),))

    def _cells(self, value: Any, steps: Sequence[str], parent: Any = None) -> Iterator[Cell]:
        if not steps:
            return
        step, *rest = steps
        if step == LIST and isinstance(value, Entries):  # a list of the project is the same for every record
            key = (id(value), ".".join(rest))
            if key not in self._of_lists:
                self._of_lists[key] = [cell for each in value for cell in self._cells(each, rest)]
            yield from self._of_lists[key]
        elif step == LIST:
            for each in value if isinstance(value, list | tuple) else ():
                yield from self._cells(each, rest)
        elif isinstance(value, Mapping) and step in value:
            found = value[step]
            if found == "" or (found == [] and not rest):
                yield from self._cell(value, step)
            else:
                yield from self._cells(found, rest)

    def _cell(self, values: Mapping[str, Any], field: str) -> Iterator[Cell]:
        """Yield the cell of a field, if it has to be filled. A receiver has the fields of its entry."""
        known = self._entries.get(id(values)) or self._entries.get(id(values.get("entry")))
        stated = known[0].head.all_fields().get(field) if known else None
        if known is None or stated is None or stated.type in _SAY_BY_NOTHING:
            return
        if stated.required or "required" not in stated.model_fields_set:
            yield (*known, field)

    @cached_property
    def _entries(self) -> Mapping[int, tuple[EntryList, Entry]]:
        """The entries of all lists by the identity of their values, which templates are given as they are."""
        return {id(each.values): (listed, each) for listed in distinct(self._lists.values()) for each in listed.entries}


def _with_default(tag: str) -> str:
    return f"{tag.rstrip('}').rstrip()}|mac_dinh('…') }}}}"
