"""Names of a dispatch that `{@name}` and `{#name}` can refer to in any of its texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from congvan.decree.numerals import roman
from congvan.documents.text.interpolate import Locate, merge
from congvan.documents.text.outline import REFERENCE, Label, outline_of, resolve_reference
from congvan.model.dispatch import Dispatch
from congvan.problems import Problem


def appendix_labels(dispatch: Dispatch) -> dict[str, Label]:
    """Return the reference text of each appendix or form by id: `Phụ lục II`; `Phụ lục` if there is only one."""
    ids = [*(appendix.id for appendix in dispatch.appendices), *(form.id for form in dispatch.forms)]
    if len(ids) == 1:
        return {ids[0]: Label("Phụ lục", "")}
    return {name: Label(f"Phụ lục {roman(n)}", roman(n)) for n, name in enumerate(ids, 1)}


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
