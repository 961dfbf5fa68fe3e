"""Definitions whose cost is paid where they are used, not where their module is imported: named tuples and patterns.

Why: a process that makes one letter defines dozens of classes and patterns and uses half of them. `typing.NamedTuple`
compiles every annotation that is text, and a constructor: 0.1 ms a class; a pattern takes as long. That was a sixth of
such a process. Here one constructor is compiled for all tuples of as many fields.
"""

from __future__ import annotations

import collections
import re
from functools import cache
from types import FunctionType
from typing import TYPE_CHECKING, Any, AnyStr, cast

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    _Getter = type(collections.namedtuple("_One", "item").item)  # what reads a field of a tuple, written in C

    class _WithFields(type):
        """The class of named tuples: the annotations of their bodies are the fields, in this order."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            fields = tuple(body.get("__annotations__", ()))
            own = {
                "__slots__": (),
                "__match_args__": fields,
                "_fields": fields,
                "_field_defaults": {field: body[field] for field in fields if field in body},
            }
            getters = {field: _Getter(at, f"Field {field}") for at, field in enumerate(fields)}
            return super().__new__(cls, name, bases, {**body, **own, **getters})

    @cache
    def _constructor(count: int) -> FunctionType:
        """Return the constructor of tuples of so many fields; each class names its parameters."""
        fields = ", ".join(f"_{at}" for at in range(count))
        return eval(f"lambda _cls, {fields}: _new(_cls, ({fields},))", {"_new": tuple.__new__})

    class NamedTuple(tuple, metaclass=_WithFields):
        """`typing.NamedTuple`, in use and for type checkers; a class gets its constructor when it is called."""

        def __new__(cls, *values: Any, **named: Any) -> Any:
            """Make the first tuple of a class, which has a constructor of its own from then on."""
            of_all = _constructor(len(cls._fields))
            named_fields = of_all.__code__.replace(co_varnames=("_cls", *cls._fields))
            made = FunctionType(named_fields, of_all.__globals__, "__new__", tuple(cls._field_defaults.values()))
            made.__qualname__ = f"{cls.__qualname__}.__new__"
            cls.__new__ = made
            return made(cls, *values, **named)

        def __repr__(self) -> str:
            shown = ", ".join(f"{field}={value!r}" for field, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({shown})"

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

        @classmethod
        def _make(cls, values: Any) -> Any:
            return cls(*values)

        def _replace(self, **changed: Any) -> Any:
            return type(self)(**{**self._asdict(), **changed})

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` returns, to be compiled when it is first used; not for the functions of `re`."""
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))


class _Pattern:
    """The stand-in for a compiled pattern, which has its methods and facts once one of them is asked for."""

    def __init__(self, text: Any, flags: int) -> None:
        self._written = text, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name == "pattern":
            return self._written[0]
        compiled: Any = re.compile(*self._written)
        vars(self).update({each: getattr(compiled, each) for each in dir(compiled) if not each.startswith("_")})
        return getattr(compiled, name)

    def __repr__(self) -> str:
        return f"pattern({self._written[0]!r})"
