"""The Jinja environment of all formats: sandboxed, closed, strict.

Why: a template is reviewed code, but it is written by an officer in Word. It can reach the values that it is given and
nothing else; a name without data, or a None, is an error and never a gap on paper.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import CodeType, MappingProxyType
from typing import Any, cast

from jinja2 import Environment, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame, operators
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.parser import Parser
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEnvironment

from congvan.core.messages import Message
from congvan.core.templating import growth
from congvan.core.templating.arithmetic import COMPARED, TESTS, as_numbers, compared, is_among
from congvan.core.templating.filters import FILTERS, joined, picked

_SHOWN = 60  # characters of a value in a message
_AMONG = ("in", "notin")
_OF_DICTS = frozenset(dir(dict))
_NUMBERS_OF_LOOPS = frozenset(("index", "index0", "revindex", "revindex0", "length"))
_OF_LOOPS = frozenset(("index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem"))


_own: ContextVar[Mapping[str, Callable[..., Any]]] = ContextVar("filters", default=MappingProxyType({}))


@contextmanager
def filters_given(filters: Mapping[str, Callable[..., Any]]) -> Iterator[None]:
    """Context manager: environments that are made within it know these filters of a caller besides."""
    token = _own.set(filters)
    try:
        yield
    finally:
        _own.reset(token)


class _RefusedTemplate(TemplateSyntaxError):
    """A template that Jinja would take; its first argument is the message."""

    def __init__(self, message: Message, line: int) -> None:
        super().__init__(cast(str, message), line)

    def __str__(self) -> str:
        return str(self.args[0])


class _Looped:
    """What a loop of a closed environment goes through, in the place of a node; Jinja allows no further nodes."""

    def __init__(self, iterated: nodes.Node) -> None:
        self.iterated = iterated


class ClosedCode(CodeGenerator):
    """The code of a closed environment: its loops refuse a text, which they would take letter by letter; a text that is
    compared with a number, or added to one, is taken as its number. What the tag itself spells is meant so.
    """

    def visit_For(self, node: nodes.For, frame: Frame) -> None:
        iterated = node.iter
        if isinstance(self.environment, ClosedEnvironment) and not isinstance(iterated, nodes.Const):
            node.iter = cast(Any, _Looped(iterated))
        super().visit_For(node, frame)
        node.iter = iterated

    def visit__Looped(self, node: _Looped, frame: Frame) -> None:
        self.write("environment.looped(")
        self.visit(node.iterated, frame)
        self.write(")")

    def visit_Compare(self, node: nodes.Compare, frame: Frame) -> None:
        operands = [node.expr, *(each.expr for each in node.ops)]
        links = [(left, each.op, right) for left, each, right in zip(operands, node.ops, operands[1:], strict=False)]
        if not (isinstance(self.environment, ClosedEnvironment) and any(_link(*each) for each in links)):
            super().visit_Compare(node, frame)
            return
        named = ""  # of what the link before has computed: `1 < a < 5` computes `a` once
        for number, (left, sign, right) in enumerate(links):
            last = number == len(links) - 1
            self.write(" and " if number else "(")
            function = _link(left, sign, right)
            self.write(f"environment.{function}({sign!r}, " if function else "(")
            self.write(named) if named else self.visit(left, frame)
            self.write(", " if function else f" {operators[sign]} ")
            named = "" if last else self.temporary_identifier()
            self.write("" if last else f"({named} := ")
            self.visit(right, frame)
            self.write(")" if last else "))")
        self.write(")")

    def visit_Add(self, node: nodes.BinExpr, frame: Frame) -> None:
        if not self._computed(node, frame):
            super().visit_Add(node, frame)

    def visit_Sub(self, node: nodes.BinExpr, frame: Frame) -> None:
        if not self._computed(node, frame):
            super().visit_Sub(node, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        if isinstance(self.environment, ClosedEnvironment):
            self.write("environment.bounded(")
            super().visit_Concat(node, frame)
            self.write(")")
        else:
            super().visit_Concat(node, frame)

    def visit_Mul(self, node: nodes.BinExpr, frame: Frame) -> None:
        if not self._computed(node, frame):
            super().visit_Mul(node, frame)

    def visit_Div(self, node: nodes.BinExpr, frame: Frame) -> None:
        if not self._computed(node, frame):
            super().visit_Div(node, frame)

    def _computed(self, node: nodes.BinExpr, frame: Frame) -> bool:
        """Write what is computed of values; False: it is not, since the tag spells a text."""
        operands = node.left, node.right
        spelt = any(map(_is_text, operands))
        if spelt or all(map(_gives_number, operands)) or not isinstance(self.environment, ClosedEnvironment):
            return False
        self.write(f"environment.computed(context, {node.operator!r}, ")
        self.visit(node.left, frame)
        self.write(", ")
        self.visit(node.right, frame)
        self.write(")")
        return True


def _link(left: nodes.Expr, sign: str, right: nodes.Expr) -> str:
    """Return what compares two values of a tag as numbers where they are numbers; "" where Python compares them."""
    if sign in COMPARED and not (any(map(_is_word, (left, right))) or all(map(_gives_number, (left, right)))):
        return "compared"
    return "is_among" if sign in _AMONG and _lists_numbers(right) else ""


def _is_text(node: nodes.Expr) -> bool:
    """Whether a tag spells a text."""
    return isinstance(node, nodes.Const) and isinstance(node.value, str)


def _is_word(node: nodes.Expr) -> bool:
    """Whether a tag spells a text, or none, true or false: with these a value is compared as it is."""
    return _is_text(node) or (isinstance(node, nodes.Const) and isinstance(node.value, bool | None))


def _lists_numbers(node: nodes.Expr) -> bool:
    """Whether a tag spells a list of not texts alone."""
    return isinstance(node, nodes.List | nodes.Tuple) and not all(map(_is_word, node.items))


def _is_number(node: nodes.Expr) -> bool:
    """Whether a tag spells a number."""
    if isinstance(node, nodes.Neg):
        node = node.node
    return isinstance(node, nodes.Const) and isinstance(node.value, int | float) and not isinstance(node.value, bool)


def _gives_number(node: nodes.Expr) -> bool:
    """Whether a tag asks for a number, whatever the record: it spells it, counts, or is told where a loop is."""
    if isinstance(node, nodes.Filter):
        return node.name in ("length", "count")
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return node.node.name == "loop" and node.attr in _NUMBERS_OF_LOOPS
    return _is_number(node)


class _TextsAreConstant(ClosedCode):
    """Writes constant texts into the code; any other constant is finalized when it is printed, as values are.

    Why: Jinja makes a text of a constant before it is finalized, so that a picture or list would be printed in Python.
    """

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        if not isinstance(node.as_const(frame.eval_ctx), str):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)


class _ClosedParser(Parser):
    """Refuses conditions that ask for two things at once, since a number has a decimal comma."""

    def parse_if(self) -> nodes.If:
        """Parse a condition with its branches. TemplateSyntaxError: one asks for two things."""
        found = super().parse_if()
        for each in (found, *found.elif_):
            if isinstance(each.test, nodes.Tuple):
                raise _RefusedTemplate(Message("number-in-tag", written="1,5", right="1.5"), each.lineno)
        return found


class ClosedEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's immutable sandbox, with no globals, and bounded: what an expression grows to, and how deep it is."""

    code_generator_class = _TextsAreConstant
    intercepted_binops = frozenset(["*", "**", "%"])
    compared = staticmethod(compared)
    is_among = staticmethod(is_among)
    bounded = staticmethod(growth.bounded)
    concat = staticmethod(growth.concatenated)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parser = _ClosedParser(self, source, name, filename)
        try:
            tree = parser.parse()
        except RecursionError:
            raise _too_deep(parser.stream.current.lineno) from None
        if line := growth.too_deep(tree):
            raise _too_deep(line)
        return tree

    def _compile(self, source: str, filename: str) -> CodeType:
        try:
            return super()._compile(source, filename)
        except (SyntaxError, RecursionError, MemoryError):  # Python's own bounds: of blocks in blocks, of brackets
            raise _too_deep(1) from None

    @staticmethod
    def looped(values: Any) -> Any:
        """Return what a loop goes through. ValueError: a text; an empty one is a list without entries."""
        if isinstance(values, str) and values:
            raise ValueError(Message("loop-over-text", value=values[:_SHOWN]))
        return values

    def computed(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Return what two values come to. ValueError: two texts that are numbers are added, or words multiplied."""
        if isinstance(left, str) or isinstance(right, str):
            found = as_numbers(operator, left, right)
            if found is not None:
                return found
        if operator in self.intercepted_binops:
            return self.call_binop(context, operator, left, right)
        return growth.bounded(self.binop_table[operator](left, right))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "%" and isinstance(left, str):
            raise SecurityError("formatting by % is not allowed in a template")
        if operator == "*":
            growth.check_product(left, right)
        if operator == "**":
            raise SecurityError("powers are not allowed in a template")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may use an attribute; bytes are of no use to it."""
        return attr != "encode" and super().is_safe_attribute(obj, attr, value)

    def call(self, context: Any, function: Any, /, *arguments: Any, **named: Any) -> Any:
        """Call what a template calls. ValueError: it would make more than an expression may."""
        growth.check_call(function, arguments)
        return super().call(context, function, *arguments, **named)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """Return what formats a text in the sandbox, bounded; None for anything else."""
        inner = super().wrap_str_format(value)
        if inner is None:
            return None

        def formatted(*arguments: Any, **named: Any) -> str:
            growth.check_format(value.__self__, arguments, named)
            return inner(*arguments, **named)

        return formatted

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what `obj.attribute` means, as the sandbox does.

        Why: the sandbox tries attributes first and judges each that it finds. The rows of a long list have none of such
        a name, and the numbers of a loop are harmless: without asking a list of 10,000 rows renders a third faster.
        """
        kind = type(obj)
        if kind is dict and attribute not in _OF_DICTS:
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        if kind is LoopContext and attribute in _OF_LOOPS:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


def _too_deep(line: int) -> TemplateSyntaxError:
    return _RefusedTemplate(Message("template-deep"), line)


def refuse_none(value: Any) -> Any:
    """Finalize values in strict environments: None is missing data, and a list or mapping is no text."""
    if value is None:
        raise ValueError("the value is missing (None)")
    if isinstance(value, list | tuple | dict | set):
        raise ValueError("the value is a list or a mapping, not a text")
    return value


def jinja_environment(*, strict: bool = True, autoescape: bool | Callable[[str | None], bool] = True) -> Environment:
    """Create an environment for one template. Strict: closed sandbox; undefined names and None are errors."""
    if strict:
        env: Environment = ClosedEnvironment(
            autoescape=autoescape, undefined=StrictUndefined, finalize=refuse_none, optimized=False
        )  # what templates print is hardly ever constant: to look for it takes longer
        for name in ("cycler", "joiner", "lipsum", "namespace"):
            env.globals.pop(name, None)
        for name in ("attr", "pprint", "xmlattr", "urlize", "tojson", "random", "format"):
            env.filters.pop(name, None)
        env.filters.update(
            {**growth.bounded_filters(env.filters), **FILTERS, "join": joined, "selectattr": picked, **_own.get()}
        )
        env.tests.update(TESTS)
    else:  # foreign templates append to lists ({{ rows.append(x) or "" }})
        env = SandboxedEnvironment(autoescape=autoescape)
        env.filters.update(_own.get())
    return env


def outputs(tree: nodes.Template) -> Iterator[nodes.Output]:
    """Yield the places where a template prints, in its order.

    Why not by `find_all`: that goes through every expression too, and a template is asked this several times.
    """
    waiting: list[nodes.Node] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, nodes.Output):
            yield node
        else:
            waiting += reversed([child for child in node.iter_child_nodes() if isinstance(child, nodes.Stmt)])


def all_nodes(tree: nodes.Node) -> Iterator[nodes.Node]:
    """Yield a node and all within it, each before what it holds.

    Why not by `find_all`: that takes thrice as long.
    """
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for field in reversed(node.fields):
            value = getattr(node, field, None)
            if type(value) is list:
                waiting += [each for each in reversed(value) if isinstance(each, nodes.Node)]
            elif isinstance(value, nodes.Node):
                waiting.append(value)


def context_paths(tree: nodes.Template) -> frozenset[str]:
    """Return the dotted paths that a template reads from its context: {"dispatch.number", "rows"}.

    Over-approximate: a value used as a whole (looped over, passed to a filter or a macro) includes all below it.
    """
    from jinja2 import meta

    return _paths_of(tree, meta.find_undeclared_variables(tree))


def compiled_with_paths(
    env: Environment, tree: nodes.Template, name: str, file: str
) -> tuple[CodeType, frozenset[str]]:
    """Return the code of a template, and its `context_paths`.

    Why both: to know its variables Jinja goes through a template as it does to compile it.
    """
    free: set[str] = set()
    generator = env.code_generator_class

    class Noting(generator):  # type: ignore[misc, valid-type]  # a base that is known when it runs
        def enter_frame(self, frame: Frame) -> None:
            super().enter_frame(frame)
            loads = frame.symbols.loads.values()
            free.update(str(name) for how, name in loads if how == "resolve" and name not in self.environment.globals)

    env.code_generator_class = Noting
    try:
        code = env.compile(cast(Any, tree), name, file)
    finally:
        env.code_generator_class = generator
    return code, _paths_of(tree, free)


def _paths_of(tree: nodes.Template, free: Container[str]) -> frozenset[str]:
    paths: set[str] = set()
    inside: set[int] = set()
    for node in all_nodes(tree):
        if isinstance(node, nodes.Name):
            if node.ctx == "load" and node.name in free and id(node) not in inside:
                paths.add(node.name)
            continue
        if not isinstance(node, nodes.Getattr | nodes.Getitem):
            continue
        path = _dotted(node)
        if path is None or id(node) in inside:
            continue
        current: nodes.Node = node
        while isinstance(current, nodes.Getattr | nodes.Getitem):
            current = current.node
            inside.add(id(current))
        if path.partition(".")[0] in free:
            paths.add(path)
    return frozenset(paths)


def _dotted(node: nodes.Node) -> str | None:
    """Return `a.b["c"]` as "a.b.c"; None if a step is not constant."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        head = _dotted(node.node)
        return None if head is None else f"{head}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        head = _dotted(node.node)
        return None if head is None else f"{head}.{node.arg.value}"
    return None
