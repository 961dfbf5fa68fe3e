"""Merge facts into texts of the data: `{{ deadlines.danh_sach.short }}` in the body of a dispatch.

Only `{{ … }}` is supported; values are plain text, never markup or templates. `count`, `sum` and the like go over the
lists among the facts, or over the rows at hand; a value still to be filled prints dots.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from jinja2 import TemplateError, UndefinedError
from jinja2.exceptions import SecurityError

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem
from congvan.core.templating.environment import jinja_environment, refuse_none
from congvan.core.templating.filters import unknown_filter
from congvan.core.templating.misuse import Misuse, misuse
from congvan.core.templating.open_values import DOTS, StillOpen
from congvan.core.templating.tags import lost_brace
from congvan.core.text import nearest
from congvan.values.expressions import ExpressionError
from congvan.values.expressions.texts import AGGREGATE, aggregates_of, with_aggregates

TAG = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_MOST_PLACES = 4  # of a figure that somebody typed; with more it is a quotient, rounded as columns of decimals are
_TWO_PLACES = Decimal("0.01")
STANDS_ALONE = ("tables", "charts")
"""Names of what takes the place of a whole paragraph."""
Locate = Callable[[int], Place]
"""Function: offset in the merged text → place."""


@functools.cache
def _environment() -> Any:
    environment = jinja_environment(strict=True, autoescape=False)
    environment.finalize = _in_prose
    return environment


def _in_prose(value: Any) -> Any:
    """Return a value as sentences have it: a fraction has a decimal comma, a quotient two places behind it."""
    if isinstance(value, float | Decimal):
        number = Decimal(str(value)).normalize()
        if -int(number.as_tuple().exponent) > _MOST_PLACES:
            number = number.quantize(_TWO_PLACES, ROUND_HALF_UP).normalize()
        return f"{number:f}".replace(".", ",")
    return refuse_none(value)


@functools.lru_cache(maxsize=4096)
def _expression(source: str) -> Any:
    return _environment().from_string(with_aggregates(source))


def merge(text: str, facts: Mapping[str, Any], problems: list[Problem], locate: Locate) -> str:
    """Return the text with its facts; an expression that fails is a Problem at its place and stays as written."""
    if lost := lost_brace(text, facts):
        hint = Message("brace-lost.hint", text=lost.meant)
        problems.append(Problem(Message("brace-lost", text=lost.text), locate(lost.offset), hint))
        return text
    if "{{" not in text and "{%" not in text:
        return text
    if "{%" in text:
        problems.append(Problem(Message("merge-statement"), locate(text.index("{%"))))
        return text
    return TAG.sub(lambda match: _value(match, facts, problems, locate), text)


@functools.lru_cache(maxsize=4096)
def _misused(source: str) -> Misuse | None:
    """Return what a tag does that can't be done; None too for what Jinja cannot read, reported where it fails."""
    try:
        return misuse(_environment().parse(with_aggregates(source)), source)
    except TemplateError:
        return None


def _value(match: re.Match[str], facts: Mapping[str, Any], problems: list[Problem], locate: Locate) -> str:
    source = match.group()
    if found := _misused(source):
        problems.append(Problem(found.message, locate(match.start() + max(source.find(found.word), 0)), found.remedy))
        return source
    try:
        return str(_expression(source).render(facts, **{AGGREGATE: aggregates_of(facts)}))
    except StillOpen:
        return DOTS
    except ExpressionError as error:
        at = match.start() + max(source.find(error.text), 0)
        problems.append(error.problem(lambda offset: locate(at + offset)))
    except UndefinedError:
        problems.append(_unknown_name(source, facts, locate(match.start())))
    except (TemplateError, SecurityError, ValueError, TypeError, ArithmeticError) as error:
        problems.append(_unfilled(source, error, locate(match.start())))
    return source


def _unfilled(source: str, error: Exception, place: Place) -> Problem:
    """Return why a tag gives no text, in our own words: Jinja and Python have only English ones."""
    if isinstance(error, TemplateError):
        if unknown := unknown_filter(error.message or ""):
            return Problem(Message("filter-unknown", name=unknown[0]), place, unknown[1])
        return Problem(Message("merge-form", source=source), place)
    if error.args and isinstance(error.args[0], Message):
        return Problem(Message("merge-wrong", source=source, why=error.args[0]), place)
    if isinstance(error, ZeroDivisionError):
        return Problem(Message("merge-zero", source=source), place)
    return Problem(Message("merge-kinds", source=source), place)


def _unknown_name(source: str, facts: Mapping[str, Any], place: Place) -> Problem:
    """Report the first part of a dotted name that no fact has, with the nearest known name."""
    dotted = re.search(r"[A-Za-z_]\w*(?:\.\w+)*", source)
    if dotted and dotted[0].partition(".")[0] in STANDS_ALONE:
        return Problem(Message("table-alone", name=dotted[0]), place)
    current: Any = facts
    known_steps: list[str] = []
    for step in dotted.group().split(".") if dotted else []:
        if not isinstance(current, Mapping) or step not in current:
            break
        current = current[step]
        known_steps.append(step)
    known = list(current) if isinstance(current, Mapping) else []
    if dotted and len(known_steps) == len(dotted[0].split(".")):
        return Problem(Message("merge-form.item" if "[" in source else "merge-form", source=source), place)
    missing = (dotted.group().split(".") if dotted else [source])[len(known_steps) :]
    found = nearest(missing[0], known) if missing else None
    hint = Message("merge-unknown.hint-known", known=", ".join(known[:20]))
    if known_steps and isinstance(current, list | tuple):
        hint = Message("merge-unknown.hint-list", name=".".join(known_steps))
    elif known_steps and not isinstance(current, Mapping):
        hint = Message("merge-unknown.hint-text", name=".".join(known_steps))
    if found:
        hint = Message("did-you-mean", found=".".join([*known_steps, found]))
    return Problem(Message("merge-unknown", name=".".join([*known_steps, *missing[:1]])), place, hint)
