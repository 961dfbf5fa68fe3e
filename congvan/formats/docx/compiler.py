"""A DOCX template → one compiled Jinja template per part, proved well-formed, its tags known by place.

The dialect is docxtpl's: its own `patch_xml` turns Word's XML with tags into Jinja's source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any, cast

from jinja2 import Environment, nodes

from congvan.formats.docx import tags as docx_tags
from congvan.formats.docx.package import Source, parse
from congvan.formats.docx.postprocess import restore_braces
from congvan.formats.docx.tags import Fault, Spot, Tag
from congvan.formats.docx.wellformedness import Unproved, may_change_tables, prove
from congvan.formats.fastpath.eligibility import traceable
from congvan.formats.fastpath.field_plan import OURS
from congvan.messages import Message
from congvan.problems import Place, Problem, ProblemsFound
from congvan.templating.environment import names
from congvan.templating.tags import LIVE

MARKUP_FILTER = "docx markup"  # put around values beside runs; a name that no template can write

_INSIDE = re.compile(r"(?<=\{[{%])(?:.*?)(?=[}%]\})")


@dataclass(frozen=True, slots=True)
class Part:
    """One compiled part. Plain values only, so that it can be marshalled into the cache.

    `lines` gives for a line of the compiled template the tag written there and its place.
    """

    member: str
    kind: str
    number: int
    code: CodeType
    proved: bool  # any render is well-formed
    tables: bool  # a render may need another table grid
    drawings: bool  # a render may hold drawings
    tokens: bool  # its own text holds the characters that traces use
    traceable: bool  # its texts are used only in ways that a trace can see
    lines: dict[int, tuple[str, Spot]]
    names: tuple[str, ...]

    def as_tuple(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.__slots__)


def compile_parts(
    sources: Sequence[Source], env: Environment, name: str, *, strict: bool
) -> tuple[list[Part], dict[str, nodes.Template]]:
    """The parts that hold tags (and the body always), and their parse trees. Raises `ProblemsFound` with every problem."""
    parts: list[Part] = []
    trees: dict[str, nodes.Template] = {}
    problems: dict[Problem, None] = {}
    for source in sources:
        try:
            compiled = _compile(source, env, name, strict=strict)
        except _Faulty as faulty:
            for fault in faulty.faults:
                place = Place(file=name, part=source.label, where=docx_tags.words(fault.spot))
                problems[Problem(fault.message, place, fault.remedy)] = None
        else:
            if compiled is not None:
                parts.append(compiled[0])
                trees[source.member.name] = compiled[1]
    if problems:
        raise ProblemsFound(problems)
    return parts, trees


class _Faulty(Exception):
    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults


def _compile(source: Source, env: Environment, name: str, *, strict: bool) -> tuple[Part, nodes.Template] | None:
    root = parse(source, name)
    tags, faults = docx_tags.scan(root)
    if source.kind == "properties":
        tags = [Tag(text, ()) for text in LIVE.findall("".join(root.itertext()))]
    if strict and (faults := faults + docx_tags.check(tags, env, strict=True)):
        raise _Faulty(faults)
    mend_split_tags(root)
    source_text = _serialize(root)
    if source.kind != "body" and not _SIGN_OF_TAG.search(source_text):
        return None
    patched = _INSIDE.sub(_unescape, patch(source_text))
    try:
        marked, lines = _mark(patched, tags, env)
        tree = env.parse(marked)
        proved, tables = _prove(tree, lines, strict=strict)
        traced = strict and traceable([tree], filters=True)
        code = env.compile(cast(Any, tree), source.member.name, f"<{source.member.name}>")
    except docx_tags.UNREADABLE as error:
        raise _Faulty(docx_tags.check(tags, env, strict=False) or [_unreadable(error)]) from error
    tables = tables and source.kind == "body" and "<w:tbl>" in source_text
    drawings = source.kind == "body" and ("<wp:docPr" in source_text or "{{r " in source_text)
    part = Part(
        source.member.name,
        source.kind,
        source.number,
        code,
        proved,
        tables,
        drawings,
        bool(OURS.search(marked)),
        traced,
        lines,
        tuple(sorted(names(tree))),
    )
    return part, tree


_SIGN_OF_TAG = re.compile(r"\{(?:<[^>]*>)*[{%#]|\{_[{%]|[}%]_\}")


def _serialize(root: Any) -> str:
    from lxml import etree

    return cast(str, etree.tostring(root, encoding="unicode"))


def patch(xml: str) -> str:
    """docxtpl's own preparation of a part."""
    from docxtpl import DocxTemplate

    return cast(str, DocxTemplate.patch_xml(cast(Any, None), xml))


def _unescape(match: re.Match[str]) -> str:
    return match.group().replace("&quot;", '"').replace("&amp;", "&")


def _mark(source: str, tags: Sequence[Tag], env: Environment) -> tuple[str, dict[int, tuple[str, Spot]]]:
    """The source with a line break inside the opening of each tag, and the tag that stands on each line.

    Why: Jinja knows places by line only, and white space inside a tag means nothing.
    """
    out: list[str] = []
    lines: dict[int, tuple[str, Spot]] = {}
    line = 1
    inside: list[str] = []
    after = 0
    for _line, token, value in env.lex(source):
        out.append(value)
        line += value.count("\n")
        if token in ("variable_begin", "block_begin"):
            out.append("\n")
            line += 1
            inside = [value]
        elif token in ("variable_end", "block_end"):
            text = "".join((*inside, value.strip()))
            key = Tag(text, ()).key
            found = next((i for i in (*range(after, len(tags)), *range(after)) if tags[i].key == key), None)
            if found is not None:
                after = found + 1
                lines[line] = (tags[found].text, tags[found].spot)
            else:
                lines[line] = (text, ())
            inside = []
        elif inside:
            inside.append(value)
    return "".join(out), lines


def _prove(tree: nodes.Template, lines: dict[int, tuple[str, Spot]], *, strict: bool) -> tuple[bool, bool]:
    """Whether the part is proved well-formed and whether its tables may change; refuses what never is well-formed."""
    for output in tree.find_all(nodes.Output):
        for child in output.nodes:
            if isinstance(child, nodes.TemplateData):
                child.data = restore_braces(child.data)
    try:
        events, outside = prove(tree)
    except Unproved as unproved:
        if strict and unproved.broken is not None:
            text, spot = lines.get(unproved.broken, ("", ()))
            raise _Faulty([_unbalanced(text, spot)]) from unproved
        return False, True
    if strict:
        _guard(tree, outside)
    return True, may_change_tables(events)


def _guard(tree: nodes.Template, outside: Sequence[nodes.Expr]) -> None:
    """Let values that stand beside runs or paragraphs be rich records only."""
    ids = {id(expression) for expression in outside}
    for output in tree.find_all(nodes.Output):
        output.nodes = [
            nodes.Filter(child, MARKUP_FILTER, [], [], None, None, lineno=child.lineno) if id(child) in ids else child
            for child in output.nodes
        ]


def _unbalanced(text: str, spot: Spot) -> Fault:
    return Fault(Message("docx-tag-level", tag=text or "{% … %}"), spot)


def _unreadable(error: Exception) -> Fault:
    return Fault(Message("docx-tag-syntax.part", error=error))


def mend_split_tags(root: Any) -> None:
    """Put a tag that Word tore apart over elements of different parents (smart tags, links) back into one run.

    Why: docxtpl cuts everything between the pieces; where they have different parents, it cuts an element in half.
    """
    for paragraph in root.iter(docx_tags.W + "p"):
        texts = docx_tags.paragraph_texts(paragraph)
        whole = "".join(text.text or "" for text in texts)
        owners = [index for index, text in enumerate(texts) for _character in text.text or ""]
        changed = False
        for match in LIVE.finditer(whole):
            first, last = owners[match.start()], owners[match.end() - 1]
            between = {texts[index].getparent().getparent() for index in owners[match.start() : match.end()]}
            if first != last and len(between) > 1:
                owners[match.start() : match.end()] = [first] * (match.end() - match.start())
                changed = True
        if changed:
            for index, text in enumerate(texts):
                text.text = "".join(letter for letter, owner in zip(whole, owners, strict=True) if owner == index)
                text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
