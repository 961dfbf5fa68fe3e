"""Records of a workbook that differ in their texts only: structure and values by a trace, without a run of Jinja."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import Template

from congvan.formats.program import OURS, Field, Program
from congvan.formats.trace import Followed, Leaf, reporting
from congvan.formats.traceable import traceable
from congvan.formats.traces import Form, Unfit
from congvan.formats.xlsx_program import CAPTURED, Runner, as_text, stream_context, stream_environment

Result = tuple[bytes, list[Any]]  # structure and values, as `Runner.run` gives them


def same(one: Result, other: Result) -> bool:
    """Whether two runs gave the same; 1 and True and 1.0 differ in a cell."""
    return one == other and [*map(type, one[1])] == [*map(type, other[1])]


class _Texts(dict[str, str]):
    """Texts as they are, but for those that hold the marks of traces."""

    def __missing__(self, text: str) -> str:
        if OURS.search(text):
            raise Unfit(text)
        self[text] = text
        return text


class Tracer:
    """Makes the traces of one strict template."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._template: Template | None = None
        self._texts = _Texts()

    def trace(self, context: dict[str, Any]) -> Form[Result] | None:
        """The trace of one record; what it gives are structure and values."""
        if self._template is None:
            tree = self._runner.env.parse(self._runner.source)
            if OURS.search(self._runner.source) or not traceable([tree], filters=True, printed=CAPTURED):
                raise Unfit
            env = _environment()
            self._template = Template.from_code(env, self._runner.code, env.make_globals(None))
        followed = Followed(context, self._run, show=str)
        if not followed.sound:
            return None
        structure, given = followed.output
        values = [value.__html__() if type(value) is Leaf else value for value in given]
        for value in values:
            if isinstance(value, str):
                followed.bind(value, escaped=False)
        plan = followed.plan()
        fields: list[Field] = []
        gaps: list[int] = []
        for at, value in enumerate(values):
            if not isinstance(value, str):
                continue
            parts = tuple(followed.parts(value))
            if any(isinstance(part, int) for part in parts):
                gaps.append(at)
                fields.append(parts[0] if len(parts) == 1 and isinstance(parts[0], int) else parts)
            else:
                values[at] = "".join(map(str, parts))
        program = Program((), plan.steps, plan.same, plan.exact, plan.tested, fields, self._texts)
        return program, _filler(structure, values, gaps)

    def _run(self, context: Mapping[str, Any]) -> Result:
        assert self._template is not None  # made by `trace`
        marks: list[bytes] = []
        values = list(self._template.root_render_func(stream_context(self._template, context, marks)))
        return b"".join(marks), values


def _filler(structure: bytes, values: list[Any], gaps: list[int]) -> Callable[[tuple[str, ...]], Result]:
    def fill(texts: tuple[str, ...]) -> Result:
        out = values.copy()
        for at, text in zip(gaps, texts, strict=True):
            out[at] = text
        return structure, out

    return fill


def _environment() -> Any:
    """The environment of a strict workbook, for a content of `Leaf`s."""
    env = stream_environment(strict=True)
    plain, attribute = env.finalize, env.getattr
    assert plain is not None

    def finalize(value: Any) -> Any:
        return value if type(value) is Leaf else plain(value)

    def getattr_(value: Any, name: str) -> Any:
        if isinstance(value, dict) and name in value:  # a key wins over a method, as for a plain dict
            return value[name]
        return attribute(value, name)

    for name, method in (("finalize", finalize), ("getattr", getattr_), ("concat", _joined)):
        setattr(env, name, method)
    env.filters = reporting(env.filters)
    return env


def _joined(pieces: Iterable[Any]) -> str:
    """As `xlsx_program` joins, with the tokens of texts."""
    return "".join(str(piece.__html__()) if type(piece) is Leaf else as_text(piece) for piece in pieces)
