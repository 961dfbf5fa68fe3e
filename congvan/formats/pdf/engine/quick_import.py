"""Import WeasyPrint in a third of its time: without child processes, and without what a document rarely needs.

- The C declarations of Pango are not parsed: `pango.json` holds them as cffi compiles them, with the hash of their
  text (`tools/pango_declarations.py`). Those of another version of WeasyPrint are parsed as ever.
- cffi's dlopen then asks `ctypes.util.find_library` for each Windows name of Pango's libraries before the Linux one;
  each question starts ldconfig, gcc and ld. No name is found that way on Linux; those that are found are opened
  directly, and the others not looked for.
- What only some documents need (Pillow and the reader of SVG for pictures, fontTools for fonts that HarfBuzz can't
  subset and for variable ones, the parser of HTML, the client of HTTP for addresses that are opened, hyphenation, the
  layout of columns, grids and flexible boxes) is imported when it is called.
- The configuration of the machine's fonts is loaded once, here and elsewhere (`font_configuration`).
- The machine's files of media types are not read: WeasyPrint takes the types that Python knows.
- The profile of sRGB is taken from its file (`colour_profile`).
- What a layout finds out about lines and style sheets is kept for the next one (`kept_lines`, `kept_sheets`).
- `user_agent` gives a document only the rules of WeasyPrint's own style sheets that can apply to it.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import mimetypes
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from congvan.formats.pdf.patches.colour_profile import use_own_profile
from congvan.formats.pdf.patches.font_configuration import SharingFontconfig, shared_configuration
from congvan.formats.pdf.patches.kept_lines import keep_lines
from congvan.formats.pdf.patches.kept_sheets import keep_sheets
from congvan.formats.pdf.patches.page_ends import begin_frames, keep_headings, let_lines_end_pages
from congvan.formats.pdf.patches.page_notes import keep_notes
from congvan.formats.pdf.patches.png_data import take_png_data
from congvan.formats.pdf.patches.split_cells import place_split_cells
from congvan.formats.pdf.patches.symbol_faces import add_symbol_faces
from congvan.threads import in_turn

DECLARATIONS = Path(__file__).with_name("pango.json")
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
        _declared(),
        _no_types_read(),
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
def _declared() -> Iterator[None]:
    """Context manager: an FFI made in it takes its declarations from `pango.json` if they are the same."""
    cffi: Any = importlib.import_module("cffi")
    plain, parsed = cffi.FFI, ExitStack()

    class Declared:
        """An FFI that becomes a plain one if the table does not hold its declarations."""

        gc: Any

        def cdef(self, text: str) -> None:
            made = _from_table(text)
            if made is None:
                parsed.enter_context(_no_library_found())
                self.__class__ = plain
                plain.__init__(self)
                plain.cdef(self, text)
                self.gc = partial(_freed_in_turn, self.gc)
                return
            for name in dir(made):  # attributes of the object itself: as fast to look up as the real ones
                if not name.startswith("_") and name != "errno":
                    setattr(self, name, getattr(made, name))
            self.dlopen, self.gc = partial(_opened, made), partial(_freed_in_turn, made.gc)

    cffi.FFI = Declared
    try:
        with parsed:
            yield
    finally:
        cffi.FFI = plain


def _freed_in_turn(gc: Callable[[Any, Callable[[Any], object]], Any], held: Any, free: Callable[[Any], object]) -> Any:
    """Return what cffi frees, whichever thread lets it go, while no other one is in Pango."""
    return gc(held, partial(in_turn, free))


def _opened(ffi: Any, name: str, flags: int) -> Any:
    """Open a library as cffi does, by the name of its file alone; that of fontconfig can share its configuration.

    Why it stays in memory: Pango reads fonts in a thread of its own, and Python closes libraries while it ends. A
    process that ended within that moment ran into code that was gone.
    """
    if sys.platform == "linux" and ".so" not in name:
        raise OSError(f"cannot load library {name!r}")
    library = ffi.dlopen(name, flags | getattr(os, "RTLD_NODELETE", 0))
    return SharingFontconfig(library, partial(ffi.cast, "FcConfig *")) if "fontconfig" in name else library


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


@contextmanager
def _no_types_read() -> Iterator[None]:
    """Context manager: a table of media types that is made in it holds those of Python, and nothing is read before."""
    began, mimetypes.inited = mimetypes.inited, True
    try:
        yield
    finally:
        mimetypes.inited = began


def _from_table(text: str) -> Any:
    """Return an FFI with the declarations of a text; None if the table holds others, or another format of cffi."""
    backend: Any = importlib.import_module("_cffi_backend")
    table = json.loads(DECLARATIONS.read_bytes())
    if table.pop("of") != hashlib.sha256(text.encode()).hexdigest():
        return None
    try:
        return backend.FFI("pango", **{f"_{name}": as_read(value) for name, value in table.items()})
    except (backend.FFI.error, ImportError, TypeError, ValueError):
        return None


def as_read(value: Any) -> Any:
    """Return a value of the table as cffi takes it: texts as bytes, lists as tuples."""
    if isinstance(value, str):
        return value.encode("latin-1")
    return tuple(map(as_read, value)) if isinstance(value, list) else value
