"""A field plan: how to extract the fields of a record from its content without running the template.

It is plain data and kept on disk: a process with a warm cache needs no Jinja either, unless a value has to be computed.
"""

from __future__ import annotations

import marshal
import re
from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, Mapping, Sequence, ValuesView
from functools import reduce
from itertools import chain, compress
from operator import getitem, itemgetter, ne
from typing import Any, NamedTuple

_MAX_ESCAPED = 1024  # texts whose escaped form is cached
RESERVED = re.compile("[\ufdd0-\ufdd3]")  # the characters of marks and tokens
_CONSTANTS = {marshal.dumps(word, 0): word for word in (True, False, None)}
_KINDS: Mapping[str, type] = {"dict": dict, "list": list, "tuple": tuple}
STREAM_TYPES = (Iterator, KeysView, ItemsView, ValuesView)  # can only be iterated over
_EVERY_ITEM = object()  # in place of a lookup's key: every item of the list

# A value of a record: ("at", root, keys) in the content (root 0) or in the n-th computed value (root n, first key 0);
# ("is", value); ("list", refs); ("tuple", refs); ("iterator", ref); ("dict", pairs); ("text", markup, pieces) with
# (escaped, ref) in it.
Ref = tuple[Any, ...]

LIST, TEXT = -2, -3  # numbers of functions that are no expression of a template
BUILT_IN: Mapping[int, Callable[..., Any]] = {LIST: list, TEXT: lambda text: text}


class Lookup(NamedTuple):
    """A container to walk into: its parent and key, its type and size, and the keys of its free texts."""

    parent: int
    key: Any
    kind: str
    size: int
    text_keys: tuple[Any, ...]


Field = int | tuple[int | str, ...]  # the place of a free value; or fixed text and such places in turn


class Expected(NamedTuple):
    """The conditions that a content, or one computed value, has to meet.

    Free values are numbered by their place: texts 0, 1, …; numbers and markup -1, -2, …
    """

    steps: list[Lookup]
    same: list[tuple[int, Any, Any]]  # values that have to be equal
    exact: list[tuple[int, Any, bytes]]  # those that hold numbers, as marshal writes them (1 == True, not on paper)
    tested: list[tuple[int, Any, bool]]  # free values that have to be true, or not
    kinds: list[tuple[int, Any, str]]  # free numbers and markup: parent, key, type
    before: int = 0  # lookups of the conditions before it: lookup n of all fills `containers[n]`, counted from 1
    unread: Sequence[tuple[int, tuple[Any, ...]]] = ()  # parent, keys: they have to be there, whatever they hold


class ComputedValue(NamedTuple):
    """A value computed for each record: the function, its number, its arguments, the conditions on its value."""

    function: Callable[..., Any]
    number: int
    refs: tuple[Ref, ...]
    expected: Expected


class ValuePrinter(NamedTuple):
    """How free numbers and markup are printed: `alone` in a field of their own, `within` a text."""

    alone: Callable[[Any], Any]
    within: Callable[[Any], Any]


def _plain(value: Any) -> str:
    text = str(value)
    if RESERVED.search(text):
        raise ValueError
    return text


HTML = ValuePrinter(_plain, _plain)


class FieldPlan:
    """Extracts the fields of every record that differs from the recorded one in free values only.

    `reads`: the names of the content that the template reads; others are not looked at. `escaped` writes a text as the
    fields require, and may refuse one by a ValueError.
    """

    def __init__(
        self,
        reads: Sequence[str],
        fixed: Sequence[str],
        expected: Expected,
        fields: Sequence[Field],
        computed: Sequence[ComputedValue] = (),
        escaped: dict[str, str] | None = None,
        printing: ValuePrinter = HTML,
    ) -> None:
        self.reads, self.fixed = tuple(reads), tuple(fixed)
        self.expected, self.fields, self.computed = expected, fields, tuple(computed)
        self._first = _ExpectedCheck(expected)
        self.computes = [_bound_function(each, printing.within) for each in computed]
        self._then = [*zip(self.computes, [_ExpectedCheck(each.expected) for each in computed], strict=True)]
        plain = [field for field in fields if isinstance(field, int) and field >= 0]
        self._all = _getter(plain) if len(plain) == len(fields) else None  # every field is one text
        self._escaped = EscapedTexts() if escaped is None else escaped
        self._printing = printing
        places = [[field] if isinstance(field, int) else field for field in fields]
        texts = 1 + max((p for each in places for p in each if isinstance(p, int)), default=-1)
        self._users: list[list[int]] = [[] for _ in range(texts)]  # of each text, the fields that it is in
        self._with_others: list[int] = []  # the fields that hold another value
        for n, each in enumerate(places):
            for place in each:
                if isinstance(place, int):
                    (self._users[place] if place >= 0 else self._with_others).append(n)
        self._last: tuple[list[Any], list[Any]] = ([], [])  # the texts and the fields of the record before

    def extract(self, content: Mapping[str, Any]) -> tuple[str, ...] | None:
        """Return the fields of a record; None if it differs in more than its free values."""
        roots: list[Any] = [what_is_read(content, self.reads)]
        containers: list[Any] = [roots]
        texts: list[Any] = []
        others: list[Any] = []
        try:
            if not self._first.holds(containers, texts, others):
                return None
            try:
                for compute, check in self._then:
                    roots.append([compute(roots)])
                    if not check.holds(containers, texts, others):
                        return None
            except Exception:  # a full render reports the error better
                return None
            if set(map(type, texts)) - {str}:
                return None
            return self._filled(texts, others)
        except (KeyError, IndexError, TypeError, ValueError):
            return None

    def _filled(self, texts: list[Any], others: list[Any]) -> tuple[str, ...]:
        escaped = self._escaped
        if len(escaped) > _MAX_ESCAPED:
            escaped.clear()
            self._last = ([], [])  # its texts are known to nobody any more
        if self._all is not None:
            return tuple(map(escaped.__getitem__, self._all(texts)))
        before, filled = self._last
        if len(filled) != len(self.fields) or len(before) != len(texts):
            filled = [self._field(field, texts, others) for field in self.fields]
        else:
            filled = filled.copy()
            for n in chain(self._with_others, *compress(self._users, map(ne, texts, before))):
                filled[n] = self._field(self.fields[n], texts, others)
        self._last = texts, filled
        return tuple(filled)

    def _field(self, field: Field, texts: list[Any], others: list[Any]) -> Any:
        """Return the value of one field."""
        escaped, within = self._escaped, self._printing.within
        if isinstance(field, int):
            return escaped[texts[field]] if field >= 0 else self._printing.alone(others[~field])
        return "".join(
            [
                part if isinstance(part, str) else escaped[texts[part]] if part >= 0 else within(others[~part])
                for part in field
            ]
        )


MOST_READ = 15_000
"""Values that a template reads of a record that is recorded: to trace more takes longer than hundreds of renders."""


class TooManyValues(Exception):
    """Raised for a record of which a template reads more than MOST_READ values."""


def check_size(content: Mapping[str, Any]) -> None:
    """Raise TooManyValues if what a template reads of a record is too much to be traced."""
    count, open_values = 0, list(content.values())
    while open_values:
        value = open_values.pop()
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        count += len(inner)
        if count > MOST_READ:
            raise TooManyValues
        open_values += inner


def what_is_read(content: Mapping[str, Any], reads: Sequence[str]) -> dict[str, Any]:
    """Return what a template that reads these names sees of a content."""
    return {name: content[name] for name in reads if name in content}


class _ExpectedCheck:
    """An `Expected`, prepared for many records."""

    def __init__(self, expected: Expected) -> None:
        self._steps = list(_grouped_lookups(expected.steps, expected.before))
        self._same, self._alike = _by_container(expected.same)
        self._kinds = expected.kinds
        exact = [(parent, key, data, _scalar(data)) for parent, key, data in expected.exact]
        self._scalars, self._words = _by_container(
            [(parent, key, scalar) for parent, key, _data, scalar in exact if scalar]
        )
        self._exact = [(parent, key, data) for parent, key, data, scalar in exact if not scalar]
        self._tested, self._truths = _by_container(expected.tested)
        self._unread = [(parent, itemgetter(*keys)) for parent, keys in expected.unread]

    def holds(self, containers: list[Any], texts: list[Any], others: list[Any]) -> bool:
        """Check the last root in `containers`; add its containers, free texts and other free values to the lists."""
        return self._collect(containers, texts) and self._equal(containers) and self._agree(containers, others)

    def _collect(self, containers: list[Any], texts: list[Any]) -> bool:
        """Walk into the containers that hold free values; False where one has another type or size."""
        node: Any
        for parent, key, kind, size, get in self._steps:
            if key is _EVERY_ITEM:
                node = containers[parent]
                if set(map(len, node)) != {size} or set(map(type, node)) != {kind}:
                    return False
                containers += node
                if get is not None:
                    texts += chain.from_iterable(map(get, node))
                continue
            node = containers[parent][key]
            if len(node) != size or (type(node) is not kind and not (kind is tuple and isinstance(node, tuple))):
                return False
            containers.append(node)
            if get is not None:
                texts += get(node)
        return True

    def _equal(self, containers: list[Any]) -> bool:
        """Compare the values that have to be equal; KeyError where one is missing that is not read."""
        for parent, all_of in self._unread:
            all_of(containers[parent])
        for parent, get, values in self._alike:
            if get(containers[parent]) != values:
                return False
        for parent, key, value in self._same:
            if containers[parent][key] != value:
                return False
        for parent, get, values in self._words:
            if tuple([(type(node), node) for node in get(containers[parent])]) != values:
                return False
        for parent, key, value in self._scalars:
            node = containers[parent][key]
            if (type(node), node) != value:
                return False
        return not self._exact or all(
            marshal.dumps(containers[parent][key], 0) == data for parent, key, data in self._exact
        )

    def _agree(self, containers: list[Any], others: list[Any]) -> bool:
        """Compare types and truth of the free values; collect those that are no text."""
        for parent, key, name in self._kinds:
            node = containers[parent][key]
            if type(node).__name__ != name:
                return False
            others.append(node)
        for parent, get, values in self._truths:
            if tuple(map(bool, get(containers[parent]))) != values:
                return False
        return not self._tested or all(bool(containers[parent][key]) is truth for parent, key, truth in self._tested)


SingleValues = list[tuple[int, Any, Any]]
GroupedValues = list[tuple[int, Callable[[Any], Any], tuple[Any, ...]]]


def _by_container(rows: Iterable[tuple[int, Any, Any]]) -> tuple[SingleValues, GroupedValues]:
    """Group values by their container: single ones, and those fetched together."""
    by_parent: dict[int, list[tuple[Any, Any]]] = {}
    for parent, key, value in rows:
        by_parent.setdefault(parent, []).append((key, value))
    alone = [(parent, *pairs[0]) for parent, pairs in by_parent.items() if len(pairs) == 1]
    together: GroupedValues = [
        (parent, itemgetter(*[key for key, _value in pairs]), tuple(value for _key, value in pairs))
        for parent, pairs in by_parent.items()
        if len(pairs) > 1
    ]
    return alone, together


class EscapedTexts(dict[str, str]):
    """Texts escaped as HTML, cached."""

    def __missing__(self, text: str) -> str:
        from markupsafe import escape

        if RESERVED.search(text):
            raise ValueError
        self[text] = html = str(escape(text))
        return html


def as_list(value: Any) -> Any:
    """Return a list for what can be iterated only once, or is no list though it looks like one; else the value."""
    return list(value) if isinstance(value, (*STREAM_TYPES, range)) else value


# -- values of a record ------------------------------------------------------------------------------------------------


def _bound_function(compute: ComputedValue, within: Callable[[Any], Any]) -> Callable[[list[Any]], Any]:
    """Return the function of a computed value, over the roots of a record."""
    function, arguments = compute.function, [_getter_of(ref, within) for ref in compute.refs]
    if len(arguments) == 1:
        only = arguments[0]
        return lambda roots: as_list(function(only(roots)))
    return lambda roots: as_list(function(*[argument(roots) for argument in arguments]))


def _getter_of(ref: Ref, within: Callable[[Any], Any]) -> Callable[[list[Any]], Any]:
    """Return a function that fetches the value of a `Ref` from the roots of a record."""
    kind = ref[0]
    if kind == "at":
        _at, root, keys = ref
        if len(keys) == 1:
            key = keys[0]
            return lambda roots: roots[root][key]
        return lambda roots: reduce(getitem, keys, roots[root])
    if kind == "is":
        value = ref[1]
        return lambda roots: value
    if kind == "dict":
        pairs = [(key, _getter_of(item, within)) for key, item in ref[1]]
        return lambda roots: {key: get(roots) for key, get in pairs}
    if kind == "text":
        return _text_of(ref, within)
    if kind == "iterator":
        items_of = _getter_of(ref[1], within)
        return lambda roots: iter(items_of(roots))
    make: Callable[[Iterable[Any]], Any] = list if kind == "list" else tuple
    items = [_getter_of(item, within) for item in ref[1]]
    return lambda roots: make(get(roots) for get in items)


def _text_of(ref: Ref, within: Callable[[Any], Any]) -> Callable[[list[Any]], Any]:
    """Return a function that joins the text of a "text" `Ref`."""
    from markupsafe import Markup, escape

    _text, markup, pieces = ref
    parts = [piece if isinstance(piece, str) else (piece[0], _getter_of(piece[1], within)) for piece in pieces]

    def as_text(escapes: bool, value: Any) -> str:
        if isinstance(value, str):
            return str(escape(value)) if escapes and markup else str(value)
        return str(within(value))

    def text(roots: list[Any]) -> Any:
        joined = "".join([part if isinstance(part, str) else as_text(part[0], part[1](roots)) for part in parts])
        return Markup(joined) if markup else joined

    return text


def _grouped_lookups(
    steps: Sequence[Lookup], before: int
) -> Iterator[tuple[int, Any, type, int, Callable[[Any], Iterable[Any]] | None]]:
    """Yield the lookups as a check performs them: those into like items of a list (table rows) as one."""
    n = 0
    while n < len(steps):
        parent, key, kind, size, take = step = steps[n]
        above = steps[parent - before - 1] if parent > before else None
        count = above.size if above is not None and above.kind == "list" and key == 0 and kind != "tuple" else 1
        if count > 1 and list(steps[n : n + count]) == [step._replace(key=k) for k in range(count)]:
            key = _EVERY_ITEM
        else:
            count = 1
        n += count
        yield parent, key, _KINDS[kind], size, _getter(take)


def _getter(keys: Sequence[Any]) -> Callable[[Any], Iterable[Any]] | None:
    """Return a function that fetches these keys of a container; None for no keys."""
    if not keys:
        return None
    if len(keys) == 1:
        key = keys[0]
        return lambda node: (node[key],)
    return itemgetter(*keys)


def _scalar(data: bytes) -> tuple[type, Any] | None:
    """Decode a bool, small integer or None written by marshal to type and value; None for all else."""
    if data in _CONSTANTS:
        return type(_CONSTANTS[data]), _CONSTANTS[data]
    if data[:1] == b"i" and len(data) == 5:
        return int, int.from_bytes(data[1:], "little", signed=True)
    return None
