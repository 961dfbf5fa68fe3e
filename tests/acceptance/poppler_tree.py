"""The structure tree as Poppler tells it (`pdfinfo -struct-text`), beside our own reading of it."""

from __future__ import annotations

import re
import subprocess
from itertools import zip_longest

import pytest

from tests.acceptance.pdf_tree import tree

needs_poppler = pytest.mark.full("Poppler")
_ELEMENT = re.compile(r"( *)(\w+)(?: \((?:block|inline)\))?:?")
_TEXT = re.compile(r'( *)"(.*)"')


def poppler_tree(data: bytes) -> list[tuple[str, str]]:
    """(type, own text) of each element in reading order; a stretch within a line belongs to the text around it."""
    command = ["pdfinfo", "-struct-text", "-enc", "UTF-8", "-"]
    told = subprocess.run(command, input=data, capture_output=True, check=True, timeout=60).stdout
    out: list[tuple[str, list[str]]] = []
    open_: list[tuple[int, list[str]]] = []  # the texts of the elements that a line may belong to, by their indents
    for line in told.decode("utf-8", "replace").splitlines():
        element, text = _ELEMENT.fullmatch(line), _TEXT.fullmatch(line)
        if text:
            while open_[-1][0] >= len(text[1]):
                open_.pop()
            open_[-1][1].append(text[2])
        elif element and element[2]:
            while open_ and open_[-1][0] >= len(element[1]):
                open_.pop()
            texts: list[str] = open_[-1][1] if element[2] == "Span" else []
            open_.append((len(element[1]), texts))
            if element[2] != "Span":
                out.append((element[2], texts))
    return [(kind, _squeezed("".join(texts))) for kind, texts in out]


def poppler_faults(data: bytes) -> list[str]:
    """Where Poppler tells an element or a word otherwise than it is in the tree."""
    own = [(each.kind, _squeezed(re.sub(r"\[.*\]$", "", each.text))) for each in tree(data) if each.kind != "Span"]
    pairs = zip_longest(poppler_tree(data), own)
    return [f"{theirs} for {ours}" for theirs, ours in pairs if theirs != ours][:3]


def _squeezed(text: str) -> str:
    return " ".join(text.split())
