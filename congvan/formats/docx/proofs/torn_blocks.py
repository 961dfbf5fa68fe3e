"""Find the blocks of tags that begin in one cell and end in another: what is between them is no whole cell or row.

Why: from the text of one cell to that of another the XML is balanced, so that docxtpl drops or repeats the end of a
cell, the beginning of the next one and all between them, and the table has lost its cells without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from congvan.core.messages import Message
from congvan.core.templating.tags import MIDDLES, PAIRS
from congvan.formats.docx.tags import Tag, TagLocation, TagProblem, block_word, location_message, tag_letter

_DROPPING = ("if", "for")
_IN_ALL = {"tc": 2, "tr": 1}
"""How many numbers of a location the ends of a block with this letter share: table and row, or the table."""


def torn_blocks(tags: Sequence[Tag]) -> Iterator[TagProblem]:
    """Yield a problem for each block whose tags are in several cells; with a letter for cells or rows, in several rows
    or tables. What is paired badly in another way is not looked at.
    """
    open_: list[tuple[str, Tag]] = []
    for tag in tags:
        word = block_word(tag.text) if tag.text.startswith("{%") else ""
        if word in PAIRS:
            open_.append((word, tag))
        elif word in MIDDLES or word in PAIRS.values():
            opener = next(
                (each for each in reversed(open_) if word == PAIRS[each[0]] or each[0] in MIDDLES.get(word, ())), None
            )
            if opener is None:
                continue
            if word not in MIDDLES:
                del open_[open_.index(opener) :]
            if opener[0] in _DROPPING and all(name != "raw" for name, _tag in open_):
                yield from _torn(opener[1], tag)


def _torn(first: Tag, last: Tag) -> Iterator[TagProblem]:
    letter = tag_letter(first.text)
    if letter != tag_letter(last.text) or _container(letter, first.location) == _container(letter, last.location):
        return
    yield TagProblem(
        Message(
            "docx-tag-torn", tag=first.text, last=last.text, other=location_message(last.location) or Message("at.text")
        ),
        first.location,
        _remedy(first.location, last.location),
    )


def _container(letter: str, location: TagLocation) -> TagLocation:
    """Return in what the ends of a block have to be together; () for what is in no table."""
    return location[: _IN_ALL.get(letter, 3)] if len(location) > 2 else ()


def _remedy(first: TagLocation, last: TagLocation) -> Message:
    if len(first) < 3 or len(last) < 3 or first[0] != last[0]:
        return Message("docx-tag-torn.hint-p")
    return Message("docx-tag-torn.hint-tc" if first[1] == last[1] else "docx-tag-torn.hint-tr")
