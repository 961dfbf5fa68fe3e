"""Tell a mistyped command from a document: a first word without `build` may be either."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from congvan.core.messages import Message
from congvan.core.problems import Problem, UsageError
from congvan.core.text import nearest

DOCUMENTS = "data/documents.yaml"
_MOST = 1 << 20  # bytes of the file of documents that are searched
_NAME = re.compile(r"\b(?:id|path): *[\"']?([^\s\"'/,}#]+)")


def refuse_mistyped(word: str, commands: Collection[str], root: Path) -> None:
    """Raise `UsageError` if the word is the id of no document of the project and nearer to a command than to any."""
    documents = _documents(root)
    if word in documents:
        return
    if word in commands:
        raise UsageError(Problem(Message("command-late", value=word), remedy=Message("command-late.hint", value=word)))
    near = nearest(word, [*commands, *documents])
    if near in documents:
        return  # reported by the build, with the nearest document
    if near is None:
        remedy = Message("command-unknown.known", commands=", ".join(commands))
    else:
        remedy = Message("did-you-mean", found=near)
    raise UsageError(Problem(Message("command-unknown", value=word), remedy=remedy))


def _documents(root: Path) -> set[str]:
    """Return ids and first folders of the project's documents, read without a parser: the packages may be missing."""
    path = root / DOCUMENTS
    try:
        if not path.is_file():
            return set()
        with path.open(encoding="utf-8", errors="replace") as file:
            return set(_NAME.findall(file.read(_MOST)))
    except OSError:
        return set()
