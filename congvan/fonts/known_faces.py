"""The faces that fontconfig has selected, kept between runs while nothing that it looks at has changed.

Why: to ask fontconfig, read four fonts and import HarfBuzz takes longer than to stamp a letter whose words are known.
What is looked at is what fontconfig itself names: its files, its folders of fonts, and those where either may appear.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable
from weakref import WeakKeyDictionary

from congvan.cache import Cache
from congvan.fonts import fontconfig
from congvan.fonts.faces import Face
from congvan.fonts.fontconfig import FontRequest

KIND = "faces"  # of entries in the cache
_OVERRIDES = ("FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT")  # variables for experiments: nothing is kept
_ENVIRONMENT = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "LC_ALL", "LC_CTYPE", "LANG")
_OWN_FILES = ("fontconfig", "fontconfig/conf.d", "fontconfig/fonts.conf")  # below the user's folder of settings
_SETTLED = 2_000_000_000  # ns after which another change shows in the time of a file
_stored: WeakKeyDictionary[Cache, int] = WeakKeyDictionary()
"""How many faces were loaded from, or stored in, each cache."""


def restore(cache: Cache) -> None:
    """Load the faces that earlier runs have found, if nothing has changed since; once for each cache."""
    if cache in _stored:
        return
    _stored[cache] = 0
    data = None if fontconfig.is_loaded() or _has_overrides() else cache.get(KIND, _key())
    if data is None:
        return
    try:
        states, faces = json.loads(data)
        if any(_state(path) != state for path, state in states):
            return
        for families, weight, italic, path, index, sha, family in faces:
            face = Face(b"", index, path=path, sha=sha)
            face.family = family
            fontconfig.chosen.setdefault(FontRequest(tuple(families), weight, italic), face)
        _stored[cache] = len(fontconfig.chosen)
    except (ValueError, TypeError):  # damaged
        return


def keep(cache: Cache) -> None:
    """Store the faces that this process has asked fontconfig for."""
    if not fontconfig.is_loaded() or _has_overrides() or _stored.get(cache) == len(fontconfig.chosen):
        return
    _stored[cache] = len(fontconfig.chosen)
    faces = [
        [*request, face.path, face.index, face.sha, face.family]
        for request, face in sorted(fontconfig.chosen.items())
        if face.path
    ]
    looked_at = {*fontconfig.watched(), *_own_files(), *(face.path for face in fontconfig.chosen.values() if face.path)}
    states = [(path, _state(path)) for path in sorted(_with_folders(looked_at))]
    newest = max((max(state[1:3]) for _path, state in states if state), default=0)
    if newest + _SETTLED < time.time_ns():
        data = json.dumps([states, faces]).encode()
        if cache.get(KIND, _key()) != data:
            cache.put(KIND, _key(), data)


def _has_overrides() -> bool:
    return any(os.environ.get(name) for name in _OVERRIDES)


def _key() -> str:
    return hashlib.sha256(repr([os.environ.get(name) for name in _ENVIRONMENT]).encode("utf-8", "replace")).hexdigest()


def _own_files() -> list[str]:
    folder = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    return [os.path.expanduser("~/.fonts.conf"), *(os.path.join(folder, name) for name in _OWN_FILES)]


def _with_folders(paths: Iterable[str]) -> set[str]:
    """Return the paths with the folder of each file: another may appear beside it."""
    paths = set(paths)
    return paths | {os.path.dirname(path) for path in paths if os.path.isfile(path)}


def _state(path: str) -> list[int] | None:
    """Return the stat data of a file or folder; None if there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return [status.st_ino, status.st_mtime_ns, status.st_ctime_ns, status.st_size]
