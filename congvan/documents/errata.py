"""The edition as issued: the corrected text with every departure of the original put back, each proved to apply."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from congvan.documents.facts import NBSP
from congvan.documents.scope import Scope
from congvan.locale import _
from congvan.problems import Problem

NOT_PRINTED = ("title", "author", "form_id", "lang", "districts")


def pairs(scope: Scope) -> list[tuple[str, str]]:
    """The text pairs of the dispatch with their facts merged."""
    return [
        (
            scope.merge(erratum.corrected, "errata", index, "corrected"),
            scope.merge(erratum.issued or "", "errata", index, "issued"),
        )
        for index, erratum in enumerate(scope.dispatch.errata)
        if erratum.corrected is not None
    ]


def apply(content: Any, texts: Sequence[tuple[str, str]]) -> Any:
    """A content with each corrected text replaced by what was issued, wherever it stands."""

    def issued(text: str) -> str:
        for corrected, original in texts:
            if corrected in text:
                text = text.replace(corrected, original)
        return text

    return _map(content, issued)


def prove(scope: Scope, content: Any, texts: Sequence[tuple[str, str]]) -> None:
    """Every pair must match the letter exactly once, in the order given; else it is a Problem of the dispatch."""
    strings: list[str] = []
    printed = {key: value for key, value in content.items() if key not in NOT_PRINTED}
    _map(printed, lambda text: strings.append(text) or text)  # type: ignore[func-returns-value]
    indexes = [index for index, erratum in enumerate(scope.dispatch.errata) if erratum.corrected is not None]
    for index, (corrected, original) in zip(indexes, texts, strict=True):
        count = sum(text.count(corrected) for text in strings)
        if count != 1:
            scope.problems.append(
                Problem(
                    "erratum-matches",
                    _("this erratum matches the letter {count} times, not once: “{text}”").format(
                        count=count, text=re.sub(f"{NBSP}+", " … ", corrected)
                    ),
                    scope.place("errata", index, "corrected"),
                    _("write more of the words around it, or take the erratum away"),
                )
            )
        strings = [text.replace(corrected, original) for text in strings]


def _map(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_map(item, change) for item in value]
    if isinstance(value, dict):
        return {key: _map(item, change) for key, item in value.items()}
    return value
