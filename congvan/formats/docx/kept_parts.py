"""Compiled parts of templates that are compiled again and again while somebody edits them.

An edit changes one part, as a rule the body; headers, footers, notes and properties stay. What a part comes to follows
from its XML and the styles. It is kept in memory, and all but a body in the cache; with its body a template is kept as
a whole once a build has compiled it.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Callable

from congvan.cache import Cache
from congvan.formats.docx.compiled_part import CompiledPart
from congvan.formats.docx.package import TemplatePart
from congvan.formats.docx.styles import StyleSheet

KIND = "docx-part"  # of entries in the cache
_MOST_KEPT = 100

_kept: dict[str, CompiledPart | None] = {}


class KeptParts:
    """The parts of strict templates with these styles; `made_by`: what their code depends on besides."""

    def __init__(self, styles: StyleSheet, cache: Cache | None = None, made_by: str = "") -> None:
        self._cache = cache
        self._about = repr((made_by, styles.as_tuple()))

    def compiled(
        self, source: TemplatePart, compile_: Callable[[], CompiledPart | None], *, enclosed: bool
    ) -> CompiledPart | None:
        """Return a part as it was compiled before, or as `compile_` compiles it; None if it holds no tags."""
        about = repr((self._about, source.member.name, source.kind, source.number, enclosed))
        key = hashlib.sha256(about.encode() + source.member.content()).hexdigest()
        if key not in _kept:
            if len(_kept) >= _MOST_KEPT:
                _kept.clear()
            _kept[key] = compile_() if self._cache is None or source.kind == "body" else self._stored(key, compile_)
        return _kept[key]

    def _stored(self, key: str, compile_: Callable[[], CompiledPart | None]) -> CompiledPart | None:
        """Return a part from the cache, or compile it into the cache."""
        assert self._cache is not None
        stored = self._cache.get(KIND, key)
        if stored is not None:
            try:
                values = marshal.loads(stored)
                return None if values is None else CompiledPart(*values)
            except (EOFError, TypeError, ValueError):
                pass  # it is made again
        made = compile_()
        self._cache.put(KIND, key, marshal.dumps(None if made is None else made.as_tuple()))
        return made
