"""Parse a strict subset of YAML into plain data with the place of every value; every scalar stays a string.

Refused, with the line: other encodings than UTF-8, a second document, anchors, aliases, tags, merge keys, directives,
duplicate or non-scalar keys, unprintable characters, and anything too large or too deep.
An empty value (`phone:`) is None; the model decides whether it may be missing. `~`, `null`, `no`, `0942215080` and
`2020-08-19` stay as typed; keys and values are NFC.
Why: YAML's own typing turns 0123456 into 42798 and 16:00 into 960, and 250 bytes of aliases can exhaust the memory.
"""

from __future__ import annotations

import codecs
import importlib
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate, islice
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound, Severity, blocking
from congvan.core.text import check_text, describe, nfc
from congvan.model.project.kept_parses import keep, recalled
from congvan.model.project.line_slips import odd_space
from congvan.model.project.yaml_characters import Span, offset_in
from congvan.model.project.yaml_slips import (
    cut_by_comma,
    explain,
    flow_comma,
    glued_key,
    is_text_of_body,
    slip_near,
    wrong_value,
)

Value = None | str | list["Value"] | dict[str, "Value"]
KeyPath = tuple[str | int, ...]

MAX_BYTES, MAX_DEPTH, MAX_NODES, MAX_PROBLEMS = 2_000_000, 40, 200_000, 200
SMALL, REMEMBERED = 256 << 10, 64
"""Bytes of a file up to which it is remembered, and how many files are."""


@dataclass(frozen=True)
class YamlSource:
    """A parsed file: its data, the extent of each value and key, and its problems.

    `data` is None if the file could not be parsed to its end.
    """

    file: str
    text: str = field(repr=False)
    data: Value = None
    spans: dict[KeyPath, Span] = field(default_factory=dict, repr=False)
    key_spans: dict[KeyPath, Span] = field(default_factory=dict, repr=False)
    problems: tuple[Problem, ...] = ()

    def place(self, path: KeyPath = (), *, of_key: bool = False) -> Place:
        """Return the start of the value (or of the key) at `path`, or of the nearest value around it."""
        if of_key and path in self.key_spans:
            return self.at(self.key_spans[path].start)
        while path and path not in self.spans:
            path = path[:-1]
        return self.at(self.spans[path].start) if path in self.spans else Place(self.file)

    def place_in(self, path: KeyPath, offset: int) -> Place:
        """Return the place of character `offset` of the text at `path`; exact in block scalars too."""
        value: Any = self.data
        for depth, key in enumerate(path):
            inside = isinstance(value, dict) and key in value
            if not inside and not (isinstance(value, list) and isinstance(key, int) and key < len(value)):
                path = path[:depth]  # a short form, such as a text where a mapping may be
                break
            value = value[key]
        if path not in self.spans or not isinstance(value, str):
            return self.place(path)
        return self.at(offset_in(self.text, self.spans[path], value, offset))

    def at(self, offset: int) -> Place:
        """Return line and column of an offset into the text of the file."""
        offset = max(0, min(offset, len(self.text.rstrip()) - 1)) if offset >= len(self.text) else offset
        line = bisect_right(self._lines, offset)
        return Place(self.file, line, offset - self._lines[line - 1] + 1)

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", self.text))]


def lookup(data: Any, path: KeyPath) -> Any:
    """Return the value at a path of a file's data; None if there is none."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def parse(data: bytes, file: str) -> YamlSource:
    """Parse a file; raise `ProblemsFound` with every error in it. Warnings stay in `YamlSource.problems`."""
    source = scan(data, file)
    if blocking(source.problems):
        raise ProblemsFound(source.problems)
    return source


def scan(data: bytes, file: str) -> YamlSource:
    """Parse a file as far as possible, with every problem in `YamlSource.problems`; never raises.

    The files read last are remembered by their bytes, so nobody may change what is returned. Why: the page and its
    previews read all data after each save, of which one file has changed.
    """
    return _remembered(data, file) if len(data) <= SMALL else _scanned(data, file)


def _scanned(data: bytes, file: str) -> YamlSource:
    text = _decode(data, file)
    if isinstance(text, Problem):
        return YamlSource(file, "", problems=(text,))
    if found := recalled(data):
        root, *kept = found
        spans, key_spans = ({path: Span(*of) for path, of in each.items()} for each in kept)
        return YamlSource(file, text, root, spans, key_spans)
    source = _EventReader(file, text).read()
    if not source.problems:
        kept = [{path: tuple(of) for path, of in each.items()} for each in (source.spans, source.key_spans)]
        keep(data, (source.data, *kept))
    return source


_remembered = lru_cache(REMEMBERED)(_scanned)


def _decode(data: bytes, file: str) -> str | Problem:
    """Decode a UTF-8 file, without its byte order mark; return a problem if it is too large or not UTF-8."""
    if len(data) > MAX_BYTES:
        return Problem(Message("yaml-size.file-bytes", size=len(data), limit=MAX_BYTES), Place(file))
    if data.startswith(_OTHER_KINDS):
        return Problem(Message("yaml-syntax.file"), Place(file, 1, 1))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Problem(Message("yaml-encoding.utf-16"), Place(file, 1, 1))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        mark = len(data) - len(data.removeprefix(codecs.BOM_UTF8))
        start = mark + error.start
        *before, line = re.split(r"\r\n|\r|\n", data[mark:start].decode())
        column = len(line) + 1
        message = Message("yaml-encoding")
        return Problem(message, Place(file, len(before) + 1, column))


_OTHER_KINDS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"{\\rtf")
"""How files of Word, Excel and other programs begin."""

# Characters that libyaml rejects, or treats as a line break that no editor shows.
_RAW = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_NO_COLON = re.compile(r"\s*[,}]")
_GLUED_COMMENT = re.compile(r"[ \t]+#[^\s#!]")


@dataclass(slots=True)
class _OpenCollection:
    """A collection being filled; `path` is None if its values have no place in the data."""

    into: dict[str, Value] | list[Value]
    path: KeyPath | None
    start: int
    key: str = ""
    waiting: bool = False  # the key was read, its value not yet
    skip: bool = False  # the next value has no place in the data
    seen: dict[str, int] = field(default_factory=dict)


class _StopReading(Exception):
    """Raised to stop parsing: too many problems, or a limit exceeded."""


class _EventReader:
    """Builds data and extents in one pass over libyaml's events."""

    def __init__(self, file: str, text: str) -> None:
        self.clean = _RAW.sub("?", text)
        self.source = YamlSource(file, text)
        self.problems: list[Problem] = []
        self.frames: list[_OpenCollection] = []
        self.root: Value = None

    def read(self) -> YamlSource:
        import yaml

        source, complete = self.source, False
        try:
            for match in _RAW.finditer(source.text):
                self.report(Message("text-forbidden.raw", char=describe(match.group())), match.start())
            self.events(yaml.parse(self.clean, Loader=yaml.CLoader))
            complete = True
        except yaml.MarkedYAMLError as error:
            self.syntax(error)
        except yaml.YAMLError:
            self.problems.append(Problem(Message("yaml-syntax.file"), Place(source.file, 1, 1)))
        except _StopReading:
            pass
        problems = tuple(sorted(self.problems, key=Problem.sort_key))
        root = self.root if complete else None
        return YamlSource(source.file, source.text, root, source.spans, source.key_spans, problems)

    def report(
        self, message: Message, offset: int, also: tuple[Place, ...] = (), remedy: Message | None = None
    ) -> None:
        self.problems.append(Problem(message, self.source.at(offset), remedy, also=also))
        if len(self.problems) >= MAX_PROBLEMS:
            raise _StopReading

    def events(self, events: Iterator[Any]) -> None:
        kinds: Any = importlib.import_module("yaml.events")
        nodes = documents = 0
        for event in events:
            if isinstance(event, kinds.NodeEvent):
                nodes += 1
                if nodes > MAX_NODES:
                    self.report(Message("yaml-size.file-holds", limit=MAX_NODES), event.start_mark.index)
                    raise _StopReading
                self.forbid(event)
            if isinstance(event, kinds.ScalarEvent):
                self.scalar(event)
            elif isinstance(event, kinds.MappingStartEvent):
                self.open({}, event)
            elif isinstance(event, kinds.SequenceStartEvent):
                self.open([], event)
            elif isinstance(event, kinds.CollectionEndEvent):
                self.close(event)
            elif isinstance(event, kinds.AliasEvent):
                self.put(None, Span(event.start_mark.index, event.end_mark.index, ""))
            elif isinstance(event, kinds.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.report(Message("yaml-documents"), event.start_mark.index)
                    raise _StopReading
                if event.version or event.tags:
                    self.report(Message("yaml-directive"), event.start_mark.index)
        if self.root is None and not blocking(self.problems):
            self.report(Message("yaml-empty"), 0)

    def forbid(self, event: Any) -> None:
        """Report an anchor, alias or tag on a value."""
        if event.anchor is not None:
            which = "alias" if type(event).__name__ == "AliasEvent" else "anchor"
            self.report(Message(f"yaml-anchor.{which}", name=event.anchor), event.start_mark.index)
        if getattr(event, "tag", None) is not None:
            name = self.clean[event.start_mark.index : event.start_mark.index + 30].split()[0]
            self.report(Message("yaml-tag", name=name), event.start_mark.index)

    def scalar(self, event: Any) -> None:
        span = Span(event.start_mark.index, event.end_mark.index, event.style or "")
        value = nfc(event.value) if not event.value.isascii() else event.value
        for flaw in check_text(value):
            offset = offset_in(self.clean, span, value, flaw.offset)
            self.report(flaw.message, offset)
        if not span.style and (wrong := wrong_value(value, span.style, self.clean[span.start : span.end])):
            self.report(wrong, span.start)
        if span.style == "" and (cut := flow_comma(self.clean, span.start, span.end)):
            self.report(cut, span.start)
        if span.style == "" and _GLUED_COMMENT.match(self.source.text, span.end):
            self.problems.append(Problem(Message("yaml-comment"), self.source.at(span.end), severity=Severity.WARNING))
        if span.style == "" and span.start == span.end:
            self.told_of_comma()
            self.put(None, span)
        else:
            self.put(value, span)

    def told_of_comma(self) -> None:
        """Report a word in braces without a colon: what a comma of a text cut off."""
        frame = self.frames[-1] if self.frames else None
        if frame is None or not isinstance(frame.into, dict) or frame.path is None or not frame.waiting or frame.skip:
            return
        key = self.source.key_spans.get((*frame.path, frame.key))
        if key is None or len(frame.seen) < 2 or not _NO_COLON.match(self.clean, key.end) or glued_key(frame.key, ""):
            return
        before = self.source.spans.get((*frame.path, next(islice(reversed(frame.seen), 1, None))))
        value = self.clean[before.start : before.end] if before is not None and before.style == "" else ""
        if before is not None and value and "(" not in value:  # what a bracket holds is reported by itself
            self.report(cut_by_comma(self.clean, value, before.start, key.end), key.start)

    def put(self, value: Value, span: Span) -> None:
        """Add a scalar or a new collection to the innermost open collection, as key or value."""
        frame = self.frames[-1] if self.frames else None
        if frame is not None and isinstance(frame.into, dict) and not frame.waiting:
            self.key(frame, value, span)
            return
        path = self.child_path()
        if frame is None:
            self.root = value
        elif isinstance(frame.into, list):
            frame.into.append(value)
        else:
            frame.waiting = False
            if not frame.skip:
                frame.into[frame.key] = value
        if path is not None:
            self.source.spans[path] = span

    def child_path(self) -> KeyPath | None:
        """Return the path of the next value; None if it has no place in the data."""
        if not self.frames:
            return ()
        frame = self.frames[-1]
        if frame.path is None or (isinstance(frame.into, dict) and (frame.skip or not frame.waiting)):
            return None
        return (*frame.path, len(frame.into) if isinstance(frame.into, list) else frame.key)

    def key(self, frame: _OpenCollection, value: Value, span: Span) -> None:
        frame.waiting, frame.skip = True, True
        if not isinstance(value, str):
            if value is None and self.clean[span.start : span.start + 1] != "*":
                self.report(Message("yaml-key.key-missing"), span.start)
        elif value == "<<" and span.style == "":
            self.report(Message("yaml-merge"), span.start)
        elif value in frame.seen:
            first = self.source.at(frame.seen[value])
            message = Message("yaml-duplicate-key", key=value, line=first.line)
            remedy = Message("yaml-duplicate-key.hint-dash", key=value) if self.begins_entry(frame, value) else None
            self.report(message, span.start, (first,), remedy)
        else:
            if not span.style and (odd := odd_space([value], 0)):
                self.report(odd.message, span.start)
            if slip := glued_key(value, span.style):
                self.report(slip, span.start)
            if is_text_of_body(value) and self.follows_block(frame):
                self.report(Message("yaml-slip.body", key=frame.key, count=2), span.start)
            frame.key, frame.skip, frame.seen[value] = value, False, span.start
            if frame.path is not None:
                self.source.key_spans[*frame.path, value] = span

    def begins_entry(self, frame: _OpenCollection, key: str) -> bool:
        """Whether a mapping is an entry of a list whose first key this is: a second entry may lack its dash."""
        in_list = bool(frame.path) and isinstance(frame.path[-1], int) if frame.path else False
        return in_list and next(iter(frame.seen), None) == key

    def follows_block(self, frame: _OpenCollection) -> bool:
        """Whether the last value of a mapping is a text on lines of its own."""
        last = self.source.spans.get((*frame.path, frame.key)) if frame.path is not None and frame.key else None
        return last is not None and last.style in ("|", ">")

    def open(self, into: dict[str, Value] | list[Value], event: Any) -> None:
        start = event.start_mark.index
        if len(self.frames) >= MAX_DEPTH:
            self.report(Message("yaml-depth", limit=MAX_DEPTH), start)
            raise _StopReading
        above = self.frames[-1] if self.frames else None
        if above is not None and isinstance(above.into, dict) and not above.waiting:
            self.report(Message("yaml-key.key-must"), start)
            above.waiting, above.skip, path = True, True, None
        else:
            path = self.child_path()
            self.put(into, Span(start, start, "flow" if event.flow_style else "block"))
        self.frames.append(_OpenCollection(into, path, start))

    def close(self, event: Any) -> None:
        path = self.frames.pop().path
        if path is not None:
            self.source.spans[path] = self.source.spans[path]._replace(end=event.end_mark.index)

    def syntax(self, error: Any) -> None:
        """Report libyaml's syntax error with a message that says how to correct it."""
        index = error.problem_mark.index if error.problem_mark else 0
        tabs = [match.end() - 1 for match in re.finditer(r"^ *\t", self.clean, re.MULTILINE)]
        line_start = self.clean.rfind("\n", 0, index + 1) + 1
        if any(line_start <= tab <= max(index, line_start) + 1 for tab in tabs):
            for tab in tabs[:MAX_PROBLEMS]:
                self.problems.append(Problem(Message("yaml-tab"), self.source.at(tab)))
            return
        lines = self.clean.splitlines()
        places = [error.problem_mark, error.context_mark]
        slips = (slip_near(lines, min(mark.line, len(lines) - 1)) for mark in places if mark is not None)
        if slip := next(filter(None, slips), None):
            starts = [0, *accumulate(len(line) for line in self.clean.splitlines(keepends=True))]
            place = self.source.at(starts[slip.line] + slip.column)
            self.problems = [each for each in self.problems if each.place.line != place.line]  # of the same slip
            self.problems.append(Problem(slip.message, place))
            return
        message, at_start = explain(str(error.problem or ""), self.clean[index : index + 1])
        if at_start and error.context_mark:
            index = error.context_mark.index
        index = max(0, min(index, len(self.clean.rstrip()) - 1))
        self.problems.append(Problem(message, self.source.at(index)))
