"""Edits of a YAML file as text: keys renamed, replaced, removed, added; comments and every other byte stay."""

from __future__ import annotations

from typing import Any

from congvan.project.yaml_extents import content_end
from congvan.project.yaml_reader import KeyPath, lookup, parse


class TextEdits:
    """The edits of one file, made together by `result`. Paths are those of the file as it was."""

    def __init__(self, data: bytes, file: str) -> None:
        self.source = parse(data, file)
        self.text, self.data = self.source.text, self.source.data
        self.newline = "\r\n" if "\r\n" in self.text else "\n"
        self._mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        self._pieces: list[tuple[int, int, str]] = []

    def value(self, path: KeyPath) -> Any:
        """Return the value at a path; None if there is none."""
        return lookup(self.data, path)

    def replace(self, path: KeyPath, key: str, value: str) -> None:
        """Put another key and value, as YAML of one line, where a key is."""
        start, end = self.source.key_spans[path].start, content_end(self.source, path)
        new = f"{key}: {value}"
        gap = len(self.text[end:]) - len(self.text[end:].lstrip(" "))
        if self.text[end + gap : end + gap + 1] == "#":  # the comment stays in its column
            end += min(max(len(new) - (end - start), 0), gap - 1)
        self._pieces.append((start, end, new))

    def replace_value(self, path: KeyPath, value: str) -> None:
        """Put another value, as YAML, where one is; its key stays."""
        span = self.source.spans[path]
        self._pieces.append((span.start, content_end(self.source, path), value))

    def rename(self, path: KeyPath, key: str) -> None:
        """Give a key another name."""
        span = self.source.key_spans[path]
        self._pieces.append((span.start, span.end, key))

    def add(self, path: KeyPath, *pairs: tuple[str, str]) -> None:
        """Add keys behind the value at a path, in its own style: in a flow mapping, or on lines of their own."""
        end, flow = content_end(self.source, path), self._in_flow(path)
        if flow:
            self._pieces.append((end, end, "".join(f", {key}: {value}" for key, value in pairs)))
            return
        indent = " " * self._column(self.source.key_spans[path].start)
        lines = [f"{indent}{key}: {value}" for key, value in pairs]
        self.add_lines(path, lines)

    def add_lines(self, path: KeyPath, lines: list[str]) -> None:
        """Add lines behind the line on which the value at a path ends."""
        at = self.text.find("\n", content_end(self.source, path))
        written = "".join(f"{line}{self.newline}" for line in lines)
        if at < 0:
            self._pieces.append((len(self.text), len(self.text), self.newline + written))
        else:
            self._pieces.append((at + 1, at + 1, written))

    def append(self, text: str) -> None:
        """Add text at the end of the file, after an empty line."""
        before = "" if self.text.endswith("\n") else self.newline
        self._pieces.append((len(self.text), len(self.text), before + text.replace("\n", self.newline)))

    def remove(self, path: KeyPath) -> None:
        """Remove a key with its value: its lines, or its part of a flow mapping."""
        start, end = self.source.key_spans[path].start, content_end(self.source, path)
        after, before = self._next(path), self._before(path)
        if self._in_flow(path):
            if before is not None:
                start = content_end(self.source, before)
            elif after is not None:
                end = self.source.key_spans[after].start
        elif before is not None or after is None:
            start = self.text.rfind("\n", 0, start) + 1
            line = self.text.find("\n", end)
            end = len(self.text) if line < 0 else line + 1
        else:
            end = self.source.key_spans[after].start
        self._pieces.append((start, end, ""))

    def result(self) -> bytes:
        """Return the file after all edits."""
        text = self.text
        for index, (start, end, new) in sorted(
            enumerate(self._pieces), key=lambda one: (one[1][0], one[0]), reverse=True
        ):
            del index
            text = text[:start] + new + text[end:]
        return self._mark + text.encode("utf-8")

    @property
    def changed(self) -> bool:
        """Whether there is anything to do."""
        return bool(self._pieces)

    def indent(self, path: KeyPath) -> str:
        """Return the spaces before the key, or the dash, at a path."""
        span = self.source.key_spans.get(path) or self.source.spans[path]
        line = self.text.rfind("\n", 0, span.start) + 1
        return self.text[line : line + len(self.text[line:]) - len(self.text[line:].lstrip(" "))]

    def _column(self, offset: int) -> int:
        return offset - (self.text.rfind("\n", 0, offset) + 1)

    def _in_flow(self, path: KeyPath) -> bool:
        return self.source.spans[path[:-1]].style == "flow"

    def _siblings(self, path: KeyPath) -> list[KeyPath]:
        inside: Any = self.value(path[:-1])
        return [(*path[:-1], key) for key in inside] if isinstance(inside, dict) else []

    def _next(self, path: KeyPath) -> KeyPath | None:
        siblings = self._siblings(path)
        at = siblings.index(path) + 1
        return siblings[at] if at < len(siblings) else None

    def _before(self, path: KeyPath) -> KeyPath | None:
        siblings = self._siblings(path)
        at = siblings.index(path)
        return siblings[at - 1] if at else None
