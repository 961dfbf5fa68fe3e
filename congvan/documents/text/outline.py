"""The outline of a text: numbers of phần, chương, mục, điều, khoản, điểm, and the text of references to them.

A typed number is kept. `#` in its place is the next number, and `#pham-vi` the next number with a name:

    Chương #            Điều #pham-vi. Phạm vi áp dụng         I#. MỤC ĐÍCH
    #. Khoản            #ho-so. Khoản có tên                   #) Điểm

`{@pham-vi}` becomes “Điều 2”, `{@ho-so}` “khoản 1 Điều 2”; `{#ho-so}` the number alone. Source of the levels, their
numerals and letters: Decree 30/2020/NĐ-CP, Appendix I, II.6.d and đ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem
from congvan.core.text import did_you_mean
from congvan.core.text.numerals import LETTERS, roman
from congvan.documents.text.interpolate import Locate, merge
from congvan.model.dispatch import Dispatch

_AUTO = r"#(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)?"
_ROMAN = "[IVXL]+"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the outline: the text before its number, its numerals, and the levels that restart below it."""

    id: str
    style: str
    pattern: re.Pattern[str]
    numeral: str  # roman, arabic, letter
    resets: tuple[str, ...]


def _level(id_: str, style: str, before: str, number: str, after: str, numeral: str, *resets: str) -> Level:
    pattern = re.compile(
        rf"\**(?:{before}(?P<auto>{_AUTO})|{'' if before == 'I' else before}(?P<typed>{number})){after}"
    )
    return Level(id_, style, pattern, numeral, resets)


_BELOW = ("muc", "tieu-muc", "la-ma", "khoan", "diem")
LEVELS = (
    _level("phan", "chuong", "Phần ", rf"{_ROMAN}|thứ \w+", r"(?![\w.-])", "roman", *_BELOW),
    _level("chuong", "chuong", "Chương ", _ROMAN, r"(?![\w-])", "roman", *_BELOW),
    _level("muc", "muc", "Mục ", r"\d+", r"(?![\w-])", "arabic", "tieu-muc", "khoan", "diem"),
    _level("tieu-muc", "muc", "Tiểu mục ", r"\d+", r"(?![\w-])", "arabic", "khoan", "diem"),
    _level("dieu", "dieu", "Điều ", r"\d+", r"\.", "arabic", "khoan", "diem"),
    _level("la-ma", "la_ma", "I", _ROMAN, r"\.\s+(?!\w\.)", "roman", "khoan", "diem"),
    _level("khoan", "khoan", "", r"\d+", r"\.\s", "arabic", "diem"),
    _level("diem", "diem", "", r"[a-zđ]", r"\)\s", "letter"),
)  # fmt: skip  # a table: what belongs together on a line
WORDS = {"phan": "Phần", "chuong": "Chương", "muc": "Mục", "tieu-muc": "Tiểu mục", "dieu": "Điều", "la-ma": "Mục",
         "khoan": "khoản", "diem": "điểm"}  # fmt: skip  # a table: what belongs together on a line
_PARENTS = {
    "muc": ("chuong",),
    "tieu-muc": ("muc", "chuong"),
    "khoan": ("dieu", "la-ma"),
    "diem": ("khoan", "dieu", "la-ma"),
}

_MARK = re.compile(rf"\**(?:\w+ |I)?{_AUTO}")
REFERENCE = re.compile(r"(?<!\{)\{(?P<how>[@#])(?P<name>[^{}\s]*)\}")


@dataclass(frozen=True, slots=True)
class Label:
    """The text of a reference, “khoản 1 Điều 2”, and the number alone."""

    text: str
    number: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The number of one block: its level, and the span of `#…` in the block to be replaced by `number`."""

    level: Level
    number: str
    span: tuple[int, int] | None


@dataclass(slots=True)
class Outline:
    """The numbers of a text's blocks by offset, and the names it defines."""

    headings: dict[int, Heading] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)  # where the block of each name begins
    last_article: str = ""


INSERTED = re.compile(r"\{\{\s*(?P<what>tables|charts)\.(?P<name>[\w-]+)\s*\}\}")
"""What a table or chart of the dispatch stands for."""
_INSERTED_LINE = re.compile(rf"^[ \t]*{INSERTED.pattern}[ \t]*$", re.MULTILINE)
_BLOCK = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")


def blocks_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield the blocks of a text, separated by blank lines, each with its offset.

    A line that a table or chart of the dispatch stands for is a block of its own.
    """
    for match in _BLOCK.finditer(text):
        start = match.start()
        for inserted in _INSERTED_LINE.finditer(text, match.start(), match.end()):
            yield from _block(text, start, inserted.start())
            yield from _block(text, inserted.start(), inserted.end())
            start = inserted.end()
        yield from _block(text, start, match.end())


def _block(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield a stretch of a text without the space around it; nothing if there is nothing else."""
    inside = text[start:end].rstrip("\n")
    if inside.strip():
        indent = len(inside) - len(inside.lstrip())
        yield start + indent, inside[indent:]


def outline_of(text: str) -> Outline:
    """Return the outline of a text, ignoring its problems."""
    return outline(blocks_of(text), [], lambda _offset: Place())


def outline(blocks: Iterator[tuple[int, str]], problems: list[Problem], locate: Locate) -> Outline:
    """Number the blocks `(offset, text)` of a text; a duplicate name is a Problem."""
    result = Outline()
    current: dict[str, str] = {}
    counts: dict[str, int] = {}
    places: dict[str, Place] = {}
    for offset, text in blocks:
        level, match = _matched(text)
        if level is None or match is None:
            if _MARK.match(text):
                problems.append(_mark_without_level(locate(offset)))
            continue
        counts[level.id] = _value(match["typed"], level) if match["typed"] else counts.get(level.id, 0) + 1
        number = match["typed"] or _written(counts[level.id], level)
        if not number:
            problems.append(Problem(Message("points-too-many", count=len(LETTERS)), locate(offset)))
        for below in level.resets:
            counts.pop(below, None)
            current.pop(below, None)
        current[level.id] = number
        if level.id == "dieu":
            current.pop("la-ma", None)
            result.last_article = number
        span = _span(match) if match["auto"] else None
        result.headings[offset] = Heading(level, number, span)
        if match["name"]:
            place = locate(offset + match.start("name"))
            if match["name"] in result.labels:
                first = places[match["name"]]
                problems.append(Problem(Message("ref-twice", name=match["name"], place=first), place, also=(first,)))
            places.setdefault(match["name"], place)
            result.labels[match["name"]] = Label(_label_text(level.id, current), number)
            result.named[match["name"]] = offset
    return result


def _matched(text: str) -> tuple[Level, re.Match[str]] | tuple[None, None]:
    for level in LEVELS:
        match = level.pattern.match(text)
        if match:
            return level, match
    return None, None


def _span(match: re.Match[str]) -> tuple[int, int]:
    """Return the span of the automatic number; it includes the I of `I#`."""
    start, end = match.span("auto")
    return (start - 1 if match.string[start - 1 : start] == "I" else start), end


def _value(typed: str, level: Level) -> int:
    """Return a typed number as a count that the next automatic number continues."""
    if level.numeral == "letter":
        return LETTERS.find(typed) + 1
    if typed.isdecimal():
        return int(typed)
    return next((number for number in range(1, 90) if roman(number) == typed), 1)


def _written(count: int, level: Level) -> str:
    if level.numeral == "letter":
        return LETTERS[count - 1 : count]
    return roman(count) if level.numeral == "roman" else str(count)


def _label_text(level: str, current: Mapping[str, str]) -> str:
    """Return `điểm a khoản 2 Điều 3`: from the smallest part up (Appendix II, V.7)."""
    parts = [level, *(parent for parent in _PARENTS.get(level, ()) if parent in current)]
    return " ".join(f"{WORDS[part]} {current[part]}" for part in parts)


def resolve_reference(match: re.Match[str], labels: Mapping[str, Label], problems: list[Problem], place: Place) -> str:
    """Return the text of `{@name}` or `{#name}`; an unknown name is a Problem and stays as written."""
    label = labels.get(match["name"])
    if label is not None:
        return label.text if match["how"] == "@" else label.number
    if labels:
        known = Message("ref-unknown.hint-known", known=", ".join(labels))
    else:
        known = Message("ref-unknown.hint-give-name", name=match["name"] or "pham-vi")
    hint = did_you_mean(match["name"], labels) or known
    problems.append(Problem(Message("ref-unknown", name=match["name"]), place, hint))
    return match.group()


def _mark_without_level(place: Place) -> Problem:
    marks = "#. · #) · Điều #. · I#. · Mục # · Chương # · Phần #"
    return Problem(Message("outline-mark"), place, Message("outline-mark.hint-number-counts", marks=marks))


def appendix_labels(dispatch: Dispatch) -> dict[str, Label]:
    """Return the reference text of each appendix or form by id: `Phụ lục II`; `Phụ lục` if there is only one.

    A form that is no appendix is named by its name.
    """
    forms = [form.id for form in dispatch.forms if form.head == "appendix"]
    ids = [*(appendix.id for appendix in dispatch.appendices), *forms]
    others = {form.id: Label(form.name, "") for form in dispatch.forms if form.head != "appendix"}
    if len(ids) == 1:
        return {ids[0]: Label("Phụ lục", ""), **others}
    return others | {name: Label(f"Phụ lục {roman(n)}", roman(n)) for n, name in enumerate(ids, 1)}


def labels_of(dispatch: Dispatch) -> Mapping[str, Label]:
    """Return every name that the dispatch defines: its appendices and forms, and the parts of its text."""
    return {**appendix_labels(dispatch), **outline_of(dispatch.body).labels}


def merge_and_refer(
    text: str, facts: Mapping[str, Any], labels: Mapping[str, Label], problems: list[Problem], locate: Locate
) -> str:
    """Merge facts and references into a text of one line; an error is a Problem and the source stays as written."""

    def merged(start: int, end: int) -> str:
        return merge(text[start:end], facts, problems, lambda at: locate(start + at))

    out, done = "", 0
    for match in REFERENCE.finditer(text):
        out += merged(done, match.start()) + resolve_reference(match, labels, problems, locate(match.start()))
        done = match.end()
    return out + merged(done, len(text))
