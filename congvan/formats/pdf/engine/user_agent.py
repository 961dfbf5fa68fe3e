"""WeasyPrint's own style sheet, reduced to the rules that can apply to a document.

Why: reading the whole of it takes longer than all that a page of a letter says of itself, and two thirds are of
elements and numerals that no letter has. A selector that is left out names elements or attributes that the document
does not have, or the mark of a list or a note where it has neither; a style of counters and a box in the margin of a
page have a name that is nowhere in it: the pages are the same. The rules of such marks apply to all elements, so that
WeasyPrint would work out six more styles for each, those of margins to all pages: sixteen more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"\s*([^{}]+?)\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_ATTRIBUTE = re.compile(r"\[[^\]]*\]")
_NAMED_ATTRIBUTE = re.compile(r"\[\s*([\w-]+)|:(?:link|visited)\b")
_ELEMENT = re.compile(r"(?<![\w:-])[a-z][a-z0-9]*")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_COUNTERS = "@counter-style"
_USUAL = frozenset(("disc", "circle", "square", "decimal"))  # that rules of this sheet name
_MARK = re.compile(r"::([a-z-]+)")
_MARGIN = re.compile(r"@((?:top|bottom|left|right)-[a-z-]+)")
_MARGIN_RULE = re.compile(rf"{_MARGIN.pattern}\s*\{{[^{{}}]*\}}")
_MARKS = {
    "marker": "list-item",
    **dict.fromkeys(("footnote-call", "footnote-marker"), "footnote"),
    **dict.fromkeys(("note-call", "note-marker", "note-callback"), "note"),
}
"""The marks of lists and notes, each with what the styles of an element say that has one."""


class _Selector(NamedTuple):
    """A selector with the elements and the attributes of which one has to be there, and the marks that it is of."""

    text: str
    elements: frozenset[str]
    attributes: frozenset[str]
    marks: frozenset[str]

    def may_apply(self, elements: frozenset[str], attributes: frozenset[str], marks: frozenset[str]) -> bool:
        """Whether it may apply where these are."""
        wanted = ((self.elements, elements), (self.attributes, attributes))
        return self.marks <= marks and all(not named or named & there for named, there in wanted)


class _SheetRule(NamedTuple):
    """A rule; `selectors`: none where it begins with @."""

    head: str
    body: str
    counters: str
    selectors: tuple[_Selector, ...]

    def is_of(self, elements: frozenset[str]) -> bool:
        """Whether it names one of these elements."""
        return any(each.elements & elements for each in self.selectors)

    def needed(
        self,
        elements: frozenset[str],
        attributes: frozenset[str],
        marks: frozenset[str],
        counters: frozenset[str],
    ) -> str:
        """Return the rule, with the selectors that may apply to these elements, attributes and marks, and the margins
        that are among the marks; "" where nothing does.
        """
        if self.selectors:
            head = ",".join(each.text for each in self.selectors if each.may_apply(elements, attributes, marks))
        else:
            head = self.head if not self.counters or self.counters in counters else ""
        return head and f"{head} {{{_MARGIN_RULE.sub(lambda box: box[0] if box[1] in marks else '', self.body)}}}"


class UserAgentStyles(NamedTuple):
    """A style sheet as WeasyPrint reads it, and the styles of counters in it."""

    sheet: Any
    counters: Any


def narrowed(source: Any, text: str, assets: Mapping[str, bytes]) -> Any:
    """Return a document of WeasyPrint with those rules of its own style sheet that can apply to it.

    `text`: the document; `assets`: what its pages may name.
    """
    named = [each for each in source.etree_element.iter() if isinstance(each.tag, str)]
    elements = frozenset(each.tag.rpartition("}")[2].lower() for each in named)
    attributes = frozenset(name.rpartition("}")[2].lower() for each in named for name in each.attrib)
    sheets = (data.decode("utf-8", "replace") for name, data in sorted(assets.items()) if name.lower().endswith(".css"))
    texts = [each.lower() for each in (text, *sheets)]
    styles = _styles(elements, attributes & _sheet_attributes(), _marks(elements, texts), _counters(texts))
    if styles is not None:
        source._ua_stylesheets = lambda forms=False: [styles.sheet]
        source._ua_counter_style = lambda: [styles.counters.copy()]
    return source


@lru_cache(maxsize=64)
def _styles(
    elements: frozenset[str], attributes: frozenset[str], marks: frozenset[str], counters: frozenset[str]
) -> UserAgentStyles | None:
    """Return the rules for a document with these elements, attributes and marks; None where the sheet is not
    understood.
    """
    from weasyprint import CSS
    from weasyprint.css.counters import CounterStyle

    rules = _rules()
    if not rules:
        return None
    named = CounterStyle()
    text = "\n".join(rule.needed(elements, attributes, marks, counters) for rule in rules)
    return UserAgentStyles(CSS(string=text, url_fetcher=_refuse, counter_style=named), named)


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
    texts = () if head.startswith("@") else _selectors(head)
    selectors = (
        _Selector(text, elements_of(text), attributes_of(text), frozenset(_MARKS.keys() & _MARK.findall(text)))
        for text in texts
    )
    return _SheetRule(head, body, counters, tuple(selectors))


@lru_cache(maxsize=1)
def _sheet_attributes() -> frozenset[str]:
    """Return the attributes that selectors of the sheet need."""
    return frozenset().union(*(each.attributes for rule in _rules() for each in rule.selectors))


def elements_of(selector: str) -> frozenset[str]:
    """Return the elements that a selector names, one of which has to be there for it to apply."""
    return frozenset(_ELEMENT.findall(_ATTRIBUTE.sub("", _without_not(selector))))


def attributes_of(selector: str) -> frozenset[str]:
    """Return the attributes that a selector names, one of which has to be there for it to apply; none of a list of
    which a part needs none (`:is(input, input[value=""])`).
    """
    plain = _without_not(selector)
    start = plain.find(":is(")
    while start >= 0:
        end = _closed(plain, start + 3)
        if not all(map(_NAMED_ATTRIBUTE.search, _selectors(plain[start + 4 : end - 1]))):
            plain, end = plain[:start] + plain[end:], start
        start = plain.find(":is(", end)
    return frozenset(found[1] or "href" for found in _NAMED_ATTRIBUTE.finditer(plain))


def _without_not(selector: str) -> str:
    while (start := selector.find(":not(")) >= 0:
        selector = selector[:start] + selector[_closed(selector, start + 4) :]
    return selector


def _closed(text: str, opened: int) -> int:
    """Return the offset after the bracket that closes the one at `opened`."""
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


def _marks(elements: frozenset[str], texts: Iterable[str]) -> frozenset[str]:
    """Return the marks that a document may show, and the margins that its pages may have.

    `texts`: the document and its style sheets, in lower case.
    """
    css = [*texts, *(rule.body for rule in _rules() if rule.is_of(elements))]
    if any("\\" in text for text in css):  # a word may be escaped
        return frozenset(_MARKS).union(*(_MARGIN.findall(rule.body) for rule in _rules()))
    marks = (mark for mark, word in _MARKS.items() if any(word in text for text in css))
    return frozenset(marks).union(*map(_MARGIN.findall, css))


def _counters(texts: Iterable[str]) -> frozenset[str]:
    """Return the styles of counters whose names are in any of these texts, and those that they build on."""
    styles = {rule.counters: rule.body for rule in _rules() if rule.counters}
    if any("\\" in text for text in texts):
        return frozenset(styles)
    wanted = {name for name in styles if name in _USUAL or any(name in text for text in texts)}
    while more := {word for name in wanted for word in _WORD.findall(styles[name]) if word in styles} - wanted:
        wanted |= more
    return frozenset(wanted)


def _refuse(url: str) -> Any:
    """Open no address: the fetcher of a style sheet that names none."""
    raise ValueError(url)
