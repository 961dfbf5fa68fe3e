"""Fast path of DOCX: records that differ only in their values are merged without running Jinja.

A fast path records which value of the content goes to which place of the finished parts; its bytes are those of a full
render. A record that holds a line break where others hold plain text is rendered in full.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from types import CodeType
from typing import Any, cast

from jinja2 import Environment, Template
from markupsafe import Markup, escape

from congvan.formats.docx.blocks.enclosing import without_signs
from congvan.formats.docx.blocks.macros import SHARED_FILTER
from congvan.formats.docx.blocks.ruled_lines import texts_above
from congvan.formats.docx.compiled_part import DECLARATION, CompiledPart, finished, moved_notes, with_macros
from congvan.formats.docx.printed import postprocess
from congvan.formats.docx.printed import values as docx_values
from congvan.formats.docx.printed.note_order import settled
from congvan.formats.fastpath.field_plan import BUILT_IN, RESERVED, FieldPlan, ValuePrinter
from congvan.formats.fastpath.instrumented import InstrumentedCode, InstrumentedTemplate
from congvan.formats.fastpath.reads import reads_of
from congvan.formats.fastpath.recorder import RecordedRender, record_render, reporting_filters
from congvan.formats.fastpath.store import FastPath, Path, UseFullRender
from congvan.formats.fastpath.traced_values import END, ESCAPED, TracedMapping, TracedMarkup, TracedNumber, TracedText
from congvan.formats.fastpath.usage_log import UsageLog

BREAK = "\ufdd4"  # a noncharacter, like those of tokens
_TOKEN = re.compile(f"{ESCAPED}[0-9]+{END}")
_FREE_TOKEN = ESCAPED.encode()
_BROKEN = re.compile(f"{_TOKEN.pattern}{BREAK}(.*?){BREAK}(.*?){BREAK}", re.DOTALL)
Breaks = tuple[bytes, ...]  # the XML of a line break, and of a tab
_STRICT, _OPEN = -1, -4  # numbers of the finalize functions of proved and of other parts
_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]+);)")
_NEEDS_FINISHING = re.compile(r"[\n\t]|<(?:wp:docPr|w:tbl|w:sectPr)\b")  # what the finishing steps look for


class _XmlTexts(dict[str, bytes]):
    """Texts escaped as XML, cached; `broken`: those of them that hold a line break or a tab."""

    def __init__(self) -> None:
        self.broken: set[bytes] = set()

    def clear(self) -> None:
        super().clear()
        self.broken.clear()

    def __missing__(self, text: str) -> bytes:
        if not text.isprintable() and (docx_values.UNPRINTABLE.search(text) or RESERVED.search(text)):
            raise UseFullRender(text)
        self[text] = xml = str(escape(text)).encode()
        if "\n" in text or "\t" in text:
            self.broken.add(xml)
        return xml


def _as_xml(value: Any) -> bytes:
    """Return a free number, or computed markup, as written in a part."""
    text = str(value)
    if isinstance(value, str):
        if _NEEDS_FINISHING.search(text) or RESERVED.search(text):
            raise UseFullRender(text)
        if not isinstance(value, docx_values.RichXml) and (  # the template's own markup: it may be anything
            "<" in text or ">" in text or _REFERENCE.search(text) or docx_values.UNPRINTABLE.search(text)
        ):
            raise UseFullRender(text)
    return text.encode()


def _as_block(value: Any) -> bytes:
    """As `_as_xml`, where an empty value may leave a cell without a paragraph."""
    if isinstance(value, docx_values.RichXml) and not value:
        raise UseFullRender
    return _as_xml(value)


_PRINTING = ValuePrinter(alone=_as_xml, within=str)
_PRINTING_BLOCKS = ValuePrinter(alone=_as_block, within=str)


class DocxTracer:
    """Records fast paths of one template: renders its parts with tokens for texts, finishes and cuts them.

    `prepared` returns the instrumented parts; it is called when first needed. `environment`: as
    `template.docx_environment` creates it, for this strict template. `enclosed`: the signs around values stay.
    """

    def __init__(
        self,
        parts: Sequence[CompiledPart],
        environment: Callable[..., Environment],
        prepared: Callable[[], InstrumentedCode],
        *,
        enclosed: bool,
    ) -> None:
        self._parts, self._environment, self._prepared = parts, environment, prepared
        self._enclosed, self._moved = enclosed, moved_notes(parts)
        self._traceable = all(part.traceable for part in parts)
        self._reads = reads_of(name for part in parts for name in part.names)
        self._texts = _XmlTexts()

    def trace(self, context: dict[str, Any], varying: frozenset[Path]) -> FastPath[list[bytes]] | None:
        """Record a fast path from one record; it yields the XML of each part."""
        recorded = self.record(context, varying)
        if recorded is None:
            return None
        finished, output = self.finish(recorded), recorded.output
        if self._moved:
            output = settled(output, self._moved)
            moved = settled([xml for xml, _by_lxml in finished], self._moved)
            finished = [(xml, by_lxml) for xml, (_xml, by_lxml) in zip(moved, finished, strict=True)]
        expected, computed = recorded.plan()
        gaps: list[int] = []
        parts = []
        for (xml, by_lxml), rendered in zip(finished, output, strict=True):
            pieces = list(recorded.parts(xml))
            gaps += [piece for piece in pieces if isinstance(piece, int)]
            breaks = None if by_lxml else partial(_breaks, recorded.filled_where_bound(rendered))
            parts.append(_PartWithGaps(pieces, breaks, self._texts))
        printing = _PRINTING_BLOCKS if any(part.block_values for part in self._parts) else _PRINTING
        program = FieldPlan(recorded.reads, (), expected, gaps, computed, cast(dict[str, str], self._texts), printing)
        return program, partial(_fill_parts, parts)

    def record(self, context: dict[str, Any], varying: frozenset[Path]) -> RecordedRender[list[str]] | None:
        """Render the parts over traced values; None if their XML does not follow from the values alone."""
        plain = None
        if self._traceable:
            env = self._environment(finalize=_finalize)
            env.filters = {**reporting_filters(env.filters), SHARED_FILTER: docx_values.RichXml}
            plain = UsageLog(varying), partial(self._run_parts, env)
        return record_render(context, self._reads, plain, lambda: (self._probed[1].recording(varying), self._probe))

    def finish(self, recorded: RecordedRender[list[str]], *, exact: bool = True) -> list[tuple[str, bool]]:
        """Return the finished XML of each part, and whether lxml wrote it; what decides about their shape is bound.

        `exact`: values of which lxml would write other bytes are bound too; a reader of the XML doesn't see them.
        """
        for xml in recorded.output:
            recorded.bind(xml, escaped=False)
            for attributes in postprocess.bound_attributes(xml):
                recorded.bind(attributes)
            for text in texts_above(xml):
                recorded.bind(text)
        return [_finish(part, recorded, xml, exact) for part, xml in zip(self._parts, recorded.output, strict=True)]

    def function(self, number: int) -> Callable[..., Any]:
        """Return the function of an expression, over plain values."""
        return self._probed[1].function(number)

    @cached_property
    def _probed(self) -> tuple[list[CodeType], InstrumentedTemplate]:
        prepared = self._prepared()
        own = {**BUILT_IN, _STRICT: docx_values.strict_finalize, _OPEN: docx_values.open_finalize}
        codes = [prepared.templates[part.member] for part in self._parts]
        return codes, InstrumentedTemplate(prepared, partial(self._environment, finalize=_finalize), own=own)

    def _probe(self, context: dict[str, Any]) -> list[str]:
        codes, probed = self._probed

        def finalize(number: int, value: Any) -> Any:
            return probed.computed(number, value) if type(value) is TracedMapping else _finalize(value)

        rendered = []
        for part, code in zip(self._parts, codes, strict=True):
            probed.env.finalize = partial(finalize, _STRICT if part.proved else _OPEN)
            rendered.append(self._run(Template.from_code(probed.env, code, probed.env.make_globals(None)), context))
        return rendered

    def _run_parts(self, env: Environment, context: dict[str, Any]) -> list[str]:
        codes = [(part.code, with_macros(env, part.macros)) for part in self._parts]
        return [self._run(Template.from_code(env, code, known), context) for code, known in codes]

    def _run(self, template: Template, context: dict[str, Any]) -> str:
        rendered = "".join(template.root_render_func(template.new_context(context)))
        return rendered if self._enclosed else without_signs(rendered)


def _finalize(value: Any) -> Any:
    """Finalize as `strict_finalize`, except that traced values and joins of them pass."""
    kind = type(value)
    if kind is TracedText or kind is Markup or kind is TracedNumber or kind is TracedMarkup:
        return value
    if isinstance(value, Mapping):
        raise UseFullRender
    return docx_values.strict_finalize(value)


class _PartWithGaps:
    """A finished part with gaps for the free values.

    `breaks`: the XML of a line break and of a tab in each gap; None if lxml wrote the part.
    """

    def __init__(
        self, pieces: Sequence[int | str], breaks: Callable[[], list[Breaks | None]] | None, texts: _XmlTexts
    ) -> None:
        self._fixed = [DECLARATION]  # with the gaps at the odd places
        for piece in pieces:
            if isinstance(piece, str):
                self._fixed[-1] += piece.encode()
            else:
                self._fixed += (b"", b"")
        self.size = len(self._fixed) // 2
        self._find_breaks, self._breaks, self._texts = breaks, list[Breaks | None](), texts

    def filled(self, texts: Sequence[bytes]) -> bytes:
        """Return the part with these texts in its gaps."""
        if not texts:
            return self._fixed[0]
        out = self._fixed.copy()
        if self._find_breaks is None:
            out[1::2] = map(_as_lxml, texts)
        else:
            out[1::2] = texts
            broken = self._texts.broken
            if not broken.isdisjoint(texts):
                for n in [n for n, text in enumerate(texts) if text in broken]:
                    out[2 * n + 1] = self._broken(n, texts[n])
        return b"".join(out)

    def _broken(self, n: int, text: bytes) -> bytes:
        assert self._find_breaks is not None
        self._breaks = self._breaks or self._find_breaks()
        for sign, xml in zip((b"\n", b"\t"), self._breaks[n] or (_FREE_TOKEN, _FREE_TOKEN), strict=True):
            if sign in text:
                if _FREE_TOKEN in xml:  # a tab is in a run of its own, with the properties of the run that it splits
                    raise UseFullRender(text)
                text = text.replace(sign, xml)
        return text


def _breaks(xml: str) -> list[Breaks | None]:
    """Return the XML that `resolve_breaks` makes of a line break and of a tab at each token of an unfinished part.

    None: within an attribute, where either would hide the properties of the run.
    """
    within = [xml.rfind("<", 0, token.start()) > xml.rfind(">", 0, token.start()) for token in _TOKEN.finditer(xml)]
    places = iter(within)
    tried = _TOKEN.sub(lambda token: token[0] + ("" if next(places) else f"{BREAK}\n{BREAK}\t{BREAK}"), xml)
    resolved = iter(_BROKEN.findall(postprocess.resolve_breaks(tried)))
    return [None if inside else tuple(each.encode() for each in next(resolved)) for inside in within]


def _fill_parts(parts: Sequence[_PartWithGaps], values: tuple[str, ...]) -> list[bytes]:
    """Return the parts of a record, with its values in their order."""
    texts = cast(tuple[bytes, ...], values)  # as `_Texts` keeps them
    filled, at = [], 0
    for part in parts:
        filled.append(part.filled(texts[at : at + part.size]))
        at += part.size
    return filled


def _as_lxml(text: bytes) -> bytes:
    """Return a text between elements as lxml writes it: with unescaped quotes."""
    if b"\n" in text or b"\t" in text:
        raise UseFullRender(text)
    return text.replace(b"&#34;", b'"').replace(b"&#39;", b"'") if b"&#" in text else text


def _finish(part: CompiledPart, recorded: RecordedRender[list[str]], rendered: str, exact: bool) -> tuple[str, bool]:
    """Finish a rendered part that holds tokens, as `template.DocxTemplate` finishes one with values.

    Also returns whether lxml wrote it: empty texts and texts in attributes are then written differently.
    """
    xml, by_lxml = finished(part, recorded.filled_where_bound(rendered))
    if not by_lxml:
        return postprocess.drop_empty_section(xml), False
    inside = False
    for piece in recorded.recording.pieces(xml) if exact else ():
        if isinstance(piece, str):
            inside = piece.rfind("<") > piece.rfind(">") or (inside and ">" not in piece)
        elif inside or not isinstance(piece[1], TracedText) or not piece[1]._real:
            recorded.bound.add(piece[1]._number)
        else:
            recorded.recording.tested.add(piece[1]._number)
    xml = postprocess.drop_empty_section(recorded.filled_where_bound(xml))
    return postprocess.fix_tables(DECLARATION + xml.encode()).decode(), True
