"""The texts of a head (`{{ kind|hoa_dau }} {{ name }}`): compiled once, filled for every entry."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from jinja2 import TemplateError, meta
from jinja2.exceptions import SecurityError

from congvan.core.messages import Message
from congvan.core.templating.environment import jinja_environment
from congvan.core.templating.filters import unknown_filter
from congvan.core.templating.tags import lost_brace
from congvan.core.text import did_you_mean

_NAME_ALONE = re.compile(r"\{\{ *(\w+) *\}\}")
_PRINTED = re.compile(r"\{\{ *(\w+) *(?:\||\}\})")


@functools.cache
def _environment() -> Any:
    return jinja_environment(strict=True, autoescape=False)


@functools.lru_cache(256)
def _compiled(text: str) -> tuple[frozenset[str], Any]:
    """Return the names that a text reads, and its template; lists have many texts in common. Raises TemplateError."""
    return frozenset(meta.find_undeclared_variables(_environment().parse(text))), _environment().from_string(text)


class HeadText:
    """A text of a head. `flaw` is what is wrong with it, with the remedy; then it must not be filled."""

    def __init__(self, text: str, known: Iterable[str], references: Collection[str] = ()) -> None:
        self.text = text
        self.flaw: tuple[Message, Message | None] | None = None
        alone = _NAME_ALONE.fullmatch(text)
        self._name = alone[1] if alone else ""
        self._compiled: Any = None
        self.names: frozenset[str] = frozenset()
        known = list(known)
        if lost := lost_brace(text):
            self.flaw = (Message("brace-lost", text=lost.text), Message("brace-lost.hint", text=lost.meant))
            return
        try:
            self.names, self._compiled = _compiled(text)
        except TemplateError as error:
            self.flaw = _unreadable(text, str(error.message or error))
            return
        if bare := next((name for name in _PRINTED.findall(text) if name in references), ""):
            self.flaw = (Message("head-text.reference", name=bare), None)
            return
        for name in sorted(self.names - set(known)):
            hint = did_you_mean(name, known) or Message("field-unknown.hint", known=", ".join(known))
            self.flaw = (Message("field-unknown", name=name), hint)

    def fill(self, values: Mapping[str, Any]) -> str:
        """Return the text for one entry. Raises `ValueError` where the entry lacks what the text needs."""
        if self._name and isinstance(value := values.get(self._name), str):
            return value
        try:
            return str(self._compiled.render(values))
        except (TemplateError, SecurityError, ValueError, TypeError, ArithmeticError) as error:
            raise ValueError(getattr(error, "message", None) or str(error)) from error


def _unreadable(text: str, why: str) -> tuple[Message, Message | None]:
    """Return what is said of a text that can't be compiled: its filter does not exist, or its form is wrong."""
    if unknown := unknown_filter(why):
        name, hint = unknown
        return Message("filter-unknown", name=name), hint
    return Message("head-text.form", text=text), None
