"""Macros of blocks: what a block tag prints, and what several of them have in common, written once.

A macro takes what it prints as parameters and holds whole elements. Its name follows from its source, so that one that
was compiled for another part or an earlier version of the template is found again (`compiled_macros`). The names are
out of the way of a template's own (`block_source`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Hashable, Iterator
from functools import lru_cache

from jinja2 import nodes

from congvan.core.templating.environment import outputs
from congvan.formats.docx.blocks.enclosing import enclose_values

SHARED_FILTER = "docx shared"
"""Filter for markup of the template itself, which is printed as it is; a name that no template can write."""
OWN_NAME = "docx_own"
"""Parameter of a macro for markup that its caller writes out."""
_enclosed = lru_cache(maxsize=64)(enclose_values)  # the parts of a template have most of their macros in common


class BlockMacros:
    """The macros of one part by name, each behind those that it calls.

    `enclosed`: values are between signs. `literal`: no macro is given markup, for an environment that escapes it.
    """

    def __init__(self, *, enclosed: bool = False, literal: bool = False) -> None:
        self._enclosed, self.literal = enclosed, literal
        self._sources: dict[str, str] = {}
        self._names: dict[tuple[str, str, str], str] = {}
        self.shared: dict[Hashable, str] = {}  # what several block tags print, by what it depends on

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield the name and the source of each macro."""
        return iter(self._sources.items())

    def call(self, name: str, parameters: str, body: str, arguments: str, mark: str = "") -> str:
        """Return the source that calls the macro of this body; `mark` is written inside its tag."""
        key = name, parameters, body
        own = self._names.get(key)
        if own is None:
            body = _enclosed(body) if self._enclosed else body
            own = f"{name}_{hashlib.sha256(f'{parameters}:{body}'.encode()).hexdigest()[:16]}"
            self._names[key] = own
            self._sources[own] = f"{{% macro {own}({parameters}) %}}{body}{{% endmacro %}}"
        return f"{{{{{mark} {own}({arguments}) }}}}"

    def definitions(self) -> str:
        """Return the source of all macros, on one line."""
        return "".join(self._sources.values())


def called(node: nodes.Node, names: Container[str]) -> str:
    """Return which of these macros a printed expression calls; "" if none."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in names:
        return node.node.name
    return ""


def is_own(node: nodes.Node) -> bool:
    """Whether a printed expression of a macro is the markup that it is given."""
    return isinstance(node, nodes.Name) and node.name == OWN_NAME


def print_as_markup(tree: nodes.Template, names: Container[str], *, own: bool = False) -> None:
    """Have what these macros return printed as it is; `own`: and what a macro is given. Changes the tree."""
    for output in outputs(tree):
        output.nodes = [
            nodes.Filter(child, SHARED_FILTER, [], [], None, None, lineno=child.lineno)
            if called(child, names) or (own and is_own(child))
            else child
            for child in output.nodes
        ]
