"""Extract the expressions of a template as functions, so that a fast path can compute each on its own.

`ExpressionExtractor` replaces every expression of a parsed template that does more than name a value by
`environment.probe(k, …)`, where k is its number and the arguments are the values of the names that it reads;
conditions, loops and printed values stay in place. `load_functions` returns the extracted expressions as functions,
compiled by Jinja's own code generator, so that a fast path computes the same as a render.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import CodeType
from typing import Any, NamedTuple

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame

from congvan.formats.fastpath.eligibility import inspects_unreported

LOOP = "loop"
_LAZY = (nodes.And, nodes.Or, nodes.CondExpr, nodes.Test)  # may leave some of their operands unevaluated


class Untraceable(Exception):
    """Raised for a template, or a render of one record, that cannot be recorded."""


class FieldExpression(NamedTuple):
    """An extracted expression: its tree, with the names `v0 … vn` for what it reads.

    `hidden`: it may inspect texts in a way that a traced text does not report.
    """

    tree: nodes.Expr
    size: int
    hidden: bool


class ExpressionExtractor:
    """Extracts the expressions of `trees`, all templates that a render may load; numbers run through all of them.

    `joins`: `~` yields markup (the templates escape), so that a printed join may keep its parts. `structural`: filters
    whose value is part of the structure and not printed (XLSX). `constant`: filters of what no record decides.
    """

    def __init__(
        self,
        trees: Sequence[nodes.Template],
        *,
        joins: bool = True,
        structural: frozenset[str] = frozenset(),
        constant: frozenset[str] = frozenset(),
    ) -> None:
        self.expressions: list[FieldExpression] = []
        self._macros, self._modules = _macros_of(trees)
        self._joins, self._structural, self._constant = joins, structural, constant

    def rewrite(self, tree: nodes.Template) -> nodes.Template:
        """Rewrite a tree in place and return it. Untraceable: `{% autoescape %}`, `namespace`, `loop.changed`."""
        if any(tree.find_all((nodes.EvalContextModifier, nodes.NSRef, nodes.ExprStmt))):
            raise Untraceable("it changes how the rest of the template is read")
        for node in tree.body:
            self._statement(node)
        return tree

    # -- statements ----------------------------------------------------------------------------------------------------

    def _statement(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Output):
            node.nodes = [self._printed(child) for child in node.nodes]
        elif isinstance(node, nodes.If):
            node.test = self._tested(node.test)
        elif isinstance(node, nodes.For):
            node.iter = self._iterated(node.iter)
            node.test = self._tested(node.test) if node.test is not None else None
        elif isinstance(node, nodes.Assign):
            node.node = self._value(node.node)
        elif isinstance(node, nodes.With):
            node.values = [self._value(value) for value in node.values]
        elif isinstance(node, nodes.Macro | nodes.CallBlock):
            node.defaults = [self._value(value) for value in node.defaults]
            if isinstance(node, nodes.CallBlock):
                node.call = self._macro_call(node.call)
        elif isinstance(node, nodes.AssignBlock | nodes.FilterBlock):
            if node.filter is not None:
                node.filter = self._applied(node.filter)
        elif isinstance(node, nodes.Include | nodes.Import | nodes.FromImport | nodes.Extends) and not isinstance(
            node.template, nodes.Const
        ):
            node.template = self._hook("keyed", self._value(node.template))
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Stmt):
                self._statement(child)

    def _applied(self, chain: nodes.Filter) -> nodes.Filter:
        """Rewrite the filters of a block: one expression over the text of the block."""
        last = chain
        while isinstance(last.node, nodes.Filter):
            last = last.node
        last.node = nodes.Name("v0", "load", lineno=chain.lineno)
        operands: list[nodes.Expr] = [last.node]
        tree = self._parted(chain, operands, keep=last.node)
        number = self._number(tree, len(operands), True)
        constant = nodes.Const(number, lineno=chain.lineno)
        return nodes.Filter(None, PROBE, [constant, *operands[1:]], [], None, None, lineno=chain.lineno)

    # -- positions -----------------------------------------------------------------------------------------------------

    def _printed(self, node: nodes.Expr) -> Any:
        if isinstance(node, nodes.TemplateData | nodes.Const):
            return node
        if isinstance(node, nodes.Filter) and node.name in self._constant:
            return node
        if isinstance(node, nodes.Concat) and self._joins:
            node.nodes = [self._hook("joined", self._printed(child)) for child in node.nodes]
            return node
        if isinstance(node, nodes.CondExpr):
            node.test = self._tested(node.test)
            node.expr1 = self._printed(node.expr1)
            node.expr2 = self._printed(node.expr2) if node.expr2 is not None else None
            return node
        if isinstance(node, nodes.Filter) and node.name in self._structural and node.node is not None:
            node.node = self._hook("keyed", self._value(node.node))
            return node
        return self._value(node)

    def _tested(self, node: Any) -> nodes.Expr:
        if isinstance(node, nodes.And | nodes.Or):
            node.left, node.right = self._tested(node.left), self._tested(node.right)
            return node
        if isinstance(node, nodes.Not):
            node.node = self._tested(node.node)
            return node
        if self._named(node) or self._is_macro_call(node):
            return self._hook("held", self._value(node))
        if isinstance(node, nodes.Const):
            return node
        line = node.lineno
        return self._probe(nodes.Not(nodes.Not(node, lineno=line), lineno=line))

    def _iterated(self, node: Any) -> nodes.Expr:
        return self._hook("iterated", self._value(node))

    def _value(self, node: Any) -> Any:
        """Rewrite an expression whose value may go anywhere."""
        if isinstance(node, nodes.Const | nodes.TemplateData) or self._named(node):
            return node
        if isinstance(node, nodes.Tuple | nodes.List):
            node.items = [self._value(item) for item in node.items]
            return node
        if isinstance(node, nodes.Dict) and all(isinstance(pair.key, nodes.Const) for pair in node.items):
            for pair in node.items:
                pair.value = self._value(pair.value)
            return node
        return self._macro_call(node) if self._is_macro_call(node) else self._probe(node)

    def _named(self, node: nodes.Node) -> bool:
        """Whether an expression only names a value of the content: `a`, `a.b`, `a["b"]`."""
        while isinstance(node, nodes.Getattr | nodes.Getitem):
            key = node.arg if isinstance(node, nodes.Getitem) else None
            if key is not None and not (isinstance(key, nodes.Const) and isinstance(key.value, str)):
                return False
            node = node.node
        return isinstance(node, nodes.Name)

    # -- calls of macros -----------------------------------------------------------------------------------------------

    def _is_macro_call(self, node: nodes.Node) -> bool:
        if not isinstance(node, nodes.Call):
            return False
        if isinstance(node.node, nodes.Name):
            return node.node.name in self._macros
        return isinstance(node.node, nodes.Getattr) and (
            isinstance(node.node.node, nodes.Name) and node.node.node.name in self._modules
        )

    def _macro_call(self, call: nodes.Expr) -> Any:
        assert isinstance(call, nodes.Call)
        again = isinstance(call.node, nodes.Name) and call.node.name == LOOP
        call.args = [self._iterated(argument) if again else self._value(argument) for argument in call.args]
        for keyword in call.kwargs:
            keyword.value = self._value(keyword.value)
        for name in ("dyn_args", "dyn_kwargs"):
            if getattr(call, name) is not None:
                setattr(call, name, self._value(getattr(call, name)))
        return call

    # -- expressions ---------------------------------------------------------------------------------------------------

    def _probe(self, node: nodes.Expr) -> nodes.Expr:
        operands: list[nodes.Expr] = []
        unreported = any(
            inspects_unreported(inner, parent, self._joins) for parent, inner in _pairs(nodes.Output([node]))
        )
        tree = self._parted(node, operands)
        number = self._number(tree, len(operands), unreported)
        return self._hook("probe", nodes.Const(number, lineno=node.lineno), *operands)

    def _number(self, tree: nodes.Expr, size: int, unreported: bool) -> int:
        self.expressions.append(FieldExpression(tree, size, unreported))
        return len(self.expressions) - 1

    def _parted(self, node: nodes.Expr, operands: list[nodes.Expr], keep: nodes.Node | None = None) -> nodes.Expr:
        """Return the expression with a name for each operand; what it reads is added to `operands`.

        An operand is a whole path if all of the expression is evaluated, else the name at its beginning: evaluating a
        path too early could fail where the expression would not have evaluated it.
        """
        lazy = any(isinstance(inner, _LAZY) or _is_default_filter(inner) for inner in _self_and_descendants(node))
        tree = _OperandSplitter(self, operands, lazy, keep).split(node)
        assert isinstance(tree, nodes.Expr)
        return tree

    def _hook(self, name: str, *arguments: nodes.Expr) -> nodes.Expr:
        line = arguments[0].lineno
        attribute = nodes.EnvironmentAttribute(name, lineno=line)
        return nodes.Call(attribute, list(arguments), [], None, None, lineno=line)


class _OperandSplitter:
    """Replaces what one expression reads by the names `v0 … vn`, and adds it to `operands`.

    `lazy`: not all of the expression is always evaluated; `keep`: a node that stays as it is.
    """

    def __init__(
        self, extractor: ExpressionExtractor, operands: list[nodes.Expr], lazy: bool, keep: nodes.Node | None
    ) -> None:
        self._extractor, self._operands, self._lazy, self._keep = extractor, operands, lazy, keep
        self._numbers: dict[str, int] = {}

    def split(self, node: nodes.Node) -> nodes.Node:
        """Return the node, or the name that replaces it."""
        if node is self._keep:
            return node
        if self._extractor._is_macro_call(node):
            return self._operand(self._extractor._macro_call(node), f"call {id(node)}")  # type: ignore[arg-type]  # a call: just asked
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in GLOBALS:
            _replace_children(node, self.split, but="node")
            return node
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr):
            return self._method_call(node, node.node)
        if isinstance(node, nodes.Getattr) and _is_loop_attribute(node):
            return self._operand(node, f"loop.{node.attr}")
        path = isinstance(node, nodes.Expr) and self._extractor._named(node)
        if path and not (self._lazy and not isinstance(node, nodes.Name)):
            return self._operand(node, _path(node))  # type: ignore[arg-type]  # an Expr
        _replace_children(node, self.split)
        return node

    def _method_call(self, call: nodes.Call, method: nodes.Getattr) -> nodes.Node:
        """Split the owner and arguments of a method call; calls on `loop` are operands. Untraceable: `loop.changed`."""
        if not _is_loop_attribute(method):
            method.node = self.split(method.node)  # type: ignore[assignment]  # of an expression: one
            _replace_children(call, self.split, but="node")
            return call
        if method.attr == "changed":
            raise Untraceable("loop.changed compares texts")
        return self._operand(self._extractor._macro_call(call), f"call {id(call)}")

    def _operand(self, value: nodes.Expr, key: str) -> nodes.Expr:
        if key not in self._numbers:
            self._numbers[key] = len(self._operands)
            self._operands.append(value)
        return nodes.Name(f"v{self._numbers[key]}", "load", lineno=value.lineno)


PROBE = "probe"  # the filter that replaces the filters of a block
GLOBALS = frozenset({"range", "dict"})  # functions that every template may call


def _macros_of(trees: Sequence[nodes.Template]) -> tuple[set[str], set[str]]:
    """Return the names by which macros are called in these templates, and of the modules that hold macros."""
    macros, modules = {LOOP, "caller", "super"}, {"self"}
    for tree in trees:
        macros |= {macro.name for macro in tree.find_all(nodes.Macro)}
        modules |= {module.target for module in tree.find_all(nodes.Import)}
        for imported in tree.find_all(nodes.FromImport):
            macros |= {name if isinstance(name, str) else name[1] for name in imported.names}
    return macros, modules


def _is_default_filter(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Filter) and node.name in ("default", "d", "mac_dinh")


def _is_loop_attribute(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == LOOP


def _path(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        assert isinstance(node.arg, nodes.Const)
        return f"{_path(node.node)}[{node.arg.value!r}]"
    assert isinstance(node, nodes.Name)
    return node.name


def _self_and_descendants(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _self_and_descendants(child)


def _pairs(node: nodes.Node) -> Iterator[tuple[nodes.Node, nodes.Node]]:
    for child in node.iter_child_nodes():
        yield node, child
        yield from _pairs(child)


def _replace_children(node: nodes.Node, part: Callable[[nodes.Node], nodes.Node], but: str = "") -> None:
    """Replace each child of a node, except those of the field `but`, by the result of `part`."""
    for name, value in node.iter_fields(exclude=(but,)):
        if isinstance(value, nodes.Node):
            setattr(node, name, part(value))
        elif isinstance(value, list):
            value[:] = [part(item) if isinstance(item, nodes.Node) else item for item in value]


# -- functions ---------------------------------------------------------------------------------------------------------


def _generator(base: type[CodeGenerator]) -> type[CodeGenerator]:
    """The code generator of an environment, for which a statement that is an expression defines a function."""

    class Functions(base):  # type: ignore[misc,valid-type]  # the class of the environment
        def visit_ExprStmt(self, node: nodes.ExprStmt, frame: Frame) -> None:
            inner = frame.inner()
            size: int = node.size  # type: ignore[attr-defined]  # set by `compiled`
            names = [inner.symbols.declare_parameter(f"v{n}") for n in range(size)]
            self.writeline(f"context.define(lambda {', '.join(names)}: ", node)
            self.visit(node.node, inner)
            self.write(")")

    return Functions


def compile_functions(expressions: Sequence[FieldExpression], env: Environment) -> CodeType:
    """Compile these expressions into code for `load_functions`, in their order."""
    body: list[nodes.Node] = []
    for expression in expressions:
        statement = nodes.ExprStmt(expression.tree, lineno=expression.tree.lineno)
        statement.size = expression.size  # type: ignore[attr-defined]  # for our generator
        body.append(statement)
    tree = nodes.Template(body, lineno=1).set_environment(env)
    overlay = env.overlay()
    overlay.code_generator_class = _generator(env.code_generator_class)
    return overlay.compile(tree)  # type: ignore[call-overload,no-any-return]  # it accepts a tree too


def load_functions(code: CodeType, env: Environment) -> list[Callable[..., Any]]:
    """Return the functions of compiled expressions, with the filters of this environment."""
    loaded: list[Callable[..., Any]] = []
    template = Template.from_code(env, code, env.make_globals(None))
    context = template.new_context({})
    context.define = loaded.append  # type: ignore[attr-defined]  # our code calls it
    for _piece in template.root_render_func(context):
        pass
    return loaded
