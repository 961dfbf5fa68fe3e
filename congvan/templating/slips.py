"""What the author of a tag meant who wrote a condition as in a spreadsheet, in Vietnamese, or as a word processor
corrects it: `=`, `<>`, `≥`, `và`, `else if`.
"""

from __future__ import annotations

import re

from congvan.lazy import pattern
from congvan.messages import Message

_TEXTS = pattern(r"('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")
_MEANT = tuple(
    (pattern(written), meant)
    for written, meant in (
        (r"<>|≠", "!="),
        (r"≥|=>", ">="),
        (r"≤|=<", "<="),
        (r"×", "*"),
        (r"÷", "/"),
        (r"(?<=\s)[–—−](?=\s)", "-"),
        (r"&&|\b(?:và|AND|And)\b", "and"),
        (r"\|\||\b(?:hoặc|OR|Or)\b", "or"),
        (r"\b(?:NOT|Not)\b", "not"),
    )
)
_ELSE_IF = pattern(r"^(\{%[-+]?\s*(?:(?:tr|tc|p|r)\s+)?)else\s+if\b")
_CONDITION = pattern(r"^\{%[-+]?\s*(?:(?:tr|tc|p|r)\s+)?(?:if|elif)\b")
_ASKED = pattern(r"\{%[-+]?\s*(?:(?:tr|tc|p|r)\s+)?(?:if|elif)\s(.*?)[-+]?%\}|\{\{(?:p|r)?\s(.*)\}\}")
_EQUALS = pattern(r"(?<![=!<>])=(?!=)")


def as_conditions_are_written(tag: str) -> str:
    """Return a tag with the words and signs that conditions have, the texts in it as they are."""
    tag = _ELSE_IF.sub(r"\1elif", tag)
    pieces = _TEXTS.split(tag)
    for at in range(0, len(pieces), 2):
        for written, meant in _MEANT:
            pieces[at] = written.sub(meant, pieces[at])
        if _CONDITION.match(tag):
            pieces[at] = _EQUALS.sub("==", pieces[at])
    return "".join(pieces)


def remedy(tag: str) -> Message | None:
    """Return what to write for a tag that can't be read; None where nobody can tell."""
    if any(quote in _TEXTS.sub("", tag) for quote in "'\""):
        return Message("tag-text-open")
    meant = as_conditions_are_written(tag)
    return None if meant == tag or not _can_be_read(meant) else Message("brace-lost.hint", text=meant)


def unquoted(name: str, tag: str) -> Message | None:
    """Return what to write for a name that a value is compared with and that no data have: it is meant as a text."""
    if not name or not re.search(rf"[=!]=\s*{re.escape(name)}\b(?!\s*[.(])", _TEXTS.sub("''", tag)):
        return None
    return Message("tag-unquoted", right=f"'{name}'")


def _can_be_read(tag: str) -> bool:
    from jinja2 import Environment, TemplateSyntaxError

    asked = _ASKED.fullmatch(tag)
    try:
        Environment().parse(f"{{{{ ({asked[1] or asked[2]}) }}}}" if asked else tag)
    except TemplateSyntaxError:
        return False
    return True
