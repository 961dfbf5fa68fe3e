"""Values still to be filled in by pen: a text that shows one prints dots, or what its `default` says."""

from __future__ import annotations

from typing import Any, NoReturn

from jinja2 import Undefined

DOTS = "……"
"""What stands for a value still to be filled."""


class StillOpen(Exception):
    """Raised where a text shows a value that is still to be filled, or computes with it."""


class Open(Undefined):
    """A value still to be filled: missing for `default`, and `StillOpen` for all other uses."""

    __slots__ = ()

    def _fail_with_undefined_error(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise StillOpen(self._undefined_name)

    def __getattr__(self, name: str) -> Any:
        if name[:2] == "__":
            raise AttributeError(name)
        return self

    __str__ = __iter__ = __len__ = __bool__ = __eq__ = __ne__ = __hash__ = _fail_with_undefined_error
    __call__ = __getitem__ = __lt__ = __le__ = __gt__ = __ge__ = _fail_with_undefined_error
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _fail_with_undefined_error
    __truediv__ = __rtruediv__ = __mod__ = __rmod__ = __neg__ = __pos__ = __int__ = __float__ = (
        _fail_with_undefined_error
    )
