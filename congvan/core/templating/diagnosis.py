"""Collect every missing name of a template: render again with an undefined type that records each use.

Why: a render stops at its first error; whoever corrects the data wants all of them at once, each with its place.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import FrameType
from typing import TYPE_CHECKING, Any

from congvan.core.messages import Message
from congvan.core.text import nearest

if TYPE_CHECKING:
    from jinja2 import StrictUndefined, TemplateRuntimeError


_ASKED = re.compile(r"(\{%[-+]?(?:tr|tc|p|r)?\s*(?:el)?if\s+)([a-z_][\w.]*)(\s*[<>]=?\s*[\w.]+\s*[-+]?%\})")
"""A condition that compares one value by its name."""


def recording_undefined(note: Callable[[TemplateRuntimeError, StrictUndefined], None]) -> type[StrictUndefined]:
    """Return an undefined type that reports each use to `note` and then behaves as an empty value."""
    from jinja2 import StrictUndefined

    class Noted(StrictUndefined):
        def _say(self, *_args: Any, **_kwargs: Any) -> Noted:
            note(self._undefined_exception(self._undefined_message), self)
            return self

        def _empty(self, *_args: Any) -> str:
            self._say()
            return ""

        def _none(self) -> Iterator[Any]:
            self._say()
            return iter(())

        def _false(self, *_args: Any) -> bool:
            self._say()
            return False

        def __getattr__(self, name: str) -> Any:
            if name[:2] == "__":
                raise AttributeError(name)
            return self._say()

        # whatever arguments and results Python's own signatures of these have, a few functions serve them all
        __iter__ = _none  # type: ignore[assignment]  # of any type
        __str__ = _empty  # type: ignore[assignment]  # of any type
        __len__ = __hash__ = __bool__ = _false  # type: ignore[assignment]  # False is 0 as well
        __eq__ = __ne__ = __contains__ = _false  # type: ignore[assignment]  # of any type
        __lt__ = __le__ = __gt__ = __ge__ = _false  # type: ignore[assignment]  # of any type
        __call__ = __getitem__ = __add__ = __radd__ = __sub__ = __rsub__ = _say  # type: ignore[assignment]  # of any type
        __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = _say  # type: ignore[assignment]  # of any type
        __mod__ = __rmod__ = __neg__ = __pos__ = _say  # type: ignore[assignment]  # of any type

    return Noted


def calling_frames() -> Iterator[tuple[str, int]]:
    """Yield file and line of the running frames, innermost first (for a template, of its compiled code)."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        yield frame.f_code.co_filename, frame.f_lineno
        frame = frame.f_back


def traceback_frames(error: BaseException) -> Iterator[tuple[str, int]]:
    """Yield file and line of the frames of an error's traceback, innermost first."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frames.append((trace.tb_frame.f_code.co_filename, trace.tb_lineno))
        trace = trace.tb_next
    return reversed(frames)


def missing_name(error: TemplateRuntimeError) -> str:
    """Return the name that Jinja quotes in "'x' is undefined" or "'dict object' has no attribute 'x'"; else ""."""
    pieces = str(error.message).split("'")
    return pieces[-2] if len(pieces) >= 3 else ""


def known_names(value: Any) -> set[str]:
    """Return every key of a content, at any depth."""
    if isinstance(value, Mapping):
        return {str(key) for key in value}.union(*(known_names(each) for each in value.values()))
    if isinstance(value, list):
        return set().union(*(known_names(each) for each in value[:50]))
    return set()


def picked_from(name: str, tag: str, context: Mapping[str, Any]) -> Message | None:
    """Return the remedy of `ho.khoan` where `khoan` is a list whose entries refer to such an entry; else None."""
    rows, asked = context.get(name), re.search(rf"(\w+)\.{re.escape(name)}(?!\w)", tag)
    first = rows[0] if isinstance(rows, list) and rows else None
    if asked is None or not isinstance(first, Mapping) or not isinstance(context.get(asked[1]), Mapping):
        return None
    fields = [key for key, value in first.items() if isinstance(value, Mapping) and "id" in value]
    field = next((key for key in (asked[1], *fields) if key in fields), None)
    return Message("template-undefined.hint-list", name=name, of=asked[1], field=field) if field else None


def empty_compared(error: Exception, tag: str) -> Message | None:
    """Return the remedy of a condition that compares an empty value with a number; None for any other error."""
    why = error.args[0] if error.args else None
    asked = _ASKED.fullmatch(tag)
    if not (isinstance(why, Message) and why.id == "empty-compared" and asked):
        return None
    return Message("empty-compared.hint", right=f"{asked[1]}{asked[2]} and {asked[2]}{asked[3]}")


def did_you_mean(name: str, known: Iterable[str]) -> Message | None:
    """Return a remedy that suggests the nearest known word, or says that others have this one; None if none is near."""
    names = sorted(known)
    if name in names:
        return Message("template-undefined.hint-elsewhere", name=name)
    near = nearest(name, names) if name else None
    return Message("did-you-mean", found=near) if near else None
