"""What is changed in a correct letter: a paragraph's setting, its words, the whole sheet."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace

from tests.nd30.letters import Letter, P

Change = Callable[[Letter], None]


def put(start: str, **values: object) -> Change:
    """Changes the setting of the paragraph that begins so."""

    def change(letter: Letter) -> None:
        paragraph = letter.find(start)
        for key, value in values.items():
            assert getattr(paragraph, key) != value, key
            setattr(paragraph, key, value)

    return change


def swap(start: str, old: str, new: str) -> Change:
    """Replaces words in the paragraph that begins so."""

    def change(letter: Letter) -> None:
        paragraph = letter.find(start)
        assert old in paragraph.lead + paragraph.text, (old, paragraph.text)
        paragraph.lead, paragraph.text = paragraph.lead.replace(old, new), paragraph.text.replace(old, new)

    return change


def whole(key: str, value: object) -> Change:
    def change(letter: Letter) -> None:
        setattr(letter, key, value)

    return change


def body(**values: object) -> Change:
    """Changes the setting of all running text."""

    def change(letter: Letter) -> None:
        for paragraph in letter.body:
            if paragraph.align == "justify":
                for key, value in values.items():
                    setattr(paragraph, key, value)

    return change


def drop(start: str) -> Change:
    """Takes the paragraph away."""

    def change(letter: Letter) -> None:
        group, at = _group(letter, start)
        del group[at]

    return change


def _group(letter: Letter, start: str) -> tuple[list[P], int]:
    """The column, or the part of the letter, in which the paragraph that begins so stands, and where."""
    wanted = letter.find(start)
    columns = [g for row in (*letter.head, letter.pair, letter.foot) for g in row]
    for group in (*columns, letter.middle, letter.body, letter.appendix):
        for at, paragraph in enumerate(group):
            if paragraph is wanted:
                return group, at
    raise AssertionError(start)


def again(start: str, **values: object) -> Change:
    """Says the paragraph that begins so once more under itself, set otherwise; a rule stands under the second."""

    def change(letter: Letter) -> None:
        group, at = _group(letter, start)
        group.insert(at + 1, replace(group[at], **values))
        group[at].rule = 0.0

    return change


def move(start: str, group: str, at: int) -> Change:
    """Moves the paragraph that begins so to a place in another group."""

    def change(letter: Letter) -> None:
        own, here = _group(letter, start)
        getattr(letter, group).insert(at, own.pop(here))

    return change


def faces(face: str) -> Change:
    def change(letter: Letter) -> None:
        for paragraph in letter.body[:3]:
            paragraph.face = face

    return change


def decomposed(letter: Letter) -> None:
    """Letters and marks apart in the first three paragraphs, as some keyboards type them."""
    for paragraph in letter.body[:3]:
        paragraph.text = unicodedata.normalize("NFD", paragraph.text)


def eth(letter: Letter) -> None:
    """Đ typed as Ð (U+00D0)."""
    for paragraph in letter.every():
        paragraph.text = paragraph.text.replace("Đ", "Ð")


def add(group: str, at: int, paragraph: P) -> Change:
    def change(letter: Letter) -> None:
        getattr(letter, group).insert(at, replace(paragraph))

    return change


def both(*changes: Change) -> Change:
    def change(letter: Letter) -> None:
        for one in changes:
            one(letter)

    return change


def extend(text: str) -> Change:
    """A sentence more in the first paragraph of the text."""

    def change(letter: Letter) -> None:
        letter.body[0].text = f"{letter.body[0].text} {text}"

    return change


def second_appendix(first: str, second: str) -> Change:
    def change(letter: Letter) -> None:
        letter.find("Phụ lục").text = first
        letter.appendix += [replace(p) for p in letter.appendix]
        letter.appendix[len(letter.appendix) // 2].text = second

    return change


def roman_letters(letter: Letter) -> None:
    for paragraph in letter.body:
        for old, new in (("đ) ", "e) "), ("e) ", "f) ")):
            if paragraph.text.startswith(old):
                paragraph.text = new + paragraph.text[3:]
                break
