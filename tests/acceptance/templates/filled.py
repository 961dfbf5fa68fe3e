"""Records of a template in numbers: after the first twenty all others are filled, whatever the template does."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from congvan.core.job import Job
from congvan.pipeline.rendering.renderer import Renderer

FIRST, ALL = 20, 40
# What differs between the records of one document: who it is for, its number and day, what its form says of it.
NAMED = {
    "title", "short_title", "form_id", "number", "place_date", "one", "reference", "receiver", "number_text",
    "noi_nhan", "facts", "address", "huyen", "district", "enterprise", "mark",
}  # fmt: skip  # a table: what belongs together on a line
KEPT = {"columns", "label", "style", "kind"}


def varied(value: Any, n: int, named: bool = False) -> Any:
    """The content of another record: each text that differs between records has another digit at its end."""
    if isinstance(value, Mapping):
        return {k: v if k in KEPT else varied(v, n, named or k in NAMED) for k, v in value.items()}
    if isinstance(value, list):
        return [varied(item, n, named) for item in value]
    if isinstance(value, str) and named and value.strip():
        return f"{value[:-1]} {n % 10}{value[-1]}" if value[-1] in ".;)" else f"{value} {n % 10}"
    return value


def parts_of(jobs: Iterable[Job]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Template, format and content of every record, also of those bound in packs."""
    for job in jobs:
        if not job.drawn:
            yield job.template, job.format, job.content
        for part in job.pack.parts if job.pack else ():
            yield part.template, "pdf", part.content


def not_filled(renderer: Renderer, jobs: Iterable[Job]) -> dict[str, dict[str, int]]:
    """The templates of which a record after the first twenty was not filled, with the ways that those took."""
    shapes: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for template, format_, content in parts_of(jobs):
        shapes.setdefault((template, format_), []).append(content)
    found: dict[str, dict[str, int]] = {}
    for (name, format_), contents in shapes.items():
        template = renderer.template(name, format_)
        content = max(contents, key=lambda each: len(repr(each)))
        for n in range(ALL):
            if n == FIRST:
                before = template.ways.counts.copy()
            template.render(varied(copy.deepcopy(dict(content)), n))
        taken = template.ways.counts - before
        if set(taken) != {"filled"}:
            found[f"{name} {sorted(map(str, template.ways.why))}"] = dict(taken)
    return found
