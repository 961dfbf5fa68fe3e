"""What the blocks of one part have in common, written once: macros before its text, called where a block prints them.

A macro takes what it prints as parameters and holds whole elements, so it is proved and traced as what stands in its
place would be. Its names are out of the way of a template's own (`block_source`).
"""

from __future__ import annotations

from jinja2 import nodes

from congvan.formats.docx.blocks.enclosing import enclose_values

SHARED_FILTER = "docx_shared"
"""Filter for what a macro of the blocks returns: markup of the template, which is printed as it is."""


class BlockMacros:
    """The macros of one part, by what they hold."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str, str], str] = {}

    def __len__(self) -> int:
        return len(self._names)

    def call(self, name: str, parameters: str, body: str, arguments: str) -> str:
        """Return the source that calls the macro of this body."""
        own = self._names.setdefault((name, parameters, body), f"{name}_{len(self._names)}")
        return f"{{{{ {own}({arguments}) }}}}"

    def definitions(self, *, enclosed: bool) -> str:
        """Return the source of the macros, on one line; `enclosed`: their values stand between signs."""
        return "".join(
            f"{{% macro {own}({parameters}) %}}{enclose_values(body) if enclosed else body}{{% endmacro %}}"
            for (_name, parameters, body), own in self._names.items()
        )


def called(node: nodes.Node, names: frozenset[str]) -> str:
    """Return which of these macros a printed expression calls; "" if none."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in names:
        return node.node.name
    return ""


def print_as_markup(tree: nodes.Template, names: frozenset[str]) -> None:
    """Have what these macros return printed as it is. Changes the tree."""
    for output in tree.find_all(nodes.Output) if names else ():
        output.nodes = [
            nodes.Filter(child, SHARED_FILTER, [], [], None, None, lineno=child.lineno)
            if called(child, names)
            else child
            for child in output.nodes
        ]


def print_as_texts(tree: nodes.Template) -> None:
    """Undo `print_as_markup`: a renderer of traced values prints what any macro returns. Changes the tree."""
    for output in tree.find_all(nodes.Output):
        output.nodes = [
            child.node
            if isinstance(child, nodes.Filter) and child.name == SHARED_FILTER and child.node is not None
            else child
            for child in output.nodes
        ]
