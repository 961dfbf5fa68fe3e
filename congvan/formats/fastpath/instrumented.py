"""Instrument a template so that its expressions are computed separately: see `expressions` and `recorder`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from types import CodeType
from typing import Any, NamedTuple

from jinja2 import BaseLoader, Environment, Template, TemplateNotFound, nodes

from congvan.formats.fastpath.expressions import PROBE, ExpressionExtractor, compile_functions, load_functions
from congvan.formats.fastpath.field_plan import BUILT_IN
from congvan.formats.fastpath.recorder import reporting_filters
from congvan.formats.fastpath.store import Path
from congvan.formats.fastpath.usage_log import UsageLog


class InstrumentedCode(NamedTuple):
    """The code of a rewritten template. Plain values only, so that it can be marshalled into the cache."""

    templates: dict[str, CodeType]
    functions: CodeType
    hidden: list[bool]  # by number of an expression: whether it may inspect texts unreported

    def as_tuple(self) -> tuple[Any, ...]:
        return self.templates, self.functions, self.hidden


def instrument(
    trees: Mapping[str, nodes.Template], extractor: ExpressionExtractor, env: Environment
) -> InstrumentedCode:
    """Rewrite these trees in place and compile them. Untraceable: a tag that changes how the rest is parsed."""
    env.filters.setdefault(
        PROBE, lambda text, number: text
    )  # for the compiler; `InstrumentedTemplate` installs the real one
    rewritten = {name: extractor.rewrite(tree).set_environment(env) for name, tree in trees.items()}
    compile_tree: Callable[..., CodeType] = env.compile  # it accepts a tree too
    return InstrumentedCode(
        {name: compile_tree(tree, name, name) for name, tree in rewritten.items()},
        compile_functions(extractor.expressions, env),
        [each.hidden for each in extractor.expressions],
    )


class InstrumentedTemplate:
    """An instrumented template in an environment of its own, and the functions of its expressions.

    `environment`: creates one like that of full renders, except that its finalize lets tokens pass. `own`: functions of
    this format that are no expression, by number.
    """

    def __init__(
        self,
        code: InstrumentedCode,
        environment: Callable[[], Environment],
        *,
        escapes: bool = True,
        within: Callable[[Any], str] = str,
        own: Mapping[int, Callable[..., Any]] = BUILT_IN,
    ) -> None:
        self.env, plain = environment(), environment()
        self.env.filters = reporting_filters(self.env.filters)
        self.env.filters[PROBE] = lambda text, number, *values: self._recording.probe(number, text, *values)
        self.env.loader = _Loader(code.templates)
        self._plain = load_functions(code.functions, plain)
        self._traced = load_functions(code.functions, self.env)
        self._hidden = code.hidden
        self._escapes, self._within, self._own = escapes, within, own
        self._recording = UsageLog()

    def function(self, number: int) -> Callable[..., Any]:
        """Return the function of an expression, over plain values."""
        return self._own[number] if number < 0 else self._plain[number]

    def recording(self, varying: frozenset[Path]) -> UsageLog:
        """Start a new usage log, to which the next render reports."""
        self._recording = recording = UsageLog(varying, self._functions, self._escapes, self._within)
        for name in ("probe", "held", "iterated", "joined", "keyed"):
            setattr(self.env, name, getattr(recording, name))
        return recording

    def computed(self, number: int, value: Any) -> Any:
        """Return the traced value of a function in the current render."""
        return self._recording.compute(number, value)

    def _functions(self, number: int) -> tuple[Callable[..., Any], Callable[..., Any], bool]:
        if number < 0:
            return self._own[number], self._own[number], True
        return self._plain[number], self._traced[number], self._hidden[number]


class _Loader(BaseLoader):
    def __init__(self, codes: Mapping[str, CodeType]) -> None:
        self._codes = codes

    def load(self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None) -> Template:
        if name not in self._codes:
            raise TemplateNotFound(name)
        return Template.from_code(environment, self._codes[name], environment.make_globals(globals))
