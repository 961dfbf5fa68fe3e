"""A short list of edits, as bytes, and what it makes of a sound file.

Why not the damaged file itself: a fuzzer changes a few bytes at a time and is told what that reached. Few bytes that
say which words of a letter to take away, double or swap reach more of us than few bytes of a compressed package, and a
kept input takes a line instead of 40 KB. The price: the list says something else once the sample changes, so what was
found is kept as a test of its own too.
"""

from __future__ import annotations

import functools
import io
import re
import zipfile
from collections.abc import Sequence

RAW = 0xF0  # first byte of an input that is no list of edits but the file itself
_OPERATION = 6  # bytes: what, where (2), how many words, which piece, from where
_MOST = 8  # operations
_LARGEST = 4 << 20  # bytes that doubling may come to


@functools.lru_cache(maxsize=256)
def _words(data: bytes) -> tuple[bytes, ...]:
    return tuple(re.findall(rb"\w+|\s+|[^\w\s]", data))


def edited(data: bytes, edits: bytes, pieces: Sequence[bytes]) -> bytes:
    """The file with its words taken away, doubled, moved, flipped, or replaced by a piece that is awkward there."""
    words = list(_words(data))
    for start in range(0, min(len(edits), _MOST * _OPERATION), _OPERATION):
        what, high, low, many, which, source = edits[start : start + _OPERATION].ljust(_OPERATION, b"\0")
        at = (high << 8 | low) * (len(words) + 1) >> 16
        end = min(len(words), at + (1 + many if many < 240 else 1 + (many - 239) * 64))
        piece = pieces[which % len(pieces)]
        match what % 8:
            case 0:
                words[at:at] = [piece]
            case 1:
                del words[at:end]
            case 2:
                times = 2 if source < 240 else 50
                if sum(map(len, words)) * times < _LARGEST:
                    words[at:end] = words[at:end] * times
            case 3:
                words[at : at + 1] = [piece]
            case 4:
                words[at:at] = [bytes([which])]
            case 5:
                word = words[at] if at < len(words) else b"\0"
                words[at : at + 1] = [bytes([word[0] ^ (which or 1)]) + word[1:]]
            case 6:
                taken = words[at:end]
                del words[at:end]
                to = source * (len(words) + 1) >> 8
                words[to:to] = taken
            case _:
                other = source * len(words) >> 8
                words[at:end] = words[other : other + end - at]
    return b"".join(words)


def file_of(sound: Sequence[bytes], recipe: bytes, pieces: Sequence[bytes]) -> bytes:
    """The file that an input stands for: the first byte says which sound file is edited, or that the rest is it."""
    if recipe[:1] >= bytes([RAW]):
        return recipe[1:]
    return edited(sound[recipe[0] % len(sound) if recipe else 0], recipe[1:], pieces)


@functools.lru_cache(maxsize=64)
def _members(package: bytes) -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        return tuple((name, old.read(name)) for name in old.namelist())


def package_of(sound: Sequence[bytes], recipe: bytes, pieces: Sequence[bytes]) -> bytes:
    """The same of a ZIP package: the second byte says which part is edited, or that the package's own bytes are."""
    if recipe[:1] >= bytes([RAW]) or recipe[1:2] >= bytes([RAW]):
        return file_of(sound, recipe[:1] + recipe[2:], pieces)
    package = sound[recipe[0] % len(sound) if recipe else 0]
    members = _members(package)
    which = recipe[1] % len(members) if recipe[1:] else 0
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for number, (name, data) in enumerate(members):
            new.writestr(name, edited(data, recipe[2:], pieces) if number == which else data)
    return out.getvalue()
