"""Marks in the texts of papers that would be printed as they are, and numbers that a paragraph has swallowed: reported
before they are on paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from congvan.core.messages import Message
from congvan.core.problems import Problem, Severity
from congvan.core.text.swallowed import swallowed
from congvan.model.project.yaml_reader import KeyPath, Value, YamlSource

_BLOCK = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_SPOKEN_FOR = re.compile(r"\{\{.*?\}\}|\\[*#|]", re.DOTALL)
"""Codes, and signs that are meant."""
_STARS = re.compile(r"\*\*")
_BAR = re.compile(r"\|")
_AUTOMATIC = re.compile(r"(?:(?<=\s)|(?<=\*))#[a-z0-9-]*[.)](?=\s)")
_AT_THE_START = re.compile(r"\**(?:\w+ |I)?")
CHIP = re.compile(r"‹[^‹›\n]*›")
"""What a form of the page shows for a code; a file has the code."""
_SHOWN = 40  # letters of a text that a warning quotes


def marks_left(source: YamlSource) -> Iterator[Problem]:
    """Yield a warning for each mark in the texts of a paper that has no effect where it is, and would be printed, and
    for each paragraph that others run into.
    """
    for path, text in _bodies((), source.data):
        for block in _BLOCK.finditer(text):
            hidden = _SPOKEN_FOR.sub(lambda found: "x" * len(found[0]), block[0])
            chips = ((chip.start(), Message("chip-unknown", chip=chip[0])) for chip in CHIP.finditer(hidden))
            for at, message in (*_stars(hidden, block[0]), *_numbers(hidden), *_swallowed(hidden), *chips):
                yield Problem(message, source.place_in(path, block.start() + at), severity=Severity.WARNING)


def _bodies(path: KeyPath, value: Value) -> Iterator[tuple[KeyPath, str]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        if key == "body" and isinstance(child, str):
            yield (*path, key), child
        else:
            yield from _bodies((*path, key), child)


def _stars(hidden: str, block: str) -> Iterator[tuple[int, Message]]:
    """Yield the two stars that no others close in their paragraph, or their cell."""
    ends = [match.start() for match in _BAR.finditer(hidden)] if hidden.lstrip().startswith("|") else []
    for start, end in pairwise([0, *ends, len(hidden)]):
        found = [*_STARS.finditer(hidden, start, end)]
        if len(found) % 2:
            at = found[-1].start()
            text = block[at : at + _SHOWN].split("\n")[0] if len(block) - at > 2 else block[max(at - _SHOWN, 0) :]
            yield at, Message("text-stars", text=text.strip())


def _numbers(hidden: str) -> Iterator[tuple[int, Message]]:
    for match in _AUTOMATIC.finditer(hidden):
        if not _AT_THE_START.fullmatch(hidden[: match.start()]):
            yield match.start(), Message("text-number-mark", mark=match[0])


def _swallowed(hidden: str) -> Iterator[tuple[int, Message]]:
    """Yield the numbers that a paragraph has swallowed; rows of tables are none."""
    for at in () if hidden.lstrip().startswith("|") else swallowed(hidden):
        yield at, Message("text-swallowed", text=" ".join(hidden[at : at + _SHOWN].split()))
