"""Count how the records of a template were made, and why not in the quickest way.

A record is *filled* if a fast path served it; *rendered* if the template was run for it; *laid out* if its pages, or
its workbook, were made again; made *by docxtpl* if it brings parts of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from congvan.formats.fastpath.field_plan import FieldPlan, Lookup, what_is_read
from congvan.lazy import NamedTuple
from congvan.messages import Message
from congvan.problems import Place, Problem, Severity

FILLED, RENDERED, LAID_OUT, BY_DOCXTPL = WAYS = ("filled", "rendered", "laid out", "by docxtpl")
REASON_KINDS = ("differs", "printed", "width", "unfit", "opaque", "template", "parts", "lines", "table")
MAX_REASONS = 8  # reasons kept per template, the first ones
Keys = tuple[Any, ...]


class SlowReason(NamedTuple):
    """Why a record was not filled: the kind of reason, and what it refers to.

    `keys`: the place of the value in the content. `number`: the expression that computed it.
    """

    kind: str  # one of KINDS
    keys: Keys = ()
    number: int = -1
    text: str | Message = ""
    line: int = 0


Locate = Callable[[SlowReason], tuple[Place, str]]  # the place in the template, and the tag or value in words


class WayCounter:
    """The records of a template by the way they were made, and the first reasons why some were not filled."""

    __slots__ = ("_seen", "counts", "why")

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.why: dict[Problem, None] = {}
        self._seen: set[tuple[Any, ...]] = set()

    def count(self, way: str, reason: SlowReason | None = None, locate: Locate | None = None) -> None:
        """Count a record; `locate` finds the place of a reason in the template."""
        self.counts[way] += 1
        if reason is None or len(self.why) >= MAX_REASONS:
            return
        alike = reason.kind, tuple(key for key in reason.keys if isinstance(key, str)), reason.number, reason.text
        if alike not in self._seen:
            self._seen.add(alike)
            place, expression = locate(reason) if locate else (Place(), str(reason.text))
            self.why[_problem(reason, place, expression)] = None


def _problem(reason: SlowReason, place: Place, expression: str) -> Problem:
    kind = reason.kind if reason.kind in REASON_KINDS else "opaque"
    message = Message(f"slow-{kind}", expression=expression, why=reason.text)
    return Problem(message, place, severity=Severity.NOTE)


def first_difference(plan: FieldPlan, content: Mapping[str, Any]) -> SlowReason | None:
    """Return the first difference between a record and those that a plan fits; None if none is found."""
    roots: list[Any] = [what_is_read(content, plan.reads)]
    containers: list[Any] = [roots]
    names: list[tuple[int, Keys]] = [(0, ())]
    number = -1
    for n, expected in enumerate((plan.expected, *(each.expected for each in plan.computed))):
        if n:
            compute = plan.computed[n - 1]
            number = compute.number
            try:
                roots.append([plan.computes[n - 1](roots)])
            except Exception:  # the full render reports the error
                return None
        mismatch = _first_mismatch(expected.steps, expected, containers, names)
        if mismatch is not None:
            root, keys = mismatch
            return SlowReason("differs", keys if not root else (), number if root else -1)
    return None


def _first_mismatch(
    steps: Iterable[Lookup], expected: Any, containers: list[Any], names: list[tuple[int, Keys]]
) -> Any:
    """Return the root and the keys of the first value that is not as expected."""
    import marshal

    def name(parent: int, key: Any) -> tuple[int, Keys]:
        return (key, ()) if parent == 0 else (names[parent][0], (*names[parent][1], key))

    def holds(parent: int, key: Any, check: Callable[[Any], bool]) -> bool:
        try:
            return check(containers[parent][key])
        except (KeyError, IndexError, TypeError, ValueError):
            return False

    for parent, key, kind, size, take in steps:
        if not holds(parent, key, lambda node: len(node) == size and type(node).__name__ == kind):  # noqa: B023 - used at once
            return name(parent, key)
        containers.append(containers[parent][key])
        names.append(name(parent, key))
        for inner in take:
            if not holds(len(containers) - 1, inner, lambda node: isinstance(node, str)):
                return name(len(containers) - 1, inner)
    for parent, keys in expected.unread:
        for key in keys:
            if not holds(parent, key, lambda node: True):
                return name(parent, key)
    for parent, key, value in expected.same:
        if not holds(parent, key, lambda node: bool(node == value)):  # noqa: B023 - used at once
            return name(parent, key)
    for parent, key, data in expected.exact:
        if not holds(parent, key, lambda node: marshal.dumps(node, 0) == data):  # noqa: B023 - used at once
            return name(parent, key)
    for parent, key, kind in expected.kinds:
        if not holds(parent, key, lambda node: type(node).__name__ == kind):  # noqa: B023 - used at once
            return name(parent, key)
    for parent, key, truth in expected.tested:
        if not holds(parent, key, lambda node: bool(node) is truth):  # noqa: B023 - used at once
            return name(parent, key)
    return None


def dotted(keys: Keys) -> str:
    """Return the keys of a value as a template writes them: `rows[2].name`, counted from 0."""
    text = ""
    for key in keys:
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else str(key)
    return text


def tags_with_lines(source: str) -> Iterable[tuple[int, str]]:
    """Yield the tags of a template's text, with their lines."""
    from congvan.templating.tags import LIVE_TAG

    for match in LIVE_TAG.finditer(source):
        yield source.count("\n", 0, match.start()) + 1, match.group()


def tag_names_value(tag: str, keys: Keys) -> bool:
    """Whether a tag names the last key of a value."""
    keys_named = [key for key in keys if isinstance(key, str)]
    return bool(keys_named) and re.search(rf"(?<!\w){re.escape(keys_named[-1])}(?!\w)", tag) is not None
