"""Records of a template that differ in their texts only: merged by a trace, without a run of Jinja.

A trace tells which text of the content stands at which place of the finished parts; the bytes are those that a run
would give. It is compared with runs twice, for the record that it was made from and for the next one that it fits,
before it is believed. A template that looks at its texts in ways a trace can't see is run each time, and so is a record
that holds a line break or a rich text where others hold plain text.
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
from congvan.formats.zipping import Member, deflate

DECLARATION = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_KEPT = 32  # traces
_TRIED = 8  # traces made before they have to pay


class Unfit(Exception):
    """A text that stands as it is only where nothing is done for its line breaks; or one that can't be printed."""


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


class _Form:
    """A program and the parts that it fills: for each its fixed bytes, with the gaps at the odd places."""

    def __init__(self, names: Sequence[str], program: Program, pieces: Sequence[Sequence[int | str]]) -> None:
        self.program, self.proved = program, False
        self._parts: list[tuple[str, list[bytes], int, int]] = []
        self._constant: dict[str, Member] = {}
        at = 0
        for name, mixed in zip(names, pieces, strict=True):
            fixed = [DECLARATION]
            for piece in mixed:
                if isinstance(piece, str):
                    fixed[-1] += piece.encode()
                else:
                    fixed += (b"", b"")
            start, at = at, at + len(fixed) // 2
            self._parts.append((name, fixed, start, at))
            if start == at:
                self._constant[name] = deflate(name, fixed[0])

    def contents(self, values: Sequence[bytes]) -> list[bytes]:
        """The XML of each part."""
        made = []
        for _name, fixed, start, end in self._parts:
            out = fixed.copy()
            out[1::2] = values[start:end]
            made.append(b"".join(out))
        return made

    def members(self, values: Sequence[bytes]) -> list[Member]:
        made = []
        for name, fixed, start, end in self._parts:
            if start == end:
                made.append(self._constant[name])
                continue
            out = fixed.copy()
            out[1::2] = values[start:end]
            made.append(deflate(name, b"".join(out)))
        return made


class Traces:
    """The traces of one template."""

    def __init__(self, parts: Sequence[Part], environment: Callable[..., Environment]) -> None:
        self._parts = parts
        self._environment = environment
        self._forms: list[_Form] = []
        self._texts = _Texts()
        self._made = self._hits = 0
        self._useful = all(part.traceable for part in parts)

    def members(self, context: Mapping[str, Any]) -> list[Member] | None:
        """The parts of a record that a believed trace fits."""
        if not self._forms:
            return None
        try:
            for at, form in enumerate(self._forms):
                values = form.program.match(context)
                if values is not None:
                    if not form.proved:
                        return None
                    self._hits += 1
                    if at:
                        self._forms.insert(0, self._forms.pop(at))
                    return form.members(cast(tuple[bytes, ...], values))
        except Unfit:
            pass
        return None

    def learn(self, context: Mapping[str, Any], contents: Sequence[bytes]) -> None:
        """Compare a run's parts with what a trace gives; make a trace where there is none for such a record."""
        if not self._useful or type(context) is not dict:
            return
        try:
            if any(self._agrees(form, context, contents) for form in self._forms):
                return
            self._made += 1
            if self._made > _TRIED + self._hits // 8:
                self._useful = False
                return
            form = self._trace(context)
            if form is None:
                return
            self._forms.insert(0, form)
            self._agrees(form, context, contents)
            form.proved = False  # that was the record that it was made from
        except Unfit:
            return
        except Exception:  # what a trace can't do is done without it
            self._useful = False
        if not self._useful:
            self._forms.clear()
        del self._forms[_KEPT:]

    def _agrees(self, form: _Form, context: Mapping[str, Any], contents: Sequence[bytes]) -> bool:
        """Whether a trace fits this record; one that fits and gives other bytes ends all tracing."""
        values = form.program.match(context)
        if values is None:
            return False
        form.proved = form.contents(cast(tuple[bytes, ...], values)) == contents
        self._useful = self._useful and form.proved
        return True

    def _trace(self, context: dict[str, Any]) -> _Form | None:
        followed = Followed(context, self._run)
        if not followed.sound:
            return None
        for xml in followed.output:
            followed.bind(xml, escaped=False)
            followed.bind("".join(docx_post.table_attributes(xml)))
        finished = [
            _finished(part, followed.with_bound(xml)) for part, xml in zip(self._parts, followed.output, strict=True)
        ]
        plan = followed.plan()
        pieces = [list(followed.parts(xml)) for xml in finished]
        gaps = [piece for part in pieces for piece in part if isinstance(piece, int)]
        texts = cast(dict[str, str], self._texts)
        program = Program((), plan.steps, plan.same, plan.exact, plan.tested, gaps, texts)
        return _Form([part.member for part in self._parts], program, pieces)

    def _run(self, context: dict[str, Any]) -> list[str]:
        env = self._environment(finalize=_finalize)
        env.filters = reporting(env.filters)
        made = []
        for part in self._parts:
            template = Template.from_code(env, part.code, env.make_globals(None))
            made.append("".join(template.root_render_func(template.new_context(context))))
        return made


def _finished(part: Part, xml: str) -> str:
    """What is done to a rendered part (see `docx.DocxTemplate`), done to one with tokens for its free texts."""
    if part.kind != "properties" and docx_post.has_breaks(xml):
        xml = docx_post.resolve_breaks(xml)
    if part.drawings:
        xml = docx_post.number_drawings(xml)
    fits = not part.tables or docx_post.tables_fit(xml)
    xml = docx_post.drop_empty_section(xml)
    return xml if fits else docx_post.fix_tables(DECLARATION + xml.encode()).decode()
