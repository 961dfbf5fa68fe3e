"""Macros of blocks and parts compiled one by one, so that of a template that is edited that alone is compiled.

What a macro comes to (its code, what it holds, whether it can be traced) follows from its source; it is kept in memory
and in the cache. Without a cache its code is compiled once a record calls it.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Callable, Mapping
from functools import partial
from types import CodeType
from typing import NamedTuple

from jinja2 import Environment, nodes

from congvan.core.cache import Cache
from congvan.formats.docx.blocks.macros import BlockMacros, print_as_markup
from congvan.formats.docx.compiled_part import CompiledPart, MacroCode
from congvan.formats.docx.package import TemplatePart
from congvan.formats.docx.printed.postprocess import restore_braces
from congvan.formats.docx.proofs.wellformedness import (
    MacroProof,
    Macros,
    NotProved,
    prove_macro,
    restrict_to_records,
)
from congvan.formats.docx.styles import StyleSheet
from congvan.formats.fastpath.eligibility import is_traceable

KIND, PARTS = "docx-block", "docx-part"  # of entries in the cache
_FILE = "<blocks>"
_MOST_KEPT, _MOST_PARTS = 500, 100

_kept: dict[str, CompiledMacro] = {}
_kept_parts: dict[str, CompiledPart | None] = {}


class CompiledMacro(NamedTuple):
    """One macro. `proof`: None if it is not proved well-formed."""

    code: MacroCode
    proof: MacroProof | None
    traceable: bool

    def to_bytes(self) -> bytes:
        return marshal.dumps((self.code(), self.proof.as_tuple() if self.proof else None, self.traceable))

    @classmethod
    def from_bytes(cls, data: bytes) -> CompiledMacro:
        """Raises EOFError, TypeError or ValueError for damaged bytes."""
        code, proof, traceable = marshal.loads(data)
        return cls(MacroCode(code), MacroProof.from_tuple(proof) if proof else None, traceable)


class MacroCompiler:
    """Compiles macros in an environment; `made_by`: what their code depends on besides their source."""

    def __init__(self, env: Environment, cache: Cache | None = None, made_by: str = "") -> None:
        self._env, self._cache, self._made_by = env, cache, made_by

    def compiled(self, macros: BlockMacros) -> dict[str, CompiledMacro]:
        """Return these macros by name, in their order."""
        found: dict[str, CompiledMacro] = {}
        for name, source in macros:
            found[name] = _kept.get(name) or self._stored(name, source, found)
        if len(_kept) > _MOST_KEPT:
            _kept.clear()
        _kept.update(found)
        return found

    def _stored(self, name: str, source: str, known: Mapping[str, CompiledMacro]) -> CompiledMacro:
        """Return a macro from the cache, or compile it into the cache."""
        if self._cache is None:
            return self._compile(name, source, known)
        key = hashlib.sha256(f"{self._made_by}:{source}".encode()).hexdigest()
        stored = self._cache.get(KIND, key)
        if stored is not None:
            try:
                return CompiledMacro.from_bytes(stored)
            except (EOFError, TypeError, ValueError):
                pass  # it is made again
        made = self._compile(name, source, known)
        self._cache.put(KIND, key, made.to_bytes())
        return made

    def _compile(self, name: str, source: str, known: Mapping[str, CompiledMacro]) -> CompiledMacro:
        tree, proof = macro_tree(self._env, source, {each: macro.proof for each, macro in known.items()})
        traceable = is_traceable([tree], filters=True)
        print_as_markup(tree, known, own=True)
        compile_tree: Callable[..., CodeType] = self._env.compile  # it accepts a tree too
        return CompiledMacro(MacroCode(partial(compile_tree, tree, name, _FILE)), proof, traceable)


def macro_tree(env: Environment, source: str, known: Macros) -> tuple[nodes.Template, MacroProof | None]:
    """Return the tree of a macro as it is compiled, and what it holds if it is proved."""
    tree = env.parse(source)
    for data in tree.find_all(nodes.TemplateData) if restore_braces(source) != source else ():
        data.data = restore_braces(data.data)
    try:
        proof, outside = prove_macro(tree, known)
    except NotProved:
        return tree, None
    restrict_to_records(tree, outside)
    return tree, proof


class KeptParts:
    """The parts of strict templates with these styles, in memory and, all but a body, in the cache: with its body a
    template is kept as a whole once a build has compiled it; `made_by`: what their code depends on besides."""

    def __init__(self, styles: StyleSheet, cache: Cache | None = None, made_by: str = "") -> None:
        self._cache = cache
        self._about = repr((made_by, styles.as_tuple()))

    def compiled(
        self, source: TemplatePart, compile_: Callable[[], CompiledPart | None], *, enclosed: bool
    ) -> CompiledPart | None:
        """Return a part as it was compiled before, or as `compile_` compiles it; None if it holds no tags."""
        about = repr(
            (self._about, source.member.name, source.kind, source.number, source.pages, source.moves, enclosed)
        )
        key = hashlib.sha256(about.encode() + source.member.content()).hexdigest()
        if key not in _kept_parts:
            if len(_kept_parts) >= _MOST_PARTS:
                _kept_parts.clear()
            _kept_parts[key] = (
                compile_() if self._cache is None or source.kind == "body" else self._stored(key, compile_)
            )
        return _kept_parts[key]

    def _stored(self, key: str, compile_: Callable[[], CompiledPart | None]) -> CompiledPart | None:
        """Return a part from the cache, or compile it into the cache."""
        assert self._cache is not None
        stored = self._cache.get(PARTS, key)
        if stored is not None:
            try:
                values = marshal.loads(stored)
                return None if values is None else CompiledPart.from_tuple(values)
            except (EOFError, TypeError, ValueError):
                pass  # it is made again
        made = compile_()
        self._cache.put(PARTS, key, marshal.dumps(None if made is None else made.as_tuple()))
        return made
