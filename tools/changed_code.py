"""Compare the code objects of a module with those of a mutant: which function is another, and where it is."""

from __future__ import annotations

from collections.abc import Iterator
from types import CodeType
from typing import Any

from mutations import Mutation


def outermost(module: CodeType) -> list[CodeType]:
    """Return the code of functions not nested in another one, in order."""
    found = []
    for code in nested(module):
        found += outermost(code) if not code.co_flags & 0x2 else [code]  # CO_NEWLOCALS: a function
    return found


def nested(code: CodeType) -> list[CodeType]:
    return [const for const in code.co_consts if isinstance(const, CodeType)]


def pairs(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """Yield a function's code and that of its nested functions, each with its new code, as long as their structure
    matches.
    """
    yield old, new
    inner, outer = nested(old), nested(new)
    if [code.co_name for code in inner] == [code.co_name for code in outer]:
        for one, other in zip(inner, outer, strict=True):
            yield from pairs(one, other)


def target(mutation: Mutation, original: CodeType, file: str) -> tuple[CodeType, CodeType] | None:
    """Return the old and new code of the function concerned."""
    try:
        changed = compile(mutation.source, file, "exec", dont_inherit=True)
    except SyntaxError:
        return None
    for old, new in zip(outermost(original), outermost(changed), strict=True):
        if old.co_qualname == mutation.function and _within(old, mutation.lines[0]):
            return old, new
    return None


def _within(code: CodeType, line: int) -> bool:
    low, high = _lines(code)
    return low <= line < high


def _lines(code: CodeType) -> tuple[int, int]:
    own = [line for _, _, line in code.co_lines() if line] + [code.co_firstlineno]
    inner = [_lines(one) for one in nested(code)]
    return min([*own, *(low for low, _ in inner)]), max([*(line + 1 for line in own), *(high for _, high in inner)])


def extent_of(original: CodeType, mutation: Mutation) -> tuple[int, int]:
    return next(
        _lines(code)
        for code in outermost(original)
        if code.co_qualname == mutation.function and _within(code, mutation.lines[0])
    )


def differs(mutation: Mutation, original: CodeType, file: str) -> bool:
    """Whether the mutant gives different code: valid, applicable, and not identical once compiled."""
    found = target(mutation, original, file)
    if found is None:
        return False
    old, new = found
    return old.co_freevars == new.co_freevars and _shape(old) != _shape(new)


def _shape(code: CodeType) -> Any:
    """Return a function's behaviour without line numbers."""
    rest = tuple(repr(const) for const in code.co_consts if not isinstance(const, CodeType))
    return code.co_code, rest, code.co_names, code.co_varnames, tuple(_shape(one) for one in nested(code))
