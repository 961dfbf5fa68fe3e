"""Compile a DOCX template: one Jinja template per part, proved well-formed, with the place of each tag.

The dialect is docxtpl's: its own `patch_xml` turns Word's XML with tags into Jinja's source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from jinja2 import Environment, nodes

from congvan.core.messages import Message, foreign
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.core.templating.bare_tags import bare_tags
from congvan.core.templating.environment import compiled_with_paths, outputs
from congvan.core.templating.tags import LIVE_TAG
from congvan.formats.docx import tags as docx_tags
from congvan.formats.docx.blocks.breaks import free_page_breaks, free_section_breaks
from congvan.formats.docx.blocks.enclosing import enclose_values
from congvan.formats.docx.blocks.expansion import MARK, BlockTags
from congvan.formats.docx.blocks.macros import BlockMacros, print_as_markup
from congvan.formats.docx.blocks.ruled_lines import mark_rules
from congvan.formats.docx.compiled_macros import KeptParts, MacroCompiler, macro_tree
from congvan.formats.docx.compiled_part import ATTRIBUTE_FILTERS, CELL_FILTERS, CompiledPart
from congvan.formats.docx.normalization import drop_paragraph_ids, normalize
from congvan.formats.docx.package import TemplatePart, parse_part
from congvan.formats.docx.patching import patch_xml
from congvan.formats.docx.printed.postprocess import restore_braces
from congvan.formats.docx.proofs.losses import LossCheck
from congvan.formats.docx.proofs.structure import (
    holds_block_values,
    may_be_hollow,
    may_change_tables,
    order_cell_properties,
    repeats_ids,
    structure_faults,
)
from congvan.formats.docx.proofs.torn_blocks import torn_blocks
from congvan.formats.docx.proofs.wellformedness import (
    MacroProof,
    Macros,
    MarkupEvent,
    NotProved,
    prove,
    restrict_to_records,
)
from congvan.formats.docx.styles import NO_STYLES, StyleSheet
from congvan.formats.docx.tags import Tag, TagLocation, TagProblem, W, location_message
from congvan.formats.fastpath.eligibility import is_traceable
from congvan.formats.fastpath.field_plan import RESERVED

_CELL_VALUE = re.compile(r"\{%[-+]?\s*(cellbg|colspan)\s")
_CHECKED_ATTRIBUTE = re.compile(
    r'(?P<colour>\sw:fill="|<w:color(?=\s)[^<>]*\sw:val="|\sw:color=")$|(?P<size><w:sz\s+w:val=")$'
)
_ATTRIBUTE_START = 80  # characters before a value that show in which attribute it is
_CELL_TAG = re.compile(r"\{%[-+]?\s*(?:cellbg|colspan|vm|hm)\b")
_INSIDE = re.compile(r"(?<=\{[{%])(?:.*?)(?=[}%]\})")


def compile_parts(
    sources: Sequence[TemplatePart],
    env: Environment,
    name: str,
    *,
    strict: bool,
    styles: StyleSheet = NO_STYLES,
    enclosed: bool = False,
    macros: MacroCompiler | None = None,
    kept: KeptParts | None = None,
) -> list[CompiledPart]:
    """Compile the parts that records change (and the body always). Raises `ProblemsFound`.

    `styles`: those of a strict template, for its blocks and ruled lines. `enclosed`: values in text are printed between
    `VALUE` and `VALUE_END`. `macros`: compiles those of blocks. `kept`: parts of strict templates compiled before.
    """
    parts: list[CompiledPart] = []
    problems: dict[Problem, None] = {}
    macros = macros or MacroCompiler(env)
    for source in sources:

        def compile_(source: TemplatePart = source, macros: MacroCompiler = macros) -> CompiledPart | None:
            prepared = _prepared(source, env, name, styles if strict else None, enclosed=enclosed)
            return _compile(prepared, env, macros, styles if strict else None) if prepared else None

        try:
            part = kept.compiled(source, compile_, enclosed=enclosed) if kept and strict else compile_()
            parts += [part] if part else []
        except _TagErrors as error:
            for tag_problem in error.problems:
                place = Place(file=name, part=source.label, where=location_message(tag_problem.location))
                problems[Problem(tag_problem.message, place, tag_problem.remedy)] = None
    if problems:
        raise ProblemsFound(problems)
    return parts


def whole_trees(sources: Sequence[TemplatePart], env: Environment, styles: StyleSheet) -> dict[str, nodes.Template]:
    """Return the trees of the parts of a strict template that compiles, by member, with the macros of its blocks."""
    trees: dict[str, nodes.Template] = {}
    for source in sources:
        prepared = _prepared(source, env, "", styles, enclosed=True)
        if prepared is not None:
            proofs: dict[str, MacroProof | None] = {}
            body: list[nodes.Node] = []
            for name, text in prepared.macros:
                tree, proofs[name] = macro_tree(env, text, proofs)
                print_as_markup(tree, (), own=True)
                body += tree.body
            tree = env.parse(prepared.text)
            _check_attributes(tree, prepared.lines)
            _prove(tree, prepared.lines, proofs, strict=True)
            tree.body[:0] = body
            trees[source.member.name] = tree
    return trees


class _TagErrors(Exception):
    """The problems of the tags of one part."""

    def __init__(self, problems_found: Sequence[TagProblem]) -> None:
        super().__init__(problems_found)
        self.problems = problems_found


class _Prepared(NamedTuple):
    """The Jinja source of a part. `lines`: as of `CompiledPart`; `drawings`: a render may hold some."""

    part: TemplatePart
    text: str
    macros: BlockMacros
    tags: Sequence[Tag]
    lines: dict[int, tuple[str, TagLocation]]
    ruled: bool
    drawings: bool


def _prepared(
    source: TemplatePart,
    env: Environment,
    name: str,
    styles: StyleSheet | None,
    *,
    enclosed: bool,
) -> _Prepared | None:
    """Prepare one part, strictly if `styles`; None if no record changes it. Raises `_TagErrors`."""
    root = parse_part(source, name)
    tags = _tags_read(root, source, env, strict=styles is not None)
    join_split_tags(root)
    if styles:
        _arrange(root)
        if tags and source.kind == "body":
            drop_paragraph_ids(root)
    blocks = BlockTags(root, styles) if styles else None
    ruled = mark_rules(root, styles) if styles else False
    text = _serialize(root)
    if source.kind != "body" and not source.moves and not ruled and not _TAG_DELIMITER.search(text):
        return None
    patched = _INSIDE.sub(_unescape, _patched_without_loss(root) if styles and tags else patch_xml(text))
    if "<w:tc>" in patched or "<w:tc " in patched:
        patched = order_cell_properties(patched)
    macros = BlockMacros(enclosed=enclosed)
    try:
        marked, lines = _mark_lines(patched, tags, env)
    except docx_tags.PARSE_ERRORS as error:
        raise _unreadable(error, tags, env) from error
    marked = blocks.expanded(marked, macros) if blocks else marked
    marked = enclose_values(marked) if enclosed else marked
    drawings = source.kind == "body" and ("<wp:docPr" in text or "{{r " in text or bool(blocks))
    return _Prepared(source, marked, macros, tags, lines, ruled, drawings)


def _compile(prepared: _Prepared, env: Environment, compiler: MacroCompiler, styles: StyleSheet | None) -> CompiledPart:
    """Compile one part, strictly if `styles`. Raises `_TagErrors`."""
    member, kind, strict = prepared.part.member.name, prepared.part.kind, styles is not None
    try:
        tree = env.parse(prepared.text)
        bare = bare_tags(tree, markup=True) if kind != "properties" else []
        macros = compiler.compiled(prepared.macros)
        if strict:
            _check_attributes(tree, prepared.lines)
        events = _prove(tree, prepared.lines, {each: macro.proof for each, macro in macros.items()}, strict=strict)
        traced = strict and is_traceable([tree], filters=True) and all(each.traceable for each in macros.values())
        print_as_markup(tree, macros)
        code, names = compiled_with_paths(env, tree, member, f"<{member}>")
    except docx_tags.PARSE_ERRORS as error:
        raise _unreadable(error, prepared.tags, env) from error
    tables = kind == "body" and ("<w:tbl>" in prepared.text or bool(macros)) and _holds(events, may_change_tables)
    return CompiledPart(
        member, kind, prepared.part.number, prepared.part.pages, code, events is not None, tables,
        _holds(events, may_be_hollow), _holds(events, holds_block_values), _holds(events, repeats_ids),
        prepared.drawings, bool(RESERVED.search(prepared.text + prepared.macros.definitions())), traced,
        prepared.part.moves,
        styles.looks if styles and prepared.ruled else {}, prepared.lines,
        tuple(sorted(names.difference(macros))), tuple(bare),
        tuple((each, macro.code) for each, macro in macros.items()),
    )  # fmt: skip  # a table: what belongs together on a line


def _tags_read(root: Any, source: TemplatePart, env: Environment, *, strict: bool) -> list[Tag]:
    """Return the tags of a part; of a strict template as they were meant. Raises `_TagErrors`; changes the tree."""
    if strict:
        normalize(root)
    tags, problems_found = docx_tags.find_tags(root)
    if source.kind == "properties":
        tags = [Tag(text, ()) for text in LIVE_TAG.findall("".join(root.itertext()))]
    if strict and (
        problems_found := [*problems_found, *docx_tags.check_tags(tags, env, strict=True), *torn_blocks(tags)]
    ):
        raise _TagErrors(problems_found)
    return tags


_TAG_DELIMITER = re.compile(r"\{(?:<[^>]*>)*[{%#]|\{_[{%]|[}%]_\}")


def _serialize(root: Any) -> str:
    from lxml import etree

    return cast(str, etree.tostring(root, encoding="unicode"))


def prepared_source(xml: str, styles: StyleSheet) -> str:
    """Apply docxtpl's preparation to a part of a strict template, with its blocks and ruled lines."""
    from lxml import etree

    head, declared, body = xml.partition("?>") if xml.startswith("<?xml") else ("", "", xml)
    root = etree.fromstring(body.encode())
    normalize(root)
    join_split_tags(root)
    _arrange(root)
    blocks, macros = BlockTags(root, styles), BlockMacros(literal=True)
    mark_rules(root, styles)
    expanded = blocks.expanded(_INSIDE.sub(_unescape, patch_xml(_serialize(root))), macros)
    return head + declared + macros.definitions() + expanded


def _arrange(root: Any) -> None:
    """Put what is beside tags where a strict template may have it."""
    free_section_breaks(root)
    free_page_breaks(root)
    give_cell_properties(root)


def _patched_without_loss(root: Any) -> str:
    """Apply docxtpl's preparation; raise `_TagErrors` where the preparation would lose something. Changes the tree."""
    check = LossCheck(root)
    patched, problems_found = check.unmarked(patch_xml(_serialize(root)))
    if problems_found:
        raise _TagErrors(problems_found)
    return patched


def _unescape(match: re.Match[str]) -> str:
    return match.group().replace("&quot;", '"').replace("&amp;", "&")


def _mark_lines(source: str, tags: Sequence[Tag], env: Environment) -> tuple[str, dict[int, tuple[str, TagLocation]]]:
    """Insert a line break inside each opening tag; return the source and the tag on each line.

    Why: Jinja knows places by line only, and white space inside a tag means nothing.
    """
    out: list[str] = []
    lines: dict[int, tuple[str, TagLocation]] = {}
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
            text = MARK.sub(" ", "".join((*inside, value.strip())))
            keys = _written_as(Tag(text, ()).key)
            index = next((i for i in (*range(after, len(tags)), *range(after)) if tags[i].key in keys), None)
            if index is not None:
                after = index + 1
                lines[line] = (tags[index].text, tags[index].location)
            else:
                lines[line] = (text, ())
            inside = []
        elif inside:
            inside.append(value)
    return "".join(out), lines


def _written_as(key: str) -> Sequence[str]:
    """Return the keys of the tags from which docxtpl may have made this one."""
    inside = key[2:-2]
    return (key, f"{{%cellbg{inside}%}}", f"{{%colspan{inside}%}}") if key.startswith("{{") else (key,)


def _holds(events: Sequence[MarkupEvent] | None, question: Callable[[Sequence[MarkupEvent]], bool]) -> bool:
    """Answer a question about a part by its events; of a part that is not proved, anything may be so."""
    return events is None or question(events)


def _prove(
    tree: nodes.Template, lines: dict[int, tuple[str, TagLocation]], macros: Macros, *, strict: bool
) -> list[MarkupEvent] | None:
    """Return the events of the part if it is proved well-formed. Raises `_TagErrors` if it is always malformed, and for
    faults of its structure."""
    for output in outputs(tree):
        for child in output.nodes:
            if isinstance(child, nodes.TemplateData):
                child.data = restore_braces(child.data)
    try:
        events, outside = prove(tree, macros)
    except NotProved as unproved:
        if strict and unproved.broken is not None:
            text, location = lines.get(unproved.broken, ("", ()))
            raise _TagErrors([_unbalanced(text, location)]) from unproved
        return None
    if strict:
        faults = [(which, *lines.get(line, ("", ()))) for which, line in structure_faults(events)]
        if faults:
            raise _TagErrors([TagProblem(Message(f"docx-structure.{which}", tag=tag), at) for which, tag, at in faults])
        restrict_to_records(tree, outside)
    return events


def _check_attributes(tree: nodes.Template, lines: Mapping[int, tuple[str, TagLocation]]) -> None:
    """Have values checked that are in attributes of which Word takes few values: those of `cellbg` and `colspan`, and
    what a tag writes there itself as a colour or the size of text.
    """
    any_told = any(_CELL_VALUE.match(tag) for tag, _location in lines.values())
    for output in outputs(tree):
        before = ""
        for index, child in enumerate(output.nodes):
            if isinstance(child, nodes.TemplateData):
                before = child.data[-_ATTRIBUTE_START:]
                continue
            tag = _CELL_VALUE.match(lines.get(child.lineno, ("", ()))[0]) if any_told else None
            written = _CHECKED_ATTRIBUTE.search(before) if before.endswith('"') else None
            before = ""
            if name := CELL_FILTERS[tag[1]] if tag else written and ATTRIBUTE_FILTERS[written.lastgroup or ""]:
                output.nodes[index] = nodes.Filter(child, name, [], [], None, None, lineno=child.lineno)


def _unbalanced(text: str, location: TagLocation) -> TagProblem:
    return TagProblem(Message("docx-tag-level", tag=text or "{% … %}"), location)


def _unreadable(error: Exception, tags: Sequence[Tag], env: Environment) -> _TagErrors:
    found = docx_tags.check_tags(tags, env, strict=False)
    return _TagErrors(found or [TagProblem(Message("docx-tag-syntax.part", error=foreign(error)))])


def give_cell_properties(root: Any) -> None:
    """Give each cell with a tag for cells the properties into which docxtpl writes what the tag does."""
    for cell in root.iter(W + "tc"):
        if not _CELL_TAG.search("".join(text.text or "" for text in cell.iter(W + "t"))):
            continue
        properties = cell.find(W + "tcPr")
        if properties is None:
            properties = cell.makeelement(W + "tcPr")
            cell.insert(0, properties)
        if not len(properties):
            properties.append(cell.makeelement(W + "tcW", {W + "w": "0", W + "type": "auto"}))


def join_split_tags(root: Any) -> None:
    """Join a tag that Word split over elements of different parents (smart tags, links) into one run.

    Why: docxtpl cuts everything between the pieces; if they have different parents, it cuts an element in half.
    """
    for paragraph in root.iter(W + "p"):
        texts = docx_tags.paragraph_texts(paragraph)
        joined = "".join(text.text or "" for text in texts)
        owners = [index for index, text in enumerate(texts) for _character in text.text or ""]
        changed = False
        for match in LIVE_TAG.finditer(joined):
            first, last = owners[match.start()], owners[match.end() - 1]
            between = {texts[index].getparent().getparent() for index in owners[match.start() : match.end()]}
            if first != last and len(between) > 1:
                owners[match.start() : match.end()] = [first] * (match.end() - match.start())
                changed = True
        if changed:
            for index, text in enumerate(texts):
                text.text = "".join(letter for letter, owner in zip(joined, owners, strict=True) if owner == index)
                text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
