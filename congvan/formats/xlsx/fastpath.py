"""Fast path of XLSX: structure and values of records that differ only in their values, without running Jinja."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from types import CodeType
from typing import Any

from jinja2 import Environment, Template

from congvan.core.templating.environment import context_paths
from congvan.formats.fastpath.eligibility import is_traceable
from congvan.formats.fastpath.expressions import ExpressionExtractor
from congvan.formats.fastpath.field_plan import RESERVED, Field, FieldPlan, ValuePrinter
from congvan.formats.fastpath.instrumented import InstrumentedTemplate, instrument
from congvan.formats.fastpath.reads import Reads, reads_of
from congvan.formats.fastpath.recorder import record_render, reporting_filters
from congvan.formats.fastpath.store import FastPath, Path, UseFullRender
from congvan.formats.fastpath.traced_values import TracedMarkup, TracedNumber, TracedText
from congvan.formats.fastpath.usage_log import UsageLog
from congvan.formats.xlsx.compiler import CAPTURED, ProgramRunner, as_text, stream_context, stream_environment
from congvan.formats.xlsx.settings import SETTING_FILTERS

Result = tuple[bytes, list[Any]]  # structure and values, as `Runner.run` gives them


def same_result(one: Result, other: Result) -> bool:
    """Whether two runs gave the same result; 1, True and 1.0 differ in a cell."""
    return one == other and [*map(type, one[1])] == [*map(type, other[1])]


class _CellTexts(dict[str, str]):
    """Texts unchanged; those with reserved characters are refused."""

    def __missing__(self, text: str) -> str:
        if RESERVED.search(text):
            raise UseFullRender(text)
        self[text] = text
        return text


_PRINTING = ValuePrinter(alone=lambda value: str(value) if isinstance(value, str) else value, within=as_text)


class XlsxTracer:
    """Records fast paths of one strict template."""

    def __init__(self, runner: ProgramRunner) -> None:
        self._runner = runner
        self._texts = _CellTexts()

    def trace(self, context: dict[str, Any], varying: frozenset[Path]) -> FastPath[Result] | None:
        """Record a fast path from one record; it yields structure and values."""
        if RESERVED.search(self._runner.source):
            raise UseFullRender
        plain = (UsageLog(varying, None, False, as_text), self._plain) if self._traceable else None
        recorded = record_render(context, self._reads, plain, lambda: (self._probed.recording(varying), self._probe))
        if recorded is None:
            return None
        structure, original = recorded.output
        values = [
            str(value.__html__()) if isinstance(value, TracedText | TracedNumber | TracedMarkup) else value
            for value in original
        ]
        for value in values:
            if isinstance(value, str):
                recorded.bind(value, escaped=False)
        expected, computed = recorded.plan()
        fields: list[Field] = []
        gaps: list[int] = []
        for at, value in enumerate(values):
            if not isinstance(value, str):
                continue
            parts = tuple(recorded.parts(value))
            if any(isinstance(part, int) for part in parts):
                gaps.append(at)
                fields.append(_field(original[at], parts))
            else:
                values[at] = self._bound(original[at], "".join(map(str, parts)))
        program = FieldPlan(recorded.reads, (), expected, fields, computed, self._texts, _PRINTING)
        return program, _filler(structure, values, gaps)

    @staticmethod
    def _bound(original: Any, text: str) -> Any:
        """Return a value all of whose parts are bound."""
        return original._real if isinstance(original, TracedNumber) else text

    @cached_property
    def _reads(self) -> Reads:
        return reads_of(context_paths(self._runner.env.parse(self._runner.source)))

    @cached_property
    def _traceable(self) -> bool:
        trees = [self._runner.env.parse(self._runner.source)]
        return is_traceable(trees, filters=True, printed=CAPTURED, escapes=False)

    @cached_property
    def _plain(self) -> Callable[[dict[str, Any]], Result]:
        env = _environment()
        env.filters = reporting_filters(env.filters)
        return lambda context: _run(env, self._runner.code, context)

    @cached_property
    def _probed(self) -> InstrumentedTemplate:
        env = _environment()
        trees = {"": env.parse(self._runner.source)}
        prepared = instrument(
            trees, ExpressionExtractor([trees[""]], joins=False, structural=frozenset(SETTING_FILTERS)), env
        )
        self._code = prepared.templates[""]
        return InstrumentedTemplate(prepared, _environment, escapes=False, within=as_text)

    def _probe(self, context: Mapping[str, Any]) -> Result:
        return _run(self._probed.env, self._code, context)


def _run(env: Environment, code: CodeType, context: Mapping[str, Any]) -> Result:
    template = Template.from_code(env, code, env.make_globals(None))
    marks: list[bytes] = []
    values = list(template.root_render_func(stream_context(template, context, marks)))
    return b"".join(marks), values


def _field(original: Any, parts: tuple[int | str, ...]) -> Field:
    """Return the field of a value; a number inside a text is text, even if nothing is beside it."""
    only = parts[0]
    alone = len(parts) == 1 and isinstance(only, int) and (only >= 0 or isinstance(original, TracedNumber))
    return only if alone and isinstance(only, int) else parts


def _filler(structure: bytes, values: list[Any], gaps: list[int]) -> Callable[[tuple[str, ...]], Result]:
    def fill(texts: tuple[str, ...]) -> Result:
        out = values.copy()
        for at, text in zip(gaps, texts, strict=True):
            out[at] = text
        return structure, out

    return fill


def _environment() -> Environment:
    """Create the environment of a strict workbook, for a content of traced values."""
    env = stream_environment(strict=True)
    plain, attribute = env.finalize, env.getattr
    assert plain is not None

    def finalize(value: Any) -> Any:
        return value if isinstance(value, TracedText | TracedNumber | TracedMarkup) else plain(value)

    def getattr_(value: Any, name: str) -> Any:
        if isinstance(value, dict) and name in value:  # a key wins over a method, as for a plain dict
            return value[name]
        return attribute(value, name)

    for name, method in (("finalize", finalize), ("getattr", getattr_), ("concat", _joined)):
        setattr(env, name, method)
    return env


def _joined(pieces: Iterable[Any]) -> str:
    """Join as `compiler` does, with the tokens of values."""
    return "".join(
        str(piece.__html__()) if isinstance(piece, TracedText | TracedNumber | TracedMarkup) else as_text(piece)
        for piece in pieces
    )
