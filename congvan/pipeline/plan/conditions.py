"""The conditions of data/documents.yaml (`when`): expressions over the values of a record and facts of a dispatch."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import product
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem
from congvan.core.text import did_you_mean
from congvan.model.document_specs import Document
from congvan.values.expressions import Expression, ExpressionError, MappingScope, Scope, condition_flaws, parse
from congvan.values.expressions.tree import Joined, Node, conjuncts
from congvan.values.expressions.unmet import unmet

_MOST_NAMES = 12
"""Names that a message lists at most."""


_NOT_ENTRIES = ("form", "table")
"""Names of a record that are no entry of a list."""


class ConditionWrong(Exception):
    """What is wrong with a condition: a message, the character, the remedy."""

    def __init__(self, error: ExpressionError) -> None:
        super().__init__(str(error))
        self.error = error


def holds(text: str, values: Mapping[str, Any]) -> bool:
    """Whether a condition holds for the values of a record. Raises `ConditionWrong`."""
    try:
        condition = parse(text)
        scope = MappingScope(values)
        for name in condition.names:  # also those that `and` and `or` skip have to exist
            scope.value(name.partition(".")[0])
        held = condition.holds(scope) is True
        if flaw := next(condition_flaws(condition), None):
            raise flaw
        return held
    except KeyError as unknown:
        name = str(unknown.args[0])
        wrong = ExpressionError(Message("expression-name", name=name), max(text.find(name), 0))
        raise ConditionWrong(_with_near(wrong, values)) from None
    except ExpressionError as error:
        raise ConditionWrong(_with_near(error, values)) from None


def nobody_meets(
    document: Document, pools: Mapping[str, Sequence[Any]], lists: Mapping[str, Any], facts: Mapping[str, Any]
) -> Iterator[Problem]:
    """Yield a warning where no entry of the lists that a document loops over meets its condition.

    Only what concerns the entries alone is asked: that a dispatch has no envelopes is none of theirs. `pools`: the
    values of each loop.
    """
    try:
        tree = parse(document.when or "")
    except ExpressionError:  # which is reported of the first record
        return
    text, loops = tree.text, document.for_each
    known = {*loops, *_NOT_ENTRIES, *(name.replace("-", "_") for name in lists)}
    asked, others = list[Expression](), list[Expression]()
    for part in (Expression(text, each) for each in conjuncts(tree.tree)):
        paths = part.all_names
        if not {each.partition(".")[0] for each in paths} & known:
            others.append(part)
        elif all(_is_of_entry(each, loops, lists) for each in paths):
            asked.append(part)
    heads = {each.partition(".")[0] for part in asked for each in part.all_names} & loops.keys()
    turns = {name: pools[name] for name in loops if name in heads}
    total = math.prod(map(len, turns.values())) if heads else 0
    outer = MappingScope(facts)

    def scopes() -> Iterator[Scope]:
        return (MappingScope(dict(zip(turns, each, strict=True)), outer=outer) for each in product(*turns.values()))

    try:
        if not total or any(part.holds(outer) is not True for part in others):
            return
        if not any(all(part.holds(scope) is True for part in asked) for scope in scopes()):
            message = Message("none-meets.document", total=total, document=document.name)
            own = reduce(_both, (part.tree for part in asked))
            yield unmet(message, Place(), Expression(text, own), scopes())
    except (ExpressionError, KeyError):  # which is reported of the first record
        return


def _both(one: Node, other: Node) -> Node:
    return Joined("and", one, other, 0)


def _is_of_entry(path: str, loops: Mapping[str, str], lists: Mapping[str, Any]) -> bool:
    """Whether a name is that of an entry of a list, of one whom a receiver stands for, or of a list."""
    head, _dot, rest = path.partition(".")
    if head in loops:
        return loops[head] in lists or rest.partition(".")[0] == "entry"
    return head in {name.replace("-", "_") for name in lists}


def _with_near(error: ExpressionError, values: Mapping[str, Any]) -> ExpressionError:
    """Return the error with the nearest known name as its remedy, else with a list of the known names."""
    if error.hint is not None or error.message.code != "expression-name":
        return error
    said = str(error.message.values["name"])
    known = list(_names(values, said.rpartition(".")[0]))
    near = did_you_mean(said, known)
    shown = [name for name in known if name.isidentifier() or said.startswith(f"{name.rpartition('.')[0]}.")]
    return ExpressionError(
        error.message, error.offset, near or Message("expression-name.hint-known", known=", ".join(shown[:_MOST_NAMES]))
    )


def _names(values: Mapping[str, Any], within: str) -> Iterator[str]:
    """Yield the names below `within`, then all others."""
    inner = _at(values, within.split(".")) if within else None
    if isinstance(inner, Mapping):
        yield from (f"{within}.{name}" for name in inner)
    yield from (name for name in values if name.isidentifier())
    for name, value in values.items():
        if isinstance(value, Mapping) and name != within:
            yield from (f"{name}.{key}" for key in value)


def _at(values: Any, path: Iterable[str]) -> Any:
    for step in path:
        if not isinstance(values, Mapping):
            return None
        values = values.get(step)
    return values
