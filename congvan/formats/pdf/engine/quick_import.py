"""Import WeasyPrint in a third of its time: without child processes, and without what a document rarely needs.

- cffi's dlopen asks `ctypes.util.find_library` for each Windows name of Pango's libraries before the Linux one;
  each question starts ldconfig, gcc and ld. Libraries are opened by the names of their files alone.
- What only some documents need (Pillow and the reader of SVG for pictures, fontTools for fonts that HarfBuzz can't
  subset and for variable ones, the parser of HTML, the client of HTTP for addresses that are opened, hyphenation, the
  layout of columns, grids and flexible boxes) is imported when it is called.
- The configuration of the machine's fonts is loaded once, here and elsewhere (`font_configuration`).
- The profile of sRGB is taken from its file (`colour_profile`).
- What a layout finds out about lines and style sheets is kept for the next one (`kept_lines`, `kept_sheets`).
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from types import ModuleType
from typing import Any, cast

from congvan.core.threads import in_turn
from congvan.formats.pdf.patches.colour_profile import use_own_profile
from congvan.formats.pdf.patches.font_configuration import SharingFontconfig, shared_configuration
from congvan.formats.pdf.patches.kept_lines import keep_lines
from congvan.formats.pdf.patches.kept_sheets import keep_sheets
from congvan.formats.pdf.patches.page_ends import begin_frames, keep_headings, let_lines_end_pages
from congvan.formats.pdf.patches.page_notes import keep_notes
from congvan.formats.pdf.patches.png_data import take_png_data
from congvan.formats.pdf.patches.split_cells import place_split_cells
from congvan.formats.pdf.patches.symbol_faces import add_symbol_faces

_RARELY_NEEDED = (
    *("fontTools", "fontTools.subset", "fontTools.ttLib", "fontTools.varLib.instancer"),
    *("PIL", "PIL.EpsImagePlugin", "PIL.Image", "PIL.ImageCms", "PIL.ImageFile", "PIL.ImageOps"),
    *("email.message", "pyphen", "tinyhtml5", "urllib.request", "uuid"),
    *("weasyprint.layout.column", "weasyprint.layout.flex", "weasyprint.layout.grid", "weasyprint.svg"),
)


def weasyprint() -> Any:
    """Import the module. Raises OSError where a library is missing."""
    with (
        _imported_when_needed(_RARELY_NEEDED),
        _adapted(),
        _no_library_found(),
        shared_configuration(),
    ):
        import weasyprint
    import weasyprint.urls

    for patch in (keep_lines, add_symbol_faces, place_split_cells, keep_sheets, keep_notes, let_lines_end_pages):
        patch()
    for patch in (begin_frames, keep_headings, use_own_profile, take_png_data):
        patch()
    return weasyprint


# -- modules that are imported later -----------------------------------------------------------------------------------


@contextmanager
def _imported_when_needed(names: Iterable[str]) -> Iterator[None]:
    """Context manager: modules that are imported in it are stand-ins, until something of them is used."""
    later = {name: _LaterModule(name) for name in names if name not in sys.modules}
    sys.modules.update(later)
    try:
        yield
    finally:
        for name, module in later.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
            package, _dot, last = name.rpartition(".")
            if getattr(sys.modules.get(package), last, None) is module:
                delattr(sys.modules[package], last)


class _LaterModule(ModuleType):
    """The stand-in for a module; what is set in it is set in the real one."""

    def __getattr__(self, member: str) -> Any:
        if member.startswith("__"):
            raise AttributeError(member)
        if member == "OpenerDirector":
            return _LaterOpener
        return sys.modules.get(f"{self.__name__}.{member}") or _LaterMember(self.__name__, member)

    def real(self) -> Any:
        """Import the module."""
        module = importlib.import_module(self.__name__)
        vars(module).update({name: value for name, value in vars(self).items() if not name.startswith("__")})
        return module


class _LaterMember:
    """The stand-in for a member of a module."""

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name

    def real(self) -> Any:
        """Return the member, of the module imported; it may be a module too."""
        module = importlib.import_module(self.module)
        if not hasattr(module, self.name):
            importlib.import_module(f"{self.module}.{self.name}")
        return getattr(module, self.name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return _resolved(self)(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(_resolved(self), name)

    def __instancecheck__(self, value: Any) -> bool:
        return isinstance(value, _resolved(self))


class _FetcherType(type):
    """Metaclass of WeasyPrint's fetchers: they get their real base class when the first fetcher is made.

    Fetchers that WeasyPrint makes while it is imported, for its own style sheets, are never used and stay bare objects.
    """

    def __call__(cls, *args: Any, **options: Any) -> Any:
        if _LaterOpener in cls.__mro__:
            if isinstance(sys.modules.get("urllib.request"), _LaterModule):
                return object.__new__(cast("type[Any]", cls))
            opener = _resolved(_LaterMember("urllib.request", "OpenerDirector"))
            for fetcher in _LaterOpener.__subclasses__():
                fetcher.__bases__ = (opener,)
        return super().__call__(*args, **options)


class _LaterOpener(metaclass=_FetcherType):
    """The stand-in for `OpenerDirector` of `urllib.request`."""


def _resolved(member: _LaterMember) -> Any:
    """Return the member that a stand-in stands for, and replace all stand-ins of its package in WeasyPrint."""
    package = member.module.partition(".")[0]
    for holder in [each for name, each in [*sys.modules.items()] if name.startswith("weasyprint")]:
        for name, held in [*vars(holder).items()]:
            if isinstance(held, _LaterModule | _LaterMember) and _package(held) == package:
                setattr(holder, name, held.real())
    return member.real()


def _package(held: _LaterModule | _LaterMember) -> str:
    return (held.__name__ if isinstance(held, _LaterModule) else held.module).partition(".")[0]


# -- declarations of C ------------------------------------------------------------------------------------------------


@contextmanager
def _adapted() -> Iterator[None]:
    """Context manager: an FFI made in it frees in turn, and opens libraries that stay in memory.

    Why in turn: whichever thread lets an object go, no other one may be in Pango. Why they stay: Pango reads fonts in a
    thread of its own, and Python closes libraries while it ends. A process that ended within that moment ran into code
    that was gone.
    """
    cffi: Any = importlib.import_module("cffi")
    plain: Any = cffi.FFI

    class Adapted(plain):  # type: ignore[misc]  # cffi has no types
        def dlopen(self, name: str, flags: int = 0) -> Any:
            library = super().dlopen(name, flags | getattr(os, "RTLD_NODELETE", 0))
            return SharingFontconfig(library, partial(self.cast, "FcConfig *")) if "fontconfig" in name else library

        def gc(self, held: Any, free: Callable[[Any], object], size: int = 0) -> Any:
            return super().gc(held, partial(in_turn, free), size)

    cffi.FFI = Adapted
    try:
        yield
    finally:
        cffi.FFI = plain


@contextmanager
def _no_library_found() -> Iterator[None]:
    """Context manager: libraries are opened by the names of their files alone."""
    import ctypes.util

    find_library = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = find_library
