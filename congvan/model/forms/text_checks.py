"""Checks of the texts of a form: lost braces, names that nothing gives, counts and sums within them."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from jinja2 import TemplateError, meta

from congvan.core.messages import Message
from congvan.core.problems import Problem
from congvan.core.templating.environment import context_paths, jinja_environment
from congvan.core.templating.filters import unknown_filter
from congvan.core.templating.misuse import Misuse, items_by_number, misuse
from congvan.core.templating.tags import TAG, lost_brace
from congvan.core.text import did_you_mean
from congvan.model.forms.names import KnownNames
from congvan.model.forms.review import Review
from congvan.model.project.yaml_reader import KeyPath
from congvan.values.expressions import ExpressionError, flaws, parse
from congvan.values.expressions.parser import FUNCTIONS
from congvan.values.expressions.texts import AGGREGATE, with_aggregates

_CALLED = re.compile(rf'{AGGREGATE}\("((?:[^"\\]|\\.)*)"\)')
DISPATCH_NAMES = (
    *("agency", "signer", "dispatch", "deadlines", "facts", "contacts", "edition", "forms", "appendices", "tables"),
    *("charts", "reports", "returned", "receiver", "sender"),
)
"""What every text of a dispatch may name beside the names of its form."""


@functools.cache
def _environment() -> Any:
    return jinja_environment(strict=True, autoescape=False)


@functools.lru_cache(maxsize=1024)
def _names_in(text: str) -> tuple[frozenset[str], frozenset[str], tuple[str, ...]] | str:
    """Return the paths that a text reads, its free names, and those that it takes parts of by number; for one that is
    no template, Jinja's words on it.
    """
    try:
        tree = _environment().parse(text)
        free = frozenset(meta.find_undeclared_variables(tree) - {AGGREGATE})
        return context_paths(tree), free, tuple(items_by_number(tree))
    except TemplateError as error:
        return error.message or ""


@functools.lru_cache(maxsize=1024)
def _misused(text: str) -> tuple[int, Misuse] | None:
    """Return the first misuse in the tags of a text, and the offset of its word; None if there is none."""
    for tag in TAG.finditer(text):
        found = misuse(_environment().parse(with_aggregates(tag[0])), tag[0])
        if found is not None:
            return tag.start() + max(tag[0].find(found.word), 0), found
    return None


def check_text(review: Review, text: str | None, path: KeyPath, known: KnownNames) -> None:
    """Report the first lost brace of a text, or the names and expressions in it that mean nothing."""
    if not text:
        return
    if lost := lost_brace(text, known.things):
        place = review.place(path, lost.offset)
        review.problems.append(_problem(Message("brace-lost", text=lost.text), place, lost.meant))
        return
    if "{%" in text:
        place = review.place(path, text.index("{%"))
        review.problems.append(Problem(Message("merge-statement"), place))
        return
    if "{{" not in text:
        return
    rewritten = with_aggregates(text)
    for match in _CALLED.finditer(rewritten):
        inner = match[1].replace('\\"', '"').replace("\\\\", "\\")
        _expression(review, inner, path, max(text.find(inner), 0), known)
    names = _names_in(rewritten)
    if isinstance(names, str):
        if unknown := unknown_filter(names):
            name, hint = unknown
            place = review.place(path, max(text.find(name), 0))
            review.problems.append(_problem(Message("filter-unknown", name=name), place, hint))
        else:
            review.say(Message("merge-form", source=text), path)
        return
    paths, free, parted = names
    if wrong := _misused(text):
        at, found = wrong
        review.problems.append(Problem(found.message, review.place(path, at), found.remedy))
        return
    for name in parted:
        if not _is_plain(known.things.get(name)) and name in known.things:
            tag = next((each for each in TAG.finditer(text) if f"{name}[" in each[0]), None)
            place = review.place(path, tag.start() if tag else 0)
            review.problems.append(Problem(Message("merge-form.item", source=tag[0] if tag else text), place))
            return
    _report_unknown(review, text, path, _unknown(paths, free, known), known)


def _report_unknown(review: Review, text: str, path: KeyPath, names: Iterable[str], known: KnownNames) -> None:
    """Report names that mean nothing, with the nearest that do."""
    for name in sorted(names):
        place = review.place(path, max(text.find(name), 0))
        hint = did_you_mean(name, [*_all(known), *FUNCTIONS]) or Message(
            "merge-unknown.hint-known", known=", ".join(_first(known))
        )
        review.problems.append(_problem(Message("merge-unknown", name=name), place, hint))


def _problem(message: Message, place: Any, remedy: Message | str) -> Any:
    return Problem(message, place, Message("brace-lost.hint", text=remedy) if isinstance(remedy, str) else remedy)


def _expression(review: Review, text: str, path: KeyPath, at: int, known: KnownNames) -> None:
    try:
        found = parse(text)
    except ExpressionError as error:
        review.problems.append(error.problem(lambda offset: review.place(path, at + offset)))
        return
    for flaw in flaws(found, known):
        review.problems.append(flaw.problem(lambda offset: review.place(path, at + offset)))


def _unknown(paths: Iterable[str], free: Collection[str], known: KnownNames) -> Iterable[str]:
    """Yield the names of a text that nothing gives."""
    for path in paths:
        first = path.partition(".")[0]
        if first not in free or first in DISPATCH_NAMES or (first in known.row_names and first not in known.things):
            continue
        if known.kind(path) is None and not _is_plain(known.things.get(first)):
            yield path


def _is_plain(thing: object) -> bool:
    """Whether a name is a list, which loops and filters go through."""
    return thing is not None and not isinstance(thing, Mapping) and not hasattr(thing, "head")


def _all(known: KnownNames) -> list[str]:
    return [*known.names(), *DISPATCH_NAMES]


def _first(known: KnownNames) -> list[str]:
    return list(known.things)[:20]
