"""The edition as issued: replaces corrected texts by the original wording; each replacement must apply exactly once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from congvan.core.messages import Message
from congvan.core.problems import Problem
from congvan.core.templating.declared import declared_names
from congvan.documents.common.context import ContentContext
from congvan.documents.common.facts import NBSP
from congvan.documents.letter.schema import OfficialDocument

SAID_IN = {"form": "attachments"}
"""The box whose words another content has."""


class TextPair(NamedTuple):
    """A pair of texts with merged facts, and the key of the letter content (box) that contains it."""

    box: str
    corrected: str
    issued: str


def text_pairs(context: ContentContext, letter: OfficialDocument) -> list[TextPair]:
    """Return the text pairs of the dispatch; each must match its corrected letter exactly once, in the order given."""
    pairs = []
    printed = {name.key for name in declared_names(OfficialDocument) if name.said.printed}
    boxes = {box: _strings(value) for box, value in letter.items() if box in printed}
    for index, erratum in enumerate(context.dispatch.errata):
        if erratum.corrected is None:
            continue
        corrected = context.merge(erratum.corrected, "errata", index, "corrected")
        issued = context.merge(erratum.issued or "", "errata", index, "issued")
        counts = {box: sum(text.count(corrected) for text in texts) for box, texts in boxes.items()}
        if sum(counts.values()) != 1:
            context.problems.append(_unproved(context, index, corrected, sum(counts.values())))
            continue
        box = next(box for box, count in counts.items() if count)
        boxes[box] = [text.replace(corrected, issued) for text in boxes[box]]
        pairs.append(TextPair(box, corrected, issued))
    return pairs


def _unproved(context: ContentContext, index: int, text: str, count: int) -> Problem:
    shown = re.sub(f"{NBSP}+", " … ", text)
    return Problem(Message("erratum-matches", count=count, text=shown), context.place("errata", index, "corrected"))


def apply(content: Mapping[str, Any], texts: Sequence[TextPair]) -> dict[str, Any]:
    """Replace each corrected text by the issued one, in the box where the letter has it.

    A form as a workbook says what the form behind the letter says.
    """

    def in_box(box: str) -> Callable[[str], str]:
        here = [pair for pair in texts if pair.box == SAID_IN.get(box, box)]

        def issued(text: str) -> str:
            for pair in here:
                text = text.replace(pair.corrected, pair.issued)
            return text

        return issued

    return {box: _map(value, in_box(box)) for box, value in content.items()}


def _strings(value: Any) -> list[str]:
    texts: list[str] = []

    def note(text: str) -> str:
        texts.append(text)
        return text

    _map(value, note)
    return texts


def _map(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_map(item, change) for item in value]
    if isinstance(value, dict):
        return {key: _map(item, change) for key, item in value.items()}
    return value
