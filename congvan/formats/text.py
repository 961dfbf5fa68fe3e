"""Plain text: a Jinja template in UTF-8, for word lists and the like."""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError

from congvan.core.messages import Message, foreign
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.core.templating.bare_tags import BareTag, bare_tags
from congvan.core.templating.environment import context_paths, jinja_environment
from congvan.core.templating.tags import refuse_wide_tags
from congvan.core.threads import one_at_a_time
from congvan.formats.fastpath.ways import RENDERED, WayCounter


class TextTemplate:
    """A compiled text template."""

    def __init__(self, template: bytes, name: str, strict: bool) -> None:
        self.name = name
        self.ways = WayCounter()
        env = jinja_environment(strict=strict, autoescape=False)
        try:
            source = template.decode("utf-8-sig")
            refuse_wide_tags(source, name)
            tree = env.parse(source)
            self._names = context_paths(tree)
            self._bare = bare_tags(tree, markup=False)
            self._template = env.from_string(source)
        except UnicodeDecodeError as error:
            line = template.count(b"\n", 0, error.start) + 1
            raise ProblemsFound(Problem(Message("template-encoding"), Place(name, line))) from None
        except TemplateSyntaxError as error:
            raise ProblemsFound(self._problem(error.message, error.lineno)) from None

    def _problem(self, why: object, line: int) -> Problem:
        return Problem(Message("template-wrong", why=foreign(why)), Place(self.name, line))

    @one_at_a_time
    def render(self, context: Mapping[str, Any]) -> bytes:
        """Render one record as UTF-8. Raises `ProblemsFound`."""
        self.ways.count(RENDERED)
        try:
            return self._template.render(context).encode()
        except (TemplateError, SecurityError, ValueError, TypeError, ArithmeticError) as error:
            raise ProblemsFound(self._problem(str(error), _line_of(error))) from None

    def names(self) -> frozenset[str]:
        return self._names

    def bare_tags(self) -> Sequence[BareTag]:
        return [BareTag(path, f"{{{{ {path} }}}}", Place(self.name, line)) for path, line in self._bare]


def _line_of(error: BaseException) -> int:
    """Return the line of the template at which an error was raised; 0 if it is not known."""
    lines = [each.lineno for each in traceback.extract_tb(error.__traceback__) if each.filename == "<template>"]
    return lines[-1] or 0 if lines else 0


def compile_template(template: bytes, *, name: str = "", strict: bool = True, **_unused: Any) -> TextTemplate:
    """Compile a text template; assets and cache are not used by this format."""
    return TextTemplate(template, name, strict)
