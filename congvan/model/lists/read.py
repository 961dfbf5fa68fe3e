"""All lists of a project: those of data/lists/, by their heads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, blocking
from congvan.core.text import did_you_mean, same_words, slug
from congvan.model.lists.entries import Entry, EntryList, folded
from congvan.model.lists.head import MEANINGS, RESERVED, ListHead
from congvan.model.lists.reading import Given, ListReader
from congvan.model.lists.rows import Row, SheetSource, YamlRow
from congvan.model.project.assets import Assets
from congvan.model.project.yaml_reader import KeyPath, YamlSource, parse, scan
from congvan.model.validation import NULLS, validated
from congvan.values.columns.naming import meant_type
from congvan.values.columns.table import TYPES

LISTS = "data/lists/"
SHEETS = (".csv", ".xlsx")
NOT_READ = (".xls", ".xlsm", ".xlsb", ".ods", ".docx", ".doc", ".pdf", ".tsv")


@dataclass
class ProjectLists:
    """The lists of a project while they are read.

    `lists`: by id, and by the id of `also`. `clashes`: ids that are missing or occur twice, reported
    with what is wrong between files.
    """

    assets: Assets
    sources: dict[str, YamlSource]
    problems: list[Problem] = field(default_factory=list)
    clashes: list[Problem] = field(default_factory=list)
    lists: dict[str, EntryList] = field(default_factory=dict)
    _waiting: dict[str, _Written] = field(default_factory=dict)
    _started: list[str] = field(default_factory=list)

    def read(self) -> None:
        """Read every list, those first that others refer to."""
        for name in [name for name in self.assets if name.startswith(LISTS) and name.endswith(".yaml")]:
            self._open(name)
        self.problems += self._sheets_without_head()
        for written in {each.id: each for each in self._waiting.values()}.values():
            self.problems += self._unknown_types(written.head, written.source)
        for identifier in list(self._waiting):
            self._made(identifier)

    def _open(self, file: str) -> None:
        """Read a file of data/lists/: a list with a head, or entries alone."""
        source = self.sources[file] = scan(self.assets[file], file)
        identifier = Path(file).stem
        if blocking(source.problems) or source.data is None:
            self.problems += blocking(source.problems)
            return
        if isinstance(source.data, list):
            self._free(identifier, source)
            return
        head, problems = head_of(source)
        apart = head is not None and not (head.source and any(each.code == "label-twice" for each in problems))
        rows = self._rows(identifier, source, head, problems) if head is not None and apart else []
        self.problems += problems
        data: Any = source.data
        if blocking(problems) and not rows and not (head and head.source) and isinstance(data, dict):
            rows = [*_yaml_rows(source, ("entries",), data.get("entries") or [], [])]
        if blocking(problems):
            self.clashes += _typed_twice(rows)
        elif head:
            self._wait(_Written(identifier, head, source, rows))

    def _wait(self, written: _Written) -> None:
        for name in filter(None, (written.id, written.head.also)):
            if name in self._waiting or name in self.lists:
                earlier = self._waiting.get(name)
                stated = earlier.source if earlier is not None and name != written.head.also else written.source
                place = stated.place(("list", "also"))
                self.problems.append(Problem(Message("list-name-twice", name=name), place))
                return
        for name in filter(None, (written.id, written.head.also)):
            self._waiting[name] = written

    def _rows(self, identifier: str, source: YamlSource, head: ListHead, problems: list[Problem]) -> Sequence[Row]:
        data: Any = source.data
        entries = data.get("entries")
        if head.source is None:
            if entries is None:
                hint = Message("entries-missing.hint", name=identifier)
                problems.append(Problem(Message("entries-missing"), source.place(), hint))
                return []
            return [*_yaml_rows(source, ("entries",), entries, problems)]
        if entries is not None:
            problems.append(Problem(Message("source-two"), source.place(("entries",), of_key=True)))
            return []
        name = f"{LISTS}{head.source}"
        if name not in self.assets:
            there = [each.removeprefix(LISTS) for each in self.assets if each.endswith(SHEETS)]
            hint = did_you_mean(head.source, there) or Message("source-missing.hint", name=name)
            problems.append(Problem(Message("source-missing", name=name), source.place(("list", "source")), hint))
            return []
        return [*SheetSource(self.assets[name], name, head, source).rows(problems)]

    def _free(self, identifier: str, source: YamlSource) -> None:
        """Keep a list without a head: entries with ids, everything else as it stands."""
        if identifier in self._waiting:
            self.problems.append(Problem(Message("list-name-twice", name=identifier), source.place()))
            return
        rows = list(_yaml_rows(source, (), source.data, self.problems))
        entries: list[Entry] = []
        first: dict[str, Place] = {}
        for row in rows:
            name = row.values.get("id")
            if not isinstance(name, str):
                self.clashes.append(Problem(Message("id-missing"), row.place()))
                continue
            if name in first:
                message = Message("id-twice.id", id=name, place=first[name])
                self.clashes.append(Problem(message, row.place("id"), also=(first[name],)))
            first.setdefault(name, row.place("id"))
            entries.append(Entry(name, dict(row.values), row))
        self.lists[identifier] = EntryList(identifier, ListHead(), tuple(entries), source.file)

    def _made(self, identifier: str) -> EntryList | None:
        """Return a list, read now if it was not; None where it is being read, or does not exist."""
        if identifier in self.lists or identifier not in self._waiting:
            return self.lists.get(identifier)
        written = self._waiting[identifier]
        if written.id in self._started:
            circle = " → ".join([*self._started[self._started.index(written.id) :], written.id])
            self.problems.append(Problem(Message("reference-circle", circle=circle), written.source.place(("list",))))
            return None
        self._started.append(written.id)
        referred = {each.refers_to for each in written.head.fields.values()} - {""}
        if referred <= {*self._waiting, *self.lists}:
            reader = ListReader(written.given, self._made)
            made = reader.read(written.rows)
            self.problems += [*reader.problems, *(each for other, each in reader.unfound if self._sound(other))]
            self.clashes += reader.clashes
        else:
            self.clashes += _typed_twice(written.rows)
            made = EntryList(written.id, written.head, (), written.file)
        self._started.remove(written.id)
        for name in [name for name, each in self._waiting.items() if each is written]:
            self.lists[name] = made
        return made

    def _sound(self, made: EntryList) -> bool:
        """Return whether nothing is wrong with a list, so that what refers to none of its entries is."""
        files = (made.file, f"{LISTS}{made.head.source}")
        return not any(problem.place.file in files for problem in blocking([*self.problems, *self.clashes]))

    def _unknown_types(self, head: ListHead, source: YamlSource) -> Iterator[Problem]:
        """Report the types of fields that are neither types nor lists."""
        there = (Path(name).stem for name in self.assets if name.startswith(LISTS))  # also what could not be read
        known = {*TYPES, *self._waiting, *self.lists, *there}
        labels = {name: each.head.label or name for name, each in self._waiting.items()}
        for name, each in head.fields.items():
            place = source.place(("list", "fields", name, "type"))
            if each.type not in known:
                yield Problem(Message("type-unknown", type=each.type), place, meant_type(each.type, labels))
            elif each.type == "ordinal":
                yield Problem(Message("type-ordinal"), place)

    def _sheets_without_head(self) -> Iterator[Problem]:
        """Report files of data/lists/ that no head names, and those of kinds that are not read."""
        used = {f"{LISTS}{each.head.source}" for each in self._waiting.values() if each.head.source}
        failed = {problem.place.file for problem in self.problems}
        for name in self.assets:
            if not name.startswith(LISTS) or name in used:
                continue
            head = f"{name.rpartition('.')[0]}.yaml"
            if name.lower().endswith(NOT_READ):
                yield Problem(Message("list-ending"), Place(name))
            elif name.endswith(SHEETS) and not any(file.startswith(LISTS) for file in failed):
                hint = Message("list-headless.hint", head=head, source=name.removeprefix(LISTS))
                plain = f"{LISTS}{slug(Path(name).stem, 80)}{Path(name).suffix}"
                if plain != name:
                    hint = Message("list-headless.hint-copy", name=plain)
                yield Problem(Message("list-headless"), Place(name), hint)


@dataclass(frozen=True)
class _Written:
    """A list as written: head and rows."""

    id: str
    head: ListHead
    source: YamlSource
    rows: Sequence[Row]

    @property
    def file(self) -> str:
        return self.source.file

    @property
    def given(self) -> Given:
        head, usual = self.head, MEANINGS.get(self.head.also or "")
        if usual and not head.receives:
            head = head.model_copy(update={"receives": usual})
        return Given(self.id, head, self.source)


_last: tuple[object, ProjectLists | None] = ("", None)


def read_lists(assets: Assets, sources: dict[str, YamlSource]) -> ProjectLists:
    """Read every list of a project; the files that were parsed for it are added to `sources`.

    The lists read last are kept for as long as no file of theirs changes: most changes are of a dispatch.
    """
    global _last
    used = [name for name in assets if name.startswith(LISTS)]
    key = [(name, assets.digest(name)) for name in used]
    kept_key, kept = _last
    if kept is None or kept_key != key:
        kept = ProjectLists(assets, dict(sources))
        kept.read()
        _last = key, kept
    sources.update((name, kept.sources[name]) for name in used if name in kept.sources)
    return kept


def head_of(source: YamlSource) -> tuple[ListHead | None, list[Problem]]:
    """Return the head of a file and all that is wrong with it and beside it."""
    data: Any = source.data
    if not isinstance(data, dict) or "list" not in data:
        return None, [Problem(Message("list-shape"), source.place())]
    problems = [
        Problem(
            Message("key-unknown", key=key),
            source.place((key,), of_key=True),
            did_you_mean(key, ("list", "entries")) or Message("key-unknown.hint-known-keys", known="list, entries"),
        )
        for key in data
        if key not in ("list", "entries")
    ]

    def place_of(loc: KeyPath, *, of_key: bool = False) -> Place:
        return source.place(("list", *loc), of_key=of_key)

    head, found = validated(data["list"], ListHead, "list", place_of)
    for name in head.fields if head else ():
        if name in RESERVED:
            place = place_of(("fields", name), of_key=True)
            problems.append(
                Problem(Message("field-name-taken", name=name), place, Message("field-name-taken.hint", name=name))
            )
    return head, [*problems, *found, *(_labels_twice(head, place_of) if head else ())]


def _labels_twice(head: ListHead, place_of: Callable[..., Place]) -> Iterator[Problem]:
    """Report fields with the label of another: a table has one column of each title, whatever its marks and case."""
    alike = folded if head.source else same_words
    seen: dict[str, Place] = {}
    for name, each in head.fields.items():
        place = place_of(("fields", name, "label"))
        first = seen.setdefault(alike(each.label or name), place)
        if first is not place:
            yield Problem(Message("label-twice.field", label=each.label or name, place=first), place, also=(first,))


def _typed_twice(rows: Sequence[Row]) -> Iterator[Problem]:
    """Report ids that occur twice among the entries of a list that could not be read."""
    seen: dict[str, Place] = {}
    for row in rows:
        name = row.values.get("id")
        if isinstance(name, str) and name in seen:
            yield Problem(Message("id-twice.id", id=name, place=seen[name]), row.place("id"), also=(seen[name],))
        elif isinstance(name, str):
            seen[name] = row.place("id")


def entries_of(files: Assets, identifier: str) -> Any:
    """Return the entries, as they are written, of the list that is also called by an id; None if there are none.
    Raises ProblemsFound.
    """
    for name in files:
        if name.startswith(LISTS) and name.endswith(".yaml"):
            data: Any = parse(files[name], name).data
            if isinstance(data, dict) and (data.get("list") or {}).get("also") == identifier:
                return data.get("entries")
    return None


def _yaml_rows(source: YamlSource, at: KeyPath, entries: Any, problems: list[Problem]) -> Iterator[YamlRow]:
    """Yield the entries of a YAML list; report what is no entry, and values that are left empty."""
    if not isinstance(entries, list):
        problems.append(Problem(Message("entries-shape"), source.place(at)))
        return
    for index, entry in enumerate(entries):
        path = (*at, index)
        if not isinstance(entry, dict):
            problems.append(Problem(Message("entry-shape"), source.place(path)))
            continue
        empty = [key for key, value in entry.items() if value is None]
        nulls = [(key, value) for key, value in entry.items() if value in NULLS]
        problems += [Problem(Message("value-null", value=value), source.place((*path, key))) for key, value in nulls]
        problems += [Problem(Message("value-empty", key=key), source.place((*path, key))) for key in empty]
        if not empty:
            yield YamlRow(entry, source, path)
