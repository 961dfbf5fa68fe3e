"""Find the font file that this machine provides for a family.

Why: WeasyPrint takes whatever face fontconfig offers, in silence (Times New Roman absent → anything). Here the face is
identified, hashed and checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from congvan.core.fonts.faces import Face, load_face
from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Problem
from congvan.core.threads import one_at_a_time

# Accepted faces for a family: the family itself, and metric-compatible ones.
METRIC_COMPATIBLE = {
    "times new roman": ("Times New Roman", "Liberation Serif", "Tinos"),
    "arial": ("Arial", "Liberation Sans", "Arimo"),
    "arial narrow": ("Arial Narrow", "Liberation Sans Narrow"),
    "calibri": ("Calibri", "Carlito"),
    "cambria": ("Cambria", "Caladea"),
    "courier new": ("Courier New", "Liberation Mono", "Cousine"),
}


def is_metric_compatible(family: str, own: str) -> bool:
    """Whether a family is the one that is named, or one whose letters are as wide."""
    return family == own or own in METRIC_COMPATIBLE.get(family.lower(), ())


class FontRequest(NamedTuple):
    """A face as CSS requests it: the list of families, weight, italic."""

    families: tuple[str, ...]
    weight: int
    italic: bool


@lru_cache(maxsize=1)
def _fontconfig() -> tuple[Any, Any]:
    """Load libfontconfig, the one that Pango uses, and its configuration; by ctypes, which starts no child process.

    Why the current configuration of the process: Pango has it loaded in any case, in a thread that its first layout
    waits for; so it is there by then.
    """
    import ctypes

    try:
        lib = ctypes.CDLL("libfontconfig.so.1")
    except OSError as error:
        raise EnvironmentFault(Problem(Message("font-missing.fontconfig"))) from error
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for name, result, arguments in (
        ("FcConfigReference", pointer, [pointer]),
        ("FcPatternCreate", pointer, []),
        ("FcPatternAddString", number, [pointer, text, text]),
        ("FcPatternAddInteger", number, [pointer, text, number]),
        ("FcPatternAddBool", number, [pointer, text, number]),
        ("FcPatternAddCharSet", number, [pointer, text, pointer]),
        ("FcCharSetCreate", pointer, []),
        ("FcCharSetAddChar", number, [pointer, ctypes.c_uint32]),
        ("FcCharSetDestroy", None, [pointer]),
        ("FcConfigSubstitute", number, [pointer, pointer, number]),
        ("FcDefaultSubstitute", None, [pointer]),
        ("FcFontMatch", pointer, [pointer, pointer, pointer]),
        ("FcPatternGetString", number, [pointer, text, number, ctypes.POINTER(text)]),
        ("FcPatternGetInteger", number, [pointer, text, number, ctypes.POINTER(number)]),
        ("FcPatternDestroy", None, [pointer]),
    ):
        function = getattr(lib, name)
        function.restype, function.argtypes = result, arguments
    return lib, lib.FcConfigReference(None)


chosen: dict[FontRequest, Face] = {}
"""The faces that fontconfig has selected, in this process."""


def find_face(request: FontRequest) -> Face:
    """Return the face that fontconfig selects. Raises `EnvironmentFault` if it is neither the family nor
    metric-compatible.
    """
    face = chosen.get(request)
    if face is None:
        face = chosen[request] = _selected(request)
    return face


def configuration() -> int:
    """Return the address of the configuration, with a reference that the caller has to give back."""
    lib, config = _fontconfig()
    return int(lib.FcConfigReference(config))


class _Match(NamedTuple):
    """What fontconfig offers: a file ("" for none), the number of a face in it, its families, slant and weight."""

    file: str
    number: int
    families: list[str]
    slant: int
    weight: int


def _selected(request: FontRequest) -> Face:
    match = _matched(request)
    allowed = {f.lower() for family in request.families for f in (family, *METRIC_COMPATIBLE.get(family.lower(), ()))}
    right = {f.lower() for f in match.families} & allowed and bool(match.slant) == request.italic
    if not match.file or not right or (match.weight >= 180) != (request.weight >= 600):
        raise missing_face(request, match.families)
    return load_face(match.file, match.number & 0xFFFF)


def face_with(characters: str, request: FontRequest) -> Face | None:
    """Return the face that fontconfig selects for characters that the requested one lacks, as other programs take it;
    None where none of the machine has all of them.
    """
    match = _matched(request, characters)
    face = load_face(match.file, match.number & 0xFFFF) if match.file else None
    return None if face is None or face.missing(characters) or face.is_coloured else face


@one_at_a_time
def _matched(request: FontRequest, characters: str = "") -> _Match:
    """Ask fontconfig for a face; `characters`: those that it should have, before all else."""
    import ctypes

    lib, config = _fontconfig()
    pattern = lib.FcPatternCreate()
    for family in request.families:
        lib.FcPatternAddString(pattern, b"family", family.encode())
    lib.FcPatternAddInteger(pattern, b"weight", 200 if request.weight >= 600 else 80)
    lib.FcPatternAddInteger(pattern, b"slant", 100 if request.italic else 0)
    if characters:
        charset = lib.FcCharSetCreate()
        for character in characters:
            lib.FcCharSetAddChar(charset, ord(character))
        lib.FcPatternAddCharSet(pattern, b"charset", charset)
        lib.FcPatternAddBool(pattern, b"color", 0)
        lib.FcCharSetDestroy(charset)
    lib.FcConfigSubstitute(config, pattern, 0)
    lib.FcDefaultSubstitute(pattern)
    result, text, number = ctypes.c_int(), ctypes.c_char_p(), ctypes.c_int()
    match = lib.FcFontMatch(config, pattern, ctypes.byref(result))
    try:
        found = _Match("", 0, [], 0, 80)
        families: list[str] = []
        if match and lib.FcPatternGetString(match, b"file", 0, ctypes.byref(text)) == 0 and text.value:
            file = text.value.decode()
            while lib.FcPatternGetString(match, b"family", len(families), ctypes.byref(text)) == 0 and text.value:
                families.append(text.value.decode())
            index = number.value if lib.FcPatternGetInteger(match, b"index", 0, ctypes.byref(number)) == 0 else 0
            slant = number.value if lib.FcPatternGetInteger(match, b"slant", 0, ctypes.byref(number)) == 0 else 0
            weight = number.value if lib.FcPatternGetInteger(match, b"weight", 0, ctypes.byref(number)) == 0 else 80
            found = _Match(file, index, families, slant, weight)
    finally:
        if match:
            lib.FcPatternDestroy(match)
        lib.FcPatternDestroy(pattern)
    return found


def _style(request: FontRequest) -> Message:
    """Return the style of a face in words."""
    if request.weight >= 600:
        return Message("letters-style.bold-italic") if request.italic else Message("letters-style.bold")
    return Message("letters-style.italic") if request.italic else Message("letters-style.upright")


def missing_face(request: FontRequest, available: Sequence[str] = ()) -> EnvironmentFault:
    """Build the error for a face that this machine does not have."""
    style = (" bold" if request.weight >= 600 else "") + (" italic" if request.italic else "")
    family, given = next(iter(request.families), "?"), ", ".join(available) or Message("fontconfig.none")
    if family.casefold() in map(str.casefold, available):
        return EnvironmentFault(Problem(Message("font-style", family=family, style=_style(request))))
    return EnvironmentFault(Problem(Message("font-missing.face", family=family, style=style, given=given)))
