"""Texts of a form filled in with the names of one sheet; what is still open prints dots."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any

from jinja2 import TemplateError
from jinja2.exceptions import SecurityError

from congvan.expressions import ExpressionError
from congvan.expressions.texts import AGGREGATE, aggregates_of, with_aggregates
from congvan.templating.environment import jinja_environment
from congvan.templating.open_values import DOTS, StillOpen

_TAG = re.compile(r"\{\{.*?\}\}", re.DOTALL)


@functools.cache
def _environment() -> Any:
    return jinja_environment(strict=True, autoescape=False)


@functools.lru_cache(maxsize=4096)
def _compiled(source: str) -> Any:
    return _environment().from_string(source)


def filled(text: str, _path: tuple[str | int, ...], names: Mapping[str, Any]) -> str:
    """Return a text with the values of its names; dots for what is open, and for what only documents know."""
    if "{{" not in text:
        return text
    if AGGREGATE not in names:
        names = {**names, AGGREGATE: aggregates_of(names)}
    return _TAG.sub(lambda tag: _value(tag[0], names), with_aggregates(text))


def _value(source: str, names: Mapping[str, Any]) -> str:
    try:
        return str(_compiled(source).render(names))
    except (StillOpen, TemplateError, SecurityError, ExpressionError, ValueError, TypeError):
        return DOTS
