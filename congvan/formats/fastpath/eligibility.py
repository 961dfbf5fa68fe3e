"""Decide whether a template can be recorded: whether traced texts report every use that it makes of texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import nodes

_ESCAPING = {"e", "escape"}  # their result for a traced text holds its token
_PLAIN_FILTERS = {"length", "count", "default", "d", "first", "last", "upper", "lower", "capitalize", "trim"}
REPORTED_FILTERS = _PLAIN_FILTERS | _ESCAPING
"""Filters that inspect texts only through methods of `TracedText`, which report."""
_TESTS = {"defined", "undefined", "none", "mapping", "sequence", "iterable", "string", "even", "odd", "divisibleby"}


def is_traceable(
    trees: Iterable[nodes.Template], *, filters: bool = False, printed: str = "", escapes: bool = True
) -> bool:
    """Whether a template uses texts only in ways that a `TracedText` can report.

    `filters`: its filters are wrapped by `reporting_filters`. `printed`: the name of captured blocks that are only
    printed. `escapes`: the template escapes what it prints, so that escaping a text beforehand changes nothing.
    """
    from jinja2 import nodes

    def hidden(node: nodes.Node, parent: nodes.Node) -> bool:
        if filters and isinstance(node, nodes.Filter) and not _escapes_text(node, nodes):
            return False
        if isinstance(node, nodes.AssignBlock) and isinstance(node.target, nodes.Name):
            return node.target.name != printed
        if isinstance(node, nodes.Name) and node.name == printed and node.ctx == "load":
            return not isinstance(parent, nodes.Output)
        return _inspects_unreported(node, parent, nodes, escapes)

    plain = {nodes.TemplateData, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Output, nodes.If, nodes.For}
    pairs = [pair for tree in trees for pair in _pairs(tree)]
    asked = (pair for pair in pairs if type(pair[1]) not in plain)  # most are plain, and hide nothing
    return not any(hidden(node, parent) for parent, node in asked) and not _uses_joined_text(pairs, nodes)


def inspects_unreported(node: nodes.Node, parent: nodes.Node, escapes: bool) -> bool:
    """Whether this node of an expression, whose filters report, could inspect a text without reporting it.

    The result of `~` on traced texts holds their tokens, so nothing may inspect it either.
    """
    from jinja2 import nodes

    if isinstance(node, nodes.Filter) and not _escapes_text(node, nodes):
        return False
    return isinstance(node, nodes.Concat) or _inspects_unreported(node, parent, nodes, escapes)


Pair = tuple["nodes.Node", "nodes.Node"]


def _pairs(tree: nodes.Node) -> Iterator[Pair]:
    """Yield (parent, child) for every node below `tree`."""
    waiting = [tree]
    while waiting:
        parent = waiting.pop()
        for child in parent.iter_child_nodes():
            yield parent, child
            waiting.append(child)


def _escapes_text(node: nodes.Filter, nodes: Any) -> bool:
    """Whether the result of a filter may hold the tokens of its input: it escapes, or maps a filter that escapes."""
    if node.name != "map" or not node.args:
        return node.name in _ESCAPING
    return not isinstance(node.args[0], nodes.Const) or node.args[0].value in _ESCAPING


def _is_number(node: nodes.Node, nodes: Any) -> bool:
    """Whether an expression yields a number or fails, by its form alone."""
    if isinstance(node, nodes.Const):
        return isinstance(node.value, int | float)
    if isinstance(node, nodes.Filter):
        return node.name in {"length", "count", "int", "float", "abs", "round", "wordcount"}
    if isinstance(node, nodes.Getattr):
        return (
            isinstance(node.node, nodes.Name) and node.node.name == "loop" and node.attr not in {"previtem", "nextitem"}
        )
    if isinstance(node, nodes.Add):
        return _is_number(node.left, nodes) or _is_number(node.right, nodes)
    if isinstance(node, nodes.Mul):
        return _is_number(node.left, nodes) and _is_number(node.right, nodes)
    return isinstance(node, nodes.Sub | nodes.Div | nodes.FloorDiv | nodes.Neg | nodes.Pos)


def _inspects_unreported(node: nodes.Node, parent: nodes.Node, nodes: Any, escapes: bool) -> bool:
    """Whether this node could inspect a text without reporting it."""
    if isinstance(node, nodes.Filter):
        printed = escapes and isinstance(parent, nodes.Output)
        return node.name not in REPORTED_FILTERS or (node.name in _ESCAPING and not printed)
    if isinstance(node, nodes.Test):
        return node.name not in _TESTS
    if isinstance(node, nodes.Operand):
        if isinstance(parent, nodes.Compare) and isinstance(parent.expr, nodes.Const) and len(parent.ops) == 1:
            return False  # a text reports the search for a constant in it
        constant = node.expr.value if isinstance(node.expr, nodes.Const) else ""
        listed = isinstance(node.expr, nodes.Tuple | nodes.List) or isinstance(constant, tuple | list)
        return (
            node.op in ("in", "notin") and not listed
        )  # a list compares each item, which reports; a text searches unreported
    if isinstance(node, nodes.Call):
        if isinstance(node.node, nodes.Name):
            return node.node.name != "range" and not isinstance(parent, nodes.Output)
        return True
    if isinstance(node, nodes.Add):  # markup takes a text in by its token
        return not (_is_number(node.left, nodes) or _is_number(node.right, nodes))
    kinds = (nodes.AssignBlock, nodes.CallBlock, nodes.FilterBlock, nodes.MarkSafe, nodes.ScopedEvalContextModifier)
    return isinstance(node, (*kinds, nodes.NSRef, nodes.ExprStmt))


def _uses_joined_text(pairs: list[Pair], nodes: Any) -> bool:
    """Whether a text joined by `~` could be inspected; it may only be printed, joined again and passed to a macro."""
    if not any(isinstance(node, nodes.Concat) for _parent, node in pairs):
        return False
    macros = {node.name: node for _parent, node in pairs if isinstance(node, nodes.Macro)}
    calls = [node for _parent, node in pairs if isinstance(node, nodes.Call)]
    assigns = [node for _parent, node in pairs if isinstance(node, nodes.Assign)]
    names: set[str] = set()
    while True:
        before = len(names)
        for call in calls:
            macro = macros.get(call.node.name) if isinstance(call.node, nodes.Name) else None
            for n, argument in enumerate(call.args):
                if _is_joined(argument, names, nodes):
                    if macro is None or n >= len(macro.args):
                        return True
                    names.add(macro.args[n].name)
            names |= {k.key for k in call.kwargs if _is_joined(k.value, names, nodes)}
        for assign in assigns:
            if _is_joined(assign.node, names, nodes):
                if not isinstance(assign.target, nodes.Name):
                    return True
                names.add(assign.target.name)
        if len(names) == before:
            break
    quiet = (nodes.Output, nodes.Concat, nodes.Call, nodes.Keyword, nodes.Assign)
    return any(
        _is_joined(node, names, nodes) and not isinstance(parent, quiet)
        for parent, node in pairs
        if not (isinstance(node, nodes.Name) and node.ctx != "load")
    )


def _is_joined(node: nodes.Node, names: set[str], nodes: Any) -> bool:
    """Whether a node is a join, or a name that holds one."""
    return isinstance(node, nodes.Concat) or (isinstance(node, nodes.Name) and node.name in names)
