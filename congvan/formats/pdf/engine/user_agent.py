"""WeasyPrint's own style sheet, as far as a document can come under its rules.

Why: reading the whole of it takes longer than all that a page of a letter says of itself, and two thirds are of
elements and numerals that no letter has. A selector that is left out names elements that the document does not have, a
style of counters has a name that is nowhere in it: the pages are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from congvan.formats.pdf.engine.quick_import import refuse
from congvan.lazy import NamedTuple, pattern

_COMMENT = pattern(r"/\*.*?\*/", re.DOTALL)
_RULE = pattern(r"\s*([^{}]+?)\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_ATTRIBUTE = pattern(r"\[[^\]]*\]")
_ELEMENT = pattern(r"(?<![\w:-])[a-z][a-z0-9]*")
_WORD = pattern(r"[a-z]+(?:-[a-z]+)*")
_COUNTERS = "@counter-style"
_USUAL = frozenset(("disc", "circle", "square", "decimal"))  # that rules of this sheet name


class _SheetRule(NamedTuple):
    """A rule; `selectors`: each with the elements of which one has to be there; none where it begins with @."""

    head: str
    body: str
    counters: str
    selectors: tuple[tuple[str, frozenset[str]], ...]

    def needed(self, elements: frozenset[str], counters: frozenset[str]) -> str:
        """Return the rule, with the selectors that may apply to these elements; "" where none does."""
        if self.selectors:
            head = ",".join(text for text, named in self.selectors if not named or named & elements)
        else:
            head = self.head if not self.counters or self.counters in counters else ""
        return head and f"{head} {{{self.body}}}"


class UserAgentStyles(NamedTuple):
    """A style sheet as WeasyPrint reads it, and the styles of counters in it."""

    sheet: Any
    counters: Any


def narrowed(source: Any, text: str, assets: Mapping[str, bytes]) -> Any:
    """Return a document of WeasyPrint with the rules of its own sheet that the document can come under.

    `text`: the document; `assets`: what its pages may name.
    """
    elements = frozenset(each.tag.rpartition("}")[2].lower() for each in source.etree_element.iter() if _named(each))
    sheets = (data.decode("utf-8", "replace") for name, data in sorted(assets.items()) if name.lower().endswith(".css"))
    styles = _styles(elements, _counters([text, *sheets]))
    if styles is not None:
        source._ua_stylesheets = lambda forms=False: [styles.sheet]
        source._ua_counter_style = lambda: [styles.counters.copy()]
    return source


def _named(element: Any) -> bool:
    return isinstance(element.tag, str)


@lru_cache(maxsize=64)
def _styles(elements: frozenset[str], counters: frozenset[str]) -> UserAgentStyles | None:
    """Return the rules for a document with these elements; None where the sheet is not understood."""
    from weasyprint import CSS
    from weasyprint.css.counters import CounterStyle

    rules = _rules()
    if not rules:
        return None
    named = CounterStyle()
    text = "\n".join(rule.needed(elements, counters) for rule in rules)
    return UserAgentStyles(CSS(string=text, url_fetcher=refuse, counter_style=named), named)


@lru_cache(maxsize=1)
def _rules() -> tuple[_SheetRule, ...]:
    """Return the rules of the sheet in their order; none where they are not all that it holds."""
    from weasyprint.html import UA

    text = _COMMENT.sub("", UA)
    found = _RULE.findall(text)
    if "".join("".join(f"{head}{{{body}}}" for head, body in found).split()) != "".join(text.split()):
        return ()
    return tuple(_rule(head, body) for head, body in found)


def _rule(head: str, body: str) -> _SheetRule:
    counters = head.removeprefix(_COUNTERS).strip() if head.startswith(_COUNTERS) else ""
    selectors = () if head.startswith("@") else tuple((text, elements_of(text)) for text in _selectors(head))
    return _SheetRule(head, body, counters, selectors)


def elements_of(selector: str) -> frozenset[str]:
    """Return the elements that a selector names, one of which has to be there for it to apply."""
    plain = _ATTRIBUTE.sub("", selector)
    while (start := plain.find(":not(")) >= 0:
        plain = plain[:start] + plain[_closed(plain, start + 4) :]
    return frozenset(_ELEMENT.findall(plain))


def _closed(text: str, opened: int) -> int:
    """Return the offset behind the bracket that closes that at `opened`."""
    depth = 0
    for at in range(opened, len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if not depth:
            return at + 1
    return len(text)


def _selectors(head: str) -> Iterator[str]:
    """Yield the selectors of a rule."""
    depth, start = 0, 0
    for at, letter in enumerate(head):
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and not depth:
            yield head[start:at]
            start = at + 1
    yield head[start:]


def _counters(texts: Iterable[str]) -> frozenset[str]:
    """Return the styles of counters whose names are in any of these texts, and those that they build on."""
    styles = {rule.counters: rule.body for rule in _rules() if rule.counters}
    texts = [text.lower() for text in texts]
    if any("\\" in text for text in texts):  # a name may be written in other ways
        return frozenset(styles)
    wanted = {name for name in styles if name in _USUAL or any(name in text for text in texts)}
    while more := {word for name in wanted for word in _WORD.findall(styles[name]) if word in styles} - wanted:
        wanted |= more
    return frozenset(wanted)
