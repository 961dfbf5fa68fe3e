"""Prove that docxtpl's preparation of a part loses nothing of its text: what it would drop is refused with its place.

Why: docxtpl takes a paragraph (row, cell, run) that holds a tag with a letter away, with whatever else is in it,
and a tag with a dash takes all up to the next text. Each text, tag and picture is marked before the preparation; a mark
that is not there afterwards is a loss, whichever of its many expressions caused it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from congvan.core.messages import Message
from congvan.core.templating.tags import TAG
from congvan.formats.docx.blocks.expansion import MARK
from congvan.formats.docx.tags import Locations, TagLocation, TagProblem, W, nearest, paragraph_texts

_OPEN, _CLOSE = "\ufdd7", "\ufdd8"  # noncharacters around the number of a mark in a text
_MARK = re.compile(rf'{_OPEN}(\d+){_CLOSE}| congvan="(\d+)"')
_PREFIXED = re.compile(r"\{[{%#](tr|tc|p|r)\s")
_LEFT_OVER = re.compile(rf"\{{[{{%](?:tr|tc|p|r)\s(?:(?![}}%]\}}).)*?{_OPEN}(\d+){_CLOSE}", re.DOTALL)
_CLOSING = re.compile(r"[-+]?(?:\}\}|%\})$")
_UNMARKED = re.compile(r"\{#|\{%[-+]?\s*[vh]m\s")  # comments; and what docxtpl expects to the letter

# elements that print something and hold no text; the values are variants of "docx-content"
_CONTENT = {
    **dict.fromkeys(("drawing", "pict", "object"), "drawing"),
    **dict.fromkeys(("fldChar", "fldSimple"), "field"),
    **dict.fromkeys(("footnoteReference", "endnoteReference"), "note"),
    **dict.fromkeys(("sym", "noBreakHyphen"), "character"),
    "commentReference": "comment",
    "sectPr": "section",
    "br": "break",
}
_BREAKS = ("page", "column")
_MOVED_OTHERWISE = ("drawing", "comment")
"""What the remedy of a text does not serve: a drawing is moved by its anchor, a comment is deleted."""


class _Marked(NamedTuple):
    """A text, tag or element that was marked: what a message calls it, its element, its location."""

    what: str | Message
    element: Any
    location: TagLocation

    @property
    def letter(self) -> str:
        """The letter of a marked tag ("p", "tr"); "" for anything else."""
        return _letter(self.what) if isinstance(self.what, str) else ""


class LossCheck:
    """Marks the texts, tags and other contents of a part; afterwards tells which of them the preparation lost."""

    def __init__(self, root: Any) -> None:
        self._marked: list[_Marked] = []
        self._tags: dict[Any, list[str]] = {}  # the tags with a letter by the paragraph in which they are
        self._around: dict[Any, str] = {}  # the tag by each element that is between its first letter and its last
        self._locations = Locations(root)
        for element in list(root.iter("*")):
            if element.tag == W + "p":
                self._mark_paragraph(element)
            elif (kind := _CONTENT.get(element.tag.removeprefix(W))) and _prints(element):
                element.set("congvan", str(self._number(Message(f"docx-content.{kind}"), element)))

    def _number(self, what: str | Message, element: Any) -> int:
        what = MARK.sub("", what) if isinstance(what, str) else what
        self._marked.append(_Marked(what, element, self._locations.of(element)))
        return len(self._marked) - 1

    def _mark_paragraph(self, paragraph: Any) -> None:
        texts = paragraph_texts(paragraph)
        joined = "".join(text.text or "" for text in texts)
        tags = list(TAG.finditer(joined))
        self._tags[paragraph] = [MARK.sub("", tag[0]) for tag in tags if _PREFIXED.match(tag[0])]
        self._note_torn(paragraph, texts, tags)
        at = 0
        for text in texts:
            old = text.text or ""
            marks = sorted(self._marks(text, at, at + len(old), joined, tags), reverse=True)
            for place, number in marks:
                old = f"{old[: place - at]}{_OPEN}{number}{_CLOSE}{old[place - at :]}"
            at += len(text.text or "")
            text.text = old or None

    def _note_torn(self, paragraph: Any, texts: list[Any], tags: list[re.Match[str]]) -> None:
        """Note what is within each tag that Word has cut into runs."""
        owners = [text for text in texts for _letter in text.text or ""]
        torn = [tag for tag in tags if owners[tag.start()] is not owners[tag.end() - 1]]
        order = list(paragraph.iter("*")) if torn else []
        for tag in torn:
            first, last = (order.index(owners[at]) for at in (tag.start(), tag.end() - 1))
            self._around |= dict.fromkeys(order[first:last], tag[0])

    def _marks(
        self, element: Any, start: int, end: int, joined: str, tags: list[re.Match[str]]
    ) -> Iterator[tuple[int, int]]:
        """Yield the places and numbers of the marks between two places of a paragraph's text, those of one element."""
        for tag in tags:
            closing = _CLOSING.search(tag[0])
            if closing and start <= tag.start() + closing.start() < end and not _UNMARKED.match(tag[0]):
                yield tag.start() + closing.start(), self._number(tag[0], element)
        at = start
        for first, last in [*((tag.start(), tag.end()) for tag in tags if tag.end() > start), (end, end)]:
            piece = joined[at : min(first, end)]
            if piece.strip():
                yield at, self._number(piece, element)
            at = max(at, last)

    def unmarked(self, patched: str) -> tuple[str, list[TagProblem]]:
        """Return the prepared XML without its marks, and a problem for each loss and each tag that can't act there."""
        found = {int(match[1] or match[2]) for match in _MARK.finditer(patched)}
        problems = [self._left_over(self._marked[int(match[1])]) for match in _LEFT_OVER.finditer(patched)]
        lost: dict[tuple[TagLocation, Any, str, str], list[_Marked]] = {}
        for number, marked in enumerate(self._marked):
            if number not in found:
                tag, letter = self._cause(marked)
                copy = self._locations.copied(marked.element)
                lost.setdefault((marked.location, copy, tag, letter), []).append(marked)
        problems += [_loss(tag, letter, pieces) for (_location, _copy, tag, letter), pieces in lost.items()]
        return _MARK.sub("", patched), problems

    def _cause(self, lost: _Marked) -> tuple[str, str]:
        """Return the tag that takes something away, with its letter ("-": one with a dash; "": one around it, or the
        lost tag itself).
        """
        for letter, container in (("p", "p"), ("r", "p"), ("tc", "tc"), ("tr", "tr")):
            # Why all of them: a text box or a table within a cell goes with the paragraph or row around it
            around = [each for each in (lost.element, *lost.element.iterancestors()) if each.tag == W + container]
            paragraphs = around if container == "p" else [each for place in around for each in place.iter(W + "p")]
            tags = [tag for each in paragraphs for tag in self._tags.get(each, ()) if _letter(tag) == letter]
            if lost.what in tags:
                tags.remove(str(lost.what))
            if tags:
                return tags[0], letter
        if isinstance(lost.what, str) and TAG.fullmatch(lost.what):
            return lost.what, ""
        return (self._around[lost.element], "") if lost.element in self._around else ("", "-")

    def _left_over(self, marked: _Marked) -> TagProblem:
        tag, letter = str(marked.what), marked.letter
        sign = next((sign for sign in "%}" if sign in tag[2:-2]), "")
        if sign:
            return TagProblem(Message("docx-tag-sign", tag=tag, sign=sign), marked.location)
        return TagProblem(Message("docx-tag-outside", tag=tag, container=_container(letter)), marked.location)


def _prints(element: Any) -> bool:
    """Whether an element of `_CONTENT` prints something by itself that is within a paragraph."""
    if element.tag == W + "br":
        return element.get(W + "type") in _BREAKS
    return nearest(element, "p") is not None


def _letter(tag: str) -> str:
    match = _PREFIXED.match(tag)
    return match[1] if match else ""


def _container(letter: str) -> Message:
    return Message(f"docx-container.{letter}")


def _loss(tag: str, letter: str, pieces: list[_Marked]) -> TagProblem:
    texts = " ".join(piece.what.strip() for piece in pieces if isinstance(piece.what, str))
    lost = Message("docx-content.text", text=texts[:60]) if texts else pieces[0].what
    if letter == "-":
        return TagProblem(Message("docx-tag-lost.dash", lost=lost), pieces[0].location)
    if not letter:
        which = "tag" if tag == pieces[0].what else "within"
        return TagProblem(Message(f"docx-tag-lost.{which}", tag=tag, lost=lost), pieces[0].location)
    which = "two" if any(piece.letter == letter for piece in pieces) else "beside"
    message = Message(f"docx-tag-lost.{which}", tag=tag, lost=lost, container=_container(letter))
    kind = lost.id.rpartition(".")[2] if which == "beside" and isinstance(lost, Message) else ""
    remedy = f"docx-tag-lost.beside-{kind}.hint" if kind in _MOVED_OTHERWISE else ""
    return TagProblem(message, pieces[0].location, Message(remedy, **message.values) if remedy else None)
