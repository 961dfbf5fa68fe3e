"""Records of a template that differ in their texts only: merged by a trace, without a run of Jinja.

A trace tells which text of the content stands at which place of the finished parts; the bytes are those that a run
would give. A template that looks at its texts in ways a trace can't see is run each time, and so is a record that holds
a line break or a rich text where others hold plain text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from jinja2 import Environment, Template
from markupsafe import Markup, escape

from congvan.formats import docx_post, docx_values
from congvan.formats.docx_compile import Part
from congvan.formats.program import OURS, Program
from congvan.formats.trace import Followed, Leaf, reporting
from congvan.formats.traces import Form, Unfit

DECLARATION = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"


class _Texts(dict[str, bytes]):
    """Texts as XML, remembered."""

    def __missing__(self, text: str) -> bytes:
        if not text.isprintable() and (
            "\n" in text or "\t" in text or docx_values.UNPRINTABLE.search(text) or OURS.search(text)
        ):
            raise Unfit(text)
        self[text] = xml = str(escape(text)).encode()
        return xml


def _finalize(value: Any) -> Any:
    """As `strict_finalize`, but for the texts of a traced content and what `~` makes of them."""
    kind = type(value)
    if kind is Leaf or kind is Markup:
        return value
    if isinstance(value, Mapping):
        raise Unfit
    return docx_values.strict_finalize(value)


class Tracer:
    """Makes the traces of one template: its parts run with tokens for texts, finished, and cut at the tokens."""

    def __init__(self, parts: Sequence[Part], environment: Callable[..., Environment]) -> None:
        self._parts, self._environment = parts, environment
        self._texts = cast(dict[str, str], _Texts())

    def trace(self, context: dict[str, Any]) -> Form[list[bytes]] | None:
        """The trace of one record; what it gives is the XML of each part."""
        followed = Followed(context, self._run)
        if not followed.sound:
            return None
        for xml in followed.output:
            followed.bind(xml, escaped=False)
            for attributes in docx_post.table_attributes(xml):
                followed.bind(attributes)
        finished = [
            _finished(part, followed.with_bound(xml)) for part, xml in zip(self._parts, followed.output, strict=True)
        ]
        plan = followed.plan()
        pieces = [list(followed.parts(xml)) for xml in finished]
        gaps = [piece for part in pieces for piece in part if isinstance(piece, int)]
        return Program((), plan.steps, plan.same, plan.exact, plan.tested, gaps, self._texts), _filler(pieces)

    def _run(self, context: dict[str, Any]) -> list[str]:
        env = self._environment(finalize=_finalize)
        env.filters = reporting(env.filters)
        made = []
        for part in self._parts:
            template = Template.from_code(env, part.code, env.make_globals(None))
            made.append("".join(template.root_render_func(template.new_context(context))))
        return made


def _filler(pieces: Sequence[Sequence[int | str]]) -> Callable[[tuple[str, ...]], list[bytes]]:
    """What fills the gaps of the parts with the texts of a record, in their order."""
    parts: list[tuple[list[bytes], int, int]] = []  # fixed bytes with the gaps at the odd places; first and last text
    at = 0
    for mixed in pieces:
        fixed = [DECLARATION]
        for piece in mixed:
            if isinstance(piece, str):
                fixed[-1] += piece.encode()
            else:
                fixed += (b"", b"")
        parts.append((fixed, at, at := at + len(fixed) // 2))

    def fill(values: tuple[str, ...]) -> list[bytes]:
        texts = cast(tuple[bytes, ...], values)  # as `_Texts` keeps them
        made = []
        for fixed, start, end in parts:
            if start == end:
                made.append(fixed[0])
            else:
                out = fixed.copy()
                out[1::2] = texts[start:end]
                made.append(b"".join(out))
        return made

    return fill


def _finished(part: Part, xml: str) -> str:
    """What is done to a rendered part (see `docx.DocxTemplate`), done to one with tokens for its free texts."""
    if part.kind != "properties" and docx_post.has_breaks(xml):
        xml = docx_post.resolve_breaks(xml)
    if part.drawings:
        xml = docx_post.number_drawings(xml)
    if part.tables and not docx_post.tables_fit(xml):
        raise Unfit  # such a table is written anew by lxml, which writes an empty text shorter than any other
    return docx_post.drop_empty_section(xml)
