"""The values that a template always prints into its running text: those of tags that are no more than a name.

Why: such a tag leaves a hole in the sentence where the value is empty. What is in a cell of a table may be empty, and
what is under a condition, in a loop that chooses, or has a `mac_dinh` was thought of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from jinja2 import TemplateError, nodes

from congvan.core.problems import Place
from congvan.core.templating.environment import jinja_environment

LIST = "[]"
"""Behind the name of a list in a path: each of its entries."""
_PRINT_NOTHING = frozenset(
    ("hoa", "hoa_dau", "upper", "lower", "title", "capitalize", "trim", "string", "e", "escape", "safe")
)
"""Filters that make nothing of an empty text."""
_KEEP_ALL = frozenset(("list", "sort", "reverse", "theo_ten"))
"""Filters of which a loop goes through all entries."""
_MARKUP = re.compile(r"<!--|-->|<(?P<end>/?)(?:w:)?(?P<name>tbl|table|tr|tc|td|th|head)\b|[<>]", flags=2)
Names = Mapping[str, str]
"""What the names of a template mean: a path; "" for what can't be told."""


class BareTag(NamedTuple):
    """A tag that prints a value and nothing else: the path of the value, the tag as written, where it is."""

    path: str
    tag: str
    place: Place

    def locate(self) -> Place:
        return self.place


Found = tuple[str, int]
"""The path of a value, and the line of the tag."""


def bare_tags(
    tree: nodes.Template, *, markup: bool, included: Callable[[str], nodes.Template | None] = lambda _name: None
) -> list[Found]:
    """Return the tags of a template in their order; `markup`: it is XML or HTML, whose tables and attributes are told
    from its text.
    """
    walk = _OutputWalk(markup, included)
    walk.through(tree.body, {}, asked=False)
    return walk.found


@lru_cache(4096)
def bare_paths(tag: str) -> Sequence[str]:
    """Return the paths of the values that a tag of a text of the data always prints; () too for one that is wrong,
    which is reported where it is merged.
    """
    try:
        return [path for path, _line in bare_tags(jinja_environment().parse(tag), markup=False)]
    except TemplateError:
        return ()


def bare_in_texts(tree: nodes.Template, block: str) -> list[Found]:
    """Return those of the texts of a workbook that hold words too: each is a block that is set under a name."""
    found: list[Found] = []
    for node in tree.body:
        if isinstance(node, nodes.AssignBlock) and isinstance(node.target, nodes.Name) and node.target.name == block:
            said = (each.data for each in node.find_all(nodes.TemplateData))
            if any(letter.isalpha() for text in said for letter in text):
                walk = _OutputWalk(False, lambda _name: None)
                walk.through(node.body, {}, asked=False)
                found += walk.found
    return found


@lru_cache(4096)
def steps_of(path: str) -> Sequence[str]:
    """Return the steps of a path: a.b[].c is a, b, [], c."""
    return tuple(step for part in path.split(".") for step in part.replace(LIST, f".{LIST}").split("."))


class _OutputWalk:
    """Goes through a template in its order, and knows whether it is in a cell or in a mark of the markup."""

    def __init__(self, markup: bool, included: Callable[[str], nodes.Template | None]) -> None:
        self._markup, self._included = markup, included
        self._cells: list[bool] = []  # of the open tables: in a cell
        self._hidden = self._within = False
        self.found: list[Found] = []

    def through(self, body: Iterable[nodes.Node], names: Names, *, asked: bool) -> None:
        """Go through statements; `asked`: under a condition, where nothing is always printed."""
        names = dict(names)
        for node in body:
            if isinstance(node, nodes.Output):
                self._printed(node, names, asked)
            elif isinstance(node, nodes.For):
                self._loop(node, names, asked)
            elif isinstance(node, nodes.If):
                for branch in (node.body, *(each.body for each in node.elif_), node.else_):
                    self.through(branch, names, asked=True)
            elif isinstance(node, nodes.Assign | nodes.With):
                self._assigned(node, names, asked)
            elif isinstance(node, nodes.Include) and isinstance(node.template, nodes.Const):
                part = self._included(str(node.template.value))
                self.through(part.body if part else (), names, asked=asked)
            elif isinstance(node, nodes.Macro | nodes.CallBlock | nodes.AssignBlock):
                self.through(node.body, names, asked=True)
            elif isinstance(inner := getattr(node, "body", None), list):
                self.through(inner, names, asked=asked)

    def _loop(self, node: nodes.For, names: Names, asked: bool) -> None:
        path = _path(node.iter, names, _KEEP_ALL) if node.test is None and not node.recursive else ""
        meant = f"{path}{LIST}" if path and isinstance(node.target, nodes.Name) else ""
        self.through(node.body, {**names, **dict.fromkeys(_targets(node.target), meant)}, asked=asked or not meant)
        self.through(node.else_, names, asked=True)

    def _assigned(self, node: nodes.Assign | nodes.With, names: dict[str, str], asked: bool) -> None:
        pairs = (
            zip(node.targets, node.values, strict=True) if isinstance(node, nodes.With) else [(node.target, node.node)]
        )
        meant = {name: _path(value, names) for target, value in pairs for name in _targets(target)}
        if isinstance(node, nodes.With):
            self.through(node.body, {**names, **meant}, asked=asked)
        else:
            names |= meant

    def _printed(self, node: nodes.Output, names: Names, asked: bool) -> None:
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                self._read(child.data)
            elif not (asked or self._hidden or self._within or any(self._cells)) and (path := _path(child, names)):
                self.found.append((path, child.lineno))

    def _read(self, text: str) -> None:
        for token in _MARKUP.finditer(text) if self._markup else ():
            name, end = (token["name"] or "").lower(), bool(token["end"])
            self._within = token[0] not in (">", "-->")
            if name == "head":
                self._hidden = not end
            elif name in ("tbl", "table"):
                self._cells = self._cells[:-1] if end else [*self._cells, False]
            elif name:
                self._cells[-1:] = [name != "tr" and not end]


def _targets(node: nodes.Node) -> Iterator[str]:
    return (each.name for each in (node, *node.find_all(nodes.Name)) if isinstance(each, nodes.Name))


def _path(node: nodes.Node, names: Names, filters: frozenset[str] = _PRINT_NOTHING) -> str:
    """Return the path of a value that an expression is, but for filters; "" for any other expression."""
    while isinstance(node, nodes.Filter) and node.name in filters and node.node is not None:
        node = node.node
    steps: list[str] = []
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        if isinstance(node, nodes.Getattr):
            steps.append(node.attr)
        elif isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            steps.append(node.arg.value)
        else:
            return ""
        node = node.node
    root = names.get(node.name, node.name) if isinstance(node, nodes.Name) else ""
    return ".".join([root, *reversed(steps)]) if root else ""
