"""Definitions whose cost is paid where they are used, not where their module is imported: dataclasses, named tuples and
patterns.

Why: a process that makes one letter defines hundreds of classes and patterns and uses a third of them.
`typing.NamedTuple` compiles every annotation that is text, and a constructor: 0.1 ms a class; a pattern takes as long,
and `dataclasses.dataclass`, which compiles six methods, three times as long. That was a quarter of what such a
process takes to import. Here one constructor is compiled for all named tuples with the same number of fields.
"""

from __future__ import annotations

import collections
import re
from functools import cache, partial
from types import FunctionType
from typing import TYPE_CHECKING, Any, AnyStr, cast

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from typing import NamedTuple as NamedTuple
else:

    def dataclass(cls=None, /, *, slots=False, **options):
        """`dataclasses.dataclass`, in use and for type checkers; methods are generated when one is first looked up."""
        if cls is None:
            return partial(dataclass, slots=slots, **options)
        body = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
        frozen, compared = options.get("frozen", False), options.get("eq", True)
        if slots:
            cls = _with_slots(cls, body)
        if frozen:
            cls.__setattr__ = cls.__delattr__ = _refuse
        elif compared and not {"__eq__", "__hash__"} & set(body):
            cls.__hash__ = None
        later = ["__init__", "__repr__", "__match_args__", "__dataclass_fields__", "__dataclass_params__"]
        later += ["__eq__", "__hash__"][: compared + (compared and frozen)]
        for name in later:
            if name not in body:
                setattr(cls, name, _Later(name, cls, body, options))
        return cls

    def _with_slots(cls, body):
        """Return the class with slots for its fields; its instances can be pickled even if it is frozen."""
        held = {slot for base in cls.__mro__[1:] for slot in vars(base).get("__slots__", ())}
        fields = tuple(name for name in body.get("__annotations__", ()) if name not in held)
        own = {"__qualname__": cls.__qualname__, "__slots__": fields, "__setstate__": _set_slots}
        kept = {name: value for name, value in body.items() if name not in fields}
        return type(cls)(cls.__name__, cls.__bases__, {**own, **kept})

    def _set_slots(self, state):
        for values in state:
            for name, value in (values or {}).items():
                object.__setattr__(self, name, value)

    def _refuse(self, name, *_value):
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot change field {name!r}")

    class _Later:
        """Descriptor in place of a generated member of a dataclass; replaces itself when it is first looked up.

        The constructor is generated alone, since most values are neither compared nor shown, and all other members
        together. They are generated on a copy of the class and copied over, so that no thread sees a class without
        them.
        """

        def __init__(self, name, cls, body, options):
            self._name, self._cls, self._body, self._options = name, cls, body, options

        def __get__(self, value, owner=None):
            cls, options = self._cls, self._options
            if self._name == "__init__" and _is_plain(cls, self._body, options):
                cls.__init__ = made = _plain_constructor(cls, self._body, options.get("frozen", False))
                return made.__get__(value, owner)
            import dataclasses

            if self._name == "__init__":
                options = {**options, "repr": False, "eq": False}
            model = type(cls)(cls.__name__, cls.__bases__, {"__qualname__": cls.__qualname__, **self._body})
            made = vars(dataclasses.dataclass(**options)(model))
            for name, held in list(vars(cls).items()):
                if isinstance(held, _Later) and (self._name != "__init__" or name == "__init__"):
                    setattr(cls, name, made[name])
            found = made[self._name]
            return found.__get__(value, owner) if hasattr(found, "__get__") else found

    def _is_plain(cls, body, options):
        """Whether the fields of a dataclass are all its own and have values by default at most.

        Why: the constructor of such a class is made here in a third of the time, and the module `dataclasses` not
        imported, which takes as long as ten of them.
        """
        fields = body.get("__annotations__", {})
        return (
            options.keys() <= {"frozen", "eq"}
            and not hasattr(cls, "__post_init__")
            and not any("__dataclass_fields__" in vars(base) for base in cls.__mro__[1:])
            and not any(special in f"{of}" for of in fields.values() for special in ("ClassVar", "InitVar", "KW_ONLY"))
            and all(isinstance(body.get(name), _PLAIN_DEFAULTS) for name in fields)
        )

    _PLAIN_DEFAULTS = (type(None), bool, int, float, str, bytes, tuple)

    def _plain_constructor(cls, body, frozen):
        fields = body.get("__annotations__", {})
        takes = "".join(f", {name}=_body[{name!r}]" if name in body else f", {name}" for name in fields)
        sets = "; ".join(f"_set(self, {name!r}, {name})" if frozen else f"self.{name} = {name}" for name in fields)
        space = {"__name__": cls.__module__, "_body": body, "_set": object.__setattr__}
        exec(f"def __init__(self{takes}): {sets or 'pass'}", space)
        made = space["__init__"]
        made.__qualname__ = f"{cls.__qualname__}.__init__"
        made.__annotations__ = {**fields, "return": None}
        return made

    _Getter = type(collections.namedtuple("_One", "item").item)  # what reads a field of a tuple, written in C

    class _WithFields(type):
        """Metaclass of named tuples: the annotations of a class body are its fields, in that order."""

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
        """Return a constructor for tuples of `count` fields; each class copies it with its own parameter names."""
        fields = ", ".join(f"_{at}" for at in range(count))
        return eval(f"lambda _cls, {fields}: _new(_cls, ({fields},))", {"_new": tuple.__new__})

    class NamedTuple(tuple, metaclass=_WithFields):
        """`typing.NamedTuple`, in use and for type checkers; a class gets its constructor when it is first called."""

        def __new__(cls, *values: Any, **named: Any) -> Any:
            """Make the first tuple of a class, and give the class its own constructor for all others."""
            shared = _constructor(len(cls._fields))
            named_fields = shared.__code__.replace(co_varnames=("_cls", *cls._fields))
            made = FunctionType(named_fields, shared.__globals__, "__new__", tuple(cls._field_defaults.values()))
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
            made = tuple.__new__(type(self), map(changed.pop, self._fields, self))
            if changed:
                raise TypeError(f"no fields: {', '.join(changed)}")
            return made

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern that is compiled when it is first used. It can't be passed to functions of `re` (`re.sub`)."""
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))


class _Pattern:
    """Stands for a compiled pattern; compiles it when an attribute is first read, and then has all its attributes."""

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
