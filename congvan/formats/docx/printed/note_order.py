"""The footnotes and endnotes of a record in the order of their marks, each once.

Why: a condition leaves a mark out and a loop repeats it, but its note is in a part of its own. Word shows the note that
a mark names; LibreOffice gives the notes of the file to the marks in turn if their numbers grow, whatever they name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from congvan.formats.docx.printed.postprocess import separate_ids

NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
"""By kind of part: what a note is called in it."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIGN = "\ufdd2"  # for the mark of a note among texts
_FLOW = re.compile(rf"\{{%[-+]?\s*(?:(?:p|r|tr|tc)\s+)?(end)?(for|if|macro|call|filter|with|block)\b|{_SIGN}")
_MARK = {each: re.compile(rf'(<w:{each}Reference\b[^>]*?\bw:id=")([^"]*)(")') for each in NOTES.values()}
_NOTE = {each: re.compile(rf"(?s)<!--.*?-->|<w:{each}(?= )[^>]*?(?:/>|>.*?</w:{each}>)") for each in NOTES.values()}
_NUMBER = re.compile(r'(\bw:id=")([^"]*)(")')
_DIGITS = re.compile(r"[-+]?[0-9]{1,18}")
_TYPED = re.compile(r'\bw:type="(?!normal")')
_PARAGRAPH_ID = re.compile(r' w14:(?:paraId|textId)="[^"]*"')


def may_move(body: Any, notes: Any, kind: str) -> bool:
    """Whether a record of a template may have its notes in another order than the file, or some never or twice; `body`,
    `notes`: the roots of the parts of the template.
    """
    name = NOTES[kind]
    called = [_key(mark.get(f"{_W}id")) for mark in body.iter(f"{_W}{name}Reference")]
    written = list(notes.iter(f"{_W}{name}"))
    texts = [note.get(f"{_W}type") in (None, "normal") for note in written]
    shown = [_key(note.get(f"{_W}id")) for note, is_text in zip(written, texts, strict=True) if is_text]
    grow = all(map(_is_number, called)) and called == sorted(called, key=int)
    return not grow or called != shown or texts != sorted(texts) or any(_are_open(body, f"{_W}{name}Reference"))


def _are_open(root: Any, mark: str) -> Iterator[bool]:
    """Yield of each mark whether a loop, a condition or the like is open there."""
    texts = (_SIGN if each.tag == mark else each.text or "" for each in root.iter(f"{_W}t", mark))
    opened = 0
    for match in _FLOW.finditer("".join(texts)):
        if match[2] is None:
            yield opened > 0
        else:
            opened += -1 if match[1] else 1


def in_order(body: str, notes: str, kind: str) -> tuple[str, str]:
    """Return a body and its notes: these in the order of their marks, without those that have none, with a copy for
    each mark of one, and numbered in turn as LibreOffice and Word themselves write them.
    """
    name = NOTES[kind]
    found = [match for match in _NOTE[name].finditer(notes) if not match[0].startswith("<!")]
    if not found:
        return body, notes
    texts = {_number(match[0]): match[0] for match in found if not _is_typed(match[0])}
    written = [match[0] for match in found if _is_typed(match[0])]
    numbers = count(max([0, *(int(key) for key in map(_number, written) if _is_number(key))]) + 1)
    seen: set[str] = set()

    def renumbered(match: re.Match[str]) -> str:
        key = _key(match[2])
        if key not in texts:
            return match[0]
        number = str(next(numbers))
        text = _NUMBER.sub(rf"\g<1>{number}\g<3>", texts[key], count=1)
        written.append(_PARAGRAPH_ID.sub("", text) if key in seen else text)
        seen.add(key)
        return f"{match[1]}{number}{match[3]}"

    body = _MARK[name].sub(renumbered, body)
    moved = notes[: found[0].start()] + "".join(written) + notes[found[-1].end() :]
    return body, separate_ids(moved) if len(seen) < len(written) else moved


def _number(note: str) -> str:
    match = _NUMBER.search(note, 0, note.index(">"))
    return _key(match[2] if match else "")


def _key(number: str | None) -> str:
    """Return the number of a note as it is compared: "02" is "2"; what is no number stays as it is."""
    return str(int(number)) if number and _DIGITS.fullmatch(number) else number or ""


def _is_number(key: str) -> bool:
    return _DIGITS.fullmatch(key) is not None


def _is_typed(note: str) -> bool:
    """Whether a note is none of the text: the line above notes."""
    return _TYPED.search(note, 0, note.index(">")) is not None


def settled(contents: Sequence[str], notes: Sequence[tuple[int, str]]) -> list[str]:
    """Return the parts of a record, the body first, with its notes in order; `notes`: which parts they are, and their
    kinds.
    """
    parts = list(contents)
    for at, kind in notes:
        parts[0], parts[at] = in_order(parts[0], parts[at], kind)
    return parts


def settled_bytes(contents: Sequence[bytes], notes: Sequence[tuple[int, str]]) -> list[bytes]:
    """Return the parts of a record as `settled` does."""
    return [each.encode() for each in settled([each.decode() for each in contents], notes)]
