"""The content of a TRÍCH SAO: the parts of the dispatch named by its key `extract`, with `[…]` for omitted parts.

    Điều 2 · khoản 1 Điều 3 · Chương II · thi-hanh (a name given by #thi-hanh) · đoạn 1 (before all numbers)
    Phụ lục I · danh-muc (its id) · Điều 5 Quy chế · dòng 3 Phụ lục I (the table row that begins with 3)

Head, title, legal bases, signer and Nơi nhận are kept, and so are the numbers and the headings over kept parts: an
extract has the complete layout and a part of the text (Decree 30/2020/NĐ-CP, Điều 3.12 and 25.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from congvan.core.decree.kinds import KINDS
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem
from congvan.core.text import did_you_mean
from congvan.documents.common.context import ContentContext
from congvan.documents.letter.kind_blocks import blocks_after, blocks_before
from congvan.documents.letter.schema import Attachment, OfficialDocument
from congvan.documents.tables.blocks import inserter
from congvan.documents.text.blocks import placed_blocks
from congvan.documents.text.line_breaks import text_run
from congvan.documents.text.outline import LEVELS, WORDS, Heading, appendix_labels, outline_of
from congvan.documents.text.schema import Block, TableRow, TextTable
from congvan.documents.text.tables import LANDSCAPE_MM, TEXT_MM, plain_text, table_row

GAP = "[…]"
_ROW, _PARAGRAPH = "dòng", "đoạn"
_RANK = {level.id: rank for rank, level in enumerate(LEVELS)}
_SPLIT = re.compile(rf"(?:^|\s)({'|'.join([*sorted(set(WORDS.values()), reverse=True), _ROW, _PARAGRAPH])})\s+", re.I)

Kept = dict[int, set[int] | None]
"""The kept blocks of a text by offset; for a table the indices of the kept rows, or None for all."""

Path = tuple[tuple[str, str], ...]
"""A part by level names and numbers, innermost first: (("khoản", "1"), ("Điều", "2"))."""


@dataclass(frozen=True, slots=True)
class _NamedPart:
    """A part that can be named, and the blocks it keeps: itself, its contents, the headings over it."""

    path: Path
    kept: Kept
    offset: int = -1  # where its heading begins

    def is_meant_by(self, path: Path) -> bool:
        """Whether a path names this part: its own first, then some of its ancestors in order."""
        around = iter(_folded(self.path[1:]))
        wanted = _folded(path)
        return wanted[0] == _folded(self.path)[0] and all(step in around for step in wanted[1:])


@dataclass(frozen=True, slots=True)
class _SourceText:
    """A text of the dispatch: its own (label ""), or an attached one with its names."""

    names: tuple[str, ...]
    blocks: Sequence[tuple[int, Block]]
    parts: Sequence[_NamedPart]
    named: Mapping[str, int]

    @property
    def label(self) -> str:
        return self.names[0] if self.names else ""


def extract(
    context: ContentContext, made: OfficialDocument, wanted: Sequence[str], *where: str | int
) -> OfficialDocument:
    """Return the content of a dispatch reduced to the `wanted` parts; an unknown part is a Problem at its place."""
    sources = list(_sources(context, made["attachments"]))
    kept: list[Kept] = [{} for _source in sources]
    for index, words in enumerate(wanted):
        match = _find(sources, words, context.problems, context.place(*where, index))
        if match:
            number, part = match
            for offset, rows in part.items():
                already = kept[number].get(offset, set())
                kept[number][offset] = None if rows is None or already is None else rows | already
    left = [source.label for source, part in zip(sources[1:], kept[1:], strict=True) if not part]
    note: list[Block] = [{"style": "doan", "runs": [text_run(f"[Không trích sao: {', '.join(left)}]")]}] if left else []
    attached = zip(made["attachments"], sources[1:], kept[1:], strict=True)
    return {
        **made,
        "body": [*blocks_before(context, None), *_keep_only(sources[0].blocks, kept[0]), *blocks_after(context), *note],
        "attachments": [
            {**one, "body": _keep_only(source.blocks, part)} if source.blocks else one
            for one, source, part in attached
            if part
        ],
    }


def _sources(context: ContentContext, attachments: Sequence[Attachment]) -> Iterator[_SourceText]:
    """Yield the text of the dispatch, then those of its attachments in order; a form has none."""
    dispatch, labels = context.dispatch, appendix_labels(context.dispatch)
    yield _source(context, (), dispatch.body, TEXT_MM)
    texts: list[tuple[tuple[str, ...], str]] = [
        ((KINDS[one.kind].name,), one.body) for one in (dispatch.attached,) if one
    ]
    texts += [((labels[one.id].text, one.id), one.body) for one in dispatch.appendices]
    texts += [((labels[one.id].text, one.id), "") for one in dispatch.forms]
    for (names, text), made in zip(texts, attachments, strict=True):
        yield _source(context, names, text, LANDSCAPE_MM if made["landscape"] else TEXT_MM)


def _source(context: ContentContext, names: tuple[str, ...], text: str, width_mm: float) -> _SourceText:
    """Parse one text. Its own problems are ignored here: the letter reports them."""
    silent = replace(context, problems=[], shared={})
    insert, labels = inserter(silent), context.labels
    blocks = placed_blocks(text, silent.facts, silent.problems, lambda _at: Place(), labels, width_mm, insert)
    outline = outline_of(text)
    return _SourceText(names, blocks, _parts(blocks, outline.headings), outline.named)


def _parts(blocks: Sequence[tuple[int, Block]], headings: Mapping[int, Heading]) -> list[_NamedPart]:
    """Return every part of a text in order; a part ends at the next one of its level or a higher one."""
    parts: list[_NamedPart] = []
    stack: list[tuple[int, _NamedPart, list[int]]] = []  # rank, part, the offsets of its heading
    paragraphs = 0
    for offset, block in blocks:
        heading = headings.get(offset)
        if heading and block["style"] == heading.level.style:
            rank = _RANK[heading.level.id]
            while stack and stack[-1][0] >= rank:
                stack.pop()
            path = ((WORDS[heading.level.id], heading.number), *(stack[-1][1].path if stack else ()))
            above: Kept = {at: None for _rank, _part, heads in stack for at in heads}
            stack.append((rank, _NamedPart(path, above, offset), [offset]))
            parts.append(stack[-1][1])
        elif block["style"] == "tieu_de" and stack:
            stack[-1][2].append(offset)
        elif not stack:
            paragraphs += 1
            parts.append(_NamedPart(((_PARAGRAPH, str(paragraphs)),), {offset: None}))
        for _rank, part, _heads in stack:
            part.kept[offset] = None
        if block["style"] == "bang":
            above = {at: None for _rank, _part, heads in stack for at in heads}
            parts += _rows(offset, block["table"]["rows"], stack[-1][1].path if stack else (), above)
    return parts


def _rows(offset: int, rows: Sequence[TableRow], path: Path, above: Kept) -> Iterator[_NamedPart]:
    """Yield the rows of a table, each with the group row above it."""
    group: set[int] = set()
    for index, row in enumerate(rows):
        if row["across"]:
            group = {index}
        else:
            yield _NamedPart(((_ROW, plain_text(row["cells"][0]["runs"])), *path), {**above, offset: {index, *group}})


def _find(sources: Sequence[_SourceText], words: str, problems: list[Problem], place: Place) -> tuple[int, Kept] | None:
    """Resolve one item of `extract`: the number of the source and the blocks to keep."""
    name = words.strip().removeprefix("{@").removesuffix("}")
    for number, source in enumerate(sources):
        if name.casefold() in (one.casefold() for one in source.names):
            return number, {offset: None for offset, _block in source.blocks} or {0: None}
        if name in source.named:
            return number, next(part.kept for part in source.parts if part.offset == source.named[name])
    number, rest = _split_off_source(sources, name)
    path = tuple(zip(*[iter(_SPLIT.split(rest)[1:])] * 2, strict=True)) if _SPLIT.match(rest) else ()
    matches = [part for part in sources[number].parts if path and part.is_meant_by(path)]
    if len(matches) != 1:
        problems.append(_ambiguous_part(name, matches, place) if matches else _unknown_part(sources, name, place))
        return None
    return number, matches[0].kept


def _split_off_source(sources: Sequence[_SourceText], name: str) -> tuple[int, str]:
    """Split a name such as `Điều 5 Quy chế` into the number of the source and the rest; the default is the dispatch's
    text.
    """
    for number, source in enumerate(sources):
        for own in source.names:
            if name.casefold().endswith(f" {own.casefold()}"):
                return number, name[: -len(own)].strip()
    return 0, name


def _folded(path: Path) -> Path:
    return tuple((word.casefold(), number.strip().casefold()) for word, number in path)


def _keep_only(blocks: Sequence[tuple[int, Block]], kept: Kept) -> list[Block]:
    """Return the kept blocks, with one `[…]` for each omitted stretch."""
    kept_blocks: list[Block] = []
    gap: Block = {"style": "doan", "runs": [text_run(GAP)]}
    for offset, block in blocks:
        if offset not in kept:
            kept_blocks += [gap] if kept_blocks[-1:] != [gap] else []
            continue
        rows = kept[offset]
        kept_blocks.append(block if rows is None else {**block, "table": _table(block["table"], rows)})
    return kept_blocks


def _table(table: TextTable, kept: set[int]) -> TextTable:
    rows: list[TableRow] = []
    gap = table_row([], across=[text_run(GAP)])
    for index, row in enumerate(table["rows"]):
        rows += [row] if index in kept else [gap] if rows[-1:] != [gap] else []
    return {**table, "rows": rows}


def _unknown_part(sources: Sequence[_SourceText], name: str, place: Place) -> Problem:
    known = [label for source in sources for label in _part_names(source)]
    hint = did_you_mean(name, known) or Message("extract-unknown.hint-known", known=", ".join(known[:20]))
    return Problem(Message("extract-unknown", name=name), place, hint)


def _part_names(source: _SourceText) -> Iterator[str]:
    """Yield the names of a text and of its parts."""
    yield from source.names
    yield from source.named
    for part in source.parts:
        yield " ".join([_short_label(part), *source.names[:1]])


def _short_label(part: _NamedPart) -> str:
    """Return a part's label down to its Điều, whose number is unique in the text."""
    words = [word for word, _number in part.path]
    upto = words.index("Điều") + 1 if "Điều" in words else len(words)
    return _label(part.path[:upto])


def _label(path: Path) -> str:
    return " ".join(f"{word} {number}" for word, number in path)


def _ambiguous_part(name: str, matches: Sequence[_NamedPart], place: Place) -> Problem:
    found = ", ".join(_label(part.path) for part in matches[:6])
    return Problem(Message("extract-several", name=name, found=found), place)
