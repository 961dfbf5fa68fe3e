"""The small changes that `make mutants` makes to a module, each with a name that stays when other lines move.

The operators are mutmut's. Its own runner is not used: it leaves out every function with a decorator, which are all the
rules of the decree and the validators of the model.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

#: What is passed over, and why. Everything else in a function's body is changed.
MESSAGES = {"_"}  # calls of it hold English words, which are for eyes and translators
TYPES = {"cast", "TypeVar"}  # calls of these say something to the type checker alone


@dataclass(frozen=True)
class Mutation:
    """One change. `name`: function, old lines → new lines; `source`: the whole changed module."""

    name: str
    function: str
    lines: tuple[int, int]
    source: str

    @property
    def rank(self) -> str:
        """Position in the sample: random, but the same in every run."""
        return hashlib.sha256(self.name.encode()).hexdigest()


def mutations(source: str) -> Iterator[Mutation]:
    """Yield every change of a module's functions, in order."""
    wrapper = MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True)
    places, starts, seen = wrapper.resolve(PositionProvider), _starts(source), dict[str, int]()
    for function, definition in _functions(wrapper.module, ""):
        for node in _nodes(definition.body):
            for old, new in _changes(node):
                place = places[old]
                low, high = (starts[at.line - 1] + at.column for at in (place.start, place.end))
                changed = source[:low] + _code(new) + source[high:]
                name = f"{function}: {_difference(source, changed, place)}"
                seen[name] = seen.get(name, 0) + 1
                name += f" ({seen[name]})" if seen[name] > 1 else ""
                yield Mutation(name, function, (place.start.line, place.end.line), changed)


def _functions(node: cst.CSTNode, within: str) -> Iterator[tuple[str, cst.FunctionDef]]:
    """Yield (qualified name, function) of all functions not nested in another one."""
    for child in node.children:
        if isinstance(child, cst.FunctionDef):
            yield within + child.name.value, child
        elif isinstance(child, cst.ClassDef):
            yield from _functions(child, f"{within}{child.name.value}.")
        else:
            yield from _functions(child, within)


def _nodes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield the nodes of a function's body that may be changed."""
    if isinstance(node, cst.Annotation | cst.Decorator | cst.Assert):
        return  # types, registrations, and what an assert tells the type checker
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in MESSAGES | TYPES:
        return
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value == "format":
        return  # the values that a message shows
    if isinstance(node, cst.Expr) and isinstance(node.value, cst.BaseString):
        return  # a docstring
    yield node
    for child in node.children:
        yield from _nodes(child)


def _changes(node: cst.CSTNode) -> Iterator[tuple[cst.CSTNode, cst.CSTNode]]:
    """Yield (node, replacement)."""
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            for new in operator(node):
                if not _unseen(node, new):
                    yield node, new


def _unseen(old: cst.CSTNode, new: cst.CSTNode) -> bool:
    """Whether a change has no visible effect, or is redundant with another one at the same place."""
    if isinstance(old, cst.SimpleString) and isinstance(new, cst.SimpleString):
        return "XX" not in new.value  # letters made small or capital: half of them name encodings, tags, formats
    if isinstance(old, cst.Call) and isinstance(new, cst.Call):
        kept = {id(arg) for arg in new.args}
        gone = [arg for arg in old.args if id(arg) not in kept]
        return any(_default(arg) for arg in gone)
    return False


def _default(arg: cst.Arg) -> bool:
    """Whether an argument equals Python's default or is only a guard: "utf-8", zip(strict=…)."""
    word = arg.keyword.value if arg.keyword else ""
    text = arg.value.value.strip("\"'").lower() if isinstance(arg.value, cst.SimpleString) else ""
    return text in ("utf-8", "utf8") or word == "strict"


def _code(node: cst.CSTNode) -> str:
    """Return the text of a node without its parentheses, which are outside the node's range."""
    if hasattr(node, "lpar"):
        node = node.with_changes(lpar=(), rpar=())
    return cst.Module(body=()).code_for_node(node)


def _starts(source: str) -> list[int]:
    """Return the offset of each line."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _difference(old: str, new: str, place: CodeRange) -> str:
    """Return the changed lines: `old → new`."""
    before, after = old.splitlines(), new.splitlines()
    first, last = place.start.line - 1, place.end.line
    was, now = before[first:last], after[first : len(after) - (len(before) - last)]
    blocks = difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    changed = [(was[a:b], now[c:d]) for tag, a, b, c, d in blocks if tag != "equal"]
    return " … ".join(f"{_joined(a)} → {_joined(b)}" for a, b in changed)


def _joined(lines: list[str]) -> str:
    return " ".join(line.strip() for line in lines)
