"""Empty cells of lists that the texts of a dispatch, or of a paper, would print as nothing: `{{ receiver.phong }}`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from congvan.core.problems import Place, Problem
from congvan.core.templating.bare_tags import bare_paths
from congvan.core.templating.tags import LIVE_TAG
from congvan.documents.common.context import ContentContext
from congvan.documents.letter.recipients import with_receiver
from congvan.model.copies import NOT_PRINTED, texts_of
from congvan.model.dataset import PAPERS
from congvan.model.project.assets import DISPATCHES

WRITTEN = ("letter", "appendix", "certified-copy")
"""Contents that are texts of a dispatch or a paper."""
_OTHERS = (*NOT_PRINTED, "forms", "tables", "errata")
"""Keys of a dispatch that are no running text of its letter: forms are printed blank, tables see to theirs."""


class _TextTag(NamedTuple):
    path: str
    tag: str
    locate: Callable[[], Place]


def empty_values(context: ContentContext) -> Iterator[Problem]:
    """Yield a problem for each empty cell that the text of a record would print."""
    facts = context.facts if context.made_of else with_receiver(context).facts
    for path, tag, locate in _tags(context):
        yield from context.empty_cells.problems(facts, path, tag, locate)


def _tags(context: ContentContext) -> list[_TextTag]:
    """Return the tags that are no more than a name in the texts of the dispatch, or of the paper; found once."""
    file = f"{PAPERS}{context.made_of}.yaml" if context.made_of else f"{DISPATCHES}{context.dispatch_id}.yaml"
    key, source = f"tags of {file}", context.dataset.sources.get(file)
    if source is None:
        return []
    if key not in context.shared:
        context.shared[key] = [
            _TextTag(path, match[0], partial(source.place_in, at, match.start()))
            for at, text in texts_of(source.data)
            if at[0] not in _OTHERS
            for match in LIVE_TAG.finditer(text)
            for path in bare_paths(match[0])
        ]
    found: list[_TextTag] = context.shared[key]
    return found
