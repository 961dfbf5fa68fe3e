"""Check the names of a template against what is declared, also in branches that no record of today takes.

Types are TypedDicts of `declared`; whatever is not declared (a record as the data give it) is taken as it comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args, get_origin, is_typeddict

from jinja2 import Environment, TemplateError, nodes

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem
from congvan.core.templating.declared import declared_names
from congvan.core.templating.diagnosis import did_you_mean
from congvan.core.templating.environment import context_paths
from congvan.core.templating.slips import hyphenated
from congvan.core.templating.tags import MIDDLES, PAIRS
from congvan.core.templating.typed import as_meant

Types = Mapping[str, Any]
"""The names that a template is given, each with its type."""

_LETTER = re.compile(r"^(\{[{%][-+]?)(?:tr|tc|p|r)\s")
_VALUE = re.compile(r"^\{%[-+]?\s*(?:cellbg|colspan)\s+(.*?)\s*[-+]?%\}$", re.DOTALL)
_WORD = re.compile(r"\{%[-+]?\s*(\w+)")
_ASSIGNED = re.compile(r"\{%[-+]?\s*set\b[^=]*=")
_MERGE = re.compile(r"^\{%[-+]?\s*[vh]m\s*[-+]?%\}$")
_ELEMENT = frozenset(["first", "last", "random", "min", "max"])
_SAME = frozenset(["list", "sort", "unique", "reverse", "selectattr", "rejectattr", "select", "reject", "theo_ten"])


class TagSource:
    """The tags of a part as a template of their own, one a line, so that a line is a tag and its place."""

    def __init__(self, tags: Sequence[tuple[str, Place]], env: Environment) -> None:
        self.tags = tags
        self._known = dict.fromkeys(env.globals)
        lines = [_alone(tag) for tag, _place in tags]
        self.tree = _parsed(lines, env) or _parsed(_mended(lines, env), env)  # the compiler reports errors

    @property
    def paths(self) -> frozenset[str]:
        """The dotted paths that the tags read."""
        try:
            return context_paths(self.tree) if self.tree else frozenset()
        except TemplateError:  # an unknown filter
            return frozenset()

    def unknown(self, types: Types) -> Iterator[Problem]:
        """Yield a problem for each name that is not declared, and for each loop over a text, at its tag."""
        walk = _Walk({**self._known, **types})
        for one in walk.run(self.tree) if self.tree else ():
            tag, place = self._at(one.line)
            message = Message("template-not-given", name=one.path, tag=tag)
            remedy = hyphenated(one.key, tag) or self._of_a_loop(one.key) or did_you_mean(one.key, one.known)
            yield Problem(message, place, remedy)
        for line in walk.loops_over_texts:
            tag, place = self._at(line)
            yield Problem(Message("template-loop-text", tag=tag), place)

    def _of_a_loop(self, name: str) -> Message | None:
        """Return the remedy for a name that a loop gives, which is behind or before that loop; None for others."""
        loops = self.tree.find_all(nodes.For) if self.tree else ()
        found = next((loop for loop in loops if name in _bound(loop.target, None)), None)
        if found is None:
            return None
        return Message("template-not-given.hint-loop", name=name, tag=self._at(found.lineno)[0])

    def _at(self, line: int) -> tuple[str, Place]:
        return self.tags[min(line, len(self.tags)) - 1]

    def type_of(self, tag: str, types: Types) -> Any:
        """Return the type of what a printing tag prints, where it is outside of any loop; None if unknown."""
        for (each, _place), tree in zip(self.tags, _printed(self.tree), strict=False):
            if each == tag and tree is not None:
                return _Walk(types).type(tree, [dict(types)])
        return None


def _parsed(lines: Sequence[str], env: Environment) -> nodes.Template | None:
    try:
        return env.parse("\n".join(lines))
    except (TemplateError, SyntaxError, RecursionError, ValueError, OverflowError):
        return None


def _mended(lines: Sequence[str], env: Environment) -> list[str]:
    """Return the lines without those that can't be read, and with an end for each block that has none."""
    mended: list[str] = []
    open_: list[str] = []
    for line in lines:
        word = _WORD.match(line)
        opens = word[1] if word and word[1] in PAIRS and not _ASSIGNED.match(line) else ""
        divides = word is not None and word[1] in MIDDLES
        if opens:
            kept = _parsed([line, f"{{% {PAIRS[opens]} %}}"], env) is not None
            open_ += [PAIRS[opens]] if kept else []
        elif word and word[1] in PAIRS.values():
            kept = bool(open_) and open_[-1] == word[1]
            open_ = open_[:-1] if kept else open_
        else:
            kept = bool(open_) if divides else _parsed([line], env) is not None
        mended.append(line if kept else "")
    return [*mended, *(f"{{% {end} %}}" for end in reversed(open_))]


def _printed(tree: nodes.Template | None) -> list[nodes.Expr | None]:
    """Return the expression printed on each line."""
    lines: dict[int, nodes.Expr] = {}
    for output in tree.find_all(nodes.Output) if tree else ():
        for child in output.nodes:
            if not isinstance(child, nodes.TemplateData):
                lines.setdefault(child.lineno, child)
    return [lines.get(number) for number in range(1, max(lines, default=0) + 1)]


def _alone(tag: str) -> str:
    """Return a tag on one line, without its letter; a tag that Jinja doesn't know as what it reads."""
    meant = _LETTER.sub(r"\1 ", as_meant(tag)).replace("\n", " ")
    if _MERGE.match(meant):
        return ""
    value = _VALUE.match(meant)
    return f"{{{{ {value[1]} }}}}" if value else meant


@dataclass(frozen=True, slots=True)
class _UnknownName:
    """A name that is not declared: the line, the whole path as written, the step that is unknown, what is known."""

    line: int
    path: str
    key: str
    known: tuple[str, ...]


class _Walk:
    """One walk through a template, with the types of the names in scope."""

    def __init__(self, types: Types) -> None:
        self.types = types
        self.found: dict[_UnknownName, None] = {}
        self.loops_over_texts: list[int] = []  # their lines

    def run(self, tree: nodes.Template) -> list[_UnknownName]:
        self._body(tree.body, [dict(self.types)])
        return list(self.found)

    def _body(self, body: Sequence[nodes.Node], scopes: list[dict[str, Any]]) -> None:
        for node in body:
            if isinstance(node, nodes.For):
                self._loop(node, scopes)
            elif isinstance(node, nodes.If):
                self.type(node.test, scopes)
                for part in (node.body, [*node.elif_], node.else_):
                    self._body(part, scopes)
            elif isinstance(node, nodes.Assign):
                scopes[-1] |= _bound(node.target, self.type(node.node, scopes))
            elif isinstance(node, nodes.With):
                values = [self.type(value, scopes) for value in node.values]
                pairs = zip(node.targets, values, strict=True)
                inner = {name: kind for target, value in pairs for name, kind in _bound(target, value).items()}
                self._body(node.body, [*scopes, inner])
            elif isinstance(node, nodes.Output):
                for child in node.nodes:
                    self.type(child, scopes)
            elif isinstance(node, nodes.Macro):
                scopes[-1][node.name] = None
                self._body(node.body, [*scopes, {arg.name: None for arg in node.args}])
            elif isinstance(node, nodes.Stmt):
                self._body([each for each in node.iter_child_nodes() if isinstance(each, nodes.Stmt)], scopes)

    def _loop(self, node: nodes.For, scopes: list[dict[str, Any]]) -> None:
        iterated = self.type(node.iter, scopes)
        if iterated is str and isinstance(node.iter, nodes.Name | nodes.Getattr | nodes.Getitem):
            self.loops_over_texts.append(node.lineno)
        element = _element(iterated)
        inner = [*scopes, {"loop": None, **_bound(node.target, element)}]
        if node.test is not None:
            self.type(node.test, inner)
        self._body(node.body, inner)
        self._body(node.else_, scopes)

    def type(self, node: nodes.Node, scopes: list[dict[str, Any]]) -> Any:
        """Return the type of an expression, None if it is not known; note the names in it that are not declared."""
        if isinstance(node, nodes.Name):
            return self._name(node, scopes)
        if isinstance(node, nodes.Getattr):
            return self._key(node, node.attr, self.type(node.node, scopes))
        if isinstance(node, nodes.Getitem):
            kind = self.type(node.node, scopes)
            if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
                return self._key(node, node.arg.value, kind)
            self.type(node.arg, scopes)
            return kind if isinstance(node.arg, nodes.Slice) else _element(kind)
        if isinstance(node, nodes.Test) and node.name in ("defined", "undefined"):
            return None
        if isinstance(node, nodes.Filter) and node.node is not None:
            return self._filtered(node, scopes)
        if isinstance(node, nodes.CondExpr):
            kinds = [self.type(each, scopes) for each in (node.expr1, node.expr2) if each is not None]
            self.type(node.test, scopes)
            return kinds[0]
        for child in node.iter_child_nodes():
            self.type(child, scopes)
        return None

    def _filtered(self, node: nodes.Filter, scopes: list[dict[str, Any]]) -> Any:
        assert node.node is not None
        if node.name in ("default", "d", "mac_dinh"):
            return None
        kind = self.type(node.node, scopes)
        for argument in node.args:
            self.type(argument, scopes)
        return _element(kind) if node.name in _ELEMENT else kind if node.name in _SAME else None

    def _name(self, node: nodes.Name, scopes: list[dict[str, Any]]) -> Any:
        for scope in reversed(scopes):
            if node.name in scope:
                return scope[node.name]
        if node.ctx == "load":
            known = tuple(dict.fromkeys(name for scope in reversed(scopes) for name in scope))
            self.found[_UnknownName(node.lineno, node.name, node.name, known)] = None
        return None

    def _key(self, node: nodes.Node, key: str, kind: Any) -> Any:
        if get_origin(kind) is dict:
            return get_args(kind)[1]
        names = {name.key: name.type for one in _dictionaries(kind) for name in declared_names(one)}
        if not names:
            return None
        if key not in names:
            self.found[_UnknownName(node.lineno, _path(node), key, tuple(names))] = None
        return names.get(key)


def _dictionaries(kind: Any) -> list[Any]:
    """Return the TypedDicts that a value may be."""
    if is_typeddict(kind):
        return [kind]
    if get_origin(kind) in (list, dict):
        return []
    return [one for each in get_args(kind) for one in _dictionaries(each)]


def _element(kind: Any) -> Any:
    """Return the type of what a list holds."""
    if get_origin(kind) is list:
        return get_args(kind)[0]
    found = [_element(each) for each in get_args(kind)] if get_origin(kind) not in (dict, None) else []
    return next((each for each in found if each is not None), None)


def _bound(target: nodes.Node, kind: Any) -> dict[str, Any]:
    """Return the names that an assignment binds."""
    if isinstance(target, nodes.Name):
        return {target.name: kind}
    return {name.name: None for name in target.find_all(nodes.Name)}


def _path(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return f"{_path(node.node)}.{node.arg.value}"
    return "…"
