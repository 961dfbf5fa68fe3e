"""What a clerk reads on a screen, and the words of it that belong to machines: ids, paths, keys, expressions, English.

What is behind “Dành cho quản trị” is for somebody else, and the text of a file that can't be read is what it is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import html

SAID = ("title", "aria-label", "placeholder", "alt")
"""Attributes that are read or heard."""
TYPED = ("text", "search", "number", "tel", "email", "button", "submit")
"""Kinds of inputs whose value is seen."""
FILE = re.compile(
    r"(?<![\w/-])(?!data/|templates/|tmp/)[\w.-]+(?:/[\w.-]+)*\.(?:pdf|docx|xlsx|svg|html|csv|zip|png|jpg)\b"
)
"""Names of files that she has, gives out or takes down; not their folders in the project."""
KEYS = (
    *("receivers", "where", "when", "text", "columns", "sections", "lines", "each", "to", "copies", "body", "subject"),
    *("name", "label", "id", "kind", "date", "of", "signer", "forms", "tables", "fields", "entries", "list", "value"),
)
ENGLISH = (
    *("blank", "None", "null", "True", "False", "true", "false", "error", "warning", "file", "field", "list", "value"),
    *("invalid", "unknown", "missing", "the", "is", "not", "and", "or", "schema", "id", "root", "undefined", "NaN"),
)
"""Words of programs, and of English; of those that are Vietnamese too none."""
OWN = ("vien-thong", "buu-chinh")
"""What a sample's own list says of its entries: its conditions ask for these words."""
ODD = {
    "an id": re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b|\b[a-z][a-z0-9]+(?:-[a-z0-9]+)+\b"),
    "a path": re.compile(r"\b(?:data|templates|outputs)/|\.ya?ml\b|(?<!\w)/(?:tmp|home|root|work)\b|build\.py"),
    "a key": re.compile(rf"(?<![\w.])(?:{'|'.join(KEYS)}):(?=\s|$|”)"),
    "an expression": re.compile(r"==|!=|>=|<=|\{\{|\{%|%\}|\bcount\(|\{[@#]|#[a-z0-9-]*[.)](?=\s)"),
    "English": re.compile(rf"(?<![\w.‘’'/-])(?:{'|'.join(ENGLISH)})(?![\w‘’'/-])"),
}


def texts(element: html.HtmlElement) -> Iterator[str]:
    """Yield the texts of a page as they are read."""
    given = element.attrib
    if element.tag not in ("script", "style") and not {"admin", "raw"} & {*given.get("class", "").split()}:
        yield from (given[name] for name in SAID if name in given)
        if element.tag == "input" and given.get("type", "text") in TYPED:
            yield given.get("value", "")
        yield element.text or ""
        for each in element:
            yield from texts(each)
    yield element.tail or ""


class OddWord(NamedTuple):
    """A word that a clerk can't read: what it is, the word, the text around it."""

    what: str
    word: str
    text: str


@functools.cache
def odd_words(page: str) -> tuple[OddWord, ...]:
    """Return the words of a page that a clerk can't read."""
    return tuple(each for text in dict.fromkeys(texts(html.fromstring(page))) for each in _odd_of(text))


@functools.cache
def _odd_of(text: str) -> tuple[OddWord, ...]:
    plain = FILE.sub("", " ".join(text.split()))
    found = ((what, each[0]) for what, pattern in ODD.items() for each in pattern.finditer(plain))
    return tuple(OddWord(what, word, text[:160]) for what, word in found if word not in OWN)
