"""The heads of tables: rows of a grid that hold the titles of a section's columns, on one line or several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from congvan.core.text import fold
from congvan.forms.form import FormSection, SectionColumn
from congvan.grids.grid import Grid, GridRow, MergedRange
from congvan.model.forms.columns import FormColumn
from congvan.returns.reading.words import LONGEST_LABEL, are_codes
from congvan.values.columns.titles import bare_key, label_key, meaning

_COMMON = frozenset(
    ("so", "ngay", "thang", "nam", "ty", "le", "tong", "muc", "loai", "ma", "nguoi", "don", "vi", "cac")
)
"""Words in the titles of many columns, which tell none from another."""
_TIMES = ("luy ke", "cong don", "tu dau nam", "tuan truoc", "thang truoc", "ky truoc", "nam truoc", "cung ky")
"""How titles speak of other times than the period at hand."""
_PERIODS = frozenset(("ngay", "tuan", "thang", "quy", "nam"))
_DOUBTS = frozenset(("nghi", "khong", "tru", "ngoai", "uoc"))
"""Words that make of what is counted something else."""
_LEAST_COUNTED = 4
"""Columns of a table whose numbers, without brackets, are no figures."""
DEEPEST = 4
"""Lines of a head at most, the row of codes not counted."""

_TITLE_END = re.compile(r"^[^\W\d_]+ (?=\(\d{1,2}\)$)")
"""A word before a code."""
_NUMBER = re.compile(r"\d+")
"""What makes a figure of a column mean another number."""


@dataclass(slots=True)
class Head:
    """A head that was found.

    `first`, `last`: its lines, by index in the grid; rows of the table begin behind `last`. `columns`: the columns of
    the section by their place. `more`: further places of a column, where one title is over several. `renamed`:
    places whose title is another, with that title. `extra`: titles of places that are no column of the form. `said`:
    the titles over each place, from top to bottom. `begins`: the line of the title of its table, where that was sought;
    -1 else. `continued`: whether the table goes on with one before it and has
    no head of its own.
    """

    grid: Grid
    section: FormSection
    first: int
    last: int
    columns: dict[int, SectionColumn]
    more: dict[int, SectionColumn] = field(default_factory=dict)
    renamed: dict[int, str] = field(default_factory=dict)
    extra: dict[int, str] = field(default_factory=dict)
    said: Mapping[int, Sequence[str]] = field(default_factory=dict)
    continued: bool = False
    begins: int = -1

    @property
    def missing(self) -> list[SectionColumn]:
        """The columns of the section that have no place."""
        there = {column.id for column in self.columns.values()}
        return [column for column in self.section.columns if column.id not in there and column.type.id != "ordinal"]


class _Title(NamedTuple):
    """A column with the keys of its title and of the headings above it."""

    column: SectionColumn
    above: tuple[str, ...]


class Titles:
    """The titles of a section, by key. `all_keys`: headings too, to see at a glance whether a line can be a head.
    `headings`: the words over the title of each column. `by_letters`: by key without spaces, since a narrow cell may
    break a title within a word. `by_meaning`: by what the title asks for.
    """

    def __init__(self, section: FormSection) -> None:
        self.section = section
        self.by_key: dict[str, list[_Title]] = {}
        self.all_keys: set[str] = set()
        self.depth = 1
        self.headings: dict[str, str] = {}
        self.by_meaning: dict[str, list[_Title]] = {}
        columns = {column.id: column for column in section.columns}
        for leaf, labels in _leaves(section.spec.columns, ()):
            above = tuple(map(label_key, labels))
            self.headings[leaf.id or ""] = " ".join(labels)
            self.depth = max(self.depth, len(above) + 1)
            title = _Title(columns[leaf.id or ""], above)
            for key in {label_key(leaf.label), bare_key(leaf.label), label_key(leaf.id or "")} - {""}:
                self.by_key.setdefault(key, []).append(title)
            self.by_meaning.setdefault(meaning(leaf.label), []).append(title)
            self.all_keys.update(above)
        self.all_keys.update(self.by_key)
        self.by_letters = {key.replace(" ", ""): found for key, found in self.by_key.items()}
        self.least = _least(section)


def _least(section: FormSection) -> int:
    """Return how many titles make a head: more than half of those that every edition of the form has."""
    always = [c for c in section.columns if not c.spec.corrected_only and c.spec.since == 1]
    return max(min(2, len(section.columns)), len(always) // 2 + 1 if len(always) > 3 else (len(always) + 1) // 2)


def _leaves(columns: Sequence[FormColumn], above: tuple[str, ...]) -> Iterator[tuple[FormColumn, tuple[str, ...]]]:
    for column in columns:
        if column.columns:
            yield from _leaves(column.columns, (*above, column.label))
        else:
            yield column, above


class Same:
    """Stands for one value in a cache, by what it is and not by what it holds."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.value is other.value


@lru_cache(maxsize=256)
def _titles_of(section: Same) -> Titles:
    return Titles(section.value)


def titles_of(section: FormSection) -> Titles:
    """Return the titles of a section, worked out once."""
    return _titles_of(Same(section))


def find_heads(grid: Grid, section: FormSection) -> list[Head]:
    """Return every head of a section in a grid, from top to bottom."""
    titles = titles_of(section)
    found: list[Head] = []
    index = 0
    while index < len(grid.lines):
        head = _head_at(grid, index, titles) if _may_begin(grid.lines[index], titles) else None
        if head is not None:
            found.append(head)
            index = head.last + 1
        else:
            index += 1
    return found


def _key_of(text: str) -> str:
    return label_key(text) if len(text) < LONGEST_LABEL else ""


def _may_begin(line: GridRow, titles: Titles) -> bool:
    return any(cell.kind == "text" and _matches(cell.text, titles) for cell in line.cells.values())


def _matches(text: str, titles: Titles) -> bool:
    key = _key_of(text)
    if not key:
        return False
    return key in titles.all_keys or ("(" in text and bare_key(text) in titles.all_keys) or _is_synonym(text, titles)


def _is_synonym(text: str, titles: Titles) -> bool:
    """Whether a title is a synonym of the title of one column alone."""
    meant = meaning(text)
    return bool(meant) and len(titles.by_meaning.get(meant, ())) == 1


def _head_at(grid: Grid, index: int, titles: Titles) -> Head | None:
    """Return the head that begins at a line: of one line, or of as many as the section's has, whichever finds more."""
    best: dict[int, SectionColumn] = {}
    last = index
    first = grid.lines[index].number
    for end in range(index, min(index + max(titles.depth, 2), len(grid.lines), index + DEEPEST)):
        if grid.lines[end].number - first >= DEEPEST:
            break
        if end > index and not _may_begin(grid.lines[end], titles):
            break
        columns = _matched(_stacks(grid, index, end), titles)
        if len(columns) > len(best):
            best, last = columns, end
    if len(best) < titles.least:
        return None
    head = Head(grid, titles.section, index, last, best)
    _spread(head)
    head.said = _stacks(grid, index, last)
    _rest(head, head.said, titles)
    if last + 1 < len(grid.lines) and _is_codes(grid.lines[last + 1], head):
        head.last = last + 1
    return head


def _stacks(grid: Grid, first: int, last: int) -> dict[int, list[str]]:
    """Return, for each place, the texts that are over it in a head, from top to bottom."""
    stacks: dict[int, list[str]] = {}
    lines = grid.lines[first : last + 1]
    places = sorted({number for line in lines for number in line.cells})
    for at, line in enumerate(lines):
        over = _over(grid, line, places, lines[at + 1 :])
        for number in places:
            text = line.cells[number].text if number in line.cells else over.get(number, "")
            if text:
                stacks.setdefault(number, []).append(text)
    return stacks


def _over(grid: Grid, line: GridRow, places: Sequence[int], below: Sequence[GridRow]) -> dict[int, str]:
    """Return the headings that reach over places where their line has no text: merged, or the last to the left."""
    over: dict[int, str] = {}
    for merge in grid.merges:
        if merge.top <= line.number <= merge.bottom and merge.left in line.cells:
            over.update(dict.fromkeys(range(merge.left + 1, merge.right + 1), line.cells[merge.left].text))
    if grid.merges or not below:
        return over
    current = ""
    for number in places:
        if number in line.cells:
            current = line.cells[number].text if any(number in row.cells for row in below) else ""
        elif current and any(number in row.cells for row in below):
            over[number] = current
    return over


def _matched(stacks: Mapping[int, Sequence[str]], titles: Titles) -> dict[int, SectionColumn]:
    """Return the column of each place whose title is known; of columns with one title the one under its headings."""
    matched: dict[int, SectionColumn] = {}
    used: set[str] = set()
    for number in sorted(stacks):
        title = _title_for(stacks[number], titles, used)
        if title is not None:
            matched[number] = title.column
            used.add(title.column.id)
    for number in sorted(stacks.keys() - matched.keys()):  # after the titles of the form: one of them may come later
        said = stacks[number][-1]
        title = titles.by_meaning[meaning(said)][0] if _is_synonym(said, titles) else None
        if title is not None and title.column.id not in used:
            matched[number] = title.column
            used.add(title.column.id)
    return matched


def _title_for(stack: Sequence[str], titles: Titles, used: set[str]) -> _Title | None:
    keys = [_key_of(text) for text in stack]
    for at in range(len(stack) - 1, -1, -1):
        found = titles.by_key.get(keys[at]) or (titles.by_key.get(bare_key(stack[at])) if "(" in stack[at] else None)
        found = found or titles.by_letters.get(keys[at].replace(" ", ""))
        free = [title for title in found or () if title.column.id not in used]
        if free:
            return max(free, key=lambda title: sum(key in keys[:at] for key in title.above))
    return None


def by_titles(section: FormSection, texts: Mapping[int, str]) -> dict[str, int]:
    """Return the place of each column whose title, or a synonym of it, is among the texts of a row."""
    found = _matched({at: [text] for at, text in texts.items() if text}, titles_of(section))
    return {column.id: at for at, column in found.items()}


def head_on(grid: Grid, section: FormSection, at: int, columns: dict[int, SectionColumn]) -> Head:
    """Return the head that somebody chose: a line, by its index, with the columns of the section by their place."""
    head = Head(grid, section, at, at, columns)
    _spread(head)
    head.said = _stacks(grid, at, at)
    head.extra = {n: said[-1] for n, said in head.said.items() if n not in columns and n not in head.more}
    if at + 1 < len(grid.lines) and _is_codes(grid.lines[at + 1], head):
        head.last = at + 1
    return head


def _spread(head: Head) -> None:
    """Note the places that a title reaches over beside its own: names in two cells under one title."""
    rows = range(head.grid.lines[head.first].number, head.grid.lines[head.last].number + 1)
    for merge in head.grid.merges:
        column = head.columns.get(merge.left)
        if column is None or merge.right == merge.left or not _within(merge, rows) or _has_below(head, merge):
            continue
        for number in range(merge.left + 1, min(merge.right, merge.left + 5) + 1):
            if number not in head.columns:
                head.more[number] = column


def _has_below(head: Head, merge: MergedRange) -> bool:
    """Whether the first column under a merged cell has a title of its own: the cell is a heading over several."""
    below = (line for line in head.grid.lines[head.first : head.last + 1] if line.number > merge.bottom)
    return any(merge.left in line.cells and line.cells[merge.left].text for line in below)


def _within(merge: MergedRange, rows: range) -> bool:
    return merge.top in rows or merge.bottom in rows


def _rest(head: Head, stacks: Mapping[int, Sequence[str]], titles: Titles) -> None:
    """Find columns whose title was retyped: one that is missing between two neighbours where one title is unknown."""
    unknown = {number: stack[-1] for number, stack in stacks.items() if number not in head.columns}
    unknown = {number: text for number, text in unknown.items() if number not in head.more}
    places = {column.id: number for number, column in head.columns.items()}
    columns = head.section.columns
    for index, column in enumerate(columns):
        if column.id in places or column.type.id == "ordinal" or column.spec.corrected_only:
            continue
        left = places.get(columns[index - 1].id) if index else 0
        right = places.get(columns[index + 1].id) if index + 1 < len(columns) else max(stacks) + 1
        free = [n for n in unknown if left is not None and right is not None and left < n < right]
        if len(free) == 1 and key_differs(unknown[free[0]], titles):
            head.renamed[free[0]] = unknown.pop(free[0])
            head.columns[free[0]] = column
    head.extra = unknown


def key_differs(text: str, titles: Titles) -> bool:
    """Whether a title is none of the section's own."""
    return _key_of(text) not in titles.by_key


def alike(said: str, label: str) -> bool:
    """Whether a retyped title still names its column: they share a word of its own, or one abbreviates the other.

    Words of many columns (số, ngày) are not enough: “Ngày cấp” is no “Ngày sinh”; nor may a title speak of other times
    than its column: “Số mắc lũy kế” is no “Số mắc”. A year or another number in both is the same.
    """
    numbers, printed = (set(_NUMBER.findall(text)) for text in (said, label))
    if numbers and printed and numbers != printed:
        return False
    key, ours = label_key(said), label_key(label)
    if any(time in key and time not in ours for time in _TIMES):
        return False
    one, other = set(key.split()), set(ours.split())
    short = "".join(word[0] for word in fold(label).split() if word[0].isalnum())
    own = (other - _COMMON) or other
    written = key.replace(" ", "")
    whole = key if "(" in label else bare_key(said)
    if whole.replace(" ", "") == ours.replace(" ", ""):  # typed without a space: Sốmắc
        return True
    return bool(one & own) or written in (short, f"s{short}") or (len(short) > 1 and short in one)


def other_heading(head: Head, number: int) -> tuple[str, str] | None:
    """Return the words over the title of a column where they no longer are the form's, and the form's: “Dưới 1 tuổi”
    over Mắc where the form has “Dưới 5 tuổi”; None where they are.
    """
    ours = titles_of(head.section).headings[head.columns[number].id]
    said = " ".join(head.said.get(number, ())[:-1])
    if not ours or not said or label_key(said) == label_key(ours):
        return None
    if _is_of_others(said, ours):
        return said, ours
    periods, printed = (_PERIODS & set(label_key(each).split()) for each in (said, ours))
    if alike(said, ours) and (not periods or not printed or periods & printed):
        return None
    return said, ours


def _is_of_others(said: str, ours: str) -> bool:
    """Whether words over titles are about something else: Sốt rét for Sốt xuất huyết, Nghi sốt xuất huyết. Words that
    were added (mới) or left out alone say the same, and so do their first letters: SXH.
    """
    one, other = (label_key(text).split() for text in (said, ours))
    added, lost = ([word for word in words if word not in there] for words, there in ((one, other), (other, one)))
    if not _DOUBTS.isdisjoint(added):
        return True
    own = set(added) - _COMMON - _PERIODS - {"".join(word[0] for word in lost)}
    return bool(own) and not set(lost) <= _COMMON | _PERIODS


def _is_codes(line: GridRow, head: Head) -> bool:
    """Whether a line is the row of codes under a head."""
    texts = [line.cells[number].text.strip() for number in sorted(head.columns) if number in line.cells]
    if _counts_columns(texts, head):
        return True
    if len(texts) < 2 or not any(text.startswith("(") for text in texts):
        return False
    # Why: a converted page may draw the end of a title into the row of codes: năm (12)
    return are_codes([_TITLE_END.sub("", text) for text in texts])


def _counts_columns(texts: Sequence[str], head: Head) -> bool:
    """Whether a line numbers every column without brackets: 1, 2, 3, 4 or A, B, 1, 2. No row says so of all of them,
    words and days included.
    """
    letters = [text for text in texts if not text.isdecimal()]
    numbers = [str(number + 1) for number in range(len(texts) - len(letters))]
    first = "ABCDEFGH"[: len(letters)]
    return len(texts) >= _LEAST_COUNTED and len(texts) == len(head.columns) and [*texts] == [*first, *numbers]
