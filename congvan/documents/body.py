"""The body of a dispatch: text that reads like the letter, as blocks of runs.

Blank lines part the blocks; `1. `, `a) `, `- ` and `Điều 1. ` at a block's start name its level; `**bold**` and
`*italic*`; `\\*` is a star. Numbers and dashes stay part of the text, so that every format prints the same words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from congvan.documents.merge import Locate, merge
from congvan.problems import Problem

LEVELS = (
    ("phan", re.compile(r"Phần (?:[IVXLC]+|thứ \w+)\b")),
    ("chuong", re.compile(r"Chương [IVXLC]+\b")),
    ("muc", re.compile(r"(?:Mục|Tiểu mục) \d+\b")),
    ("dieu", re.compile(r"Điều \d+\.")),
    ("khoan", re.compile(r"\d+\.\s")),
    ("diem", re.compile(r"[a-zđ]\)\s")),
    ("gach", re.compile(r"-\s*\S")),
)
_BLOCK = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_INLINE = re.compile(r"(\{\{.*?\}\}|\\\*|\*\*|\*)", re.DOTALL)


def blocks(text: str, facts: Mapping[str, Any], problems: list[Problem], locate: Locate) -> list[dict[str, Any]]:
    """The blocks of a body text with its facts merged: `{"style": "khoan", "runs": [{"text", "bold", "italic"}]}`."""
    found = []
    for match in _BLOCK.finditer(text):
        start = match.start()
        runs = _runs(match.group(), facts, problems, lambda offset, start=start: locate(start + offset))  # type: ignore[misc]
        found.append({"style": _level("".join(run["text"] for run in runs)), "runs": runs})
    return found


def _level(text: str) -> str:
    return next((name for name, pattern in LEVELS if pattern.match(text)), "doan")


def _runs(source: str, facts: Mapping[str, Any], problems: list[Problem], locate: Locate) -> list[dict[str, Any]]:
    """One block's runs; lines are joined by a space, stars switch bold and italic."""
    runs: list[dict[str, Any]] = []
    bold = italic = False
    offset = 0
    for piece in _INLINE.split(source):
        if piece == "**" and (bold or source.find("**", offset + 2) > 0):
            bold = not bold
        elif piece == "*" and (italic or _closes(source, offset)):
            italic = not italic
        elif piece:
            value = "*" if piece == "\\*" else _joined(piece, facts, problems, offset, locate)
            if runs and (runs[-1]["bold"], runs[-1]["italic"]) == (bold, italic):
                runs[-1]["text"] += value
            else:
                runs.append({"text": value, "bold": bold, "italic": italic})
        offset += len(piece)
    return _trimmed(runs)


def _closes(source: str, offset: int) -> bool:
    """Whether a single star at `offset` opens italics: it stands before a word and another star follows a word."""
    return re.match(r"\*\S[^*]*\S?\*(?!\*)", source[offset:]) is not None


def _joined(piece: str, facts: Mapping[str, Any], problems: list[Problem], offset: int, locate: Locate) -> str:
    if piece.startswith("{{") and piece.endswith("}}"):
        return merge(" ".join(piece.split()), facts, problems, lambda at: locate(offset + at))
    merged = merge(piece, facts, problems, lambda at: locate(offset + at))
    return re.sub(r"[ \t]*\n[ \t]*", " ", merged)


def _trimmed(runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if runs:
        runs[0]["text"] = runs[0]["text"].lstrip(" ")
        runs[-1]["text"] = runs[-1]["text"].rstrip(" ")
    return [run for run in runs if run["text"]]
