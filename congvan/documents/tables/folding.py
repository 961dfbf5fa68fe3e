"""Many equal lines as one: “64 xã, phường khác: chưa gửi”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from congvan.documents.tables.columns import ShownColumn
from congvan.documents.tables.lines import TableLine


def folded(lines: Sequence[TableLine], most: int, columns: Sequence[ShownColumn], one: str) -> list[TableLine]:
    """Return lines in which more than `most` rows that differ in their first column alone are one, at their end."""
    first = next((n for n, each in enumerate(columns) if not each.ordinal), 0)
    ordinals = [n for n, each in enumerate(columns) if each.ordinal]
    out: list[TableLine] = []
    for block in _blocks(lines):
        out += _folded_block(block, most, first, ordinals, _noun(columns[first], one) if columns else one)
    return _renumbered(out, ordinals)


def _blocks(lines: Sequence[TableLine]) -> list[list[TableLine]]:
    """Return the lines in stretches of rows, other lines alone."""
    blocks: list[list[TableLine]] = []
    for line in lines:
        if blocks and line.kind == "row" and blocks[-1][-1].kind == "row":
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _folded_block(block: list[TableLine], most: int, first: int, ordinals: Sequence[int], noun: str) -> list[TableLine]:
    alike: dict[tuple[str, ...], list[TableLine]] = {}
    for line in block:
        alike.setdefault(_rest(line, first, ordinals), []).append(line)
    folded_keys = {key: len(members) for key, members in alike.items() if len(members) > most and block[0].texts}
    if not folded_keys:
        return block
    kept = [line for line in block if _rest(line, first, ordinals) not in folded_keys]
    ends = []
    for key, count in folded_keys.items():
        others = " khác" if kept or len(folded_keys) > 1 else ""
        words = ", ".join(filter(None, key))
        ends.append(replace(block[0], kind="folded", texts=(), values=(), across=f"{count} {noun}{others}: {words}"))
    return [*kept, *ends]


def _rest(line: TableLine, first: int, ordinals: Sequence[int]) -> tuple[str, ...]:
    return tuple(text for n, text in enumerate(line.texts) if n != first and n not in ordinals)


def _noun(column: ShownColumn, one: str) -> str:
    return column.column.listed.one if column.column.listed is not None else one or column.column.label.lower()


def _renumbered(lines: Sequence[TableLine], ordinals: Sequence[int]) -> list[TableLine]:
    """Return lines whose ordinal numbers are counted again, from one at each line that had it."""
    number, out = 0, []
    for line in lines:
        if line.kind == "row" and ordinals:
            number = 1 if line.texts[ordinals[0]] == "1" else number + 1
            texts, values = list(line.texts), list(line.values)
            for at in ordinals:
                texts[at], values[at] = str(number), number
            line = replace(line, texts=tuple(texts), values=tuple(values))
        out.append(line)
    return out
