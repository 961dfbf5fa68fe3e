"""Enclose the values that a part prints into its text, so that a reader of the finished part knows them from the rest.

What is enclosed follows from the template alone. What is captured is not: a filter, a test or a macro may look at it.
"""

from __future__ import annotations

import re

VALUE, VALUE_END = "\ufdd5", "\ufdd6"  # noncharacters, like marks and tokens

_TOKEN = re.compile(
    r"\{#.*?#\}|(?P<print>\{\{.*?\}\})|\{%[-+]?\s*(?P<word>\w+)(?P<rest>.*?)%\}|<(?P<name>/?[\w.:-]*)|(?P<end>/?>)",
    re.DOTALL,
)
_ASSIGNED = re.compile(r"[\w\s.,()]+=(?!=)")
_TEXTS = frozenset(["w:t", "dc:title"])  # elements whose text a page shows
_CAPTURES = frozenset(["macro", "call", "filter", "block"])


def enclose_values(source: str) -> str:
    """Put `VALUE` and `VALUE_END` around what each `{{ … }}` prints into text; line numbers do not change."""
    out: list[str] = []
    done = captured = 0
    name, inside, loops, raw = "", False, list[bool](), False
    for token in _TOKEN.finditer(source):
        word = token["word"]
        if raw:
            raw = word != "endraw"
        elif token["name"] is not None:
            name, inside = token["name"], False
        elif token["end"]:
            name, inside = name if token["end"] == ">" else "", True
        elif token["print"]:
            if inside and name in _TEXTS and not captured:
                out += (source[done : token.start()], VALUE, token["print"], VALUE_END)
                done = token.end()
        elif word == "raw":
            raw = True
        elif word:
            captured = max(0, captured + _captures(word, token["rest"], loops))
    return "".join([*out, source[done:]])


def _captures(word: str, rest: str, loops: list[bool]) -> int:
    """Return 1 for a statement after which output is captured, -1 for its end, else 0; `loops`: the open ones."""
    if word == "for":
        loops.append(rest.rstrip(" -+").endswith("recursive"))
        return loops[-1]
    if word == "endfor":
        return -(loops.pop() if loops else False)
    if word in _CAPTURES or (word == "set" and not _ASSIGNED.match(rest)):
        return 1
    return -(word.startswith("end") and (word == "endset" or word.removeprefix("end") in _CAPTURES))


def without_signs(text: str) -> str:
    """Return a text without what encloses its values."""
    return text.replace(VALUE, "").replace(VALUE_END, "")
