"""The configuration of the machine's fonts, loaded once for congvan and WeasyPrint.

Why: fontconfig takes five milliseconds to load it, and a first layout asked for it three times: to measure a Word
document, to check while WeasyPrint is imported that there are fonts at all, and for the layout. A document that brings
fonts of its own has a configuration of its own, since they are added to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from congvan.core.fonts import fontconfig

_is_shared: ContextVar[bool] = ContextVar("is_shared", default=False)


@contextmanager
def shared_configuration() -> Iterator[None]:
    """Context manager: what WeasyPrint loads in it, in this thread, is the shared configuration."""
    before = _is_shared.set(True)
    try:
        yield
    finally:
        _is_shared.reset(before)


class SharingFontconfig:
    """The library of fontconfig as WeasyPrint has opened it, with the shared configuration.

    `as_configuration`: makes of an address what the library takes.
    """

    def __init__(self, library: Any, as_configuration: Callable[[int], Any]) -> None:
        self._library, self._as_configuration = library, as_configuration

    def FcInitLoadConfigAndFonts(self) -> Any:
        """Return the shared configuration within `shared_configuration`, else a new one."""
        if _is_shared.get():
            return self._as_configuration(fontconfig.configuration())
        return self._library.FcInitLoadConfigAndFonts()

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._library, name)
        setattr(self, name, found)  # as fast to look up as in the library from then on
        return found
