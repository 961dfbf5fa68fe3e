"""Rows into entries: each value read by the type of its field, ids made, names filled in, references found."""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, Severity
from congvan.core.text import check_text, did_you_mean, nearest, slug
from congvan.grids.grid import GridCell
from congvan.model.field_types import ID_PATTERN
from congvan.model.lists.entries import Entry, EntryList, Find, ReceivingBody, successor_flaws
from congvan.model.lists.head import ListField, ListHead
from congvan.model.lists.rows import Row, SheetRow
from congvan.model.lists.texts import HeadText
from congvan.model.project.yaml_reader import KeyPath, YamlSource
from congvan.values.columns.base import ColumnOptions, ColumnType, Reading, State, Value
from congvan.values.columns.table import REFERENCE, TYPES

MOST_PROBLEMS = 100
"""Problems reported of one list; there is no use in the ten thousandth."""


@dataclass(frozen=True, slots=True)
class _FieldReader:
    """A field ready to read cells: its type with bounds read, and the list that it refers to."""

    name: str
    field: ListField
    column: ColumnType
    options: ColumnOptions
    target: EntryList | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of a list before its rows are read."""

    id: str
    head: ListHead
    source: YamlSource


class ListReader:
    """Reads the rows of one list into entries.

    `problems` collects what is wrong with values, `clashes` ids that occur twice, `unfound` the references to
    nothing, each with the list that it refers to: where that list is wrong itself, they are not at fault.
    """

    def __init__(self, given: Given, find: Find) -> None:
        self.given, self.head, self.problems, self.clashes = given, given.head, list[Problem](), list[Problem]()
        self.unfound: list[tuple[EntryList, Problem]] = []
        self._repeated: dict[tuple[str, str], list[Problem]] = {}
        self._unfilled: dict[KeyPath, list[Problem]] = {}
        fields = self.head.all_fields()
        self._fields = [self._prepared(name, each, find) for name, each in fields.items()]
        known = [*dict.fromkeys(("id", "name", *fields))]
        self._id = self._text("id", self.head.id or "{{ name|ma }}", [each for each in known if each != "id"])
        self._heading = self._text("heading", self.head.heading, known)
        self._sentence = self._text("sentence", self.head.sentence, known)
        said = self.head.receives
        receives = {"": said} if isinstance(said, str) else said
        path: tuple[str, ...] = ("receives",) if isinstance(said, str) else ()
        self.receives = {
            prefix: self._text(path or ("receives", prefix), text, [*known, "heading", "sentence"])
            for prefix, text in receives.items()
        }

    def _place(self, *loc: str | int) -> Place:
        return self.given.source.place(("list", *loc))

    def _text(self, key: str | tuple[str, ...], text: str, known: Sequence[str]) -> HeadText:
        compiled = HeadText(text, known, [name for name, each in self.head.fields.items() if each.refers_to])
        if compiled.flaw:
            loc = (key,) if isinstance(key, str) else key
            self.problems.append(Problem(compiled.flaw[0], self._place(*loc), compiled.flaw[1]))
        return compiled

    def _prepared(self, name: str, each: ListField, find: Find) -> _FieldReader:
        """Return the reader of a field; report a type that does not exist, and bounds that the type cannot read."""
        target = find(each.refers_to) if each.refers_to not in ("", self.given.id) else None
        options = ColumnOptions(choices=each.choices)
        if target is not None:
            options = ColumnOptions(find=target.referred, near=target.near)
        low, high = self._bounds(name, each)
        options = ColumnOptions(options.choices, low, high, options.find, options.near, each.label or "")
        if each.default and not each.refers_to and not each.many:
            read = each.column.reading(GridCell(each.default), options)
            if read.message is not None and read.state is State.WRONG:
                self.problems.append(Problem(read.message, self._place("fields", name, "default"), read.remedy))
        column = TYPES["text"] if each.refers_to == self.given.id else each.column
        return _FieldReader(name, each, column, options, target)

    def _bounds(self, name: str, each: ListField) -> tuple[Value, Value]:
        """Return the least and greatest value of a field; report those that its type does not have or read."""
        bounds: list[Value] = []
        words = each.column.words if each.type in TYPES else each.type
        for key, text in (("min", each.min), ("max", each.max)):
            read = each.column.read(GridCell(text), ColumnOptions()) if text and each.column.bounded else Reading()
            if text and not each.column.bounded:
                message = Message("property-unfit.bound", key=key, type=words)
                self.problems.append(Problem(message, self._place("fields", name, key)))
            elif text and read.state is State.WRONG:
                message = Message("bound-type", key=text, type=words)
                self.problems.append(Problem(message, self._place("fields", name, key)))
            bounds.append(read.value)
        low, high = bounds
        if (isinstance(low, str) and isinstance(high, str) and low > high > "") or (
            not isinstance(low, str) and not isinstance(high, str) and low > high
        ):
            message = Message("bound-order", low=each.min, high=each.max)
            self.problems.append(Problem(message, self._place("fields", name, "max")))
        return low, high

    def _unfilled_texts(self, made: int) -> Iterator[Problem]:
        """Yield a problem for each entry whose name can't be made; one at the head for what can be made for none."""
        for loc, told in self._unfilled.items():
            tried = made if loc[0] == "receives" else made + len(told)
            if len(told) == tried > 1:
                yield Problem(Message("head-text.all"), self._place(*loc))
            else:
                yield from told

    def _unfillable(self, loc: KeyPath, place: Place) -> None:
        self._unfilled.setdefault(loc, []).append(Problem(Message("head-text.entry"), place))

    def read(self, rows: Sequence[Row]) -> EntryList:
        """Return the list."""
        entries: list[Entry] = []
        unread: set[str] = set()  # the ids of rows that could not be read, "" for one that was to be made
        if not self.problems:
            seen: dict[str, Row] = {}
            for row in rows:
                entry = self._entry(row)
                if entry is not None:
                    self._tell_twice(entry, row, seen)
                    entries.append(entry)
                else:
                    typed = None if self.head.id else row.values.get("id")
                    unread.add(str(typed.text if isinstance(typed, GridCell) else typed or ""))
                if len(self.problems) + len(self.clashes) + len(self.unfound) >= MOST_PROBLEMS:
                    self._tell_more()
                    break
        self.problems += self._told()
        made = EntryList(self.given.id, self.head, tuple(entries), self.given.source.file, self._receivers(entries))
        self.problems += self._unfilled_texts(len(entries))
        self.problems += successor_flaws(made, unread)
        self._refer_within(made)
        self._name_receivers(made)
        return made

    def _tell_more(self) -> None:
        """Report that there is more, with the problems so far: what is reported later must not be hidden by it."""
        more = Problem(Message("list-many"), Place(self.given.source.file))
        if self.problems:
            self.problems.append(more)
        elif self.unfound:
            self.unfound.append((self.unfound[-1][0], more))
        else:
            self.clashes.append(more)

    def _name_receivers(self, made: EntryList) -> None:
        """Give entries their receivers under the names that templates know them by: `receives.ubnd`."""
        by_entry: dict[str, dict[str, ReceivingBody]] = {}
        for body in made.receivers:
            by_entry.setdefault(body.entry, {})[body.prefix] = body
        for entry in made.entries:
            if not isinstance(entry.values, dict):
                continue
            bodies = by_entry.get(entry.id, {})
            named = {prefix.replace("-", "_"): body.name for prefix, body in bodies.items()}
            if "receives" not in self.head.fields:
                entry.values["receives"] = named.get("", named)

    def _refer_within(self, made: EntryList) -> None:
        """Find what fields refer to entries of their own list: the values of those without their own references."""
        for name in [each.name for each in self._fields if each.field.refers_to == self.given.id]:
            options = ColumnOptions(find=made.referred, near=made.near)
            named = {entry.id: (entry, str(entry.values[name])) for entry in made.entries if entry.values[name]}
            flat = {entry.id: _flat(entry.values) for entry in made.entries} if named else {}
            for entry, text in named.values():
                found = REFERENCE.reading(GridCell(text), options)
                if found.message is not None:
                    self.problems.append(Problem(found.message, entry.row.place(name), found.remedy))
                elif isinstance(entry.values, dict):
                    entry.values[name] = flat[str(found.value)]

    def _receivers(self, entries: Sequence[Entry]) -> tuple[ReceivingBody, ...]:
        """Return the bodies that receive for the entries: by the head of the list, and those of an entry's own."""
        bodies: list[ReceivingBody] = []
        for entry in entries:
            own = dict(self._own(entry))
            for prefix in dict.fromkeys((*self.receives, *own)):
                said, at = own.get(prefix, ({}, ()))
                try:
                    name = said.get("name") or self.receives[prefix].fill(entry.values)
                except (ValueError, KeyError):
                    shared = () if isinstance(self.head.receives, str) else (prefix,)
                    self._unfillable(at or ("receives", *shared), entry.row.place(*at))
                    continue
                made = f"{prefix}-{entry.id}" if prefix else entry.id
                identifier = str(said.get("id") or made)
                address = str(said.get("address") or ("" if at else entry.values.get("address")) or "")
                at = (*at, "id") if "id" in said else at
                via = tuple(entry.values.get("via") or ()) or self.head.via or ()
                copies = int(entry.values.get("copies") or 1)
                bodies.append(ReceivingBody(identifier, str(name), address, entry.id, prefix, at, via, copies))
        return tuple(bodies)

    def _own(self, entry: Entry) -> Iterator[tuple[str, tuple[Mapping[str, Any], tuple[str, ...]]]]:
        """Yield each receiver that an entry states itself: the first part of its id, what is said of it, and where."""
        stated = entry.row.values.get("receives")
        for prefix, said in stated.items() if isinstance(stated, Mapping) else ():
            yield prefix, ({"name": said} if isinstance(said, str) else said, ("receives", prefix))

    def _tell_twice(self, entry: Entry, row: Row, seen: dict[str, Row]) -> None:
        """Report an entry whose id is above already."""
        first = seen.setdefault(entry.id, row)
        if first is row:
            return
        made = self.head.id or "id" not in row.values
        also = first.place("name" if made else "id")
        message = Message("id-twice.made" if made else "id-twice.id", id=entry.id, place=also)
        self.clashes.append(Problem(message, row.place("name" if made else "id"), also=(also,)))

    def _entry(self, row: Row) -> Entry | None:
        before = len(self.problems) + len(self.unfound)
        kept: dict[str, Any] = {}
        values: dict[str, Any] = {}
        for reader in self._fields:
            kept[reader.name], values[reader.name] = self._value(reader, row)
        self._other_keys(row, values)
        wrong = len(self.problems) + len(self.unfound) > before
        typed = row.values.get("id") is not None and not self.head.id  # an id that is made needs the values
        identifier = self._identifier(row, values) if typed or not wrong else ""
        if wrong or not identifier:
            return None
        values["id"] = identifier
        for key, text in (("heading", self._heading), ("sentence", self._sentence)):
            try:
                values[key] = text.fill(values)
            except ValueError:
                self._unfillable((key,), row.place())
                return None
        first, last = (kept.get(key) for key in ("valid_from", "valid_to"))
        days = [datetime.date.fromisoformat(day) if day else None for day in (first, last)]
        if days[0] and days[1] and days[1] < days[0]:
            self.problems.append(Problem(Message("valid-order"), row.place("valid_to")))
            return None
        return Entry(identifier, values, row, days[0], days[1], _ids(kept.get("successor")))

    def _identifier(self, row: Row, values: Mapping[str, Any]) -> str:
        """Return the id of an entry: as typed in YAML, from its column, or made by the rule; "" with a problem."""
        typed = row.values.get("id")
        if typed is None or self.head.id:
            if not self._id.names or any(values.get(name) for name in self._id.names):
                with contextlib.suppress(ValueError):
                    return slug(self._id.fill(values), 80)
            self._unfillable(("id",), row.place())
            return ""
        if isinstance(typed, GridCell):
            return slug(typed.text, 80)
        if not isinstance(typed, str) or not re.fullmatch(ID_PATTERN, typed):
            remedy = Message("id-form.hint-form", id=slug(typed, 80)) if isinstance(typed, str) else None
            self.problems.append(Problem(Message("id-form", value=typed), row.place("id"), remedy))
            return ""
        return typed

    def _known(self) -> set[str]:
        """Return the keys that an entry may have."""
        return {each.name for each in self._fields} | {"id", "receives"}

    def _other_keys(self, row: Row, values: dict[str, Any]) -> None:
        """Keep the other keys of a free list; report those that a head does not know."""
        if isinstance(row, SheetRow):
            return
        known = self._known()
        for key in row.values:
            if key in known:
                continue
            if self.head.is_free:
                values[key] = row.values[key]
                continue
            hint = did_you_mean(key, known) or Message("field-unknown.hint", known=", ".join(sorted(known)))
            self.problems.append(Problem(Message("field-unknown", name=key), row.place(key), hint))

    def _misspelt(self, row: Row) -> set[str]:
        """Return the keys that unknown keys of an entry mean: these are reported as misspelt, not as missing too."""
        if isinstance(row, SheetRow) or self.head.is_free:
            return set()
        known = self._known()
        return {nearest(key, known) or "" for key in row.values if key not in known}

    def _value(self, reader: _FieldReader, row: Row) -> tuple[Any, Any]:
        """Return the value of a field as it is kept, and as templates see it."""
        raw = row.values.get(reader.name)
        if raw is None or (isinstance(raw, GridCell) and not raw.text):
            raw = reader.field.default
        if raw is None or raw == "":
            if reader.field.required and reader.name not in self._misspelt(row):
                where = row.place(reader.name) if isinstance(row, SheetRow) else row.place()
                label = reader.field.label or reader.name
                which = "cell" if isinstance(row, SheetRow) else "key"
                self.problems.append(Problem(Message(f"value-missing.{which}", label=label, key=reader.name), where))
            return ("", []) if reader.field.many else ("", "")
        if not reader.field.many:
            if isinstance(raw, list | dict):
                self.problems.append(Problem(Message("field-single", name=reader.name), row.place(reader.name)))
                return "", ""
            return self._one(reader, raw, row)
        parts = "[;+]" if reader.field.choices else ";"
        pieces = raw if isinstance(raw, list) else re.split(parts, str(raw.text if isinstance(raw, GridCell) else raw))
        read = [self._one(reader, str(piece).strip(), row) for piece in pieces if str(piece).strip()]
        return [kept for kept, _value in read], [value for _kept, value in read]

    def _one(self, reader: _FieldReader, raw: Any, row: Row) -> tuple[Any, Any]:
        cell = raw if isinstance(raw, GridCell) else GridCell(str(raw))
        if not cell.text.isascii() and isinstance(raw, GridCell):
            flaws = check_text(cell.text)
            self.problems += [Problem(flaw.message, row.place(reader.name)) for flaw in flaws[:1]]
        if "{{" in cell.text or "}}" in cell.text:
            told = Problem(Message("entry-braces", text=cell.text), row.place(reader.name), severity=Severity.WARNING)
            self._repeated.setdefault((reader.name, "entry-braces"), []).append(told)  # printed as it is typed
        if reader.column.id == "text" and cell.kind == "text":
            return cell.text, cell.text
        found = reader.column.reading(cell, reader.options)
        if found.message is None and reader.column.id == "phone" and found.value != cell.text.strip():
            mended = Message("phone-restored", found=cell.text, phone=str(found.value))
            found = Reading(found.value, State.MENDED, mended)  # printed as typed, but for blanks that none can see
        if found.message is not None:
            self._say(reader, found, row)
        if reader.target is not None:
            entry = reader.target.get(str(found.value))
            return found.value, entry.values if entry else ""
        return found.value, reader.column.plain(found.value)

    def _say(self, reader: _FieldReader, found: Reading, row: Row) -> None:
        """Report an unreadable value; note a corrected or doubtful one, once for each field."""
        assert found.message is not None
        if found.state is State.WRONG:
            problem = Problem(found.message, row.place(reader.name), found.remedy)
            if reader.target is None:
                self.problems.append(problem)
            else:
                self.unfound.append((reader.target, problem))
        elif reader.column.id != "date":  # the office's own day cells are what it typed
            again = self._repeated.setdefault((reader.name, found.message.id), [])
            again.append(Problem(found.message, row.place(reader.name), found.remedy, Severity.WARNING))

    def _told(self) -> Iterator[Problem]:
        """Yield what was corrected or doubtful: the first of each kind in a field, and how many more."""
        for (_name, _id), same in self._repeated.items():
            first, more = same[0], len(same) - 1
            message = Message("list-repeated", first=first.message, count=more) if more else first.message
            yield Problem(message, first.place, first.remedy or first.advice, Severity.WARNING)


def _ids(said: Any) -> tuple[str, ...]:
    """Return ids that stand alone or as a list."""
    return (said,) if isinstance(said, str) and said else tuple(said or ())


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of an entry without those of others."""
    return {name: value for name, value in values.items() if not isinstance(value, dict | list)}
