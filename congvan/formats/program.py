"""A program: the way from a record's content to its fields without running the template; what a trace leaves behind.

It is plain data, so that it is kept on disk: a process with a warm cache needs no Jinja either.
"""

from __future__ import annotations

import base64
import json
import marshal
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

_MANY = 1024  # texts whose HTML is remembered
OURS = re.compile("[\ufdd0-\ufdd3]")  # the marks and tokens of templates and traces
_WORDS = {marshal.dumps(word, 0): word for word in (True, False, None)}
_KINDS = {"dict": dict, "list": list}
_EACH = object()  # in place of a step's key: every item of the list


class Step(NamedTuple):
    """A container that is walked into: where it stands, what it has to be, which of its texts are free."""

    parent: int
    key: Any
    kind: str
    size: int
    take: tuple[Any, ...]


Field = int | tuple[int | str, ...]  # the number of a free text; or fixed HTML and such numbers in turn


class Program:
    """The way from a record's content to its fields, for all records that differ in free texts only.

    `escaped` writes a text as the fields do, and may refuse one by a ValueError.

    `same`: values that have to be equal; `exact`: those that hold numbers, as marshal writes them (1 == True in Python,
    not on paper; they are only ever compared); `tested`: free texts that have to be empty, or not.
    """

    def __init__(
        self,
        fixed: Sequence[str],
        steps: Sequence[Step],
        same: Sequence[tuple[int, Any, Any]],
        exact: Sequence[tuple[int, Any, bytes]],
        tested: Sequence[tuple[int, bool]],
        fields: Sequence[Field],
        escaped: dict[str, str] | None = None,
    ) -> None:
        self.fixed = tuple(fixed)
        self.proved = False
        self._plain = (steps, same, exact, tested, fields)
        self._steps = list(_joined(steps))
        self._same, self._tested, self._fields = same, tested, fields
        known = [(parent, key, data, _known(data)) for parent, key, data in exact]
        self._scalars = [(parent, key, *scalar) for parent, key, _data, scalar in known if scalar]
        self._exact = [(parent, key, data) for parent, key, data, scalar in known if not scalar]
        plain = [field for field in fields if isinstance(field, int)]
        self._all = _getter(plain) if len(plain) == len(fields) else None  # every field is one text
        self._escaped = Escaped() if escaped is None else escaped

    def match(self, content: Mapping[str, Any]) -> tuple[str, ...] | None:
        """The fields of a record, as HTML; None where it differs in more than its free texts."""
        held: list[Any] = [[content]]
        leaves: list[Any] = []
        node: Any
        try:
            for parent, key, kind, size, get in self._steps:
                if key is _EACH:
                    node = held[parent]
                    if set(map(len, node)) != {size} or set(map(type, node)) != {kind}:
                        return None
                    held += node
                    if get is not None:
                        leaves += chain.from_iterable(map(get, node))
                    continue
                node = held[parent][key]
                if len(node) != size or type(node) is not kind:
                    return None
                held.append(node)
                if get is not None:
                    leaves += get(node)
            for parent, key, value in self._same:
                if held[parent][key] != value:
                    return None
            for parent, key, sort, word in self._scalars:
                node = held[parent][key]
                if node != word or type(node) is not sort:
                    return None
            for parent, key, data in self._exact:
                if marshal.dumps(held[parent][key], 0) != data:
                    return None
            for at, truth in self._tested:
                if (not leaves[at]) is truth:
                    return None
            if set(map(type, leaves)) - {str}:
                return None
            escaped = self._escaped
            if len(escaped) > _MANY:
                escaped.clear()
            if self._all is not None:
                return tuple(map(escaped.__getitem__, self._all(leaves)))
            return tuple(
                [
                    escaped[leaves[field]]
                    if isinstance(field, int)
                    else "".join([part if isinstance(part, str) else escaped[leaves[part]] for part in field])
                    for field in self._fields
                ]
            )
        except (KeyError, IndexError, TypeError, ValueError):
            return None


class Escaped(dict[str, str]):
    """Texts as HTML, remembered."""

    def __missing__(self, text: str) -> str:
        from markupsafe import escape

        if OURS.search(text):
            raise ValueError
        self[text] = html = str(escape(text))
        return html


def _joined(steps: Sequence[Step]) -> Iterator[tuple[int, Any, type, int, Callable[[Any], Iterable[Any]] | None]]:
    """The steps as `match` takes them: those into the items of a list that are all alike (rows of a table) are one."""
    n = 0
    while n < len(steps):
        parent, key, kind, size, take = step = steps[n]
        above = steps[parent - 1] if parent else step
        count = above.size if above.kind == "list" and key == 0 else 1
        if count > 1 and list(steps[n : n + count]) == [step._replace(key=k) for k in range(count)]:
            key = _EACH
        else:
            count = 1
        n += count
        yield parent, key, _KINDS[kind], size, _getter(take)


def _getter(keys: Sequence[Any]) -> Callable[[Any], Iterable[Any]] | None:
    if not keys:
        return None
    if len(keys) == 1:
        key = keys[0]
        return lambda node: (node[key],)
    return itemgetter(*keys)


def _known(data: bytes) -> tuple[type, Any] | None:
    """Type and value of a truth, a small integer or None as marshal writes them; all else is compared as written."""
    if data in _WORDS:
        return type(_WORDS[data]), _WORDS[data]
    if data[:1] == b"i" and len(data) == 5:
        return int, int.from_bytes(data[1:], "little", signed=True)
    return None


def to_bytes(programs: Sequence[Program]) -> bytes:
    """Programs for the cache."""
    plain = []
    for program in programs:
        steps, same, exact, tested, fields = program._plain
        texts = [(parent, key, base64.b64encode(data).decode()) for parent, key, data in exact]
        plain.append([program.fixed, steps, same, texts, tested, fields])
    return json.dumps(plain, ensure_ascii=False).encode("utf-8", "surrogatepass")


def from_bytes(data: bytes) -> list[Program]:
    """The programs of a cache entry, none where it is not what it should be."""
    try:
        programs = []
        for fixed, steps, same, exact, tested, fields in json.loads(data):
            program = Program(
                fixed,
                [Step(parent, key, kind, size, tuple(take)) for parent, key, kind, size, take in steps],
                [tuple(row) for row in same],
                [(parent, key, base64.b64decode(text)) for parent, key, text in exact],
                [tuple(row) for row in tested],
                fields,
            )
            program.proved = True  # only proved ones are kept
            programs.append(program)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return []
    return programs
